import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { ChildSpec } from '../../scripts/lib/child';
import { DataDirLock } from '../../scripts/lib/lock';
import { freePort, rememberedPorts } from '../../scripts/lib/ports';
import { until } from '../../scripts/lib/problem';
import { identity, signal } from '../../scripts/lib/processes';
import { PROJECT_ROOT } from '../../settings/environment';
import { Supervisor } from '../../scripts/lib/supervise';
import { newFolder, removeFolders } from './run';

afterAll(removeFolders);

/** A child that writes its name into `ends` when it is asked to end, or that does not care when asked. */
function child(dataDir: string, name: string, how: 'polite' | 'stubborn' = 'polite'): ChildSpec {
  const end = how === 'polite' ? `require('fs').appendFileSync('ends', '${name} '); process.exit(0)` : '';
  const up = path.join(dataDir, `${name}.up`);
  return {
    name,
    label: name,
    command: process.execPath,
    args: [
      '-e',
      `process.on('SIGTERM', () => { ${end} }); fs.writeFileSync('${name}.up', ''); setInterval(() => {}, 1000)`,
    ],
    env: {},
    cwd: dataDir,
    log: path.join(dataDir, `${name}.log`),
    stop: 'SIGTERM',
    graceMs: how === 'polite' ? 5_000 : 300,
    readyLimitMs: 10_000,
    before: async () => fs.rmSync(up, { force: true }),
    ready: async () => fs.existsSync(up),
  };
}

const pids = (dataDir: string): Record<string, number> =>
  JSON.parse(fs.readFileSync(path.join(dataDir, 'pids.json'), 'utf8')) as Record<string, number>;

describe('the supervisor', () => {
  test('starts a killed child again, says so, and ends all in reverse order', async () => {
    const dataDir = newFolder();
    const said: string[] = [];
    const lock = await DataDirLock.take(dataDir, 3999);
    const supervisor = new Supervisor(lock, (text) => said.push(text));
    for (const name of ['first', 'second']) await supervisor.run(child(dataDir, name));
    await supervisor.run(child(dataDir, 'third', 'stubborn'));
    const before = pids(dataDir);
    signal(before.first ?? 0, 'SIGKILL');
    await until(async () => said.length === 2, 10_000);
    expect(said).toEqual([
      expect.stringContaining('first dừng đột ngột (SIGKILL)'),
      expect.stringContaining('đã chạy lại'),
    ]);
    const after = pids(dataDir);
    expect(after).toEqual({ ...before, first: expect.any(Number) as number });
    expect(after.first).not.toBe(before.first);
    await supervisor.stop();
    expect(fs.readFileSync(path.join(dataDir, 'ends'), 'utf8')).toBe('second first ');
    for (const pid of Object.values(after)) expect(identity(pid)).toBeUndefined();
    expect(fs.existsSync(path.join(dataDir, 'pids.json'))).toBe(false);
  });

  test('tells why a child does not start, in its own last words', async () => {
    const dataDir = newFolder();
    const supervisor = new Supervisor(undefined, () => undefined);
    const broken = {
      ...child(dataDir, 'broken'),
      args: ['-e', 'console.error("no such table"); process.exit(3)'],
    };
    await expect(supervisor.run(broken)).rejects.toThrow(/broken không khởi động được.*no such table/);
    await supervisor.stop();
  });

  test('ends a frozen child too', async () => {
    const dataDir = newFolder();
    const supervisor = new Supervisor(undefined, () => undefined);
    await supervisor.run(child(dataDir, 'frozen'));
    const pid = Number((await psOf(dataDir))[0]);
    signal(pid, 'SIGSTOP');
    await supervisor.stop();
    expect(identity(pid)).toBeUndefined();
  });
});

describe('when the launcher itself is killed', () => {
  test('its children end by themselves; what is left, the next start ends', async () => {
    const dataDir = newFolder();
    const spec = { ...child(dataDir, 'orphan'), ready: undefined, before: undefined };
    const launcher = await launcherWith(dataDir, spec);
    const orphan = pids(dataDir).orphan ?? 0;
    const known = identity(orphan);
    expect(known).toBeDefined();
    launcher.kill('SIGKILL');
    expect(await until(async () => identity(orphan) !== known, 10_000)).toBe(true);
    expect(fs.readFileSync(path.join(dataDir, 'ends'), 'utf8')).toBe('orphan ');
  });

  test('a recorded child that still lives is ended by the next start, a stranger with its number is not', async () => {
    const dataDir = newFolder();
    const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const pid = left.pid ?? 0;
    const record = (known: string | undefined): void => {
      const children = [{ name: 'api', pid, identity: known, stop: 'SIGTERM' }];
      fs.writeFileSync(
        path.join(dataDir, 'launcher.json'),
        JSON.stringify({ pid: 2, identity: 'gone', port: 1, children }),
      );
    };
    record('another start time');
    (await DataDirLock.take(dataDir, 3999)).release();
    expect(identity(pid)).toBeDefined();
    record(identity(pid));
    (await DataDirLock.take(dataDir, 3999)).release();
    expect(identity(pid)).toBeUndefined();
  });
});

test('ports are remembered while they are free', async () => {
  const dataDir = newFolder();
  const first = await rememberedPorts(dataDir, ['postgres', 'temporal']);
  expect(await rememberedPorts(dataDir, ['postgres', 'temporal'])).toEqual(first);
  const other = await rememberedPorts(dataDir, ['postgres'], [first.postgres]);
  expect(other.postgres).not.toBe(first.postgres);
  expect(Math.max(await freePort(), ...Object.values(other))).toBeLessThan(32768);
});

async function psOf(dataDir: string): Promise<string[]> {
  const { processesIn } = await import('../../scripts/lib/processes');
  return processesIn(dataDir).map(String);
}

/** A process of its own that supervises one child. */
async function launcherWith(dataDir: string, spec: ChildSpec): Promise<ChildProcess> {
  const code = `
    const { DataDirLock } = require('./scripts/lib/lock'); const { Supervisor } = require('./scripts/lib/supervise');
    DataDirLock.take(${JSON.stringify(dataDir)}, 3999).then((lock) => new Supervisor(lock, () => {}).run(${JSON.stringify(spec)}));
    setInterval(() => {}, 1000);`;
  const launcher = spawn(process.execPath, ['-r', '@swc-node/register', '-e', code], {
    cwd: PROJECT_ROOT,
    stdio: 'inherit',
  });
  await until(async () => fs.existsSync(path.join(dataDir, 'orphan.up')), 15_000);
  return launcher;
}
