import { dueOf } from '../../../domain/time/due';
import { elapsed, remaining } from '../../../domain/time/remaining';
import { latestStart } from '../../../domain/time/backward';
import { resolveCalendar } from '../../../domain/time/calendar';
import { rungAt } from '../../../domain/escalation/rungs';
import { timelinessOf } from '../../../domain/time/timeliness';
import { toIso } from '../../../domain/time/plain-date';
import type { LadderStep, Term } from '../../../domain/time/types';
import { LAYERS, MINH_HOA_A, VN, at, days, ledger, pause } from './support';

const step = (more: Partial<LadderStep>): LadderStep => ({ id: 'E', level: 1, ...more });

// Due Tuesday after Tết: the rungs before it lie on the other side of the holidays.
test.each<[string, Partial<LadderStep>, string]>([
  ['two working days before', { offsetWorkingDays: -2, atTime: '08:00' }, '2026-02-13 08:00'],
  ['one working day before', { offsetWorkingDays: -1, atTime: '08:00' }, '2026-02-23 08:00'],
  ['on the due day', { offsetWorkingDays: 0, atTime: '15:00' }, '2026-02-24 15:00'],
  ['three working days after', { offsetWorkingDays: 3, atTime: '08:00' }, '2026-02-27 08:00'],
  ['minutes before the due instant', { offsetMinutes: -90 }, '2026-02-24 15:30'],
  ['minutes after the due instant', { offsetMinutes: 24 * 60 }, '2026-02-25 17:00'],
])('a rung %s', (_when, more, expected) => {
  expect(rungAt(step(more), at('2026-02-24 17:00'), '2026-02-24', VN)).toBe(at(expected));
});

// 2026-03-14 is a Saturday, a date a leader set.
test.each([
  [-1, '2026-03-13 08:00'],
  [0, '2026-03-16 08:00'],
  [1, '2026-03-17 08:00'],
])('a rung at %d from a due day that is closed counts from the next open day', (offset, expected) => {
  const rung = rungAt(
    step({ offsetWorkingDays: offset, atTime: '08:00' }),
    at('2026-03-15'),
    '2026-03-14',
    VN,
  );
  expect(rung).toBe(at(expected));
});

test.each([
  ['work done exactly at the due instant', { doneAt: at('2026-02-24 17:00') }, 'doneOnTime'],
  ['work done a moment later', { doneAt: at('2026-02-24 17:00') + 1 }, 'doneLate'],
  ['the due instant itself', { now: at('2026-02-24 17:00') }, 'dueSoon'],
  ['a moment after it', { now: at('2026-02-24 17:00') + 1 }, 'overdue'],
  ['the due day', { now: at('2026-02-24 08:00') }, 'dueSoon'],
  ['the middle of Tết, two working days before', { now: at('2026-02-18 08:00') }, 'dueSoon'],
  ['two working days before, eleven calendar days', { now: at('2026-02-13 08:00') }, 'dueSoon'],
  ['three working days before', { now: at('2026-02-12 23:59') }, 'notDue'],
  ['no date', { dueAt: null, now: at('2026-02-12 23:59') }, 'noDeadline'],
])('%s: timeliness', (_when, question, expected) => {
  const asked = { dueAt: at('2026-02-24 17:00'), now: at('2026-03-01'), calendar: VN, ...question };
  expect(timelinessOf(asked)).toBe(expected);
});

test('a citizen’s 24:00 belongs to the day that ends', () => {
  const ask = (now: string) => timelinessOf({ dueAt: at('2026-03-12'), now: at(now), calendar: VN });
  expect([ask('2026-03-08 09:00'), ask('2026-03-09 09:00'), ask('2026-03-06 09:00')]).toEqual([
    'notDue',
    'dueSoon',
    'notDue',
  ]);
});

describe('time used and time left', () => {
  const clock = ledger(
    '2026-03-09 10:30',
    { unit: 'HOUR', amount: 16 },
    { pauses: [pause('2026-03-10 09:00', '2026-03-11 09:00')] },
  );

  test('elapsed is working time without the union of pauses', () => {
    expect(elapsed(clock, VN, at('2026-03-09 14:30')).workingMinutes).toBe(120);
    expect(elapsed(clock, VN, at('2026-03-10 16:00')).workingMinutes).toBe(60 + 210 + 90);
    const twice = { ...clock, suspensions: [pause('2026-03-10 08:00', '2026-03-10 17:00')] };
    expect(elapsed(twice, VN, at('2026-03-10 16:00')).workingMinutes).toBe(60 + 210 + 30);
  });

  test.each([
    '2026-03-09 10:30',
    '2026-03-09 14:00',
    '2026-03-10 12:00',
    '2026-03-11 08:15',
    '2026-03-12 07:45',
  ])('at %s what is used and what is left make the whole term', (now) => {
    const used = elapsed(clock, VN, at(now)).workingMinutes;
    expect(used + remaining(clock, VN, at(now)).workingMinutes).toBe(16 * 60);
  });

  test('while a clock stands nothing is used up, however long', () => {
    const open = ledger(
      '2026-03-09 10:30',
      { unit: 'HOUR', amount: 16 },
      { pauses: [pause('2026-03-10 09:00', null)] },
    );
    const left = ['2026-03-10 09:00', '2026-03-13 11:00', '2026-05-04 08:00'].map((now) =>
      remaining(open, VN, at(now)),
    );
    expect(left).toEqual([600, 600, 600].map((workingMinutes) => ({ workingMinutes })));
  });

  test('late time is negative and counts working minutes', () => {
    const due = ledger('2026-03-09 10:30', days(1));
    expect(remaining(due, VN, at('2026-03-12 08:30'))).toEqual({ workingMinutes: -(450 + 60) });
  });

  test('after a restart the clock runs anew; while a supplement is awaited it stands', () => {
    const restarts = [{ requestedAt: at('2026-05-07 10:00'), reacceptedAt: at('2026-05-13 14:20') }];
    const clockOf = (reacceptedAt: number | null) =>
      ledger('2026-05-06 08:30', days(5), { restarts: [{ ...restarts[0]!, reacceptedAt }] });
    expect(elapsed(clockOf(restarts[0]!.reacceptedAt), VN, at('2026-05-13 15:20')).workingMinutes).toBe(60);
    expect(elapsed(clockOf(null), VN, at('2026-05-12 15:20')).workingMinutes).toBe(390 + 150);
  });
});

describe('counting backward', () => {
  const terms: Term[] = [
    days(1),
    days(3),
    days(7.5),
    { unit: 'DAY', amount: 10 },
    { unit: 'MONTH', amount: 1 },
    { unit: 'HOUR', amount: 12 },
    { unit: 'SAME_DAY', amount: 0 },
  ];
  const rows = terms.flatMap((term) =>
    ['2026-01-09 09:00', '2026-02-11 14:00', '2026-07-15 08:00', '2026-08-27 16:00'].map((start) => ({
      term,
      start,
    })),
  );

  test.each(rows)(
    '$term.amount $term.unit from $start: the latest start gives the same due instant',
    ({ term, start }) => {
      for (const calendar of [VN, MINH_HOA_A]) {
        const due = dueOf(ledger(start, term), calendar).dueAt;
        const latest = latestStart(due, term, calendar);
        const from = (startAt: number) => dueOf({ ...ledger(start, term), startAt }, calendar).dueAt;
        expect(toIso(from(latest))).toBe(toIso(due));
        expect(from(calendar.addWorkingMinutes(latest, 1))).toBeGreaterThan(due);
      }
    },
  );

  test('an instant the term cannot hit is met early, not late', () => {
    const latest = latestStart(at('2026-03-12 10:00'), days(2), VN);
    expect(toIso(latest)).toBe(toIso(at('2026-03-09 17:00')));
    const calendar = resolveCalendar(LAYERS);
    expect(toIso(latestStart(at('2026-03-12 14:00'), { unit: 'SAME_DAY', amount: 0 }, calendar))).toBe(
      toIso(at('2026-03-11 15:00')),
    );
  });
});
