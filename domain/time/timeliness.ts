/** Where a duty stands against its due instant. Lateness is never a status and never stored; its SQL is database/lateness.ts. */
import type { Calendar } from './calendar';
import { dateOf, dateOfDay, dueDayOf } from './plain-date';
import type { Instant } from './types';

export type Timeliness = 'notDue' | 'dueSoon' | 'overdue' | 'doneOnTime' | 'doneLate' | 'noDeadline';

/** A duty is due soon when at most this many working days are left, the due day counted; unless other rules are published. */
export const DUE_SOON_DAYS = 2;

/** Past due means after the instant: what is done exactly at it was in time. Without a date nothing is past due. */
export const isPastDue = (dueAt: Instant | null | undefined, now: Instant): boolean =>
  dueAt !== undefined && dueAt !== null && now > dueAt;

/** What there is to know of a duty before anybody can say whether it is late. */
export interface LatenessFacts {
  /** Absent or null: nobody set a date. */
  dueAt?: Instant | null;
  /** When the measured duty was done, or ended otherwise; null while it goes on. */
  doneAt?: Instant | null;
  /** Since when the clock stands for a reason of its own (a question, a supplement); null while it runs. */
  stoppedAt?: Instant | null;
  /** Since when a mass suspension without an end holds it up, or will. */
  standsFrom?: Instant | null;
  /** The instant of the answer that waits to be confirmed: what the unit did is judged by it, not by the waiting. */
  answeredAt?: Instant | null;
}

/**
 * After which instant an open duty is late if nothing else happens; Infinity = never: it has no date, it stopped in
 * time, or it was answered in time. What stops or is answered later stays late.
 */
export function lateAfter({ dueAt, stoppedAt, standsFrom, answeredAt }: LatenessFacts): Instant {
  if (dueAt === undefined || dueAt === null) return Infinity;
  const halted = Math.min(stoppedAt ?? Infinity, standsFrom ?? Infinity, answeredAt ?? Infinity);
  return halted <= dueAt ? Infinity : dueAt;
}

/** Late at `now`, or done late. */
export const isLate = (facts: LatenessFacts, now: Instant): boolean =>
  facts.doneAt === undefined || facts.doneAt === null
    ? now > lateAfter(facts)
    : isPastDue(facts.dueAt, facts.doneAt);

export interface TimelinessQuestion extends LatenessFacts {
  now: Instant;
  calendar: Calendar;
  /** `dueSoon.workingDaysLeft` of the published rules. */
  dueSoonDays?: number;
}

/** `dueSoon`: due today or within the next open days, two by default; while an answer waits, as it was on the day of the answer. */
export function timelinessOf({
  now,
  calendar,
  dueSoonDays = DUE_SOON_DAYS,
  ...facts
}: TimelinessQuestion): Timeliness {
  const { dueAt, doneAt, answeredAt } = facts;
  if (dueAt === undefined || dueAt === null) return 'noDeadline';
  const late = isLate(facts, now);
  if (doneAt !== undefined && doneAt !== null) return late ? 'doneLate' : 'doneOnTime';
  if (late) return 'overdue';
  const soonUntil = calendar.addWorkingDays(dateOf(Math.min(answeredAt ?? now, now)), dueSoonDays);
  return dateOfDay(dueDayOf(dueAt)) <= soonUntil ? 'dueSoon' : 'notDue';
}
