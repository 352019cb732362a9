/** What boards and lists look at: as it stands, or as it stood at the end of a past day. */
import type { Figure } from '../domain/case/figures';
import type { Instant } from '../domain/time/types';
import { statement } from './derived';
import type { Client } from './pool';
import { asDate } from './store';

export interface CaseFigures {
  id: string;
  figures: readonly Figure[];
}

const COLUMNS = 'status, closed_at, due_on, due_at, done_at, stopped_at, stands_from, answered_at, rated';
const columnsOf = (s: string): string =>
  COLUMNS.split(', ')
    .map((column) => `${s}.${column}`)
    .join(', ');

/**
 * What changed stands from `at` on, or since what was written last if that is later; what stayed the same is left alone,
 * and a part that is nobody's any more ends. In the transaction that holds the cases' rows.
 */
export async function writeFigures(
  client: Client,
  cases: readonly CaseFigures[],
  at: Instant,
): Promise<void> {
  const rows = cases.flatMap(({ id, figures }) =>
    figures.map((figure) => ({
      case_id: id,
      part: figure.part,
      status: figure.status,
      closed_at: asDate(figure.closedAt),
      due_on: figure.dueOn,
      due_at: asDate(figure.dueAt),
      done_at: asDate(figure.doneAt),
      stopped_at: asDate(figure.stoppedAt),
      stands_from: asDate(figure.standsFrom),
      answered_at: asDate(figure.answeredAt),
      rated: figure.rated,
    })),
  );
  await client.query(
    statement(
      'figure.write',
      cases,
      (of) => `WITH want AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS w (case_id uuid, part text, status text, closed_at timestamptz, due_on date,
         due_at timestamptz, done_at timestamptz, stopped_at timestamptz, stands_from timestamptz, answered_at timestamptz, rated boolean)
     ), current AS (
       SELECT f.case_id, f.part, f.since, w.part IS NULL AS gone,
         w.part IS NOT NULL AND (${columnsOf('f')}) IS NOT DISTINCT FROM (${columnsOf('w')}) AS same
       FROM figure f LEFT JOIN want w ON w.case_id = f.case_id AND w.part = f.part WHERE ${of('f.case_id')} AND f.until IS NULL
     ), meanwhile AS (
       UPDATE figure f SET (${COLUMNS}) = (${columnsOf('w')}) FROM current x JOIN want w ON w.case_id = x.case_id AND w.part = x.part
       WHERE ${of('f.case_id')} AND f.case_id = x.case_id AND f.part = x.part AND f.since = x.since AND NOT x.same AND x.since >= $3
     ), ended AS (
       UPDATE figure f SET until = greatest(x.since, $3) FROM current x
       WHERE ${of('f.case_id')} AND f.case_id = x.case_id AND f.part = x.part AND f.since = x.since AND NOT x.same
         AND (x.since < $3 OR x.gone)
     )
     INSERT INTO figure (case_id, part, since, ${COLUMNS})
     SELECT w.case_id, w.part, $3, ${columnsOf('w')} FROM want w LEFT JOIN current x ON x.case_id = w.case_id AND x.part = w.part
     WHERE x.part IS NULL OR (NOT x.same AND x.since < $3)
     ON CONFLICT (case_id, part, since) DO UPDATE SET until = NULL, (${COLUMNS}) = (${columnsOf('EXCLUDED')})`,
    ),
    [cases.map(({ id }) => id), JSON.stringify(rows), asDate(at)],
  );
}

/** Joins `s`, what stood of a part of the case at the end of a past day (a bound instant), or what stands now (null). */
export const figureJoin = (part: string, at: string | null): string =>
  `JOIN figure s ON s.case_id = c.id AND s.part = ${part} AND ${stoodAt('s', at)}`;

export const stoodAt = (s: string, at: string | null): string =>
  at === null ? `${s}.until IS NULL` : `${s}.since <= ${at} AND (${s}.until > ${at} OR ${s}.until IS NULL)`;
