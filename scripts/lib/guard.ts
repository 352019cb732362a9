import { type ChildProcess, spawn } from 'node:child_process';
import type { RecordedChild } from './lock';

/**
 * Ends the children when the launcher is killed without a chance to do it (kill -9, out of memory).
 * A shell of one megabyte reads from a pipe the list "SIGNAL:pid …" in the order of ending; the pipe closes when the
 * launcher is gone, however it went. Each child gets up to 10 s (50 × 0.2 s) before it is killed.
 */
const SCRIPT = `
trap '' INT TERM HUP
alive() {
  kill -0 "$1" 2>/dev/null || return 1
  # Dead but not yet reaped (state Z) is dead; the name in parentheses holds no blank here.
  [ -r "/proc/$1/stat" ] || return 0
  read -r _ _ state _ < "/proc/$1/stat" 2>/dev/null
  [ "$state" != Z ]
}
list=
while read -r line; do list=$line; done
for item in $list; do
  pid=\${item#*:}
  kill -s "\${item%%:*}" "$pid" 2>/dev/null || continue
  kill -s CONT "$pid" 2>/dev/null
  n=0
  while alive "$pid" && [ $n -lt 50 ]; do sleep 0.2; n=$((n+1)); done
  kill -9 "$pid" 2>/dev/null
done
`;

/** The process that outlives a killed launcher just long enough to end its children. */
export class Guard {
  private readonly shell: ChildProcess;

  constructor() {
    this.shell = spawn('/bin/sh', ['-c', SCRIPT, 'thong-suot-guard'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      cwd: '/',
    });
    // Without a shell the next start still cleans up; see DataDirLock.
    this.shell.on('error', () => undefined);
    this.shell.stdin?.on('error', () => undefined);
    this.shell.unref();
    (this.shell.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  }

  /** The children that live now, first to end first. */
  watch(children: readonly RecordedChild[]): void {
    const list = children.map((child) => `${child.stop.replace('SIG', '')}:${child.pid}`).join(' ');
    this.shell.stdin?.write(`${list}\n`);
  }

  /** Everything is stopped already: nothing left to guard. */
  dismiss(): void {
    this.shell.stdin?.end('\n');
  }
}
