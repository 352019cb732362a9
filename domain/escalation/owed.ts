/**
 * Which rungs of its ladder a duty owes, and when: none for the time before the duty began (`rules.notBeforeDuty`,
 * states.md R6).
 */
import type { Clock } from '../case/case';
import { DAY_MINUTES, MINUTE_MS, dateOf } from '../time/plain-date';
import type { Calendar } from '../time/calendar';
import type { Due, Instant, Pause } from '../time/types';
import type { Ladder, LadderRung } from './rules';
import { rungAt } from './rungs';

export interface OwedRung {
  /** The ladder the rung stands in. */
  ladder: string;
  step: LadderRung;
  at: Instant;
  /** It falls into a mass suspension without an end: `at` is where it would be without. */
  waits: boolean;
}

/** What a ladder counts from. */
export interface Counted {
  due: Pick<Due, 'dueAt' | 'dueOn'>;
  /** When the duty began, see `dutyBegan`. */
  began: Instant;
  calendar: Calendar;
  suspensions: readonly Pick<Pause, 'from' | 'to'>[];
}

/** An urgent duty due later than this after it began, in ms, keeps the reminders of its ordinary ladder. */
const MORE_THAN_A_DAY_MS = DAY_MINUTES * MINUTE_MS;

/**
 * When the present round of a duty began: when the unit was given it, and in a later round the decision that began the
 * round (extension granted, leader's new date, RESTART). A day of meeting or receipt in the past begins nothing: nobody
 * had the duty then.
 */
export function dutyBegan({ ledger, dutySince, round }: Clock): Instant {
  if (!ledger) return 0;
  const decisions = [
    ...ledger.extensions.map(({ decidedAt }) => decidedAt ?? 0),
    ...ledger.restarts.map(({ reacceptedAt }) => reacceptedAt ?? 0),
    // A date said when the case was entered is as old as the duty.
    round > 1 ? (ledger.setAt ?? 0) : 0,
  ];
  return Math.max(dutySince ?? ledger.startAt, ...decisions);
}

/**
 * The rungs since the duty began. One that began after its due instant starts with the first call, at once; the later
 * rungs keep their distance from that call.
 */
export function rungsOwed(ladder: Ladder, counted: Counted): OwedRung[] {
  const { due, began } = counted;
  if (began > due.dueAt) return rungsFromFirstCall(ladder, counted);
  return ladder.steps.map((step) => owed(ladder, step, counted)).filter(({ at }) => at >= began);
}

/** `rules.urgentReminders`: what the ordinary ladder says before the due day is kept where there is more than a day. */
export function remindersOwed(ordinary: Ladder, counted: Counted): OwedRung[] {
  if (counted.due.dueAt - counted.began <= MORE_THAN_A_DAY_MS) return [];
  const steps = ordinary.steps.filter((step) => offsetOf(step) < 0);
  return rungsOwed({ ...ordinary, steps }, counted).filter(({ at }) => at < counted.due.dueAt);
}

function rungsFromFirstCall(ladder: Ladder, counted: Counted): OwedRung[] {
  const { began } = counted;
  const fromCall: Counted = { ...counted, due: { dueAt: began, dueOn: dateOf(began) } };
  return ladder.steps
    .filter((step) => offsetOf(step) >= 0)
    .map((step) =>
      offsetOf(step) === 0
        ? { ...owed(ladder, { ...step, ...AT_ONCE }, fromCall), step }
        : owed(ladder, step, fromCall),
    );
}

const AT_ONCE = { offsetMinutes: 0, offsetWorkingDays: undefined, atTime: undefined };

const offsetOf = ({ offsetMinutes, offsetWorkingDays }: LadderRung): number =>
  offsetMinutes ?? offsetWorkingDays ?? 0;

function owed(ladder: Ladder, step: LadderRung, { due, calendar, suspensions }: Counted): OwedRung {
  const at = rungAt(step, due.dueAt, due.dueOn, calendar, suspensions);
  return {
    ladder: ladder.id,
    step,
    at: at ?? (rungAt(step, due.dueAt, due.dueOn, calendar) as Instant),
    waits: at === null,
  };
}
