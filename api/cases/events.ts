/** The events of a case, as they were accepted or reached. */
import type { Actor } from '../../domain/case/case';
import type { Instant } from '../../domain/time/types';
import { toIso } from '../../domain/time/plain-date';
import type { Pool } from '../../database/pool';
import { optional, type ViewContext } from './view-context';

interface EventRow {
  version: number;
  type: string;
  at: Date;
  by: Actor | null;
  data: Record<string, unknown>;
}

export async function readEvents(pool: Pool, caseId: string): Promise<EventRow[]> {
  const { rows } = await pool.query<EventRow>(
    'SELECT version, type, at, by, data FROM event WHERE case_id = $1 ORDER BY version',
    [caseId],
  );
  return rows;
}

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
