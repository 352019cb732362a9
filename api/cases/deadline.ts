import { PAUSE_REASONS } from '../../domain/dossier/texts';
import { stepOf, type DossierState } from '../../domain/dossier/state';
import type { RequestState } from '../../domain/request/state';
import {
  attribute,
  CITIZEN,
  type Claim,
  inWholeMinutes,
  OUTSIDE,
  stopsOf,
} from '../../domain/time/attribution';
import type { Calendar } from '../../domain/time/calendar';
import { elapsed, remaining } from '../../domain/time/remaining';
import { explain } from '../../domain/time/explain';
import type { Instant, Ledger, Pause } from '../../domain/time/types';
import { TimeError } from '../../domain/time/time-error';
import type { CaseRow, ClockRow } from './rows';
import { iso, optional, type ViewContext } from './view-context';

export const deadlineView = (row: CaseRow, changes: object[], view: ViewContext): object => ({
  clocks: row.clocks.map((clock) => clockView(row, clock, view)),
  changes,
});

function clockView(row: CaseRow, clock: ClockRow, view: ViewContext): object {
  const ledger = clock.ledger && withLimit(clock.ledger, row, clock, view);
  const now = clock.endedAt ?? view.now;
  // What is shown is the date that stands, with the calendar it was derived from; without a date none was.
  const calendar = ledger ? view.rules.calendarOf(clock.calendarVersions) : null;
  const counted = <T>(count: (ledger: Ledger, calendar: Calendar) => T): T | null =>
    ledger && calendar && quietly(() => count(ledger, calendar));
  return {
    id: clock.id,
    kind: clock.kind,
    unit: view.unit(clock.unitId),
    state: clock.state,
    standsFrom: iso(clock.standsFrom),
    round: clock.round,
    main: clock.main,
    ledger: ledger && ledgerView(ledger, clock.calendarVersions),
    ...view.clock(clock),
    provisional: clock.provisional,
    calendarVersions: clock.calendarVersions,
    elapsed: counted((of, by) => elapsed(of, by, now)),
    remaining: counted((of, by) => remaining(of, by, now)),
    explanation: counted((of, by) => explain(of, by, undefined, PAUSE_REASONS)) ?? [],
    attribution: counted((of, by) => attribution(row, clock, of, by, now)) ?? [],
  };
}

/** The ledger with how many extensions the rules allow its clock. */
function withLimit(ledger: Ledger, row: CaseRow, clock: ClockRow, view: ViewContext): Ledger {
  const maxExtensions = limitOf(row, clock, view);
  return maxExtensions === undefined ? ledger : { ...ledger, maxExtensions };
}

/** Only a return date and an answer can be extended. */
function limitOf(row: CaseRow, clock: ClockRow, { rules }: ViewContext): number | undefined {
  if (clock.kind === 'legal') return (row.state as DossierState).procedure.maxExtensions;
  return clock.kind === 'response' ? rules.escalation.rules.extension.recommendation.maxCount : undefined;
}

/** A clock that cannot be counted (outside the calendars' years) is shown without what cannot be told. */
function quietly<T>(count: () => T): T | null {
  try {
    return count();
  } catch (error) {
    if (error instanceof TimeError) return null;
    throw error;
  }
}

/** Whose working time went by since the start, also before counting began anew; every minute once. */
function attribution(
  row: CaseRow,
  clock: ClockRow,
  ledger: Ledger,
  calendar: Calendar,
  now: Instant,
): object[] {
  const isDossier = row.kind === 'dossier';
  const shares = attribute({
    calendar,
    from: ledger.startAt,
    until: now,
    owner: isDossier ? ownerOf(row.state as DossierState, clock, ledger) : clock.unitId,
    stops: stopsOf(ledger, isDossier ? partyOf : () => wardOf(row) ?? 'ward'),
    held: isDossier && clock.kind === 'legal' ? heldBy(row.state as DossierState) : [],
  });
  return inWholeMinutes(shares);
}

const wardOf = (row: CaseRow): string | undefined => (row.state as RequestState).wardIds[0];
const partyOf = (reason: string): string =>
  /SUPPLEMENT|PAYMENT|CITIZEN|FINANCIAL/.test(reason) ? CITIZEN : OUTSIDE;

/** What an applicant owes runs on the applicant's time, a step done outside on that of the body that does it. */
function ownerOf(state: DossierState, clock: ClockRow, ledger: Ledger): string {
  if (ledger.owner === 'person') return CITIZEN;
  return clock.kind === 'step' ? holderOf(state, clock.id.replace(/^step:/, '')) : clock.unitId;
}

/** Who had the dossier at which time: the unit of the step at which it lay. */
function heldBy(state: DossierState): Claim[] {
  const visits = [...state.history, ...(state.step ? [{ ...state.step, until: null }] : [])];
  return visits.map(({ id, since, until }) => ({ party: holderOf(state, id), from: since, to: until }));
}

function holderOf(state: DossierState, stepId: string): string {
  const step = stepOf(state, stepId);
  return step ? (step.unitId ?? OUTSIDE) : state.receivingUnitId;
}

function pauseView({ from, to, reason, evidence, openedBy, closedBy }: Pause): object {
  return {
    from: iso(from),
    to: iso(to),
    reason,
    ...optional('evidence', evidence),
    ...optional('openedBy', openedBy),
    ...optional('closedBy', closedBy),
  };
}

/** What a mass suspension rests on is recorded as its evidence. */
const suspensionView = (suspension: Pause): object => ({
  ...pauseView(suspension),
  ...optional('legalBasis', suspension.evidence),
  ...optional('version', suspension.version),
});

function ledgerView(ledger: Ledger, calendarVersions: readonly string[]): object {
  return {
    startAt: iso(ledger.startAt),
    startReason: ledger.startReason,
    ...optional('term', ledger.term),
    ...optional('setDueOn', ledger.setDueOn),
    ...optional('setDueAt', iso(ledger.setDueAt)),
    ...optional('setBy', ledger.setBy),
    ...optional('setAt', iso(ledger.setAt)),
    ...optional('zoneExtension', ledger.zoneExtension),
    extensions: ledger.extensions.map(({ term, dueOn, dueAt, reason, decidedAt, by }) => ({
      reason,
      ...optional('term', term),
      ...optional('dueOn', dueOn),
      ...optional('dueAt', iso(dueAt)),
      ...optional('decidedAt', iso(decidedAt)),
      ...optional('by', by),
    })),
    extensionCount: ledger.extensions.length,
    ...optional('maxExtensions', ledger.maxExtensions),
    pauses: ledger.pauses.map(pauseView),
    suspensions: ledger.suspensions.map(suspensionView),
    restarts: ledger.restarts.map(({ requestedAt, reacceptedAt, reason }) => ({
      requestedAt: iso(requestedAt),
      reacceptedAt: iso(reacceptedAt),
      ...optional('reason', reason),
    })),
    owner: ledger.owner,
    ...optional('cap', iso(ledger.cap)),
    calendarVersions: [...calendarVersions],
  };
}
