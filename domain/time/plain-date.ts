/**
 * Calendar dates and instants at the fixed offset +07:00. Pure integer arithmetic on day numbers (days since
 * 1970-01-01), so neither the host's time zone nor its locale data can leak into a date.
 */
import { TimeError } from './time-error';
import type { ClockTime, Instant, PlainDate } from './types';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
export const DAY_MINUTES = 1_440;
/** Asia/Ho_Chi_Minh has stood at +07:00 without change since 1975. */
export const OFFSET_MS = 7 * 60 * MINUTE_MS;

/** Days since 1970-01-01 in local time. */
export type DayNumber = number;

export interface DateParts {
  year: number;
  month: number;
  day: number;
}

const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const CLOCK_PATTERN = /^(\d{2}):(\d{2})$/;
const ISO_PATTERN =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/** Number of days of a month; February follows the Gregorian leap rule. */
export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/** Reads `YYYY-MM-DD` strictly. @throws TimeError BAD_DATE, also for days that do not exist (2026-02-30). */
export function parseDate(date: PlainDate): DateParts {
  const match = DATE_PATTERN.exec(date);
  const year = Number(match?.[1]);
  const month = Number(match?.[2]);
  const day = Number(match?.[3]);
  if (!match || year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    throw new TimeError(
      'BAD_DATE',
      `Ngày không hợp lệ: "${String(date)}" (cần dạng NĂM-THÁNG-NGÀY có thật).`,
    );
  return { year, month, day };
}

/** Writes `YYYY-MM-DD`. @throws TimeError BAD_DATE when the parts are not a day that exists. */
export function formatDate({ year, month, day }: DateParts): PlainDate {
  const date = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  parseDate(date);
  return date;
}

/** True for a `YYYY-MM-DD` that exists. */
export function isDate(date: string): boolean {
  try {
    parseDate(date);
    return true;
  } catch {
    return false;
  }
}

/** Days since 1970-01-01 (proleptic Gregorian; years are counted from March so that February comes last). */
export function dayNumberOf(date: PlainDate): DayNumber {
  const { year, month, day } = parseDate(date);
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a day number. @throws TimeError BAD_DATE outside the years 1–9999. */
export function dateOfDay(number: DayNumber): PlainDate {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return formatDate({ year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day });
}

/** Negative when `a` is earlier, 0 when equal, positive when later. */
export function compareDates(a: PlainDate, b: PlainDate): number {
  return dayNumberOf(a) - dayNumberOf(b);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function diffDays(from: PlainDate, to: PlainDate): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** `days` calendar days later (earlier when negative). */
export function addDays(date: PlainDate, days: number): PlainDate {
  if (!Number.isInteger(days)) throw new TimeError('BAD_TERM', `Số ngày phải là số nguyên: ${days}.`);
  return dateOfDay(dayNumberOf(date) + days);
}

/** The same day number `months` later, or the last day of that month where it does not exist (Civil Code art. 148.3). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  if (!Number.isInteger(months)) throw new TimeError('BAD_TERM', `Số tháng phải là số nguyên: ${months}.`);
  const { year, month, day } = parseDate(date);
  const index = year * 12 + month - 1 + months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  return formatDate({ year: toYear, month: toMonth, day: Math.min(day, daysInMonth(toYear, toMonth)) });
}

/** ISO weekday of a day number: 1 = Monday … 7 = Sunday. */
export function weekdayOfDay(number: DayNumber): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

/** ISO weekday: 1 = Monday … 7 = Sunday. */
export function isoWeekday(date: PlainDate): number {
  return weekdayOfDay(dayNumberOf(date));
}

/** Minutes after midnight of `HH:MM`, `00:00` to `24:00`. @throws TimeError BAD_CLOCK_TIME */
export function minutesOf(time: ClockTime): number {
  const match = CLOCK_PATTERN.exec(time);
  const minutes = Number(match?.[1]) * 60 + Number(match?.[2]);
  if (!match || Number(match[2]) > 59 || minutes > DAY_MINUTES)
    throw new TimeError(
      'BAD_CLOCK_TIME',
      `Giờ không hợp lệ: "${String(time)}" (cần dạng GIỜ:PHÚT, 00:00–24:00).`,
    );
  return minutes;
}

/** `HH:MM` of minutes after midnight; 1440 is `24:00`. */
export function clockOf(minutes: number): ClockTime {
  const whole = Math.floor(minutes);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

/** The local day an instant lies in; midnight belongs to the day it begins. @throws TimeError BAD_INSTANT */
export function dayOf(instant: Instant): DayNumber {
  if (!Number.isFinite(instant))
    throw new TimeError('BAD_INSTANT', `Thời điểm không hợp lệ: ${String(instant)}.`);
  return Math.floor((instant + OFFSET_MS) / DAY_MS);
}

/** The first instant of a day. */
export function dayStart(number: DayNumber): Instant {
  return number * DAY_MS - OFFSET_MS;
}

/** The local date of an instant; midnight belongs to the day it begins. */
export function dateOf(instant: Instant): PlainDate {
  return dateOfDay(dayOf(instant));
}

/** The day a deadline belongs to: an instant at midnight is 24:00 of the day it ends. */
export function dueDayOf(instant: Instant): DayNumber {
  return dayOf(instant - 1);
}

/** The instant of a local time of day, as `HH:MM` or minutes after midnight (0–1440). */
export function instantOf(date: PlainDate, time: ClockTime | number): Instant {
  const minutes = typeof time === 'number' ? time : minutesOf(time);
  if (!(minutes >= 0 && minutes <= DAY_MINUTES))
    throw new TimeError('BAD_CLOCK_TIME', `Số phút trong ngày không hợp lệ: ${minutes}.`);
  return dayStart(dayNumberOf(date)) + Math.round(minutes * MINUTE_MS);
}

/** 00:00 of a date. */
export function startOfDay(date: PlainDate): Instant {
  return dayStart(dayNumberOf(date));
}

/** 24:00 of a date, which is 00:00 of the next. */
export function endOfDay(date: PlainDate): Instant {
  return startOfDay(date) + DAY_MS;
}

/** Whole minutes since local midnight, 0–1439. */
export function minuteOfDay(instant: Instant): number {
  return Math.floor((instant - dayStart(dayOf(instant))) / MINUTE_MS);
}

/** `2026-11-24T15:30:00+07:00`; milliseconds are written only when there are any. */
export function toIso(instant: Instant): string {
  const rounded = Math.round(instant);
  const date = dateOf(rounded);
  const inDay = rounded - startOfDay(date);
  const seconds = String(Math.floor(inDay / 1_000) % 60).padStart(2, '0');
  const millis = inDay % 1_000 === 0 ? '' : `.${String(inDay % 1_000).padStart(3, '0')}`;
  return `${date}T${clockOf(inDay / MINUTE_MS)}:${seconds}${millis}+07:00`;
}

/** Reads an ISO instant, which must carry `Z` or an offset. @throws TimeError BAD_INSTANT or BAD_DATE */
export function fromIso(text: string): Instant {
  const match = ISO_PATTERN.exec(text);
  const [hour, minute, second] = [Number(match?.[2]), Number(match?.[3]), Number(match?.[4] ?? 0)];
  const [offsetHour, offsetMinute] = [Number(match?.[7] ?? 0), Number(match?.[8] ?? 0)];
  const badOffset = offsetMinute > 59 || offsetHour * 60 + offsetMinute > 14 * 60;
  if (!match || hour > 23 || minute > 59 || second > 59 || badOffset)
    throw new TimeError(
      'BAD_INSTANT',
      `Thời điểm không hợp lệ: "${String(text)}" (cần dạng 2026-11-24T15:30:00+07:00, có múi giờ).`,
    );
  const millis = Number((match[5] ?? '0').padEnd(3, '0').slice(0, 3));
  const offset = (match[6] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  const utcDay = dayNumberOf(match[1] ?? '') * DAY_MS;
  return utcDay + (hour * 60 + minute - offset) * MINUTE_MS + second * 1_000 + millis;
}
