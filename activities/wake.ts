/** Signals to the agendas and to cases: "look". A signal carries nothing, so one too many is harmless. */
import { WorkflowNotFoundError } from '@temporalio/client';
import type { CaseKind } from '../domain/case/case';
import {
  AGENDAS_QUEUE,
  POSTMAN_ID,
  POSTMAN_OFFICE,
  agendaWorkflowId,
  caseWorkflowId,
  lookSignal,
} from '../workflows/messages';
import { activityDeps } from './context';

/** Starts the office's agenda if it has none yet. */
export async function wakeAgenda(office: string): Promise<void> {
  const { temporal } = activityDeps();
  const isPostman = office === POSTMAN_OFFICE;
  await temporal.workflow.signalWithStart(isPostman ? 'postman' : 'agenda', {
    workflowId: isPostman ? POSTMAN_ID : agendaWorkflowId(office),
    taskQueue: AGENDAS_QUEUE,
    args: isPostman ? [] : [office],
    signal: lookSignal,
  });
}

/** A case whose wake-up moved earlier. One that has ended meanwhile needs no waking. */
export async function wakeCase(kind: CaseKind, id: string): Promise<void> {
  try {
    await activityDeps().temporal.workflow.getHandle(caseWorkflowId(kind, id)).signal(lookSignal);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
