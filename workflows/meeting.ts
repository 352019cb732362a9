/** A meeting: all of its cases or none. It writes its own row, starts the cases, and ends when all are settled. */
import { ParentClosePolicy, proxyActivities, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type * as activities from '../activities';
import { CASES_QUEUE, caseWorkflowId, type CaseInput, type MeetingCase, type MeetingInput } from './messages';

const { recordMeeting, meetingSettled } = proxyActivities<typeof activities>({
  startToCloseTimeout: '60s',
  retry: { initialInterval: '100ms', backoffCoefficient: 1.5, maximumInterval: '2s' },
});

export async function meeting(input: MeetingInput): Promise<void> {
  await recordMeeting(input);
  await Promise.all(input.cases.map(open));
  await meetingSettled({ id: input.id });
}

/** A case that is there already was opened by this meeting before: its id comes from the meeting's. */
async function open({ kind, id, opened }: MeetingCase): Promise<void> {
  const opening: CaseInput = { id, opened };
  try {
    await startChild(kind, {
      args: [opening],
      workflowId: caseWorkflowId(kind, id),
      taskQueue: CASES_QUEUE,
      parentClosePolicy: ParentClosePolicy.ABANDON, // a recommendation outlives its meeting
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
