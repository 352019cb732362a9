/** Publishing as the API does it, the job that follows, and dossiers, for tests of activities. */
import { randomUUID } from 'node:crypto';
import { beginJob, finishJob, recompute, settle, wakeMoved, wakeUp } from '../../activities';
import { entityOf } from '../../domain/case/entities';
import type { Deps } from '../../api/deps';
import { identityOf } from '../../api/login/identity';
import { publish, type Publication } from '../../api/publishing/publish';
import { undo } from '../../api/publishing/undo';
import type { CalendarDay, CalendarLayer, Instant } from '../../domain/time/types';
import type { Suspension } from '../../domain/time/suspension';
import type { Client } from '../../database/pool';
import type { Rules } from '../../database/rules';
import type { Story } from '../domain/request/support';
import { at, settleEvent, type Bench } from './support';

const instantOf = (when: string | Instant): Instant => (typeof when === 'string' ? at(when) : when);

/** Database and rules are enough. */
type Rulebook = Pick<Bench, 'pool' | 'rules'>;

const depsOf = (bench: Rulebook, when: Instant): Deps =>
  ({
    pool: bench.pool,
    rules: () => bench.rules.current(),
    rulesIn: (client: Client) => bench.rules.current(client),
    now: () => when,
    engine: { startJob: () => Promise.resolve() },
  }) as unknown as Deps;

async function callOf(bench: Rulebook, when: Instant): Promise<Parameters<typeof publish>[0]> {
  const identity = identityOf('admin', await bench.rules.current(), when);
  return { identity, key: randomUUID(), bodyHash: randomUUID() };
}

const jobOf = (reply: Awaited<ReturnType<typeof publish>>): string =>
  (reply.body as { job: { id: string } }).job.id;

/** Publishes; the job that follows is not begun yet. @returns its id */
export async function published(
  bench: Rulebook,
  when: string | Instant,
  build: (rules: Rules) => Publication,
): Promise<string> {
  const call = await callOf(bench, instantOf(when));
  return jobOf(
    await publish(call, depsOf(bench, instantOf(when)), (_client, _at, rules) =>
      Promise.resolve({ publication: build(rules) }),
    ),
  );
}

export async function undone(bench: Rulebook, when: string | Instant, jobId: string): Promise<string> {
  return jobOf(await undo(jobId, await callOf(bench, instantOf(when)), depsOf(bench, instantOf(when))));
}

export const closed = (date: string): CalendarDay => ({ date, kind: 'closed', name: 'Nghỉ tránh bão' });
/** A Saturday that is worked. */
export const open = (date: string): CalendarDay => ({ date, kind: 'open', name: 'Làm bù' });

/** The national calendar with these days besides those it has. */
export const withDays =
  (...days: CalendarDay[]) =>
  ({ layers }: Rules): Publication => {
    const newest = layers.filter(({ id }) => id === 'vn').at(-1) as CalendarLayer;
    const others = newest.days.filter(({ date }) => !days.some((day) => day.date === date));
    return { kind: 'calendar', body: { ...newest, version: newest.version + 1, days: [...others, ...days] } };
  };

/** `from` and `to` in local time; without `to` until further notice. */
export const suspending =
  (id: string, { from, to, ...more }: Partial<Omit<Suspension, 'from' | 'to'>> & Stretch) =>
  ({ suspensions }: Rules): Publication => {
    const version = Math.max(0, ...suspensions.filter((one) => one.id === id).map((one) => one.version)) + 1;
    return {
      kind: 'suspension',
      body: {
        id,
        version,
        name: 'Bão số 13',
        unitIds: [],
        legalBasis: 'Công điện 01/CĐ-UBND',
        reason: 'Bão',
        publishedAt: 0,
        ...more,
        from: instantOf(from),
        to: to === undefined ? null : instantOf(to),
      },
    };
  };

interface Stretch {
  from: string | Instant;
  to?: string | Instant;
}

/** The whole job, as its workflow drives it. */
export async function run(jobId: string, when: string | Instant): Promise<void> {
  const step = { jobId, now: instantOf(when) };
  await beginJob(step);
  while ((await recompute(step)).more);
  await finishJob(step);
  while ((await wakeMoved(step)).more);
}

/** Publishes and moves everything. */
export async function moved(
  bench: Rulebook,
  when: string | Instant,
  build: (rules: Rules) => Publication,
): Promise<string> {
  const jobId = await published(bench, when, build);
  await run(jobId, when);
  return jobId;
}

export interface JobCase {
  case_id: string;
  result: string;
  reason: string | null;
  changes: { clockId: string; main: boolean; from: number | null; to: number | null }[];
  wake_at: Date | null;
}

export const jobCases = (bench: Bench, jobId: string): Promise<JobCase[]> =>
  bench.rows('SELECT * FROM job_case WHERE job_id = $1 ORDER BY case_id', [jobId]);

/** The case wakes by itself: whatever it has reached becomes its next events. @returns when it wakes next */
export async function wakes(one: Story, when: string | Instant): Promise<Instant | null> {
  const now = instantOf(when);
  const { kind, id } = one.state;
  const { reached, nextAt } = await wakeUp({ kind, id, version: one.state.version, now });
  let next = nextAt;
  for (const instant of reached) {
    one.append({ at: now, by: null, ...entityOf(kind).expire(one.state, instant) });
    next = (await settleEvent(one, one.events.length)).wakeAt;
  }
  return next;
}

export interface Dates {
  due_at: Date | null;
  stands_from: Date | null;
  wake_at: Date | null;
  closed_at: Date | null;
}

export const datesOf = async (bench: Bench, id: string): Promise<Dates> =>
  (
    await bench.rows<Dates>('SELECT due_at, stands_from, wake_at, closed_at FROM cases WHERE id = $1', [id])
  )[0] as Dates;

/** A dossier's story settled under an id of its own, from wherever it was settled last. */
export async function settledDossier(
  bench: Bench,
  id: string,
  events: { type: string; at: Instant; by: unknown; data: unknown }[],
): Promise<string> {
  const [row] = await bench.rows<{ version: number }>('SELECT version FROM cases WHERE id = $1', [id]);
  for (let version = (row?.version ?? 0) + 1; version <= events.length; version += 1)
    await settle({ kind: 'dossier', id, version, event: events[version - 1] as never });
  return id;
}
