/** Lists of cases: one statement, keyset cursors, visibility as a condition on units and never an afterthought. */
import { seenUnits } from '../../domain/access';
import type { CaseKind } from '../../domain/case/case';
import { addDays, instantOf } from '../../domain/time/plain-date';
import { DUE_SOON_DAYS } from '../../domain/time/timeliness';
import type { Pool } from '../../database/pool';
import { CASE_COLUMNS, type CaseRow } from './rows';
import { invalid } from '../http/problems';
import type { ViewContext } from './view-context';

export interface ListFilter {
  limit?: string;
  cursor?: string;
  sort?: 'timeLeft' | 'newest';
  status?: string;
  open?: 'true' | 'false';
  /** One or several, separated by commas. */
  timeliness?: string;
  early?: 'true' | 'false';
  carriedOverOn?: string;
  inPeriodFrom?: string;
  unit?: string;
  department?: string;
  ward?: string;
  assignee?: string;
  category?: string;
  procedure?: string;
  meeting?: string;
  q?: string;
  from?: string;
  to?: string;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Conditions with their numbered values. */
export class Where {
  readonly values: unknown[] = [];
  private readonly conditions: string[] = [];

  /** `?` stands for the value. */
  and(condition: string, ...values: unknown[]): this {
    let index = 0;
    this.conditions.push(condition.replace(/\?/g, () => this.bind(values[index++])));
    return this;
  }

  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  toString(): string {
    return this.conditions.length > 0 ? this.conditions.map((one) => `(${one})`).join(' AND ') : 'true';
  }
}

export const limitOf = (text: string | undefined): number => (text === undefined ? 50 : Number(text));

export const cursorOf = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function readCursor<T>(
  cursor: string | undefined,
  isValid: (value: Record<string, unknown>) => boolean,
): T | null {
  if (cursor === undefined) return null;
  try {
    const value = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Record<string, unknown> | null;
    if (value && typeof value === 'object' && isValid(value)) return value as T;
  } catch {
    // told below
  }
  throw invalid([{ path: 'cursor', message: 'Con trỏ không đọc được (not a cursor of this list).' }]);
}

export const isUuid = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

/** An instant that PostgreSQL can take; a cursor may come from anywhere. */
export const isInstant = (value: unknown): boolean =>
  typeof value === 'number' && value >= 0 && value < MAX_INSTANT;
/** 01/01/2500, in ms; nothing of ours lies later. */
const MAX_INSTANT = Date.UTC(2500, 0, 1);

/** What the caller may see of a kind. */
export function visible(where: Where, kind: CaseKind, view: ViewContext): Where {
  const units = seenUnits(view.identity, kind, view.rules.organisation);
  return units === 'all' ? where : where.and('c.unit_ids && ?::text[]', units);
}

/** When the measured duty ended; a case that ended otherwise is measured at its end. */
export const DONE = 'coalesce(c.done_at, c.closed_at)';

/** Timeliness of the main clock in SQL, the same rule as `timelinessOf` (past its due instant it cannot be paused). `now` and `soonUntil` are bound parameters. */
export const timelinessSql = (now: string, soonUntil: string): string =>
  `CASE WHEN c.due_at IS NULL THEN 'noDeadline'
        WHEN ${DONE} IS NOT NULL THEN CASE WHEN ${DONE} <= c.due_at THEN 'doneOnTime' ELSE 'doneLate' END
        WHEN c.due_at < ${now} AND NOT c.paused AND coalesce(c.stands_from > ${now}, true) THEN 'overdue'
        WHEN c.due_on <= ${soonUntil}::date THEN 'dueSoon' ELSE 'notDue' END`;

export const soonUntil = (view: ViewContext): string =>
  view.calendar.addWorkingDays(view.today(), DUE_SOON_DAYS);

/** Local date of an instant column. */
export const localDate = (column: string): string => `(${column} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`;

export function conditions(kind: CaseKind, filter: ListFilter, view: ViewContext): Where {
  const where = visible(new Where().and('c.kind = ?', kind), kind, view);
  if (filter.status) where.and('c.status = ANY(?::text[])', filter.status.split(','));
  if (filter.open) where.and(filter.open === 'true' ? 'c.closed_at IS NULL' : 'c.closed_at IS NOT NULL');
  if (filter.timeliness) {
    const timeliness = timelinessSql(where.bind(new Date(view.now)), where.bind(soonUntil(view)));
    where.and(`${timeliness} = ANY(?::text[])`, filter.timeliness.split(','));
  }
  if (filter.early) where.and(`coalesce(${localDate(DONE)} < c.due_on, false) = ?`, filter.early === 'true');
  if (filter.carriedOverOn) {
    const start = new Date(instantOf(filter.carriedOverOn, 0));
    where.and(`c.opened_at < ? AND (${DONE} IS NULL OR ${DONE} >= ?)`, start, start);
  }
  if (filter.inPeriodFrom) {
    const start = new Date(instantOf(filter.inPeriodFrom, 0));
    where.and(`c.opened_at >= ? OR ${DONE} IS NULL OR ${DONE} >= ?`, start, start);
  }
  if (filter.unit) where.and('c.unit_ids @> ARRAY[?::text]', filter.unit);
  if (filter.department) where.and('c.lead_unit_id = ?', filter.department);
  if (filter.ward) where.and('c.ward_ids @> ARRAY[?::text]', filter.ward);
  if (filter.assignee)
    where.and(
      `? IN (c.state #>> '{step,claimedBy,personId}', c.state #>> '{step,claimedBy,positionId}')
       OR EXISTS (SELECT 1 FROM clock k WHERE k.case_id = c.id AND k.assignee = ?)`,
      filter.assignee,
      filter.assignee,
    );
  if (filter.category) where.and('c.category = ?', filter.category);
  if (filter.procedure) where.and('c.procedure_code = ?', filter.procedure);
  if (filter.meeting) where.and('c.meeting_id = ?::uuid', filter.meeting);
  if (filter.q) {
    const pattern = `%${filter.q
      .normalize('NFC')
      .toLowerCase()
      .replace(/[\\%_]/g, '\\$&')}%`;
    where.and('c.search LIKE ? OR lower(c.code) LIKE ?', pattern, pattern);
  }
  if (filter.from) where.and('c.opened_at >= ?', new Date(instantOf(filter.from, 0)));
  if (filter.to) where.and('c.opened_at < ?', new Date(instantOf(addDays(filter.to, 1), 0)));
  return where;
}

interface TimeLeftCursor {
  closed: boolean;
  due: number | null;
  id: string;
}
interface NewestCursor {
  opened: number;
  id: string;
}

type ListedRow = CaseRow & { closed: boolean; opened: number };

export async function listCases(
  pool: Pool,
  kind: CaseKind,
  filter: ListFilter,
  view: ViewContext,
): Promise<Page<CaseRow>> {
  const where = conditions(kind, filter, view);
  const newest = filter.sort === 'newest';
  if (newest) afterNewest(where, filter.cursor);
  else afterTimeLeft(where, filter.cursor);
  const limit = limitOf(filter.limit);
  const order = newest ? 'c.opened_at DESC, c.id' : '(c.closed_at IS NOT NULL), c.due_at, c.id';
  const { rows } = await pool.query<ListedRow>(
    `SELECT ${CASE_COLUMNS}, c.closed_at IS NOT NULL AS closed, round(extract(epoch FROM c.opened_at) * 1000)::float8 AS opened
     FROM cases c WHERE ${where} ORDER BY ${order} LIMIT ${limit + 1}`,
    where.values,
  );
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items[items.length - 1] : undefined;
  const next =
    last &&
    (newest
      ? { opened: last.opened, id: last.id }
      : { closed: last.closed, due: last.due.dueAt, id: last.id });
  return { items, nextCursor: next ? cursorOf(next) : null };
}

/** Open before closed, the least time left first, without a date last. */
function afterTimeLeft(where: Where, cursor: string | undefined): void {
  const after = readCursor<TimeLeftCursor>(
    cursor,
    ({ closed, due, id }) => typeof closed === 'boolean' && (due === null || isInstant(due)) && isUuid(id),
  );
  if (!after) return;
  const { closed, due, id } = after;
  const isClosed = '(c.closed_at IS NOT NULL)';
  if (due === null)
    where.and(
      `${isClosed} > ? OR (${isClosed} = ? AND c.due_at IS NULL AND c.id > ?::uuid)`,
      closed,
      closed,
      id,
    );
  else
    where.and(
      `${isClosed} > ? OR (${isClosed} = ? AND (c.due_at > ? OR c.due_at IS NULL OR (c.due_at = ? AND c.id > ?::uuid)))`,
      closed,
      closed,
      new Date(due),
      new Date(due),
      id,
    );
}

function afterNewest(where: Where, cursor: string | undefined): void {
  const after = readCursor<NewestCursor>(cursor, ({ opened, id }) => isInstant(opened) && isUuid(id));
  if (!after) return;
  const opened = new Date(after.opened);
  where.and('c.opened_at < ? OR (c.opened_at = ? AND c.id > ?::uuid)', opened, opened, after.id);
}
