/**
 * What would be late under another term or another calendar: the same ledgers, counted once more. Pauses, extensions
 * and the ends of the work stay as they were; nobody is assumed to have worked faster or slower.
 */
import type { CaseKind, Clock } from '../case/case';
import { dueOf } from '../time/due';
import { standsSince } from '../time/remaining';
import { isLate } from '../time/timeliness';
import { TimeError } from '../time/time-error';
import type { Calendar } from '../time/calendar';
import type { Instant, Ledger, PlainDate, Term } from '../time/types';

/** A clock as it is stored. */
export interface StoredClock {
  id: string;
  unitId: string;
  /** Unit whose calendar counts. */
  calendarUnitId: string;
  state: Clock['state'];
  /** When the measured duty ended, done or not; null while it goes on. */
  endedAt: Instant | null;
  /** The instant of an answer that waits to be confirmed. */
  answeredAt?: Instant | null;
  dueOn: PlainDate | null;
  dueAt: Instant | null;
  calendarVersions: readonly string[];
  ledger: Ledger | null;
}

/** A case with the clocks that may be measured. */
export interface StoredCase {
  id: string;
  kind: CaseKind;
  /** The unit it is counted under: the lead's, or the receiving commune. */
  unitId: string | null;
  procedure: string | null;
  category: string | null;
  /** The clock that gives the case its date. */
  main: StoredClock | null;
  /** The clock of the step that the change names. */
  step: StoredClock | null;
}

/** What is supposed; at least one of them. */
export interface Change {
  /** Term of the main clock. */
  term?: Term;
  /** Term of the step's clock. */
  stepTerm?: Term;
  /** The calendar by which a clock would count. Absent: the one it counts by. */
  calendarFor?: (clock: StoredClock) => Calendar;
}

export interface Standing {
  dueOn: PlainDate;
  dueAt: Instant;
  isLate: boolean;
}

/** A clock that could be measured both ways. */
export interface Measured {
  which: 'main' | 'step';
  clock: StoredClock;
  now: Standing;
  whatIf: Standing;
  /** What the supposed date was counted from. */
  ledger: Ledger;
  calendar: Calendar;
  /** Why a changed term does not move it: a date a person set, or an extension to a date. */
  kept: 'set' | 'extended' | null;
}

export type Comparison = Measured | 'withoutDate' | 'notCountable';

/** Measures what the change touches: the main clock for a term or a calendar, the step's for a step. */
export function outcomesOf(
  one: StoredCase,
  change: Change,
  published: (versions: readonly string[]) => Calendar,
  now: Instant,
): Comparison[] {
  const touchesMain = change.term !== undefined || change.calendarFor !== undefined;
  const main = one.main && measure('main', one.main, change, published, now);
  if (!one.step || !change.stepTerm) return touchesMain && main ? [main] : [];
  const step = capped(measure('step', one.step, change, published, now), one.main, main, now);
  return touchesMain && main ? [main, step] : [step];
}

function measure(
  which: 'main' | 'step',
  clock: StoredClock,
  { term: mainTerm, stepTerm, calendarFor }: Change,
  published: (versions: readonly string[]) => Calendar,
  now: Instant,
): Comparison {
  const { dueOn, dueAt, ledger: stored } = clock;
  if (!stored || dueOn === null || dueAt === null) return 'withoutDate';
  const term = which === 'main' ? mainTerm : stepTerm;
  const isSet = stored.setDueOn !== undefined || stored.setDueAt !== undefined;
  const replaced = term && stored.term && !isSet ? { ...stored, term } : stored;
  // A step is capped by the main clock's supposed date, not by the one it had.
  const ledger = replaced.cap === undefined ? replaced : { ...replaced, cap: undefined };
  try {
    const calendar = calendarFor ? calendarFor(clock) : published(clock.calendarVersions);
    const due = ledger === stored && !calendarFor ? { dueOn, dueAt } : dueOf(ledger, calendar);
    const isDated = stored.extensions.some((one) => one.dueOn !== undefined || one.dueAt !== undefined);
    const isUnmoved = due.dueAt === dueAt;
    return {
      which,
      clock,
      now: { dueOn, dueAt, isLate: isLateWith(dueAt, clock, now) },
      whatIf: { dueOn: due.dueOn, dueAt: due.dueAt, isLate: isLateWith(due.dueAt, clock, now) },
      ledger,
      calendar,
      kept: term === undefined ? null : isSet ? 'set' : isDated && isUnmoved ? 'extended' : null,
    };
  } catch (error) {
    if (error instanceof TimeError) return 'notCountable';
    throw error;
  }
}

/**
 * A step may not outlive its dossier: the main clock's supposed date limits it, or, where that has none now, the limit
 * of then. While the dossier stands until further notice nothing limits it.
 */
function capped(
  step: Comparison,
  main: StoredClock | null,
  limit: Comparison | null,
  now: Instant,
): Comparison {
  if (typeof step === 'string') return step;
  const isMeasured = limit !== null && typeof limit !== 'string';
  const cap = isMeasured ? limit.whatIf.dueAt : step.clock.ledger?.cap;
  if (cap === undefined || step.whatIf.dueAt <= cap) return step;
  if (main && openSuspension(main) !== null) return step;
  const ledger = { ...step.ledger, cap };
  const { dueOn, dueAt } = dueOf(ledger, step.calendar);
  return { ...step, ledger, whatIf: { dueOn, dueAt, isLate: isLateWith(dueAt, step.clock, now) } };
}

/** As lists and boards see it, were this the date. */
const isLateWith = (dueAt: Instant, clock: StoredClock, now: Instant): boolean =>
  isLate(
    {
      dueAt,
      doneAt: clock.endedAt,
      stoppedAt: clock.state === 'paused' && clock.ledger ? standsSince(clock.ledger) : null,
      standsFrom: openSuspension(clock),
      answeredAt: clock.state === 'held' ? clock.answeredAt : null,
    },
    now,
  );

/** Since when a mass suspension without an end holds the clock up, or will. */
function openSuspension({ ledger }: StoredClock): Instant | null {
  const open = (ledger?.suspensions ?? []).filter(({ to }) => to === null);
  return open.length > 0 ? Math.min(...open.map(({ from }) => from)) : null;
}
