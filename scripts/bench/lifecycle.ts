/**
 * Throughput: one dossier from start to end, four ways, taken in turns so that the machine's other work hits all alike.
 * a  HTTP API, worker, everything written · e  the same without HTTP: straight through the Temporal client
 * b  the bare shape with as many empty regular activities · c  the bare shape without any
 */
import { randomUUID } from 'node:crypto';
import { caseWorkflowId } from '../../workflows/messages';
import { BENCH_QUEUE, emptyUpdate } from './messages';
import { cpuBetween, type CpuTimes } from './cpu';
import { COMMANDS, open, openedBy, start, untilDone, update } from './dossiers';
import { officeAt, ONE_STEP } from './fixtures';
import { waitFor, type Bench } from './setup';
import { figure, inFlight, percentile, sum, table, timed } from './stats';

export const VARIANTS = ['a', 'e', 'b', 'c'] as const;
export type Variant = (typeof VARIANTS)[number];
const NAMES: Record<Variant, string> = {
  a: 'a: API + engine',
  e: 'e: engine, no HTTP',
  b: 'b: empty activities',
  c: 'c: no activities',
};

/** Lifecycles under way at one time. */
const WIDTHS = [1, 8, 32];
/** A round ends after so many lifecycles by width, or begins no more after this long, ms. */
const PER_ROUND: Record<number, number> = { 1: 10, 8: 60, 32: 128 };
const ROUND_MS = 7_000;
/**
 * Communes that take part. Each has an open dossier from before, so that its agenda is asleep with a rung ahead, as in
 * any office that works; the first dossier ever of an office also starts that agenda, once.
 */
const WARM_OFFICES = 40;

interface Measured {
  lifecycles: number;
  /** Wall time, ms. */
  ms: number;
  starts: number[];
  commands: number[];
  events: number[];
  cpu: CpuTimes;
}

export interface LifecycleResult {
  text: string;
  /** Lifecycles per second by variant at the greatest width. */
  rates: Record<Variant, number>;
}

const run: Record<Variant, (bench: Bench, index: number, measured: Measured) => Promise<string>> = {
  a: async (bench, index, { starts, commands }) => {
    const office = officeAt(index % WARM_OFFICES);
    const id = await timed(starts, () => open(bench, office, ONE_STEP));
    for (const body of COMMANDS) await timed(commands, () => untilDone(bench, office, id, body));
    return caseWorkflowId('dossier', id);
  },
  e: async (bench, index, { starts, commands }) => {
    const office = officeAt(index % WARM_OFFICES);
    const id = await timed(starts, () => start(bench, office, ONE_STEP, Date.now()));
    for (const body of COMMANDS) await timed(commands, () => update(bench, office, id, body));
    return caseWorkflowId('dossier', id);
  },
  b: (bench, index, measured) => bare(bench, index, measured, true),
  c: (bench, index, measured) => bare(bench, index, measured, false),
};

async function bare(
  bench: Bench,
  index: number,
  { starts, commands }: Measured,
  withActivities: boolean,
): Promise<string> {
  const workflowId = `bench:${randomUUID()}`;
  const now = Date.now();
  const opened = openedBy(officeAt(index % WARM_OFFICES), ONE_STEP, now, now);
  const handle = await timed(starts, () =>
    bench.temporal.workflow.start('lifecycle', {
      workflowId,
      taskQueue: BENCH_QUEUE,
      args: [COMMANDS.length, withActivities, opened],
    }),
  );
  for (const body of COMMANDS)
    await timed(commands, () => handle.executeUpdate(emptyUpdate, { args: [body] }));
  return workflowId;
}

export async function lifecycles(bench: Bench, rounds: number): Promise<LifecycleResult> {
  const all = new Map<string, Measured>();
  const of = (variant: Variant, width: number): Measured => {
    const key = `${variant}${width}`;
    const known = all.get(key) ?? { lifecycles: 0, ms: 0, starts: [], commands: [], events: [], cpu: {} };
    all.set(key, known);
    return known;
  };
  let index = 0;
  const round = async (variant: Variant, width: number, times: number): Promise<void> => {
    const measured = of(variant, width);
    const ids: string[] = [];
    const before = bench.cpu();
    const spentOn = await inFlight(
      width,
      times,
      async () => {
        index += 1;
        ids.push(await run[variant](bench, index, measured));
      },
      ROUND_MS,
    );
    measured.ms += spentOn.ms;
    const spent = cpuBetween(before, bench.cpu());
    for (const [name, ms] of Object.entries(spent)) measured.cpu[name] = (measured.cpu[name] ?? 0) + ms;
    measured.lifecycles += spentOn.done;
    const last = ids[ids.length - 1];
    if (last) measured.events.push((await bench.temporal.workflow.getHandle(last).describe()).historyLength);
  };
  await warmUp(bench);
  for (const variant of VARIANTS) await round(variant, 8, 16); // code and connections become warm
  all.clear();
  for (const width of WIDTHS)
    for (let turn = 0; turn < rounds; turn += 1)
      for (const variant of VARIANTS) {
        await round(variant, width, PER_ROUND[width] ?? width);
        console.error(`  ${NAMES[variant]}, ${width} in flight: ${figure(rate(of(variant, width)))}/s`);
      }
  return { text: describe(of), rates: ratesAt(of, WIDTHS[WIDTHS.length - 1] ?? 1) };
}

async function warmUp(bench: Bench): Promise<void> {
  await inFlight(8, WARM_OFFICES, async (index) => {
    await open(bench, officeAt(index), ONE_STEP);
  });
  const asleep = async (): Promise<boolean> => {
    const { rows } = await bench.pool.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM agenda WHERE office LIKE 'bench-%' AND sleeps_until > now()`,
    );
    return (rows[0]?.n ?? 0) >= WARM_OFFICES;
  };
  await waitFor('agendas', asleep, 60_000);
}

const rate = ({ lifecycles: done, ms }: Measured): number => (done * 1000) / ms;

const ratesAt = (of: (variant: Variant, width: number) => Measured, width: number): Record<Variant, number> =>
  Object.fromEntries(VARIANTS.map((variant) => [variant, rate(of(variant, width))])) as Record<
    Variant,
    number
  >;

function describe(of: (variant: Variant, width: number) => Measured): string {
  const speeds = WIDTHS.flatMap((width) =>
    VARIANTS.map((variant) => {
      const one = of(variant, width);
      return [
        NAMES[variant],
        String(width),
        figure(rate(one)),
        figure(rate(one) / rate(of('b', width))),
        ...[0.5, 0.99].map((p) => figure(percentile(one.commands, p))),
        ...[0.5, 0.99].map((p) => figure(percentile(one.starts, p))),
        String(Math.max(...one.events)),
      ];
    }),
  );
  const processes = Object.keys(of('a', WIDTHS[0] ?? 1).cpu);
  const costs = WIDTHS.flatMap((width) =>
    VARIANTS.map((variant) => {
      const { cpu, lifecycles: done } = of(variant, width);
      const each = processes.map((name) => (cpu[name] ?? NaN) / done);
      return [NAMES[variant], String(width), ...each.map(figure), figure(sum(each))];
    }),
  );
  const head = [
    'variant',
    'in flight',
    'lifecycles/s',
    'of b',
    'command p50 ms',
    'p99',
    'start p50 ms',
    'p99',
    'events',
  ];
  return [
    table(head, speeds),
    `CPU ms per lifecycle, by process:\n\n${table(['variant', 'in flight', ...processes, 'sum'], costs)}`,
  ].join('\n\n');
}
