/** What the herd left behind, judged from the rows. */
import type { Bench } from './setup';
import { percentile } from './stats';

export interface HerdOutcome {
  inTime: number;
  tooLate: number;
  /** Finished in time, and the rung had fired before that was written down. */
  withdrawn: number;
  toldWrongly: number;
  /** Not fired, and no result recorded either (one recorded after the instant but before the rung fired leaves nothing to chase). */
  missed: number;
  twice: number;
  early: number;
  told: number;
  owedPersons: number;
  recorded: number;
  recordable: number;
  /** From the case's own wake-up, spread included, to the event; ms. */
  recordLagP99: number;
}

/** A case whose wake-up is this recent, ms, may be at it just now. */
const JUST_NOW_MS = 5_000;

export async function judge(
  bench: Bench,
  dueAt: number,
  rungs: number,
  real: string[],
  finished: string[],
): Promise<HerdOutcome> {
  const due = new Date(dueAt);
  const one = async <T extends object>(sql: string, values: unknown[]): Promise<T> =>
    (await bench.pool.query(sql, values)).rows[0] as T;
  const finishers = await one<{ in_time: number; too_late: number; withdrawn: number; told: number }>(
    `WITH f AS (SELECT case_id, at < $2 AS in_time FROM event WHERE case_id = ANY($1) AND type = 'finished')
     SELECT count(*) FILTER (WHERE in_time)::integer AS in_time, count(*) FILTER (WHERE NOT in_time)::integer AS too_late,
       count(*) FILTER (WHERE in_time AND r.state = 'withdrawn')::integer AS withdrawn,
       count(*) FILTER (WHERE in_time AND EXISTS (
         SELECT 1 FROM notification n, jsonb_array_elements(n.items) AS item
         WHERE n.kind = 'escalation' AND item ->> 'caseId' = f.case_id::text))::integer AS told
     FROM f JOIN rung r ON r.case_id = f.case_id AND r.at = $2`,
    [finished, due],
  );
  const fired = await one<{ total: number; missed: number; early: number }>(
    `SELECT count(*)::integer AS total, count(*) FILTER (WHERE r.state IN ('armed', 'held')
       OR (r.state = 'cancelled' AND NOT EXISTS (
         SELECT 1 FROM event e WHERE e.case_id = r.case_id AND e.type = 'finished'))
       OR (r.state = 'withdrawn' AND NOT EXISTS (
         SELECT 1 FROM event e WHERE e.case_id = r.case_id AND e.type = 'finished' AND e.at < $1)))::integer AS missed,
       count(*) FILTER (WHERE fired_at < at)::integer AS early FROM rung r WHERE at = $1`,
    [due],
  );
  const twice = await one<{ n: number }>(
    `SELECT count(*)::integer AS n FROM (SELECT 1 FROM audit a JOIN rung r ON r.case_id = a.case_id AND r.at = $1
       WHERE a.what = 'escalated' GROUP BY a.body::jsonb ->> 'rung' HAVING count(*) > 1) AS again`,
    [due],
  );
  const told = await one<{ owed: number; told: number }>(
    `SELECT count(DISTINCT r.person_id)::integer AS owed, count(DISTINCT r.person_id) FILTER (WHERE EXISTS (
       SELECT 1 FROM notification n WHERE n.person_id = r.person_id AND n.kind = 'escalation' AND n.at >= $1))::integer AS told
     FROM rung r WHERE r.at = $1 AND r.state = 'fired'`,
    [due],
  );
  return {
    inTime: finishers.in_time,
    tooLate: finishers.too_late,
    withdrawn: finishers.withdrawn,
    toldWrongly: finishers.told,
    missed: fired.missed + Math.max(0, rungs - fired.total),
    twice: twice.n,
    early: fired.early,
    told: told.told,
    owedPersons: told.owed,
    ...(await recording(bench, due, real)),
  };
}

/** Of the cases with a workflow: who should have recorded its lateness by now, and who has. */
async function recording(
  bench: Bench,
  due: Date,
  real: string[],
): Promise<Pick<HerdOutcome, 'recorded' | 'recordable' | 'recordLagP99'>> {
  const { rows } = await bench.pool.query<{ id: string; at: number | null }>(
    `SELECT c.id, (SELECT round(extract(epoch FROM min(e.at)) * 1000)::float8 FROM event e
                   WHERE e.case_id = c.id AND e.type = 'deadlinePassed') AS at
     FROM cases c JOIN rung r ON r.case_id = c.id AND r.at = $1
     WHERE c.closed_at IS NULL AND c.done_at IS NULL AND r.case_id = ANY($2)`,
    [due, real],
  );
  const wakeOf = await firstWakes(
    bench,
    rows.map((row) => row.id),
  );
  const now = Date.now();
  const owed = rows.filter((row) => (wakeOf.get(row.id) ?? Infinity) < now - JUST_NOW_MS);
  const lags = owed.flatMap((row) => (row.at === null ? [] : [row.at - (wakeOf.get(row.id) ?? row.at)]));
  return { recordable: owed.length, recorded: lags.length, recordLagP99: percentile(lags, 0.99) };
}

/** The wake-up `settle` answered when the case was opened. */
async function firstWakes(bench: Bench, ids: string[]): Promise<Map<string, number>> {
  const { rows } = await bench.pool.query<{ case_id: string; wake: number }>(
    `SELECT case_id, (result ->> 'wakeAt')::float8 AS wake FROM event WHERE case_id = ANY($1) AND version = 1`,
    [ids],
  );
  return new Map(rows.map((row) => [row.case_id, row.wake]));
}
