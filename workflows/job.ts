/** A job over many cases: batch after batch until none is left, then those who must wake earlier are told. */
import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type * as activities from '../activities';
import type { JobInput } from './messages';

/**
 * Retried for ever: a job is half done until it is done, and each batch knows where the last one ended. A spell takes 3 s
 * and one batch; a worker that died is noticed by the time that is over.
 */
const { beginJob, recompute, finishJob, wakeMoved } = proxyActivities<typeof activities>({
  startToCloseTimeout: '15s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s' },
});

/** Between two hundreds of cases told, in ms: what people do goes first. */
const WAKE_REST_MS = 1000;

export async function job({ id: jobId, phase = 'dates' }: JobInput): Promise<void> {
  const step = (): { jobId: string; now: number } => ({ jobId, now: Date.now() });
  const rest = async (next: JobInput['phase']): Promise<void> => {
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof job>({ id: jobId, phase: next });
  };
  if (phase === 'dates') {
    await beginJob(step());
    while ((await recompute(step())).more) await rest('dates');
    await finishJob(step());
  }
  while ((await wakeMoved(step())).more) {
    await sleep(WAKE_REST_MS);
    await rest('waking');
  }
}
