import fs from 'node:fs';
import path from 'node:path';

/** The JSON in a file, or undefined when it is missing or damaged (both mean: make it anew). */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Writes JSON so that a reader or a crash never meets half a file. `mode` 0600 for secrets. */
export function writeJson(file: string, value: unknown, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const next = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`, { mode });
  fs.renameSync(next, file);
}

/** A log larger than this is set aside when the instance starts; one older log is kept. */
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** Path of a child's log; over 10 MB the old one becomes `<name>.log.1`. */
export function logFile(dataDir: string, name: string): string {
  const file = path.join(dataDir, 'logs', `${name}.log`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) fs.renameSync(file, `${file}.1`);
  return file;
}

/** The last lines of a log that say anything, for the sentence about a child that would not start. */
export function tail(file: string, lines = 3, from = 0): string {
  try {
    const size = fs.statSync(file).size;
    const start = Math.max(from, size - 8192);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    const fd = fs.openSync(file, 'r');
    fs.readSync(fd, buffer, 0, buffer.length, start);
    fs.closeSync(fd);
    return buffer
      .toString('utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .slice(-lines)
      .join(' | ');
  } catch {
    return '';
  }
}
