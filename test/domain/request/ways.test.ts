import { FINANCE, QUY_NHON, SCIENCE, type Story, WARD_A, at, directive, routed, unrouted } from './support';

describe('support and dissent', () => {
  test('a supporter contributes, agreeing or not; its dissent stays on record and holds nobody up', () => {
    const story = routed({ supportingUnitIds: [FINANCE] })
      .does('2026-11-23 09:00', 'accept', { unitId: FINANCE })
      .does('2026-11-26 09:00', 'contribute', {
        unitId: FINANCE,
        text: 'Chưa cân đối được vốn',
        agrees: false,
      });
    expect(story.duty(FINANCE)).toMatchObject({
      status: 'done',
      contribution: { text: 'Chưa cân đối được vốn', agrees: false },
      doneAt: at('2026-11-26 09:00'),
    });
    story.does('2026-11-27 09:00', 'respond').does('2026-11-30 09:00', 'confirm');
    expect(story.state.status).toBe('closed');
    expect(story.duty(FINANCE).contribution?.agrees).toBe(false);
  });

  test('a supporter that stays silent is late alone: the lead may answer without it', () => {
    const story = routed({ supportingUnitIds: [FINANCE] })
      .does('2026-11-23 09:00', 'accept', { unitId: SCIENCE })
      .does('2026-11-23 09:00', 'accept', { unitId: FINANCE })
      .wakes('2026-12-07 17:11');
    expect(Object.keys(story.state.late)).toEqual([`contribution:${FINANCE}#1`]);
    story.does('2026-12-08 09:00', 'respond').does('2026-12-09 09:00', 'confirm');
    expect(story.state.status).toBe('closed');
    expect(story.clock(`contribution:${FINANCE}`).state).toBe('cancelled');
  });

  test('the lead is not at the same time a supporter', () => {
    expect(
      unrouted().refusal('2026-11-23 09:00', 'assign', { leadUnitId: FINANCE, supportingUnitIds: [FINANCE] }),
    ).toBe('leadAlsoSupports');
  });
});

describe('a case may end without an answer', () => {
  const working = (): Story => routed().does('2026-11-23 09:00', 'accept');

  test.each([
    ['withdraw', 'withdrawn', 'Đã tự giải quyết'],
    ['merge', 'merged', 'merged'],
    ['forward', 'forwarded', 'Vượt thẩm quyền'],
  ])('%s: everything still running is cancelled, nothing is chased any more', (type, status, why) => {
    const story = working().does('2026-11-27 09:00', type);
    expect(story.state).toMatchObject({ status, closedAt: at('2026-11-27 09:00'), closedWhy: why });
    expect(story.clock(`response:${SCIENCE}`)).toMatchObject({
      state: 'cancelled',
      endedAt: at('2026-11-27 09:00'),
    });
    expect(story.clock(`acknowledgement:${SCIENCE}`).state).toBe('done');
    expect(story.derived).toMatchObject({ rungs: [], wakeAt: null });
  });

  test('merged, it names the case that goes on; into itself it cannot be', () => {
    expect(working().does('2026-11-27 09:00', 'merge').state.mergedInto).toBe('another-case');
    expect(working().refusal('2026-11-27 09:00', 'merge', { intoId: 'case-1' })).toBe('mergeIntoItself');
  });

  test('split, it is closed and its parts travel in the event that opens them', () => {
    const story = unrouted().does('2026-11-23 09:00', 'split');
    expect(story.state).toMatchObject({ status: 'closed', closedWhy: 'split', outcome: null });
    expect(story.events[1]?.data.items).toHaveLength(2);
    expect(story.derived.wakeAt).toBeNull();
  });

  test('withdrawn from triage, the triage ends with it', () => {
    const story = unrouted().does('2026-11-23 09:00', 'withdraw');
    expect(story.state.triageEndedAt).toBe(at('2026-11-23 09:00'));
    expect(story.derived.rungs).toEqual([]);
  });
});

describe('a directive to several units', () => {
  test('is answered unit by unit, confirmed by the provincial office, and closed with the last', () => {
    const story = directive();
    expect(story.state).toMatchObject({ status: 'assigned', wardIds: [] });
    story.does('2026-11-23 09:00', 'accept', { unitId: SCIENCE });
    expect(story.state.status).toBe('inProgress');
    story
      .does('2026-11-27 09:00', 'respond', { unitId: SCIENCE })
      .does('2026-11-30 09:00', 'confirm', { unitId: SCIENCE });
    expect(story.state.status).toBe('assigned');
    expect(story.clock(`response:${SCIENCE}`).state).toBe('done');
    expect(story.clock(`response:${FINANCE}`).state).toBe('running');
    story
      .does('2026-12-01 09:00', 'respond', { unitId: FINANCE })
      .does('2026-12-02 09:00', 'confirm', { unitId: FINANCE });
    expect(story.state).toMatchObject({ status: 'closed', outcome: 'solved' });
  });

  test('only the late unit is late', () => {
    const story = directive()
      .does('2026-11-23 09:00', 'accept', { unitId: SCIENCE })
      .does('2026-11-23 09:00', 'accept', { unitId: FINANCE })
      .does('2026-12-18 09:00', 'respond', { unitId: SCIENCE })
      .does('2026-12-18 10:00', 'confirm', { unitId: SCIENCE })
      .wakes('2026-12-21 17:10');
    expect(Object.keys(story.state.late)).toEqual([`response:${FINANCE}#1`]);
  });

  test('whose addressees were not named waits in triage; the office assigns one after the other', () => {
    const story = directive({ leadUnitIds: [], toGroup: 'departments-concerned' });
    expect(story.state.status).toBe('triage');
    story.does('2026-11-23 09:00', 'assign', { leadUnitId: SCIENCE });
    story.does('2026-11-23 09:05', 'assign', { leadUnitId: FINANCE });
    expect(story.state.assignments.map((duty) => [duty.unitId, duty.role, duty.status])).toEqual([
      [SCIENCE, 'lead', 'assigned'],
      [FINANCE, 'lead', 'assigned'],
    ]);
  });

  test('named together in one assignment each has its own duty', () => {
    const story = directive({ leadUnitIds: [] }).does('2026-11-23 09:00', 'assign', {
      leadUnitId: SCIENCE,
      supportingUnitIds: [FINANCE],
    });
    expect(story.duty(FINANCE).role).toBe('lead');
    expect(story.clock(`response:${FINANCE}`)).toMatchObject({ main: true, ladder: 'LD-DIRECTIVE' });
  });

  test('a unit may join although another has finished, and takes nothing from anybody', () => {
    const story = directive()
      .does('2026-11-23 09:00', 'respond', { unitId: SCIENCE })
      .does('2026-11-25 09:00', 'confirm', { unitId: SCIENCE })
      .does('2026-11-25 10:00', 'assign', { leadUnitId: WARD_A });
    expect(story.state.assignments.map((duty) => [duty.unitId, duty.status])).toEqual([
      [SCIENCE, 'done'],
      [FINANCE, 'assigned'],
      [WARD_A, 'assigned'],
    ]);
  });

  test('sent back by all it returns to triage', () => {
    const story = directive()
      .does('2026-11-23 09:00', 'return', { unitId: SCIENCE })
      .does('2026-11-23 10:00', 'return', { unitId: FINANCE });
    expect(story.state).toMatchObject({ status: 'triage', returns: 2 });
  });

  test('an answer that waits for the office is chased in the office', () => {
    const story = directive().does('2026-11-27 09:00', 'respond', { unitId: SCIENCE });
    expect(story.clock(`confirmation:gl-van-phong-ubnd:${SCIENCE}`)).toMatchObject({
      unitId: 'gl-van-phong-ubnd',
      ladder: 'LD-NO-OWNER',
      state: 'running',
    });
    expect(story.due(`confirmation:gl-van-phong-ubnd:${SCIENCE}`)).toBe('2026-12-04 17:00');
  });
});

describe('urgent', () => {
  test('counts minutes from the due instant, at any hour', () => {
    const dueAt = at('2026-11-22 22:30'); // a Sunday night
    const story = routed({
      ladder: 'urgent',
      deadline: { kind: 'leader', dueAt, setBy: 'gl-chu-tich', setAt: at('2026-11-20 09:00') },
    });
    expect(story.rungs(`response:${SCIENCE}`)).toEqual([
      'U1 2026-11-22 22:30 armed',
      'U2 2026-11-22 22:31 armed',
      'U3 2026-11-22 22:32 armed',
      'U4 2026-11-22 22:33 armed',
    ]);
    story.does('2026-11-20 09:10', 'accept');
    expect(story.derived.wakeAt).toBe(dueAt);
    expect(story.wakes('2026-11-22 22:29').state.late).toEqual({});
    expect(story.wakes('2026-11-22 22:30').state.late).toHaveProperty(`response:${SCIENCE}#1`);
  });
});

test('notes are kept with their author and change nothing else', () => {
  const story = routed();
  const { clocks } = story;
  story.does('2026-11-23 09:00', 'note');
  expect(story.state).toMatchObject({
    status: 'assigned',
    version: 2,
    notes: [{ at: at('2026-11-23 09:00'), by: 'office', text: 'Đã gọi điện' }],
    wardIds: [QUY_NHON],
  });
  expect(story.clocks).toEqual(clocks);
});
