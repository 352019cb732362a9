/** Recommendations and directives on the leader's board. Departments are counted by their own duties, not by who leads. */
import type { Pool } from '../../database/pool';
import { judgedOn, timelinessSql } from '../../database/lateness';
import type { ViewContext } from '../cases/view-context';
import { linkTo, lookAt, type BoardFilter, type Look } from './figures';
import { rate } from '../http/rate';

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
  count(*) FILTER (WHERE rated AND t = 'doneOnTime')::int AS "onTime",
  count(*) FILTER (WHERE rated AND t IN ('doneOnTime', 'doneLate'))::int AS resolved`;

/** How one row stands, of a case or of a unit's part in it. */
const standSql = (s: string, { judged }: Look): string =>
  `${s}.closed_at IS NULL AS is_open, ${s}.rated, ${timelinessSql(s, judged)} AS t, ${judgedOn(s, judged.now)} - ${s}.due_on AS days_late`;

export async function requestBoard(
  pool: Pool,
  kind: 'recommendation' | 'directive',
  filter: BoardFilter,
  view: ViewContext,
): Promise<object> {
  const look = lookAt(kind, filter, view);
  const { where, from, s } = look;
  const { rows } = await pool.query<Group>(
    `WITH v AS (SELECT c.ward_ids, c.category, ${standSql(s, look)} FROM ${from} WHERE ${where}),
       duty AS (SELECT d.part, ${standSql('d', look)} FROM cases c JOIN figure d ON d.case_id = c.id AND d.part <> '' AND ${look.stood('d')}
         WHERE ${where})
     SELECT 'all' AS by, NULL AS key, ${FIGURES} FROM v
     UNION ALL SELECT 'department', part, ${FIGURES} FROM duty GROUP BY part
     UNION ALL SELECT 'ward', ward, ${FIGURES} FROM v, unnest(ward_ids) AS ward GROUP BY ward
     UNION ALL SELECT 'category', category, ${FIGURES} FROM v WHERE category IS NOT NULL GROUP BY category`,
    where.values,
  );
  const all = rows.find((row) => row.by === 'all');
  const links = linksOf(`${kind}s`, filter);
  const groups = (by: Group['by']): (Group & { key: string })[] =>
    rows.filter((row): row is Group & { key: string } => row.by === by && row.key !== null).sort(worstFirst);
  const { open, overdue, dueSoon, noDeadline } = links({});
  return {
    ...(all ? figuresOf(all) : { open: 0, overdue: 0, dueSoon: 0, noDeadline: 0 }),
    byDepartment: groups('department').map((row) => ({
      unit: view.unit(row.key),
      ...groupOf(row, links({ department: row.key })),
    })),
    byWard: groups('ward').map((row) => ({
      unit: view.unit(row.key),
      ...groupOf(row, links({ ward: row.key })),
    })),
    byCategory: groups('category').map((row) => ({
      category: row.key,
      ...groupOf(row, links({ category: row.key })),
    })),
    href: { open, overdue, dueSoon, noDeadline },
  };
}

const figuresOf = ({ open, overdue, dueSoon, noDeadline }: Group) => ({ open, overdue, dueSoon, noDeadline });

const groupOf = (row: Group, href: object) => ({
  ...figuresOf(row),
  worstDaysLate: row.worstDaysLate,
  onTime: rate(row.onTime, row.resolved),
  href,
});

const linksOf =
  (path: string, { unit, from, to }: BoardFilter) =>
  (more: Record<string, string>) => {
    const link = (query: Record<string, string>): string =>
      linkTo(path, { ...query, ...more, unit, from, to, asOf: to });
    return {
      open: link({ open: 'true' }),
      overdue: link({ open: 'true', timeliness: 'overdue' }),
      dueSoon: link({ open: 'true', timeliness: 'dueSoon' }),
      noDeadline: link({ open: 'true', timeliness: 'noDeadline' }),
      onTime: link({ rated: 'true', timeliness: 'doneOnTime' }),
      resolved: link({ rated: 'true', timeliness: 'doneOnTime,doneLate' }),
    };
  };

const worstFirst = (a: Group & { key: string }, b: Group & { key: string }): number =>
  b.overdue - a.overdue || b.worstDaysLate - a.worstDaysLate || b.open - a.open || (a.key < b.key ? -1 : 1);
