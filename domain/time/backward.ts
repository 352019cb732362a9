/** Counting backward: when must something start at the latest to be due by a given instant. */
import type { Calendar } from './calendar';
import {
  DAY_MS,
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
import type { ClockOwner, Instant, Pause, Term } from './types';
import { mergePauses, retreat } from './working-time';

/** How often the first guess is put right by how far it misses; each time leaves only the holidays in between. */
const CORRECTIONS = 4;
/**
 * A later start is never due earlier but in one case: the last days of a long month may end on the same day of a
 * short one, and a stop over one of them lengthens only the others. So in months the search looks three days further.
 */
const MONTH_END = 3;

/**
 * The last working moment at which a clock with this term may start so that it is due at or before `dueAt`. Counting
 * forward from it gives `dueAt` again whenever `dueAt` can be reached by the term at all. For terms that do not count
 * the day of receipt it is the close of that day. `pauses`: stops known ahead, such as a mass suspension; one without
 * an end has no length.
 * @throws TimeError BAD_TERM, NO_OPEN_DAY
 */
export function latestStart(
  dueAt: Instant,
  term: Term,
  calendar: Calendar,
  owner: ClockOwner = 'office',
  pauses: readonly Pick<Pause, 'from' | 'to'>[] = [],
): Instant {
  checkTerm(term);
  const counting = { days: calendar, pauses: mergePauses(pauses), owner };
  if (term.unit === 'HOUR')
    return retreat(calendar, dueAt, Math.max(1, Math.round(term.amount * 60 * MINUTE_MS)), counting.pauses);

  const lastMoment = (day: DayNumber): Instant => {
    // Work may go on until 24:00, but what is received then is received on the next day.
    const close = Math.min(closingOf(calendar.at(day), 'office'), dayStart(day + 1) - 1);
    if (term.unit !== 'SAME_DAY') return close;
    return Math.min(close, dayStart(day) + minutesOf(term.cutoff ?? DEFAULT_CUTOFF) * MINUTE_MS);
  };
  const dueFrom = (day: DayNumber): Instant => countTerm(term, { on: day, at: lastMoment(day) }, counting).at;

  let day = calendar.openBefore(guess(dueDayOf(dueAt), term)).number;
  for (let left = CORRECTIONS; left > 0; left -= 1) {
    const missed = Math.trunc((dueAt - dueFrom(day)) / DAY_MS);
    if (missed === 0) break;
    day = calendar.openBefore(day + missed).number;
  }
  while (dueFrom(day) > dueAt) day = calendar.openBefore(day - 1).number;
  let next = calendar.openFrom(day + 1).number;
  for (let giveUp = Infinity; next <= giveUp; next = calendar.openFrom(next + 1).number) {
    if (dueFrom(next) <= dueAt) day = next;
    else if (giveUp === Infinity) giveUp = next + (term.unit === 'MONTH' ? MONTH_END : 0);
  }
  return lastMoment(day);
}

/** A day near the answer; from there the search walks open day by open day. */
function guess(due: DayNumber, { unit, amount }: Term): DayNumber {
  if (unit === 'MONTH') return dayNumberOf(addMonths(dateOfDay(due), -amount));
  return due - Math.ceil(unit === 'WORKING_DAY' ? (amount * 7) / 5 : amount);
}
