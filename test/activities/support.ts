/** Activities on a real PostgreSQL and a real Temporal server where nobody works: what is signalled stays to be seen. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { useDeps } from '../../activities/context';
import { settle } from '../../activities';
import type { SubmittedData } from '../../domain/request/state';
import { fromIso } from '../../domain/time/plain-date';
import type { Instant } from '../../domain/time/types';
import { createPool, type Pool } from '../../database/pool';
import { rulesStore, type RulesStore } from '../../database/rules';
import { agendaWorkflowId, POSTMAN_ID, POSTMAN_OFFICE, type SettleResult } from '../../workflows/messages';
import { Story } from '../domain/request/support';
import { freshDatabase, required, type TestDatabase } from '../support/database';

export interface Bench {
  database: TestDatabase;
  /** The application's role. */
  pool: Pool;
  /** The role that owns the schema. */
  owner: Pool;
  rules: RulesStore;
  temporal: Client;
  /** How often an office's agenda was told to look; `@postman` for the postman. */
  signals(office: string): Promise<number>;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

export async function startBench(): Promise<Bench> {
  const connection = await Connection.connect({ address: required('TEST_TEMPORAL_ADDRESS') });
  const namespace = `a-${randomBytes(4).toString('hex')}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  const temporal = new Client({ connection, namespace });
  await isServed(temporal);
  const database = await freshDatabase();
  const pool = createPool(database.url, 12);
  const owner = createPool(database.ownerUrl, 3);
  const rules = rulesStore(pool);
  useDeps({ pool, rules, temporal });
  return {
    database,
    pool,
    owner,
    rules,
    temporal,
    signals: (office) => signalsOf(temporal, office),
    rows: async <T>(sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows as T[],
    stop: async () => {
      await pool.end();
      await owner.end();
      await database.drop();
      await connection.close();
    },
  };
}

async function isServed(client: Client): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await signalsOf(client, 'nobody');
      return;
    } catch (error) {
      if (attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function signalsOf(client: Client, office: string): Promise<number> {
  try {
    const workflowId = office === POSTMAN_OFFICE ? POSTMAN_ID : agendaWorkflowId(office);
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    return (history.events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
  } catch (error) {
    if (/workflow (execution )?not found/i.test(String(error))) return 0;
    throw error;
  }
}

/** `2026-11-20 09:00:30` local time; seconds may be left out. */
export const at = (text: string): Instant => {
  const [date, time = '00:00'] = text.split(' ');
  return fromIso(`${date}T${time.length === 5 ? `${time}:00` : time}+07:00`);
};

/** Opened on Friday 20 November, led by science, due on 14 December unless told otherwise. */
export const story = (data: Partial<SubmittedData> = {}, openedAt = '2026-11-20 09:00'): Story =>
  new Story(openedAt, data, randomUUID());

/** Settles what has happened in a story and was not settled yet. */
export async function settled(bench: Bench, one: Story): Promise<Story> {
  const [row] = await bench.rows<{ version: number }>('SELECT version FROM cases WHERE id = $1', [one.id]);
  for (let version = (row?.version ?? 0) + 1; version <= one.events.length; version += 1)
    await settleEvent(one, version);
  return one;
}

export function settleEvent(one: Story, version: number): Promise<SettleResult> {
  const event = one.events[version - 1];
  if (!event) throw new Error(`the story has no event ${version}`);
  return settle({ kind: one.state.kind, id: one.id, version, event });
}

export interface RungRow {
  clock_id: string;
  rung_id: string;
  state: string;
  round: number;
  person_id: string | null;
  position_id: string | null;
  on_behalf_of: string | null;
  hops: { positionId: string | null; why: string }[];
  fired_at: Date | null;
  at: Date;
  retry_at: Date | null;
  retry_reason: string | null;
}

/** `K1 fired` of one clock, in the order of the ladder. */
export async function rungStates(bench: Bench, id: string, clockId: string, round = 1): Promise<string[]> {
  const rows = await rungs(bench, id, clockId, round);
  return rows.map((rung) => `${rung.rung_id} ${rung.state}`);
}

export const rungs = (bench: Bench, id: string, clockId: string, round = 1): Promise<RungRow[]> =>
  bench.rows<RungRow>(
    'SELECT * FROM rung WHERE case_id = $1 AND clock_id = $2 AND round = $3 ORDER BY level',
    [id, clockId, round],
  );

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Until so many transactions wait for a row somebody holds. */
export async function isWaiting(bench: Bench, count: number): Promise<void> {
  for (let attempt = 0; attempt < 250; attempt += 1) {
    const rows = await bench.rows(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    if (rows.length >= count) return;
    await wait(20);
  }
  throw new Error(`never were ${count} waiting`);
}

/** Somebody holds a row; whoever comes to it waits until `release`, then goes on in the order in which they came. */
export async function hold(
  bench: Bench,
  sql: string,
  values: unknown[],
): Promise<{ release(): Promise<void> }> {
  const client = await bench.pool.connect();
  await client.query('BEGIN');
  await client.query(sql, values);
  return {
    release: async () => {
      await client.query('COMMIT');
      client.release();
    },
  };
}

/** All of them, so many at a time: fewer than the pool has connections. */
export async function inParallel<T>(
  items: T[],
  width: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = [...items];
  const next = async (): Promise<void> => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, next));
}
