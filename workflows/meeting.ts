/** A meeting: all of its cases or none. It writes its own row, starts the cases, and ends when all are settled. */
import { ParentClosePolicy, proxyActivities, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import type * as activities from '../activities';
import { CASES_QUEUE, caseWorkflowId, type CaseInput, type MeetingInput } from './messages';

const { recordMeeting, meetingSettled } = proxyActivities<typeof activities>({
  startToCloseTimeout: '60s',
  retry: { initialInterval: '100ms', backoffCoefficient: 1.5, maximumInterval: '2s' },
});

export async function meeting(input: MeetingInput): Promise<void> {
  await recordMeeting(input);
  await Promise.all(
    input.cases.map((item) => {
      const opening: CaseInput = { id: item.id, opened: item.opened };
      return startChild(item.kind, {
        args: [opening],
        workflowId: caseWorkflowId(item.kind, item.id),
        taskQueue: CASES_QUEUE,
        parentClosePolicy: ParentClosePolicy.ABANDON, // a recommendation outlives its meeting
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      });
    }),
  );
  await meetingSettled({ id: input.id });
}
