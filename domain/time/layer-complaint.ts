/** The complaints about a calendar layer, and what every check of one needs. */
import { isDate, minutesOf } from './plain-date';
import type { CalendarLayer, ClockTime, Interval, PlainDate } from './types';

export type LayerComplaintCode =
  | 'EMPTY_WEEK'
  | 'OVERLAPPING_INTERVALS'
  | 'EMPTY_INTERVAL'
  | 'OPEN_AND_CLOSED'
  | 'PARTIAL_WITHOUT_HOURS'
  | 'CLOSED_WITH_HOURS'
  | 'BAD_DATE'
  | 'SWAP_NOT_OPEN'
  | 'GAP_IN_YEARS'
  | 'UNIT_MISSING'
  | 'NO_NAME'
  | 'UNCOVERED_DAY'
  | 'FULL_YEAR_CLOSED'
  | 'BAD_WEEKDAY'
  | 'BAD_KIND'
  | 'OTHER_LAYER'
  | 'OTHER_PURPOSE'
  | 'UNKNOWN_UNIT'
  | 'BEFORE_EFFECTIVE'
  | 'SECOND_LAYER';

export interface LayerComplaint {
  code: LayerComplaintCode;
  /** Where in the draft, e.g. `days[3].intervals[0]`. */
  path: string;
  /** For people, in Vietnamese. */
  detail: string;
}

export interface LayerCheck {
  /** Days that open cases count over: the draft must be able to say something about every year of them. */
  needs?: { from: PlainDate; to: PlainDate };
  /** The version in use, which keeps the days before the draft's `effectiveFrom`. */
  previous?: CalendarLayer;
}

const EARLIEST = '2000-01-01';
const LATEST = '2100-12-31';

export function complaint(code: LayerComplaintCode, path: string, detail: string): LayerComplaint {
  return { code, path, detail };
}

/** A real date of the years 2000–2100, in which instants are counted. */
export function isUsable(date: PlainDate): boolean {
  return isDate(date) && EARLIEST <= date && date <= LATEST;
}

/** Minutes of a clock time, NaN when it is none. */
export function clock(time: ClockTime): number {
  try {
    return minutesOf(time);
  } catch {
    return NaN;
  }
}

/** Whether hours hold at least one working minute. */
export function hasWork(hours: readonly Interval[] | undefined): boolean {
  return (hours ?? []).some(([start, end]) => clock(end) > clock(start));
}
