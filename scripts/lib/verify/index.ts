/** Whether everything is as it must be (design, chapter 10): reads all of it, changes nothing, names every difference. */
import type { Client as TemporalClient } from '@temporalio/client';
import type { Pool } from '../../../database/pool';
import type { RulesStore } from '../../../database/rules';
import { checkChains } from './audit';
import { checkCase } from './case';
import { checkEngine } from './engine';
import { emptyReport, type Fault, type Report } from './fault';
import { checkJobs, jobsUnderWay } from './jobs';
import { readBatch } from './rows';
import { inSnapshot } from './snapshot';
import { checkWaiting } from './waiting';

export type { Fault, FaultCode, Report } from './fault';

export interface VerifyOptions {
  pool: Pool;
  rules: RulesStore;
  /** The instant by which things should have happened, UTC milliseconds. */
  now: number;
  /** With it open cases are also compared with their workflows. */
  temporal?: TemporalClient;
  /** Workflows asked: a number, or null for every one. Default 100. */
  sample?: number | null;
}

const DEFAULT_SAMPLE = 100;

/** The faults alone. Safe beside a running engine: each batch is one snapshot. */
export async function verify(options: VerifyOptions): Promise<Fault[]> {
  return (await inspect(options)).faults;
}

export async function inspect({
  pool,
  rules,
  now,
  temporal,
  sample = DEFAULT_SAMPLE,
}: VerifyOptions): Promise<Report> {
  const report = emptyReport();
  let after: string | null = null;
  do {
    after = await inSnapshot(pool, async (client) => {
      const published = await rules.current(client);
      const batch = await readBatch(client, after);
      const jobs = await jobsUnderWay(client, now);
      for (const whole of batch) checkCase(whole, published, now, report, jobs);
      return batch[batch.length - 1]?.row.id ?? null;
    });
  } while (after !== null);
  await inSnapshot(pool, (client) => checkWaiting(client, now, report));
  await inSnapshot(pool, (client) => checkJobs(client, now, report));
  await inSnapshot(pool, (client) => checkChains(client, report));
  if (temporal) await checkEngine(pool, { temporal, sample }, now, report);
  return report;
}
