/** Cases as rows: one query brings the state, its clocks, its fired rungs. */
import type { CaseEvent, CaseKind, CaseState, Clock, DueKind } from '../../domain/case/case';
import { entityOf } from '../../domain/case/entities';
import { derive } from '../../domain/case/derive';
import { wholeOf } from '../../domain/case/figures';
import type { DossierState } from '../../domain/dossier/state';
import type { RequestState } from '../../domain/request/state';
import type { Instant, Ledger, PlainDate } from '../../domain/time/types';
import type { Pool } from '../../database/pool';
import { ms } from '../../database/epoch';
import type { Rules } from '../../database/rules';
import { isUuid } from '../http/ids';

export type AnyState = RequestState | DossierState;

export interface ClockRow {
  id: string;
  kind: Clock['kind'];
  unitId: string;
  round: number;
  dueKind: DueKind;
  state: Clock['state'];
  main: boolean;
  dueOn: PlainDate | null;
  dueAt: Instant | null;
  endedAt: Instant | null;
  /** The instant of an answer that waits to be confirmed. */
  answeredAt: Instant | null;
  ledger: Ledger | null;
  provisional: boolean;
  calendarVersions: string[];
  /** Since when it stands until further notice, stopped before its due instant by a mass suspension. */
  standsFrom: Instant | null;
}

export interface RungRow {
  level: number;
  clockId: string;
  at: Instant;
  positionId: string | null;
  onBehalfOf: string | null;
  acknowledgedAt: Instant | null;
}

export interface MainDue {
  dueKind: DueKind;
  dueOn: PlainDate | null;
  dueAt: Instant | null;
  doneAt: Instant | null;
  paused: boolean;
  standsFrom: Instant | null;
  /** Since when it stands for a reason of its own. */
  stoppedAt: Instant | null;
  answeredAt: Instant | null;
}

export interface CaseRow {
  id: string;
  kind: CaseKind;
  code: string | null;
  provisionalCode: string | null;
  version: number;
  state: AnyState;
  meeting: { id: string; title: string } | null;
  due: MainDue;
  clocks: ClockRow[];
  rungs: RungRow[];
}

/** Columns of a CaseRow from `cases c`. */
export const CASE_COLUMNS = `c.id, c.kind, c.code, c.provisional_code AS "provisionalCode", c.version, c.state,
  (SELECT jsonb_build_object('id', m.id, 'title', m.title) FROM meeting m WHERE m.id = c.meeting_id) AS meeting,
  jsonb_build_object('dueKind', c.due_kind, 'dueOn', c.due_on, 'dueAt', ${ms('c.due_at')}, 'doneAt', ${ms('c.done_at')},
    'paused', c.paused, 'standsFrom', ${ms('c.stands_from')}, 'stoppedAt', ${ms('c.stopped_at')}, 'answeredAt', ${ms('c.answered_at')}) AS due,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', k.clock_id, 'kind', k.kind, 'unitId', k.unit_id, 'round', k.round,
    'dueKind', k.due_kind, 'state', k.state, 'main', k.main, 'dueOn', k.due_on, 'dueAt', ${ms('k.due_at')},
    'endedAt', ${ms('k.ended_at')}, 'answeredAt', ${ms('k.answered_at')}, 'ledger', k.ledger, 'provisional', k.provisional,
    'calendarVersions', to_jsonb(k.calendar_versions),
    'standsFrom', ${ms('k.stands_from')}) ORDER BY k.clock_id)
    FROM clock k WHERE k.case_id = c.id), '[]'::jsonb) AS clocks,
  coalesce((SELECT jsonb_agg(jsonb_build_object('level', r.level, 'clockId', r.clock_id, 'at', ${ms('r.fired_at')},
    'positionId', r.position_id, 'onBehalfOf', r.on_behalf_of, 'acknowledgedAt', ${ms('r.acknowledged_at')})
    ORDER BY r.fired_at, r.level)
    FROM rung r WHERE r.case_id = c.id AND r.state = 'fired'), '[]'::jsonb) AS rungs`;

export async function loadCase(pool: Pool, kind: CaseKind, id: string): Promise<CaseRow | null> {
  const { rows } = await pool.query<CaseRow>(
    `SELECT ${CASE_COLUMNS} FROM cases c WHERE c.id = $1 AND c.kind = $2`,
    [id, kind],
  );
  return rows[0] ?? null;
}

/** The id of the case that is known by this id or code; null when none is. */
export async function caseIdOf(pool: Pool, kind: CaseKind, idOrCode: string): Promise<string | null> {
  if (isUuid(idOrCode)) return idOrCode;
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM cases WHERE (code = $1 OR provisional_code = $1) AND kind = $2',
    [idOrCode, kind],
  );
  return rows[0]?.id ?? null;
}

/** What became of a command: the event it gave. */
export interface Recorded {
  caseId: string;
  kind: CaseKind;
  version: number;
  type: string;
  bodyHash: string | null;
  at: Instant;
  /** Who sent it. */
  subject: string | null;
}

const RECORDED = `e.case_id AS "caseId", c.kind, e.version, e.type, e.body_hash AS "bodyHash", ${ms('e.at')} AS at,
  e.by ->> 'subject' AS subject`;

export async function loadForCommand(
  pool: Pool,
  kind: CaseKind,
  id: string,
  commandId: string,
): Promise<{ row: CaseRow | null; recorded: Recorded | null }> {
  const { rows } = await pool.query<CaseRow & { recorded: Recorded | null }>(
    {
      name: 'case.command',
      text: `SELECT ${CASE_COLUMNS}, (SELECT jsonb_build_object('caseId', e.case_id, 'kind', c.kind, 'version', e.version, 'type', e.type,
       'bodyHash', e.body_hash, 'at', ${ms('e.at')}, 'subject', e.by ->> 'subject') FROM event e WHERE e.command_id = $3) AS recorded
     FROM cases c WHERE c.id = $1 AND c.kind = $2`,
    },
    [id, kind, commandId],
  );
  const found = rows[0];
  if (!found) return { row: null, recorded: null };
  const { recorded, ...row } = found;
  return { row, recorded };
}

export async function findRecorded(pool: Pool, commandId: string): Promise<Recorded | null> {
  const { rows } = await pool.query<Recorded>(
    `SELECT ${RECORDED} FROM event e JOIN cases c ON c.id = e.case_id WHERE e.command_id = $1`,
    [commandId],
  );
  return rows[0] ?? null;
}

/** Newest event of the commands that were sent under one key (their ids share a prefix). */
export async function findByKeyPrefix(pool: Pool, prefix: string): Promise<Recorded | null> {
  const { rows } = await pool.query<Recorded>(
    `SELECT ${RECORDED} FROM event e JOIN cases c ON c.id = e.case_id
     WHERE e.command_id >= $1 AND e.command_id < $1 || 'g' ORDER BY e.settled_at DESC LIMIT 1`,
    [prefix],
  );
  return rows[0] ?? null;
}

/** The case as it stood after one of its events: what a repeated command is answered with. */
export async function rowAt(pool: Pool, now: CaseRow, version: number, rules: Rules): Promise<CaseRow> {
  if (now.version === version) return now;
  const { rows } = await pool.query<CaseEvent & { result: { dues?: Record<string, Instant | null> } }>(
    `SELECT type, ${ms('at')} AS at, by, data, result FROM event WHERE case_id = $1 AND version <= $2 ORDER BY version`,
    [now.id, version],
  );
  const entity = entityOf(now.kind);
  let state: CaseState | null = null;
  for (const event of rows) state = entity.evolve(state, event, now.id);
  if (!state) return now;
  const last = rows[rows.length - 1];
  const derived = derive(state, rules);
  const { clocks, main } = derived;
  const whole = wholeOf(state, derived);
  const dues = last?.result.dues ?? {};
  const dueAt = (id: string, otherwise: Instant | undefined): Instant | null => dues[id] ?? otherwise ?? null;
  return {
    ...now,
    version,
    state: state as AnyState,
    due: {
      dueKind: main?.dueKind ?? 'none',
      dueOn: whole.dueOn,
      // Measured by its first finish it has that date; else the one written with the event, which rules may have moved since.
      dueAt:
        main && whole.dueAt === (main.due?.dueAt ?? null) ? dueAt(main.id, main.due?.dueAt) : whole.dueAt,
      doneAt: whole.doneAt,
      paused: main?.state === 'paused',
      standsFrom: whole.standsFrom,
      stoppedAt: whole.stoppedAt,
      answeredAt: whole.answeredAt,
    },
    clocks: clocks.map((clock) => ({
      id: clock.id,
      kind: clock.kind,
      unitId: clock.unitId,
      round: clock.round,
      dueKind: clock.dueKind,
      state: clock.state,
      main: clock.id === main?.id,
      dueOn: clock.due?.dueOn ?? null,
      dueAt: dueAt(clock.id, clock.due?.dueAt),
      endedAt: clock.endedAt ?? null,
      answeredAt: clock.answeredAt ?? null,
      ledger: clock.ledger,
      provisional: clock.due?.provisional ?? false,
      calendarVersions: clock.calendarVersions,
      standsFrom: clock.standsFrom,
    })),
    rungs: now.rungs.filter((rung) => rung.at <= (last?.at ?? now.state.at)),
  };
}

/** Due instants in force; one that a suspension holds up has not passed. */
export const duesOf = (row: CaseRow, now: Instant): Record<string, Instant | null> =>
  Object.fromEntries(
    row.clocks.map(({ id, dueAt, standsFrom }) => [
      id,
      dueAt !== null && standsFrom !== null && standsFrom <= now ? Math.max(dueAt, now) : dueAt,
    ]),
  );
