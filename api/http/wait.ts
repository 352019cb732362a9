/** Waiting, in ms. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks 5, 10, 20, 40 … ms apart until there is an answer or the time is up (null). */
export async function poll<T>(ask: () => Promise<T | null>, timeoutMs: number): Promise<T | null> {
  const until = Date.now() + timeoutMs;
  for (let pause = 5; ; pause = Math.min(pause * 2, 500)) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() + pause > until) return null;
    await sleep(pause);
  }
}
