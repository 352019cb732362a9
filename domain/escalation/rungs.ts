/** When a rung of a ladder is reached. */
import type { Calendar } from '../time/calendar';
import {
  DAY_MINUTES,
  MINUTE_MS,
  dayNumberOf,
  dayOf,
  dayStart,
  minutesOf,
  type DayNumber,
} from '../time/plain-date';
import { MAX_AMOUNT } from '../time/terms';
import { TimeError } from '../time/time-error';
import type { Instant, LadderStep, Pause, PlainDate } from '../time/types';
import { freeStretches, mergePauses, type Stretch } from '../time/working-time';

/** Hour of a rung that names none. */
const DEFAULT_HOUR = '08:00';

/**
 * The instant of a rung: `offsetMinutes` from the due instant (clock minutes), or `offsetWorkingDays` open days of the
 * calendar from the due day at `atTime`. 0 is the due day itself; when that day is closed (a set date) it is the next
 * open day, and the other rungs count from there.
 *
 * Rungs are silent during a mass suspension and its days do not count: a day without a working minute outside it is
 * passed over like a closed one, and an instant inside it moves to its end, or to the same hour of the first day that
 * counts from there on. `null`: the suspension it would fall into has no end yet, so nobody can say when.
 * @throws TimeError BAD_TERM for an offset no ladder can have, BAD_CLOCK_TIME, NO_OPEN_DAY
 */
export function rungAt(
  step: LadderStep,
  dueAt: Instant,
  dueOn: PlainDate,
  calendar: Calendar,
  suspensions: readonly Pick<Pause, 'from' | 'to'>[] = [],
): Instant | null {
  checkStep(step);
  const silent = mergePauses(suspensions.map(({ from, to }) => ({ from, to: to ?? Infinity })));
  if (step.offsetMinutes !== undefined) {
    const at = dueAt + step.offsetMinutes * MINUTE_MS;
    const inside = around(at, silent);
    if (!inside) return at;
    return inside[1] === Infinity ? null : inside[1];
  }
  // One without an end has no length yet, as in the ledger: what lies behind its beginning waits, nothing moves.
  const days = { calendar, suspended: mergePauses(suspensions) };
  const hour = minutesOf(step.atTime ?? DEFAULT_HOUR) * MINUTE_MS;
  let day = daysFrom(dayNumberOf(dueOn), step.offsetWorkingDays ?? 0, days);
  for (;;) {
    const at = dayStart(day) + hour;
    const inside = around(at, silent);
    if (!inside) return at;
    const [, end] = inside;
    if (end === Infinity) return null;
    day = counting(dayOf(end), 1, days);
    if (dayStart(day) + hour < end) day = counting(day + 1, 1, days);
  }
}

function checkStep({ id, offsetMinutes = 0, offsetWorkingDays = 0 }: LadderStep): void {
  const inRange =
    Math.abs(offsetMinutes) <= MAX_AMOUNT * DAY_MINUTES &&
    Number.isInteger(offsetWorkingDays) &&
    Math.abs(offsetWorkingDays) <= MAX_AMOUNT;
  if (!inRange) throw new TimeError('BAD_TERM', `Bậc đôn đốc ${id} có độ lệch không hợp lệ.`);
}

interface Days {
  calendar: Calendar;
  suspended: readonly Stretch[];
}

/** The n-th counting day from the first one on or after the date. */
function daysFrom(date: DayNumber, offset: number, days: Days): DayNumber {
  const step = offset < 0 ? -1 : 1;
  let day = counting(date, 1, days);
  for (let left = Math.abs(offset); left > 0; left -= 1) day = counting(day + step, step, days);
  return day;
}

/** The nearest open day in a direction that is not wholly suspended, the day itself included. */
function counting(number: DayNumber, step: 1 | -1, { calendar, suspended }: Days): DayNumber {
  for (let next = number; ; next += step) {
    const day = step > 0 ? calendar.openFrom(next) : calendar.openBefore(next);
    if (freeStretches(day, suspended).length > 0) return day.number;
    next = day.number;
  }
}

function around(at: Instant, stretches: readonly Stretch[]): Stretch | undefined {
  return stretches.find(([from, to]) => from <= at && at < to);
}
