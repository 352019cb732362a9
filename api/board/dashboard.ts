/** The leader's board: every figure is a count over the same rows, with the same conditions, as the list it links to. */
import type { CaseKind } from '../../domain/case/case';
import { addDays, instantOf } from '../../domain/time/plain-date';
import type { PlainDate } from '../../domain/time/types';
import type { Pool } from '../../database/pool';
import { visibleEscalations } from '../escalations/rows';
import { DONE, localDate, soonUntil, timelinessSql, visible, Where } from '../cases/list';
import { iso, type ViewContext } from '../cases/view-context';

export interface BoardFilter {
  unit?: string;
  from?: PlainDate;
  to?: PlainDate;
}

/** Half up to six digits, from the exact quotient; null over nothing. */
export const rate = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  ratio: denominator === 0 ? null : Math.round((numerator * 1_000_000) / denominator) / 1_000_000,
});

export const linkTo = (path: string, query: Record<string, string | undefined>): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/api/v1/${path}?${new URLSearchParams(given).toString()}`;
};

function scope(kind: CaseKind, { unit, from, to }: BoardFilter, view: ViewContext): Where {
  const where = visible(new Where().and('c.kind = ?', kind), kind, view);
  if (unit) where.and('c.unit_ids @> ARRAY[?::text]', unit);
  if (from) where.and('c.opened_at >= ?', new Date(instantOf(from, 0)));
  if (to) where.and('c.opened_at < ?', new Date(instantOf(addDays(to, 1), 0)));
  return where;
}

interface Group {
  by: 'all' | 'department' | 'ward' | 'category';
  key: string | null;
  open: number;
  overdue: number;
  dueSoon: number;
  noDeadline: number;
  worstDaysLate: number;
  onTime: number;
  resolved: number;
}

const FIGURES = `count(*) FILTER (WHERE is_open)::int AS open, count(*) FILTER (WHERE is_open AND t = 'overdue')::int AS overdue,
  count(*) FILTER (WHERE is_open AND t = 'dueSoon')::int AS "dueSoon", count(*) FILTER (WHERE is_open AND t = 'noDeadline')::int AS "noDeadline",
  coalesce(max(days_late) FILTER (WHERE is_open AND t = 'overdue'), 0)::int AS "worstDaysLate",
  count(*) FILTER (WHERE status = 'closed' AND t = 'doneOnTime')::int AS "onTime",
  count(*) FILTER (WHERE status = 'closed' AND t IN ('doneOnTime', 'doneLate'))::int AS resolved`;

export async function requestBoard(
  pool: Pool,
  kind: 'recommendation' | 'directive',
  filter: BoardFilter,
  view: ViewContext,
): Promise<object> {
  const where = scope(kind, filter, view);
  const t = timelinessSql(where.bind(new Date(view.now)), where.bind(soonUntil(view)));
  const today = where.bind(view.today());
  const { rows } = await pool.query<Group>(
    `WITH v AS (SELECT c.lead_unit_id, c.ward_ids, c.category, c.status, c.closed_at IS NULL AS is_open, ${t} AS t,
         ${today}::date - c.due_on AS days_late FROM cases c WHERE ${where})
     SELECT 'all' AS by, NULL AS key, ${FIGURES} FROM v
     UNION ALL SELECT 'department', lead_unit_id, ${FIGURES} FROM v WHERE lead_unit_id IS NOT NULL GROUP BY lead_unit_id
     UNION ALL SELECT 'ward', ward, ${FIGURES} FROM v, unnest(ward_ids) AS ward GROUP BY ward
     UNION ALL SELECT 'category', category, ${FIGURES} FROM v WHERE category IS NOT NULL GROUP BY category`,
    where.values,
  );
  const path = `${kind}s`;
  const links = (more: Record<string, string>) => {
    const link = (query: Record<string, string>): string =>
      linkTo(path, { ...query, ...more, unit: filter.unit, from: filter.from, to: filter.to });
    return {
      open: link({ open: 'true' }),
      overdue: link({ open: 'true', timeliness: 'overdue' }),
      dueSoon: link({ open: 'true', timeliness: 'dueSoon' }),
      noDeadline: link({ open: 'true', timeliness: 'noDeadline' }),
    };
  };
  const figures = ({ open, overdue, dueSoon, noDeadline }: Group) => ({ open, overdue, dueSoon, noDeadline });
  const group = (row: Group, more: Record<string, string>) => ({
    ...figures(row),
    worstDaysLate: row.worstDaysLate,
    onTime: rate(row.onTime, row.resolved),
    href: {
      ...links(more),
      onTime: linkTo(path, {
        status: 'closed',
        timeliness: 'doneOnTime',
        ...more,
        unit: filter.unit,
        from: filter.from,
        to: filter.to,
      }),
    },
  });
  const of = (by: Group['by']): (Group & { key: string })[] =>
    rows
      .filter((row): row is Group & { key: string } => row.by === by && row.key !== null)
      .sort(
        (a, b) =>
          b.overdue - a.overdue ||
          b.worstDaysLate - a.worstDaysLate ||
          b.open - a.open ||
          (a.key < b.key ? -1 : 1),
      );
  const all = rows.find((row) => row.by === 'all');
  return {
    ...(all ? figures(all) : { open: 0, overdue: 0, dueSoon: 0, noDeadline: 0 }),
    byDepartment: of('department').map((row) => ({
      unit: view.unit(row.key),
      ...group(row, { department: row.key }),
    })),
    byWard: of('ward').map((row) => ({ unit: view.unit(row.key), ...group(row, { ward: row.key }) })),
    byCategory: of('category').map((row) => ({ category: row.key, ...group(row, { category: row.key }) })),
    href: links({}),
  };
}

interface DossierGroup {
  unit: string | null;
  received: number;
  carriedOver: number;
  early: number;
  onTime: number;
  late: number;
  inProcessOnTime: number;
  inProcessOverdue: number;
  supplement: number;
  financial: number;
  stopped: number;
  withdrawn: number;
}

/** Statuses 1, 2 and 4: somebody is at work, or should be. */
const AT_WORK = `('registered', 'received', 'inProcess')`;

export async function dossierBoard(pool: Pool, filter: BoardFilter, view: ViewContext): Promise<object> {
  const from = filter.from ?? `${view.today().slice(0, 4)}-01-01`;
  const to = filter.to ?? view.today();
  const where = scope('dossier', { unit: filter.unit, to }, view);
  const start = where.bind(new Date(instantOf(from, 0)));
  const t = timelinessSql(where.bind(new Date(view.now)), where.bind(soonUntil(view)));
  where.and(`c.opened_at >= ${start} OR ${DONE} IS NULL OR ${DONE} >= ${start}`);
  const counts = `count(*) FILTER (WHERE is_new)::int AS received, count(*) FILTER (WHERE NOT is_new)::int AS "carriedOver",
    count(*) FILTER (WHERE is_done AND t = 'doneOnTime' AND is_early)::int AS early,
    count(*) FILTER (WHERE is_done AND t IN ('doneOnTime', 'noDeadline') AND is_early IS NOT TRUE)::int AS "onTime",
    count(*) FILTER (WHERE is_done AND t = 'doneLate')::int AS late,
    count(*) FILTER (WHERE status IN ${AT_WORK} AND t <> 'overdue')::int AS "inProcessOnTime",
    count(*) FILTER (WHERE status IN ${AT_WORK} AND t = 'overdue')::int AS "inProcessOverdue",
    count(*) FILTER (WHERE status = 'supplement')::int AS supplement, count(*) FILTER (WHERE status = 'financial')::int AS financial,
    count(*) FILTER (WHERE status = 'stopped')::int AS stopped,
    count(*) FILTER (WHERE status IN ('withdrawn', 'notAccepted'))::int AS withdrawn`;
  const { rows } = await pool.query<DossierGroup>(
    `WITH v AS (SELECT c.ward_ids[1] AS unit, c.status, c.opened_at >= ${start} AS is_new, ${t} AS t,
         c.status IN ('finished', 'returned') AS is_done, ${localDate(DONE)} < c.due_on AS is_early FROM cases c WHERE ${where})
     SELECT NULL AS unit, ${counts} FROM v UNION ALL SELECT unit, ${counts} FROM v GROUP BY unit`,
    where.values,
  );
  const figures = (row: DossierGroup, more: Record<string, string>) => {
    const resolved = row.early + row.onTime + row.late;
    const onTime = row.early + row.onTime;
    const link = (query: Record<string, string>): string =>
      linkTo('dossiers', { ...query, ...more, unit: filter.unit, to });
    const done = 'finished,returned';
    const atWork = 'registered,received,inProcess';
    return {
      received: row.received,
      carriedOver: row.carriedOver,
      finished: { early: row.early, onTime: row.onTime, late: row.late },
      inProcess: { onTime: row.inProcessOnTime, overdue: row.inProcessOverdue },
      supplement: row.supplement,
      financial: row.financial,
      stopped: row.stopped,
      withdrawn: row.withdrawn,
      onTimeOfResolved: rate(onTime, resolved),
      resolvedOfReceived: rate(resolved, row.received + row.carriedOver),
      onTimeOfReceived: rate(onTime, row.received + row.carriedOver),
      href: {
        received: link({ from }),
        carriedOver: linkTo('dossiers', { carriedOverOn: from, ...more, unit: filter.unit }),
        early: link({ inPeriodFrom: from, status: done, timeliness: 'doneOnTime', early: 'true' }),
        onTime: link({
          inPeriodFrom: from,
          status: done,
          timeliness: 'doneOnTime,noDeadline',
          early: 'false',
        }),
        late: link({ inPeriodFrom: from, status: done, timeliness: 'doneLate' }),
        inProcessOnTime: link({
          inPeriodFrom: from,
          status: atWork,
          timeliness: 'notDue,dueSoon,noDeadline',
        }),
        inProcessOverdue: link({ inPeriodFrom: from, status: atWork, timeliness: 'overdue' }),
        supplement: link({ inPeriodFrom: from, status: 'supplement' }),
        financial: link({ inPeriodFrom: from, status: 'financial' }),
        stopped: link({ inPeriodFrom: from, status: 'stopped' }),
        withdrawn: link({ inPeriodFrom: from, status: 'withdrawn,notAccepted' }),
      },
    };
  };
  const nothing: DossierGroup = {
    unit: null,
    received: 0,
    carriedOver: 0,
    early: 0,
    onTime: 0,
    late: 0,
    inProcessOnTime: 0,
    inProcessOverdue: 0,
    supplement: 0,
    financial: 0,
    stopped: 0,
    withdrawn: 0,
  };
  return {
    from,
    to,
    ...figures(rows.find((row) => row.unit === null) ?? nothing, {}),
    byUnit: rows.flatMap((row) =>
      row.unit === null ? [] : [{ unit: view.unit(row.unit), ...figures(row, { ward: row.unit }) }],
    ),
  };
}

/** Rungs that wait for a written instruction, of cases still open. */
export async function escalationBoard(pool: Pool, view: ViewContext): Promise<object> {
  const where = visibleEscalations(new Where(), view);
  where.and(`r.state = 'fired' AND r.requires_ack AND r.acknowledged_at IS NULL AND c.closed_at IS NULL`);
  const { rows } = await pool.query<{ waiting: number; oldest: Date | null }>(
    `SELECT count(*)::int AS waiting, min(r.fired_at) AS oldest FROM rung r JOIN cases c ON c.id = r.case_id WHERE ${where}`,
    where.values,
  );
  const href = linkTo('escalations', {
    acknowledged: 'false',
    requiresAcknowledgement: 'true',
    open: 'true',
  });
  return {
    waitingForInstruction: rows[0]?.waiting ?? 0,
    oldest: iso(rows[0]?.oldest?.getTime()),
    href: { waitingForInstruction: href },
  };
}
