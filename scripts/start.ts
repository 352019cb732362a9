import { Launch } from './lib/launch';
import { StartProblem, oneLine } from './lib/problem';
import { isRunByNpm, settingsOrExit, useUtc } from '../settings/environment';

const STOPPING = '\nĐang dừng (stopping) …';

/** `npm start`: brings up one instance and keeps it running until Ctrl-C. See docs and scripts/lib/launch.ts. */
async function main(): Promise<void> {
  useUtc();
  // A closed terminal or pipe must not end the instance in the middle of a line.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let launch: Launch | undefined;
  let code = 0;
  const end = async (): Promise<void> => {
    await launch?.stop();
    process.exit(code);
  };
  let asked = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      asked++;
      if (asked === 1) {
        console.log(STOPPING);
        void end();
      } else if (name === 'SIGINT') void launch?.kill();
    });
  }
  const fail = (error: unknown): void => {
    code = 1;
    const plain = error instanceof StartProblem;
    console.error(
      plain
        ? `\n✗ ${error.message}`
        : `\n✗ Lỗi ngoài dự kiến (unexpected): ${(error as Error)?.stack ?? oneLine(error)}`,
    );
    void end();
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    launch = new Launch(settingsOrExit('launcher'));
    watchParent(() => {
      console.log(STOPPING);
      void end();
    });
    await launch.start();
  } catch (error) {
    if (asked === 0) fail(error);
  }
}

/**
 * Under npm, an npm that was killed without passing the signal on means that nobody can stop this any more: stop too.
 * (Started directly, e.g. with nohup, the parent may well go away.)
 */
function watchParent(gone: () => void): void {
  if (!isRunByNpm()) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 200);
  timer.unref();
}

void main();
