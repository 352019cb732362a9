/**
 * The herd: thousands of rungs due at one instant over 200 offices, the cases' own timers behind them, officers who
 * finish dossiers in the last second, and all of them at work while it lasts.
 */
import { cpuBetween } from './cpu';
import { publishHerdRules } from './fixtures';
import { openReal, writeWithoutWorkflows } from './herd-cases';
import { judge, type HerdOutcome } from './herd-judge';
import { finishInTheLastSecond, keepActing, look, type Acts } from './herd-users';
import { waitFor, type Bench } from './setup';
import { figure, percentile, table } from './stats';

export interface HerdSize {
  /** Rungs due at the instant, one a case. */
  rungs: number;
  /** Of these, cases with a workflow and a timer of their own. */
  real: number;
  /** Officers who finish a dossier in the last second and go on working. */
  officers: number;
}

/** The herd is watched at least this long after its instant, and until the first digest has gone out; ms. */
const WATCHED_MS = 75_000;
/** All rungs must have fired within this, ms, or the run fails. */
const PATIENCE_MS = 180_000;
/** How often the number of fired rungs is looked at, ms; each look costs PostgreSQL some 5 ms. */
const LOOK_MS = 250;
/** Between the last case opened and the instant, ms: everything is asleep by then. */
const QUIET_MS = 8_000;

/** Cases written without a workflow per second beside the openings: the least seen on two busy cores. */
const WRITTEN_PER_SECOND = 80;
/** Opening alone is this much faster than a lifecycle with three commands; and a margin for a machine that slows down. */
const OPENINGS_PER_LIFECYCLE = 2.5;
const MARGIN = 1.3;

/** @param rate lifecycles the engine does per second, as measured: the instant is put as far ahead as opening takes. */
export async function herd(bench: Bench, size: HerdSize, rate: number): Promise<string> {
  const openingS = Math.max(
    size.real / (rate * OPENINGS_PER_LIFECYCLE),
    (size.rungs - size.real) / WRITTEN_PER_SECOND,
  );
  const lead = openingS * MARGIN * 1_000 + QUIET_MS;
  const dueAt = Math.ceil((Date.now() + lead) / 60_000) * 60_000;
  console.error(`  herd at ${new Date(dueAt).toISOString()}, in ${figure((dueAt - Date.now()) / 1000)} s`);
  await publishHerdRules(bench.pool, dueAt);
  const [real] = await Promise.all([
    openReal(bench, size.real, dueAt),
    writeWithoutWorkflows(bench, size.rungs - size.real, dueAt),
  ]);
  const spare = dueAt - Date.now();
  console.error(`  ${size.rungs} cases are open, ${figure(spare / 1000)} s before the instant`);
  if (spare < QUIET_MS / 2) throw new Error('the machine opened the cases too slowly for the chosen instant');
  await bench.pool.query('ANALYZE');
  // An API in use has read the new rules long before.
  for (const officer of real.slice(0, size.officers)) await look(bench, officer);

  const curve = watchRungs(bench, dueAt, size.rungs);
  await until(dueAt - 1_500);
  const before = bench.cpu();
  const finished = await finishInTheLastSecond(bench, real.slice(0, size.officers), dueAt);
  const acts = keepActing(bench, real.slice(size.officers, size.officers * 3), size.officers, () =>
    curve.isOver(),
  );
  const [watched, acted] = await Promise.all([curve.done, acts]);
  const cpu = cpuBetween(before, bench.cpu());
  await until(dueAt + WATCHED_MS);
  const ids = real.map((one) => one.id);
  const outcome = await judge(bench, dueAt, size.rungs, ids, finished);
  return describe(size, watched, acted, outcome, cpu);
}

const until = (instant: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - Date.now())));

interface Curve {
  /** When which share of the owed rungs was seen fired, ms after the instant. */
  at: (share: number) => number;
}

interface Watch {
  done: Promise<Curve>;
  isOver(): boolean;
}

/** Looks from a connection of its own at how many have committed. */
function watchRungs(bench: Bench, dueAt: number, expected: number): Watch {
  const seen: { ms: number; fired: number; waiting: number }[] = [];
  let over = false;
  const done = (async (): Promise<Curve> => {
    await until(dueAt - 200);
    await waitFor(
      'the herd',
      async () => {
        const { rows } = await bench.pool.query<{ fired: number; waiting: number }>(
          `SELECT count(*) FILTER (WHERE state IN ('fired', 'withdrawn'))::integer AS fired,
                  count(*) FILTER (WHERE state = 'armed')::integer AS waiting FROM rung WHERE at = $1`,
          [new Date(dueAt)],
        );
        seen.push({
          ms: Date.now() - dueAt,
          fired: rows[0]?.fired ?? 0,
          waiting: rows[0]?.waiting ?? expected,
        });
        return rows[0]?.waiting === 0;
      },
      PATIENCE_MS,
      LOOK_MS,
    ).finally(() => {
      over = true;
    });
    const all = Math.max(...seen.map((one) => one.fired));
    return { at: (share) => seen.find((one) => one.fired >= share * all)?.ms ?? NaN };
  })();
  return { done, isOver: () => over };
}

function describe(
  { rungs, real, officers }: HerdSize,
  curve: Curve,
  acts: Acts,
  outcome: HerdOutcome,
  cpu: Record<string, number>,
): string {
  const seconds = (ms: number): string => `${figure(ms / 1000)} s`;
  const spent = Object.entries(cpu)
    .map(([name, ms]) => `${name} ${figure(ms / 1000)} s`)
    .join(', ');
  return [
    table(
      ['measured', 'value', 'aim'],
      [
        [
          'rungs due at one instant',
          `${rungs} over 200 offices, ${real} of them with a workflow and timer`,
          '',
        ],
        ['rungs committed p50', seconds(curve.at(0.5)), ''],
        ['rungs committed p99', seconds(curve.at(0.99)), '≤ 10 s'],
        ['last rung committed', seconds(curve.at(1)), ''],
        [
          'commands meanwhile',
          `${acts.commands.length} by ${officers} officers, ${acts.failed} not answered 200`,
          '0 failed',
        ],
        ['commands p50', seconds(percentile(acts.commands, 0.5)), ''],
        ['commands p99', seconds(percentile(acts.commands, 0.99)), '≤ 2 s'],
        ['reads p99 (lists)', seconds(percentile(acts.reads, 0.99)), ''],
        ['finished in the last second, in time', `${outcome.inTime} (${outcome.tooLate} came too late)`, ''],
        ['… their rung fired meanwhile and was withdrawn', String(outcome.withdrawn), ''],
        ['… told all the same', String(outcome.toldWrongly), '0'],
        ['missed', String(outcome.missed), '0'],
        ['fired twice', String(outcome.twice), '0'],
        ['fired early', String(outcome.early), '0'],
        ['addressees told by the first digest', `${outcome.told} of ${outcome.owedPersons}`, 'all'],
        [
          'deadlinePassed so far',
          `${outcome.recorded} of ${outcome.recordable} whose turn had come; p99 ${seconds(outcome.recordLagP99)} after it`,
          'within its 10 min',
        ],
      ],
    ),
    `CPU from 1.5 s before the instant to the last rung: ${spent}.`,
  ].join('\n\n');
}
