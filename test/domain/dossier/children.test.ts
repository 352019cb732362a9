import { derive, type DerivationRules, type Derived } from '../../../domain/case/derive';
import { childrenOf } from '../../../domain/dossier/children';
import { dossier } from '../../../domain/dossier/entity';
import { procedureFor, type PinnedProcedure } from '../../../domain/procedure/procedure';
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import type { EscalationRules } from '../../../domain/escalation/rules';
import { layersFromNational } from '../../../domain/time/layers';
import { resolveCalendar } from '../../../domain/time/calendar';
import type { CalendarLayer } from '../../../domain/time/types';
import calendarFile from '../../../prisma/seed/calendar-vn.json';
import escalation from '../../../prisma/seed/escalation.json';
import procedures from '../../../prisma/seed/procedures.json';
import { AN, BODIES, CALENDAR, COMMUNE, Story, at, clock, json, pinned, resolved } from './support';

const OPEN = '2026-11-25 09:00';
const POLICE = `${COMMUNE}-cong-an`;
const CENTRE = `${COMMUNE}-ttpvhcc`;

/** Birth (C1), then residence at the police (C2) beside the insurance card (C3), as in the demo. */
const joined = (): Story => new Story(pinned('2.000986'), OPEN);
/** The birth is registered; the two other parts run. */
const parallel = (): Story =>
  joined().does('2026-11-25 10:00', 'completeStep').does('2026-11-25 14:00', 'completeStep');
const answers = (childId: string, result = 'done'): Record<string, unknown> => ({ childId, result });
const stands = (story: Story): string =>
  childrenOf(story.state)
    .map(({ child, status }) => `${child.id} ${status}`)
    .join(', ');

describe('parts of a joined procedure', () => {
  test('begin with the dossier, or when those before them are done', () => {
    const story = joined();
    expect(stands(story)).toBe('C1 open, C2 waiting, C3 waiting');
    expect(
      story
        .clocks()
        .filter((one) => one.kind === 'child')
        .map((one) => one.id),
    ).toEqual(['child:C1']);
    expect(clock(story.dueAt('child:C1'))).toBe('2026-11-25 17:00');
    story.does('2026-11-25 10:00', 'completeStep').does('2026-11-25 14:00', 'completeStep');
    expect(stands(story)).toBe('C1 done, C2 open, C3 open');
    expect(story.clock('child:C1')).toMatchObject({ state: 'done', endedAt: at('2026-11-25 14:00') });
    expect(story.clock('child:C3')).toMatchObject({
      state: 'running',
      ledger: { startAt: at('2026-11-25 14:00') },
    });
    expect(clock(story.dueAt('child:C2'))).toBe('2026-12-10 17:00');
    expect(clock(story.dueAt('child:C3'))).toBe('2026-12-07 17:00');
  });

  test('of which one that waits cannot be answered for, nor one that has ended, nor one that is none', () => {
    expect(joined().refusal('2026-11-25 09:30', 'recordChild', answers('C2'))).toBe('childNotStarted');
    const story = parallel().does('2026-12-01 09:00', 'recordChild', { ...answers('C2'), resultNo: '15/CT' });
    expect(story.refusal('2026-12-01 10:00', 'recordChild', answers('C2'))).toBe('childEnded');
    expect(story.refusal('2026-12-01 10:00', 'recordChild', answers('C1'))).toBe('childEnded');
    expect(story.refusal('2026-12-01 10:00', 'recordChild', answers('C9'))).toBe('unknownChild');
    expect(story.refusal('2026-12-01 10:00', 'recordChild', answers('C3', 'granted'))).toBe('badValue');
    expect(story.refusal('2026-12-01 10:00', 'recordChild', { childId: 'C3' })).toBe('missingField');
    story.does('2026-12-02 09:00', 'recordChild', answers('C3'));
    expect(story.refusal('2026-12-02 10:00', 'recordChild', answers('C3'))).toBe('noOpenChild');
    expect(dossier.allowed(story.state)).not.toContain('recordChild');
  });

  test('are answered for one by one, also while the applicant is waited for, and stop nothing else', () => {
    const story = parallel()
      .does('2026-11-26 08:00', 'requestSupplement', BODIES.requestSupplement)
      .does('2026-11-27 09:00', 'recordChild', { ...answers('C2'), resultNo: '15/CT', note: 'Đã có sổ' });
    expect(story.state).toMatchObject({ status: 'supplement', step: { id: 'S3' } });
    expect(story.state.recordedChildren).toEqual([
      {
        childId: 'C2',
        result: 'done',
        resultNo: '15/CT',
        note: 'Đã có sổ',
        at: at('2026-11-27 09:00'),
        by: expect.objectContaining({ name: AN.name }),
      },
    ]);
    expect(story.clock('child:C2')).toMatchObject({ state: 'done', endedAt: at('2026-11-27 09:00') });
    expect(story.clock('child:C3')).toMatchObject({ state: 'paused' });
  });

  test('still open, keep the result from being recorded, by name', () => {
    const story = parallel().does('2026-11-25 15:00', 'completeStep');
    expect(story.refusal('2026-12-01 09:00', 'finish', BODIES.finish)).toBe('childrenOpen');
    expect(dossier.allowed(story.state)).not.toContain('finish');
    story.does('2026-12-01 09:00', 'recordChild', answers('C2')).does('2026-12-01 10:00', 'completeStep');
    const context = { version: 0, dues: {}, relations: [], maySign: true, actor: AN };
    const refused = dossier.refusal(
      story.state,
      { type: 'finish', ...BODIES.finish },
      context,
      at('2026-12-01 11:00'),
    );
    expect(refused).toEqual({ reason: 'childrenOpen', values: { children: ['Cấp thẻ bảo hiểm y tế'] } });
    story
      .does('2026-12-02 09:00', 'recordChild', answers('C3'))
      .does('2026-12-02 10:00', 'finish', BODIES.finish);
    expect(story.state).toMatchObject({ status: 'finished', result: { outcome: 'granted' } });
    expect(story.clock('child:C2')).toMatchObject({ endedAt: at('2026-12-01 09:00') });
  });

  test('rejected, let those that wait for them go, and the dossier come to its end', () => {
    const story = joined().does('2026-11-25 09:30', 'recordChild', answers('C1', 'rejected'));
    expect(stands(story)).toBe('C1 rejected, C2 dropped, C3 dropped');
    story
      .works('2026-11-25 10:00')
      .does('2026-11-25 16:00', 'finish', { result: 'rejected', resultNo: 'TB-1' });
    expect(
      story
        .clocks()
        .filter((one) => one.kind === 'child')
        .map(({ id, state }) => `${id} ${state}`),
    ).toEqual(['child:C1 done']);
  });

  test('end with a dossier that is stopped', () => {
    const story = parallel()
      .does('2026-11-26 09:00', 'recordChild', answers('C3'))
      .does('2026-11-27 09:00', 'stop', BODIES.stop);
    expect(stands(story)).toBe('C1 done, C2 dropped, C3 done');
    expect(story.clock('child:C2')).toMatchObject({ state: 'cancelled', endedAt: at('2026-11-27 09:00') });
  });

  test('begin again, in another round, when the step before them is done again', () => {
    const story = parallel().does('2026-11-26 08:00', 'returnToStep', { stepId: 'S2', reason: 'Sai tên' });
    expect(stands(story)).toBe('C1 open, C2 waiting, C3 waiting');
    story.does('2026-11-26 09:00', 'completeStep');
    expect(story.clock('child:C2')).toMatchObject({ round: 1, ledger: { startAt: at('2026-11-26 09:00') } });
  });

  test('answered for keep their dates when the step before them is done again', () => {
    const story = parallel()
      .does('2026-12-03 09:00', 'completeStep')
      .does('2026-12-14 09:00', 'recordChild', answers('C2'));
    const before = story.clock('child:C2');
    expect(before).toMatchObject({ round: 0, ledger: { startAt: at('2026-11-25 14:00') } });
    expect(clock(story.dueAt('child:C2'))).toBe('2026-12-10 17:00');
    story.does('2026-12-14 10:00', 'returnToStep', { stepId: 'S2', reason: 'Sai tên' });
    expect(stands(story)).toBe('C1 open, C2 done, C3 waiting');
    expect(story.clock('child:C2')).toEqual(before);
    story.does('2026-12-15 10:00', 'completeStep');
    expect(stands(story)).toBe('C1 done, C2 done, C3 open');
    expect(story.clock('child:C2')).toEqual(before);
    expect(story.clock('child:C3')).toMatchObject({ round: 1, ledger: { startAt: at('2026-12-15 10:00') } });
  });

  test('stay answered when the result is taken back', () => {
    const story = parallel().does('2026-11-25 15:00', 'completeStep');
    for (const childId of ['C2', 'C3']) story.does('2026-12-01 09:00', 'recordChild', answers(childId));
    story
      .does('2026-12-01 10:00', 'finish', BODIES.finish)
      .does('2026-12-01 11:00', 'correct', BODIES.correct);
    expect(stands(story)).toBe('C1 done, C2 done, C3 done');
    expect(story.refusal('2026-12-01 12:00', 'finish', BODIES.finish)).toBeNull();
  });

  test('are no business of a procedure without any', () => {
    const story = new Story(pinned('1.004873'), OPEN);
    expect(childrenOf(story.state)).toEqual([]);
    expect(story.refusal('2026-11-25 10:00', 'recordChild', answers('C2'))).toBe('noOpenChild');
  });
});

describe('a dossier received before answers could be recorded', () => {
  /** As it was pinned then: a part without a step of its own ended with the last working step. */
  const before = (): Story => {
    const procedure = pinned('2.000986');
    const children = procedure.children.map((child) => ({
      ...child,
      doneWithStep: child.doneWithStep ?? 'S4',
    }));
    return new Story({ ...procedure, children }, OPEN);
  };

  test('goes on as it did: its parts end with the step, and nothing need be recorded', () => {
    const story = before();
    for (const when of ['10:00', '11:00', '12:00', '14:00']) story.does(`2026-11-25 ${when}`, 'completeStep');
    expect(stands(story)).toBe('C1 done, C2 done, C3 done');
    expect(story.clock('child:C2')).toMatchObject({ state: 'done', endedAt: at('2026-11-25 14:00') });
    expect(story.refusal('2026-11-25 15:00', 'finish', BODIES.finish)).toBeNull();
  });

  test('has the same state after the same events, without a trace of the new field', () => {
    const story = before().does('2026-11-25 10:00', 'completeStep');
    expect(story.state).not.toHaveProperty('recordedChildren');
    const replayed = story.events.reduce<Story['state'] | null>(
      (state, event) => dossier.evolve(state, event, 'dossier-1'),
      null,
    );
    expect(json(replayed)).toEqual(story.state);
  });
});

describe('dates and reminders, by the rules of the demo', () => {
  const ESCALATION = escalation as unknown as EscalationRules;
  const layers = layersFromNational(calendarFile);
  /** The police works on Saturdays too. */
  const saturdays: CalendarLayer = {
    id: 'police',
    version: 1,
    name: 'Công an xã',
    level: 'unit',
    unitId: POLICE,
    purpose: 'processing',
    publishedOn: '2025-01-01',
    weekly: Object.fromEntries(
      ['1', '2', '3', '4', '5', '6'].map((day) => [
        day,
        [
          ['07:00', '11:30'],
          ['13:00', '17:00'],
        ],
      ]),
    ),
    days: [],
  };
  const RULES: DerivationRules = {
    escalation: ESCALATION,
    suspensionsFor: () => [],
    calendarFor: (unitId) =>
      unitId === POLICE ? resolveCalendar([...layers, saturdays], { unitId }) : CALENDAR,
  };
  const derived = (story: Story): Derived => derive(story.state, RULES);
  const rungs = ({ rungs: all }: Derived, clockId: string): string[] =>
    all
      .filter((rung) => rung.clockId === clockId)
      .map(({ rungId, office, state }) => `${rungId} ${office} ${state}`);
  const dueOf = ({ clocks }: Derived, id: string): string | null =>
    clock(clocks.find((one) => one.id === id)?.due?.dueAt);

  const seeded = (change: (definition: ProcedureDefinition) => void): PinnedProcedure => {
    const all = procedures.procedures as unknown as ProcedureDefinition[];
    const definition = structuredClone(all.find(({ code }) => code === '2.000986'));
    if (!definition) throw new Error('no procedure');
    change(definition);
    return resolved(procedureFor(definition));
  };
  const started = (change: (definition: ProcedureDefinition) => void): Derived =>
    derived(
      new Story(seeded(change), OPEN)
        .does('2026-11-25 10:00', 'completeStep')
        .does('2026-11-25 14:00', 'completeStep'),
    );

  test('two parts run side by side, both due before the dossier', () => {
    const now = derived(parallel());
    const [residence, insurance, legal] = ['child:C2', 'child:C3', 'legal'].map((id) => dueOf(now, id) ?? '');
    expect([insurance, residence]).toEqual(['2026-12-07 17:00', '2026-12-10 17:00']);
    expect(residence && legal && residence < legal).toBe(true);
    expect(now.main?.id).toBe('legal');
  });

  test('a part that is late is chased at its own agency, and nobody else', () => {
    const story = parallel()
      .does('2026-11-25 15:00', 'completeStep')
      .does('2026-12-04 09:00', 'recordChild', answers('C3'))
      .reaches('2026-12-10 17:05', 'deadlinePassed', 'child:C2');
    const now = derived(story);
    expect(rungs(now, 'child:C2')).toEqual(
      ['E1', 'E2', 'E3', 'E4', 'E5', 'E6'].map((id) => `${id} ${POLICE} armed`),
    );
    expect(rungs(now, 'child:C3')).toEqual([]);
    // The dossier itself has time left: its first rung lies after the part's first call.
    const first = now.rungs.find((rung) => rung.clockId === 'legal')?.at ?? 0;
    expect(first).toBeGreaterThan(at('2026-12-11 08:00'));
    expect(story.state.late).toEqual({ 'child:C2#0': at('2026-12-10 17:05') });
  });

  test("an outside agency is chased through the receiving commune's centre", () => {
    expect(rungs(derived(parallel()), 'child:C3')[0]).toBe(`E1 ${CENTRE} armed`);
  });

  test('the calendar of its agency counts', () => {
    const now = started((definition) => {
      for (const child of definition.children ?? [])
        if (child.id !== 'C1') child.clock = { unit: 'WORKING_DAY', amount: 5 };
    });
    expect([dueOf(now, 'child:C2'), dueOf(now, 'child:C3')]).toEqual([
      '2026-12-01 17:00',
      '2026-12-02 17:00',
    ]);
  });

  test('no part outlasts the dossier, whose return date the applicant was told', () => {
    const now = started((definition) => {
      Object.assign(definition.children?.[1]?.clock ?? {}, { amount: 90 });
    });
    expect(dueOf(now, 'child:C2')).toBe(dueOf(now, 'legal'));
  });

  test('a part that begins when the dossier is late already has no time of its own', () => {
    const now = derived(
      new Story(
        seeded(() => undefined),
        OPEN,
      )
        .does('2026-11-25 10:00', 'completeStep')
        .does('2027-03-15 14:00', 'completeStep'),
    );
    expect(dueOf(now, 'child:C2')).toBe(dueOf(now, 'legal'));
    expect((dueOf(now, 'legal') ?? '') < '2027-03-15').toBe(true);
  });

  test('while the dossier waits for its applicant the reminders of its parts are held', () => {
    const story = parallel().does('2026-11-26 08:00', 'requestSupplement', BODIES.requestSupplement);
    expect(rungs(derived(story), 'child:C2')[0]).toBe(`E1 ${POLICE} held`);
  });
});
