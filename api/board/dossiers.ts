/** Dossiers of a period on the leader's board, as they stood at the end of its last day. */
import { instantOf } from '../../domain/time/plain-date';
import type { PlainDate } from '../../domain/time/types';
import type { Pool } from '../../database/pool';
import { doneSql, isEarlySql, timelinessSql } from '../../database/lateness';
import type { ViewContext } from '../cases/view-context';
import { linkTo, lookAt, type BoardFilter } from './figures';
import { rate } from '../http/rate';

interface Counts {
  received: number;
  carriedOver: number;
  early: number;
  onTime: number;
  late: number;
  finishedNoDeadline: number;
  inProcessOnTime: number;
  inProcessOverdue: number;
  inProcessNoDeadline: number;
  supplement: number;
  financial: number;
  stopped: number;
  withdrawn: number;
}
type Row = Counts & { unit: string | null };

/** Statuses 1, 2 and 4: somebody is at work, or should be. */
const AT_WORK = ['registered', 'received', 'inProcess'];
const DONE = ['finished', 'returned'];
const WITHDRAWN = ['withdrawn', 'notAccepted'];
const inSql = (statuses: readonly string[]): string => `status IN ('${statuses.join("', '")}')`;

const COUNTS: Record<keyof Counts, string> = {
  received: 'is_new',
  carriedOver: 'NOT is_new',
  early: `${inSql(DONE)} AND t = 'doneOnTime' AND is_early`,
  onTime: `${inSql(DONE)} AND t = 'doneOnTime' AND NOT is_early`,
  late: `${inSql(DONE)} AND t = 'doneLate'`,
  finishedNoDeadline: `${inSql(DONE)} AND t = 'noDeadline'`,
  inProcessOnTime: `${inSql(AT_WORK)} AND t IN ('notDue', 'dueSoon')`,
  inProcessOverdue: `${inSql(AT_WORK)} AND t = 'overdue'`,
  inProcessNoDeadline: `${inSql(AT_WORK)} AND t = 'noDeadline'`,
  supplement: `status = 'supplement'`,
  financial: `status = 'financial'`,
  stopped: `status = 'stopped'`,
  withdrawn: inSql(WITHDRAWN),
};
const NAMES = Object.keys(COUNTS) as (keyof Counts)[];
const NOTHING = Object.fromEntries(NAMES.map((name) => [name, 0])) as unknown as Counts;

/** A report counts from the first day of the year in which it ends. */
export const firstDayOf = ({ from, to }: BoardFilter, view: ViewContext): PlainDate =>
  from ?? `${(to ?? view.today()).slice(0, 4)}-01-01`;

export async function dossierBoard(pool: Pool, filter: BoardFilter, view: ViewContext): Promise<object> {
  const { unit, to } = filter;
  const from = firstDayOf(filter, view);
  const { where, judged, from: rowsFrom, s } = lookAt('dossier', { unit, to: to ?? view.today() }, view);
  const start = where.bind(new Date(instantOf(from, 0)));
  const done = doneSql(s);
  where.and(`c.opened_at >= ${start} OR ${done} IS NULL OR ${done} >= ${start}`);
  const counts = NAMES.map((name) => `count(*) FILTER (WHERE ${COUNTS[name]})::int AS "${name}"`).join(', ');
  const { rows } = await pool.query<Row>(
    `WITH v AS (SELECT c.ward_ids[1] AS unit, ${s}.status, c.opened_at >= ${start} AS is_new,
         ${timelinessSql(s, judged)} AS t, ${isEarlySql(s)} AS is_early FROM ${rowsFrom} WHERE ${where})
     SELECT NULL AS unit, ${counts} FROM v UNION ALL SELECT unit, ${counts} FROM v GROUP BY unit`,
    where.values,
  );
  const period = { unit, from, to: to ?? view.today(), asOf: to };
  return {
    from,
    to: period.to,
    ...figuresOf(rows.find((row) => row.unit === null) ?? NOTHING, linksOf(period, {})),
    byUnit: rows.flatMap((row) =>
      row.unit === null
        ? []
        : [{ unit: view.unit(row.unit), ...figuresOf(row, linksOf(period, { ward: row.unit })) }],
    ),
  };
}

/** What was withdrawn or refused is in no rate, and what has no date in none of dates kept. */
function figuresOf(row: Counts, href: object) {
  const onTime = row.early + row.onTime;
  const resolved = onTime + row.late;
  const toResolve = row.received + row.carriedOver - row.withdrawn;
  const toKeep = toResolve - row.finishedNoDeadline - row.inProcessNoDeadline;
  return {
    received: row.received,
    carriedOver: row.carriedOver,
    finished: { early: row.early, onTime: row.onTime, late: row.late, noDeadline: row.finishedNoDeadline },
    inProcess: {
      onTime: row.inProcessOnTime,
      overdue: row.inProcessOverdue,
      noDeadline: row.inProcessNoDeadline,
    },
    supplement: row.supplement,
    financial: row.financial,
    stopped: row.stopped,
    withdrawn: row.withdrawn,
    onTimeOfResolved: rate(onTime, resolved),
    resolvedOfReceived: rate(resolved + row.finishedNoDeadline, toResolve),
    onTimeOfReceived: rate(onTime, toKeep),
    href,
  };
}

interface Period {
  unit?: string;
  from: PlainDate;
  to: PlainDate;
  asOf?: PlainDate;
}

function linksOf({ from, ...rest }: Period, more: Record<string, string>): Record<keyof Counts, string> {
  const link = (query: Record<string, string>): string => linkTo('dossiers', { ...query, ...more, ...rest });
  const inPeriod = (statuses: readonly string[], query: Record<string, string> = {}): string =>
    link({ inPeriodFrom: from, status: statuses.join(), ...query });
  return {
    received: link({ from }),
    carriedOver: link({ carriedOverOn: from }),
    early: inPeriod(DONE, { timeliness: 'doneOnTime', early: 'true' }),
    onTime: inPeriod(DONE, { timeliness: 'doneOnTime', early: 'false' }),
    late: inPeriod(DONE, { timeliness: 'doneLate' }),
    finishedNoDeadline: inPeriod(DONE, { timeliness: 'noDeadline' }),
    inProcessOnTime: inPeriod(AT_WORK, { timeliness: 'notDue,dueSoon' }),
    inProcessOverdue: inPeriod(AT_WORK, { timeliness: 'overdue' }),
    inProcessNoDeadline: inPeriod(AT_WORK, { timeliness: 'noDeadline' }),
    supplement: inPeriod(['supplement']),
    financial: inPeriod(['financial']),
    stopped: inPeriod(['stopped']),
    withdrawn: inPeriod(WITHDRAWN),
  };
}
