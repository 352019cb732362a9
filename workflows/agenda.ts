/** The durable timers of what people hear: one agenda per office for its rungs, one postman for what leaves. */
import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type * as activities from '../activities';
import type { Instant } from '../domain/time/types';
import { lookSignal } from './messages';

/** Retried for ever: a reminder may be late when the database is away, never lost. */
const { chase, deliver, wakeLate } = proxyActivities<typeof activities>({
  startToCloseTimeout: '60s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s' },
});

/** Two looks are at least this far apart, in ms, so that rungs due in the same second fire together. */
const MIN_REST_MS = 1000;

/** Chases one office: sleeps until its earliest armed rung, fires what is due, asks for the next. Never ends. */
export async function agenda(office: string): Promise<void> {
  await keepLooking((now) => chase({ office, now }));
  await continueAsNew<typeof agenda>(office);
}

/** Sends what is due to leave, each addressee's notices merged. Never ends. */
export async function postman(): Promise<void> {
  await keepLooking((now) => deliver({ now }));
  await continueAsNew<typeof postman>();
}

/** Started each minute by a Schedule: wakes every agenda that has an armed rung in the past. */
export async function watch(): Promise<void> {
  await wakeLate({ now: Date.now() });
}

/** Looks, sleeps until the next instant or a signal, looks again, until the history is long enough to start anew. */
async function keepLooking(
  look: (now: Instant) => Promise<{ nextAt: Instant | null; more?: boolean }>,
): Promise<void> {
  let isCalled = false;
  setHandler(lookSignal, () => {
    isCalled = true;
  });
  while (!workflowInfo().continueAsNewSuggested) {
    isCalled = false;
    const { nextAt, more } = await look(Date.now());
    if (more || isCalled) continue;
    if (nextAt === null) await condition(() => isCalled);
    else await condition(() => isCalled, Math.max(MIN_REST_MS, nextAt - Date.now()));
  }
}
