/** Jobs as rows: how far they are and what they did to each case. */
import type { Change } from '../../../domain/publishing/moved';
import type { Pool } from '../../../database/pool';
import { ms } from '../../../database/epoch';
import { cursorOf, limitOf, readCursor } from '../../cases/list';
import { isUuid } from '../../http/ids';
import { notFound } from '../../http/problems';
import { iso } from '../../cases/view-context';

export interface JobRow {
  id: string;
  kind: string;
  title: string;
  state: string;
  dryRun: boolean;
  createdAt: number;
  createdBy: { name: string };
  startedAt: number | null;
  finishedAt: number | null;
  published: { kind: string; id: string; version: number } | null;
  total: number | null;
  looked: number;
  result: { behind?: number; preview?: object } | null;
  undoes: string | null;
  undoneBy: string | null;
  done: number;
  failed: number;
  moved: number;
  toWake: number;
}

/** A job that is done has counted; one that runs is counted now. */
const counted = (name: string, condition: string): string =>
  `coalesce((j.result ->> '${name}')::integer,
    (SELECT count(*)::integer FROM job_case m WHERE m.job_id = j.id AND ${condition})) AS ${name}`;

const JOB_COLUMNS = `j.id, j.kind, j.title, j.state, j.dry_run AS "dryRun", ${ms('j.created_at')} AS "createdAt",
  j.created_by AS "createdBy", ${ms('j.started_at')} AS "startedAt", ${ms('j.finished_at')} AS "finishedAt", j.published, j.total,
  j.looked, j.result, j.undoes, (SELECT u.id FROM job u WHERE u.undoes = j.id) AS "undoneBy",
  ${counted('done', `m.result = 'done'`)}, ${counted('failed', `m.result = 'failed'`)},
  ${counted('moved', `m.changes <> '[]'::jsonb`)}, (SELECT count(*)::integer FROM job_case m WHERE m.job_id = j.id AND m.wake_at IS NOT NULL) AS "toWake"`;

export async function readJob(pool: Pool, id: string): Promise<JobRow> {
  const { rows } = await pool.query<JobRow>(`SELECT ${JOB_COLUMNS} FROM job j WHERE j.id = $1`, [id]);
  if (!rows[0]) throw notFound({ vi: 'Không có việc này.', en: 'No such job.' });
  return rows[0];
}

export function jobView(row: JobRow): object {
  const href = `/api/v1/jobs/${row.id}`;
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    dryRun: row.dryRun,
    createdAt: iso(row.createdAt),
    createdBy: row.createdBy.name,
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
    published: row.published,
    // Cases that open while it runs are looked at too.
    progress: { total: row.total && Math.max(row.total, row.looked), looked: row.looked },
    counts: {
      done: row.done,
      moved: row.moved,
      failed: row.failed,
      toWake: row.toWake,
      behind: row.result?.behind ?? null,
    },
    preview: row.result?.preview ?? null,
    cases: `${href}/cases`,
    undo: row.published && row.undoneBy === null ? `${href}/undo` : null,
    undoneBy: row.undoneBy,
    undoes: row.undoes,
  };
}

export async function listJobs(pool: Pool, query: { limit?: string; cursor?: string }): Promise<object> {
  const from =
    readCursor<{ n: number }>(query.cursor, ({ n }) => Number.isSafeInteger(n) && (n as number) >= 0)?.n ?? 0;
  const limit = limitOf(query.limit);
  const { rows } = await pool.query<JobRow>(
    `SELECT ${JOB_COLUMNS} FROM job j ORDER BY j.created_at DESC, j.id LIMIT $1 OFFSET $2`,
    [limit + 1, from],
  );
  return {
    items: rows.slice(0, limit).map(jobView),
    nextCursor: rows.length > limit ? cursorOf({ n: from + limit }) : null,
  };
}

interface CaseDone {
  kind: string;
  id: string;
  code: string | null;
  result: string;
  reason: string | null;
  at: number;
  changes: Change[];
}

export async function jobCases(
  pool: Pool,
  jobId: string,
  query: { limit?: string; cursor?: string; moved?: 'true' | 'false' },
): Promise<object> {
  const after = readCursor<{ id: string }>(query.cursor, ({ id }) => isUuid(id))?.id ?? null;
  const limit = limitOf(query.limit);
  const { rows } = await pool.query<CaseDone>(
    `SELECT c.kind, c.id, c.code, m.result, m.reason, ${ms('m.at')} AS at, m.changes
     FROM job_case m JOIN cases c ON c.id = m.case_id
     WHERE m.job_id = $1 AND ($2::uuid IS NULL OR m.case_id > $2) AND ($4::boolean IS NULL OR (m.changes <> '[]'::jsonb) = $4)
     ORDER BY m.case_id LIMIT $3`,
    [jobId, after, limit + 1, query.moved === undefined ? null : query.moved === 'true'],
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(({ kind, id, code, result, reason, at, changes }) => ({
      case: { kind, id, code },
      result,
      reason,
      at: iso(at),
      changes: changes.map(({ clockId, from, to }) => ({ clock: clockId, from: iso(from), to: iso(to) })),
    })),
    nextCursor: last ? cursorOf({ id: last.id }) : null,
  };
}
