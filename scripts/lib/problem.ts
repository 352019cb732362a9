import { SettingsProblem } from '../../settings/environment';

/** A reason not to start that the person at the terminal can act on: shown as it is, without a stack trace. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

/** What a program says before it ends: a problem in its own words, anything else on one line. */
export function inWords(error: unknown): string {
  const isPlain = error instanceof StartProblem || error instanceof SettingsProblem;
  return isPlain ? error.message : oneLine(error);
}

/** The message of anything thrown, on one line. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').trim() || 'unknown error';
}

/** Waits; `ms` milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Asks again every `everyMs` until `ask` gives a value other than undefined or false; undefined after `limitMs`.
 * A throw of `ask` counts as "not yet": servers that are starting refuse connections.
 */
export async function until<T>(
  ask: () => Promise<T | undefined | false>,
  limitMs: number,
  everyMs = 100,
): Promise<T | undefined> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() >= end) return undefined;
    await sleep(everyMs);
  }
}
