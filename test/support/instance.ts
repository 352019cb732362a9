/** One whole instance, started as a user starts it: launcher, PostgreSQL, Temporal, worker and API as processes. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const script = (name: string): string[] => ['-r', '@swc-node/register', path.join('scripts', `${name}.ts`)];

export type Child = 'api' | 'worker' | 'temporal' | 'postgres';

export interface Instance {
  url: string;
  dataDir: string;
  output(): string;
  token(user: string): string;
  pid(child: Child): number | undefined;
  log(child: Child): string;
  /** The application's role on the instance's PostgreSQL. */
  databaseUrl(): string;
  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export async function startInstance(env: Record<string, string> = {}, dataDir?: string): Promise<Instance> {
  const folder = dataDir ?? fs.mkdtempSync(path.join(os.tmpdir(), 'thong-suot-e2e-'));
  fs.chmodSync(folder, 0o711); // PostgreSQL's account passes through
  const port = String(await freePort());
  const own = { ...process.env, NODE_ENV: 'test', RATE_LIMIT: '0', PORT: port, DATA_DIR: folder, ...env };
  delete (own as Record<string, string>).DATABASE_URL;
  const launcher = spawn(process.execPath, script('start'), {
    cwd: root,
    env: own,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  await isReady(launcher, () => output);
  const read = (file: string): string => {
    const full = path.join(folder, file);
    return fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : '';
  };
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir: folder,
    output: () => output,
    token(user) {
      const { stdout, stderr, status } = spawnSync(process.execPath, [...script('token'), user], {
        cwd: root,
        env: own,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`no token for ${user}: ${stderr}`);
      return stdout.trim();
    },
    pid: (child) => (JSON.parse(read('pids.json') || '{}') as Record<string, number>)[child],
    log: (child) => read(`logs/${child}.log`),
    databaseUrl() {
      const { app } = JSON.parse(read('postgres-passwords.json')) as { app: string };
      const { postgres } = JSON.parse(read('ports.json')) as { postgres: number };
      return `postgresql://thongsuot_app:${app}@127.0.0.1:${postgres}/thongsuot`;
    },
    stop: () => stopped(launcher),
  };
}

async function isReady(launcher: ChildProcess, output: () => string): Promise<void> {
  const until = Date.now() + 120_000;
  while (!/^ready http/m.test(output())) {
    if (launcher.exitCode !== null || Date.now() > until) {
      launcher.kill('SIGTERM');
      throw new Error(`the instance did not start:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function stopped(launcher: ChildProcess): Promise<number | null> {
  if (launcher.exitCode !== null) return launcher.exitCode;
  const exit = new Promise<number | null>((resolve) => launcher.once('exit', (code) => resolve(code)));
  launcher.kill('SIGINT');
  return exit;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
