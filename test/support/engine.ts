/** Database, Temporal and both workers for one test file; the real parts, in this process. */
import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import * as activities from '../../activities';
import { useDeps } from '../../activities/context';
import { workflowBundle as bundled } from '../../activities/bundle';
import { createPool, type Pool } from '../../database/pool';
import { rulesStore, type RulesStore } from '../../database/rules';
import { testServerBinary } from '../../scripts/lib/temporal-binary';
import { AGENDAS_QUEUE, CASES_QUEUE } from '../../workflows/messages';
import { freshDatabase, required, type TestDatabase } from './database';

export interface Engine {
  database: TestDatabase;
  pool: Pool;
  rules: RulesStore;
  client: Client;
  namespace: string;
  address: string;
  /** Time-skipping engines only: the environment that moves time. */
  env?: TestWorkflowEnvironment;
  stop(): Promise<void>;
}

let logging = false;
function quiet(): void {
  if (!logging) Runtime.install({ logger: new DefaultLogger('ERROR') });
  logging = true;
}

/** On the run's real Temporal server, in a namespace of its own. */
export async function startEngine(): Promise<Engine> {
  quiet();
  const address = required('TEST_TEMPORAL_ADDRESS');
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  await namespaceIsServed(connection, namespace);
  const native = await NativeConnection.connect({ address });
  return run({ client: new Client({ connection, namespace }), native, namespace, address }, async () => {
    await native.close();
    await connection.close();
  });
}

/** On a server of its own whose time can be skipped: `env.sleep('12 days')`. */
export async function startTimeSkippingEngine(): Promise<Engine> {
  quiet();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await testServerBinary() } },
  });
  const engine = await run(
    {
      client: env.client as unknown as Client,
      native: env.nativeConnection,
      namespace: env.namespace ?? 'default',
      address: env.address,
    },
    () => env.teardown(),
  );
  return { ...engine, env };
}

async function namespaceIsServed(connection: Connection, namespace: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await connection.workflowService.getSystemInfo({});
      await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
      return;
    } catch (error) {
      if (attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

interface Connected {
  client: Client;
  native: NativeConnection;
  namespace: string;
  address: string;
}

async function run(
  { client, native, namespace, address }: Connected,
  close: () => Promise<void>,
): Promise<Engine> {
  const database = await freshDatabase();
  const pool = createPool(database.url, 10);
  const rules = rulesStore(pool);
  useDeps({ pool, rules, temporal: client });
  const workflowBundle = await bundled();
  const common = { connection: native, namespace, workflowBundle, activities, maxCachedWorkflows: 50 };
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: CASES_QUEUE, maxConcurrentActivityTaskExecutions: 5 }),
    Worker.create({ ...common, taskQueue: AGENDAS_QUEUE, maxConcurrentActivityTaskExecutions: 3 }),
  ]);
  const runs = Promise.all(workers.map((worker) => worker.run()));
  const stop = async (): Promise<void> => {
    for (const worker of workers) worker.shutdown();
    await runs;
    await close();
    await pool.end();
    await database.drop();
  };
  return { database, pool, rules, client, namespace, address, stop };
}
