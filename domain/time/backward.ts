/** Counting backward: when must something start at the latest to be due by a given instant. */
import type { Calendar } from './calendar';
import {
  MINUTE_MS,
  addMonths,
  dateOfDay,
  dayNumberOf,
  dayStart,
  dueDayOf,
  minutesOf,
  type DayNumber,
} from './plain-date';
import { DEFAULT_CUTOFF, checkTerm, closingOf, countTerm } from './terms';
import type { ClockOwner, Instant, Term } from './types';

/**
 * The last working moment at which a clock with this term (no pauses) may start so that it is due at or before
 * `dueAt`. Counting forward from it gives `dueAt` again whenever `dueAt` can be reached by the term at all. For terms
 * that do not count the day of receipt it is the close of that day.
 * @throws TimeError BAD_TERM, NO_OPEN_DAY
 */
export function latestStart(
  dueAt: Instant,
  term: Term,
  calendar: Calendar,
  owner: ClockOwner = 'office',
): Instant {
  checkTerm(term);
  if (term.unit === 'HOUR') return calendar.addWorkingMinutes(dueAt, -term.amount * 60);

  const lastMoment = (day: DayNumber): Instant => {
    const close = closingOf(calendar.at(day), 'office');
    if (term.unit !== 'SAME_DAY') return close;
    return Math.min(close, dayStart(day) + minutesOf(term.cutoff ?? DEFAULT_CUTOFF) * MINUTE_MS);
  };
  const inTime = (day: DayNumber): boolean => {
    const counting = { days: calendar, pauses: [], owner };
    return countTerm(term, { on: day, at: lastMoment(day) }, counting).at <= dueAt;
  };

  let day = calendar.openBefore(guess(dueDayOf(dueAt), term)).number;
  while (!inTime(day)) day = calendar.openBefore(day - 1).number;
  for (let next = calendar.openFrom(day + 1).number; inTime(next); next = calendar.openFrom(next + 1).number)
    day = next;
  return lastMoment(day);
}

/** A day near the answer; from there the search walks open day by open day. */
function guess(due: DayNumber, { unit, amount }: Term): DayNumber {
  if (unit === 'MONTH') return dayNumberOf(addMonths(dateOfDay(due), -amount));
  return due - Math.ceil(unit === 'WORKING_DAY' ? (amount * 7) / 5 : amount);
}
