/** Opening and commanding cases the way the API does, for tests below HTTP. */
import escalation from '../../prisma/seed/escalation.json';
import { createHash, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Actor, CaseKind, Command, CommandContext } from '../../domain/case/case';
import type { SubmittedData } from '../../domain/request/state';
import { dateOf } from '../../domain/time/plain-date';
import { CASES_QUEUE, caseWorkflowId, commandUpdate, type CommandAnswer } from '../../workflows/messages';
import type { Pool } from '../../database/pool';

export const clerk: Actor = {
  subject: 'office',
  personId: null,
  name: 'Văn thư',
  positionId: 'gl-van-phong-ubnd-chuyen-vien',
};

export const SCIENCE = 'gl-so-khoa-hoc-cong-nghe';
export const FINANCE = 'gl-so-tai-chinh';
export const QUY_NHON = 'gl-phuong-quy-nhon';
export const OFFICE = 'gl-van-phong-ubnd';

export const recommendationData = (overrides: Partial<SubmittedData> = {}): SubmittedData => ({
  kind: 'recommendation',
  title: 'Trang bị máy quét cho bộ phận một cửa',
  summary: null,
  category: 'equipment',
  wardIds: [QUY_NHON],
  fromGroup: null,
  toGroup: null,
  bindingness: null,
  meetingId: null,
  countsFrom: '2026-11-20',
  ladder: 'default',
  deadlinePhrase: null,
  deadline: { kind: 'default' },
  routing: { by: 'explicit', reason: 'nêu rõ đơn vị chủ trì' },
  officeUnitId: OFFICE,
  leadUnitIds: [SCIENCE],
  supportingUnitIds: [],
  asked: null,
  ...overrides,
});

export async function openRequest(
  client: Client,
  now: number,
  overrides: Partial<SubmittedData> = {},
): Promise<string> {
  const id = randomUUID();
  const data = recommendationData({ countsFrom: dateOf(now), ...overrides });
  await client.workflow.start(data.kind, {
    workflowId: caseWorkflowId(data.kind, id),
    taskQueue: CASES_QUEUE,
    args: [{ id, opened: { type: 'submitted', at: now, by: clerk, data } }],
  });
  return id;
}

export async function send(
  client: Client,
  kind: CaseKind,
  id: string,
  command: Command,
  options: {
    version?: number;
    now: number;
    context?: Partial<CommandContext>;
    key?: string;
    ifMatch?: number;
  },
): Promise<CommandAnswer> {
  const commandId = options.key ?? randomUUID();
  return client.workflow.getHandle(caseWorkflowId(kind, id)).executeUpdate(commandUpdate, {
    updateId: commandId,
    args: [
      {
        commandId,
        command,
        actor: clerk,
        receivedAt: options.now,
        context: {
          version: options.version ?? Number.MAX_SAFE_INTEGER,
          dues: {},
          relations: [],
          maxExtensions: escalation.rules.extension.recommendation.maxCount,
          ...options.context,
        },
        bodyHash: createHash('sha256').update(JSON.stringify(command)).digest('hex'),
        ifMatch: options.ifMatch,
      },
    ],
  });
}

/** Waits until the case has been settled at `version` or later; fails after 20 s. */
export async function settledAt(pool: Pool, id: string, version: number): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const { rows } = await pool.query<{ version: number }>('SELECT version FROM cases WHERE id = $1', [id]);
    if ((rows[0]?.version ?? 0) >= version) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`case ${id} was not settled at version ${version}`);
}
