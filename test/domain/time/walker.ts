/**
 * A second opinion on due dates that shares nothing with domain/: it reads the calendars itself and walks the clock
 * minute by minute. Slow and plain on purpose; what it cannot say in a loop over minutes it does not say.
 */
import { MINUTE, dateAt, midnight, minutes, next, type WalkCalendar } from './walker-calendar';

const DAY = 1_440 * MINUTE;
/** Divisible by the minutes of most kinds of day, so that sums of fractions stay whole numbers. */
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
  calendar: WalkCalendar;
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

class Walk {
  constructor(
    private readonly calendar: WalkCalendar,
    private readonly standing: WalkStretch[],
    private readonly owner: 'office' | 'person',
  ) {}

  private stands(minute: number, standing = this.standing): boolean {
    for (const { from, to } of standing) if (from <= minute && minute < to) return true;
    return false;
  }

  /** Stops that touch a date: asking each minute about the others would tell nothing. */
  private standingOn(date: string): WalkStretch[] {
    const begin = midnight(date);
    return this.standing.filter(({ from, to }) => from < begin + DAY && to > begin);
  }

  /** Visits the instants at which a working minute of the date begins, in order, until one answers true. */
  private everyMinute(date: string, visit: (instant: number) => boolean): boolean {
    const begin = midnight(date);
    for (const [start, end] of this.calendar.hours(date))
      for (let minute = start; minute < end; minute += 1) if (visit(begin + minute * MINUTE)) return true;
    return false;
  }

  closing(date: string, owner = this.owner): number {
    const hours = this.calendar.hours(date);
    return (
      midnight(date) +
      MINUTE * (owner === 'person' || hours.length === 0 ? 1_440 : hours[hours.length - 1]![1])
    );
  }

  /** The first working day from `date` on in whose very last minute the clock runs. */
  roll(date: string): WalkResult {
    let on = date;
    while (this.calendar.hours(on).length === 0 || this.stands(this.closing(on) - MINUTE)) on = next(on);
    return { on, at: this.closing(on) };
  }

  workingDays(amount: number, after: string): WalkResult {
    let walked = 0;
    let at = 0;
    const goal = amount * WHOLE_DAY;
    for (let on = next(after); ; on = next(on)) {
      const step = WHOLE_DAY / this.calendar.hours(on).reduce((sum, [start, end]) => sum + end - start, 0);
      const standing = this.standingOn(on);
      const over = this.everyMinute(on, (instant) => {
        if (this.stands(instant, standing)) return false;
        walked += step;
        at = instant + (walked > goal ? 1 - (walked - goal) / step : 1) * MINUTE;
        return walked >= goal - 1e-5;
      });
      if (over) return { on, at: this.owner === 'person' ? this.closing(on) : at };
    }
  }

  hours(ms: number, from: number): WalkResult {
    let left = ms;
    let at = 0;
    for (let on = dateAt(from); ; on = next(on)) {
      const standing = this.standingOn(on);
      const over = this.everyMinute(on, (instant) => {
        if (instant + MINUTE <= from || this.stands(instant, standing)) return false;
        const begin = instant < from ? from : instant;
        at = begin + left;
        left -= instant + MINUTE - begin;
        return left <= 0;
      });
      if (over) return { on, at };
    }
  }

  /** Counts dates on which the clock runs for at least one minute, working or not. */
  dates(count: number, after: string): WalkResult {
    let nominal = after;
    for (let counted = 0; counted < count;) {
      nominal = next(nominal);
      const standing = this.standingOn(nominal);
      let runs = false;
      for (let minute = 0; minute < 1_440 && !runs; minute += 1)
        runs = !this.stands(midnight(nominal) + minute * MINUTE, standing);
      if (runs) counted += 1;
    }
    return { ...this.roll(nominal), nominal };
  }

  sameDay(cutoff: string, from: number): WalkResult {
    const on = dateAt(from);
    const limit = midnight(on) + MINUTE * minutes([[cutoff]])[0]![0];
    const early = this.calendar.hours(on).length > 0 && from <= limit && from <= this.closing(on, 'office');
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

  /** Terms one after the other, those of one unit added up where the first of them stands. */
  add(terms: WalkTerm[], from: WalkResult): WalkResult {
    let here = from;
    for (const unit of new Set(terms.map((term) => term.unit))) {
      const same = terms.filter((term) => term.unit === unit);
      here = this.count({ ...same[0]!, amount: same.reduce((sum, { amount }) => sum + amount, 0) }, here);
    }
    return here;
  }

  /** A granted date: the first date with work from it on, then as any set date, and it ends no clock that stands. */
  grantedDate(date: string, decidedAt: number): WalkResult {
    let open = date;
    while (this.calendar.hours(open).length === 0) open = next(open);
    return this.roll(this.setDate(open, this.closing(open), false, decidedAt).on);
  }

  /** A date somebody set, later by the working minutes for which the clock stood before it. */
  setDate(on: string, at: number, exact: boolean, since: number): WalkResult {
    let work = 0;
    let stood = 0;
    for (let date = dateAt(since); midnight(date) < at; date = next(date)) {
      const standing = this.standingOn(date);
      this.everyMinute(date, (instant) => {
        if (instant < since || instant >= at) return false;
        work += MINUTE;
        if (this.stands(instant, standing)) stood += MINUTE;
        return false;
      });
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
  const walk = new Walk(given.calendar, [...given.standing, ...rounds], given.owner);
  const start = set
    ? given.start
    : given.restarts.reduce((at, { reacceptedAt }) => Math.max(at, reacceptedAt), given.start);
  const extensions = given.extensions.filter(
    ({ dueOn, decidedAt }) => set || !dueOn || start === given.start || decidedAt >= start,
  );
  const begin: WalkResult = { on: dateAt(start), at: start };
  const more = (from: number): WalkTerm[] =>
    extensions.slice(from).flatMap(({ term }) => (term ? [term] : []));
  // Every reading by itself: as if no date had been granted, and as if each granted date were the only one.
  const readings: WalkResult[] = [];
  if (given.setDueAt !== undefined)
    readings.push(
      walk.add(more(0), walk.setDate(dayOfDeadline(given.setDueAt), given.setDueAt, true, start)),
    );
  else if (given.setDueOn !== undefined)
    readings.push(
      walk.add(more(0), walk.setDate(given.setDueOn, walk.closing(given.setDueOn), false, start)),
    );
  else readings.push(walk.add([given.term!, ...(given.zone ? [given.zone] : []), ...more(0)], begin));
  extensions.forEach(({ dueOn, decidedAt }, index) => {
    if (dueOn) readings.push(walk.add(more(index + 1), walk.grantedDate(dueOn, decidedAt)));
  });
  // More time is never less: the reading that leads furthest counts.
  let here = readings[0]!;
  for (const reading of readings) if (reading.at >= here.at) here = reading;
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
