/**
 * From a ledger to its due instant. The same ledger, calendar and `asOf` always give the same answer; nothing is
 * remembered and nothing but the facts counts.
 */
import { dayNumberOf, dayOf, dueDayOf, fromIso, startOfDay, type DayNumber } from './plain-date';
import type { Calendar } from './calendar';
import {
  checkTerm,
  closingOf,
  countTerm,
  pausesBefore,
  landOn,
  sumByUnit,
  type Counting,
  type Landing,
  type Moment,
} from './terms';
import { TimeError } from './time-error';
import type { Due, Extension, Instant, Ledger, PlainDate, Term } from './types';
import { advance, mergePauses, workedMs, type Stretch } from './working-time';

const EARLIEST = fromIso('2000-01-01T00:00:00+07:00');
const LATEST = fromIso('2101-01-01T00:00:00+07:00');
/** No due instant may lie after this one; a ledger that leads there is a mistake. */
const LATEST_DUE = fromIso('2201-01-01T00:00:00+07:00');

/** One part of the way from the start to the due instant: a counted term, a date that a leader set, or one granted. */
export interface Leg {
  kind: 'term' | 'set' | 'granted';
  term?: Term;
  from: Moment;
  to: Landing;
  /** A set or granted date as it was said, before closed days and pauses moved it on. */
  setOn?: DayNumber;
}

/** How a ledger comes to its date; `explain` puts it into words. */
export interface Derivation {
  start: Moment;
  legs: Leg[];
  pauses: Stretch[];
  /** Granted dates that fall before what is due without them, so that they move nothing. */
  outlasted: Leg[];
  /** Where the legs arrive, before the cap. */
  landing: Landing;
  capped: boolean;
  due: Due;
}

/**
 * The due instant of a ledger.
 *
 * `asOf`: a pause, suspension or supplement round still open is taken to end then, so the date moves on day by day
 * while the clock stands. Without `asOf` an open stretch has no length: a pause changes nothing and a RESTART counts
 * from the request on.
 *
 * A date set by a person (`setDueOn`, `setDueAt`, or an extension with a date) moves on by the working time paused
 * between its setting and itself, a date to the end of the day arrived at; RESTART rounds are pauses to it.
 * `setDueAt` wins over `setDueOn`, both over `term`, and a leader's date is taken as said, on a closed day too.
 *
 * More time is never less: a granted date ends on an open day like any term, and counts only if nothing else leads
 * further, neither what was due without it nor an earlier grant. Terms listed after a granted date are added to it.
 * Extensions by a term survive a RESTART; a date granted before the re-acceptance does not.
 * @throws TimeError BAD_TERM, BAD_INTERVAL, OUT_OF_RANGE, NO_TERM, NO_OPEN_DAY
 */
export function dueOf(ledger: Ledger, calendar: Calendar, asOf?: Instant): Due {
  return wayToDue(ledger, calendar, asOf).due;
}

/** `dueOf` with the way that led there. */
export function wayToDue(ledger: Ledger, calendar: Calendar, asOf?: Instant): Derivation {
  checkLedger(ledger);
  if (asOf !== undefined) checkInstant(asOf, 'thời điểm hỏi');
  const way = walk(ledger, calendar, asOf);
  const landing = arrival(way.legs);
  const capped = cap(landing, ledger.cap);
  const changed = ledger.extensions.length > 0 || ledger.restarts.length > 0;
  const original = changed
    ? cap(arrival(walk(unchanged(ledger, asOf), calendar, asOf).legs), ledger.cap)
    : capped;
  if (!(landing.at <= LATEST_DUE)) throw new TimeError('OUT_OF_RANGE', 'Hạn tính ra nằm sau năm 2200.');
  const due: Due = {
    dueOn: calendar.at(capped.on).date,
    dueAt: capped.at,
    originalDueOn: calendar.at(original.on).date,
    originalDueAt: original.at,
    provisional: anyProvisional(calendar, way.start.on, capped.on),
  };
  if (landing.nominalOn !== undefined) due.nominalDueOn = calendar.at(landing.nominalOn).date;
  return { ...way, landing, capped: capped !== landing, due };
}

type Way = Pick<Derivation, 'start' | 'legs' | 'pauses' | 'outlasted'>;

/** Follows the ledger from its start to where it arrives. */
function walk(ledger: Ledger, calendar: Calendar, asOf?: Instant): Way {
  const set = ledger.setDueOn !== undefined || ledger.setDueAt !== undefined;
  const restart = set ? undefined : lastRestart(ledger);
  const standing = set ? ledger.restarts.map(asPause) : [];
  const pauses = mergePauses([...ledger.pauses, ...ledger.suspensions, ...standing], asOf);
  const startAt = restart ? endOf(restart, asOf) : ledger.startAt;
  const start: Moment = { on: dayOf(startAt), at: startAt };
  const counting: Counting = { days: calendar, pauses, owner: ledger.owner };

  const extensions = ledger.extensions.filter((extension) => !restart || countsSince(extension, startAt));
  const termsFrom = (index: number): Term[] => extensions.slice(index).flatMap(({ term }) => term ?? []);
  const ways: Leg[][] = [];
  if (set) {
    const said = setLeg(startAt, { dueOn: ledger.setDueOn, dueAt: ledger.setDueAt }, counting);
    ways.push(legsOf([said], termsFrom(0), start, counting));
  } else if (ledger.term) {
    const base = [ledger.term, ...(ledger.zoneExtension ? [ledger.zoneExtension] : [])];
    ways.push(legsOf([], [...base, ...termsFrom(0)], start, counting));
  }
  extensions.forEach((extension, index) => {
    if (!hasDate(extension)) return;
    const granted = grantedLeg(extension, extension.decidedAt ?? startAt, counting);
    ways.push(legsOf([granted], termsFrom(index + 1), start, counting));
  });
  return { start, pauses, ...furthest(ways) };
}

/** Terms counted one after the other from the last of the legs, or from the start. */
function legsOf(first: readonly Leg[], terms: readonly Term[], start: Moment, counting: Counting): Leg[] {
  const legs = [...first];
  for (const term of sumByUnit(terms)) {
    checkTerm(term);
    const from: Moment = legs[legs.length - 1]?.to ?? start;
    legs.push({ kind: 'term', term, from, to: countTerm(term, from, counting) });
  }
  return legs;
}

/** The way that leads furthest, of equals the one decided last; and the granted dates decided after it. */
function furthest(ways: readonly Leg[][]): Pick<Way, 'legs' | 'outlasted'> {
  let best = 0;
  ways.forEach((legs, index) => {
    if (arrival(legs).at >= arrival(ways[best] ?? []).at) best = index;
  });
  return { legs: ways[best] ?? [], outlasted: ways.slice(best + 1).flatMap(([granted]) => granted ?? []) };
}

/** A granted date, first on to a day with work, then by the working time paused since it was decided. */
function grantedLeg({ dueOn, dueAt }: SetDate, since: Instant, counting: Counting): Leg {
  const setOn = dueAt !== undefined ? dueDayOf(dueAt) : dayNumberOf(dueOn ?? '');
  const open = counting.days.openFrom(setOn);
  const isExact = dueAt !== undefined && open.number === setOn;
  const leg = setLeg(since, isExact ? { dueAt } : { dueOn: open.date }, counting);
  return { ...leg, kind: 'granted', setOn, to: isExact ? leg.to : landOn(leg.to.on, counting) };
}

/** A date as a person said it: a day, or an instant. */
type SetDate = Pick<Extension, 'dueOn' | 'dueAt'>;

/** A date a person set, moved on by the working time paused since it was set. */
function setLeg(since: Instant, set: SetDate, counting: Counting): Leg {
  const { days, pauses, owner } = counting;
  const from: Moment = { on: dayOf(since), at: since };
  const exact = set.dueAt !== undefined;
  const on = set.dueAt !== undefined ? dueDayOf(set.dueAt) : dayNumberOf(set.dueOn ?? '');
  const at = set.dueAt ?? closingOf(days.at(on), owner);
  const work = workedMs(days, since, at);
  if (work === workedMs(days, since, at, pauses)) return { kind: 'set', from, to: { on, at }, setOn: on };
  const moved = advance(days, since, work, pauses);
  const to = exact ? { on: dueDayOf(moved), at: moved } : landOn(dueDayOf(moved), counting);
  return { kind: 'set', from, to, setOn: on };
}

/** The ledger without extensions and, where counting restarted, as it stood before the first supplement round. */
function unchanged(ledger: Ledger, asOf?: Instant): Ledger {
  const base: Ledger = { ...ledger, extensions: [] };
  if (ledger.setDueOn !== undefined || ledger.setDueAt !== undefined || ledger.restarts.length === 0)
    return base;
  const before = Math.min(...ledger.restarts.map(({ requestedAt }) => requestedAt));
  const pauses = pausesBefore(before, mergePauses([...ledger.pauses, ...ledger.suspensions], asOf));
  return {
    ...base,
    restarts: [],
    pauses: pauses.map(([from, to]) => ({ from, to, reason: '' })),
    suspensions: [],
  };
}

type Restart = Ledger['restarts'][number];

function lastRestart({ restarts }: Ledger): Restart | undefined {
  return [...restarts].sort((a, b) => a.requestedAt - b.requestedAt)[restarts.length - 1];
}

function endOf({ requestedAt, reacceptedAt }: Restart, asOf?: Instant): Instant {
  return reacceptedAt ?? Math.max(requestedAt, asOf ?? requestedAt);
}

function asPause({ requestedAt, reacceptedAt }: Restart): { from: Instant; to: Instant | null } {
  return { from: requestedAt, to: reacceptedAt };
}

function hasDate({ dueOn, dueAt }: Extension): boolean {
  return dueOn !== undefined || dueAt !== undefined;
}

/** Whether an extension still counts after counting began anew at `restartedAt`. */
function countsSince(extension: Extension, restartedAt: Instant): boolean {
  return !hasDate(extension) || (extension.decidedAt !== undefined && extension.decidedAt >= restartedAt);
}

function arrival(legs: readonly Leg[]): Landing {
  const last = legs[legs.length - 1];
  if (!last) throw new TimeError('NO_TERM', 'Chưa có thời hạn và cũng chưa có ngày nào được ấn định.');
  return last.to;
}

function cap(landing: Landing, limit?: Instant): Landing {
  return limit === undefined || landing.at <= limit
    ? landing
    : { ...landing, on: dueDayOf(limit), at: limit };
}

/** Whether one of the days between two, both included, is not officially announced. */
export function anyProvisional(calendar: Calendar, from: DayNumber, to: DayNumber): boolean {
  for (let day = Math.min(from, to); day <= to; day += 1) if (calendar.at(day).provisional) return true;
  return false;
}

/** @throws TimeError OUT_OF_RANGE for instants outside the years 2000–2100, BAD_INTERVAL for stretches that end before they begin */
function checkLedger(ledger: Ledger): void {
  checkInstant(ledger.startAt, 'thời điểm bắt đầu');
  for (const { from, to } of [...ledger.pauses, ...ledger.suspensions])
    checkStretch(from, to, 'khoảng tạm dừng');
  for (const { requestedAt, reacceptedAt } of ledger.restarts) {
    checkStretch(requestedAt, reacceptedAt, 'lần yêu cầu bổ sung');
    if (requestedAt < ledger.startAt)
      throw new TimeError('BAD_INTERVAL', 'Yêu cầu bổ sung không thể trước thời điểm bắt đầu tính hạn.');
  }
  if (ledger.term) checkTerm(ledger.term);
  if (ledger.zoneExtension) checkTerm(ledger.zoneExtension);
  for (const extension of ledger.extensions) {
    if (extension.term) checkTerm(extension.term);
    else if (!hasDate(extension))
      throw new TimeError('BAD_TERM', 'Gia hạn phải có số lượng hoặc có ngày hạn mới.');
    checkSetDate(extension.dueOn, extension.dueAt, 'hạn mới');
    if (extension.decidedAt !== undefined) checkInstant(extension.decidedAt, 'thời điểm gia hạn');
  }
  checkSetDate(ledger.setDueOn, ledger.setDueAt, 'hạn ấn định');
  if (ledger.cap !== undefined && !Number.isFinite(ledger.cap))
    throw new TimeError('BAD_INSTANT', 'Không tính được: giới hạn không phải là một thời điểm.');
}

function checkSetDate(on: PlainDate | undefined, at: Instant | undefined, what: string): void {
  if (on !== undefined) checkInstant(startOfDay(on), what);
  if (at !== undefined) checkInstant(at, what);
}

function checkInstant(instant: Instant, what: string): void {
  if (!(instant >= EARLIEST && instant < LATEST))
    throw new TimeError('OUT_OF_RANGE', `Không tính được: ${what} nằm ngoài các năm 2000–2100.`);
}

function checkStretch(from: Instant, to: Instant | null, what: string): void {
  checkInstant(from, what);
  if (to === null) return;
  checkInstant(to, what);
  if (to < from) throw new TimeError('BAD_INTERVAL', `Không tính được: ${what} kết thúc trước khi bắt đầu.`);
}
