/** From facts to dates: the clocks, due instants, rungs and next wake-up of a case. Pure, so that it can be done again at any time. */
import { lateKey, type CaseState, type Clock, type Reached } from './case';
import { clocksOf as requestClocks } from '../request/clocks';
import type { RequestState } from '../request/state';
import { clocksOf as dossierClocks } from '../dossier/clocks';
import type { DossierState } from '../dossier/state';
import { ladderOf } from '../escalation/ladders';
import type { EscalationRules } from '../escalation/rules';
import { dueOf } from '../time/due';
import { dutyBegan, remindersOwed, rungsOwed } from '../escalation/owed';
import type { Calendar } from '../time/calendar';
import { standsSince } from '../time/remaining';
import { isPastDue, lateAfter } from '../time/timeliness';
import type { Due, Instant, Ledger, Pause } from '../time/types';
import { suspended, suspensionKey, type Suspension } from '../time/suspension';

/** The rules a derivation needs, as published. */
export interface DerivationRules {
  escalation: EscalationRules;
  /**
   * The processing calendar of a unit: national, then province, then the unit's own. `at`: as it was published at that
   * instant; a clock that has ended keeps the calendar of its end.
   */
  calendarFor(unitId: string, when?: { at?: Instant }): Calendar;
  /** Mass suspensions that touch the unit, in force now or `at` that instant. */
  suspensionsFor(unitId: string, when?: { at?: Instant }): readonly Suspension[];
}

export interface DerivedClock extends Clock {
  due: Due | null;
  /** When its passing was recorded as a fact, in this round; a date that moved later since has not passed. */
  lateAt: Instant | null;
  /** Since when it stands until further notice, stopped before its due instant by a mass suspension. */
  standsFrom: Instant | null;
  /** Since when it stands for a reason of its own; null while it runs. */
  stoppedAt: Instant | null;
  calendarVersions: string[];
  suspensionVersions: string[];
}

export interface DerivedRung {
  clockId: string;
  round: number;
  rungId: string;
  level: number;
  /** The agenda that chases it: the unit whose duty it is. */
  office: string;
  ladder: string;
  at: Instant;
  state: 'armed' | 'held';
  requiresAck: boolean;
}

export interface Derived {
  clocks: DerivedClock[];
  rungs: DerivedRung[];
  /** The clock that gives the case its due date. */
  main: DerivedClock | null;
  /** When the case must wake by itself; null = it waits for a person. */
  wakeAt: Instant | null;
}

/** Nobody waits for `deadlinePassed`, so a herd of them is spread over this long, in ms (`urgent`: 0). */
const SPREAD_MS = 10 * 60_000;
/**
 * … but not within the first minute, in ms: a command sent in the last second is then still dated before it, since an
 * event is never dated before the one that precedes it.
 */
const SPREAD_FROM_MS = 60_000;

export function derive(state: CaseState, rules: DerivationRules): Derived {
  const { clocks, main } = datesOf(state, rules);
  return {
    clocks,
    rungs: clocks.flatMap((clock) => rungsOf(clock, rules)),
    main,
    wakeAt: nextWake(state, clocks, rules),
  };
}

/** The clocks with their dates alone. */
export function datesOf(state: CaseState, rules: DerivationRules): Pick<Derived, 'clocks' | 'main'> {
  const clocks = clocksOf(state, rules.escalation).map((clock) => dated(clock, rules));
  const main = mainOf(clocks);
  const capped = clocks.map((clock) => withLateness(state, capByMain(clock, main, rules)));
  return { clocks: capped, main: main && (capped.find((clock) => clock.id === main.id) ?? null) };
}

export function clocksOf(state: CaseState, escalation: EscalationRules): Clock[] {
  return state.kind === 'dossier'
    ? dossierClocks(state as DossierState, escalation)
    : requestClocks(state as RequestState, escalation);
}

/** What has truly been reached at `now`. A clock that stands, or whose passing is a fact already, reaches nothing. */
export function reachedAt(
  state: CaseState,
  derived: Derived,
  rules: DerivationRules,
  now: Instant,
): Reached[] {
  return wakes(state, derived.clocks, rules)
    .filter((wake) => wake.at <= now)
    .map(({ clock }) => ({
      type: clock.onDue,
      clockId: clock.id,
      round: clock.round,
      dueAt: clock.due?.dueAt ?? now,
    }));
}

/** The unit whose calendar a clock counts by: the one whose duty it is, unless the clock names another. */
export const calendarUnitOf = (clock: Pick<Clock, 'unitId' | 'calendarUnitId'>): string =>
  clock.calendarUnitId ?? clock.unitId;

/** What a clock counts by: as published now while it is open, as published then once it has ended. */
const inForceFor = (clock: Clock): { at?: Instant } =>
  isOpen(clock) || clock.endedAt === undefined ? {} : { at: clock.endedAt };

const calendarOf = (clock: Clock, rules: DerivationRules): Calendar =>
  rules.calendarFor(calendarUnitOf(clock), inForceFor(clock));

function dated(clock: Clock, rules: DerivationRules): DerivedClock {
  const nothing = {
    due: null,
    lateAt: null,
    standsFrom: null,
    stoppedAt: null,
    calendarVersions: [],
    suspensionVersions: [],
  };
  if (!clock.ledger) return { ...clock, ...nothing };
  const calendar = calendarOf(clock, rules);
  const suspensions = suspensionsOf(clock, clock.ledger, rules);
  const ledger = untilEnd(clock, { ...clock.ledger, suspensions: takenFrom(clock.ledger, suspensions) });
  const due = dueOf(ledger, calendar);
  return {
    ...clock,
    ...nothing,
    ledger,
    due,
    standsFrom: isOpen(clock) ? openSince(suspensions, due.dueAt) : null,
    stoppedAt: clock.state === 'paused' ? standsSince({ ...ledger, suspensions: [] }) : null,
    calendarVersions: [...calendar.versions],
    suspensionVersions: suspensions.map(suspensionKey),
  };
}

/**
 * Facts of a clock that has ended, as they were at its end: what came afterwards is not its own, and what stood then
 * stood until then. So nobody is late who did, or ended, what was not running.
 */
function untilEnd(clock: Clock, ledger: Ledger): Ledger {
  const { at: end } = inForceFor(clock);
  if (end === undefined) return ledger;
  const stood = (pause: Pause): Pause =>
    pause.to === null ? { ...pause, to: Math.max(pause.from, end) } : pause;
  const earlier = ledger.restarts.filter(({ requestedAt }) => requestedAt <= end);
  const isAwaited = ({ reacceptedAt }: Ledger['restarts'][number]): boolean =>
    reacceptedAt === null || reacceptedAt > end;
  return {
    ...ledger,
    extensions: ledger.extensions.filter(({ decidedAt = end }) => decidedAt <= end),
    pauses: [
      ...ledger.pauses
        .filter(({ from }) => from < end)
        .map((pause) => (pause.to !== null && pause.to > end ? { ...pause, to: end } : stood(pause))),
      ...earlier.filter(isAwaited).map(({ requestedAt, reason }) => ({
        from: requestedAt,
        to: end,
        reason: 'SUPPLEMENT',
        ...(reason === undefined ? {} : { evidence: reason }),
      })),
    ],
    suspensions: ledger.suspensions.map(stood),
    restarts: earlier.filter((one) => !isAwaited(one)),
  };
}

/** A lateness that was recorded counts as long as the date has not moved past it since. */
function withLateness(state: CaseState, clock: DerivedClock): DerivedClock {
  const recorded = state.late[lateKey(clock.id, clock.round)] ?? null;
  const hasPassed = clock.standsFrom === null && (!clock.due || clock.due.dueAt <= (recorded ?? 0));
  return { ...clock, lateAt: hasPassed ? recorded : null };
}

/** The suspensions that overlap the clock's life. */
function suspensionsOf(clock: Clock, { startAt }: Ledger, rules: DerivationRules): Suspension[] {
  const when = inForceFor(clock);
  const touching = rules.suspensionsFor(calendarUnitOf(clock), when);
  return touching.filter((one) => isSince(startAt, one) && one.from < (when.at ?? Infinity));
}

/** A date that a person set is not moved by what had been suspended before it was set. */
function takenFrom(ledger: Ledger, suspensions: readonly Suspension[]): Pause[] {
  const isSet = ledger.setDueOn !== undefined || ledger.setDueAt !== undefined;
  const since = (isSet && ledger.setAt) || -Infinity;
  return suspensions
    .filter((one) => isSince(since, one))
    .map((one) => suspended({ ...one, from: Math.max(one.from, since) }));
}

const isSince = (startAt: Instant, { to }: Suspension): boolean => to === null || to > startAt;

/** Versions of the suspensions that count for an open clock with this start. */
export const suspensionsSince = (startAt: Instant, touching: readonly Suspension[]): string[] =>
  touching.filter((one) => isSince(startAt, one)).map(suspensionKey);

/** From when a suspension without an end holds a date up; one already passed by then has passed. */
function openSince(suspensions: readonly Suspension[], dueAt: Instant): Instant | null {
  const open = suspensions.filter(({ from, to }) => to === null && from < dueAt).map(({ from }) => from);
  return open.length > 0 ? Math.min(...open) : null;
}

function capByMain(clock: DerivedClock, main: DerivedClock | null, rules: DerivationRules): DerivedClock {
  const cap = main && clock.capByMain ? mainDueAt(main, clock, rules) : undefined;
  if (!clock.ledger || cap === undefined || !clock.due || clock.due.dueAt <= cap) return clock;
  // Whoever is given an overdue case has the usual time to accept it or to say that it is not theirs.
  if (clock.kind === 'acknowledgement' && cap < clock.ledger.startAt) return clock;
  const ledger = { ...clock.ledger, cap };
  const due = dueOf(ledger, calendarOf(clock, rules));
  // What began to stand after the date that limits it did not stand in time.
  const standsFrom = clock.standsFrom !== null && clock.standsFrom < due.dueAt ? clock.standsFrom : null;
  return { ...clock, ledger, due, standsFrom };
}

/** The main clock's due instant; for a clock that has ended, as the rules stood at its end. None while it stands, or stood. */
function mainDueAt(main: DerivedClock, clock: Clock, rules: DerivationRules): Instant | undefined {
  const { at } = inForceFor(clock);
  if (at === undefined) return main.standsFrom === null ? main.due?.dueAt : undefined;
  if (!main.ledger) return undefined;
  const then: Clock = { ...main, state: 'done', endedAt: at };
  const dueAt = dated(then, rules).due?.dueAt ?? Infinity;
  return openSince(suspensionsOf(then, main.ledger, rules), dueAt) === null ? dueAt : undefined;
}

const isOpen = (clock: Clock): boolean => clock.state !== 'done' && clock.state !== 'cancelled';

/**
 * A case is late as soon as one of its duties is: of several open ones the first that is or becomes late, else the
 * earliest; when all are over, one that was late, the one that ended last, done before cancelled.
 */
function mainOf(clocks: DerivedClock[]): DerivedClock | null {
  const candidates = clocks.filter((clock) => clock.main);
  const open = candidates.filter(isOpen);
  if (open.length > 0) return open.reduce((a, b) => (lateFirst(a, b) <= 0 ? a : b));
  const done = candidates.filter((clock) => clock.state === 'done');
  const late = done.filter((clock) => isPastDue(clock.due?.dueAt, clock.endedAt ?? 0));
  const last = late.length > 0 ? late : done.length > 0 ? done : candidates;
  return last.length > 0 ? last.reduce((a, b) => ((a.endedAt ?? 0) >= (b.endedAt ?? 0) ? a : b)) : null;
}

/** Negative when the first is late first, or is due first where neither becomes late by itself. */
function lateFirst(a: DerivedClock, b: DerivedClock): number {
  const late = (clock: DerivedClock): Instant => lateAfter({ ...clock, dueAt: clock.due?.dueAt });
  const due = (clock: DerivedClock): Instant => clock.due?.dueAt ?? Infinity;
  const [x, y] = [late(a), late(b)];
  return x === y ? (due(a) <= due(b) ? -1 : 1) : x < y ? -1 : 1;
}

function rungsOf(clock: DerivedClock, rules: DerivationRules): DerivedRung[] {
  const { due, ladder, reminders } = clock;
  if (!due || !ladder || !isOpen(clock)) return [];
  const counted = {
    due,
    began: dutyBegan(clock),
    calendar: calendarOf(clock, rules),
    suspensions: clock.ledger?.suspensions ?? [],
  };
  return [
    ...(reminders ? remindersOwed(ladderOf(reminders, rules.escalation), counted) : []),
    ...rungsOwed(ladderOf(ladder, rules.escalation), counted),
  ].map(({ ladder: id, step, at, waits }) => ({
    clockId: clock.id,
    round: clock.round,
    rungId: step.id,
    level: step.level,
    office: clock.unitId,
    ladder: id,
    at,
    state: clock.state === 'running' && !waits ? 'armed' : 'held',
    requiresAck: step.requiresAcknowledgement,
  }));
}

interface Wake {
  clock: DerivedClock;
  at: Instant;
}

function wakes(state: CaseState, clocks: DerivedClock[], rules: DerivationRules): Wake[] {
  return clocks
    .filter(
      (clock) =>
        clock.state === 'running' && clock.due !== null && clock.lateAt === null && clock.standsFrom === null,
    )
    .map((clock) => ({ clock, at: (clock.due as Due).dueAt + spreadOf(state.id, clock, rules) }));
}

function nextWake(state: CaseState, clocks: DerivedClock[], rules: DerivationRules): Instant | null {
  const instants = wakes(state, clocks, rules).map((wake) => wake.at);
  return instants.length > 0 ? Math.min(...instants) : null;
}

function spreadOf(id: string, clock: Clock, rules: DerivationRules): number {
  if (clock.onDue !== 'deadlinePassed') return 0;
  if (clock.ladder && ladderOf(clock.ladder, rules.escalation).anyHour) return 0;
  const range = SPREAD_MS - SPREAD_FROM_MS;
  let hash = 0;
  for (let index = 0; index < id.length; index += 1) hash = (hash * 31 + id.charCodeAt(index)) % range;
  return SPREAD_FROM_MS + hash;
}
