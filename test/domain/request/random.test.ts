import fc from 'fast-check';
import { derive } from '../../../domain/case/derive';
import { request } from '../../../domain/request/entity';
import { REQUEST_COMMANDS } from '../../../domain/request/matrix';
import { REQUEST_STATUSES, type RequestState } from '../../../domain/request/state';
import {
  ESCALATION,
  FINANCE,
  OFFICE,
  QUY_NHON,
  RULES,
  SCIENCE,
  Story,
  WARD_A,
  at,
  clock,
  json,
} from './support';
import { clocksOf } from '../../../domain/request/clocks';

const START = at('2026-11-20 09:00');
const UNITS = [SCIENCE, FINANCE, WARD_A, OFFICE] as const;

/** Mostly hours and a few days pass; sometimes months. */
const minutes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
);

const ENDINGS = ['split', 'merge', 'forward', 'withdraw'];

const happening = fc.record({
  /** Any command at all, or one of those the case offers just now (endings seldom), or nothing but time. */
  any: fc.constantFrom(...REQUEST_COMMANDS),
  what: fc.constantFrom('offered', 'offered', 'offered', 'offered', 'ending', 'any', 'wake'),
  nth: fc.nat(1_000),
  minutes,
  unitId: fc.option(fc.constantFrom(...UNITS), { nil: undefined }),
  wardId: fc.constantFrom(QUY_NHON, WARD_A, null),
  isOffice: fc.boolean(),
  outcome: fc.constantFrom('solved', 'planned', 'inProgress', 'notAccepted'),
  days: fc.integer({ min: 0, max: 60 }),
  lead: fc.constantFrom(...UNITS),
  supporting: fc.option(fc.subarray([FINANCE, WARD_A]), { nil: undefined }),
  deadline: fc.constantFrom('date', 'instant', 'none', 'default'),
  granted: fc.boolean(),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const opening = fc.record({
  kind: fc.constantFrom('recommendation' as const, 'recommendation' as const, 'directive' as const),
  leadUnitIds: fc.constantFrom<string[]>([], [SCIENCE], [SCIENCE, FINANCE]),
  supportingUnitIds: fc.constantFrom<string[]>([], [WARD_A]),
  wardIds: fc.constantFrom<string[]>([QUY_NHON], [QUY_NHON, WARD_A]),
  ladder: fc.constantFrom('default' as const, 'urgent' as const),
  none: fc.boolean(),
});

function typeOf(one: Happening, story: Story): string {
  const offered = story.allowed.filter((type) => one.what === 'ending' || !ENDINGS.includes(type));
  return one.what === 'any' ? one.any : (offered[one.nth % offered.length] ?? 'note');
}

function bodyOf(type: string, one: Happening, now: number): Record<string, unknown> {
  const later = (clock(now + one.days * 86_400_000) ?? '').slice(0, 10);
  const dated =
    one.deadline === 'date'
      ? { dueOn: later, setBy: 'gl-chu-tich' }
      : one.deadline === 'instant'
        ? { dueOn: undefined, dueAt: now + one.days * 3_600_000, setBy: 'gl-chu-tich' }
        : {};
  switch (type) {
    case 'assign':
      return {
        leadUnitId: one.lead,
        supportingUnitIds: one.supporting?.filter((id) => id !== one.lead),
        ...dated,
        noDeadline: one.deadline === 'none' ? true : undefined,
      };
    case 'setDueDate':
      return { ...dated, ...(one.deadline === 'none' || one.deadline === 'default' ? { dueOn: later } : {}) };
    case 'respond':
      return { outcome: one.outcome, promisedOn: one.outcome === 'planned' ? later : undefined };
    case 'requestExtension':
      return { newDueOn: later };
    case 'decideExtension':
      return { newDueOn: one.deadline === 'date' ? later : undefined, granted: one.granted };
    default:
      return {};
  }
}

test('whatever is accepted in whatever order, the facts hold together and replay gives the same case', () => {
  const seen = { accepted: 0, statuses: new Set<string>() };
  fc.assert(
    fc.property(opening, fc.array(happening, { minLength: 8, maxLength: 20 }), (open, happenings) => {
      const { none, ...data } = open;
      const isDirective = open.kind === 'directive';
      const story = new Story('2026-11-20 09:00', {
        ...data,
        leadUnitIds: isDirective ? data.leadUnitIds : data.leadUnitIds.slice(0, 1),
        supportingUnitIds: isDirective ? [] : data.supportingUnitIds,
        wardIds: isDirective ? [] : data.wardIds,
        category: isDirective ? null : 'equipment',
        deadline: none ? { kind: 'none' } : { kind: 'default' },
      });
      let now = START;
      for (const one of happenings) {
        now += one.minutes * 60_000;
        const when = clock(now) ?? '';
        const before = story.state.version;
        const type = typeOf(one, story);
        if (one.what === 'wake') {
          story.wakes(when);
        } else {
          const told = {
            ...bodyOf(type, one, now),
            unitId: one.unitId,
            wardId: one.wardId,
            relations: one.isOffice ? ['office'] : [],
          };
          if (story.refusal(when, type, told) !== null) continue;
          story.does(when, type, told);
          expect(story.state.version).toBe(before + 1);
          takesEffect(story.state, type);
          seen.accepted += 1;
        }
        holdsTogether(story.state);
        seen.statuses.add(story.state.status);
      }
      expect(story.state.version).toBe(story.events.length);
      const replayed = json(story.events).reduce<RequestState | null>(
        (state, event) => request.evolve(state, event, story.id),
        null,
      );
      expect(json(replayed)).toEqual(json(story.state));
    }),
    { numRuns: 500, seed: 20261124 },
  );
  // Otherwise the property would say little.
  expect(seen.accepted).toBeGreaterThan(2_000);
  expect([...seen.statuses].sort()).toEqual(
    REQUEST_STATUSES.filter((status) => status !== 'submitted').sort(),
  );
});

/** Right after it a leader's date is the due date of a clock that runs or is held. */
function takesEffect(state: RequestState, type: string): void {
  if (type !== 'setDueDate') return;
  const open = derive(state, RULES).clocks.filter((one) => one.state === 'running' || one.state === 'held');
  expect(open.map((one) => one.ledger?.setAt)).toContain(state.at);
}

/** What must be true of every request after every event. */
function holdsTogether(state: RequestState): void {
  expect(REQUEST_STATUSES).toContain(state.status);
  expect(state.status).not.toBe('submitted');
  const isClosed = ['closed', 'withdrawn', 'merged', 'forwarded'].includes(state.status);
  expect(request.isClosed(state)).toBe(isClosed);
  const always = ['note', 'withdraw', 'setDueDate'];
  const allowed = request.allowed(state);
  expect(isClosed ? allowed : allowed.filter((type) => always.includes(type)).sort()).toEqual(
    isClosed ? [] : always.sort(),
  );
  // The leader's word counts: a date to come is accepted in every open state.
  const date = { type: 'setDueDate', dueOn: '2199-12-31', setBy: 'gl-chu-tich' };
  const context = { version: state.version, dues: {}, relations: [] };
  expect(request.refusal(state, date, context, state.at)?.reason ?? null).toBe(isClosed ? 'closed' : null);

  const clocks = clocksOf(state, ESCALATION);
  expect(new Set(clocks.map((one) => one.id)).size).toBe(clocks.length);
  const derived = derive(state, RULES);
  expect(derived.main).not.toBeNull();
  // Once it has ended nothing of it goes on.
  const goesOn = clocks.filter(({ state: of, endedAt }) => (of !== 'done' && of !== 'cancelled') || !endedAt);
  expect(isClosed ? { ...derived, goesOn } : { rungs: [], wakeAt: null, goesOn: [] }).toMatchObject({
    rungs: [],
    wakeAt: null,
    goesOn: [],
  });
  // Nobody is stuck: an open case runs a clock, or it is undated on purpose.
  const runs = derived.clocks.filter((one) => ['running', 'paused', 'held'].includes(one.state));
  expect(isClosed || runs.length > 0).toBe(true);
  const keys = derived.rungs.map((rung) => `${rung.clockId}#${rung.round}#${rung.rungId}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const rung of derived.rungs) expect(Number.isFinite(rung.at)).toBe(true);

  const active = state.assignments.filter((duty) => duty.status !== 'returned');
  expect(new Set(active.map((duty) => duty.unitId)).size).toBe(active.length);
  const leads = active.filter((duty) => duty.role === 'lead').length;
  expect(leads).toBeLessThanOrEqual(state.kind === 'recommendation' ? 1 : active.length);
}
