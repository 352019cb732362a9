/**
 * Lateness in SQL, for lists and boards over many cases: the same rules as `domain/time/timeliness.ts`, compared with
 * them over random cases by test/database/lateness.test.ts. `s` is the alias of a row of `cases` or of `figure`.
 */
import type { Calendar } from '../domain/time/calendar';
import { addDays, dateOf } from '../domain/time/plain-date';
import { DUE_SOON_DAYS } from '../domain/time/timeliness';
import type { Instant, PlainDate } from '../domain/time/types';

/** Local date of an instant column. */
export const localDate = (column: string): string => `(${column} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`;

/** When the measured duty ended; one that ended otherwise than done is measured at its end. */
export const doneSql = (s: string): string => `coalesce(${s}.done_at, ${s}.closed_at)`;

/** Done on a day before the due one. */
export const isEarlySql = (s: string): string => `coalesce(${localDate(doneSql(s))} < ${s}.due_on, false)`;

/** The parameters by which rows are judged: the instant, and what was near on the days before it. */
export interface Judged {
  now: string;
  soonUntil: string;
}

/** How many days back an answer may lie that waits to be confirmed; of an older one nobody says that it was near. */
const ANSWERS_LOOKED_BACK = 400;

/** Up to which date a duty was due soon: on the day of the instant, the day before, and so on back. */
export function soonUntilDays(calendar: Calendar, now: Instant, dueSoonDays = DUE_SOON_DAYS): PlainDate[] {
  const today = dateOf(now);
  const known = counted.get(calendar) ?? new Map<string, PlainDate[]>();
  counted.set(calendar, known);
  const key = `${today}|${dueSoonDays}`;
  const days = known.get(key) ?? countBack(calendar, today, dueSoonDays);
  if (known.size > 50) known.clear();
  known.set(key, days);
  return days;
}

/** Counted once a day and calendar: four hundred days take some ms, and every list asks. */
const counted = new WeakMap<Calendar, Map<string, PlainDate[]>>();

function countBack(calendar: Calendar, today: PlainDate, dueSoonDays: number): PlainDate[] {
  let day = today;
  const ahead = Array.from({ length: dueSoonDays }, (_, index) => calendar.addWorkingDays(day, index + 1));
  const found: PlainDate[] = [];
  while (found.length < ANSWERS_LOOKED_BACK) {
    found.push(ahead[dueSoonDays - 1] as PlainDate);
    if (calendar.isOpen(day)) {
      ahead.unshift(day);
      ahead.pop();
    }
    day = addDays(day, -1);
  }
  return found;
}

/** `lateAfter` < now: halted or answered in time it does not become late. */
const overdueSql = (s: string, now: string): string =>
  `${s}.due_at < ${now} AND coalesce(least(${s}.stopped_at, ${s}.stands_from, ${s}.answered_at) > ${s}.due_at, true)`;

/** The day by which an open duty is judged: today, or that of the answer that waits. */
export const judgedOn = (s: string, now: string): string => localDate(`least(${now}, ${s}.answered_at)`);

export const timelinessSql = (s: string, { now, soonUntil }: Judged): string =>
  `CASE WHEN ${s}.due_at IS NULL THEN 'noDeadline'
        WHEN ${doneSql(s)} IS NOT NULL THEN CASE WHEN ${doneSql(s)} <= ${s}.due_at THEN 'doneOnTime' ELSE 'doneLate' END
        WHEN ${overdueSql(s, now)} THEN 'overdue'
        WHEN ${s}.due_on <= (${soonUntil}::date[])[1 + ${localDate(now)} - ${judgedOn(s, now)}] THEN 'dueSoon'
        ELSE 'notDue' END`;
