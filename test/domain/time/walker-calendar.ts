/**
 * The walker's own reading of a calendar, date by date, sharing nothing with domain/: texts of dates and hours in,
 * minutes out. Slow and plain on purpose.
 */
import file from '../../fixtures/calendar-vn.json';

export const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const VIETNAM = 7 * 60 * MINUTE;

export type Hours = [start: number, end: number][];

/** A published version of a layer, as it stands in a file. */
export interface WalkLayer {
  id: string;
  version: number;
  level: string;
  effectiveFrom?: string;
  weekly?: Record<string, string[][]>;
  days: readonly { date: string; kind: string; intervals?: string[][] }[];
}

const midnights = new Map<string, number>();

export function midnight(date: string): number {
  const known = midnights.get(date);
  if (known !== undefined) return known;
  const instant = Date.parse(`${date}T00:00:00Z`) - VIETNAM;
  midnights.set(date, instant);
  return instant;
}

const following = new Map<string, string>();

export const dateAt = (instant: number): string => new Date(instant + VIETNAM).toISOString().slice(0, 10);

export function next(date: string): string {
  const known = following.get(date);
  if (known !== undefined) return known;
  const after = dateAt(midnight(date) + DAY);
  following.set(date, after);
  return after;
}

export const minutes = (hours: readonly string[][]): Hours =>
  hours.map((pair) => pair.map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))) as Hours;

/** Hours of each date: the most specific dated entry, else the most specific week. */
export class WalkCalendar {
  private readonly known = new Map<string, Hours>();

  constructor(private readonly layers: readonly WalkLayer[]) {}

  hours(date: string): Hours {
    let hours = this.known.get(date);
    if (!hours) {
      hours = this.look(date).sort(([a], [b]) => a - b);
      this.known.set(date, hours);
    }
    return hours;
  }

  private look(date: string): Hours {
    const inUse = ['national', 'province', 'unit'].flatMap((level) => this.newest(level, date));
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
    let week: Record<string, string[][]> = {};
    let entry: WalkLayer['days'][number] | undefined;
    for (const layer of inUse) {
      if (layer.weekly) week = layer.weekly;
      for (const day of layer.days) if (day.date === date) entry = day;
    }
    const ofWeek = (day: number): Hours => minutes(week[String(day)] ?? []);
    if (!entry) return ofWeek(weekday);
    if (entry.kind === 'closed') return [];
    if (entry.intervals) return minutes(entry.intervals);
    // A make-up day has the hours of a weekday: its own, or those of the first one that has any.
    const candidates = weekday <= 5 ? [weekday, 1, 2, 3, 4, 5] : [1, 2, 3, 4, 5];
    for (const day of candidates) if (ofWeek(day).length > 0) return ofWeek(day);
    return [];
  }

  /** Of each layer of a level the newest version in effect on the date. */
  private newest(level: string, date: string): WalkLayer[] {
    const best: Record<string, WalkLayer> = {};
    for (const layer of this.layers) {
      if (layer.level !== level || (layer.effectiveFrom ?? '') > date) continue;
      const known = best[layer.id];
      if (!known || known.version < layer.version) best[layer.id] = layer;
    }
    return Object.values(best);
  }
}

const office = file.officeCalendars[0];
if (office?.id !== 'oc-xa-minh-hoa-a') throw new Error('the commune of the walker has moved in the file');

const national: WalkLayer = {
  id: 'vn',
  version: 5,
  level: 'national',
  weekly: file.weekly.processing.intervals,
  days: file.days,
};

/** The published calendar in its newest version, alone and with the hours of the commune. */
export const WALK_VN = new WalkCalendar([national]);
export const WALK_COMMUNE = new WalkCalendar([
  national,
  { ...office, version: 1, level: 'unit', weekly: office.weekly },
]);
