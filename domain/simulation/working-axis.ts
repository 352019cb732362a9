/** Working time laid end to end: an instant becomes a number of working minutes, and closed days have no length at all. */
import { MINUTE_MS, dayNumberOf, dayOf, dayStart, type DayNumber } from '../time/plain-date';
import type { Calendar } from '../time/calendar';
import type { Instant, PlainDate } from '../time/types';

/** Dates are counted up to this day (domain/time/due.ts); no simulation is followed further. */
const LAST_DAY = dayNumberOf('2100-12-31');

export class WorkingAxis {
  private readonly first: DayNumber;
  /** Working minutes before each day since the first; grows as far as it is asked. */
  private readonly before: number[] = [0];

  constructor(
    private readonly calendar: Calendar,
    from: PlainDate,
  ) {
    this.first = dayNumberOf(from);
  }

  /** Working minutes from the beginning to an instant; in closed time it stands. */
  at(instant: Instant): number {
    const day = dayOf(instant);
    const view = this.calendar.at(day);
    const minute = (instant - dayStart(day)) / MINUTE_MS;
    const today = view.intervals.reduce(
      (sum, [start, end]) => sum + Math.max(0, Math.min(end, minute) - start),
      0,
    );
    return this.beforeDay(day - this.first) + today;
  }

  /** The first instant at which that many minutes have passed; null after the year 2100. */
  instant(minutes: number): Instant | null {
    let index = this.before.length - 1;
    while (this.beforeDay(index) < minutes) if (this.first + ++index > LAST_DAY) return null;
    let low = 0;
    let high = index;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.beforeDay(middle + 1) >= minutes) high = middle;
      else low = middle + 1;
    }
    const day = this.first + low;
    let left = minutes - this.beforeDay(low);
    for (const [start, end] of this.calendar.at(day).intervals) {
      if (left <= end - start) return dayStart(day) + (start + left) * MINUTE_MS;
      left -= end - start;
    }
    return dayStart(day + 1);
  }

  private beforeDay(index: number): number {
    for (let known = this.before.length; known <= index; known += 1)
      this.before.push((this.before[known - 1] ?? 0) + this.calendar.at(this.first + known - 1).minutes);
    return this.before[Math.max(0, index)] ?? 0;
  }
}
