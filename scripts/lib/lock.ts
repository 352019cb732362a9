import fs from 'node:fs';
import path from 'node:path';
import { readJson, writeJson } from './files';
import { StartProblem, oneLine } from './problem';
import { endProcess, identity } from './processes';

/** One child as recorded: number, start time, and the signal that asks it to end. */
export interface RecordedChild {
  name: string;
  pid: number;
  identity: string;
  stop: NodeJS.Signals;
}

interface LockFile {
  pid: number;
  identity: string;
  port: number;
  children: RecordedChild[];
}

/** How long a child left behind by a killed launcher may take to end, in ms; PostgreSQL writes a checkpoint. */
const LEFTOVER_GRACE_MS = 10_000;

/**
 * The right to use a data directory, kept in `launcher.json` while the launcher lives. It also names the children, so
 * that the next start can end what a killed launcher left, after checking that they are the same processes.
 */
export class DataDirLock {
  private constructor(
    private readonly dataDir: string,
    private readonly content: LockFile,
  ) {}

  /** Takes the directory (making it), or says in words who has it or why it cannot be used. */
  static async take(dataDir: string, port: number): Promise<DataDirLock> {
    makeWritable(dataDir);
    const file = lockPath(dataDir);
    const before = readJson<LockFile>(file);
    if (before && identity(before.pid) === before.identity) throw inUse(dataDir, before);
    for (const child of before?.children ?? []) {
      await endProcess(child.pid, child.identity, child.stop, LEFTOVER_GRACE_MS);
    }
    const lock = new DataDirLock(dataDir, {
      pid: process.pid,
      identity: identity(process.pid) ?? '',
      port,
      children: [],
    });
    fs.rmSync(file, { force: true });
    lock.claim(file);
    return lock;
  }

  /** The first of two that start at the same moment wins: creating the file is atomic. */
  private claim(file: string): void {
    try {
      fs.writeFileSync(file, JSON.stringify(this.content), { flag: 'wx' });
    } catch {
      throw inUse(this.dataDir, readJson<LockFile>(file));
    }
    this.record([]);
  }

  /** Writes down the children that live now: `launcher.json` for the next start, `pids.json` for people and tests. */
  record(children: readonly RecordedChild[]): void {
    writeJson(lockPath(this.dataDir), { ...this.content, children });
    const pids = Object.fromEntries(children.map((child) => [child.name, child.pid]));
    writeJson(path.join(this.dataDir, 'pids.json'), pids);
  }

  /** Gives the directory back. */
  release(): void {
    fs.rmSync(lockPath(this.dataDir), { force: true });
    fs.rmSync(path.join(this.dataDir, 'pids.json'), { force: true });
  }
}

function lockPath(dataDir: string): string {
  return path.join(dataDir, 'launcher.json');
}

function inUse(dataDir: string, by: LockFile | undefined): StartProblem {
  const who = by ? ` (tiến trình ${by.pid}, http://127.0.0.1:${by.port})` : '';
  return new StartProblem(
    `Thư mục dữ liệu ${dataDir} đang được một bản khác dùng${who}: hãy dừng bản đó hoặc đặt DATA_DIR khác ` +
      '(the data directory is in use by a running instance; stop it or set another DATA_DIR).',
  );
}

function makeWritable(dataDir: string): void {
  try {
    fs.mkdirSync(dataDir, { recursive: true });
    const probe = path.join(dataDir, `.write-${process.pid}`);
    fs.writeFileSync(probe, '');
    fs.rmSync(probe);
  } catch (error) {
    throw new StartProblem(
      `Không dùng được thư mục dữ liệu ${dataDir}: hãy sửa quyền ghi hoặc đặt DATA_DIR khác ` +
        `(the data directory cannot be written: ${oneLine(error)}).`,
    );
  }
}
