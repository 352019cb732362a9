import fs from 'node:fs';

/** How often the logs are looked at (ms), and how often at most one child's errors are told (ms). */
const LOOK_MS = 1_000;
const TELL_MS = 10_000;
/** At most this much of a log is read at a time (bytes); a flood is counted by its end. */
const READ_BYTES = 256 * 1024;
/** pino's number for "error". */
const ERROR_LEVEL = 50;

/** Tells the terminal, in one line now and then, that a child wrote errors into its log. */
export class ErrorDigest {
  private readonly timer: NodeJS.Timeout;
  private readonly logs: {
    label: string;
    file: string;
    offset: number;
    count: number;
    last: string;
    toldAt: number;
  }[] = [];

  constructor(private readonly say: (text: string) => void) {
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  /** Watches a log from its present end. */
  follow(label: string, file: string): void {
    this.logs.push({ label, file, offset: sizeOf(file), count: 0, last: '', toldAt: 0 });
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const log of this.logs) {
      const size = sizeOf(log.file);
      for (const message of errorsIn(readFrom(log.file, Math.max(log.offset, size - READ_BYTES), size))) {
        log.count++;
        log.last = message;
      }
      log.offset = size;
      if (log.count > 0 && Date.now() - log.toldAt >= TELL_MS) {
        const more = log.count > 1 ? ` (${log.count} lỗi, lỗi cuối / errors, the last)` : '';
        this.say(`${log.label}: ${log.last.slice(0, 200)}${more} → ${log.file}`);
        Object.assign(log, { count: 0, toldAt: Date.now() });
      }
    }
  }
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function readFrom(file: string, start: number, end: number): string {
  if (end <= start) return '';
  const buffer = Buffer.alloc(end - start);
  const fd = fs.openSync(file, 'r');
  fs.readSync(fd, buffer, 0, buffer.length, start);
  fs.closeSync(fd);
  return buffer.toString('utf8');
}

/** Messages of pino lines of level error and above, and of Node's own "Error: …" lines. */
export function errorsIn(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    if (/^(\w*Error|Uncaught .*): /.test(line)) return [line];
    if (!line.startsWith('{')) return [];
    try {
      const entry = JSON.parse(line) as { level?: unknown; msg?: unknown; err?: { message?: unknown } };
      const isError = typeof entry.level === 'number' && entry.level >= ERROR_LEVEL;
      return isError ? [String(entry.msg ?? entry.err?.message ?? 'error')] : [];
    } catch {
      return [];
    }
  });
}
