import { dueOf } from '../../../domain/time/due';
import { toIso } from '../../../domain/time/plain-date';
import type { ClockOwner, Ledger, Term } from '../../../domain/time/types';
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

// 0.2 + 2.2 + 0.6 is 3.0000000000000004 to a computer.
test('three days made of fractions do not slip into the fourth by floating point', () => {
  const extensions = [2.2, 0.6].map((amount) => ({ term: days(amount), reason: 'X' }));
  expect(dueAt(ledger('2026-03-09 09:00', days(0.2), { extensions }))).toBe('2026-03-12 17:00');
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
