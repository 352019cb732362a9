import { Child, type ChildSpec, type ProgramSpec } from './child';
import { Guard } from './guard';
import type { DataDirLock, RecordedChild } from './lock';
import { endProcess } from './processes';

/** Runs children: starts them in order, keeps them running, ends them in the reverse order. */
export class Supervisor {
  private readonly children: Child[] = [];
  private readonly guard = new Guard();
  private ending: Promise<void> | undefined;

  constructor(
    /** Where the children's numbers are written; absent in tests. */
    private readonly lock: DataDirLock | undefined,
    private readonly say: (text: string) => void,
  ) {}

  /** Starts one more child and waits until it serves. */
  async run(spec: ChildSpec): Promise<void> {
    const child = new Child(spec, { changed: () => this.changed(), say: this.say });
    this.children.push(child);
    if (this.ending) return;
    await child.start();
  }

  /** Runs a program to its end and returns its exit code; asked to end meanwhile, all end together. */
  async task(spec: ProgramSpec): Promise<number> {
    if (this.ending) return 1;
    const child = new Child({ ...spec, readyLimitMs: 0 }, { changed: () => this.changed(), say: this.say });
    this.children.push(child);
    const code = await child.runToEnd();
    this.children.splice(this.children.indexOf(child), 1);
    return code;
  }

  private changed(): void {
    const running = this.running();
    this.lock?.record(running);
    this.guard.watch([...running].reverse());
  }

  private running(): RecordedChild[] {
    return this.children.flatMap((child) => child.running ?? []);
  }

  /** Ends all children, last started first, each within its own grace. Safe to call twice. */
  stop(): Promise<void> {
    this.ending ??= (async () => {
      this.lock?.announceEnd();
      for (const child of [...this.children].reverse()) await child.stop();
      this.guard.dismiss();
      this.lock?.release();
    })();
    return this.ending;
  }

  /** Ends all children at once, without asking. */
  async kill(): Promise<void> {
    const running = this.running();
    for (const child of this.children) child.kill();
    await Promise.all(running.map((child) => endProcess(child.pid, child.identity, 'SIGKILL', 5_000)));
  }
}
