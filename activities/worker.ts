/** The worker process: cases and agendas, each with its own task queue and slots. Scale out by starting more of them. */
import { Client, Connection, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import {
  NativeConnection,
  Runtime,
  DefaultLogger,
  Worker,
  type WorkflowBundlePath,
} from '@temporalio/worker';
import { createPool } from '../database/pool';
import { rulesStore } from '../database/rules';
import { settingsOrExit } from '../settings/environment';
import { AGENDAS_QUEUE, CASES_QUEUE } from '../workflows/messages';
import { workflowBundle } from './bundle';
import * as activities from './index';
import { useDeps } from './context';
import { armFaultPoint } from './faults';

/** Connections to PostgreSQL: every activity slot below can have one, and two are left for rules and repair. */
const POOL = 18;
const CASE_ACTIVITIES = 10;
const AGENDA_ACTIVITIES = 6;
/** Cached workflows: an isolate's memory lies outside the heap limit, so the default by heap size is too many. */
const CACHED_CASES = 400;
/**
 * A task for a cached case waits this long for the worker that had it, then any worker takes it. The default of 10 s is
 * what a command would wait after a worker was killed.
 */
const STICKY = '2s';
/** Time for activities under way to finish when the process is asked to stop. */
const GRACE = '10s';

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const settings = settingsOrExit('worker');
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = settings;
  armFaultPoint(settings.FAULT_POINT);
  const pool = createPool(settings.DATABASE_URL, POOL);
  const client = new Client({ connection: Connection.lazy({ address }), namespace });
  useDeps({ pool, rules: rulesStore(pool), temporal: client });
  const [connection, bundle] = await Promise.all([NativeConnection.connect({ address }), workflowBundle()]);
  const where = { connection, namespace, workflowBundle: bundle };
  const workers = await Promise.all([caseWorker(where), agendaWorker(where)]);
  await keepWatch(client);
  await Promise.all(workers.map((worker) => worker.run()));
  await connection.close();
  await pool.end();
}

interface EngineConnection {
  connection: NativeConnection;
  namespace: string;
  workflowBundle: WorkflowBundlePath;
}

export function caseWorker(where: EngineConnection): Promise<Worker> {
  return Worker.create({
    ...where,
    taskQueue: CASES_QUEUE,
    activities,
    maxConcurrentWorkflowTaskExecutions: 10,
    maxConcurrentActivityTaskExecutions: CASE_ACTIVITIES,
    maxCachedWorkflows: CACHED_CASES,
    stickyQueueScheduleToStartTimeout: STICKY,
    shutdownGraceTime: GRACE,
    shutdownForceTime: '20s',
  });
}

export function agendaWorker(where: EngineConnection): Promise<Worker> {
  return Worker.create({
    ...where,
    taskQueue: AGENDAS_QUEUE,
    activities,
    maxConcurrentWorkflowTaskExecutions: 5,
    maxConcurrentActivityTaskExecutions: AGENDA_ACTIVITIES,
    maxCachedWorkflows: 300,
    stickyQueueScheduleToStartTimeout: STICKY,
    shutdownGraceTime: GRACE,
    shutdownForceTime: '20s',
  });
}

/** Each minute a look at who should be awake; one at a time. */
async function keepWatch(client: Client): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: 'watch',
      spec: { intervals: [{ every: '1 minute' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP },
      action: {
        type: 'startWorkflow',
        workflowType: 'watch',
        taskQueue: AGENDAS_QUEUE,
        workflowRunTimeout: '55s', // a look that hangs makes way for the next
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}

if (require.main === module)
  main().catch((error: unknown) => {
    process.stderr.write(`worker: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
