/** Counting one term from one moment: the rules of each unit, and nothing else. */
import {
  DAY_MINUTES,
  MINUTE_MS,
  addMonths,
  dateOfDay,
  dayNumberOf,
  dueDayOf,
  dayStart,
  minutesOf,
  type DayNumber,
} from './plain-date';
import { TimeError } from './time-error';
import type { ClockOwner, Instant, Term } from './types';
import {
  advance,
  freeStretches,
  instantInto,
  mergePauses,
  runningMs,
  type DayView,
  type OpenDays,
  type Stretch,
} from './working-time';

/** Received up to and including this time counts as the same day. */
export const DEFAULT_CUTOFF = '15:00';
/** Largest amount of a term, in any unit: about forty years of working days. */
export const MAX_AMOUNT = 10_000;
/** Milliseconds of work; a remainder below half a millisecond of a working day is the noise of fractions. */
const NOISE = 1e-9;

/** Where counting starts or has arrived: `on` is the day it belongs to, which for 24:00 is the day that ends. */
export interface Moment {
  on: DayNumber;
  at: Instant;
}

/** What a term comes to. */
export interface Landing extends Moment {
  /** DAY and MONTH: the day before rolling forward. */
  nominalOn?: DayNumber;
}

/** What counting needs besides the term. `pauses` are merged. */
export interface Counting {
  days: OpenDays;
  pauses: readonly Stretch[];
  owner: ClockOwner;
}

/** @throws TimeError BAD_TERM: 0 only for SAME_DAY, at most 10,000, fractions only for WORKING_DAY and HOUR */
export function checkTerm({ unit, amount, cutoff }: Term): void {
  const bad = (what: string) => new TimeError('BAD_TERM', `Thời hạn không hợp lệ: ${what}.`);
  if (!['WORKING_DAY', 'DAY', 'HOUR', 'MONTH', 'SAME_DAY'].includes(unit))
    throw bad(`đơn vị "${String(unit)}"`);
  if (!Number.isFinite(amount)) throw bad('số lượng không phải là số');
  if (unit === 'SAME_DAY') {
    if (amount !== 0) throw bad('trả trong ngày thì số lượng là 0');
    if (minutesOf(cutoff ?? DEFAULT_CUTOFF) >= DAY_MINUTES) throw bad('giờ chốt phải trước 24:00');
    return;
  }
  if (amount <= 0) throw bad('số lượng phải lớn hơn 0');
  if (amount > MAX_AMOUNT) throw bad('số lượng lớn hơn 10.000');
  if ((unit === 'DAY' || unit === 'MONTH') && !Number.isInteger(amount))
    throw bad('ngày lịch và tháng phải là số nguyên');
}

/** When a duty due on this day ends: an office's with its last interval, a person's at 24:00, as on a closed day. */
export function closingOf(day: DayView, owner: ClockOwner): Instant {
  const end =
    owner === 'office' ? (day.intervals[day.intervals.length - 1]?.[1] ?? DAY_MINUTES) : DAY_MINUTES;
  return dayStart(day.number) + end * MINUTE_MS;
}

/** Counts a term (already checked) from a moment. */
export function countTerm(term: Term, start: Moment, counting: Counting): Landing {
  switch (term.unit) {
    case 'WORKING_DAY':
      return countWorkingDays(term.amount, start, counting);
    case 'HOUR':
      return countHours(term.amount, start, counting);
    case 'DAY':
      return countDays(start, start.on + term.amount, counting);
    case 'MONTH':
      return countDays(start, dayNumberOf(addMonths(dateOfDay(start.on), term.amount)), counting);
    case 'SAME_DAY':
      return countSameDay(term, start, counting);
  }
}

/**
 * The day of receipt is not counted (Civil Code 2015, art. 147.2). Each working day after it contributes its unpaused
 * minutes divided by its minutes; the term is over when the contributions add up to it. An office's ends at that
 * minute, which without fractions and pauses is the end of the last interval; a person's at 24:00 of that day.
 */
function countWorkingDays(amount: number, start: Moment, { days, pauses, owner }: Counting): Landing {
  let left = amount;
  for (let day = days.openFrom(start.on + 1); ; day = days.openFrom(day.number + 1)) {
    const whole = day.minutes * MINUTE_MS;
    const running = runningMs(day, pauses);
    const share = running / whole;
    if (running > 0 && left <= share + NOISE) {
      if (owner === 'person') return { on: day.number, at: closingOf(day, owner) };
      const worked = Math.min(running, Math.round(left * whole));
      return { on: day.number, at: instantInto(freeStretches(day, pauses), worked) };
    }
    left -= share;
  }
}

/** Working time from the moment of receipt; the end of an interval is a result and is not moved on. Same for every owner. */
function countHours(amount: number, start: Moment, { days, pauses }: Counting): Landing {
  const at = advance(days, start.at, Math.max(1, Math.round(amount * 60 * MINUTE_MS)), pauses);
  return { on: dueDayOf(at), at };
}

/**
 * Calendar days and months: one more day for each calendar day wholly inside the pauses (a day the clock ran for in
 * part counts in full, so the applicant never loses by a short stop), then forward to the next day that can end it
 * (Civil Code 2015, art. 148.5).
 */
function countDays(start: Moment, target: DayNumber, counting: Counting): Landing {
  const { pauses } = counting;
  let nominalOn = target;
  let missing = 0;
  if (pauses.length > 0) {
    for (let day = start.on + 1; day <= target; day += 1) if (wholly(day, pauses)) missing += 1;
    while (missing > 0) {
      nominalOn += 1;
      if (!wholly(nominalOn, pauses)) missing -= 1;
    }
  }
  return { ...landOn(nominalOn, counting), nominalOn };
}

function wholly(day: DayNumber, pauses: readonly Stretch[]): boolean {
  return pauses.some(([from, to]) => from <= dayStart(day) && dayStart(day + 1) <= to);
}

/** Received by the cutoff (inclusive) of a working day, and before its close: that day; otherwise the next working day. */
function countSameDay(term: Term, start: Moment, counting: Counting): Landing {
  const day = counting.days.at(start.on);
  const cutoff = dayStart(start.on) + minutesOf(term.cutoff ?? DEFAULT_CUTOFF) * MINUTE_MS;
  const inTime = day.open && start.at <= Math.min(cutoff, closingOf(day, 'office'));
  return landOn(inTime ? start.on : start.on + 1, counting);
}

/**
 * The first open day on or after `day` whose closing moment is not inside a pause: a term cannot run out while its
 * clock stands, not even at the very moment the clock resumes.
 */
export function landOn(day: DayNumber, { days, pauses, owner }: Counting): Landing {
  for (let view = days.openFrom(day); ; view = days.openFrom(view.number + 1)) {
    const at = closingOf(view, owner);
    if (!pauses.some(([from, to]) => from < at && at <= to)) return { on: view.number, at };
  }
}

/** Terms added up by unit, in the order in which the units first appear; each group is counted from the one before. */
export function sumByUnit(terms: readonly Term[]): Term[] {
  const sums = new Map<Term['unit'], Term>();
  for (const term of terms) {
    const known = sums.get(term.unit);
    sums.set(term.unit, known ? { ...known, amount: known.amount + term.amount } : { ...term });
  }
  return [...sums.values()];
}

/** Merged pauses with everything from `limit` on left out. */
export function pausesBefore(limit: Instant, pauses: readonly Stretch[]): Stretch[] {
  return mergePauses(pauses.map(([from, to]) => ({ from, to: Math.max(from, Math.min(to, limit)) })));
}
