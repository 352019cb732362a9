/** Where a duty stands against its due instant. Lateness is never a status and never stored. */
import type { Calendar } from './calendar';
import { dateOf, dateOfDay, dueDayOf } from './plain-date';
import type { Instant } from './types';

export type Timeliness = 'notDue' | 'dueSoon' | 'overdue' | 'doneOnTime' | 'doneLate' | 'noDeadline';

/** A duty is due soon when at most this many working days are left, the due day counted. */
export const DUE_SOON_DAYS = 2;

export interface TimelinessQuestion {
  /** Absent or null: nobody set a date. */
  dueAt?: Instant | null;
  doneAt?: Instant | null;
  now: Instant;
  calendar: Calendar;
  /** The clock stopped before its due instant and stands: it cannot become late meanwhile. */
  paused?: boolean;
}

/** Work done exactly at the due instant is on time. `dueSoon`: due today or within the next two open days. */
export function timelinessOf({
  dueAt,
  doneAt,
  now,
  calendar,
  paused = false,
}: TimelinessQuestion): Timeliness {
  if (dueAt === undefined || dueAt === null) return 'noDeadline';
  if (doneAt !== undefined && doneAt !== null) return doneAt <= dueAt ? 'doneOnTime' : 'doneLate';
  if (now > dueAt) return paused ? 'dueSoon' : 'overdue';
  const soonUntil = calendar.addWorkingDays(dateOf(now), DUE_SOON_DAYS);
  return dateOfDay(dueDayOf(dueAt)) <= soonUntil ? 'dueSoon' : 'notDue';
}
