/** The worker of the comparison: same limits as the product's case worker, empty activities. A process of its own. */
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { settingsOrExit } from '../../settings/environment';
import { BENCH_QUEUE } from './messages';

/** What an activity costs that does nothing. */
export async function nothing(_message: object): Promise<void> {
  return Promise.resolve();
}

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = settingsOrExit('worker');
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: BENCH_QUEUE,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: path.resolve(__dirname, 'workflows.ts'),
      logger: new DefaultLogger('WARN'),
    }),
    activities: { nothing },
    maxConcurrentWorkflowTaskExecutions: 10,
    maxConcurrentActivityTaskExecutions: 10,
    maxCachedWorkflows: 400,
  });
  await worker.run();
  await connection.close();
}

if (require.main === module)
  main().catch((error: unknown) => {
    process.stderr.write(`bench worker: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
