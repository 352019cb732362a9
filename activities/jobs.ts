/** The frame of a job: its beginning, its end, and telling those who sleep past a date that moved earlier. */
import type { CaseKind } from '../domain/case/case';
import { suspensionsSince } from '../domain/case/derive';
import { inTransaction } from '../database/pool';
import type { Rules } from '../database/rules';
import { scopeSql, type Scope } from '../database/scope';
import { POSTMAN_OFFICE, type JobStep } from '../workflows/messages';
import { activityDeps } from './context';
import { wakeAgenda, wakeCase } from './wake';

/** Cases told in one go: they come back as workflow tasks and activities, beside the commands of people. */
const WAKES = 100;

export async function beginJob({ jobId, now }: JobStep): Promise<void> {
  await inTransaction(activityDeps().pool, async (client) => {
    const { rows } = await client.query<{ scope: Scope }>(
      `SELECT scope FROM job WHERE id = $1 AND state = 'waiting' FOR UPDATE`,
      [jobId],
    );
    if (!rows[0]) return;
    const values: unknown[] = [jobId, new Date(now)];
    const where = scopeSql(rows[0].scope, values);
    await client.query(
      `UPDATE job SET state = 'running', started_at = $2, total = (SELECT count(*) FROM cases c WHERE ${where}) WHERE id = $1`,
      values,
    );
  });
}

/**
 * Every date stands. Agendas whose earliest rung moved before their sleep are called, and the postman for what leaves
 * before his, should a worker have died before it could.
 */
export async function finishJob({ jobId, now }: JobStep): Promise<void> {
  const { pool } = activityDeps();
  await pool.query(
    `UPDATE job SET state = 'done', finished_at = $2, result = (
       SELECT jsonb_build_object('behind', $3::integer, 'done', count(*) FILTER (WHERE result = 'done'),
         'failed', count(*) FILTER (WHERE result = 'failed'), 'moved', count(*) FILTER (WHERE changes <> '[]'::jsonb))
       FROM job_case WHERE job_id = $1)
     WHERE id = $1 AND state = 'running'`,
    [jobId, new Date(now), await casesBehind()],
  );
  const { rows } = await pool.query<{ office: string }>(
    `SELECT a.office FROM agenda a JOIN (SELECT office, min(coalesce(retry_at, at)) AS at FROM rung WHERE state = 'armed' GROUP BY office) r
       USING (office) WHERE r.at < a.sleeps_until
     UNION SELECT a.office FROM agenda a JOIN outbox o ON o.sent_at IS NULL AND o.send_at < a.sleeps_until WHERE a.office = $1`,
    [POSTMAN_OFFICE],
  );
  await Promise.all(rows.map(({ office }) => wakeAgenda(office)));
}

/** Open cases not yet derived by the calendars and suspensions in force; none, but for those that cannot be derived. */
async function casesBehind(): Promise<number> {
  const published = await activityDeps().rules.current();
  return new Set([...(await behindCalendars(published)), ...(await behindSuspensions(published))]).size;
}

async function behindCalendars(published: Rules): Promise<string[]> {
  const { pool } = activityDeps();
  const { rows } = await pool.query<{ unit: string; versions: string[]; cases: string[] }>(
    `SELECT coalesce(k.calendar_unit_id, k.unit_id) AS unit, k.calendar_versions AS versions,
       array_agg(DISTINCT k.case_id) AS cases
     FROM clock k JOIN cases c ON c.id = k.case_id
     WHERE c.closed_at IS NULL AND k.state NOT IN ('done', 'cancelled') AND k.ledger IS NOT NULL GROUP BY 1, 2`,
  );
  return rows
    .filter(({ unit, versions }) => published.calendarFor(unit).versions.join() !== versions.join())
    .flatMap(({ cases }) => cases);
}

/** Of units that are suspended, or were when their clocks were derived: most provinces at most times have none. */
async function behindSuspensions({ organisation, suspensionsFor }: Rules): Promise<string[]> {
  const suspended = organisation.units.filter(({ id }) => suspensionsFor(id).length > 0).map(({ id }) => id);
  const { rows } = await activityDeps().pool.query<{
    unit: string;
    versions: string[];
    startAt: number;
    id: string;
  }>(
    `SELECT coalesce(k.calendar_unit_id, k.unit_id) AS unit, k.suspension_versions AS versions,
       (k.ledger ->> 'startAt')::float8 AS "startAt", k.case_id AS id
     FROM clock k JOIN cases c ON c.id = k.case_id
     WHERE c.closed_at IS NULL AND k.state NOT IN ('done', 'cancelled') AND k.ledger IS NOT NULL
       AND (k.suspension_versions <> '{}' OR coalesce(k.calendar_unit_id, k.unit_id) = ANY($1))`,
    [suspended],
  );
  return rows
    .filter(
      ({ unit, versions, startAt }) =>
        suspensionsSince(startAt, suspensionsFor(unit)).join() !== versions.join(),
    )
    .map(({ id }) => id);
}

/** Cases whose own wake-up moved earlier, the earliest first. A signal only means "look": one too many is harmless. */
export async function wakeMoved({ jobId }: JobStep): Promise<{ more: boolean }> {
  const { pool } = activityDeps();
  const { rows } = await pool.query<{ kind: CaseKind; id: string }>(
    `SELECT c.kind, c.id FROM job_case j JOIN cases c ON c.id = j.case_id
     WHERE j.job_id = $1 AND j.wake_at IS NOT NULL ORDER BY j.wake_at LIMIT ${WAKES}`,
    [jobId],
  );
  await Promise.all(rows.map(({ kind, id }) => wakeCase(kind, id)));
  await pool.query('UPDATE job_case SET wake_at = NULL WHERE job_id = $1 AND case_id = ANY($2)', [
    jobId,
    rows.map(({ id }) => id),
  ]);
  return { more: rows.length === WAKES };
}
