/** CPU time by process, from /proc (Linux; elsewhere there are no figures). */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/** CPU milliseconds since each process began, by name. */
export type CpuTimes = Record<string, number>;

const ticksPerSecond = ((): number => {
  try {
    return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) || 100;
  } catch {
    return 100;
  }
})();

interface Stat {
  pid: number;
  parent: number;
  /** Own user and system time, ms. */
  own: number;
  /** The same of children that ended. */
  ended: number;
}

function stat(pid: number): Stat | null {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold blanks; the state is the first field behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ms = (index: number): number => (Number(fields[index]) * 1000) / ticksPerSecond;
    return { pid, parent: Number(fields[1]), own: ms(11) + ms(12), ended: ms(13) + ms(14) };
  } catch {
    return null;
  }
}

function processes(): Stat[] {
  try {
    return fs.readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (stat(Number(name)) ?? []) : []));
  } catch {
    return [];
  }
}

/** A process and those it started, ended ones included: PostgreSQL works in one process per connection. */
export function cpuOf(pid: number, all = processes()): number {
  const root = all.find((one) => one.pid === pid);
  if (!root) return NaN;
  const children = all.filter((one) => one.parent === pid).map((one) => one.own);
  return root.own + root.ended + children.reduce((total, one) => total + one, 0);
}

export function cpuTimes(pids: Record<string, number | undefined>): CpuTimes {
  const all = processes();
  const times = Object.entries(pids).map(([name, pid]) => [name, pid === undefined ? NaN : cpuOf(pid, all)]);
  return Object.fromEntries(times) as CpuTimes;
}

export const cpuBetween = (before: CpuTimes, after: CpuTimes): CpuTimes =>
  Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? NaN)]));

/** The process that listens on a port of this machine. */
export function listenerOf(port: number): number | undefined {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const LISTEN = '0A';
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'latin1').split('\n') : [];
    return lines.flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      return fields[1]?.endsWith(wanted) && fields[3] === LISTEN ? `socket:[${fields[9]}]` : [];
    });
  });
  const holders = processes().filter(({ pid }) => holds(pid, inodes));
  // PostgreSQL's children inherit the socket: the parent is the one none of the others started.
  return holders.find((one) => !holders.some((other) => other.pid === one.parent))?.pid;
}

function holds(pid: number, inodes: readonly string[]): boolean {
  try {
    return fs
      .readdirSync(`/proc/${pid}/fd`)
      .some((fd) => inodes.includes(fs.readlinkSync(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false; // another user's, or gone meanwhile
  }
}

/** The child of this process whose command line holds a text. */
export function childWith(text: string): number | undefined {
  return processes().find(
    ({ pid, parent }) =>
      parent === process.pid && fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(text),
  )?.pid;
}
