import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { tail } from './files';
import type { RecordedChild } from './lock';
import { StartProblem, sleep } from './problem';
import { endProcess, identity } from './processes';

/** How to run one program. */
export interface ProgramSpec {
  /** Key in pids.json. */
  name: string;
  /** Name on the terminal. */
  label: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  uid?: number;
  gid?: number;
  /** File that gets its output, appended. */
  log: string;
  /** The signal that asks it to end, and how long it may take before it is killed (ms). */
  stop: NodeJS.Signals;
  graceMs: number;
}

/** How to run one server and how to know that it works. */
export interface ChildSpec extends ProgramSpec {
  /** Runs before each start; cleans up behind a killed predecessor. */
  before?: () => Promise<void>;
  /** True when it serves; asked every 100 ms. Absent: it counts as serving once it runs. */
  ready?: () => Promise<boolean>;
  /** How long the first start may take (ms). Later starts wait as long as the process lives: recovery takes its time. */
  readyLimitMs: number;
}

/** What a child tells its supervisor. */
export interface ChildEvents {
  /** It runs under another number, or not at all. */
  changed(): void;
  /** Something the person at the terminal should read. */
  say(text: string): void;
}

/** A child that lived this long (ms) after it served is started again at once; a shorter life makes the pause grow. */
const STABLE_MS = 5_000;
/** The pause before the second start in a row, and its upper end (ms). */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** A process that is kept running until it is stopped on purpose. */
export class Child {
  private process: ChildProcess | undefined;
  private recorded: RecordedChild | undefined;
  private stopping = false;
  private failures = 0;

  constructor(
    readonly spec: ChildSpec,
    private readonly events: ChildEvents,
  ) {}

  /** The process as it runs now. */
  get running(): RecordedChild | undefined {
    return this.recorded;
  }

  /** Starts it and waits until it serves; a child that ends or stays silent is a problem told in words. */
  async start(): Promise<void> {
    const logStart = fs.statSync(this.spec.log, { throwIfNoEntry: false })?.size ?? 0;
    if (await this.launch(Date.now() + this.spec.readyLimitMs)) return this.keep();
    const ended = this.recorded === undefined;
    const last = tail(this.spec.log, 3, logStart);
    throw new StartProblem(
      `${this.spec.label} ${ended ? 'không khởi động được' : `không trả lời sau ${this.spec.readyLimitMs / 1000} giây`} ` +
        `(${this.spec.name} ${ended ? 'did not start' : 'does not answer'}); xem ${this.spec.log}` +
        (last ? `: ${last}` : ''),
    );
  }

  /** Runs the command once, to its end; its exit code, or 1 when a signal ended it or it could not be run. */
  async runToEnd(): Promise<number> {
    const child = this.spawn();
    return new Promise((resolve) => {
      child.once('error', () => resolve(1));
      child.once('exit', (code) => resolve(code ?? 1));
    });
  }

  /** Runs the command; true when it serves, false when it ended or the time is up. */
  private async launch(deadline: number): Promise<boolean> {
    await this.spec.before?.();
    if (this.stopping) return false;
    const child = this.spawn();
    while (this.process === child && !this.stopping) {
      if (this.recorded && (!this.spec.ready || (await this.spec.ready().catch(() => false)))) {
        return this.process === child;
      }
      if (Date.now() > deadline) return false;
      await sleep(100);
    }
    return false;
  }

  private spawn(): ChildProcess {
    const { command, args, env, cwd, uid, gid, log } = this.spec;
    const output = fs.openSync(log, 'a');
    // A session of its own: Ctrl-C at the terminal reaches only the launcher, which ends its children in order.
    const child = spawn(command, args, {
      env,
      cwd,
      uid,
      gid,
      detached: true,
      stdio: ['ignore', output, output],
    });
    fs.closeSync(output);
    this.process = child;
    const gone = (): void => {
      if (this.process === child) this.forget();
    };
    child.once('error', (error) => {
      fs.appendFileSync(log, `${error.message}\n`);
      gone();
    });
    child.once('exit', gone);
    if (child.pid !== undefined) {
      this.recorded = {
        name: this.spec.name,
        pid: child.pid,
        identity: identity(child.pid) ?? '',
        stop: this.spec.stop,
      };
      this.events.changed();
    }
    return child;
  }

  private forget(): void {
    this.process = undefined;
    this.recorded = undefined;
    this.events.changed();
  }

  /** From now on an end that nobody asked for starts it again. */
  private keep(): void {
    const child = this.process;
    const since = Date.now();
    const again = (): void => {
      if (this.stopping) return;
      this.failures = Date.now() - since >= STABLE_MS ? 0 : this.failures + 1;
      void this.revive(describeEnd(child));
    };
    if (!child || child.exitCode !== null || child.signalCode !== null) again();
    else child.once('exit', again);
  }

  private async revive(reason: string): Promise<void> {
    const down = Date.now();
    this.events.say(`${this.spec.label} dừng đột ngột (${reason}), đang chạy lại … (restarting)`);
    while (!this.stopping) {
      const pause =
        this.failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.failures - 1));
      await sleep(pause);
      const served = await this.launch(Infinity).catch(() => false);
      if (this.stopping) return;
      if (served) {
        this.events.say(`${this.spec.label} đã chạy lại sau ${seconds(Date.now() - down)} (running again)`);
        return this.keep();
      }
      this.failures++;
    }
  }

  /** Asks it to end, waits, kills if it must. Never throws; the child is gone afterwards. */
  async stop(): Promise<void> {
    this.stopping = true;
    const running = this.recorded;
    if (running) await endProcess(running.pid, running.identity, this.spec.stop, this.spec.graceMs);
    await this.spec.before?.().catch(() => undefined);
    this.forget();
  }

  /** At once and without asking: the second Ctrl-C. */
  kill(): void {
    this.stopping = true;
    this.process?.kill('SIGKILL');
  }
}

function describeEnd(child: ChildProcess | undefined): string {
  return child?.signalCode ?? `mã ${child?.exitCode ?? '?'}`;
}

/** Milliseconds as seconds with one digit, the Vietnamese way. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).replace('.', ',')} giây`;
}
