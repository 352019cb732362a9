/** When a notice may leave. */
import type { EscalationRules, Ladder } from './rules';
import { addDays, dateOf, instantOf } from '../time/plain-date';
import type { Calendar } from '../time/calendar';
import type { ClockTime, Instant } from '../time/types';

/**
 * With the next digest of an open day, after a grace in which it may still be withdrawn. Of the actions named in
 * `digest.immediately` each leaves by itself: by a ladder of any hour at once, by others in the hours of the day.
 */
export function leavesAt(
  firedAt: Instant,
  ladder: Pick<Ladder, 'anyHour' | 'noticeGraceSeconds'>,
  action: string,
  rules: Pick<EscalationRules, 'noticeGraceSeconds' | 'digest' | 'quietHours'>,
  calendar: Calendar,
): Instant {
  const ready = firedAt + (ladder.noticeGraceSeconds ?? rules.noticeGraceSeconds) * 1000;
  if (!rules.digest.immediately.includes(action)) return nextDigest(ready, rules, calendar);
  return ladder.anyHour ? ready : nextWaking(ready, rules.quietHours, calendar);
}

/** The first digest hour of an open day at or after an instant. */
export const nextDigest = (
  after: Instant,
  { digest }: Pick<EscalationRules, 'digest'>,
  calendar: Calendar,
): Instant => nextHour(after, digest.at, calendar);

/** The instant itself within the hours of an open day, else when the next ones begin. */
function nextWaking(at: Instant, { from, to }: EscalationRules['quietHours'], calendar: Calendar): Instant {
  const date = dateOf(at);
  const isAwake = calendar.isOpen(date) && instantOf(date, from) <= at && at <= instantOf(date, to);
  return isAwake ? at : nextHour(at, [from], calendar);
}

function nextHour(after: Instant, hours: readonly ClockTime[], calendar: Calendar): Instant {
  let date = dateOf(after);
  for (;;) {
    if (calendar.isOpen(date)) {
      const hour = hours.map((time) => instantOf(date, time)).find((at) => at >= after);
      if (hour !== undefined) return hour;
    }
    date = calendar.nextOpen(addDays(date, 1));
  }
}
