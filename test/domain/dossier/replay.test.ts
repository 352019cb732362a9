import fc from 'fast-check';
import { COMMANDS } from '../../../domain/dossier/matrix';
import { clocksOf } from '../../../domain/dossier/clocks';
import { dossier } from '../../../domain/dossier/entity';
import type { DossierState } from '../../../domain/dossier/state';
import type { CaseEvent } from '../../../domain/case/case';
import { dueOf } from '../../../domain/time/due';
import { AN, BINH, BODIES, CALENDAR, PROCEDURES, RULES, Story, at, json, pinned } from './support';

const START = at('2026-11-25 09:00');
const REACHED = ['deadlinePassed', 'supplementLapsed', 'paymentLapsed', 'silenceConsented'] as const;
const procedure = fc
  .constantFrom(...PROCEDURES)
  .map((one) => pinned(one.code, undefined, undefined, one.version));
const channel = fc.constantFrom('inPerson' as const, 'online' as const);

/** What may come: a command by one of two officers, or an instant; each some minutes after the last. */
const happening = fc.record({
  what: fc.constantFrom(...COMMANDS, ...REACHED),
  minutes: fc.integer({ min: 0, max: 2_000 }),
  by: fc.constantFrom(AN, BINH),
  fields: fc.record({
    clock: fc.constantFrom('continue', 'restart', 'none'),
    newDueOn: fc.constantFrom('2026-12-31', '2027-02-01'),
  }),
});

const isReached = (what: string): boolean => (REACHED as readonly string[]).includes(what);

test('whatever happens in whatever order: accepted or refused, the facts hold together and replay gives the same', () => {
  fc.assert(
    fc.property(
      procedure,
      channel,
      fc.array(happening, { maxLength: 40 }),
      (pinnedProcedure, by, happenings) => {
        const story = new Story(pinnedProcedure, '2026-11-25 09:00', { channel: by });
        let now = START;
        for (const { what, minutes, by: actor, fields } of happenings) {
          now += minutes * 60_000;
          if (isReached(what)) {
            const reached = { type: what, clockId: 'legal', round: story.state.round, dueAt: now };
            story.append({ at: now, by: null, ...dossier.expire(story.state, reached) });
          } else {
            const command = { type: what, ...BODIES[what], ...fields };
            const context = {
              version: 0,
              dues: { legal: what === 'extend' ? now + 1 : null },
              relations: [],
              maySign: true,
              actor,
            };
            if (dossier.refusal(story.state, command, context, now)) continue;
            expect(dossier.allowed(story.state)).toContain(what);
            story.append({
              at: now,
              by: actor,
              ...dossier.outcome(story.state, command, now, actor, context),
            });
          }
          holdsTogether(story.state, now);
        }
        const replayed = story.events.reduce<DossierState | null>(
          (state, event) => dossier.evolve(state, event, 'dossier-1'),
          null,
        );
        expect(json(replayed)).toEqual(story.state);
        expect(story.state.version).toBe(story.events.length);
      },
    ),
    { numRuns: 400, seed: 20261124 },
  );
});

/** What must be true of every dossier after every event. */
function holdsTogether(state: DossierState, now: number): void {
  const working = ['received', 'inProcess', 'supplement', 'financial'].includes(state.status);
  expect(state.step !== null).toBe(working);
  const standing =
    state.pauses.filter((pause) => pause.to === null).length +
    state.restarts.filter((one) => one.reacceptedAt === null).length;
  expect(standing).toBeLessThanOrEqual(1);
  expect(state.result !== null).toBe(['finished', 'returned'].includes(state.status));
  const clocks = clocksOf(state, RULES);
  expect(new Set(clocks.map((clock) => clock.id)).size).toBe(clocks.length);
  expect(clocks.filter((clock) => clock.main).length).toBe(state.acceptedAt === null ? 0 : 1);
  for (const clock of clocks) if (clock.ledger) dueOf(clock.ledger, CALENDAR, now);
  const going = clocks.filter((clock) => clock.state === 'running' || clock.state === 'paused');
  expect(working ? [] : going).toEqual([]);
}

test('evolve never throws, even for an event that does not fit or is unknown', () => {
  const data = {
    stepId: 'S9',
    nextStepId: 'S9',
    documents: [],
    items: [],
    reason: '',
    policy: 'RESTART',
    clock: 'continue',
    clockId: 'legal',
    round: 0,
  };
  const types = [
    ...COMMANDS,
    ...REACHED,
    'accepted',
    'stepCompleted',
    'supplementReceived',
    'paymentRecorded',
    'recalled',
    'reopened',
    'corrected',
    'finished',
    'somethingNew',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...types), { maxLength: 12 }), (order) => {
      let state = new Story(pinned('1.000894'), '2026-11-25 09:00').state;
      for (const type of order) {
        const event: CaseEvent = { type, at: state.at + 1, by: null, data };
        state = dossier.evolve(state, event, state.id);
        clocksOf(state, RULES);
        dossier.allowed(state);
      }
      expect(state.version).toBe(order.length + 1);
    }),
    { numRuns: 300, seed: 7 },
  );
});

test('outcome never throws, whatever fields are missing', () => {
  const { state } = new Story(pinned('1.000894'), '2026-11-25 09:00');
  for (const type of [...COMMANDS, 'somethingNew']) {
    const event = dossier.outcome(state, { type }, state.at, AN, { version: 1, dues: {}, relations: [] });
    expect(() => dossier.evolve(state, { ...event, at: state.at, by: AN }, state.id)).not.toThrow();
  }
});

test('the state stays small: a long life in less than 64 KB', () => {
  const story = new Story(pinned('1.115354', undefined, 'mountainous'), '2026-11-25 09:00');
  for (let n = 0; n < 50; n += 1) {
    story.does('2026-11-25 09:30', 'completeStep', { note: 'Đã kiểm tra' });
    story.does('2026-11-25 09:30', 'returnToStep', { stepId: 'S1', reason: 'Kiểm tra lại' });
  }
  expect(JSON.stringify(story.state).length).toBeLessThan(64_000);
});
