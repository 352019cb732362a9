/** Choosing and checking calendar layers, and reading the published calendar file into layers. */
import { dayNumberOf, minutesOf, startOfDay, type DayNumber } from './plain-date';
import { TimeError } from './time-error';
import type { CalendarDay, CalendarLayer, Instant, Interval, PlainDate } from './types';
import type { MinuteInterval } from './working-time';

/** Which layers apply. */
export interface LayerChoice {
  /** The calendar as published by this day (inclusive); default: the newest versions. */
  asOf?: PlainDate;
  /**
   * The calendar as published by this instant (inclusive). What ended before the first national calendar came out is
   * counted by the first one known, since nobody counted it by any other.
   */
  at?: Instant;
  /** Unit whose own layers count; a list goes from the wider to the narrower unit. Default: no unit layers. */
  unitId?: string | readonly string[];
  /** Default `processing`. A reception calendar is the processing calendar with the reception layers on top. */
  purpose?: CalendarLayer['purpose'];
}

/** A layer checked and turned into minutes and day numbers. */
export interface ReadyLayer {
  key: string;
  /** First day it counts on. */
  from: DayNumber;
  /** First day on which a newer version of the same layer counts instead. */
  until: DayNumber;
  /** Index = ISO weekday. */
  week?: readonly (readonly MinuteInterval[])[];
  days: ReadonlyMap<DayNumber, { day: CalendarDay; intervals?: readonly MinuteInterval[] }>;
  covers?: readonly [from: DayNumber, to: DayNumber];
}

const LEVELS: Record<CalendarLayer['level'], number> = { national: 0, province: 1, unit: 2 };

/** The layers in force, from general to specific. @throws TimeError NO_CALENDAR or BAD_CALENDAR */
export function prepareLayers(layers: readonly CalendarLayer[], choice: LayerChoice): ReadyLayer[] {
  return reigning(layers, choice).map(ready);
}

/**
 * The keys (`vn@5`) of the layer versions a calendar would be made of, without making it: calendars may be kept by
 * them, since equal keys mean an equal calendar. @throws TimeError NO_CALENDAR
 */
export function versionsInForce(layers: readonly CalendarLayer[], choice: LayerChoice = {}): string[] {
  return reigning(layers, choice).map(({ layer }) => keyOf(layer));
}

/** One version of a layer and the days it counts on, `[from, until)`. */
interface Reign {
  layer: CalendarLayer;
  from: DayNumber;
  until: DayNumber;
}

function reigning(layers: readonly CalendarLayer[], choice: LayerChoice): Reign[] {
  const units = typeof choice.unitId === 'string' ? [choice.unitId] : (choice.unitId ?? []);
  const eligible = layers.filter(
    ({ purpose, level, unitId }) =>
      (purpose !== 'reception' || choice.purpose === 'reception') &&
      (level !== 'unit' || units.includes(unitId ?? '')),
  );
  const published = eligible.filter((layer) => isPublished(layer, choice));
  const early = choice.at !== undefined && !published.some(isNational);
  const known = early ? [...published, ...firstVersions(eligible.filter(isNational))] : published;
  const rank = ({ level, unitId, purpose }: CalendarLayer) =>
    LEVELS[level] * 1_000 + units.indexOf(unitId ?? '') * 2 + (purpose === 'reception' ? 1 : 0);
  const reigns = [...byId(known).values()]
    .map(reignsOf)
    .sort(([a], [b]) => rank(a.layer) - rank(b.layer) || (a.layer.id < b.layer.id ? -1 : 1))
    .flat();
  if (!reigns.some(({ layer }) => layer.weekly)) {
    const by = choice.asOf === undefined ? '' : ` tính đến ngày ${choice.asOf}`;
    throw new TimeError('NO_CALENDAR', `Chưa có lịch làm việc nào được công bố${by}.`);
  }
  return reigns;
}

function isPublished({ publishedOn, publishedAt }: CalendarLayer, { asOf, at }: LayerChoice): boolean {
  if (asOf !== undefined && dayNumberOf(publishedOn) > dayNumberOf(asOf)) return false;
  return at === undefined || (publishedAt ?? startOfDay(publishedOn)) <= at;
}

const isNational = ({ level }: CalendarLayer): boolean => level === 'national';
const keyOf = ({ id, version }: CalendarLayer): string => `${id}@${version}`;

function firstVersions(layers: readonly CalendarLayer[]): CalendarLayer[] {
  return [...byId(layers).values()].map(([head, ...rest]) =>
    rest.reduce((first, layer) => (layer.version < first.version ? layer : first), head),
  );
}

type Versions = [CalendarLayer, ...CalendarLayer[]];

function byId(layers: readonly CalendarLayer[]): Map<string, Versions> {
  const groups = new Map<string, Versions>();
  for (const layer of layers) {
    const group = groups.get(layer.id);
    if (group) group.push(layer);
    else groups.set(layer.id, [layer]);
  }
  return groups;
}

/**
 * Which version of one layer counts on which days, in the order of the days: on each the newest in effect. A version
 * that takes effect later leaves the days before to the version before it; one without a first day leaves none. One
 * that was taken back is passed over, as if it had never been.
 */
function reignsOf(versions: Versions): [Reign, ...Reign[]] {
  const [newest, ...older] = versions.sort((a, b) => b.version - a.version);
  const reigns: [Reign, ...Reign[]] = [{ layer: newest, from: firstDayOf(newest), until: Infinity }];
  const gone = new Set([newest.takesBack]);
  for (const layer of older) {
    if (gone.has(layer.version)) continue;
    gone.add(layer.takesBack);
    const [{ from: until }] = reigns;
    const from = firstDayOf(layer);
    if (from < until) reigns.unshift({ layer, from, until });
  }
  return reigns;
}

function firstDayOf({ effectiveFrom }: CalendarLayer): DayNumber {
  return effectiveFrom === undefined ? -Infinity : dayNumberOf(effectiveFrom);
}

function ready({ layer, from, until }: Reign): ReadyLayer {
  const days = new Map<DayNumber, { day: CalendarDay; intervals?: readonly MinuteInterval[] }>();
  for (const day of layer.days) {
    const number = dayNumberOf(day.date);
    if (days.has(number)) throw broken(layer, `ngày ${day.date} được khai hai lần`);
    if (day.kind === 'partial' && !day.intervals?.length)
      throw broken(layer, `ngày ${day.date} thiếu giờ làm việc`);
    days.set(number, {
      day,
      intervals: day.kind === 'closed' || !day.intervals ? undefined : minutes(layer, day.intervals),
    });
  }
  const week = layer.weekly;
  return {
    key: keyOf(layer),
    from,
    until,
    week: week && [0, 1, 2, 3, 4, 5, 6, 7].map((weekday) => minutes(layer, week[String(weekday)] ?? [])),
    days,
    covers: layer.covers && [dayNumberOf(layer.covers.from), dayNumberOf(layer.covers.to)],
  };
}

/** Sorted intervals in minutes; they may touch but not overlap. */
function minutes(layer: CalendarLayer, intervals: readonly Interval[]): MinuteInterval[] {
  const sorted = intervals
    .map(([start, end]): MinuteInterval => [minutesOf(start), minutesOf(end)])
    .sort((a, b) => a[0] - b[0]);
  sorted.forEach(([start, end], index) => {
    if (end <= start || start < (sorted[index - 1]?.[1] ?? 0))
      throw broken(layer, 'khoảng giờ trống hoặc chồng nhau');
  });
  return sorted;
}

function broken(layer: CalendarLayer, what: string): TimeError {
  return new TimeError('BAD_CALENDAR', `Lịch ${layer.id} phiên bản ${layer.version} có lỗi: ${what}.`);
}

/** The file a national calendar is published in: versions, days with the version that brought them, office calendars. */
export interface NationalCalendarFile {
  id: string;
  name: string;
  weekly: { processing: { intervals: Record<string, unknown> } };
  versions: readonly {
    version: number;
    publishedOn: PlainDate;
    covers: { from: PlainDate; to: PlainDate; provisionalTo?: PlainDate };
  }[];
  days: readonly (NationalDay & { sinceVersion: number })[];
  officeCalendars?: readonly {
    id: string;
    name?: string;
    unitId: string;
    purpose: string;
    effectiveFrom: PlainDate;
    weekly: Record<string, unknown>;
    days: readonly NationalDay[];
  }[];
}

/** A day of the file; loosely typed so that an imported JSON file fits, checked when a calendar is resolved. */
interface NationalDay {
  date: PlainDate;
  kind: string;
  name: string;
  intervals?: unknown;
  provisional?: boolean;
  swappedWith?: PlainDate;
  basis?: string;
}

/**
 * One layer record per published version (version v holds every day brought by v or before), and one per office
 * calendar. An office calendar carries no publication day of its own, so it counts as published when it takes effect.
 */
export function layersFromNational(file: NationalCalendarFile): CalendarLayer[] {
  const national = file.versions.map(({ version, publishedOn, covers }): CalendarLayer => ({
    id: file.id,
    version,
    name: file.name,
    level: 'national',
    purpose: 'processing',
    publishedOn,
    weekly: file.weekly.processing.intervals as Record<string, Interval[]>,
    days: file.days.filter((day) => day.sinceVersion <= version).map(calendarDay),
    covers,
  }));
  const offices = (file.officeCalendars ?? []).map((office): CalendarLayer => ({
    id: office.id,
    version: 1,
    name: office.name ?? `Giờ làm việc riêng (${office.unitId})`,
    level: 'unit',
    unitId: office.unitId,
    purpose: office.purpose as CalendarLayer['purpose'],
    publishedOn: office.effectiveFrom,
    effectiveFrom: office.effectiveFrom,
    weekly: office.weekly as Record<string, Interval[]>,
    days: office.days.map(calendarDay),
  }));
  return [...national, ...offices];
}

/** Only the fields of a calendar day; remarks of the file stay behind. */
function calendarDay({
  date,
  kind,
  name,
  intervals,
  provisional,
  swappedWith,
  basis,
}: NationalDay): CalendarDay {
  const optional = { intervals: intervals as Interval[] | undefined, provisional, swappedWith, basis };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { date, kind: kind as CalendarDay['kind'], name, ...Object.fromEntries(given) };
}
