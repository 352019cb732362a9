/**
 * The vocabulary of legal time. An instant is UTC milliseconds; a calendar date is `YYYY-MM-DD` in
 * Asia/Ho_Chi_Minh, which has had no clock change since 1975, so +07:00 is a fixed offset here.
 */

/** A calendar date `YYYY-MM-DD` in local time. */
export type PlainDate = string;
/** An instant in UTC milliseconds. */
export type Instant = number;
/** A local time of day `HH:MM`. */
export type ClockTime = string;
/** A half-open stretch of a day's working time, `[start, end)`; work done at the end minute is still in time. */
export type Interval = [start: ClockTime, end: ClockTime];

/** Units in which the law states a term. `HOUR` is a working hour. */
export type TermUnit = 'WORKING_DAY' | 'DAY' | 'HOUR' | 'MONTH' | 'SAME_DAY';

/** A term as the law or a rule states it; `amount` may be a fraction for WORKING_DAY and HOUR. */
export interface Term {
  unit: TermUnit;
  amount: number;
  /** SAME_DAY only: received up to and including this time counts as the same day. Default 15:00. */
  cutoff?: ClockTime;
}

/** One dated exception of a calendar layer. */
export interface CalendarDay {
  date: PlainDate;
  kind: 'closed' | 'open' | 'partial';
  name: string;
  /** Hours of a partial day; an open day without them has the hours of a Monday–Friday day in use. */
  intervals?: Interval[];
  /** Not yet officially announced: explanations that touch it say so. */
  provisional?: boolean;
  swappedWith?: PlainDate;
  basis?: string;
}

/** One published, immutable version of one layer (national → province → unit). A later layer overrides an earlier. */
export interface CalendarLayer {
  id: string;
  version: number;
  name: string;
  level: 'national' | 'province' | 'unit';
  /** Unit layers only. */
  unitId?: string;
  purpose: 'processing' | 'reception';
  publishedOn: PlainDate;
  /** The exact instant of publication; absent = 00:00 of `publishedOn`. */
  publishedAt?: Instant;
  /** First day it counts on; the days before keep the version before it. Absent: it counts for all days. */
  effectiveFrom?: PlainDate;
  /** The version that publishing this one took back: from then on it counts on no day. */
  takesBack?: number;
  /** ISO weekday 1–7 → intervals. Absent: the layer below decides. */
  weekly?: Record<string, Interval[]>;
  days: CalendarDay[];
  covers?: { from: PlainDate; to: PlainDate; provisionalTo?: PlainDate };
}

/** Whose clock it is decides the hour of the due day: an office's ends with the last interval, a citizen's or a ward's at 24:00. */
export type ClockOwner = 'office' | 'person';

/** A stretch in which the clock stands still, `[from, to)`; `to` null = still open. */
export interface Pause {
  from: Instant;
  to: Instant | null;
  reason: string;
  evidence?: string;
  openedBy?: string;
  closedBy?: string;
  /** Of a mass suspension: its version, e.g. `bao-so-13@2`. */
  version?: string;
}

/** More time granted: either an amount, or a new date, which holds unless the clock is due later without it. */
export interface Extension {
  term?: Term;
  dueOn?: PlainDate;
  dueAt?: Instant;
  reason: string;
  decidedAt?: Instant;
  by?: string;
}

/** Facts from which one due instant follows. Re-deriving it from the ledger gives the same instant. */
export interface Ledger {
  /** The instant the counting starts from. The day itself is not counted (Civil Code 2015, art. 147). */
  startAt: Instant;
  /** Why that instant, in words for people. */
  startReason: string;
  /** The term; absent when a person set the date. */
  term?: Term;
  /** A date a person set: end of work of that day (or 24:00 for a person's clock). */
  setDueOn?: PlainDate;
  /** An instant a person set. */
  setDueAt?: Instant;
  /** Who set the date (position id). */
  setBy?: string;
  /** When it was set. */
  setAt?: Instant;
  zoneExtension?: Term & { zone: string };
  extensions: Extension[];
  /** How many extensions the rules allow; told to people, not enforced here. */
  maxExtensions?: number;
  pauses: Pause[];
  /** Mass suspensions that touch the clock; same effect as pauses, other authorship. */
  suspensions: Pause[];
  /** Supplement rounds under policy RESTART: counting starts anew at `reacceptedAt`; while null the clock stands. */
  restarts: { requestedAt: Instant; reacceptedAt: Instant | null; reason?: string }[];
  owner: ClockOwner;
  /** The due instant may never lie after this one (a step's clock is capped by the dossier's). */
  cap?: Instant;
}

export type ExplanationKind = 'start' | 'skip' | 'partial' | 'pause' | 'extension' | 'roll' | 'result';

/** One line of the reasons of a date, for people (Vietnamese text). */
export interface ExplanationLine {
  kind: ExplanationKind;
  on?: PlainDate;
  from?: PlainDate;
  to?: PlainDate;
  name: string;
  text: string;
  /** True when the line rests on a day that is not yet officially announced. */
  provisional?: boolean;
}

/** What a ledger comes to under a calendar. */
export interface Due {
  dueOn: PlainDate;
  dueAt: Instant;
  /** Without extensions, and with RESTART before the supplement; stays on record. */
  originalDueOn: PlainDate;
  originalDueAt: Instant;
  /** DAY and MONTH: the date before rolling forward. */
  nominalDueOn?: PlainDate;
  /** True when the date rests on provisional days or lies outside the years a calendar version covers. */
  provisional: boolean;
}

/** One rung of a ladder (data). Either working days from the due day with an hour, or minutes from the due instant. */
export interface LadderStep {
  id: string;
  level: number;
  offsetWorkingDays?: number;
  atTime?: ClockTime;
  offsetMinutes?: number;
}
