/** When a rung of a ladder is reached. */
import type { Calendar } from './calendar';
import { MINUTE_MS, instantOf } from './plain-date';
import type { Instant, LadderStep, PlainDate } from './types';

/** Hour of a rung that names none. */
const DEFAULT_HOUR = '08:00';

/**
 * The instant of a rung: `offsetMinutes` from the due instant (clock minutes), or `offsetWorkingDays` open days of the
 * calendar from the due day at `atTime`. 0 is the due day itself; when that day is closed (a set date) it is the next
 * open day, and the other rungs count from there.
 */
export function rungAt(step: LadderStep, dueAt: Instant, dueOn: PlainDate, calendar: Calendar): Instant {
  if (step.offsetMinutes !== undefined) return dueAt + step.offsetMinutes * MINUTE_MS;
  const dueDay = calendar.nextOpen(dueOn);
  const day = calendar.addWorkingDays(dueDay, step.offsetWorkingDays ?? 0);
  return instantOf(day, step.atTime ?? DEFAULT_HOUR);
}
