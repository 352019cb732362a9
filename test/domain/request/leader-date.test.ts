/** A leader's date takes effect on what is to be met next, whatever the matter waits for. */
import { timelinessOf } from '../../../domain/time/timeliness';
import {
  FINANCE,
  QUY_NHON,
  RULES,
  SCIENCE,
  type Story,
  WARD_A,
  at,
  directive,
  routed,
  unrouted,
} from './support';

const RESPONSE = `response:${SCIENCE}`;
const PROMISE = `promise:${SCIENCE}`;
const PLANNED = { outcome: 'planned', text: 'Sẽ cấp', promisedOn: '2027-01-15' };
const CHAIR = { setBy: 'gl-chu-tich', reason: 'Chủ tịch kết luận' };

const promised = (open: Story = routed()): Story =>
  open.does('2026-11-23 09:00', 'respond', PLANNED).does('2026-11-25 09:00', 'confirm');
const sentBackWithPromise = (): Story =>
  promised()
    .does('2026-11-26 09:00', 'assign', { leadUnitId: FINANCE })
    .does('2026-11-26 10:00', 'return', { unitId: FINANCE });

/** The matter, the clock that is to be met next, and whether it runs. */
const OPEN: [status: string, what: string, story: () => Story, clock: string, state: string][] = [
  ['triage', 'nobody leads', unrouted, 'response', 'running'],
  ['triage', 'the lead sent it back, a promise runs', sentBackWithPromise, 'promise', 'running'],
  ['assigned', 'not accepted yet', routed, RESPONSE, 'running'],
  ['inProgress', 'accepted', () => routed().does('2026-11-23 09:00', 'accept'), RESPONSE, 'running'],
  [
    'inProgress',
    'without a date on purpose',
    () => routed({ deadline: { kind: 'none' } }).does('2026-11-23 09:00', 'accept'),
    RESPONSE,
    'running',
  ],
  [
    'inProgress',
    'more time was granted',
    () =>
      routed()
        .does('2026-11-23 09:00', 'accept')
        .does('2026-11-23 10:00', 'requestExtension', { newDueOn: '2027-01-29' })
        .does('2026-11-23 11:00', 'decideExtension'),
    RESPONSE,
    'running',
  ],
  [
    'waitingWard',
    'the ward is asked',
    () => routed().does('2026-11-23 09:00', 'requestInformation'),
    RESPONSE,
    'running',
  ],
  [
    'responded',
    'a final answer awaits the ward',
    () => routed().does('2026-11-23 09:00', 'respond'),
    RESPONSE,
    'held',
  ],
  [
    'responded',
    'an interim answer awaits the ward',
    () => routed().does('2026-11-23 09:00', 'respond', PLANNED),
    RESPONSE,
    'held',
  ],
  [
    'responded',
    'a later promise awaits the ward',
    () => promised().does('2026-11-26 09:00', 'respond', { ...PLANNED, promisedOn: '2027-03-31' }),
    PROMISE,
    'running',
  ],
  [
    'responded',
    'the answer that keeps the promise awaits the ward',
    () => promised().does('2026-11-26 09:00', 'respond'),
    PROMISE,
    'held',
  ],
  [
    'rework',
    'the first answer was disputed',
    () => routed().does('2026-11-23 09:00', 'respond').does('2026-11-25 09:00', 'dispute'),
    RESPONSE,
    'running',
  ],
  [
    'rework',
    'an answer to a promise was disputed',
    () => promised().does('2026-11-26 09:00', 'respond').does('2026-11-26 10:00', 'dispute'),
    PROMISE,
    'running',
  ],
  ['followUp', 'a promise runs', promised, PROMISE, 'running'],
  [
    'followUp',
    'the default term of the follow-up runs',
    () =>
      routed()
        .does('2026-11-23 09:00', 'respond', { outcome: 'inProgress', text: 'Đang mở thầu' })
        .does('2026-11-25 09:00', 'confirm'),
    PROMISE,
    'running',
  ],
];

describe("right after it a leader's date is the due date", () => {
  test.each(OPEN)('of a recommendation in %s: %s', (status, _what, open, id, state) => {
    const story = open();
    expect(story.state.status).toBe(status);
    const { round } = story.clock(id);
    story.does('2026-11-27 09:00', 'setDueDate', { dueOn: '2026-12-08', ...CHAIR });
    expect(story.state.status).toBe(status);
    expect(story.due(id)).toBe('2026-12-08 17:00');
    expect(story.clock(id)).toMatchObject({
      state,
      dueKind: 'leader',
      round: round + 1,
      ledger: { setBy: 'gl-chu-tich' },
    });
    expect(story.derived.main?.id).toBe(id);
  });

  test.each(OPEN)('again, by a second date, in %s: %s', (_status, _what, open, id) => {
    const story = open()
      .does('2026-11-27 09:00', 'setDueDate', { dueOn: '2026-12-08', ...CHAIR })
      .does('2026-11-27 10:00', 'setDueDate', { dueOn: undefined, dueAt: at('2026-12-02 10:30'), ...CHAIR });
    expect(story.due(id)).toBe('2026-12-02 10:30');
  });

  test('of each part of a directive that still owes something, whatever it waits for; each in its own round', () => {
    const health = 'gl-so-y-te';
    const story = directive({ leadUnitIds: [SCIENCE, FINANCE, WARD_A, health] })
      .does('2026-11-23 09:00', 'respond', { unitId: SCIENCE, ...PLANNED })
      .does('2026-11-25 09:00', 'confirm', { unitId: SCIENCE })
      .does('2026-11-25 10:00', 'respond', { unitId: FINANCE })
      .does('2026-11-25 11:00', 'respond', { unitId: health })
      .does('2026-11-25 12:00', 'confirm', { unitId: health })
      .does('2026-11-27 09:00', 'setDueDate', { dueOn: '2026-12-08', ...CHAIR });
    expect([PROMISE, `response:${FINANCE}`, `response:${WARD_A}`].map((id) => story.due(id))).toEqual(
      Array.from({ length: 3 }, () => '2026-12-08 17:00'),
    );
    expect(story.clock(`response:${FINANCE}`).state).toBe('held');
    // What is done was done under its own date.
    expect(story.due(`response:${health}`)).toBe('2026-12-21 17:00');
    expect(story.refusal('2026-11-27 10:00', 'setDueDate', { unitId: health })).toBe('notInThisDutyStatus');
  });
});

describe('the answer given before it', () => {
  const timeliness = (story: Story): string => {
    const { due, endedAt } = story.clock(RESPONSE);
    const calendar = RULES.calendarFor(SCIENCE);
    return timelinessOf({ dueAt: due?.dueAt, doneAt: endedAt, now: at('2027-06-01 08:00'), calendar });
  };

  test('is judged by the date in force when it was given: an earlier date does not make it late', () => {
    const story = routed()
      .does('2026-12-10 09:00', 'respond')
      .does('2026-12-10 10:00', 'setDueDate', { dueOn: '2026-12-10', ...CHAIR })
      .does('2026-12-14 09:00', 'confirm');
    expect(story.due(RESPONSE)).toBe('2026-12-14 17:00');
    expect(timeliness(story)).toBe('doneOnTime');
    expect(story.clock(RESPONSE)).toMatchObject({ state: 'done', dueKind: 'default', round: 1 });
  });

  test('nor does a later date make a late answer one in time', () => {
    const story = routed()
      .does('2026-12-16 09:00', 'respond')
      .does('2026-12-16 10:00', 'setDueDate', { dueOn: '2026-12-30', ...CHAIR })
      .does('2026-12-17 09:00', 'confirm');
    expect(timeliness(story)).toBe('doneLate');
  });

  test('disputed, the rework is judged by the new date, in a new round', () => {
    const story = routed()
      .does('2026-12-10 09:00', 'respond')
      .does('2026-12-10 10:00', 'setDueDate', { dueOn: '2026-12-30', ...CHAIR })
      .does('2026-12-11 09:00', 'dispute');
    expect(story.clock(RESPONSE)).toMatchObject({ state: 'running', dueKind: 'leader', round: 2 });
    expect(story.due(RESPONSE)).toBe('2026-12-30 17:00');
  });

  test('with a promise, the follow-up is judged by the new date; the promise stays on record', () => {
    const story = routed()
      .does('2026-11-23 09:00', 'respond', PLANNED)
      .does('2026-11-25 09:00', 'setDueDate', { dueOn: '2026-12-30', ...CHAIR })
      .does('2026-11-26 09:00', 'confirm');
    expect(timeliness(story)).toBe('doneOnTime');
    expect(story.due(RESPONSE)).toBe('2026-12-14 17:00');
    expect(story.clock(PROMISE)).toMatchObject({ dueKind: 'leader', due: { dueOn: '2026-12-30' } });
    expect(story.duty(SCIENCE).followUp?.promisedOn).toBe('2027-01-15');
  });

  test('with a later promise than the one that runs: the date named since stands before it', () => {
    const story = promised()
      .does('2026-11-26 09:00', 'respond', { ...PLANNED, promisedOn: '2027-03-31' })
      .does('2026-11-27 09:00', 'setDueDate', { dueOn: '2026-12-30', ...CHAIR })
      .does('2026-11-30 09:00', 'confirm');
    expect(story.due(PROMISE)).toBe('2026-12-30 17:00');
    expect(story.state.slippages).toBe(1);
  });

  test('that keeps the promise is judged by the promise, not by the date named since', () => {
    const story = promised()
      .does('2027-01-14 09:00', 'respond')
      .does('2027-01-14 10:00', 'setDueDate', { dueOn: '2027-01-14', ...CHAIR })
      .does('2027-01-18 09:00', 'confirm');
    expect(story.clock(PROMISE)).toMatchObject({ state: 'done', dueKind: 'promise', round: 1 });
    expect(story.due(PROMISE)).toBe('2027-01-15 17:00');
    expect(story.state).toMatchObject({ status: 'closed', slippages: 0 });
  });
});

describe('during a follow-up', () => {
  const dated = (dueOn: string): Story =>
    promised().does('2026-11-27 09:00', 'setDueDate', { dueOn, ...CHAIR });

  test('an earlier date that passes is late, but no promise has slipped', () => {
    const story = dated('2026-12-08').wakes('2026-12-08 17:11');
    expect(story.state.late).toHaveProperty(`${PROMISE}#2`);
    expect(story.state.slippages).toBe(0);
  });

  test('a later date does not keep the promise: the answer after the promised day has slipped, once', () => {
    const kept = dated('2027-02-26').does('2027-01-15 16:00', 'respond').does('2027-01-18 09:00', 'confirm');
    expect(kept.state.slippages).toBe(0);
    const slipped = dated('2027-02-26')
      .does('2027-01-18 09:00', 'respond')
      .does('2027-01-19 09:00', 'confirm');
    expect(slipped.state).toMatchObject({ status: 'closed', slippages: 1 });
  });

  test('a promise that slipped before the date came is not counted again', () => {
    const story = promised()
      .wakes('2027-01-15 17:11')
      .does('2027-01-18 09:00', 'setDueDate', { dueOn: '2027-02-26', ...CHAIR })
      .does('2027-02-25 09:00', 'respond')
      .does('2027-02-26 09:00', 'confirm');
    expect(story.state.slippages).toBe(1);
  });

  test('a promise that the ward accepts later takes its place again', () => {
    const story = dated('2026-12-08')
      .does('2026-12-07 09:00', 'respond', { ...PLANNED, promisedOn: '2027-03-31' })
      .does('2026-12-08 09:00', 'confirm');
    expect(story.clock(PROMISE)).toMatchObject({ dueKind: 'promise', due: { dueOn: '2027-03-31' } });
    expect(story.state.slippages).toBe(1);
  });
});

describe('under an open question', () => {
  const dated = (): Story =>
    routed()
      .does('2026-11-23 09:00', 'requestInformation')
      .does('2026-11-25 09:00', 'setDueDate', { dueOn: '2026-12-18', ...CHAIR });

  test('the pause ends and the question stays open, with the ward’s own time', () => {
    expect(dated().state.status).toBe('waitingWard');
    expect(dated().clocks).toMatchObject({
      [RESPONSE]: 'running 2026-12-18 17:00',
      [`information:${QUY_NHON}`]: 'running 2026-12-02 00:00',
    });
    expect(dated().rungs(RESPONSE)[0]).toBe('K1 2026-12-15 08:00 armed');
  });

  test('the days waited for do not move it', () => {
    const story = dated().does('2026-11-30 09:00', 'provideInformation');
    expect(story.due(RESPONSE)).toBe('2026-12-18 17:00');
  });
});

test('it decides what had been asked for: the request for more time is moot', () => {
  const story = routed()
    .does('2026-11-23 09:00', 'requestExtension', { newDueOn: '2027-01-29' })
    .does('2026-11-25 09:00', 'setDueDate', { dueOn: '2026-12-18', ...CHAIR });
  expect(story.duty(SCIENCE).extensionRequest).toBeUndefined();
  expect(story.refusal('2026-11-25 10:00', 'decideExtension')).toBe('noExtensionRequested');
  expect(story.due(RESPONSE)).toBe('2026-12-18 17:00');
});

describe('refused is only what is past when it is said', () => {
  test('today, as long as the office is open; not at its close', () => {
    const today = { dueOn: '2026-11-25', ...CHAIR };
    expect(routed().refusal('2026-11-25 16:59', 'setDueDate', today)).toBeNull();
    expect(routed().refusal('2026-11-25 17:00', 'setDueDate', today)).toBe('pastDate');
    expect(routed().refusal('2026-11-25 17:30', 'setDueDate', today)).toBe('pastDate');
    expect(routed().refusal('2026-11-25 17:30', 'assign', { leadUnitId: FINANCE, ...today })).toBe(
      'pastDate',
    );
    expect(unrouted().refusal('2026-11-25 17:30', 'setDueDate', today)).toBe('pastDate');
  });

  test('a closed day, taken as said, ends at midnight', () => {
    const sunday = { dueOn: '2026-11-29', ...CHAIR };
    expect(routed().refusal('2026-11-29 23:59', 'setDueDate', sunday)).toBeNull();
    expect(routed().refusal('2026-11-30 00:00', 'setDueDate', sunday)).toBe('pastDate');
  });

  test('the day an answer promises is past at its close too', () => {
    const promise = { ...PLANNED, promisedOn: '2026-11-25' };
    expect(routed().refusal('2026-11-25 16:59', 'respond', promise)).toBeNull();
    expect(routed().refusal('2026-11-25 17:30', 'respond', promise)).toBe('pastDate');
  });

  test('of a directive a date for one unit that is done changes nothing, so it is not accepted', () => {
    const story = directive()
      .does('2026-11-23 09:00', 'return', { unitId: SCIENCE })
      .does('2026-11-23 10:00', 'respond', { unitId: FINANCE })
      .does('2026-11-25 09:00', 'confirm', { unitId: FINANCE });
    expect(story.state.status).toBe('triage');
    expect(story.refusal('2026-11-26 09:00', 'setDueDate', { unitId: FINANCE })).toBe('notInThisDutyStatus');
    expect(story.refusal('2026-11-26 09:00', 'setDueDate', { unitId: SCIENCE })).toBeNull();
  });
});

describe('whoever is given an old matter', () => {
  test('has its date, with what had been granted and the days waited for the ward', () => {
    const story = routed()
      .does('2026-11-25 07:30', 'requestInformation')
      .does('2026-11-27 07:30', 'provideInformation');
    expect(story.due(RESPONSE)).toBe('2026-12-16 17:00');
    story.does('2026-11-30 09:00', 'assign', { leadUnitId: FINANCE });
    expect(story.due(`response:${FINANCE}`)).toBe('2026-12-16 17:00');
    story
      .does('2026-12-01 09:00', 'requestExtension', { unitId: FINANCE, newDueOn: '2026-12-25' })
      .does('2026-12-01 10:00', 'decideExtension')
      .does('2026-12-02 09:00', 'assign', { leadUnitId: SCIENCE });
    expect(story.due(RESPONSE)).toBe('2026-12-25 17:00');
  });

  test('in a follow-up owes the promise, not a first answer; the status stays', () => {
    const story = promised().does('2026-11-27 09:00', 'assign', { leadUnitId: FINANCE });
    expect(story.state.status).toBe('followUp');
    expect(story.clocks).toEqual({
      [`acknowledgement:${SCIENCE}`]: 'done 2026-11-25 17:00',
      [RESPONSE]: 'done 2026-12-14 17:00',
      [`confirmation:${QUY_NHON}`]: 'done 2026-12-02 00:00',
      [PROMISE]: 'cancelled 2027-01-15 17:00',
      [`acknowledgement:${FINANCE}`]: 'running 2026-12-01 17:00',
      [`promise:${FINANCE}`]: 'running 2027-01-15 17:00',
    });
    expect(story.derived.main?.id).toBe(`promise:${FINANCE}`);
    story.does('2026-11-30 09:00', 'accept', { unitId: FINANCE });
    expect(story.state.status).toBe('followUp');
    story
      .does('2027-01-15 17:00', 'respond', { unitId: FINANCE })
      .does('2027-01-18 09:00', 'confirm', { unitId: FINANCE });
    expect(story.state).toMatchObject({ status: 'closed', outcome: 'solved', slippages: 0 });
    expect(story.clock(`promise:${FINANCE}`).endedAt).toBe(at('2027-01-15 17:00'));
  });

  test('in rework finds it in rework, its promise still due on the same day', () => {
    const story = promised()
      .does('2026-12-07 09:00', 'respond')
      .does('2026-12-08 09:00', 'dispute')
      .does('2026-12-08 10:00', 'assign', { leadUnitId: FINANCE });
    expect(story.state.status).toBe('rework');
    expect(story.due(`promise:${FINANCE}`)).toBe('2027-01-15 17:00');
    story.does('2026-12-09 09:00', 'respond', { unitId: FINANCE });
    expect(story.state.status).toBe('responded');
  });

  test('who sends it back leaves the promise running against the office, until somebody has it again', () => {
    const story = sentBackWithPromise();
    expect(story.state.status).toBe('triage');
    expect(story.clocks).toMatchObject({
      triage: 'running 2026-12-01 17:00',
      promise: 'running 2027-01-15 17:00',
    });
    story.wakes('2027-01-15 17:11');
    expect(story.state.slippages).toBe(1);
    story.does('2027-01-18 09:00', 'assign', { leadUnitId: SCIENCE });
    expect(story.state.status).toBe('followUp');
    expect(story.clock(PROMISE)).toMatchObject({ state: 'running', round: 2, due: { dueOn: '2027-01-15' } });
    story.wakes('2027-01-18 09:11');
    expect(story.state.slippages).toBe(1);
  });

  test('with a leader’s date has that one, also where a promise runs', () => {
    const story = promised().does('2026-11-27 09:00', 'assign', {
      leadUnitId: FINANCE,
      dueOn: '2026-12-08',
      ...CHAIR,
    });
    expect(story.clock(`promise:${FINANCE}`)).toMatchObject({
      dueKind: 'leader',
      due: { dueOn: '2026-12-08' },
    });
  });
});
