/** Figures of a run: percentiles, rates, and a table to print. */

/** The value at or below which the share `p` (0–1) of the values lies (nearest rank); NaN without values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? NaN;
}

export const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** Digits that mean something: three for small figures, whole numbers for large ones. */
export const figure = (value: number): string =>
  Number.isNaN(value)
    ? '–'
    : Math.abs(value) >= 100
      ? value.toFixed(0)
      : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Runs `work` `times` times, `width` at once, and begins nothing more after `limitMs`; how many ran, in how many ms. */
export async function inFlight(
  width: number,
  times: number,
  work: (index: number) => Promise<void>,
  limitMs = Infinity,
): Promise<{ done: number; ms: number }> {
  const begun = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < times && performance.now() - begun < limitMs) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, times) }, lane));
  return { done: next, ms: performance.now() - begun };
}

/** The time `work` takes goes into `into`, in ms. */
export async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  into.push(performance.now() - begun);
  return result;
}
