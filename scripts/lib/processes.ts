import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { until } from './problem';

/**
 * What tells a process from a later one with the same number: its start time, and undefined when it is gone.
 * Linux answers in ticks since boot; elsewhere `ps` answers to the second.
 */
export function identity(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid < 2) return undefined;
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold blanks; state is the first field behind it, start time the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return fs.existsSync('/proc/self/stat') ? undefined : identityByPs(pid);
  }
}

function identityByPs(pid: number): string | undefined {
  try {
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}

/** Sends a signal; false when the process is gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/**
 * Ends the process that had this identity: asks politely, waits `graceMs`, then kills. A process stopped by SIGSTOP
 * is continued, or it would never hear of it. Another process that got the number meanwhile is left alone.
 */
export async function endProcess(
  pid: number,
  known: string,
  polite: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  if (identity(pid) !== known) return;
  signal(pid, polite);
  signal(pid, 'SIGCONT');
  const gone = await until(async () => identity(pid) !== known, graceMs, 50);
  if (gone) return;
  signal(pid, 'SIGKILL');
  await until(async () => identity(pid) !== known, 5_000, 50);
}

/** Processes whose working directory is `dir` (Linux only; empty elsewhere): how orphans of a killed server are found. */
export function processesIn(dir: string): number[] {
  const found: number[] = [];
  for (const name of readDirectory('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid < 2) continue;
    try {
      if (fs.readlinkSync(`/proc/${pid}/cwd`) === dir) found.push(pid);
    } catch {
      // Gone meanwhile, or another user's: not ours to end.
    }
  }
  return found;
}

function readDirectory(dir: string): string[] {
  try {
    return fs.readdirSync(dir);
  } catch {
    return [];
  }
}
