/** The way to the workflows: starting cases and meetings, sending commands, asking whether anyone is at work. */
import type { CommandMessage } from '../domain/case/admit';
import {
  type Client,
  isGrpcDeadlineError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  WorkflowUpdateStage,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { CaseKind } from '../domain/case/case';
import {
  CASES_QUEUE,
  caseWorkflowId,
  type CaseInput,
  type CommandAnswer,
  commandUpdate,
  JOBS_QUEUE,
  type JobInput,
  jobWorkflowId,
  type MeetingInput,
  meetingWorkflowId,
  type RefusalDetails,
} from '../workflows/messages';
import { bytesOf } from '../domain/case/size';
import { engineAway, isEngineAway, mayStillHappen, Problem } from './http/problems';

/** A command must be accepted within this, in ms; then its sender is told to repeat it. */
const ACCEPT_MS = 5_000;
/** An accepted command has this long to settle, in ms, before the answer is 202. */
export const SETTLE_MS = 10_000;

/** The engine takes no payload beyond 2 MiB; repeating it would never help, so its sender is told at once. */
const MAX_PAYLOAD_BYTES = 1_900_000;

export type Sent =
  | { kind: 'settled'; answer: CommandAnswer }
  /** Durable in the workflow, not yet written: 202. */
  | { kind: 'accepted' }
  | { kind: 'refused'; type: string; details: RefusalDetails }
  /** The workflow is over (or never was). */
  | { kind: 'gone' };

export interface Engine {
  startCase(kind: CaseKind, input: CaseInput): Promise<void>;
  startMeeting(input: MeetingInput): Promise<void>;
  startJob(input: JobInput): Promise<void>;
  send(kind: CaseKind, id: string, message: CommandMessage): Promise<Sent>;
  /** True when the server answers and a worker polls the cases' queue. */
  isServing(): Promise<boolean>;
}

export function temporalEngine(client: Client, namespace: string): Engine {
  /** Starting twice is starting once: the id says what it is, and a finished case is not begun again. */
  const start = async (
    type: string,
    workflowId: string,
    input: CaseInput | MeetingInput | JobInput,
    taskQueue = CASES_QUEUE,
  ): Promise<void> => {
    checkSize(input);
    try {
      await client.withDeadline(Date.now() + ACCEPT_MS, () =>
        client.workflow.start(type, {
          workflowId,
          taskQueue,
          args: [input],
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
        }),
      );
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return;
      throw outage(error);
    }
  };

  return {
    startCase: (kind, input) => start(kind, caseWorkflowId(kind, input.id), input),
    startMeeting: (input) => start('meeting', meetingWorkflowId(input.id), input),
    startJob: (input) => start('job', jobWorkflowId(input.id), input, JOBS_QUEUE),

    async send(kind, id, message) {
      checkSize(message);
      const handle = client.workflow.getHandle(caseWorkflowId(kind, id));
      try {
        const update = await client.withDeadline(Date.now() + ACCEPT_MS, () =>
          handle.startUpdate(commandUpdate, {
            args: [message],
            updateId: message.commandId,
            waitForStage: WorkflowUpdateStage.ACCEPTED,
          }),
        );
        return await settled(() => client.withDeadline(Date.now() + SETTLE_MS, () => update.result()));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return { kind: 'gone' };
        throw outage(error);
      }
    },

    async isServing() {
      try {
        const queue = await client.withDeadline(Date.now() + 3_000, async () => {
          await client.workflowService.describeNamespace({ namespace });
          return client.workflowService.describeTaskQueue({
            namespace,
            taskQueue: { name: CASES_QUEUE },
            taskQueueType: 1,
          });
        });
        return (queue.pollers?.length ?? 0) > 0;
      } catch {
        return false;
      }
    },
  };
}

function checkSize(payload: object): void {
  if (bytesOf(payload) <= MAX_PAYLOAD_BYTES) return;
  throw new Problem(413, 'tooLarge', {
    vi: 'Nội dung quá lớn để xử lý một lần; xin chia thành ít mục hơn hoặc viết ngắn hơn.',
    en: 'Too large to be handled at once; send fewer or shorter items.',
  });
}

/** From here on the command is accepted: whatever fails while waiting, it stands in history. */
async function settled(result: () => Promise<CommandAnswer>): Promise<Sent> {
  try {
    return { kind: 'settled', answer: await result() };
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) return { kind: 'accepted' };
    const cause = error.cause;
    if (!(cause instanceof ApplicationFailure)) throw error;
    if (cause.type === 'AcceptedUpdateCompletedWorkflow') return { kind: 'gone' };
    const details = cause.details?.[0] as RefusalDetails | undefined;
    if (!cause.type || !details) throw error;
    return { kind: 'refused', type: cause.type, details };
  }
}

/** Too late is not lost: the sender repeats with the same key. */
function outage(error: unknown): unknown {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error))
    return mayStillHappen();
  return isEngineAway(error) ? engineAway() : error;
}
