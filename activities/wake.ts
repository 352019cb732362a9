/** Signals to the agendas and to cases: "look". A signal carries nothing, so one too many is harmless. */
import { WorkflowNotFoundError } from '@temporalio/client';
import type { CaseKind } from '../domain/case/case';
import type { Instant } from '../domain/time/types';
import type { Client } from '../database/pool';
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

/**
 * Offices whose agenda sleeps past their earliest instant given here. Locks the rows they sleep by, so that an
 * agenda about to fall asleep either sees this transaction's rungs or is found here and signalled after commit.
 */
export async function oversleeping(client: Client, earliest: Map<string, Instant>): Promise<string[]> {
  if (earliest.size === 0) return [];
  const { rows } = await client.query<{ office: string; sleeps: string }>(
    {
      name: 'agenda.sleeps',
      text: `SELECT office, extract(epoch FROM sleeps_until) * 1000 AS sleeps
     FROM agenda WHERE office = ANY($1) ORDER BY office FOR SHARE`,
    },
    [[...earliest.keys()]],
  );
  const sleeps = new Map(rows.map((row) => [row.office, Number(row.sleeps)]));
  return [...earliest]
    .filter(([office, at]) => at < (sleeps.get(office) ?? Infinity))
    .map(([office]) => office);
}
