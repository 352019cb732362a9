/** I5: the hash chain of each unit, recomputed here exactly as `append_audit` computes it in PostgreSQL. */
import { createHash } from 'node:crypto';
import type { Client } from '../../../database/pool';
import { count, type Report } from './fault';

/** Audit rows read at a time. */
const PAGE = 2000;

interface Link {
  seq: string;
  what: string;
  body: string;
  hash: Buffer;
}

/** Hash of a link: sha256(previous hash ‖ unit|seq|what|body); the first link follows the empty hash. */
export const linkHash = (previous: Buffer, unit: string, { seq, what, body }: Omit<Link, 'hash'>): Buffer =>
  createHash('sha256').update(previous).update(`${unit}|${seq}|${what}|${body}`, 'utf8').digest();

/** Walks every chain from its first link to its head. The client must be in a REPEATABLE READ transaction. */
export async function checkChains(client: Client, report: Report): Promise<void> {
  const { rows } = await client.query<{ unit_id: string; seq: string | null; hash: Buffer | null }>(
    `SELECT unit_id, h.seq::text, h.hash FROM audit_head h FULL JOIN (SELECT DISTINCT unit_id FROM audit) a USING (unit_id)
     ORDER BY unit_id`,
  );
  for (const head of rows) {
    count(report, 'audit chains');
    await walk(client, head.unit_id, head, report);
  }
}

async function walk(
  client: Client,
  unit: string,
  head: { seq: string | null; hash: Buffer | null },
  report: Report,
): Promise<void> {
  const name = (code: 'auditHash' | 'auditGap' | 'auditHead', detail: string): void => {
    report.faults.push({ code, where: `audit of ${unit}`, detail });
  };
  let seq = 0;
  let hash: Buffer = Buffer.alloc(0);
  for (;;) {
    const { rows } = await client.query<Link>(
      `SELECT seq::text, what, body, hash FROM audit WHERE unit_id = $1 AND seq > $2 ORDER BY audit.seq LIMIT ${PAGE}`,
      [unit, seq],
    );
    for (const link of rows) {
      if (Number(link.seq) !== seq + 1)
        name('auditGap', `row ${seq + 1} is missing; the next one is ${link.seq}`);
      else if (!linkHash(hash, unit, link).equals(link.hash))
        name(
          'auditHash',
          `row ${link.seq} (${link.what}) does not fit its hash: it or the row before was changed`,
        );
      // Go on from what is stored, so that one change is named once.
      hash = link.hash;
      seq = Number(link.seq);
    }
    count(report, 'audit rows', rows.length);
    if (rows.length < PAGE) break;
  }
  if (head.seq === null || head.hash === null) name('auditHead', 'there are rows, but no head');
  else if (Number(head.seq) !== seq || !head.hash.equals(hash))
    name(
      'auditHead',
      `head stands at ${head.seq}, the last row is ${seq}: the tail was cut or the head changed`,
    );
}
