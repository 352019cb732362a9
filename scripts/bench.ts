/**
 * `npm run bench`: what the engine does per second and what a herd of deadlines does to it. One run measures
 * everything against the bare Temporal shape on the same machine in the same minutes, so that ratios can be believed.
 *
 * With DATABASE_URL and TEMPORAL_ADDRESS these servers are used (a database for the bench alone); else embedded ones.
 * `-- --quick` a tenth of it · `-- --only=dates,lifecycles,idle,publication,herd` a part · `-- --verify` checks every invariant at the end.
 */
import os from 'node:os';
import { rulesStore } from '../database/rules';
import { useUtc } from '../settings/environment';
import { dates } from './bench/dates';
import { herd } from './bench/herd';
import { idleDeadlines } from './bench/idle';
import { lifecycles } from './bench/lifecycle';
import { publication } from './bench/publication';
import { startBench, type Bench } from './bench/setup';
import { figure } from './bench/stats';
import { oneLine } from './lib/problem';
import { inspect } from './lib/verify';

/** Lifecycles per second, assumed for the herd when nothing was measured before it. */
const ASSUMED_RATE = 3;

interface Options {
  quick: boolean;
  verify: boolean;
  only: readonly string[];
}

function readOptions(args: readonly string[]): Options {
  const only = args.find((arg) => arg.startsWith('--only='));
  return {
    quick: args.includes('--quick'),
    verify: args.includes('--verify'),
    only: only
      ? only.slice('--only='.length).split(',')
      : ['dates', 'lifecycles', 'idle', 'publication', 'herd'],
  };
}

async function main(options: Options): Promise<void> {
  useUtc();
  const begun = Date.now();
  if (options.only.includes('dates')) counting(options);
  if (options.only.every((name) => name === 'dates')) return;
  const bench = await startBench();
  let isStopping = false;
  const interrupted = (): void => {
    if (isStopping) return;
    isStopping = true;
    void bench.stop(true).finally(() => process.exit(130));
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  let isDone = false;
  try {
    console.log(`# Bench\n\n${machine()}; ${bench.servers}. Logs: ${bench.logs}`);
    await parts(bench, options);
    console.log(`\n${figure((Date.now() - begun) / 1000)} s in all; load average at the end ${load()}.`);
    isDone = true;
  } finally {
    isStopping = true;
    await bench.stop(isDone);
  }
}

/** Dates are counted in this process, before any server takes a core. */
function counting({ quick }: Options): void {
  console.error('Counting a date …');
  const begunLoad = load();
  console.log(
    `# Dates\n\n${machine()}.\n\n${dates(quick)}\n\nLoad average before and after: ${begunLoad}, ${load()}.\n`,
  );
}

async function parts(bench: Bench, { quick, only, verify }: Options): Promise<void> {
  const part = async (name: string, title: string, work: () => Promise<string>): Promise<void> => {
    if (!only.includes(name)) return;
    console.error(`${title} …`);
    const begunLoad = load();
    console.log(
      `\n## ${title}\n\n${await work()}\n\nLoad average before and after: ${begunLoad}, ${load()}.`,
    );
  };
  let rate = ASSUMED_RATE;
  await part('lifecycles', 'Start and three commands', async () => {
    const { text, rates } = await lifecycles(bench, quick ? 1 : 2);
    rate = rates.e;
    return text;
  });
  await part('idle', 'One deadline on an idle system', () => idleDeadlines(bench, quick ? 3 : 8));
  const size = quick
    ? { rungs: 2_000, real: 200, officers: 20 }
    : { rungs: 10_000, real: 1_000, officers: 50 };
  await part('publication', 'A calendar published under open cases', () =>
    publication(bench, quick ? 2_000 : 20_000),
  );
  await part('herd', 'The herd', () => herd(bench, size, rate));
  if (verify) await part(only[0] ?? '', 'Verify', () => verified(bench));
}

async function verified(bench: Bench): Promise<string> {
  const { faults, counts } = await inspect({
    pool: bench.pool,
    rules: rulesStore(bench.pool),
    now: Date.now(),
  });
  const lines = faults.slice(0, 20).map(({ code, where, detail }) => `* ${code} ${where}: ${detail}`);
  const looked = Object.entries(counts).map(([what, number]) => `${number} ${what}`);
  return [`${faults.length} faults in ${looked.join(', ')}.`, ...lines].join('\n');
}

const load = (): string => figure(os.loadavg()[0] ?? NaN);

const machine = (): string =>
  `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'CPU'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;

if (require.main === module)
  main(readOptions(process.argv.slice(2))).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error instanceof Error ? error.stack : oneLine(error));
      process.exit(1);
    },
  );
