/** The counting rules, one table each. The golden dates are in vectors.test.ts. */
import { dueOf, toIso, type ClockOwner, type Ledger, type Term } from '../../../domain/time';
import { MINH_HOA_A, VN, at, days, ledger, pause } from './support';

const local = (instant: number): string => toIso(instant).slice(0, 16).replace('T', ' ');
const dueAt = (clock: Ledger, calendar = VN, asOf?: string): string =>
  local(dueOf(clock, calendar, asOf === undefined ? undefined : at(asOf)).dueAt);

// Civil Code 2015, art. 147.2: the first day is not counted, whatever the hour.
test.each([
  ['before office hours', '2026-03-09 00:00', '2026-03-11 17:00'],
  ['in the last minute of the day', '2026-03-09 23:59', '2026-03-11 17:00'],
  ['on a Saturday', '2026-03-14 09:00', '2026-03-17 17:00'],
  ['on a make-up Saturday', '2026-01-10 09:00', '2026-01-13 17:00'],
  ['in the middle of Tết', '2026-02-18 09:00', '2026-02-24 17:00'],
])('two working days received %s', (_when, start, expected) => {
  expect(dueAt(ledger(start, days(2)))).toBe(expected);
});

// Half-day semantics are our design: a fraction of the minutes of the day it falls on.
test.each<[string, number, typeof VN, string]>([
  ['2026-03-09 09:00', 0.5, VN, '2026-03-10 11:15'],
  ['2026-03-09 09:00', 0.5, MINH_HOA_A, '2026-03-10 11:00'],
  ['2026-03-09 09:00', 0.125, MINH_HOA_A, '2026-03-10 08:00'],
  ['2026-07-16 09:00', 0.5, MINH_HOA_A, '2026-07-17 09:15'],
  ['2026-07-16 09:00', 1, MINH_HOA_A, '2026-07-17 11:30'],
  ['2026-07-16 09:00', 1.5, MINH_HOA_A, '2026-07-20 11:00'],
  ['2026-03-09 09:00', 1.2, VN, '2026-03-11 09:00'],
])('received %s, %d working days', (start, amount, calendar, expected) => {
  expect(dueAt(ledger(start, days(amount)), calendar)).toBe(expected);
});

test('tenths do not slip into the next day by floating point', () => {
  const tenths = Array.from({ length: 9 }, () => ({ term: days(0.1), reason: 'X' }));
  expect(dueAt(ledger('2026-03-09 09:00', days(0.1), { extensions: tenths }))).toBe('2026-03-10 17:00');
});

// Civil Code 2015, art. 148.5: a last day that is closed moves to the next working day.
test.each<[Term, string, string, string]>([
  [{ unit: 'DAY', amount: 5 }, '2026-03-09 16:59', '2026-03-14', '2026-03-16 17:00'],
  [{ unit: 'DAY', amount: 1 }, '2026-01-09 09:00', '2026-01-10', '2026-01-10 17:00'],
  [{ unit: 'DAY', amount: 15 }, '2026-02-02 09:00', '2026-02-17', '2026-02-23 17:00'],
  [{ unit: 'MONTH', amount: 1 }, '2026-08-02 09:00', '2026-09-02', '2026-09-03 17:00'],
  [{ unit: 'MONTH', amount: 12 }, '2024-02-29 09:00', '2025-02-28', '2025-02-28 17:00'],
])('%j from %s falls on %s and is due %s', (term, start, nominal, expected) => {
  const due = dueOf(ledger(start, term), VN);
  expect([due.nominalDueOn, local(due.dueAt)]).toEqual([nominal, expected]);
});

test.each([
  ['2026-06-12 16:00', 1, '2026-06-12 17:00'],
  ['2026-06-12 11:00', 0.5, '2026-06-12 11:30'],
  ['2026-06-12 12:00', 0.5, '2026-06-12 14:00'],
  ['2026-06-12 17:00', 1, '2026-06-15 08:30'],
  ['2026-06-13 09:00', 1, '2026-06-15 08:30'],
  ['2026-06-12 05:00', 7.5, '2026-06-12 17:00'],
])('received %s, %d working hours', (start, amount, expected) => {
  expect(dueAt(ledger(start, { unit: 'HOUR', amount }))).toBe(expected);
});

test('seconds of a receipt are kept by working hours', () => {
  const clock = {
    ...ledger('2026-06-12 08:00', { unit: 'HOUR', amount: 1 }),
    startAt: at('2026-06-12 08:00') + 45_500,
  };
  expect(toIso(dueOf(clock, VN).dueAt)).toBe('2026-06-12T09:00:45.500+07:00');
});

test.each([
  ['at the cutoff', '2026-03-09 15:00', undefined, '2026-03-09 17:00'],
  ['a minute later', '2026-03-09 15:01', undefined, '2026-03-10 17:00'],
  ['before work', '2026-03-09 06:00', undefined, '2026-03-09 17:00'],
  ['before a weekend, too late', '2026-03-13 15:01', undefined, '2026-03-16 17:00'],
  ['on a Sunday morning', '2026-03-15 08:00', undefined, '2026-03-16 17:00'],
  ['at a cutoff of its own', '2026-03-09 16:30', '16:30', '2026-03-09 17:00'],
])('same day, received %s', (_when, start, cutoff, expected) => {
  expect(dueAt(ledger(start, { unit: 'SAME_DAY', amount: 0, cutoff }))).toBe(expected);
});

test('one millisecond after the cutoff is after it', () => {
  const clock = ledger('2026-03-09 15:00', { unit: 'SAME_DAY', amount: 0 });
  expect(dueAt({ ...clock, startAt: clock.startAt + 1 })).toBe('2026-03-10 17:00');
});

test('same day cannot be promised when a half-day is already over', () => {
  expect(dueAt(ledger('2026-07-17 11:30', { unit: 'SAME_DAY', amount: 0 }), MINH_HOA_A)).toBe(
    '2026-07-17 11:30',
  );
  expect(dueAt(ledger('2026-07-17 14:00', { unit: 'SAME_DAY', amount: 0 }), MINH_HOA_A)).toBe(
    '2026-07-20 17:00',
  );
});

// Civil Code 2015, art. 148.6: the last day ends at 24:00; an office can only act while it works.
test.each<[ClockOwner, Term, string, string]>([
  ['office', days(3), '2026-03-12', '2026-03-12 17:00'],
  ['person', days(3), '2026-03-12', '2026-03-13 00:00'],
  ['person', days(0.5), '2026-03-10', '2026-03-11 00:00'],
  ['person', { unit: 'DAY', amount: 5 }, '2026-03-16', '2026-03-17 00:00'],
  ['person', { unit: 'SAME_DAY', amount: 0 }, '2026-03-09', '2026-03-10 00:00'],
  ['person', { unit: 'HOUR', amount: 2 }, '2026-03-09', '2026-03-09 11:00'],
])('a clock of an %s with %j belongs to %s and ends %s', (owner, term, on, expected) => {
  const due = dueOf(ledger('2026-03-09 09:00', term, { owner }), VN);
  expect([due.dueOn, local(due.dueAt)]).toEqual([on, expected]);
});

describe('pauses', () => {
  test.each<[string, Term, [string, string | null][], string]>([
    [
      'of half a day leave half a day',
      days(1),
      [['2026-03-10 07:30', '2026-03-10 11:15']],
      '2026-03-11 11:15',
    ],
    [
      'outside working time change nothing',
      days(1),
      [['2026-03-10 11:30', '2026-03-10 13:30']],
      '2026-03-10 17:00',
    ],
    ['over a weekend change nothing', days(5), [['2026-03-14', '2026-03-16']], '2026-03-16 17:00'],
    [
      'that touch are one',
      days(1),
      [
        ['2026-03-10', '2026-03-11'],
        ['2026-03-11', '2026-03-12'],
      ],
      '2026-03-12 17:00',
    ],
    [
      'one inside another count once',
      days(1),
      [
        ['2026-03-10', '2026-03-13'],
        ['2026-03-11', '2026-03-12'],
      ],
      '2026-03-13 17:00',
    ],
    ['on the day of receipt change nothing', days(1), [['2026-03-09', '2026-03-10']], '2026-03-10 17:00'],
    [
      'after the due instant change nothing',
      days(1),
      [['2026-03-10 17:00', '2026-03-20']],
      '2026-03-10 17:00',
    ],
    [
      'stop working hours',
      { unit: 'HOUR', amount: 3.5 },
      [['2026-03-09 10:00', '2026-03-09 14:30']],
      '2026-03-09 17:00',
    ],
    [
      'move calendar days by whole days',
      { unit: 'DAY', amount: 2 },
      [['2026-03-10 10:00', '2026-03-12 10:00']],
      '2026-03-12 17:00',
    ],
    [
      'of no whole day leave calendar days alone',
      { unit: 'DAY', amount: 2 },
      [['2026-03-10', '2026-03-10 23:59']],
      '2026-03-11 17:00',
    ],
    [
      'together can make up a whole day',
      { unit: 'DAY', amount: 2 },
      [
        ['2026-03-10', '2026-03-10 12:00'],
        ['2026-03-10 12:00', '2026-03-11'],
      ],
      '2026-03-12 17:00',
    ],
    [
      'at the close of the last day move it on',
      { unit: 'DAY', amount: 2 },
      [['2026-03-11 10:00', '2026-03-12 10:00']],
      '2026-03-12 17:00',
    ],
    [
      'at the close of the same day move it on',
      { unit: 'SAME_DAY', amount: 0 },
      [['2026-03-09 10:00', '2026-03-12 10:00']],
      '2026-03-12 17:00',
    ],
    ['lengthen months', { unit: 'MONTH', amount: 1 }, [['2026-03-16', '2026-03-18']], '2026-04-13 17:00'],
  ])('%s', (_what, term, stretches, expected) => {
    const pauses = stretches.map(([from, to]) => pause(from, to));
    expect(dueAt(ledger('2026-03-09 09:00', term, { pauses }))).toBe(expected);
    expect(dueAt(ledger('2026-03-09 09:00', term, { suspensions: pauses }))).toBe(expected);
  });

  test('still open have no length until somebody asks for a day', () => {
    const clock = ledger('2026-03-09 09:00', days(3), { pauses: [pause('2026-03-11', null)] });
    expect(dueAt(clock)).toBe('2026-03-12 17:00');
    expect(dueAt(clock, VN, '2026-03-10 08:00')).toBe('2026-03-12 17:00');
    expect(dueAt(clock, VN, '2026-03-13')).toBe('2026-03-16 17:00');
  });
});

describe('extensions', () => {
  const start = '2026-03-09 09:00';
  test.each<[string, Partial<Ledger>, string]>([
    [
      'of the same unit add up',
      {
        extensions: [
          { term: days(1), reason: 'X' },
          { term: days(0.5), reason: 'Y' },
        ],
      },
      '2026-03-13 11:15',
    ],
    [
      'of another unit count from the date before',
      { extensions: [{ term: { unit: 'DAY', amount: 2 }, reason: 'X' }] },
      '2026-03-13 17:00',
    ],
    [
      'of hours count on from the close',
      { extensions: [{ term: { unit: 'HOUR', amount: 2 }, reason: 'X' }] },
      '2026-03-12 09:30',
    ],
    [
      'with a date replace it',
      {
        extensions: [
          { term: days(4), reason: 'X' },
          { dueOn: '2026-03-20', reason: 'Y' },
        ],
      },
      '2026-03-20 17:00',
    ],
    [
      'with an instant replace it',
      { extensions: [{ dueAt: at('2026-03-20 10:00'), reason: 'Y' }] },
      '2026-03-20 10:00',
    ],
    [
      'after a date count from it',
      {
        extensions: [
          { dueOn: '2026-03-20', reason: 'Y' },
          { term: days(1), reason: 'X' },
        ],
      },
      '2026-03-23 17:00',
    ],
    ['of a zone add up', { zoneExtension: { ...days(1), zone: 'island' } }, '2026-03-12 17:00'],
  ])('%s', (_what, more, expected) => {
    const due = dueOf(ledger(start, days(2), more), VN);
    expect(local(due.dueAt)).toBe(expected);
    // The zone belongs to the legal term; only what was granted later is left out of the original.
    expect(due.originalDueOn).toBe(more.zoneExtension ? '2026-03-12' : '2026-03-11');
  });
});

describe('supplement rounds that restart the count', () => {
  const round = (requestedAt: string, reacceptedAt: string | null) => ({
    requestedAt: at(requestedAt),
    reacceptedAt: reacceptedAt === null ? null : at(reacceptedAt),
  });

  test('the last re-acceptance counts; pauses before it no longer do', () => {
    const clock = ledger('2026-05-04 08:30', days(5), {
      restarts: [
        round('2026-05-05 10:00', '2026-05-06 10:00'),
        round('2026-05-07 10:00', '2026-05-13 14:20'),
      ],
      pauses: [pause('2026-05-05', '2026-05-15')],
    });
    const due = dueOf(clock, VN);
    // Counted 15, 18, 19, 20, 21/05: the pause reaches one day past the re-acceptance.
    expect([due.dueOn, due.originalDueOn]).toEqual(['2026-05-21', '2026-05-12']);
  });

  test('while open it stands: as of a day, as if re-accepted then', () => {
    const clock = ledger('2026-05-04 08:30', days(5), { restarts: [round('2026-05-07 10:00', null)] });
    expect(dueAt(clock)).toBe('2026-05-14 17:00');
    expect(dueAt(clock, VN, '2026-05-13 14:20')).toBe('2026-05-20 17:00');
    expect(dueOf(clock, VN, at('2026-05-13 14:20')).originalDueOn).toBe('2026-05-11');
  });

  test('a date granted before the re-acceptance is overtaken, one granted after holds; granted terms stay', () => {
    const restarts = [round('2026-05-07 10:00', '2026-05-13 14:20')];
    const granted = (decidedAt: string) => [{ dueOn: '2026-05-29', decidedAt: at(decidedAt), reason: 'X' }];
    const clock = (extensions: Ledger['extensions']) =>
      ledger('2026-05-04 08:30', days(5), { restarts, extensions });
    expect(dueAt(clock(granted('2026-05-06 08:00')))).toBe('2026-05-20 17:00');
    expect(dueAt(clock(granted('2026-05-14 08:00')))).toBe('2026-05-29 17:00');
    expect(dueAt(clock([{ term: days(2), decidedAt: at('2026-05-06 08:00'), reason: 'X' }]))).toBe(
      '2026-05-22 17:00',
    );
  });
});

describe('dates set by a person', () => {
  test.each<[string, Partial<Ledger>, string, string]>([
    ['end with the work of the day', { setDueOn: '2026-03-13' }, '2026-03-13', '2026-03-13 17:00'],
    [
      'end at 24:00 for a ward',
      { setDueOn: '2026-03-13', owner: 'person' },
      '2026-03-13',
      '2026-03-14 00:00',
    ],
    ['stay on a closed day, to its end', { setDueOn: '2026-03-14' }, '2026-03-14', '2026-03-15 00:00'],
    ['may be instants', { setDueAt: at('2026-03-13 10:00') }, '2026-03-13', '2026-03-13 10:00'],
    [
      'move by the working time paused, to the end of a day',
      { setDueOn: '2026-03-13', pauses: [pause('2026-03-11 08:00', '2026-03-11 10:00')] },
      '2026-03-16',
      '2026-03-16 17:00',
    ],
    [
      'move by whole days where whole days were paused',
      { setDueOn: '2026-03-13', pauses: [pause('2026-03-11', '2026-03-13')] },
      '2026-03-17',
      '2026-03-17 17:00',
    ],
    [
      'move to the minute when set to the minute',
      { setDueAt: at('2026-03-13 10:00'), pauses: [pause('2026-03-11 08:00', '2026-03-11 10:00')] },
      '2026-03-13',
      '2026-03-13 14:00',
    ],
    [
      'do not move by pauses without working time',
      { setDueOn: '2026-03-16', pauses: [pause('2026-03-13 17:00', '2026-03-16 07:30')] },
      '2026-03-16',
      '2026-03-16 17:00',
    ],
    [
      'take a supplement round as a pause',
      {
        setDueOn: '2026-03-13',
        restarts: [{ requestedAt: at('2026-03-10'), reacceptedAt: at('2026-03-11') }],
      },
      '2026-03-16',
      '2026-03-16 17:00',
    ],
    ['win over a term', { setDueOn: '2026-03-13', term: days(20) }, '2026-03-13', '2026-03-13 17:00'],
  ])('%s', (_what, more, on, expected) => {
    const due = dueOf(ledger('2026-03-09 09:00', undefined, more), VN);
    expect([due.dueOn, local(due.dueAt)]).toEqual([on, expected]);
  });

  test('a pause already over when a new date was granted does not move it', () => {
    const granted = [{ dueOn: '2026-03-20', decidedAt: at('2026-03-13 08:00'), reason: 'X' }];
    const clock = (from: string, to: string) =>
      dueAt(ledger('2026-03-09 09:00', days(3), { extensions: granted, pauses: [pause(from, to)] }));
    expect(clock('2026-03-10', '2026-03-12')).toBe('2026-03-20 17:00');
    expect(clock('2026-03-17', '2026-03-18')).toBe('2026-03-23 17:00');
  });
});

test.each([
  ['2026-03-12 10:00', '2026-03-12', '2026-03-12 10:00'],
  ['2026-03-12 17:00', '2026-03-12', '2026-03-12 17:00'],
  ['2026-03-12', '2026-03-11', '2026-03-12 00:00'],
  ['2026-04-30', '2026-03-13', '2026-03-13 17:00'],
])('a step is capped by its dossier at %s', (cap, on, expected) => {
  const due = dueOf(ledger('2026-03-09 09:00', days(4), { cap: at(cap) }), VN);
  expect([due.dueOn, local(due.dueAt)]).toEqual([on, expected]);
});

test.each([
  ['inside the years covered', '2026-03-09 09:00', 5, false],
  ['across provisional days', '2026-12-28 09:00', 10, true],
  ['received before the first year covered', '2024-12-30 09:00', 5, true],
  ['up to the last covered day', '2026-12-28 09:00', 3, false],
])('a date %s is provisional or not', (_where, start, amount, expected) => {
  expect(dueOf(ledger(start, days(amount)), VN).provisional).toBe(expected);
});

describe('refusals', () => {
  test.each<[string, Term]>([
    ['zero', days(0)],
    ['negative', days(-1)],
    ['not a number', days(NaN)],
    ['infinite', days(Infinity)],
    ['above ten thousand', days(10_001)],
    ['half a calendar day', { unit: 'DAY', amount: 1.5 }],
    ['half a month', { unit: 'MONTH', amount: 0.5 }],
    ['an unknown unit', { unit: 'WEEK' as Term['unit'], amount: 1 }],
    ['an amount for the same day', { unit: 'SAME_DAY', amount: 1 }],
  ])('%s', (_what, term) => {
    const refused = expect.objectContaining({ name: 'TimeError', reason: 'BAD_TERM' });
    expect(() => dueOf(ledger('2026-03-09 09:00', term), VN)).toThrow(refused);
    expect(() =>
      dueOf(ledger('2026-03-09 09:00', days(1), { extensions: [{ term, reason: 'X' }] }), VN),
    ).toThrow(refused);
  });

  test.each<[string, Ledger, string]>([
    ['a receipt before 2000', ledger('1999-12-31 23:59', days(1)), 'OUT_OF_RANGE'],
    ['a receipt after 2100', ledger('2101-01-01 00:00', days(1)), 'OUT_OF_RANGE'],
    ['a receipt that is no instant', { ...ledger('2026-03-09', days(1)), startAt: NaN }, 'OUT_OF_RANGE'],
    ['a due date in another age', ledger('2026-03-09', { unit: 'MONTH', amount: 9_999 }), 'OUT_OF_RANGE'],
    [
      'a pause that ends before it begins',
      ledger('2026-03-09', days(1), { pauses: [pause('2026-03-11', '2026-03-10')] }),
      'BAD_INTERVAL',
    ],
    [
      'a pause until the end of time',
      ledger('2026-03-09', days(1), { pauses: [pause('2026-03-11', '9999-12-31')] }),
      'OUT_OF_RANGE',
    ],
    ['no term and no date', ledger('2026-03-09', undefined), 'NO_TERM'],
    ['an extension of nothing', ledger('2026-03-09', days(1), { extensions: [{ reason: 'X' }] }), 'BAD_TERM'],
    [
      'a set date that does not exist',
      ledger('2026-03-09', undefined, { setDueOn: '2026-02-30' }),
      'BAD_DATE',
    ],
  ])('%s', (_what, clock, reason) => {
    expect(() => dueOf(clock, VN)).toThrow(expect.objectContaining({ reason }));
  });

  test('the years 2000 and 2100 are still counted', () => {
    expect(dueAt(ledger('2000-01-01 00:00', days(1)))).toBe('2000-01-03 17:00');
    expect(dueAt(ledger('2100-12-31 23:59', days(1)))).toBe('2101-01-03 17:00');
    expect(dueOf(ledger('2026-03-09 09:00', days(10_000)), VN).dueOn).toMatch(/^206\d-/);
  });
});
