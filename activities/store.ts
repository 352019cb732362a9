/** Writing a case: its event, its projection and what is derived from it. Used by `settle` and by recomputation. */
import type { CaseEvent, CaseState } from '../domain/case';
import type { Derived } from '../domain/derive';
import { dateOf, type Instant } from '../domain/time';
import type { DossierState } from '../domain/dossier/state';
import { activeDuties } from '../domain/request/duties';
import type { RequestState } from '../domain/request/state';
import type { Client } from '../prisma/pool';

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
  closedAt: Instant | null;
} {
  if (state.kind === 'dossier') {
    const dossier = state as DossierState;
    const stepUnits = dossier.procedure.steps.map((step) => step.unitId).filter((id) => id !== null);
    return {
      unitIds: [...new Set([dossier.receivingUnitId, ...stepUnits])],
      wardIds: [dossier.receivingUnitId],
      leadUnitId: dossier.receivingUnitId,
      meetingId: null,
      category: null,
      procedureCode: dossier.procedure.code,
      openedAt: dossier.receivedAt,
      closedAt: dossier.delivery?.at ?? dossier.end?.at ?? null,
    };
  }
  const request = state as RequestState;
  const duties = activeDuties(request);
  return {
    unitIds: [...new Set([...request.wardIds, ...request.assignments.map((duty) => duty.unitId)])],
    wardIds: request.wardIds,
    leadUnitId: duties.find((duty) => duty.role === 'lead')?.unitId ?? null,
    meetingId: request.meetingId,
    category: request.category,
    procedureCode: null,
    openedAt: request.submittedAt,
    closedAt: request.closedAt,
  };
}

/*
 * Statements of the hot path have names: PostgreSQL plans them once per connection, which halves its work in `settle`
 * (2.8 → 1.6 ms CPU). A name stands for one text; behind a pooler that swaps connections it must know about them.
 */

/** The projection. `code` is given once and never changes. */
export async function writeCase(
  client: Client,
  state: CaseState,
  derived: Derived,
  code: string | null,
): Promise<void> {
  const facts = factsForLists(state);
  const main = derived.main;
  await client.query(
    {
      name: 'case.write',
      text: `INSERT INTO cases AS c (id, kind, code, version, status, title, category, state, unit_ids, ward_ids, lead_unit_id,
       meeting_id, procedure_code, opened_at, changed_at, closed_at, due_kind, due_on, due_at, done_at, paused, wake_at, search)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
     ON CONFLICT (id) DO UPDATE SET code = coalesce(EXCLUDED.code, c.code), version = EXCLUDED.version,
       status = EXCLUDED.status, title = EXCLUDED.title, state = EXCLUDED.state, unit_ids = EXCLUDED.unit_ids,
       lead_unit_id = EXCLUDED.lead_unit_id, changed_at = EXCLUDED.changed_at, closed_at = EXCLUDED.closed_at,
       due_kind = EXCLUDED.due_kind, due_on = EXCLUDED.due_on, due_at = EXCLUDED.due_at, done_at = EXCLUDED.done_at,
       paused = EXCLUDED.paused, wake_at = EXCLUDED.wake_at, search = EXCLUDED.search`,
    },
    [
      state.id,
      state.kind,
      code,
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
      asDate(facts.closedAt),
      main?.dueKind ?? 'none',
      main?.due?.dueOn ?? null,
      asDate(main?.due?.dueAt),
      main?.state === 'done' ? asDate(main.endedAt) : null,
      main?.state === 'paused',
      asDate(derived.wakeAt),
      searchText(state),
    ],
  );
}

/** What a person types to find it again; personal data of applicants stays out. */
const searchText = (state: CaseState): string =>
  `${state.title} ${(state as RequestState).summary ?? ''}`.normalize('NFC').toLowerCase();

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

export async function writeClocks(
  client: Client,
  id: string,
  derived: Derived,
  rulesVersion: number,
): Promise<void> {
  const rows = derived.clocks.map((clock) => ({
    clock_id: clock.id,
    kind: clock.kind,
    unit_id: clock.unitId,
    round: clock.round,
    ladder: clock.ladder,
    due_kind: clock.dueKind,
    state: clock.state,
    main: clock.id === derived.main?.id,
    due_on: clock.due?.dueOn ?? null,
    due_at: asDate(clock.due?.dueAt),
    original_due_on: clock.due?.originalDueOn ?? null,
    ended_at: asDate(clock.endedAt),
    late_at: asDate(clock.lateAt),
    on_due: clock.onDue,
    assignee: clock.assignee ?? null,
    provisional: clock.due?.provisional ?? false,
    calendar_versions: clock.calendarVersions,
    ledger: clock.ledger,
  }));
  await client.query(
    {
      name: 'clock.write',
      text: `WITH want AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS w (clock_id text, kind text, unit_id text, round integer,
         ladder text, due_kind text, state text, main boolean, due_on date, due_at timestamptz, original_due_on date,
         ended_at timestamptz, late_at timestamptz, on_due text, assignee text, provisional boolean, calendar_versions text[], ledger jsonb)
     ), gone AS (
       DELETE FROM clock WHERE case_id = $1 AND clock_id NOT IN (SELECT clock_id FROM want)
     )
     INSERT INTO clock AS k (case_id, clock_id, kind, unit_id, round, ladder, due_kind, state, main, due_on, due_at,
       original_due_on, ended_at, late_at, on_due, assignee, provisional, calendar_versions, rules_version, ledger)
     SELECT $1, clock_id, kind, unit_id, round, ladder, due_kind, state, main, due_on, due_at, original_due_on, ended_at,
       late_at, on_due, assignee, provisional, calendar_versions, $3, ledger FROM want
     ON CONFLICT (case_id, clock_id) DO UPDATE SET kind = EXCLUDED.kind, unit_id = EXCLUDED.unit_id, round = EXCLUDED.round,
       ladder = EXCLUDED.ladder, due_kind = EXCLUDED.due_kind, state = EXCLUDED.state, main = EXCLUDED.main,
       due_on = EXCLUDED.due_on, due_at = EXCLUDED.due_at, original_due_on = EXCLUDED.original_due_on,
       ended_at = EXCLUDED.ended_at, late_at = EXCLUDED.late_at, on_due = EXCLUDED.on_due, assignee = EXCLUDED.assignee,
       provisional = EXCLUDED.provisional, calendar_versions = EXCLUDED.calendar_versions,
       rules_version = EXCLUDED.rules_version, ledger = EXCLUDED.ledger`,
    },
    [id, JSON.stringify(rows), rulesVersion],
  );
}

/**
 * Brings the rungs in line with what is owed. Fired stays fired, unless the event happened before the rung's instant
 * and left nothing to chase (or stopped the chasing): then it is withdrawn, and whoever was told already is told the
 * correction. Owed again later (an answer is disputed), a withdrawn rung is armed again.
 * @returns how many corrections must leave.
 */
export async function writeRungs(
  client: Client,
  id: string,
  derived: Derived,
  event: { type: string; at: Instant },
): Promise<number> {
  const rows = derived.rungs.map((rung) => ({
    clock_id: rung.clockId,
    round: rung.round,
    rung_id: rung.rungId,
    level: rung.level,
    office: rung.office,
    ladder: rung.ladder,
    at: new Date(rung.at),
    state: rung.state,
    requires_ack: rung.requiresAck,
  }));
  const want = `SELECT * FROM jsonb_to_recordset($2::jsonb) AS w (clock_id text, round integer, rung_id text, level integer,
    office text, ladder text, at timestamptz, state text, requires_ack boolean)`;
  const { rows: ended } = await client.query<{ id: string; state: string }>(
    {
      name: 'rung.end',
      text: `WITH want AS (${want})
     UPDATE rung r SET state = CASE r.state WHEN 'fired' THEN 'withdrawn' ELSE 'cancelled' END, ended_at = $3, ended_why = $4
     WHERE r.case_id = $1 AND (r.state IN ('armed', 'held') OR (r.state = 'fired' AND r.at > $3))
       AND NOT EXISTS (SELECT 1 FROM want w WHERE w.clock_id = r.clock_id AND w.round = r.round AND w.rung_id = r.rung_id
                       AND (r.state <> 'fired' OR w.state = 'armed'))
     RETURNING r.id, r.state`,
    },
    [id, JSON.stringify(rows), asDate(event.at), event.type],
  );
  await client.query(
    {
      name: 'rung.write',
      text: `INSERT INTO rung AS r (case_id, clock_id, round, rung_id, level, office, ladder, at, state, requires_ack)
     SELECT $1, clock_id, round, rung_id, level, office, ladder, at, state, requires_ack FROM (${want}) want
     ON CONFLICT (case_id, clock_id, round, rung_id) DO UPDATE SET at = EXCLUDED.at, state = EXCLUDED.state,
       office = EXCLUDED.office, ladder = EXCLUDED.ladder, level = EXCLUDED.level, requires_ack = EXCLUDED.requires_ack,
       ended_at = NULL, ended_why = NULL, retry_at = NULL, retry_reason = NULL, fired_at = NULL, position_id = NULL,
       person_id = NULL, on_behalf_of = NULL, hops = '[]', acknowledged_at = NULL, acknowledged_by = NULL, instruction = NULL
       WHERE (r.state IN ('armed', 'held', 'cancelled') OR (r.state = 'withdrawn' AND EXCLUDED.state = 'armed'))
         AND (r.at, r.state, r.office, r.ladder, r.level, r.requires_ack) IS DISTINCT FROM
             (EXCLUDED.at, EXCLUDED.state, EXCLUDED.office, EXCLUDED.ladder, EXCLUDED.level, EXCLUDED.requires_ack)`,
    },
    [id, JSON.stringify(rows)],
  );
  const withdrawn = ended.filter((rung) => rung.state === 'withdrawn').map((rung) => rung.id);
  return withdrawn.length > 0 ? correct(client, id, withdrawn, event.at) : 0;
}

/** Waits for a notice that is just leaving (`deliver` locks its row): it has either left, or will find nothing that stands. */
async function correct(client: Client, id: string, rungs: string[], at: Instant): Promise<number> {
  const { rowCount } = await client.query(
    `WITH letter AS MATERIALIZED (
       SELECT * FROM outbox WHERE rung_id = ANY($2) AND kind = 'escalation' ORDER BY id FOR UPDATE
     )
     INSERT INTO outbox (person_id, channel, kind, rung_id, case_id, created_at, send_at)
     SELECT person_id, channel, 'correction', rung_id, $1, $3, $3 FROM letter WHERE sent_at IS NOT NULL AND outcome = 'sent'
     ON CONFLICT (rung_id, person_id, kind) WHERE rung_id IS NOT NULL
       DO UPDATE SET created_at = EXCLUDED.created_at, send_at = EXCLUDED.send_at, sent_at = NULL, outcome = NULL`,
    [id, rungs, asDate(at)],
  );
  return rowCount ?? 0;
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
