/** Long counting in one process: little by little, and of one kind not too much at once. */
import { performance } from 'node:perf_hooks';
import { Problem } from './problems';

/** Others wait no longer than this for their turn, in ms. */
const SLICE_MS = 20;

/** Lets other requests in whenever a slice of time is used up; call it after every small piece of work. */
export function turns(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}

/** Runs what is asked unless so many are running; then 503 says when to ask again. */
export function fewAtOnce(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  return async (work) => {
    if (running >= most)
      throw new Problem(
        503,
        'busy',
        { vi: 'Đang có phép thử khác; xin hỏi lại sau.', en: 'Other questions of this kind are running.' },
        { retryAfter: 5 },
      );
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  };
}
