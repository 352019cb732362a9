/** I6: jobs that bring open cases up to what was published come to an end, and whoever must be told is told, once. */
import type { Client } from '../../../database/pool';
import { at, count, type Report } from './fault';

/** A job over all cases of a province takes minutes; one that is not done after this long, in ms, is stuck. */
const DONE_WITHIN_MS = 60 * 60_000;
/** Jobs named one by one. */
const NAMED = 100;

/** Jobs that are at work, or about to be. */
export async function jobsUnderWay(client: Client, now: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM job WHERE state <> 'done' AND NOT dry_run AND created_at > $1`,
    [new Date(now - DONE_WITHIN_MS)],
  );
  return rows.map(({ id }) => id);
}

export async function checkJobs(client: Client, now: number, report: Report): Promise<void> {
  await unfinished(client, now, report);
  await untold(client, now, report);
  await movedToldTwice(client, report);
}

async function unfinished(client: Client, now: number, report: Report): Promise<void> {
  const { rows } = await client.query<{
    id: string;
    state: string;
    created: number;
    looked: number;
    total: number | null;
  }>(
    `SELECT id, state, extract(epoch FROM created_at)::float8 * 1000 AS created, looked, total
     FROM job WHERE state <> 'done' ORDER BY created_at LIMIT ${NAMED}`,
  );
  for (const { id, state, created, looked, total } of rows) {
    const detail = `${state} since ${at(created)}: ${looked} of ${total ?? 'an unknown number of'} cases were looked at`;
    if (created > now - DONE_WITHIN_MS) report.notices.push(`job ${id} is ${detail}`);
    else report.faults.push({ code: 'jobUnfinished', where: `job ${id}`, detail });
  }
  count(report, 'jobs not done', rows.length);
}

/** Cases that sleep past a date which moved earlier, and were not told. */
async function untold(client: Client, now: number, report: Report): Promise<void> {
  const { rows } = await client.query<{ id: string; cases: number; earliest: number; case_id: string }>(
    `SELECT j.id, count(*)::integer AS cases, extract(epoch FROM min(m.wake_at))::float8 * 1000 AS earliest,
            min(m.case_id::text) AS case_id
     FROM job j JOIN job_case m ON m.job_id = j.id WHERE m.wake_at IS NOT NULL AND j.created_at <= $1
     GROUP BY j.id ORDER BY earliest LIMIT ${NAMED}`,
    [new Date(now - DONE_WITHIN_MS)],
  );
  for (const { id, cases, earliest, case_id } of rows)
    report.faults.push({
      code: 'jobCaseUntold',
      where: `job ${id}`,
      detail: `${cases} cases were not told that they wake earlier, the first at ${at(earliest)} (one of them: case ${case_id})`,
    });
}

/** Of a date that one job moved a person hears once. */
async function movedToldTwice(client: Client, report: Report): Promise<void> {
  const { rows } = await client.query<{ person_id: string; job: string; case_id: string; times: number }>(
    `SELECT person_id, item ->> 'jobId' AS job, item ->> 'caseId' AS case_id, count(*)::integer AS times
     FROM notification, jsonb_array_elements(items) AS item
     WHERE kind = 'moved' GROUP BY 1, 2, 3 HAVING count(*) > 1 LIMIT ${NAMED}`,
  );
  for (const { person_id, job, case_id, times } of rows)
    report.faults.push({
      code: 'toldTwice',
      where: `notices to ${person_id}`,
      detail: `${times} notices (moved) about case ${case_id} by job ${job}`,
    });
}
