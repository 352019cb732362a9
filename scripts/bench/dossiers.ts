/** Dossiers of the bench: opened and commanded through the API as officers do it, or straight through the engine. */
import type { CommandMessage } from '../../domain/case/admit';
import { randomUUID } from 'node:crypto';
import type { Actor, CaseEvent } from '../../domain/case/case';
import { openingOf } from '../../domain/dossier/events';
import type { ProcedureDefinition } from '../../domain/procedure/definition';
import { procedureFor, resolveUnits } from '../../domain/procedure/procedure';
import { CASES_QUEUE, caseWorkflowId, commandUpdate } from '../../workflows/messages';
import type { Office } from './fixtures';
import { expectStatus, type Answer } from './http';
import type { Bench } from './setup';

/** A page of prose: with it a command is about 1 KB on the wire. */
const PROSE = 'Đã kiểm tra thành phần hồ sơ, đối chiếu bản chính, nội dung phù hợp với quy định. '
  .repeat(8)
  .trim();

/** What an officer does with a one-step dossier after taking it in. */
export const COMMANDS: readonly ({ type: string } & Record<string, unknown>)[] = [
  { type: 'note', text: PROSE },
  { type: 'finish', result: 'granted', resultNo: '12/QĐ-UBND' },
  { type: 'deliver', to: 'Nguyễn Mẫu', by: 'counter' },
];

const applicant = {
  name: 'Nguyễn Mẫu',
  kind: 'citizen' as const,
  idNumber: '052000000001',
  phone: '0900000000',
  address: 'Thôn 1, xã Mẫu, tỉnh Gia Lai',
};
const documents = ['Tờ khai', 'Giấy tờ tùy thân', 'Giấy xác nhận'].map((name) => ({
  name,
  kind: 'copy' as const,
}));

const tokenOf = (bench: Bench, { subject }: Office): string => bench.tokens.get(subject) ?? '';

export async function open(
  bench: Bench,
  office: Office,
  procedure: ProcedureDefinition,
  receivedAt?: number,
): Promise<string> {
  const body = {
    procedureCode: procedure.code,
    receivingUnitId: office.commune,
    channel: 'inPerson',
    applicant,
    documents,
    ...(receivedAt === undefined
      ? {}
      : { receivedAt: new Date(receivedAt).toISOString().replace('Z', '+00:00') }),
  };
  const key = randomUUID();
  const answer = await patiently(() => bench.api.post('/dossiers', tokenOf(bench, office), body, key));
  return String(expectStatus(answer, 201).id);
}

/** An officer's program repeats what was answered with "not yet" (202, 503) under the same key, this often; ms. */
const REPEAT_MS = 500;
const REPEATS = 60;

async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask();
    if ((answer.status !== 202 && answer.status !== 503) || attempt === REPEATS) return answer;
    await new Promise((resolve) => setTimeout(resolve, REPEAT_MS));
  }
}

/** A command with its repetitions until it is done; they count into its time. */
export async function untilDone(bench: Bench, office: Office, id: string, body: object): Promise<void> {
  const key = randomUUID();
  expectStatus(await patiently(() => command(bench, office, id, body, key)), 200);
}

export const command = (
  bench: Bench,
  office: Office,
  id: string,
  body: object,
  key?: string,
): Promise<Answer> => bench.api.post(`/dossiers/${id}/commands`, tokenOf(bench, office), body, key);

/** The event the API would send for the same dossier. */
export function openedBy(
  office: Office,
  procedure: ProcedureDefinition,
  receivedAt: number,
  at: number,
): CaseEvent {
  const pinned = resolveUnits(procedureFor(procedure), () => ({
    unitId: office.centre,
    positionId: office.positionId,
  }));
  const opening = openingOf({
    procedure: pinned,
    receivingUnitId: office.commune,
    channel: 'inPerson',
    applicant,
    documents,
    receivedAt,
  });
  return { ...opening, at, by: actorOf(office), commandId: randomUUID(), bodyHash: 'bench' };
}

export const actorOf = ({ subject, personId, positionId }: Office): Actor => ({
  subject,
  personId,
  name: `Người giữ ${positionId}`,
  positionId,
});

/** Starts the workflow; its first event settles meanwhile. */
export async function start(
  bench: Bench,
  office: Office,
  procedure: ProcedureDefinition,
  receivedAt: number,
): Promise<string> {
  const id = randomUUID();
  await bench.temporal.workflow.start('dossier', {
    workflowId: caseWorkflowId('dossier', id),
    taskQueue: CASES_QUEUE,
    args: [{ id, opened: openedBy(office, procedure, receivedAt, Date.now()) }],
  });
  return id;
}

/** The Update that the API would send, without the API. */
export async function update(
  bench: Bench,
  office: Office,
  id: string,
  body: CommandMessage['command'],
): Promise<void> {
  const commandId = randomUUID();
  const message: CommandMessage = {
    commandId,
    command: body,
    actor: actorOf(office),
    receivedAt: Date.now(),
    context: { version: Number.MAX_SAFE_INTEGER, dues: {}, relations: ['stepHolder', 'receiving'] },
    bodyHash: commandId,
  };
  await bench.temporal.workflow
    .getHandle(caseWorkflowId('dossier', id))
    .executeUpdate(commandUpdate, { updateId: commandId, args: [message] });
}
