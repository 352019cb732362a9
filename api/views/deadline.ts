/** The clocks of a case with their ledgers and reasons: every date explains itself. */
import { PAUSE_REASONS } from '../../domain/dossier';
import type { RequestState } from '../../domain/request/state';
import {
  type Calendar,
  elapsed,
  explain,
  type Instant,
  type Ledger,
  remaining,
  TimeError,
} from '../../domain/time';
import type { CaseRow, ClockRow } from '../cases';
import { iso, optional, type ViewContext } from './context';

export const deadlineView = (row: CaseRow, view: ViewContext): object => ({
  clocks: row.clocks.map((clock) => clockView(row, clock, view)),
});

function clockView(row: CaseRow, clock: ClockRow, view: ViewContext): object {
  const { ledger } = clock;
  const now = clock.endedAt ?? view.now;
  // What is shown is the date that stands, with the calendar it was derived from.
  const calendar = view.rules.calendarOf(clock.calendarVersions);
  const worked = ledger && quietly(() => elapsed(ledger, calendar, now));
  return {
    id: clock.id,
    kind: clock.kind,
    unit: view.unit(clock.unitId),
    state: clock.state,
    round: clock.round,
    main: clock.main,
    ledger: ledger && ledgerView(ledger),
    ...view.clock(clock),
    provisional: clock.provisional,
    calendarVersions: clock.calendarVersions,
    elapsed: worked,
    remaining: ledger && quietly(() => remaining(ledger, calendar, now)),
    explanation: (ledger && quietly(() => explain(ledger, calendar, undefined, PAUSE_REASONS))) ?? [],
    attribution: worked ? attribution(row, clock, ledger, calendar, now) : [],
  };
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

/** Whose working time went by since the start: the unit's own, also before counting began anew, and what it waited for others. */
function attribution(
  row: CaseRow,
  clock: ClockRow,
  ledger: Ledger,
  calendar: Calendar,
  now: Instant,
): object[] {
  const worked = elapsed({ ...ledger, term: undefined }, calendar, now).workingMinutes;
  const waited = new Map<string, number>();
  const rounds = ledger.restarts.map((round) => ({
    from: round.requestedAt,
    to: round.reacceptedAt,
    reason: 'SUPPLEMENT',
  }));
  for (const pause of [...ledger.pauses, ...ledger.suspensions, ...rounds]) {
    const party = row.kind === 'dossier' ? partyOf(pause.reason) : (wardOf(row) ?? 'ward');
    const minutes = calendar.workingMinutesBetween(pause.from, Math.min(pause.to ?? now, now));
    waited.set(party, (waited.get(party) ?? 0) + Math.max(0, minutes));
  }
  return [
    { party: clock.unitId, workingMinutes: Math.round(worked) },
    ...[...waited].map(([party, minutes]) => ({ party, workingMinutes: Math.round(minutes) })),
  ];
}

const wardOf = (row: CaseRow): string | undefined => (row.state as RequestState).wardIds[0];
const partyOf = (reason: string): string =>
  /SUPPLEMENT|PAYMENT|CITIZEN|FINANCIAL/.test(reason) ? 'citizen' : 'outside';

function ledgerView(ledger: Ledger): object {
  const stretch = ({ from, to, reason, evidence }: Ledger['pauses'][number]): object => ({
    from: iso(from),
    to: iso(to),
    reason,
    ...optional('evidence', evidence),
  });
  return {
    startAt: iso(ledger.startAt),
    startReason: ledger.startReason,
    ...optional('term', ledger.term),
    ...optional('setDueOn', ledger.setDueOn),
    ...optional('setDueAt', iso(ledger.setDueAt)),
    ...optional('setBy', ledger.setBy),
    ...optional('zoneExtension', ledger.zoneExtension),
    extensions: ledger.extensions.map(({ term, dueOn, dueAt, reason, decidedAt, by }) => ({
      reason,
      ...optional('term', term),
      ...optional('dueOn', dueOn),
      ...optional('dueAt', iso(dueAt)),
      ...optional('decidedAt', iso(decidedAt)),
      ...optional('by', by),
    })),
    pauses: ledger.pauses.map(stretch),
    suspensions: ledger.suspensions.map(stretch),
    restarts: ledger.restarts.map(({ requestedAt, reacceptedAt, reason }) => ({
      requestedAt: iso(requestedAt),
      reacceptedAt: iso(reacceptedAt),
      ...optional('reason', reason),
    })),
    owner: ledger.owner,
    ...optional('cap', iso(ledger.cap)),
  };
}
