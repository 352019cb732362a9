/** The two alarms that watch each other: a late case says so itself, and its office's agenda has told somebody. */
import type { Derived } from '../../../domain/case/derive';
import { at, type Name } from './fault';
import type { Whole } from './rows';

/** A case records its own lateness within the 10 minutes over which that is spread; 5 more, in ms, are patience. */
const RECORDED_WITHIN_MS = 15 * 60_000;

export function checkLateness(whole: Whole, derived: Derived, now: number, name: Name): void {
  if (whole.row.closed_at !== null) return;
  for (const clock of derived.clocks) {
    const dueAt = clock.due?.dueAt;
    if (clock.state !== 'running' || dueAt === undefined || dueAt + RECORDED_WITHIN_MS >= now) continue;
    // Stopped before it was due, until further notice.
    if (clock.standsFrom !== null) continue;
    if (clock.lateAt === null)
      name(
        'lateNotRecorded',
        `clock ${clock.id} was due ${at(dueAt)}; ${clock.onDue} is not among the events`,
      );
    const owed = derived.rungs.filter(
      (rung) => rung.clockId === clock.id && rung.state === 'armed' && rung.at + RECORDED_WITHIN_MS < now,
    );
    const hasFired = whole.rungs.some(
      (rung) => rung.clock_id === clock.id && rung.round === clock.round && rung.state === 'fired',
    );
    if (owed.length > 0 && !hasFired)
      name(
        'lateUnchased',
        `clock ${clock.id} was due ${at(dueAt)}, ${owed.length} rungs were due, none has fired`,
      );
  }
}
