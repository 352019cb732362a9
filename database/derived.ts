/**
 * Writing what is derived from cases: clocks and rungs, of one case (`settle`) or of many at once (recomputation).
 * Statements have names, see store.ts.
 */
import { calendarUnitOf, type Derived, type DerivedRung } from '../domain/case/derive';
import type { Instant } from '../domain/time/types';
import type { Client } from './pool';
import { asDate } from './store';

export interface DerivedCase {
  id: string;
  derived: Derived;
  /** Rungs that fired and, by rules published since, should not have yet (see `recalled` in domain/publishing/moved.ts). */
  recalled?: ReadonlySet<DerivedRung>;
}

/** What happened: an event of the case, or rules that were published. */
export interface Cause {
  type: string;
  at: Instant;
}

/**
 * One case is found by its key, whatever the tables held when the statement was planned: a list of one would be planned
 * while they are small, by reading them whole, and kept. Many cases are planned anew each time.
 */
export function statement(
  name: string,
  cases: readonly { id: string }[],
  text: (of: (column: string) => string) => string,
): { name?: string; text: string } {
  if (cases.length === 1) return { name, text: text((column) => `${column} = ($1::uuid[])[1]`) };
  return { text: text((column) => `${column} = ANY($1::uuid[])`) };
}

export async function writeClocks(
  client: Client,
  cases: readonly DerivedCase[],
  rulesVersion: number,
): Promise<void> {
  const rows = cases.flatMap(({ id, derived }) =>
    derived.clocks.map((clock) => ({
      case_id: id,
      clock_id: clock.id,
      kind: clock.kind,
      unit_id: clock.unitId,
      calendar_unit_id: calendarUnitOf(clock),
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
      answered_at: asDate(clock.answeredAt),
      stands_from: asDate(clock.standsFrom),
      on_due: clock.onDue,
      assignee: clock.assignee ?? null,
      provisional: clock.due?.provisional ?? false,
      calendar_versions: clock.calendarVersions,
      suspension_versions: clock.suspensionVersions,
      ledger: clock.ledger,
    })),
  );
  await client.query(
    statement(
      'clock.write',
      cases,
      (of) => `WITH want AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS w (case_id uuid, clock_id text, kind text, unit_id text,
         calendar_unit_id text, round integer, ladder text, due_kind text, state text, main boolean, due_on date,
         due_at timestamptz, original_due_on date, ended_at timestamptz, late_at timestamptz, answered_at timestamptz, stands_from timestamptz,
         on_due text, assignee text, provisional boolean, calendar_versions text[], suspension_versions text[], ledger jsonb)
     ), gone AS (
       DELETE FROM clock k WHERE ${of('k.case_id')}
         AND NOT EXISTS (SELECT 1 FROM want w WHERE w.case_id = k.case_id AND w.clock_id = k.clock_id)
     )
     INSERT INTO clock AS k (case_id, clock_id, kind, unit_id, calendar_unit_id, round, ladder, due_kind, state, main, due_on,
       due_at, original_due_on, ended_at, late_at, answered_at, stands_from, on_due, assignee, provisional, calendar_versions,
       suspension_versions, rules_version, ledger)
     SELECT case_id, clock_id, kind, unit_id, calendar_unit_id, round, ladder, due_kind, state, main, due_on, due_at,
       original_due_on, ended_at, late_at, answered_at, stands_from, on_due, assignee, provisional, calendar_versions,
       suspension_versions, $3, ledger FROM want
     ON CONFLICT (case_id, clock_id) DO UPDATE SET kind = EXCLUDED.kind, unit_id = EXCLUDED.unit_id,
       calendar_unit_id = EXCLUDED.calendar_unit_id, round = EXCLUDED.round, ladder = EXCLUDED.ladder,
       due_kind = EXCLUDED.due_kind, state = EXCLUDED.state, main = EXCLUDED.main, due_on = EXCLUDED.due_on,
       due_at = EXCLUDED.due_at, original_due_on = EXCLUDED.original_due_on, ended_at = EXCLUDED.ended_at,
       late_at = EXCLUDED.late_at, answered_at = EXCLUDED.answered_at, stands_from = EXCLUDED.stands_from, on_due = EXCLUDED.on_due,
       assignee = EXCLUDED.assignee, provisional = EXCLUDED.provisional, calendar_versions = EXCLUDED.calendar_versions,
       suspension_versions = EXCLUDED.suspension_versions, rules_version = EXCLUDED.rules_version, ledger = EXCLUDED.ledger`,
    ),
    [cases.map(({ id }) => id), JSON.stringify(rows), rulesVersion],
  );
}

/**
 * Brings the rungs in line with what is owed. Fired stays fired, unless the event happened before the rung's instant
 * and left nothing to chase (or stopped the chasing), or rules published since say that it was not time yet: then it
 * is withdrawn, and whoever was told already is told the correction. Owed again later (an answer is disputed, a date
 * moved), a withdrawn rung is armed again.
 * @returns how many corrections must leave.
 */
export async function writeRungs(
  client: Client,
  cases: readonly DerivedCase[],
  cause: Cause,
): Promise<number> {
  const rows = cases.flatMap(({ id, derived, recalled }) =>
    derived.rungs.map((rung) => ({
      case_id: id,
      clock_id: rung.clockId,
      round: rung.round,
      rung_id: rung.rungId,
      level: rung.level,
      office: rung.office,
      ladder: rung.ladder,
      at: new Date(rung.at),
      state: rung.state,
      requires_ack: rung.requiresAck,
      ...(recalled?.has(rung) ? { recalled: true } : {}),
    })),
  );
  const ids = cases.map(({ id }) => id);
  const want = `SELECT * FROM jsonb_to_recordset($2::jsonb) AS w (case_id uuid, clock_id text, round integer, rung_id text,
    level integer, office text, ladder text, at timestamptz, state text, requires_ack boolean, recalled boolean)`;
  const { rows: ended } = await client.query<{ id: string; state: string }>(
    statement(
      'rung.end',
      cases,
      (
        of,
      ) => `UPDATE rung r SET state = CASE r.state WHEN 'fired' THEN 'withdrawn' ELSE 'cancelled' END, ended_at = $3, ended_why = $4
     FROM (
       SELECT x.id FROM rung x LEFT JOIN (${want}) w ON w.case_id = x.case_id AND w.clock_id = x.clock_id
         AND w.round = x.round AND w.rung_id = x.rung_id
       WHERE ${of('x.case_id')} AND CASE
         WHEN x.state IN ('armed', 'held') THEN w.rung_id IS NULL
         WHEN x.state = 'fired' THEN (x.at > $3 AND w.state IS DISTINCT FROM 'armed')
           OR (w.recalled AND x.acknowledged_at IS NULL)
         END
     ) gone WHERE ${of('r.case_id')} AND r.id = gone.id
     RETURNING r.id, r.state`,
    ),
    [ids, JSON.stringify(rows), asDate(cause.at), cause.type],
  );
  await client.query(
    statement(
      'rung.write',
      cases,
      (
        of,
      ) => `INSERT INTO rung AS r (case_id, clock_id, round, rung_id, level, office, ladder, at, state, requires_ack)
     SELECT case_id, clock_id, round, rung_id, level, office, ladder, at, state, requires_ack
       FROM (${want}) want WHERE ${of('case_id')}
     ON CONFLICT (case_id, clock_id, round, rung_id) DO UPDATE SET at = EXCLUDED.at, state = EXCLUDED.state,
       office = EXCLUDED.office, ladder = EXCLUDED.ladder, level = EXCLUDED.level, requires_ack = EXCLUDED.requires_ack,
       ended_at = NULL, ended_why = NULL, retry_at = NULL, retry_reason = NULL, fired_at = NULL, position_id = NULL,
       person_id = NULL, on_behalf_of = NULL, hops = '[]', acknowledged_at = NULL, acknowledged_by = NULL, instruction = NULL
       WHERE (r.state IN ('armed', 'held', 'cancelled') OR (r.state = 'withdrawn' AND EXCLUDED.state = 'armed'))
         AND (r.at, r.state, r.office, r.ladder, r.level, r.requires_ack) IS DISTINCT FROM
             (EXCLUDED.at, EXCLUDED.state, EXCLUDED.office, EXCLUDED.ladder, EXCLUDED.level, EXCLUDED.requires_ack)`,
    ),
    [ids, JSON.stringify(rows)],
  );
  const withdrawn = ended.filter((rung) => rung.state === 'withdrawn').map((rung) => rung.id);
  return withdrawn.length > 0 ? correct(client, withdrawn, cause.at) : 0;
}

/** Waits for a notice that is just leaving (`deliver` locks its row): it has either left, or will find nothing that stands. */
async function correct(client: Client, rungs: string[], at: Instant): Promise<number> {
  const { rowCount } = await client.query(
    `WITH letter AS MATERIALIZED (
       SELECT * FROM outbox WHERE rung_id = ANY($1) AND kind = 'escalation' ORDER BY id FOR UPDATE
     )
     INSERT INTO outbox (person_id, channel, kind, rung_id, case_id, created_at, send_at)
     SELECT person_id, channel, 'correction', rung_id, case_id, $2, $2 FROM letter WHERE sent_at IS NOT NULL AND outcome = 'sent'
     ON CONFLICT (rung_id, person_id, kind) WHERE rung_id IS NOT NULL
       DO UPDATE SET created_at = EXCLUDED.created_at, send_at = EXCLUDED.send_at, sent_at = NULL, outcome = NULL`,
    [rungs, asDate(at)],
  );
  return rowCount ?? 0;
}
