/** Cases that another workflow opens: the items of a meeting, the parts of a split. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import type { CaseKind } from '../domain/case/case';
import { CASES_QUEUE, caseWorkflowId, type CaseInput } from './messages';

/** A case of its own that outlives whoever opened it. Its id follows from theirs: what is open already is open. */
export async function openCase(kind: CaseKind, opening: CaseInput): Promise<void> {
  try {
    await startChild(kind, {
      args: [opening],
      workflowId: caseWorkflowId(kind, opening.id),
      taskQueue: CASES_QUEUE,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
