import fs from 'node:fs';
import path from 'node:path';
import { readJson, writeJson } from './files';
import { StartProblem, oneLine, sleep } from './problem';
import { endProcess, identity } from './processes';

/** One child as recorded: number, start time, and the signal that asks it to end. */
export interface RecordedChild {
  name: string;
  pid: number;
  identity: string;
  stop: NodeJS.Signals;
}

/** A launcher has this long (ms) to notice that it should end, and then this long to end its children. */
const ENDING_NOTICE_MS = 1_000;
const ENDING_LIMIT_MS = 60_000;

interface LockFile {
  pid: number;
  identity: string;
  port: number;
  /** It was asked to end and will soon be gone. */
  stopping?: boolean;
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
    const before = await outlast(file);
    if (before && isAlive(before)) throw inUse(dataDir, before);
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
    this.content.children = [...children];
    writeJson(lockPath(this.dataDir), this.content);
    const pids = Object.fromEntries(children.map((child) => [child.name, child.pid]));
    writeJson(path.join(this.dataDir, 'pids.json'), pids);
  }

  /** Says that this instance is ending, so that a new one waits for it instead of refusing. */
  announceEnd(): void {
    this.content.stopping = true;
    this.record(this.content.children);
  }

  /** Gives the directory back. */
  release(): void {
    fs.rmSync(lockPath(this.dataDir), { force: true });
    fs.rmSync(path.join(this.dataDir, 'pids.json'), { force: true });
  }
}

function isAlive(holder: LockFile): boolean {
  return identity(holder.pid) === holder.identity;
}

/** The holder on record, after waiting for one that is ending: a restart may follow a stop closely. */
async function outlast(file: string): Promise<LockFile | undefined> {
  const begun = Date.now();
  for (;;) {
    const holder = readJson<LockFile>(file);
    const limit = holder?.stopping ? ENDING_LIMIT_MS : ENDING_NOTICE_MS;
    if (!holder || !isAlive(holder) || Date.now() - begun > limit) return holder;
    await sleep(100);
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
