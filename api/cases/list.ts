/** Lists of cases: one statement, keyset cursors, visibility as a condition on units and never an afterthought. */
import { seenUnits } from '../../domain/access/visibility';
import type { CaseKind } from '../../domain/case/case';
import { WHOLE } from '../../domain/case/figures';
import { addDays, endOfDay, instantOf } from '../../domain/time/plain-date';
import type { Instant, PlainDate } from '../../domain/time/types';
import { ms } from '../../database/epoch';
import { figureJoin } from '../../database/figures';
import { doneSql, isEarlySql, soonUntilDays, timelinessSql, type Judged } from '../../database/lateness';
import { folded } from '../../domain/text/folded';
import type { Pool } from '../../database/pool';
import { CASE_COLUMNS, type CaseRow } from './rows';
import { isUuid } from '../http/ids';
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
  rated?: 'true' | 'false';
  asOf?: PlainDate;
  early?: 'true' | 'false';
  carriedOverOn?: PlainDate;
  inPeriodFrom?: PlainDate;
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

/** What rows are judged by: at this moment, or at the end of a past day. */
export interface Judging {
  now: Instant;
  isPast: boolean;
}

/** What a past day's board and its lists look at is what stood then; today's is what stands now. */
export function judging(asOf: PlainDate | undefined, view: ViewContext): Judging {
  const isPast = asOf !== undefined && asOf < view.today();
  return { now: isPast ? endOfDay(asOf) - 1 : view.now, isPast };
}

export function judgedBy(where: Where, { now }: Judging, view: ViewContext): Judged {
  return {
    now: `${where.bind(new Date(now))}::timestamptz`,
    soonUntil: where.bind(soonUntilDays(view.calendar, now, view.rules.escalation.dueSoon.workingDaysLeft)),
  };
}

/**
 * Which row says how a case stands: `c`, the case itself; `s`, what stood of it on a past day; with a department, its
 * part in the case, now or then.
 */
function rowThatSays(
  where: Where,
  kind: CaseKind,
  filter: ListFilter,
  view: ViewContext,
): { s: string; join: string } {
  const { now, isPast } = judging(filter.asOf, view);
  const part = kind !== 'dossier' && filter.department ? filter.department : WHOLE;
  if (!isPast && part === WHOLE) return { s: 'c', join: '' };
  const at = isPast ? where.bind(new Date(now)) : null;
  return { s: 's', join: figureJoin(where.bind(part), at) };
}

function conditions(where: Where, s: string, kind: CaseKind, filter: ListFilter, view: ViewContext): Where {
  visible(where.and('c.kind = ?', kind), kind, view);
  if (filter.status) where.and(`${s}.status = ANY(?::text[])`, filter.status.split(','));
  if (filter.open) where.and(`${s}.closed_at IS ${filter.open === 'true' ? 'NULL' : 'NOT NULL'}`);
  if (filter.timeliness) {
    const timeliness = timelinessSql(s, judgedBy(where, judging(filter.asOf, view), view));
    where.and(`${timeliness} = ANY(?::text[])`, filter.timeliness.split(','));
  }
  if (filter.rated) where.and(`${s}.rated = ?`, filter.rated === 'true');
  const done = doneSql(s);
  if (filter.early) where.and(`${isEarlySql(s)} = ?`, filter.early === 'true');
  if (filter.carriedOverOn) {
    const start = new Date(instantOf(filter.carriedOverOn, 0));
    where.and(`c.opened_at < ? AND (${done} IS NULL OR ${done} >= ?)`, start, start);
  }
  if (filter.inPeriodFrom) {
    const start = new Date(instantOf(filter.inPeriodFrom, 0));
    where.and(`c.opened_at >= ? OR ${done} IS NULL OR ${done} >= ?`, start, start);
  }
  if (filter.unit) where.and('c.unit_ids @> ARRAY[?::text]', filter.unit);
  if (filter.department && kind === 'dossier') where.and('c.lead_unit_id = ?', filter.department);
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
  if (filter.q) where.and('c.search LIKE ?', `%${folded(filter.q).replace(/[\\%_]/g, '\\$&')}%`);
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

type ListedRow = CaseRow & { closed: boolean; dueThen: number | null; opened: number };

export async function listCases(
  pool: Pool,
  kind: CaseKind,
  filter: ListFilter,
  view: ViewContext,
): Promise<Page<CaseRow>> {
  const where = new Where();
  const { s, join } = rowThatSays(where, kind, filter, view);
  conditions(where, s, kind, filter, view);
  const newest = filter.sort === 'newest';
  if (newest) afterNewest(where, filter.cursor);
  else afterTimeLeft(where, s, filter.cursor);
  const limit = limitOf(filter.limit);
  const order = newest ? 'c.opened_at DESC, c.id' : `(${s}.closed_at IS NOT NULL), ${s}.due_at, c.id`;
  const { rows } = await pool.query<ListedRow>(
    `SELECT ${CASE_COLUMNS}, ${s}.closed_at IS NOT NULL AS closed, ${ms(`${s}.due_at`)} AS "dueThen", ${ms('c.opened_at')} AS opened
     FROM cases c ${join} WHERE ${where} ORDER BY ${order} LIMIT ${limit + 1}`,
    where.values,
  );
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items[items.length - 1] : undefined;
  const next =
    last &&
    (newest ? { opened: last.opened, id: last.id } : { closed: last.closed, due: last.dueThen, id: last.id });
  return { items, nextCursor: next ? cursorOf(next) : null };
}

/** Open before closed, the least time left first, without a date last. */
function afterTimeLeft(where: Where, s: string, cursor: string | undefined): void {
  const after = readCursor<TimeLeftCursor>(
    cursor,
    ({ closed, due, id }) => typeof closed === 'boolean' && (due === null || isInstant(due)) && isUuid(id),
  );
  if (!after) return;
  const { closed, due, id } = after;
  const isClosed = `(${s}.closed_at IS NOT NULL)`;
  if (due === null)
    where.and(
      `${isClosed} > ? OR (${isClosed} = ? AND ${s}.due_at IS NULL AND c.id > ?::uuid)`,
      closed,
      closed,
      id,
    );
  else
    where.and(
      `${isClosed} > ? OR (${isClosed} = ? AND (${s}.due_at > ? OR ${s}.due_at IS NULL OR (${s}.due_at = ? AND c.id > ?::uuid)))`,
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
