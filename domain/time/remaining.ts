/** How much of a clock has been used and how much is left, in working minutes. */
import type { Calendar } from './calendar';
import { wayToDue } from './due';
import { MINUTE_MS } from './plain-date';
import type { Instant, Ledger } from './types';
import { mergePauses, workedMs, type Stretch } from './working-time';

/** An amount of working time; minutes may be a fraction where instants have seconds. */
export interface WorkingTime {
  workingMinutes: number;
}

/**
 * Working time the clock has run until `now`: from its start without the union of pauses and suspensions. After a
 * RESTART it runs from the last re-acceptance; while a supplement is awaited it stands at what had been used.
 */
export function elapsed(ledger: Ledger, calendar: Calendar, now: Instant): WorkingTime {
  const reaccepted = ledger.restarts.map(({ reacceptedAt }) => reacceptedAt ?? ledger.startAt);
  const from = ledger.term
    ? Math.max(ledger.startAt, ...reaccepted.filter((at) => at <= now))
    : ledger.startAt;
  return { workingMinutes: workedMs(calendar, from, now, standstills(ledger, now)) / MINUTE_MS };
}

/**
 * Working time from `now` to the due instant, without pauses already known to lie ahead; negative = late, by the
 * working time since the due instant. While the clock stands it does not shrink: the due date moves with `now`.
 */
export function remaining(ledger: Ledger, calendar: Calendar, now: Instant): WorkingTime {
  const { dueAt } = wayToDue(ledger, calendar, now).due;
  if (dueAt < now) return { workingMinutes: calendar.workingMinutesBetween(now, dueAt) };
  return { workingMinutes: workedMs(calendar, now, dueAt, standstills(ledger, now)) / MINUTE_MS };
}

/** Since when the clock stands: the earliest stop that is still open; null while it runs. */
export function standsSince({ pauses, suspensions, restarts }: Ledger): Instant | null {
  const open = [
    ...[...pauses, ...suspensions].flatMap(({ from, to }) => (to === null ? [from] : [])),
    ...restarts.flatMap(({ requestedAt, reacceptedAt }) => (reacceptedAt === null ? [requestedAt] : [])),
  ];
  return open.length > 0 ? Math.min(...open) : null;
}

function standstills({ pauses, suspensions, restarts }: Ledger, now: Instant): Stretch[] {
  const rounds = restarts.map(({ requestedAt, reacceptedAt }) => ({ from: requestedAt, to: reacceptedAt }));
  return mergePauses([...pauses, ...suspensions, ...rounds], now);
}
