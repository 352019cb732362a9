import path from 'node:path';
import { Connection } from '@temporalio/client';
import { onlyFromHere } from '../../settings/environment';
import type { ChildSpec } from './child';
import { logFile } from './files';
import { temporalBinary } from './temporal-binary';

export interface TemporalOptions {
  dataDir: string;
  port: number;
  uiPort: number;
  namespace: string;
  /** False: no web pages (tests). Default true. */
  ui?: boolean;
  say?: (text: string) => void;
}

/**
 * Limits of the server that are lower than one busy instance needs: lists asked from it (10 per second) and calls per
 * second in a herd. One partition a task queue: more help a cluster, on one server a task only wanders between them.
 */
const DYNAMIC_CONFIG = [
  'frontend.namespaceRPS.visibility=200',
  'frontend.namespaceRPS=10000',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
];

/** The development server, kept in `<dataDir>/temporal.db`, on loopback only, ready to be run by a supervisor. */
export async function temporalServer(options: TemporalOptions): Promise<ChildSpec> {
  const { dataDir, port, uiPort, namespace, ui = true, say } = options;
  const binary = await temporalBinary(say);
  return {
    name: 'temporal',
    label: 'Temporal',
    command: binary,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
      ...['--db-filename', path.join(dataDir, 'temporal.db'), '--namespace', namespace],
      ...(ui ? ['--ui-port', String(uiPort), '--ui-disable-news-fetch'] : ['--headless']),
      ...['--log-level', 'error', '--color', 'never'],
      ...DYNAMIC_CONFIG.flatMap((value) => ['--dynamic-config-value', value]),
    ],
    // No inherited TEMPORAL_*: the program would take them for its own settings.
    env: { ...onlyFromHere('PATH', 'HOME'), TZ: 'UTC' },
    cwd: dataDir,
    log: logFile(dataDir, 'temporal'),
    stop: 'SIGTERM',
    graceMs: 10_000,
    readyLimitMs: 60_000,
    ready: () => temporalAnswers(`127.0.0.1:${port}`, namespace),
  };
}

/** True when the server at `address` knows the namespace; within 3 s. */
export async function temporalAnswers(address: string, namespace: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 3_000 });
  try {
    await connection.withDeadline(Date.now() + 3_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } finally {
    await connection.close();
  }
}
