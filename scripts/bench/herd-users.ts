/** The officers of the herd. */
import { command } from './dossiers';
import type { RealCase } from './herd-cases';
import type { Answer } from './http';
import type { Bench } from './setup';
import { timed } from './stats';

/** Finishes are spread over the last second before the instant; the last leaves this long before it, ms. */
const LAST_MS = 60;
/** An officer acts once in this time, ms: 50 of them give ten commands and ten reads a second, half of what the machine can. */
const THINK_MS = 5_000;

/** Each officer finishes one dossier at a moment of their own in the last second. Resolves when all are answered. */
export async function finishInTheLastSecond(
  bench: Bench,
  cases: readonly RealCase[],
  dueAt: number,
): Promise<string[]> {
  return Promise.all(
    cases.map(async ({ id, office }, index) => {
      const moment = dueAt - 1_000 + ((1_000 - LAST_MS) * index) / cases.length;
      await pause(moment - Date.now());
      await command(bench, office, id, { type: 'finish', result: 'granted', resultNo: 'Bench' });
      return id;
    }),
  );
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** The officer's list. */
export const look = (bench: Bench, { office }: RealCase): Promise<Answer> =>
  bench.api.get('/dossiers?limit=20', bench.tokens.get(office.subject) ?? '');

export interface Acts {
  /** Durations, ms. */
  commands: number[];
  reads: number[];
  failed: number;
}

/** Notes on open dossiers and looks at the officer's list, until the herd is over, at least twice each. */
export async function keepActing(
  bench: Bench,
  cases: readonly RealCase[],
  officers: number,
  isOver: () => boolean,
): Promise<Acts> {
  const acts: Acts = { commands: [], reads: [], failed: 0 };
  const count = (status: number): void => {
    if (status !== 200) acts.failed += 1;
  };
  await Promise.all(
    Array.from({ length: officers }, async (_, officer) => {
      const mine = cases[officer];
      if (!mine) return;
      await pause((THINK_MS * officer) / officers);
      for (let turn = 0; turn < 2 || !isOver(); turn += 1) {
        const body = { type: 'note', text: `Ghi chú ${turn}` };
        count((await timed(acts.commands, () => command(bench, mine.office, mine.id, body))).status);
        count((await timed(acts.reads, () => look(bench, mine))).status);
        await pause(THINK_MS);
      }
    }),
  );
  return acts;
}
