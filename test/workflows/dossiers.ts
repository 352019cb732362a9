/** Dossiers for tests of the engine: a counter dossier under a procedure of the demo, its steps held by real units. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { openingOf } from '../../domain/dossier/events';
import { procedureFor, resolveUnits, type PinnedProcedure } from '../../domain/procedure/procedure';
import { CASES_QUEUE, caseWorkflowId } from '../../workflows/messages';
import type { Engine } from '../support/engine';
import { QUY_NHON, clerk } from '../support/cases';

/** A published procedure, all of its steps done by the commune. */
export async function procedureOf(engine: Engine, code: string, steps?: string[]): Promise<PinnedProcedure> {
  const { procedures } = await engine.rules.current();
  const definition = procedures.filter((one) => one.code === code).pop();
  if (!definition) throw new Error(`no procedure ${code}`);
  const kept = steps
    ? { ...definition, steps: definition.steps.filter((step) => steps.includes(step.id)) }
    : definition;
  return resolveUnits(procedureFor(kept), () => ({ unitId: QUY_NHON, positionId: null }));
}

export async function openDossier(
  client: Client,
  procedure: PinnedProcedure,
  now: number,
  taskQueue = CASES_QUEUE,
): Promise<string> {
  const id = randomUUID();
  const { type, data } = openingOf({
    procedure,
    receivingUnitId: QUY_NHON,
    channel: 'inPerson',
    applicant: { name: 'Nguyễn Thị Mẫu', kind: 'citizen' },
    receivedAt: now,
    documents: [{ name: 'Tờ khai', kind: 'original' }],
  });
  await client.workflow.start('dossier', {
    workflowId: caseWorkflowId('dossier', id),
    taskQueue,
    args: [{ id, opened: { type, at: now, by: clerk, data } }],
  });
  return id;
}
