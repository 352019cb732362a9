import { derive } from '../../../domain/case/derive';
import { remindersOwed, rungsOwed } from '../../../domain/escalation/owed';
import { DAY_MINUTES, MINUTE_MS, dateOf } from '../../../domain/time/plain-date';
import { Story as Dossier, pinned } from '../dossier/support';
import { Dice, SEED } from '../../support/dice';
import { ESCALATION, FINANCE, RULES, SCIENCE, Story, at, clock, routed, unrouted } from '../request/support';

const RESPONSE = `response:${SCIENCE}`;

/**
 * Due by default on Monday 14 December 2026, 17:00. Tuesday 24 November is a holiday, so the working days counted on
 * are 20, 23, 25, 26, 27, 30 November, 1, 2 … December, from Monday to Friday.
 */
const ORDINARY = ['K1 2026-12-09', 'K2 2026-12-11', 'K3 2026-12-14', 'K4 2026-12-17', 'K5 2026-12-23'].map(
  (rung) => `${rung} 08:00 armed`,
);

describe('a matter given to a department', () => {
  test.each([
    ['in time: the whole ladder', '2026-11-23 09:00', ORDINARY],
    ['at the very minute of a rung: that rung too', '2026-12-09 08:00', ORDINARY],
    ['a minute later: the next rung ahead', '2026-12-09 08:01', ORDINARY.slice(1)],
    ['on the morning of the due day: the rungs after it', '2026-12-14 10:00', ORDINARY.slice(3)],
    ['at the due instant itself, which is in time', '2026-12-14 17:00', ORDINARY.slice(3)],
    [
      'a minute after it: the first call at once, three and seven working days from that call',
      '2026-12-14 17:01',
      ['K3 2026-12-14 17:01 armed', 'K4 2026-12-17 08:00 armed', 'K5 2026-12-23 08:00 armed'],
    ],
    [
      'two days after it, after a long triage',
      '2026-12-16 09:00',
      ['K3 2026-12-16 09:00 armed', 'K4 2026-12-21 08:00 armed', 'K5 2026-12-25 08:00 armed'],
    ],
    [
      'weeks after it: no rung of those weeks',
      '2027-01-18 09:00',
      ['K3 2027-01-18 09:00 armed', 'K4 2027-01-21 08:00 armed', 'K5 2027-01-27 08:00 armed'],
    ],
    [
      'on a Saturday: the days are counted from Monday',
      '2026-12-19 09:00',
      ['K3 2026-12-19 09:00 armed', 'K4 2026-12-24 08:00 armed', 'K5 2026-12-30 08:00 armed'],
    ],
  ])('%s', (_, given, expected) => {
    const story = unrouted().does(given, 'assign', { leadUnitId: SCIENCE });
    expect(story.rungs(RESPONSE)).toEqual(expected);
  });

  test('with a wrong year in the day of the meeting is called for once, not by the whole ladder', () => {
    const story = new Story('2026-11-20 09:00', { countsFrom: '2025-11-20' });
    expect(story.due(RESPONSE)).toBe('2025-12-11 17:00');
    expect(story.rungs(RESPONSE)).toEqual([
      'K3 2026-11-20 09:00 armed',
      'K4 2026-11-26 08:00 armed',
      'K5 2026-12-02 08:00 armed',
    ]);
  });

  test('taken over from another department when it is late begins with the first call to the new one', () => {
    const story = routed().does('2026-12-21 09:00', 'assign', { leadUnitId: FINANCE });
    expect(story.rungs(`response:${FINANCE}`)).toEqual([
      'K3 2026-12-21 09:00 armed',
      'K4 2026-12-24 08:00 armed',
      'K5 2026-12-30 08:00 armed',
    ]);
  });

  test('late, and then given a new date by a leader, has the rungs of that date', () => {
    const story = unrouted()
      .does('2026-12-16 09:00', 'assign', { leadUnitId: SCIENCE })
      .does('2026-12-16 10:00', 'setDueDate', { dueOn: '2026-12-28' });
    expect(story.rungs(RESPONSE)).toEqual([
      'K1 2026-12-23 08:00 armed',
      'K2 2026-12-25 08:00 armed',
      'K3 2026-12-28 08:00 armed',
      'K4 2026-12-31 08:00 armed',
      'K5 2027-01-07 08:00 armed',
    ]);
  });

  test('whose promise is confirmed after the promised day is called for once, from that day on', () => {
    const story = routed()
      .does('2026-11-23 09:00', 'respond', { outcome: 'planned', promisedOn: '2026-11-26' })
      .does('2026-11-30 09:00', 'confirm');
    expect(story.rungs(`promise:${SCIENCE}`)).toEqual([
      'K3 2026-11-30 09:00 armed',
      'K4 2026-12-03 08:00 armed',
      'K5 2026-12-09 08:00 armed',
    ]);
  });

  test('during a storm without an end has its first call when the storm is over', () => {
    const story = unrouted().does('2026-12-16 09:00', 'assign', { leadUnitId: SCIENCE });
    const storm = (to: string | null) => ({
      id: 'bao',
      version: 1,
      units: [SCIENCE],
      from: at('2026-12-15 07:00'),
      to: to === null ? null : at(to),
      reason: 'Bão số 14',
      publishedAt: at('2026-12-15 07:00'),
    });
    const rungs = (to: string | null): string[] =>
      derive(story.state, { ...RULES, suspensionsFor: () => [storm(to)] as never })
        .rungs.filter(({ clockId }) => clockId === RESPONSE)
        .map((rung) => `${rung.rungId} ${clock(rung.at)} ${rung.state}`);
    expect(rungs(null)).toEqual([
      'K3 2026-12-16 09:00 held',
      'K4 2026-12-21 08:00 held',
      'K5 2026-12-25 08:00 held',
    ]);
    expect(rungs('2026-12-18 07:00')).toEqual([
      'K3 2026-12-18 07:00 armed',
      'K4 2026-12-23 08:00 armed',
      'K5 2026-12-29 08:00 armed',
    ]);
  });
});

describe('a dossier handed in at the counter', () => {
  const rungs = (story: Dossier, clockId: string): string[] =>
    derive(story.state, RULES)
      .rungs.filter((rung) => rung.clockId === clockId)
      .map((rung) => `${rung.rungId} ${clock(rung.at)}`);
  const procedure = pinned('1.001612');

  test('today has its whole ladder', () => {
    const story = new Dossier(procedure, '2026-11-25 09:00');
    expect(rungs(story, 'legal').map((rung) => rung.slice(0, 2))).toEqual([
      'E1',
      'E2',
      'E3',
      'E4',
      'E5',
      'E6',
    ]);
  });

  test('with a wrong year in the day of receipt: one call of each clock at once, later ones at their distance', () => {
    const story = new Dossier(procedure, '2026-11-25 09:00', { receivedAt: at('2025-11-25 09:00') });
    expect(rungs(story, 'legal')).toEqual([
      'E3 2026-11-25 09:00',
      'E4 2026-11-26 08:00',
      'E5 2026-11-30 08:00',
      'E6 2026-12-02 08:00',
    ]);
    expect(rungs(story, `step:${story.state.step?.id}`)).toEqual([
      'P1 2026-11-25 09:00',
      'P2 2026-11-26 08:00',
    ]);
  });
});

describe('an urgent matter', () => {
  const urgent = (dueAt: string, data = {}): Story =>
    routed({
      ladder: 'urgent',
      deadline: { kind: 'leader', dueAt: at(dueAt), setBy: 'gl-chu-tich', setAt: at('2026-11-20 09:00') },
      ...data,
    });
  const MINUTES = [
    'U1 2026-11-27 15:00',
    'U2 2026-11-27 15:01',
    'U3 2026-11-27 15:02',
    'U4 2026-11-27 15:03',
  ].map((rung) => `${rung} armed`);

  test('due more than a day ahead keeps the reminders before its due day', () => {
    expect(urgent('2026-11-27 15:00').rungs(RESPONSE)).toEqual([
      // Three working days before the 27th is the 23rd: the 24th is a holiday.
      'K1 2026-11-23 08:00 armed',
      'K2 2026-11-26 08:00 armed',
      ...MINUTES,
    ]);
    const story = urgent('2026-11-27 15:00', { kind: 'directive', wardIds: [], bindingness: 'order' });
    expect(story.rungs(RESPONSE).map((rung) => rung.slice(0, 2))).toEqual([
      'D1',
      'D2',
      'U1',
      'U2',
      'U3',
      'U4',
    ]);
  });

  test('has those reminders by their own ladder, so that they wait for the day and the digest', () => {
    const { rungs } = urgent('2026-11-27 15:00').derived;
    const ladders = rungs
      .filter(({ clockId }) => clockId === RESPONSE)
      .map(({ rungId, ladder }) => [rungId, ladder]);
    expect(ladders.slice(1, 3)).toEqual([
      ['K2', 'LD-RECOMMENDATION'],
      ['U1', 'LD-URGENT'],
    ]);
  });

  test('due within a day has none, to the millisecond; nor any from before it was given', () => {
    expect(urgent('2026-11-21 09:00').rungs(RESPONSE)).toHaveLength(4);
    expect(
      urgent('2026-11-23 15:00')
        .rungs(RESPONSE)
        .map((rung) => rung.slice(0, 2)),
    ).toEqual(['U1', 'U2', 'U3', 'U4']);
    const counted = (ms: number) => ({
      due: { dueAt: at('2026-11-26 09:00') + ms, dueOn: '2026-11-26' },
      began: at('2026-11-25 09:00'),
      calendar: RULES.calendarFor(SCIENCE),
      suspensions: [],
    });
    const [, , ordinary] = ESCALATION.ladders;
    const early = {
      ...ordinary!,
      steps: [{ ...ordinary!.steps[0]!, offsetWorkingDays: -1, atTime: '09:00' }],
    };
    expect(remindersOwed(early, counted(0))).toEqual([]);
    expect(remindersOwed(early, counted(1))).toHaveLength(1);
  });

  test('given when it is late already calls at once and climbs by the minute from then', () => {
    const story = urgent('2026-11-20 10:00', { leadUnitIds: [], routing: { by: null, reason: 'chờ' } }).does(
      '2026-11-20 11:30',
      'assign',
      { leadUnitId: SCIENCE },
    );
    expect(story.rungs(RESPONSE)).toEqual([
      'U1 2026-11-20 11:30 armed',
      'U2 2026-11-20 11:31 armed',
      'U3 2026-11-20 11:32 armed',
      'U4 2026-11-20 11:33 armed',
    ]);
  });
});

test('whenever a duty begins, no rung lies before it, and each later call keeps its working days from the first', () => {
  const dice = new Dice(SEED);
  const calendar = RULES.calendarFor(SCIENCE);
  const ladders = ESCALATION.ladders.filter(({ id }) => id !== 'LD-URGENT');
  for (let round = 0; round < 2_000; round += 1) {
    const ladder = dice.pick(ladders);
    const dueOn = calendar.addWorkingDays('2026-11-20', dice.int(0, 40));
    const dueAt = at(`${dueOn} 17:00`);
    const began = at('2026-11-16 00:00') + dice.int(0, 80 * DAY_MINUTES) * MINUTE_MS;
    const owed = rungsOwed(ladder, { due: { dueAt, dueOn }, began, calendar, suspensions: [] });
    const seen = [SEED, round, ladder.id, dueOn, clock(began)];
    expect([...seen, owed.filter((rung) => rung.at < began)]).toEqual([...seen, []]);
    if (began <= dueAt) continue;
    const calls = ladder.steps.filter(({ offsetWorkingDays = 0 }) => offsetWorkingDays >= 0);
    const firstDay = calendar.nextOpen(dateOf(began));
    expect([...seen, owed.map(({ step, at: when }) => [step.id, when])]).toEqual([
      ...seen,
      calls.map(({ id, offsetWorkingDays = 0, atTime }) => [
        id,
        offsetWorkingDays === 0
          ? began
          : at(`${calendar.addWorkingDays(firstDay, offsetWorkingDays)} ${atTime}`),
      ]),
    ]);
  }
});
