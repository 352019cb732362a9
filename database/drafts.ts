import { ms } from './epoch';
import type { Instant } from '../domain/time/types';
import type { Client, Pool } from './pool';

export type DraftKind = 'calendar' | 'procedure' | 'suspension';

export interface Draft<B = unknown> {
  id: string;
  version: number;
  body: B;
  createdAt: Instant;
  createdBy: string;
}

type Queryable = Pick<Pool | Client, 'query'>;

const COLUMNS = `id, version, body, ${ms('created_at')} AS "createdAt", created_by AS "createdBy"`;

/** Where the published versions of a kind lie, and the column that names the thing. */
const PUBLISHED: Record<DraftKind, { table: string; id: string }> = {
  calendar: { table: 'calendar_layer', id: 'id' },
  procedure: { table: 'procedure_version', id: 'code' },
  suspension: { table: 'suspension', id: 'id' },
};

/**
 * Keeps a draft as the next version of its thing; there is one draft a thing, so a second one replaces the first.
 * `build` makes the body, which names its own version.
 */
export async function saveDraft<B>(
  client: Client,
  kind: DraftKind,
  id: string,
  build: (version: number) => B,
  by: string,
  at: Instant,
): Promise<Draft<B>> {
  const version = (await lastPublished(client, kind, id)) + 1;
  const body = build(version);
  await client.query(
    `INSERT INTO draft (kind, id, version, body, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (kind, id, version) DO UPDATE SET body = EXCLUDED.body, created_at = EXCLUDED.created_at,
       created_by = EXCLUDED.created_by`,
    [kind, id, version, JSON.stringify(body), new Date(at), by],
  );
  return { id, version, body, createdAt: at, createdBy: by };
}

/** Highest published version, 0 when there is none. */
export async function lastPublished(client: Queryable, kind: DraftKind, id: string): Promise<number> {
  const { table, id: column } = PUBLISHED[kind];
  const { rows } = await client.query<{ last: number }>(
    `SELECT coalesce(max(version), 0)::integer AS last FROM ${table} WHERE ${column} = $1`,
    [id],
  );
  return rows[0]?.last ?? 0;
}

/** A draft made of an earlier state than is published by now (it was lifted or undone since) waits for nothing. */
const waits = (kind: DraftKind): string =>
  `version > (SELECT coalesce(max(p.version), 0) FROM ${PUBLISHED[kind].table} p WHERE p.${PUBLISHED[kind].id} = draft.id)`;

/** The draft of a thing: of this version, or its newest. */
export async function readDraft<B>(
  client: Queryable,
  kind: DraftKind,
  id: string,
  version?: number,
): Promise<Draft<B> | null> {
  const { rows } = await client.query<Draft<B>>(
    `SELECT ${COLUMNS} FROM draft WHERE kind = $1 AND id = $2 AND ($3::integer IS NULL OR version = $3) AND ${waits(kind)}
     ORDER BY version DESC LIMIT 1`,
    [kind, id, version ?? null],
  );
  return rows[0] ?? null;
}

export async function listDrafts<B>(client: Queryable, kind: DraftKind): Promise<Draft<B>[]> {
  const { rows } = await client.query<Draft<B>>(
    `SELECT ${COLUMNS} FROM draft WHERE kind = $1 AND ${waits(kind)} ORDER BY id, version`,
    [kind],
  );
  return rows;
}

/**
 * Takes a draft away to publish it; call inside `publishing`. Null = there is none (any more): of two who publish at
 * once the second finds nothing.
 */
export async function takeDraft<B>(
  client: Client,
  kind: DraftKind,
  id: string,
  version?: number,
): Promise<Draft<B> | null> {
  const draft = await readDraft<B>(client, kind, id, version);
  if (!draft) return null;
  await client.query('DELETE FROM draft WHERE kind = $1 AND id = $2 AND version <= $3', [
    kind,
    id,
    draft.version,
  ]);
  return draft;
}
