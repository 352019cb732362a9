import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrate } from './migrate';
import { freePort } from './ports';
import { embeddedPostgres } from './postgres';
import { Supervisor } from './supervise';
import { temporalServer } from './temporal';

export interface TestServersOptions {
  /** Also a Temporal development server. Default false. */
  temporal?: boolean;
  /** Apply the project's migrations. Default true. */
  migrated?: boolean;
  /** True: writes reach the disk as in production, for tests that kill the server. Default false: faster. */
  durable?: boolean;
  namespace?: string;
}

export interface TestServers {
  /** The application's role, as in production. */
  databaseUrl: string;
  /** The role that owns the schema: for tests that clean tables or look behind the rules. */
  ownerUrl: string;
  /** The superuser: copies whole databases. */
  superUrl: string;
  /** host:port, with `temporal: true`. */
  temporalAddress: string | undefined;
  namespace: string;
  dataDir: string;
  /** Ends the servers and removes their files. */
  stop(): Promise<void>;
}

/** Servers of their own for a test run, in a new temporary folder; they end with the run even if it is killed. */
export async function startTestServers(options: TestServersOptions = {}): Promise<TestServers> {
  const { temporal = false, migrated = true, durable = false, namespace = 'default' } = options;
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'thong-suot-test-'));
  fs.chmodSync(dataDir, 0o711); // PostgreSQL's account passes through
  const supervisor = new Supervisor(undefined, () => undefined);
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const [address, database] = await Promise.all([
      temporal ? startTemporal(supervisor, dataDir, namespace) : undefined,
      startPostgres(supervisor, dataDir, durable, migrated),
    ]);
    return { ...database, temporalAddress: address, namespace, dataDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPostgres(supervisor: Supervisor, dataDir: string, durable: boolean, migrated: boolean) {
  const embedded = await embeddedPostgres({
    dataDir,
    port: await freePort(),
    task: (spec) => supervisor.task(spec),
    durable,
  });
  await supervisor.run(embedded.child);
  await embedded.prepare();
  if (migrated) await migrate(embedded.ownerUrl);
  return { databaseUrl: embedded.appUrl, ownerUrl: embedded.ownerUrl, superUrl: embedded.superUrl };
}

async function startTemporal(supervisor: Supervisor, dataDir: string, namespace: string): Promise<string> {
  const port = await freePort();
  await supervisor.run(await temporalServer({ dataDir, port, uiPort: 0, namespace, ui: false }));
  return `127.0.0.1:${port}`;
}
