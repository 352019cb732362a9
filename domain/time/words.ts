/** Vietnamese wording of dates, instants and terms. No locale data: the same text on every host. */
import { WEEKDAY_NAMES } from './calendar';
import {
  MINUTE_MS,
  clockOf,
  dateOfDay,
  dayOf,
  dayStart,
  dueDayOf,
  isoWeekday,
  parseDate,
} from './plain-date';
import type { Instant, PlainDate, Term } from './types';

const UNIT_WORDS: Record<Term['unit'], string> = {
  WORKING_DAY: 'ngày làm việc',
  DAY: 'ngày',
  HOUR: 'giờ làm việc',
  MONTH: 'tháng',
  SAME_DAY: 'trong ngày',
};

const ZONE_WORDS: Record<string, string> = { mountainous: 'miền núi', island: 'hải đảo' };
/** Zones of communes that rules of time speak of. */
export const ZONES: readonly string[] = Object.keys(ZONE_WORDS);

/** `24/02/2026` */
export function dateWords(date: PlainDate): string {
  const { year, month, day } = parseDate(date);
  return `${String(day).padStart(2, '0')}/${String(month).padStart(2, '0')}/${year}`;
}

/** `Thứ Ba 24/02/2026` */
export function dayWords(date: PlainDate): string {
  return `${WEEKDAY_NAMES[isoWeekday(date)] ?? ''} ${dateWords(date)}`;
}

/** `17:00 Thứ Ba 24/02/2026`; seconds are left out. */
export function instantWords(instant: Instant): string {
  const day = dayOf(instant);
  return `${clockOf((instant - dayStart(day)) / MINUTE_MS)} ${dayWords(dateOfDay(day))}`;
}

/** The hour of a deadline, `17:00`; midnight is 24:00 of the day that ends. */
export function hourWords(instant: Instant): string {
  const day = dueDayOf(instant);
  return clockOf((instant - dayStart(day)) / MINUTE_MS);
}

/** As `instantWords`, but midnight is 24:00 of the day that ends, as deadlines are spoken of. */
export function deadlineWords(instant: Instant): string {
  const day = dueDayOf(instant);
  return `${clockOf((instant - dayStart(day)) / MINUTE_MS)} ${dayWords(dateOfDay(day))}`;
}

/** A number with a decimal comma and at most three decimals. */
export function numberWords(value: number): string {
  return String(Math.round(value * 1_000) / 1_000).replace('.', ',');
}

/** `7,5 ngày làm việc`, `trong ngày` */
export function termWords({ unit, amount }: Term): string {
  return unit === 'SAME_DAY' ? UNIT_WORDS.SAME_DAY : `${numberWords(amount)} ${UNIT_WORDS[unit]}`;
}

/** Name of a zone; an unknown one is given as it is. */
export function zoneWords(zone: string): string {
  return ZONE_WORDS[zone] ?? zone;
}
