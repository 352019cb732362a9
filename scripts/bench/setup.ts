/** Servers, processes and data of one bench run. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createPool, type Pool } from '../../database/pool';
import { loadDemo } from '../../prisma/seed/load-demo';
import { migrate } from '../lib/migrate';
import { freePort } from '../lib/ports';
import { until } from '../lib/problem';
import { childEnvironment, PROJECT_ROOT, readSettings } from '../../settings/environment';
import { Supervisor } from '../lib/supervise';
import { startTestServers } from '../lib/test-servers';
import { childWith, cpuTimes, listenerOf, type CpuTimes } from './cpu';
import { loadFixtures, offices } from './fixtures';
import { ApiClient } from './http';
import { startIssuer } from './tokens';

export interface Bench {
  pool: Pool;
  temporal: Client;
  api: ApiClient;
  /** By login subject. */
  tokens: ReadonlyMap<string, string>;
  /** CPU ms so far of every process that takes part, this one included. */
  cpu(): CpuTimes;
  /** What runs where, for the report. */
  servers: string;
  logs: string;
  /** Ends everything; the logs stay where something went wrong. */
  stop(isDone: boolean): Promise<void>;
}

interface Servers {
  databaseUrl: string;
  ownerUrl: string;
  temporalAddress: string;
  namespace: string;
  words: string;
  stop(): Promise<void>;
}

/** DATABASE_URL and TEMPORAL_ADDRESS name servers to use (a database for the bench alone); else embedded ones, durable. */
async function servers(): Promise<Servers> {
  const { DATABASE_URL, DATABASE_OWNER_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = readSettings('visitor');
  if (DATABASE_URL && TEMPORAL_ADDRESS) {
    const ownerUrl = DATABASE_OWNER_URL ?? DATABASE_URL;
    await migrate(ownerUrl);
    return {
      databaseUrl: DATABASE_URL,
      ownerUrl,
      temporalAddress: TEMPORAL_ADDRESS,
      namespace: TEMPORAL_NAMESPACE,
      words: 'servers named by DATABASE_URL and TEMPORAL_ADDRESS',
      stop: () => Promise.resolve(),
    };
  }
  const embedded = await startTestServers({ temporal: true, durable: true });
  const { databaseUrl, ownerUrl, temporalAddress, namespace, stop } = embedded;
  if (!temporalAddress) throw new Error('no Temporal server was started');
  const words = 'embedded PostgreSQL (fsync on) and the Temporal development server (SQLite)';
  return { databaseUrl, ownerUrl, temporalAddress, namespace, words, stop };
}

export async function startBench(): Promise<Bench> {
  const place = await servers();
  const supervisor = new Supervisor(undefined, (text) => console.error(text));
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'thong-suot-bench-'));
  const pool = createPool(place.databaseUrl, 16);
  const issuer = await startIssuer();
  try {
    await refuseUsedDatabase(pool);
    await loadDemo(pool);
    await loadFixtures(pool);
    const port = await freePort();
    const env = childEnvironment({
      DATABASE_URL: place.databaseUrl,
      TEMPORAL_ADDRESS: place.temporalAddress,
      TEMPORAL_NAMESPACE: place.namespace,
      PORT: String(port),
      DATA_DIR: dir,
      OIDC_ISSUER: issuer.issuer,
      OIDC_JWKS_URL: issuer.jwksUrl,
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      TZ: 'UTC',
    });
    const api = new ApiClient(`http://127.0.0.1:${port}/api/v1`);
    const run = (name: string, script: string, ready?: () => Promise<boolean>): Promise<void> =>
      supervisor.run({
        name,
        label: name,
        command: process.execPath,
        args: ['-r', '@swc-node/register', script],
        env,
        cwd: PROJECT_ROOT,
        log: path.join(dir, `${name}.log`),
        stop: 'SIGTERM',
        graceMs: 15_000,
        readyLimitMs: 60_000,
        ready,
      });
    await run('worker', 'activities/worker.ts');
    await run('bench-worker', 'scripts/bench/worker.ts');
    await run(
      'api',
      'api/server.ts',
      async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200,
    );
    const connection = await Connection.connect({ address: place.temporalAddress });
    const pids = {
      api: childWith('api/server.ts'),
      worker: childWith('activities/worker.ts'),
      'bench worker': childWith('scripts/bench/worker.ts'),
      temporal: listenerOf(Number(place.temporalAddress.split(':').pop())),
      postgres: listenerOf(Number(new URL(place.databaseUrl).port || 5432)),
      driver: process.pid,
    };
    const tokens = await Promise.all(
      ['admin', ...offices.map(({ subject }) => subject)].map(
        async (subject) => [subject, await issuer.tokenFor(subject)] as const,
      ),
    );
    return {
      pool,
      temporal: new Client({ connection, namespace: place.namespace }),
      api,
      tokens: new Map(tokens),
      cpu: () => driverAlone(cpuTimes(pids)),
      servers: place.words,
      logs: dir,
      stop: async (isDone) => {
        api.close();
        await connection.close();
        await end();
        if (isDone) fs.rmSync(dir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await end();
    throw error;
  }

  async function end(): Promise<void> {
    issuer.close();
    await supervisor.stop();
    await pool.end();
    await place.stop();
  }
}

/** The driver's own time: `/proc` counts ended children with it, never those that run. */
function driverAlone(times: CpuTimes): CpuTimes {
  const { user, system } = process.cpuUsage();
  return { ...times, driver: (user + system) / 1000 };
}

/** The bench writes thousands of cases: never into a database that anyone uses. */
async function refuseUsedDatabase(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM cases WHERE title NOT LIKE 'Bench:%') AS used`,
  );
  if (rows[0]?.used)
    throw new Error('DATABASE_URL holds cases that are not of the bench: give it a database of its own');
}

/** Asks every `everyMs` until true; throws when it takes longer than `limitMs`. */
export async function waitFor(
  what: string,
  ask: () => Promise<boolean>,
  limitMs: number,
  everyMs = 100,
): Promise<void> {
  if (!(await until(ask, limitMs, everyMs))) throw new Error(`${what}: not within ${limitMs / 1000} s`);
}
