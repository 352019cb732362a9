/** The working calendar as one immutable value: layers in, open days and working minutes out. */
import { prepareLayers, type LayerChoice, type ReadyLayer } from './layers';
import { DAY_MINUTES, MINUTE_MS, dateOfDay, dayNumberOf, weekdayOfDay, type DayNumber } from './plain-date';
import { MAX_AMOUNT } from './terms';
import { TimeError } from './time-error';
import type { CalendarLayer, Instant, PlainDate } from './types';
import { advance, retreat, workedMs, type DayView, type MinuteInterval, type OpenDays } from './working-time';

/** Vietnamese weekday names, index = ISO weekday. */
export const WEEKDAY_NAMES = [
  '',
  'Thứ Hai',
  'Thứ Ba',
  'Thứ Tư',
  'Thứ Năm',
  'Thứ Sáu',
  'Thứ Bảy',
  'Chủ nhật',
] as const;

/** Days searched without finding an open one before a calendar is called empty: ten years. */
const SEARCH_LIMIT = 3_653;

/**
 * A calendar resolved for one place, purpose and publication day. Being immutable it remembers the days it has
 * worked out; the memory belongs to the value, never to the process.
 */
export class Calendar implements OpenDays {
  /** Layer versions in use, e.g. `vn@5`, from national to unit; resolving exactly these again gives an equal calendar. */
  readonly versions: readonly string[];
  private readonly known = new Map<DayNumber, DayView>();

  constructor(private readonly layers: readonly ReadyLayer[]) {
    this.versions = layers.map(({ key }) => key);
  }

  /** What the calendar says about a date. */
  day(date: PlainDate): DayView {
    return this.at(dayNumberOf(date));
  }

  /** `day` by day number. */
  at(number: DayNumber): DayView {
    let view = this.known.get(number);
    if (!view) {
      view = this.resolve(number);
      this.known.set(number, view);
    }
    return view;
  }

  isOpen(date: PlainDate): boolean {
    return this.day(date).open;
  }

  /** True when the day is not officially announced or lies outside the years the calendar covers. */
  provisional(date: PlainDate): boolean {
    return this.day(date).provisional;
  }

  /** First open day on or after the date. @throws TimeError NO_OPEN_DAY after ten years without one */
  nextOpen(date: PlainDate): PlainDate {
    return this.openFrom(dayNumberOf(date)).date;
  }

  /** Last open day on or before the date. @throws TimeError NO_OPEN_DAY after ten years without one */
  prevOpen(date: PlainDate): PlainDate {
    return this.openBefore(dayNumberOf(date)).date;
  }

  openFrom(number: DayNumber): DayView {
    return this.search(number, 1);
  }

  openBefore(number: DayNumber): DayView {
    return this.search(number, -1);
  }

  /** The n-th open day after the date (before it when negative); 0 = the date itself if open, else the next open day. */
  addWorkingDays(date: PlainDate, n: number): PlainDate {
    if (!Number.isInteger(n) || Math.abs(n) > MAX_AMOUNT)
      throw new TimeError('BAD_TERM', `Số ngày làm việc phải là số nguyên, không quá 10.000: ${n}.`);
    if (n === 0) return this.nextOpen(date);
    const step = n > 0 ? 1 : -1;
    let number = dayNumberOf(date);
    for (let left = Math.abs(n); left > 0; left -= 1) number = this.search(number + step, step).number;
    return dateOfDay(number);
  }

  /** Working minutes in `[from, to)`; negative when `to` is earlier. */
  workingMinutesBetween(from: Instant, to: Instant): number {
    return to >= from ? workedMs(this, from, to) / MINUTE_MS : -workedMs(this, to, from) / MINUTE_MS;
  }

  /**
   * The first instant at which that many working minutes have passed (the last one before, when negative).
   * A result on the edge of an interval stays there; 0 gives `from` itself.
   */
  addWorkingMinutes(from: Instant, minutes: number): Instant {
    if (!(Math.abs(minutes) <= MAX_AMOUNT * DAY_MINUTES))
      throw new TimeError('BAD_TERM', `Số phút không hợp lệ: ${minutes}.`);
    const ms = Math.round(minutes * MINUTE_MS);
    if (ms === 0) return from;
    return ms > 0 ? advance(this, from, ms) : retreat(this, from, -ms);
  }

  private search(number: DayNumber, step: 1 | -1): DayView {
    for (let tried = 0; tried <= SEARCH_LIMIT; tried += 1) {
      const view = this.at(number + tried * step);
      if (view.open) return view;
    }
    const side = step > 0 ? 'kể từ' : 'trước';
    throw new TimeError(
      'NO_OPEN_DAY',
      `Lịch ${this.versions.join(', ')} không có ngày làm việc nào trong mười năm ${side} ngày ${dateOfDay(number)}.`,
    );
  }

  /**
   * The dated exception of the most specific layer decides; only without any does the most specific weekly pattern,
   * so a unit's own Saturday never opens a day a national exception closes.
   */
  private resolve(number: DayNumber): DayView {
    const layers = this.layers.filter(({ from, until }) => from <= number && number < until);
    const exception = layers.findLast((layer) => layer.days.has(number))?.days.get(number);
    const week = layers.findLast((layer) => layer.week)?.week ?? [];
    const weekday = weekdayOfDay(number);
    const intervals = exception
      ? exception.day.kind === 'open'
        ? (exception.intervals ?? fullDay(week, weekday))
        : (exception.intervals ?? [])
      : (week[weekday] ?? []);
    const open = intervals.length > 0;
    const uncovered = layers.some(({ covers }) => covers && (number < covers[0] || number > covers[1]));
    return {
      date: dateOfDay(number),
      number,
      intervals,
      minutes: intervals.reduce((sum, [start, end]) => sum + end - start, 0),
      open,
      kind: exception?.day.kind ?? (open ? 'open' : 'closed'),
      name: exception?.day.name ?? (open ? undefined : WEEKDAY_NAMES[weekday]),
      provisional: uncovered || exception?.day.provisional === true,
      exception: exception?.day,
    };
  }
}

/** Hours of a make-up day: the weekday's own when it is a working weekday, else those of the first one that is. */
function fullDay(week: readonly (readonly MinuteInterval[])[], weekday: number): readonly MinuteInterval[] {
  const own = weekday <= 5 ? week[weekday] : undefined;
  return own?.length ? own : (week.slice(1, 6).find((day) => day.length > 0) ?? []);
}

/**
 * The calendar of a place: of each layer and for each day the highest version in effect that was published by `asOf`
 * or `at` (without both: the highest of all), laid over each other national → province → unit.
 * @throws TimeError NO_CALENDAR when nothing with weekly hours was published by then, BAD_CALENDAR for broken data
 */
export function resolveCalendar(layers: readonly CalendarLayer[], choice: LayerChoice = {}): Calendar {
  return new Calendar(prepareLayers(layers, choice));
}
