/** What leaves: each addressee's notices merged over all offices, built from what still stands. */
import { digest, digestTitle, type DigestLine, type NoticeItem } from '../../domain/escalation/digest';
import { nextDigest } from '../../domain/escalation/leaving';
import { firstOf, movedTitle, type MovedItem } from '../../domain/escalation/moved-notice';
import type { Instant } from '../../domain/time/types';
import { inTransaction, type Client } from '../../database/pool';
import { POSTMAN_OFFICE } from '../../workflows/messages';
import { activityDeps } from '../context';
import { BATCH, lockLetters, written, type Letter } from './letters';

/** Any number of our own: postmen go one after another, for two that share a person's letters would write twice of one case. */
const POSTMEN_LOCK = 7_215_003;

/** Idempotent: a row is marked sent in the transaction that writes the notification. */
export async function deliver({ now }: { now: Instant }): Promise<{ nextAt: Instant | null; more: boolean }> {
  const { pool, rules } = activityDeps();
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [POSTMEN_LOCK]);
    const locked = await lockLetters(client, now);
    if (locked.length === 0) return { nextAt: await fallAsleep(client), more: false };
    const published = await rules.current(client);
    const letters = written(locked, published, now);
    const calendar = published.calendarFor(published.organisation.provincialOffice.id);
    await postpone(client, letters, nextDigest(now + 1, published.escalation, calendar));
    const persons = [...new Set(letters.map(({ personId }) => personId))];
    for (const person of persons)
      await notify(
        client,
        person,
        letters.filter(({ personId, stands }) => personId === person && stands !== 'waits'),
        now,
      );
    return { nextAt: await fallAsleep(client), more: persons.length === BATCH };
  });
}

/** A held or paused clock may run on, and then its addressee has still to be told. */
async function postpone(client: Client, letters: readonly Letter[], to: Instant): Promise<void> {
  const waiting = letters.filter(({ stands }) => stands === 'waits').map(({ id }) => id);
  if (waiting.length > 0)
    await client.query('UPDATE outbox SET send_at = $2 WHERE id = ANY($1)', [waiting, new Date(to)]);
}

async function notify(
  client: Client,
  person: string,
  letters: readonly Letter[],
  now: Instant,
): Promise<void> {
  const standing = letters.filter(({ stands }) => stands === 'yes');
  const itemsOf = (kind: Letter['kind']): NoticeItem[] =>
    standing.flatMap((letter) => (letter.kind === kind && letter.item) || []);
  const escalated = digest(itemsOf('escalation'), now);
  const withdrawn = digest(itemsOf('correction'), now);
  const moved = standing.flatMap((letter) => letter.moved ?? []);
  if (escalated.length > 0)
    await write(client, person, now, 'escalation', digestTitle(escalated, now), escalated);
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
    [letters.map(({ id }) => id), new Date(now), standing.map(({ id }) => id)],
  );
}

async function write(
  client: Client,
  person: string,
  now: Instant,
  kind: string,
  title: string,
  items: readonly (DigestLine | MovedItem)[],
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
