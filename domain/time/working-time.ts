/** Stretches of working time in milliseconds: the only place where minutes of a day meet pauses. */
import { DAY_MS, MINUTE_MS, dayOf, dayStart, type DayNumber } from './plain-date';
import { TimeError } from './time-error';
import type { CalendarDay, Instant, Pause, PlainDate } from './types';

/** Minutes after midnight, half-open `[start, end)`. */
export type MinuteInterval = readonly [start: number, end: number];
/** Half-open `[from, to)` in UTC milliseconds. */
export type Stretch = readonly [from: Instant, to: Instant];

/** What a calendar says about one day. */
export interface DayView {
  date: PlainDate;
  number: DayNumber;
  intervals: readonly MinuteInterval[];
  /** Working minutes of the day. */
  minutes: number;
  /** True when the day has at least one working minute. */
  open: boolean;
  kind: CalendarDay['kind'];
  /** Name of the dated exception, or of the weekday when the weekly pattern closes it. */
  name?: string;
  /** The day is not officially announced, or lies outside the years its calendar version covers. */
  provisional: boolean;
  /** The dated exception that decided, when one did. */
  exception?: CalendarDay;
}

/** The part of a calendar that counting needs. */
export interface OpenDays {
  at(number: DayNumber): DayView;
  /** First open day on or after. @throws TimeError NO_OPEN_DAY after ten years without one */
  openFrom(number: DayNumber): DayView;
  /** Last open day on or before. @throws TimeError NO_OPEN_DAY after ten years without one */
  openBefore(number: DayNumber): DayView;
}

/**
 * Pauses as sorted, disjoint stretches: overlapping or touching ones are merged first, so a day that two pauses
 * share is left out once. A pause still open ends at `asOf`; without `asOf` it has no length.
 */
export function mergePauses(pauses: readonly Pick<Pause, 'from' | 'to'>[], asOf?: Instant): Stretch[] {
  const sorted = pauses
    .map(({ from, to }): Stretch => [from, to ?? Math.max(from, asOf ?? from)])
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0]);
  const merged: Stretch[] = [];
  for (const [from, to] of sorted) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

/** What is left of a stretch without the (merged) pauses. */
export function subtract(stretch: Stretch, pauses: readonly Stretch[]): Stretch[] {
  const left: Stretch[] = [];
  let [from] = stretch;
  const [, end] = stretch;
  for (const [pauseFrom, pauseTo] of pauses) {
    if (pauseTo <= from) continue;
    if (pauseFrom >= end) break;
    if (pauseFrom > from) left.push([from, pauseFrom]);
    from = pauseTo;
  }
  if (from < end) left.push([from, end]);
  return left;
}

/** Milliseconds of a day's running working time. Most days no pause touches: then nothing is cut up. */
export function runningMs(day: DayView, pauses: readonly Stretch[]): number {
  const midnight = dayStart(day.number);
  const touched = pauses.some(([from, to]) => from < midnight + DAY_MS && to > midnight);
  return touched ? lengthOf(freeStretches(day, pauses)) : day.minutes * MINUTE_MS;
}

/** The running working time of a day: its intervals without the pauses. */
export function freeStretches(day: DayView, pauses: readonly Stretch[]): Stretch[] {
  const midnight = dayStart(day.number);
  const all = day.intervals.map(([start, end]): Stretch => [
    midnight + start * MINUTE_MS,
    midnight + end * MINUTE_MS,
  ]);
  return pauses.length === 0 ? all : all.flatMap((stretch) => subtract(stretch, pauses));
}

/** Total length in milliseconds. */
export function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** The first instant at which `ms` milliseconds of these stretches have passed; the end of a stretch stays there. */
export function instantInto(stretches: readonly Stretch[], ms: number): Instant {
  let left = ms;
  for (const [from, to] of stretches) {
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  throw new TimeError('OUT_OF_RANGE', 'Thời gian cần tính dài hơn thời gian làm việc của ngày.');
}

/** Working milliseconds in `[from, to)` outside the pauses; 0 when `to` is not after `from`. @throws TimeError BAD_INSTANT */
export function workedMs(
  days: OpenDays,
  from: Instant,
  to: Instant,
  pauses: readonly Stretch[] = [],
): number {
  let sum = 0;
  const last = dayOf(to);
  for (let number = dayOf(from); number <= last; number += 1) {
    const day = days.at(number);
    if (!day.open) continue;
    const midnight = dayStart(number);
    if (from <= midnight && midnight + DAY_MS <= to) sum += runningMs(day, pauses);
    else
      for (const [start, end] of freeStretches(day, pauses))
        sum += Math.max(0, Math.min(end, to) - Math.max(start, from));
  }
  return sum;
}

/** The first instant at which `ms` (> 0) of working time outside the pauses have passed since `from`. */
export function advance(days: OpenDays, from: Instant, ms: number, pauses: readonly Stretch[] = []): Instant {
  let left = ms;
  for (let day = days.openFrom(dayOf(from)); ; day = days.openFrom(day.number + 1)) {
    if (dayStart(day.number) > from) {
      const running = runningMs(day, pauses);
      if (left > running) {
        left -= running;
        continue;
      }
    }
    const free = freeStretches(day, pauses).filter(([, to]) => to > from);
    const usable = free.map(([start, to]): Stretch => [Math.max(start, from), to]);
    const length = lengthOf(usable);
    if (length > 0 && left <= length) return instantInto(usable, left);
    left -= length;
  }
}

/** The last instant from which `ms` (> 0) of working time outside the pauses remain until `to`; the start of an interval stays there. */
export function retreat(days: OpenDays, to: Instant, ms: number, pauses: readonly Stretch[] = []): Instant {
  let left = ms;
  for (let day = days.openBefore(dayOf(to)); ; day = days.openBefore(day.number - 1)) {
    for (const [start, stop] of freeStretches(day, pauses).reverse()) {
      const length = Math.min(stop, to) - start;
      if (length <= 0) continue;
      if (left <= length) return start + length - left;
      left -= length;
    }
  }
}
