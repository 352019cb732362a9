/** Writing a case: its event and its projection. What is derived from it has its own file, derived.ts. */
import type { CaseEvent, CaseState } from '../domain/case/case';
import type { Derived } from '../domain/case/derive';
import { wholeOf } from '../domain/case/figures';
import { dateOf } from '../domain/time/plain-date';
import type { Instant } from '../domain/time/types';
import type { DossierState } from '../domain/dossier/state';
import { folded } from '../domain/text/folded';
import { unitsConcerned } from '../domain/access/units-concerned';
import { activeDuties } from '../domain/request/duties';
import type { RequestState } from '../domain/request/state';
import type { Client } from './pool';

export const asDate = (at: Instant | null | undefined): Date | null =>
  at === null || at === undefined ? null : new Date(at);

/** Units that may see the case (also those that sent it back), its askers, its lead, and what a search finds. */
function factsForLists(state: CaseState): {
  unitIds: string[];
  wardIds: string[];
  leadUnitId: string | null;
  meetingId: string | null;
  category: string | null;
  procedureCode: string | null;
  openedAt: Instant;
} {
  if (state.kind === 'dossier') {
    const dossier = state as DossierState;
    return {
      unitIds: unitsConcerned(dossier),
      wardIds: [dossier.receivingUnitId],
      leadUnitId: dossier.receivingUnitId,
      meetingId: null,
      category: null,
      procedureCode: dossier.procedure.code,
      openedAt: dossier.receivedAt,
    };
  }
  const request = state as RequestState;
  const duties = activeDuties(request);
  return {
    unitIds: unitsConcerned(request),
    wardIds: request.wardIds,
    leadUnitId: duties.find((duty) => duty.role === 'lead')?.unitId ?? null,
    meetingId: request.meetingId,
    category: request.category,
    procedureCode: null,
    openedAt: request.submittedAt,
  };
}

/*
 * Statements of the hot path have names: PostgreSQL plans them once per connection, which halves its work in `settle`
 * (2.8 → 1.6 ms CPU). A name stands for one text; behind a pooler that swaps connections it must know about them.
 */

/** By what a case is known to people; each is given once and never changes. */
export interface Codes {
  code: string | null;
  /** Of a dossier that was not handed in at the counter: the number it has until it is accepted, and keeps. */
  provisional: string | null;
}

/** The projection. */
export async function writeCase(
  client: Client,
  state: CaseState,
  derived: Derived,
  codes: Codes,
): Promise<void> {
  const facts = factsForLists(state);
  const main = mainColumns(state, derived);
  await client.query(
    {
      name: 'case.write',
      text: `INSERT INTO cases AS c (id, kind, code, version, status, title, category, state, unit_ids, ward_ids, lead_unit_id,
       meeting_id, procedure_code, opened_at, changed_at, closed_at, due_kind, due_on, due_at, done_at, paused, wake_at, search, stands_from,
       stopped_at, answered_at, rated, provisional_code)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
       $26, $27, $28)
     ON CONFLICT (id) DO UPDATE SET code = coalesce(EXCLUDED.code, c.code), version = EXCLUDED.version,
       status = EXCLUDED.status, title = EXCLUDED.title, state = EXCLUDED.state, unit_ids = EXCLUDED.unit_ids,
       lead_unit_id = EXCLUDED.lead_unit_id, changed_at = EXCLUDED.changed_at, closed_at = EXCLUDED.closed_at,
       due_kind = EXCLUDED.due_kind, due_on = EXCLUDED.due_on, due_at = EXCLUDED.due_at, done_at = EXCLUDED.done_at,
       paused = EXCLUDED.paused, wake_at = EXCLUDED.wake_at, search = EXCLUDED.search,
       stands_from = EXCLUDED.stands_from, stopped_at = EXCLUDED.stopped_at, answered_at = EXCLUDED.answered_at,
       rated = EXCLUDED.rated`,
    },
    [
      state.id,
      state.kind,
      codes.code,
      state.version,
      state.status,
      state.title,
      facts.category,
      JSON.stringify(state),
      facts.unitIds,
      facts.wardIds,
      facts.leadUnitId,
      facts.meetingId,
      facts.procedureCode,
      asDate(facts.openedAt),
      asDate(state.at),
      main.closed_at,
      main.due_kind,
      main.due_on,
      main.due_at,
      main.done_at,
      main.paused,
      main.wake_at,
      searchText(state, codes),
      main.stands_from,
      main.stopped_at,
      main.answered_at,
      main.rated,
      codes.provisional,
    ],
  );
}

/** What the case's own date is and how it stands against it: columns that a publication may move. */
export function mainColumns(state: CaseState, derived: Derived) {
  const { main, wakeAt } = derived;
  const whole = wholeOf(state, derived);
  return {
    closed_at: asDate(whole.closedAt),
    due_kind: main?.dueKind ?? 'none',
    due_on: whole.dueOn,
    due_at: asDate(whole.dueAt),
    done_at: asDate(whole.doneAt),
    paused: main?.state === 'paused',
    stands_from: asDate(whole.standsFrom),
    stopped_at: asDate(whole.stoppedAt),
    answered_at: asDate(whole.answeredAt),
    rated: whole.rated,
    wake_at: asDate(wakeAt),
  };
}

/** What a person types to find it again; personal data of applicants stays out. */
const searchText = (state: CaseState, { code, provisional }: Codes): string =>
  folded([code, provisional, state.title, (state as RequestState).summary].filter(Boolean).join(' '));

/** @returns true when the event was new. */
export async function writeEvent(
  client: Client,
  id: string,
  version: number,
  event: CaseEvent,
  result: unknown,
): Promise<void> {
  await client.query(
    {
      name: 'event.write',
      text: `INSERT INTO event (case_id, version, type, at, by, data, command_id, body_hash, result)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    },
    [
      id,
      version,
      event.type,
      asDate(event.at),
      event.by ? JSON.stringify(event.by) : null,
      JSON.stringify(event.data),
      event.commandId ?? null,
      event.bodyHash ?? null,
      JSON.stringify(result),
    ],
  );
}

/** The unit whose audit chain records a case: who leads it, else who asked. */
export const auditUnit = (state: CaseState): string => {
  const facts = factsForLists(state);
  return facts.wardIds[0] ?? facts.leadUnitId ?? 'province';
};

/** Codes: dossiers `<unit code>-<yymmdd>-<serial>`, requests `KN|CD-<year>-<serial>`; taken in the transaction that uses them. */
export async function takeCode(client: Client, scope: string): Promise<number> {
  const { rows } = await client.query<{ last: number }>(
    {
      name: 'serial.take',
      text: `INSERT INTO serial AS s (scope, last) VALUES ($1, 1) ON CONFLICT (scope) DO UPDATE SET last = s.last + 1 RETURNING last`,
    },
    [scope],
  );
  return rows[0]?.last ?? 1;
}

export const requestScope = (state: CaseState): string =>
  `${state.kind === 'directive' ? 'CD' : 'KN'}-${dateOf(state.at).slice(0, 4)}`;
