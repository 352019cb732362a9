import { derive } from '../../../domain/case/derive';
import { timelinessOf } from '../../../domain/time/timeliness';
import {
  ESCALATION,
  FINANCE,
  QUY_NHON,
  RULES,
  SCIENCE,
  Story,
  WARD_A,
  at,
  clock,
  directive,
  routed,
  unrouted,
} from './support';

const RESPONSE = `response:${SCIENCE}`;
const ACK = `acknowledgement:${SCIENCE}`;
const CONFIRM = `confirmation:${QUY_NHON}`;

/**
 * Days counted by hand on the calendar of late 2026: Tuesday 24 November is a holiday, so the working days after the
 * meeting on Friday the 20th are 23, 25, 26, 27, 30 November, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21 December.
 */
describe('which clocks run at each stage', () => {
  test('triage: three working days for the office; the date promised to the ward stands all the same', () => {
    expect(unrouted().clocks).toEqual({
      triage: 'running 2026-11-26 17:00',
      response: 'running 2026-12-14 17:00',
    });
    expect(unrouted().rungs('triage')).toEqual([
      'T1 2026-11-26 08:00 armed',
      'T2 2026-11-27 08:00 armed',
      'T3 2026-12-01 08:00 armed',
    ]);
    expect(unrouted().rungs('response')).toEqual([]);
  });

  test('assigned: two working days to accept, fifteen to answer, ten for the supporter', () => {
    expect(routed({ supportingUnitIds: [FINANCE] }).clocks).toEqual({
      [ACK]: 'running 2026-11-25 17:00',
      [RESPONSE]: 'running 2026-12-14 17:00',
      [`acknowledgement:${FINANCE}`]: 'running 2026-11-25 17:00',
      [`contribution:${FINANCE}`]: 'running 2026-12-07 17:00',
    });
  });

  test('accepted, waiting for the ward, answered, disputed, closed', () => {
    const story = routed().does('2026-11-23 09:00', 'accept');
    expect(story.clocks).toEqual({
      [ACK]: 'done 2026-11-25 17:00',
      [RESPONSE]: 'running 2026-12-14 17:00',
    });
    story.does('2026-11-25 07:30', 'requestInformation');
    expect(story.clocks).toEqual({
      [ACK]: 'done 2026-11-25 17:00',
      [RESPONSE]: 'paused 2026-12-14 17:00',
      [`information:${QUY_NHON}`]: 'running 2026-12-03 00:00',
    });
    story.does('2026-11-26 07:30', 'provideInformation').does('2026-11-30 09:00', 'respond');
    expect(story.clocks).toMatchObject({
      [RESPONSE]: 'held 2026-12-15 17:00',
      [CONFIRM]: 'running 2026-12-08 00:00',
    });
    story.does('2026-12-01 09:00', 'dispute');
    expect(story.clocks).toMatchObject({
      [RESPONSE]: 'running 2026-12-15 17:00',
      [CONFIRM]: 'done 2026-12-08 00:00',
    });
    story.does('2026-12-02 09:00', 'respond');
    expect(story.clock(CONFIRM)).toMatchObject({ state: 'running', round: 2 });
    story.does('2026-12-03 09:00', 'confirm');
    expect(story.clocks).toMatchObject({
      [RESPONSE]: 'done 2026-12-15 17:00',
      [CONFIRM]: 'done 2026-12-10 00:00',
      [`information:${QUY_NHON}`]: 'done 2026-12-03 00:00',
    });
  });

  test('sent back: what ran for that unit is cancelled, triage runs again', () => {
    const story = unrouted()
      .does('2026-11-23 09:00', 'assign', { leadUnitId: SCIENCE })
      .does('2026-11-25 09:00', 'return');
    expect(story.clocks).toEqual({
      triage: 'running 2026-11-30 17:00',
      response: 'running 2026-12-14 17:00',
      [ACK]: 'cancelled 2026-11-26 17:00',
      [RESPONSE]: 'cancelled 2026-12-14 17:00',
    });
    expect(story.clock('triage').round).toBe(2);
  });

  test('a commune with its own hours is measured by them', () => {
    const story = directive({ leadUnitIds: [WARD_A] });
    expect(story.due(`response:${WARD_A}`)).toBe('2026-12-21 17:00');
    expect(story.clock(`response:${WARD_A}`).calendarVersions).toEqual(['vn@5', 'oc-xa-minh-hoa-a@1']);
  });
});

describe('the default term', () => {
  test.each([
    ['equipment', '2026-12-14'],
    ['software', '2026-12-14'],
    ['training', '2026-12-14'],
    ['staffing', '2026-12-21'],
    ['funding', '2026-12-21'],
    ['policy', '2026-12-21'],
    ['infrastructure', '2027-01-05'],
    ['other', '2026-12-14'],
  ] as const)('of %s ends on %s and is never taken for a leader’s date', (category, dueOn) => {
    expect(routed({ category }).clock(RESPONSE)).toMatchObject({ dueKind: 'default', due: { dueOn } });
  });

  test('counts from the day of the meeting, also when it is entered or assigned later', () => {
    const story = new Story('2026-12-01 09:00', { countsFrom: '2026-11-20' });
    expect(story.due(RESPONSE)).toBe('2026-12-14 17:00');
    story.does('2026-12-02 09:00', 'assign', { leadUnitId: FINANCE });
    expect(story.due(`response:${FINANCE}`)).toBe('2026-12-14 17:00');
    expect(story.due(`acknowledgement:${FINANCE}`)).toBe('2026-12-04 17:00');
  });
});

test('accepting has no longer time than the answer itself', () => {
  const deadline = {
    kind: 'leader',
    dueOn: '2026-11-23',
    setBy: 'gl-chu-tich',
    setAt: at('2026-11-20 09:00'),
  } as const;
  expect(routed({ deadline, supportingUnitIds: [FINANCE] }).clocks).toEqual({
    [ACK]: 'running 2026-11-23 17:00',
    [RESPONSE]: 'running 2026-11-23 17:00',
    [`acknowledgement:${FINANCE}`]: 'running 2026-11-23 17:00',
    [`contribution:${FINANCE}`]: 'running 2026-11-23 17:00',
  });
});

describe('done', () => {
  const timeliness = (story: Story): string => {
    const { due, endedAt } = story.clock(RESPONSE);
    const calendar = RULES.calendarFor(SCIENCE);
    return timelinessOf({ dueAt: due?.dueAt, doneAt: endedAt, now: at('2027-01-01 08:00'), calendar });
  };

  test('is the answer that is later confirmed, however long the ward takes', () => {
    const story = routed().does('2026-12-14 17:00', 'respond').does('2026-12-21 09:00', 'confirm');
    expect(clock(story.clock(RESPONSE).endedAt)).toBe('2026-12-14 17:00');
    expect(timeliness(story)).toBe('doneOnTime');
  });

  test('is not an answer the ward rejects: in time but rejected, then right but late, is late', () => {
    const story = routed()
      .does('2026-12-11 09:00', 'respond')
      .does('2026-12-16 09:00', 'dispute')
      .does('2026-12-17 09:00', 'respond')
      .does('2026-12-18 09:00', 'confirm');
    expect(clock(story.clock(RESPONSE).endedAt)).toBe('2026-12-17 09:00');
    expect(timeliness(story)).toBe('doneLate');
  });
});

describe('the rungs', () => {
  const ladder = (state: string): string[] =>
    ['K1 2026-12-09', 'K2 2026-12-11', 'K3 2026-12-14', 'K4 2026-12-17', 'K5 2026-12-23'].map(
      (rung) => `${rung} 08:00 ${state}`,
    );

  test('stand three and one working day before, on the day, three and seven after, at eight', () => {
    expect(routed().rungs(RESPONSE)).toEqual(ladder('armed'));
  });

  test('are held while the ward is asked, and move with the date when it has answered', () => {
    const story = routed().does('2026-11-25 07:30', 'requestInformation');
    expect(story.rungs(RESPONSE)).toEqual(ladder('held'));
    story.does('2026-11-26 07:30', 'provideInformation');
    expect(story.rungs(RESPONSE)[0]).toBe('K1 2026-12-10 08:00 armed');
    expect(story.clock(RESPONSE).round).toBe(1);
  });

  test('are held while an answer awaits confirmation; a dispute releases also those passed meanwhile', () => {
    const story = routed().does('2026-12-08 09:00', 'respond');
    expect(story.rungs(RESPONSE)).toEqual(ladder('held'));
    expect(story.wakes('2026-12-14 17:11').state.late).not.toHaveProperty(`${RESPONSE}#1`);
    story.does('2026-12-15 00:00', 'dispute', { wardId: QUY_NHON });
    expect(story.rungs(RESPONSE)).toEqual(ladder('armed'));
    story.wakes('2026-12-15 00:11');
    expect(story.state.late).toHaveProperty(`${RESPONSE}#1`);
  });

  test('are gone when the answer is confirmed', () => {
    const story = routed().does('2026-12-08 09:00', 'respond').does('2026-12-09 09:00', 'confirm');
    expect(story.derived.rungs).toEqual([]);
  });

  test('that lie before the clock began are not owed', () => {
    const deadline = {
      kind: 'leader',
      dueOn: '2026-11-25',
      setBy: 'gl-chu-tich',
      setAt: at('2026-11-20 09:00'),
    } as const;
    // Three working days before the 25th is the 19th, the day before the meeting.
    expect(routed({ deadline }).rungs(RESPONSE)).toEqual([
      'K2 2026-11-23 08:00 armed',
      'K3 2026-11-25 08:00 armed',
      'K4 2026-11-30 08:00 armed',
      'K5 2026-12-04 08:00 armed',
    ]);
  });

  test('of the round that a granted extension begins are those after the decision', () => {
    const story = routed()
      .does('2026-12-10 09:00', 'requestExtension', { newDueOn: '2026-12-15' })
      .does('2026-12-11 09:00', 'decideExtension');
    expect(story.derived.rungs.filter((rung) => rung.clockId === RESPONSE).map((rung) => rung.round)).toEqual(
      [2, 2, 2, 2],
    );
    expect(story.rungs(RESPONSE)[0]).toBe('K2 2026-12-14 08:00 armed');
  });

  test('belong to the office whose duty it is, and the ward’s own to the ward', () => {
    const story = routed().does('2026-12-08 09:00', 'respond');
    const offices = Object.fromEntries(story.derived.rungs.map((rung) => [rung.clockId, rung.office]));
    expect(offices).toEqual({ [RESPONSE]: SCIENCE, [CONFIRM]: QUY_NHON });
    expect(story.rungs(CONFIRM)).toEqual([
      'C1 2026-12-14 08:00 armed',
      'C2 2026-12-15 08:00 armed',
      'C3 2026-12-18 08:00 armed',
    ]);
  });
});

describe('who is chased for what', () => {
  test('a duty nobody accepts climbs to the chief of office, never to the province’s leaders', () => {
    const story = routed();
    expect(story.clock(ACK)).toMatchObject({ kind: 'acknowledgement', ladder: 'LD-ACKNOWLEDGEMENT' });
    expect(story.rungs(ACK)).toEqual([
      'A1 2026-11-25 08:00 armed',
      'A2 2026-11-26 08:00 armed',
      'A3 2026-11-30 08:00 armed',
    ]);
  });

  test('so does a contribution that is owed, on a clock of its own kind', () => {
    const story = routed({ supportingUnitIds: [FINANCE] });
    const id = `contribution:${FINANCE}`;
    expect(story.clock(id)).toMatchObject({ kind: 'contribution', ladder: 'LD-CONTRIBUTION' });
    expect(story.rungs(id)).toEqual([
      'B1 2026-12-04 08:00 armed',
      'B2 2026-12-07 08:00 armed',
      'B3 2026-12-10 08:00 armed',
    ]);
  });

  test('of all that a matter is chased for only answer and promise reach the chair', () => {
    const reaches = (ladder: string | null): boolean =>
      ESCALATION.ladders
        .find(({ id }) => id === ladder)
        ?.steps.some(({ addressee }) => addressee.unit === 'province') ?? false;
    const followed = routed({ supportingUnitIds: [FINANCE] })
      .does('2026-11-23 09:00', 'requestInformation')
      .does('2026-11-25 09:00', 'provideInformation')
      .does('2026-11-26 09:00', 'respond', { outcome: 'planned', promisedOn: '2027-01-15' })
      .does('2026-11-27 09:00', 'confirm');
    const clocks = [...unrouted().derived.clocks, ...followed.derived.clocks];
    expect([...new Set(clocks.filter((one) => reaches(one.ladder)).map((one) => one.kind))].sort()).toEqual([
      'promise',
      'response',
    ]);
  });
});

describe('the case itself wakes', () => {
  const accepted = (id: string, data = {}): Story =>
    new Story('2026-11-20 09:00', data, id).does('2026-11-23 09:00', 'accept');
  const spread = (id: string): number => (accepted(id).derived.wakeAt ?? 0) - at('2026-12-14 17:00');

  test('up to ten minutes after the due instant, the same case always after the same time', () => {
    const ids = Array.from({ length: 300 }, (_, index) => `0193a1c4-${index}-7c3e-9f00-${index * 7919}`);
    const spreads = ids.map(spread);
    expect(Math.min(...spreads)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...spreads)).toBeLessThan(600_000);
    expect(new Set(spreads).size).toBeGreaterThan(250);
    expect(ids.map(spread)).toEqual(spreads);
    const inHalves = spreads.filter((one) => one < 300_000).length;
    expect(inHalves).toBeGreaterThan(100);
    expect(inHalves).toBeLessThan(200);
  });

  test('once for each due instant: what is a fact is not reached again', () => {
    const story = accepted('case-1');
    story.wakes('2026-12-14 17:10');
    expect(story.state.version).toBe(3);
    expect(story.derived.wakeAt).toBeNull();
    expect(story.wakes('2027-02-01 08:00').state.version).toBe(3);
  });

  test('not while its clock stands or its answer is with the ward', () => {
    const asked = accepted('case-1').does('2026-12-10 09:00', 'requestInformation');
    expect(asked.derived.wakeAt).toBeGreaterThanOrEqual(
      asked.clock(`information:${QUY_NHON}`).due?.dueAt ?? 0,
    );
    asked.wakes('2027-01-29 08:00');
    expect(Object.keys(asked.state.late)).toEqual([`information:${QUY_NHON}#1`]);
    expect(derive(asked.state, RULES).wakeAt).toBeNull();
  });
});

test('a date set for before the day the case counts from is chased all the same', () => {
  const set = { kind: 'leader' as const, dueOn: '2026-12-10', setBy: 'gl-chu-tich' };
  const early = routed({
    countsFrom: '2027-03-01',
    deadline: { ...set, setAt: at('2026-11-20 09:00') },
  });
  expect(early.rungs(RESPONSE)).toHaveLength(routed().rungs(RESPONSE).length);
  expect(early.rungs(RESPONSE).length).toBeGreaterThan(3);
});

describe('a second lead', () => {
  const ids = (story: Story): string[] => story.derived.clocks.map((one) => one.id);

  test('who asks the ward again goes on with its clock in the next round', () => {
    const story = routed()
      .does('2026-11-23 09:00', 'requestInformation')
      .does('2026-11-25 09:00', 'provideInformation')
      .does('2026-11-25 10:00', 'assign', { leadUnitId: FINANCE })
      .does('2026-11-26 09:00', 'requestInformation', { unitId: FINANCE });
    expect(ids(story)).toEqual([...new Set(ids(story))]);
    expect(story.clock(`information:${QUY_NHON}`)).toMatchObject({ state: 'running', round: 2 });
  });

  test('whose answer follows a rejected one is confirmed in the next round', () => {
    const story = routed()
      .does('2026-11-23 09:00', 'respond')
      .does('2026-11-25 09:00', 'dispute')
      .does('2026-11-25 10:00', 'assign', { leadUnitId: FINANCE })
      .does('2026-11-26 09:00', 'respond', { unitId: FINANCE });
    expect(ids(story)).toEqual([...new Set(ids(story))]);
    expect(story.clock(CONFIRM)).toMatchObject({ state: 'running', round: 2 });
  });
});
