/** Cases on a task queue of their own, so that a test decides when a worker is there and what its activities do. */
import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { temporal } from '@temporalio/proto';
import * as activities from '../../activities';
import { workflowBundle as bundled } from '../../activities/bundle';
import type { CaseKind } from '../../domain/case/case';
import type { SubmittedData } from '../../domain/request/state';
import { dateOf } from '../../domain/time/plain-date';
import type { Pool } from '../../database/pool';
import { caseWorkflowId, type RefusalDetails } from '../../workflows/messages';
import { clerk, recommendationData } from '../support/cases';
import type { Engine } from '../support/engine';

type Activities = Partial<typeof activities>;

/** Runs a worker on `queue` while `work` runs; `instead` replaces activities. */
export async function withWorker<T>(
  engine: Engine,
  queue: string,
  work: () => Promise<T>,
  instead: Activities = {},
): Promise<T> {
  const connection = await NativeConnection.connect({ address: engine.address });
  const worker = await Worker.create({
    connection,
    namespace: engine.namespace,
    taskQueue: queue,
    workflowBundle: await bundled(),
    activities: { ...activities, ...instead },
  });
  try {
    return await worker.runUntil(work);
  } finally {
    await connection.close();
  }
}

/** Opens a recommendation on `queue`, with or without a worker there. */
export async function openOn(
  engine: Engine,
  queue: string,
  overrides: Partial<SubmittedData> = {},
): Promise<string> {
  const id = randomUUID();
  const now = Date.now();
  const data = recommendationData({ countsFrom: dateOf(now), ...overrides });
  await engine.client.workflow.start(data.kind, {
    workflowId: caseWorkflowId(data.kind, id),
    taskQueue: queue,
    args: [{ id, opened: { type: 'submitted', at: now, by: clerk, data } }],
  });
  return id;
}

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
const { EventType } = temporal.api.enums.v1;
export type EventName = keyof typeof EventType;

export async function historyOf(
  engine: Engine,
  kind: CaseKind | 'meeting',
  id: string,
): Promise<HistoryEvent[]> {
  const handle = engine.client.workflow.getHandle(`${kind}:${id}`);
  return (await handle.fetchHistory()).events ?? [];
}

/** How many events of one type, without the prefix: `TIMER_STARTED`. */
export const count = (events: HistoryEvent[], type: string): number =>
  events.filter((event) => event.eventType === EventType[`EVENT_TYPE_${type}` as EventName]).length;

export const names = (events: HistoryEvent[]): string[] =>
  events.map((event) => (EventType[event.eventType ?? 0] ?? '').replace('EVENT_TYPE_', ''));

/** How long each timer was set for, in ms, in order. */
export const timers = (events: HistoryEvent[]): number[] =>
  events.flatMap(({ timerStartedEventAttributes: timer }) =>
    timer
      ? Number(timer.startToFireTimeout?.seconds ?? 0) * 1000 + (timer.startToFireTimeout?.nanos ?? 0) / 1e6
      : [],
  );

/** Names of the activities that were scheduled, in order. */
export const scheduled = (events: HistoryEvent[]): string[] =>
  events.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []);

/** The failure type and details a command was refused with; fails when it was accepted. */
export async function refusalOf(sent: Promise<unknown>): Promise<{ type: string } & RefusalDetails> {
  try {
    await sent;
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const cause = error.cause as ApplicationFailure;
    const [details] = (cause.details ?? []) as [RefusalDetails];
    return { type: cause.type ?? '', ...details };
  }
  throw new Error('the command was accepted');
}

export interface EventRow {
  version: number;
  type: string;
  at: number;
  command_id: string | null;
  data: Record<string, unknown>;
}

export async function eventsOf(pool: Pool, id: string): Promise<EventRow[]> {
  const { rows } = await pool.query<Omit<EventRow, 'at'> & { at: Date }>(
    'SELECT version, type, at, command_id, data FROM event WHERE case_id = $1 ORDER BY version',
    [id],
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** Asks until the answer is true; fails after `seconds`. */
export async function until(what: string, isSo: () => Promise<boolean>, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

/** A promise and the key to it. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
