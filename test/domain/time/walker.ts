/**
 * A second opinion on due dates that shares nothing with domain/: it reads the calendar file itself and walks the
 * clock minute by minute. Slow and plain on purpose; what it cannot say in a loop over minutes it does not say.
 */
import file from '../../fixtures/calendar-vn.json';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const VIETNAM = 7 * 60 * MINUTE;
/** Divisible by the minutes of every kind of day in the file (450, 480, 270). */
const WHOLE_DAY = 21_600;

export interface WalkTerm {
  unit: string;
  amount: number;
  cutoff?: string;
}
export interface WalkStretch {
  from: number;
  to: number;
}
export interface WalkCase {
  commune: boolean;
  start: number;
  term?: WalkTerm;
  setDueOn?: string;
  setDueAt?: number;
  zone?: WalkTerm;
  extensions: { term?: WalkTerm; dueOn?: string; decidedAt: number }[];
  standing: WalkStretch[];
  restarts: { requestedAt: number; reacceptedAt: number }[];
  owner: 'office' | 'person';
  cap?: number;
}
export interface WalkResult {
  on: string;
  at: number;
  nominal?: string;
}

type Hours = [number, number][];
const national = new Map(file.days.map((day) => [day.date, day]));
const office = file.officeCalendars[0];
if (office?.id !== 'oc-xa-minh-hoa-a') throw new Error('the commune of the walker has moved in the file');
const ownDays = new Map(office.days.map((day) => [day.date, day]));

const minutes = (hours: string[][]): Hours =>
  hours.map((pair) => pair.map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))) as Hours;
const midnight = (date: string): number => Date.parse(`${date}T00:00:00Z`) - VIETNAM;
const dateAt = (instant: number): string => new Date(instant + VIETNAM).toISOString().slice(0, 10);
const next = (date: string): string => dateAt(midnight(date) + DAY);
const memo = new Map<string, Hours>();
const working = new Map<string, number[]>();

function hoursOf(date: string, commune: boolean): Hours {
  const key = `${date}${commune}`;
  const known = memo.get(key);
  if (known) return known;
  const ownRules = commune && date >= '2025-07-01';
  const weekly: Record<string, string[][]> = ownRules ? office!.weekly : file.weekly.processing.intervals;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  const own = ownRules ? ownDays.get(date) : undefined;
  const common = national.get(date);
  let hours: Hours = minutes(weekly[weekday] ?? []);
  if (own) hours = minutes(own.intervals);
  else if (common?.kind === 'closed') hours = [];
  else if (common?.kind === 'open') hours = minutes(weekly[weekday > 5 ? 1 : weekday] ?? []);
  memo.set(key, hours);
  return hours;
}

class Walk {
  constructor(
    private readonly commune: boolean,
    private readonly standing: WalkStretch[],
    private readonly owner: 'office' | 'person',
  ) {}

  private stands(minute: number): boolean {
    for (const { from, to } of this.standing) if (from <= minute && minute < to) return true;
    return false;
  }

  /** The instants at which a working minute of the date begins, one after the other. */
  private minutesOf(date: string): number[] {
    const known = working.get(`${date}${this.commune}`);
    if (known) return known;
    const all: number[] = [];
    for (const [start, end] of hoursOf(date, this.commune))
      for (let minute = start; minute < end; minute += 1) all.push(midnight(date) + minute * MINUTE);
    working.set(`${date}${this.commune}`, all);
    return all;
  }

  closing(date: string, owner = this.owner): number {
    const hours = hoursOf(date, this.commune);
    return (
      midnight(date) +
      MINUTE * (owner === 'person' || hours.length === 0 ? 1_440 : hours[hours.length - 1]![1])
    );
  }

  /** The first working day from `date` on in whose very last minute the clock runs. */
  roll(date: string): WalkResult {
    let on = date;
    while (hoursOf(on, this.commune).length === 0 || this.stands(this.closing(on) - MINUTE)) on = next(on);
    return { on, at: this.closing(on) };
  }

  workingDays(amount: number, after: string): WalkResult {
    let walked = 0;
    const goal = amount * WHOLE_DAY;
    for (let on = next(after); ; on = next(on)) {
      const all = this.minutesOf(on);
      const step = WHOLE_DAY / all.length;
      for (const instant of all) {
        if (this.stands(instant)) continue;
        walked += step;
        if (walked < goal - 1e-5) continue;
        const over = Math.max(0, (walked - goal) / step);
        return { on, at: this.owner === 'person' ? this.closing(on) : instant + (1 - over) * MINUTE };
      }
    }
  }

  hours(ms: number, from: number): WalkResult {
    let left = ms;
    for (let on = dateAt(from); ; on = next(on)) {
      for (const instant of this.minutesOf(on)) {
        if (instant + MINUTE <= from || this.stands(instant)) continue;
        const begin = Math.max(instant, from);
        if (begin + left <= instant + MINUTE) return { on, at: begin + left };
        left -= instant + MINUTE - begin;
      }
    }
  }

  /** Counts dates on which the clock runs for at least one minute, working or not. */
  dates(count: number, after: string): WalkResult {
    let nominal = after;
    for (let counted = 0; counted < count;) {
      nominal = next(nominal);
      let runs = false;
      for (let minute = 0; minute < 1_440 && !runs; minute += 1)
        runs = !this.stands(midnight(nominal) + minute * MINUTE);
      if (runs) counted += 1;
    }
    return { ...this.roll(nominal), nominal };
  }

  sameDay(cutoff: string, from: number): WalkResult {
    const on = dateAt(from);
    const limit = midnight(on) + MINUTE * minutes([[cutoff]])[0]![0];
    const early = hoursOf(on, this.commune).length > 0 && from <= limit && from <= this.closing(on, 'office');
    return this.roll(early ? on : next(on));
  }

  count({ unit, amount, cutoff }: WalkTerm, from: WalkResult): WalkResult {
    if (unit === 'WORKING_DAY') return this.workingDays(amount, from.on);
    if (unit === 'HOUR') return this.hours(amount * 60 * MINUTE, from.at);
    if (unit === 'DAY') return this.dates(amount, from.on);
    if (unit === 'SAME_DAY') return this.sameDay(cutoff ?? '15:00', from.at);
    const [year, month, day] = from.on.split('-').map(Number) as [number, number, number];
    const last = new Date(Date.UTC(year, month - 1 + amount + 1, 0));
    const target = Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate()));
    return this.dates((target - Date.parse(`${from.on}T00:00:00Z`)) / DAY, from.on);
  }

  /** A date somebody set, later by the working minutes for which the clock stood before it. */
  setDate(on: string, at: number, exact: boolean, since: number): WalkResult {
    let work = 0;
    let stood = 0;
    for (let date = dateAt(since); midnight(date) < at; date = next(date)) {
      for (const instant of this.minutesOf(date)) {
        if (instant < since || instant >= at) continue;
        work += MINUTE;
        if (this.stands(instant)) stood += MINUTE;
      }
    }
    if (stood === 0) return { on, at };
    const moved = this.hours(work, since);
    return exact ? moved : this.roll(moved.on);
  }
}

/** The day of a deadline: midnight belongs to the day it ends. */
const dayOfDeadline = (instant: number): string => dateAt(instant - 1);

export function walkDue(given: WalkCase): WalkResult {
  const set = given.setDueOn !== undefined || given.setDueAt !== undefined;
  const rounds = set
    ? given.restarts.map(({ requestedAt, reacceptedAt }) => ({ from: requestedAt, to: reacceptedAt }))
    : [];
  const walk = new Walk(given.commune, [...given.standing, ...rounds], given.owner);
  const start = set
    ? given.start
    : given.restarts.reduce((at, { reacceptedAt }) => Math.max(at, reacceptedAt), given.start);
  let extensions = given.extensions.filter(
    ({ dueOn, decidedAt }) => set || !dueOn || start === given.start || decidedAt >= start,
  );
  let here: WalkResult = { on: dateAt(start), at: start };
  const terms: WalkTerm[] = [];
  const replaced = extensions.map(({ dueOn }) => dueOn !== undefined).lastIndexOf(true);
  if (replaced >= 0) {
    const { dueOn, decidedAt } = extensions[replaced]!;
    here = walk.setDate(dueOn!, walk.closing(dueOn!), false, decidedAt);
    extensions = extensions.slice(replaced + 1);
  } else if (given.setDueAt !== undefined)
    here = walk.setDate(dayOfDeadline(given.setDueAt), given.setDueAt, true, start);
  else if (given.setDueOn !== undefined)
    here = walk.setDate(given.setDueOn, walk.closing(given.setDueOn), false, start);
  else terms.push(given.term!, ...(given.zone ? [given.zone] : []));
  terms.push(...extensions.map(({ term }) => term!));
  for (const unit of new Set(terms.map((term) => term.unit))) {
    const same = terms.filter((term) => term.unit === unit);
    here = walk.count({ ...same[0]!, amount: same.reduce((sum, { amount }) => sum + amount, 0) }, here);
  }
  return given.cap !== undefined && here.at > given.cap
    ? { ...here, on: dayOfDeadline(given.cap), at: given.cap }
    : here;
}

/** The date without extensions, and with supplement rounds as it stood before the first of them. */
export function walkOriginal(given: WalkCase): WalkResult {
  const set = given.setDueOn !== undefined || given.setDueAt !== undefined;
  if (set || given.restarts.length === 0) return walkDue({ ...given, extensions: [] });
  const first = given.restarts.reduce((at, { requestedAt }) => Math.min(at, requestedAt), Infinity);
  const standing = given.standing.map(({ from, to }) => ({ from, to: Math.min(to, first) }));
  return walkDue({ ...given, extensions: [], restarts: [], standing });
}
