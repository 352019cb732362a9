/** What leaves: each addressee's notices merged over all offices, built from the escalations that still stand. */
import {
  digest,
  firstOf,
  movedTitle,
  noticeTitle,
  silent,
  type MovedItem,
  type NoticeItem,
} from '../../domain/escalation/notices';
import type { Instant } from '../../domain/time/types';
import { inTransaction, type Client } from '../../database/pool';
import type { Rules } from '../../database/rules';
import { POSTMAN_OFFICE } from '../../workflows/messages';
import { activityDeps } from '../context';

/** Persons served in one transaction. */
const BATCH = 200;

interface Waiting {
  id: string;
  person_id: string;
  kind: 'escalation' | 'correction' | 'moved';
  stands: boolean;
  item: NoticeItem | null;
  moved: MovedItem | null;
}

/** Idempotent: a row is marked sent in the transaction that writes the notification. */
export async function deliver({ now }: { now: Instant }): Promise<{ nextAt: Instant | null; more: boolean }> {
  const { pool, rules } = activityDeps();
  return inTransaction(pool, async (client) => {
    const waiting = await lockWaiting(client, now);
    if (waiting.length > 0) tellSilence(waiting, await rules.current(client), now);
    const persons = [...new Set(waiting.map((row) => row.person_id))];
    for (const person of persons)
      await notify(
        client,
        person,
        waiting.filter((row) => row.person_id === person),
        now,
      );
    return { nextAt: await fallAsleep(client), more: persons.length === BATCH };
  });
}

/**
 * Locks what is to leave, then looks whether it still stands: a `settle` that withdraws it meanwhile waits, or is seen.
 * Officials before applicants: a publication tells thousands of these, and no warning waits behind them.
 */
async function lockWaiting(client: Client, now: Instant): Promise<Waiting[]> {
  const { rows: locked } = await client.query<{ id: string }>(
    `WITH person AS (
       SELECT person_id FROM outbox WHERE sent_at IS NULL AND send_at <= $1 GROUP BY person_id
       ORDER BY bool_or(channel = 'applicant'), min(send_at) LIMIT ${BATCH}
     )
     SELECT o.id FROM outbox o JOIN person USING (person_id) WHERE o.sent_at IS NULL AND o.send_at <= $1
     ORDER BY o.id FOR UPDATE OF o SKIP LOCKED`,
    [new Date(now)],
  );
  // An escalation whose duty is done, or has a new round since, is nobody's trouble any more; nor is a date that has
  // moved again, or whose case is over.
  const { rows } = await client.query<Waiting>(
    `SELECT o.id, o.person_id, o.kind,
       coalesce(CASE o.kind WHEN 'correction' THEN r.state <> 'fired'
         WHEN 'moved' THEN c.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.kind = 'moved'
           AND n.case_id = o.case_id AND n.person_id = o.person_id AND n.id > o.id)
         ELSE r.state = 'fired' AND k.round = r.round AND k.state NOT IN ('done', 'cancelled') END, false) AS stands,
       CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('escalationId', r.id, 'caseKind', c.kind, 'caseId', c.id, 'code', c.code,
         'title', c.title, 'clock', k.kind, 'clockId', r.clock_id, 'level', r.level,
         'dueAt', floor(extract(epoch FROM k.due_at) * 1000),
         'requiresAcknowledgement', r.requires_ack AND r.acknowledged_at IS NULL, 'unacknowledged', (
           SELECT coalesce(jsonb_agg(jsonb_build_object('level', e.level,
             'firedAt', floor(extract(epoch FROM e.fired_at) * 1000)) ORDER BY e.level), '[]')
           FROM rung e WHERE e.case_id = r.case_id AND e.clock_id = r.clock_id AND e.round = r.round
             AND e.level < r.level AND e.state = 'fired' AND e.requires_ack AND e.acknowledged_at IS NULL)) END AS item,
       CASE WHEN j.id IS NOT NULL THEN jsonb_build_object('jobId', j.id, 'why', j.title, 'caseKind', c.kind, 'caseId', c.id,
         'code', c.code, 'title', c.title, 'changes', m.changes) END AS moved
     FROM outbox o LEFT JOIN rung r ON r.id = o.rung_id LEFT JOIN cases c ON c.id = o.case_id
     LEFT JOIN job j ON j.id = o.job_id LEFT JOIN job_case m ON m.job_id = o.job_id AND m.case_id = o.case_id
     LEFT JOIN clock k ON k.case_id = r.case_id AND k.clock_id = r.clock_id
     WHERE o.id = ANY($1) ORDER BY o.id`,
    [locked.map((row) => row.id)],
  );
  return rows;
}

/** A leader's silence on an earlier rung is told to the next; the rung itself is not sent again. */
function tellSilence(waiting: Waiting[], rules: Rules, now: Instant): void {
  for (const { item } of waiting) {
    if (!item?.unacknowledged) continue;
    const calendar = rules.calendarFor(rules.organisation.provincialOffice.id);
    item.unacknowledged = silent(item.unacknowledged, rules.escalation, calendar, now);
  }
}

async function notify(client: Client, person: string, rows: Waiting[], now: Instant): Promise<void> {
  const standingOf = (kind: Waiting['kind']): Waiting[] =>
    rows.filter((row) => row.kind === kind && row.stands);
  const itemsOf = (kind: Waiting['kind']): NoticeItem[] => standingOf(kind).flatMap((row) => row.item ?? []);
  const moved = standingOf('moved').flatMap((row) => row.moved ?? []);
  const standing = digest(itemsOf('escalation'), now);
  const withdrawn = digest(itemsOf('correction'), now);
  if (standing.length > 0)
    await write(client, person, now, 'escalation', noticeTitle(standing, now), standing);
  if (withdrawn.length > 0)
    await write(
      client,
      person,
      now,
      'correction',
      `Đính chính: ${withdrawn.length} việc đã xong đúng hạn hoặc hạn đã dời, xin bỏ qua thông báo trước`,
      withdrawn,
    );
  if (moved.length > 0) await write(client, person, now, 'moved', movedTitle(moved), firstOf(moved));
  await client.query(
    `UPDATE outbox o SET sent_at = $2, attempts = attempts + 1,
       outcome = CASE WHEN o.id = ANY($3) THEN 'sent' ELSE 'nothing stands' END
     WHERE o.id = ANY($1)`,
    [rows.map((row) => row.id), new Date(now), rows.filter((row) => row.stands).map((row) => row.id)],
  );
}

async function write(
  client: Client,
  person: string,
  now: Instant,
  kind: string,
  title: string,
  items: readonly (NoticeItem | MovedItem)[],
): Promise<void> {
  await client.query(
    'INSERT INTO notification (person_id, at, kind, title, items) VALUES ($1, $2, $3, $4, $5)',
    [person, new Date(now), kind, title, JSON.stringify(items)],
  );
}

async function fallAsleep(client: Client): Promise<Instant | null> {
  await client.query(
    `INSERT INTO agenda (office, sleeps_until) VALUES ($1, '-infinity') ON CONFLICT (office) DO NOTHING`,
    [POSTMAN_OFFICE],
  );
  await client.query('SELECT 1 FROM agenda WHERE office = $1 FOR UPDATE', [POSTMAN_OFFICE]);
  const { rows } = await client.query<{ next: Date | null }>(
    'SELECT min(send_at) AS next FROM outbox WHERE sent_at IS NULL',
  );
  const next = rows[0]?.next ?? null;
  await client.query(
    `UPDATE agenda SET sleeps_until = coalesce($2, 'infinity'::timestamptz) WHERE office = $1`,
    [POSTMAN_OFFICE, next],
  );
  return next?.getTime() ?? null;
}
