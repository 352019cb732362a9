/** The audit chains, one a unit: appended in the transaction of what they record; PostgreSQL links the hashes. */
import type { Actor } from '../domain/case/case';
import type { Instant } from '../domain/time/types';
import type { Client } from './pool';

export interface AuditEntry {
  /** Whose chain: the unit that asked or leads, or `province`. */
  unit: string;
  at: Instant;
  what: string;
  caseId?: string;
  version?: number;
  /** Null when nobody did it: an instant was reached, a publication moved dates. */
  by: Actor | null;
  /** What is hashed; kept word for word. */
  body: object;
}

export async function appendAudit(client: Client, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    ...entry,
    at: new Date(entry.at).toISOString(),
    body: JSON.stringify(entry.body),
  }));
  await client.query({ name: 'audit.append', text: 'SELECT append_audit($1::jsonb)' }, [
    JSON.stringify(rows),
  ]);
}
