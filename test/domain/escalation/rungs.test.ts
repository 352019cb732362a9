import { rungAt } from '../../../domain/escalation/rungs';
import { toIso } from '../../../domain/time/plain-date';
import type { LadderStep, Pause } from '../../../domain/time/types';
import { VN, at, pause } from '../time/support';

const local = (instant: number | null): string | null =>
  instant === null ? null : toIso(instant).slice(0, 16).replace('T', ' ');
const step = (more: Partial<LadderStep>): LadderStep => ({ id: 'E', level: 1, ...more });
const days = (offsetWorkingDays: number, atTime = '08:00') => step({ offsetWorkingDays, atTime });

/** Due at the end of Friday 13/03/2026. */
const rung = (one: LadderStep, suspensions: Pause[], dueOn = '2026-03-13'): string | null =>
  local(rungAt(one, at(`${dueOn} 17:00`), dueOn, VN, suspensions));

// 16/03/2026 is the Monday after the due day, 11/03 the Wednesday before it.
test.each<[string, LadderStep, [string, string | null][], string | null]>([
  [
    'a suspended day behind the due day is passed over',
    days(3),
    [['2026-03-17', '2026-03-18']],
    '2026-03-19 08:00',
  ],
  ['so is one before it', days(-2), [['2026-03-11', '2026-03-12']], '2026-03-10 08:00'],
  [
    'a day suspended in its working hours only is suspended',
    days(1),
    [['2026-03-16 07:30', '2026-03-16 17:00']],
    '2026-03-17 08:00',
  ],
  ['a day suspended in part counts', days(3), [['2026-03-17 10:00', '2026-03-18 10:00']], '2026-03-19 08:00'],
  [
    'an hour inside moves to the same hour of the next day that counts',
    days(0),
    [['2026-03-13 07:00', '2026-03-13 12:00']],
    '2026-03-16 08:00',
  ],
  [
    'an hour after the end stays on that day',
    days(0, '15:00'),
    [['2026-03-13 07:00', '2026-03-13 12:00']],
    '2026-03-13 15:00',
  ],
  [
    'the first instant is inside, the last is not',
    days(0),
    [['2026-03-13 06:00', '2026-03-13 08:00']],
    '2026-03-13 08:00',
  ],
  [
    'a moved hour may meet the next suspension',
    days(0),
    [
      ['2026-03-13 07:00', '2026-03-13 12:00'],
      ['2026-03-16 07:45', '2026-03-16 09:00'],
    ],
    '2026-03-17 08:00',
  ],
  [
    'a due day wholly suspended: the first that counts',
    days(0),
    [['2026-03-13', '2026-03-14']],
    '2026-03-16 08:00',
  ],
  [
    'two that touch are one',
    days(1),
    [
      ['2026-03-16', '2026-03-17'],
      ['2026-03-17', '2026-03-18'],
    ],
    '2026-03-18 08:00',
  ],
  [
    'minutes inside move to the end',
    step({ offsetMinutes: 60 }),
    [['2026-03-13 17:30', '2026-03-14 03:00']],
    '2026-03-14 03:00',
  ],
  [
    'minutes outside do not',
    step({ offsetMinutes: 20 }),
    [['2026-03-13 17:30', '2026-03-14 03:00']],
    '2026-03-13 17:20',
  ],
  [
    'minutes at the end',
    step({ offsetMinutes: 60 }),
    [['2026-03-13 17:30', '2026-03-13 18:00']],
    '2026-03-13 18:00',
  ],
  ['no end yet: waits', days(0), [['2026-03-12', null]], null],
  ['no end yet, before its beginning: stays', days(-3), [['2026-03-11', null]], '2026-03-10 08:00'],
  ['no end yet, its first instant waits', days(0), [['2026-03-13 08:00', null]], null],
  [
    'no end yet, minutes behind its beginning wait',
    step({ offsetMinutes: 60 }),
    [['2026-03-13 18:00', null]],
    null,
  ],
  [
    'no end yet, minutes before it stay',
    step({ offsetMinutes: 59 }),
    [['2026-03-13 18:00', null]],
    '2026-03-13 17:59',
  ],
  [
    'pushed into one without an end: waits',
    days(0),
    [
      ['2026-03-13 07:00', '2026-03-13 12:00'],
      ['2026-03-16', null],
    ],
    null,
  ],
])('%s', (_what, one, stretches, expected) => {
  const suspensions = stretches.map(([from, to]) => pause(from, to));
  expect(rung(one, suspensions)).toBe(expected);
  expect(rung(one, [...suspensions].reverse())).toBe(expected);
});

test('ended suspensions far away change nothing', () => {
  for (const offset of [-5, -1, 0, 1, 7])
    expect(rung(days(offset), [pause('2025-03-03', '2025-03-12'), pause('2027-03-01', '2027-03-05')])).toBe(
      rung(days(offset), []),
    );
});

test('a due date suspended for good is answered at once', () => {
  expect(rung(days(200), [pause('2026-03-10', null)])).toBeNull();
  expect(rung(days(1), [pause('2026-03-10', '2030-03-10')])).toBe('2030-03-12 08:00');
});
