/** One batch of cases with everything that hangs on them, read in one snapshot. Instants are UTC milliseconds. */
import type { CaseEvent, CaseKind, CaseState } from '../../../domain/case/case';
import type { Client } from '../../../database/pool';

/** Cases looked at in one transaction. */
export const BATCH = 500;

export interface CaseRow {
  id: string;
  kind: CaseKind;
  version: number;
  status: string;
  title: string;
  state: CaseState;
  opened_at: number;
  changed_at: number;
  closed_at: number | null;
  due_kind: string;
  due_on: string | null;
  due_at: number | null;
  done_at: number | null;
  paused: boolean;
  stands_from: number | null;
  stopped_at: number | null;
  answered_at: number | null;
  rated: boolean;
  wake_at: number | null;
}

export interface EventRow {
  case_id: string;
  version: number;
  type: string;
  at: number;
  by: CaseEvent['by'];
  data: Record<string, unknown>;
  command_id: string | null;
  body_hash: string | null;
}

export interface ClockRow {
  case_id: string;
  clock_id: string;
  rules_version: number;
  calendar_versions: string[];
  suspension_versions: string[];
  [column: string]: unknown;
}

export interface RungRow {
  id: string;
  case_id: string;
  clock_id: string;
  round: number;
  rung_id: string;
  level: number;
  office: string;
  ladder: string;
  at: number;
  state: 'armed' | 'held' | 'fired' | 'cancelled' | 'withdrawn';
  fired_at: number | null;
  requires_ack: boolean;
}

export interface AuditRow {
  case_id: string;
  version: number | null;
  at: number;
  what: string;
  by: CaseEvent['by'];
  body: string;
}

/** What a job that publishes or recomputes did to the case. */
export interface VisitRow {
  case_id: string;
  job_id: string;
  moved: boolean;
}

/** How a case, or a unit's part in it, stood from an instant on. */
export interface FigureRow {
  case_id: string;
  part: string;
  since: number;
  until: number | null;
  [column: string]: unknown;
}

/** A case and its rows. */
export interface Whole {
  row: CaseRow;
  events: EventRow[];
  clocks: ClockRow[];
  figures: FigureRow[];
  rungs: RungRow[];
  audit: AuditRow[];
  visits: VisitRow[];
}

const ms = (column: string): string => `round(extract(epoch FROM ${column}) * 1000)::float8 AS ${column}`;

/** The next cases by id, or an empty list. The client must be in a REPEATABLE READ transaction. */
export async function readBatch(client: Client, after: string | null): Promise<Whole[]> {
  const { rows } = await client.query<CaseRow>(
    `SELECT id, kind, version, status, title, state, ${ms('opened_at')}, ${ms('changed_at')}, ${ms('closed_at')},
            due_kind, due_on::text, ${ms('due_at')}, ${ms('done_at')}, paused, ${ms('stands_from')}, ${ms('stopped_at')},
            ${ms('answered_at')}, rated, ${ms('wake_at')}
     FROM cases WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT ${BATCH}`,
    [after],
  );
  const ids = rows.map((row) => row.id);
  const events = await byCase<EventRow>(
    client,
    ids,
    `SELECT case_id, version, type, ${ms('at')}, by, data, command_id, body_hash FROM event WHERE case_id = ANY($1)
     ORDER BY version`,
  );
  const clocks = await byCase<ClockRow>(
    client,
    ids,
    `SELECT case_id, clock_id, kind, unit_id, calendar_unit_id, round, ladder, due_kind, state, main, due_on::text,
            ${ms('due_at')}, original_due_on::text, ${ms('ended_at')}, ${ms('late_at')}, ${ms('answered_at')}, ${ms('stands_from')}, on_due, assignee,
            provisional, calendar_versions, suspension_versions, rules_version, ledger FROM clock WHERE case_id = ANY($1) ORDER BY clock_id`,
  );
  const figures = await byCase<FigureRow>(
    client,
    ids,
    `SELECT case_id, part, ${ms('since')}, ${ms('until')}, status, ${ms('closed_at')}, due_on::text, ${ms('due_at')},
            ${ms('done_at')}, ${ms('stopped_at')}, ${ms('stands_from')}, ${ms('answered_at')}, rated
     FROM figure WHERE case_id = ANY($1) ORDER BY part, since`,
  );
  const rungs = await byCase<RungRow>(
    client,
    ids,
    `SELECT id, case_id, clock_id, round, rung_id, level, office, ladder, ${ms('at')}, state, ${ms('fired_at')}, requires_ack
     FROM rung WHERE case_id = ANY($1) ORDER BY clock_id, round, rung_id`,
  );
  const audit = await byCase<AuditRow>(
    client,
    ids,
    `SELECT case_id, version, ${ms('at')}, what, by, body FROM audit WHERE case_id = ANY($1) ORDER BY version, seq`,
  );
  const visits = await byCase<VisitRow>(
    client,
    ids,
    `SELECT case_id, job_id, changes <> '[]'::jsonb AS moved FROM job_case WHERE result = 'done' AND case_id = ANY($1)`,
  );
  return rows.map((row) => ({
    row,
    events: events.get(row.id) ?? [],
    clocks: clocks.get(row.id) ?? [],
    figures: figures.get(row.id) ?? [],
    rungs: rungs.get(row.id) ?? [],
    audit: audit.get(row.id) ?? [],
    visits: visits.get(row.id) ?? [],
  }));
}

async function byCase<T extends { case_id: string }>(
  client: Client,
  ids: string[],
  sql: string,
): Promise<Map<string, T[]>> {
  const groups = new Map<string, T[]>();
  for (const row of (await client.query<T>(sql, [ids])).rows) {
    const group = groups.get(row.case_id);
    if (group) group.push(row);
    else groups.set(row.case_id, [row]);
  }
  return groups;
}

export const eventOf = (row: EventRow): CaseEvent => ({
  type: row.type,
  at: row.at,
  by: row.by,
  data: row.data,
  ...(row.command_id === null ? {} : { commandId: row.command_id }),
  ...(row.body_hash === null ? {} : { bodyHash: row.body_hash }),
});
