/** I6: whatever should have happened by now: rungs to fire, notices to leave, agendas to be awake. */
import type { Client } from '../../../database/pool';
import { at, count, type Report } from './fault';

/** An armed rung this long past its instant, in ms, has no agenda at work. */
const RUNG_PATIENCE_MS = 2 * 60_000;
/** A notice this long past its instant, in ms, has no postman at work. */
const OUTBOX_PATIENCE_MS = 5 * 60_000;
/** Offices and addressees named one by one; more are counted. */
const NAMED = 100;

export async function checkWaiting(client: Client, now: number, report: Report): Promise<void> {
  await overdueRungs(client, now, report);
  await overdueOutbox(client, now, report);
  await setAside(client, report);
  await oversleepers(client, report);
  await toldTwice(client, report);
}

async function overdueRungs(client: Client, now: number, report: Report): Promise<void> {
  const { rows } = await client.query<{ office: string; rungs: number; since: number; case_id: string }>(
    `SELECT office, count(*)::integer AS rungs, extract(epoch FROM min(coalesce(retry_at, at)))::float8 * 1000 AS since,
            min(case_id::text) AS case_id
     FROM rung WHERE state = 'armed' AND coalesce(retry_at, at) < $1 GROUP BY office ORDER BY since LIMIT ${NAMED}`,
    [new Date(now - RUNG_PATIENCE_MS)],
  );
  for (const { office, rungs, since, case_id } of rows)
    report.faults.push({
      code: 'rungOverdue',
      where: `agenda of ${office}`,
      detail: `${rungs} armed rungs are past, the oldest since ${at(since)} (one of them: case ${case_id})`,
    });
}

async function overdueOutbox(client: Client, now: number, report: Report): Promise<void> {
  const { rows } = await client.query<{
    person_id: string;
    letters: number;
    since: number;
    error: string | null;
  }>(
    `SELECT person_id, count(*)::integer AS letters, extract(epoch FROM min(send_at))::float8 * 1000 AS since,
            max(error) AS error
     FROM outbox WHERE sent_at IS NULL AND outcome IS NULL AND send_at < $1 GROUP BY person_id ORDER BY since LIMIT ${NAMED}`,
    [new Date(now - OUTBOX_PATIENCE_MS)],
  );
  for (const { person_id, letters, since, error } of rows)
    report.faults.push({
      code: 'outboxOverdue',
      where: `notices to ${person_id}`,
      detail: `${letters} have not left, the oldest since ${at(since)}${error ? ` (last error: ${error})` : ''}`,
    });
}

/** Set aside because nobody answers for them: named, tried again, no fault. */
async function setAside(client: Client, report: Report): Promise<void> {
  const { rows } = await client.query<{
    office: string;
    case_id: string;
    rung_id: string;
    reason: string;
    at: number;
  }>(
    `SELECT office, case_id, rung_id, retry_reason AS reason, extract(epoch FROM retry_at)::float8 * 1000 AS at
     FROM rung WHERE state = 'armed' AND retry_at IS NOT NULL ORDER BY retry_at LIMIT ${NAMED}`,
  );
  for (const rung of rows)
    report.notices.push(
      `rung ${rung.rung_id} of case ${rung.case_id} (agenda of ${rung.office}) is set aside until ${at(rung.at)}: ${rung.reason}`,
    );
  count(report, 'rungs set aside', rows.length);
}

/** Right after a settle this is normal: the signal is on its way. Standing for a minute, the schedule `watch` is down. */
async function oversleepers(client: Client, report: Report): Promise<void> {
  const { rows } = await client.query<{ office: string; next: number; sleeps: number | null }>(
    `SELECT r.office, extract(epoch FROM r.next)::float8 * 1000 AS next,
            CASE WHEN isfinite(a.sleeps_until) THEN extract(epoch FROM a.sleeps_until)::float8 * 1000 END AS sleeps
     FROM (SELECT office, min(coalesce(retry_at, at)) AS next FROM rung WHERE state = 'armed' GROUP BY office) r
     LEFT JOIN agenda a USING (office) WHERE a.office IS NULL OR r.next < a.sleeps_until ORDER BY 1 LIMIT ${NAMED}`,
  );
  for (const { office, next, sleeps } of rows)
    report.notices.push(
      `agenda of ${office} sleeps until ${sleeps === null ? 'called' : at(sleeps)}, its earliest rung is at ${at(next)}`,
    );
}

/** Of one rung an addressee hears once, and of its withdrawal once. */
async function toldTwice(client: Client, report: Report): Promise<void> {
  const { rows } = await client.query<{ person_id: string; kind: string; rung: string; times: number }>(
    `SELECT person_id, kind, item ->> 'escalationId' AS rung, count(*)::integer AS times
     FROM notification, jsonb_array_elements(items) AS item
     WHERE jsonb_typeof(items) = 'array' AND item ? 'escalationId'
     GROUP BY 1, 2, 3 HAVING count(*) > 1 LIMIT ${NAMED}`,
  );
  for (const { person_id, kind, rung, times } of rows)
    report.faults.push({
      code: 'toldTwice',
      where: `notices to ${person_id}`,
      detail: `${times} notices (${kind}) about the one rung ${rung}`,
    });
}
