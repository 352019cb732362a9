import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DataDirLock } from '../../scripts/lib/lock';
import { freePort } from '../../scripts/lib/ports';
import { newFolder, removeFolders, runScript } from './run';

afterAll(removeFolders);

/** One sentence on stderr, no stack trace, and the instance's own marks gone again. */
function expectPlainRefusal(ended: { code: number | null; err: string }, words: RegExp): void {
  expect(ended.err.trim()).toMatch(words);
  expect(ended.err.trim().split('\n')).toHaveLength(1);
  expect(ended.code).toBe(1);
}

describe('npm start says in one sentence why it cannot start', () => {
  test('the port is in use', async () => {
    const server = http.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const dataDir = newFolder();
    const ended = await runScript('start.ts', [], { PORT: String(port), DATA_DIR: dataDir });
    server.close();
    expectPlainRefusal(ended, new RegExp(`Cổng ${port} đang bận.*PORT=${port + 1}`));
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });

  test('the data directory is a file', async () => {
    const file = path.join(newFolder(), 'file');
    fs.writeFileSync(file, '');
    expectPlainRefusal(
      await runScript('start.ts', [], { PORT: String(await freePort()), DATA_DIR: file }),
      /DATA_DIR/,
    );
  });

  test('the database files are damaged', async () => {
    const dataDir = newFolder();
    fs.mkdirSync(path.join(dataDir, 'postgres'));
    const ended = await runScript('start.ts', [], { PORT: String(await freePort()), DATA_DIR: dataDir });
    expectPlainRefusal(ended, /thiếu PG_VERSION/);
    expect(fs.existsSync(path.join(dataDir, 'launcher.json'))).toBe(false);
  });

  test('the data directory belongs to a running instance', async () => {
    const dataDir = newFolder();
    const lock = await DataDirLock.take(dataDir, 3999);
    const ended = await runScript('start.ts', [], { PORT: String(await freePort()), DATA_DIR: dataDir });
    expectPlainRefusal(ended, new RegExp(`tiến trình ${process.pid}, http://127.0.0.1:3999`));
    lock.release();
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });

  test('PORT is not a number', async () => {
    const ended = await runScript('start.ts', [], { PORT: 'web' });
    expect(ended.err).toMatch(/^✗ .*\n  PORT=web: .*\n$/);
    expect(ended.code).toBe(1);
  });
});

describe('the lock of a data directory', () => {
  test('of a launcher that is gone is taken over, whoever has its number now', async () => {
    const dataDir = newFolder();
    const left = { pid: process.pid, identity: 'another start time', port: 1, children: [] };
    fs.writeFileSync(path.join(dataDir, 'launcher.json'), JSON.stringify(left));
    const lock = await DataDirLock.take(dataDir, 3999);
    await expect(DataDirLock.take(dataDir, 3998)).rejects.toThrow(/đang được một bản khác dùng/);
    lock.release();
  });

  test('of one that is ending is waited for', async () => {
    const dataDir = newFolder();
    const first = await DataDirLock.take(dataDir, 3999);
    first.announceEnd();
    setTimeout(() => first.release(), 1_500);
    const second = await DataDirLock.take(dataDir, 3998);
    second.release();
  });
});
