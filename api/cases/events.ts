/** The events of a case, as they were accepted or reached. */
import type { Actor } from '../../domain/case/case';
import type { Instant } from '../../domain/time/types';
import { toIso } from '../../domain/time/plain-date';
import type { Pool } from '../../database/pool';
import { MOST_VERSIONS } from '../http/schemas';
import { cursorOf, limitOf, type Page, readCursor } from './list';
import { optional, type ViewContext } from './view-context';

interface EventRow {
  version: number;
  type: string;
  at: Date;
  by: Actor | null;
  data: Record<string, unknown>;
}

/** The oldest first; the cursor names the last version that was read. */
export async function readEvents(
  pool: Pool,
  caseId: string,
  query: { limit?: string; cursor?: string },
): Promise<Page<EventRow>> {
  const limit = limitOf(query.limit);
  const after = readCursor<{ version: number }>(query.cursor, ({ version }) => isVersion(version));
  const { rows } = await pool.query<EventRow>(
    'SELECT version, type, at, by, data FROM event WHERE case_id = $1 AND version > $2 ORDER BY version LIMIT $3',
    [caseId, after?.version ?? 0, limit + 1],
  );
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items[items.length - 1] : undefined;
  return { items, nextCursor: last ? cursorOf({ version: last.version }) : null };
}

const isVersion = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) <= MOST_VERSIONS;

export function eventView({ version, type, at, by, data }: EventRow, view: ViewContext): object {
  return {
    version,
    type,
    at: toIso(at.getTime()),
    by: by && {
      person: by.personId === null ? null : { id: by.personId, name: by.name },
      position: by.positionId === null ? null : view.position(by.positionId),
    },
    ...optional('onBehalfOf', by?.onBehalfOf === undefined ? null : view.person(by.onBehalfOf)),
    data: readable(data),
  };
}

/** Fields that hold instants as milliseconds; people and programs get ISO text. */
const isInstant = (key: string, value: unknown): value is Instant =>
  typeof value === 'number' && value > 946_684_800_000 && /(^at|At|^from|^to|^since|Since)$/.test(key);
/** What must not leave with a dossier's first event. */
const PERSONAL = new Set(['idNumber', 'phone', 'email', 'address']);

export function readable(value: unknown, key = ''): unknown {
  if (isInstant(key, value)) return toIso(value);
  if (Array.isArray(value)) return value.map((item) => readable(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !PERSONAL.has(name))
      .map(([name, member]) => [name, readable(member, name)]),
  );
}
