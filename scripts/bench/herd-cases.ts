/** The herd's cases: some with a workflow, the others written by the same activity without one. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { settle } from '../../activities';
import { useDeps } from '../../activities/context';
import { rulesStore } from '../../database/rules';
import { openedBy, start } from './dossiers';
import { officeAt, ONE_HOUR, type Office } from './fixtures';
import { waitFor, type Bench } from './setup';
import { inFlight } from './stats';

const HOUR_MS = 3_600_000;

export interface RealCase {
  id: string;
  office: Office;
}

/** Dossiers with a workflow, received an hour before the instant, so that they are due exactly at it. */
export async function openReal(bench: Bench, times: number, dueAt: number): Promise<RealCase[]> {
  const cases: RealCase[] = [];
  await inFlight(16, times, async (index) => {
    const office = officeAt(index);
    cases[index] = { office, id: await start(bench, office, ONE_HOUR, dueAt - HOUR_MS) };
  });
  const ids = cases.map((one) => one.id);
  const areSettled = async (): Promise<boolean> => {
    const { rows } = await bench.pool.query('SELECT count(*)::integer AS n FROM cases WHERE id = ANY($1)', [
      ids,
    ]);
    return rows[0]?.n === times;
  };
  await waitFor('opening the dossiers', areSettled, 120_000, 500);
  return cases;
}

/** Nobody to signal: the offices' agendas are awake already because of the real cases. */
export const noEngine = {
  workflow: {
    signalWithStart: () => Promise.resolve(),
    getHandle: () => ({ signal: () => Promise.resolve() }),
  },
} as unknown as Client;

/**
 * Cases without a workflow: `settle` itself writes event, projection, clocks, rung and audit, so they are as consistent
 * as any. Opening 10,000 workflows would take longer than the whole bench, and the rungs do not know the difference.
 */
export async function writeWithoutWorkflows(bench: Bench, times: number, dueAt: number): Promise<void> {
  useDeps({ pool: bench.pool, rules: rulesStore(bench.pool), temporal: noEngine });
  await inFlight(8, times, async (index) => {
    const event = openedBy(officeAt(index), ONE_HOUR, dueAt - HOUR_MS, Date.now());
    await settle({ kind: 'dossier', id: randomUUID(), version: 1, event });
  });
}
