/** The shape of a case and nothing else: start and three Updates, each waiting for an activity, or for none. */
import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import { emptyUpdate } from './messages';
import type { nothing as Nothing } from './worker';

const { nothing } = proxyActivities<{ nothing: typeof Nothing }>({ startToCloseTimeout: '30s' });

/** @param commands after so many it ends. @param withActivities each event, the first included, passes one activity. */
export async function lifecycle(commands: number, withActivities: boolean, opened: object): Promise<void> {
  const unsettled: object[] = [opened];
  let accepted = 1;
  let settled = 0;
  setHandler(emptyUpdate, async (message) => {
    unsettled.push(message);
    accepted += 1;
    const version = accepted;
    await condition(() => settled >= version);
    return { version };
  });
  while (settled <= commands) {
    await condition(() => unsettled.length > 0);
    const next = unsettled.shift() as object;
    if (withActivities) await nothing(next);
    settled += 1;
  }
}
