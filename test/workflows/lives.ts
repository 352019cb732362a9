/** Whole lives of cases on the real server, short in time and full of turns: what the replay tests are kept from. */
import { randomUUID } from 'node:crypto';
import type { Command, CommandContext } from '../../domain/case/case';
import { dateOf } from '../../domain/time/plain-date';
import {
  CASES_QUEUE,
  agendaWorkflowId,
  JOBS_QUEUE,
  jobWorkflowId,
  lookSignal,
  meetingWorkflowId,
  type MeetingInput,
} from '../../workflows/messages';
import { clerk, openRequest, recommendationData, send, settledAt, QUY_NHON, SCIENCE } from '../support/cases';
import type { Engine } from '../support/engine';
import { openDossier, procedureOf } from './dossiers';
import { refusalOf, until } from './support';

const CHAIR = 'gl-ubnd-tinh-chu-tich';
const FAR = '2099-12-18';

/** Lives one story to its end, or to where it is worth keeping, and gives the workflow's id. */
export type Life = (engine: Engine) => Promise<string>;

const orders =
  (engine: Engine, kind: 'recommendation' | 'dossier', id: string) =>
  (type: string, fields: Omit<Command, 'type'> = {}, context: Partial<CommandContext> = {}) =>
    send(engine.client, kind, id, { type, ...fields }, { now: Date.now(), context });

async function opened(engine: Engine, overrides: Parameters<typeof openRequest>[2] = {}): Promise<string> {
  const id = await openRequest(engine.client, Date.now(), overrides);
  await settledAt(engine.pool, id, 1);
  return id;
}

/** Accepted, extended, asked back, answered, disputed, answered better, confirmed; one command refused on the way. */
const recommendation: Life = async (engine) => {
  const id = await opened(engine);
  const does = orders(engine, 'recommendation', id);
  await does('accept', { unitId: SCIENCE });
  await refusalOf(does('accept', { unitId: SCIENCE }));
  const due = { dues: { [`response:${SCIENCE}`]: Date.now() + 86_400_000 } };
  await does('requestExtension', { unitId: SCIENCE, newDueOn: FAR, reason: 'chờ báo giá' }, due);
  await does('decideExtension', { unitId: SCIENCE, granted: true });
  await does('requestInformation', { unitId: SCIENCE, question: 'Cần mấy máy?' });
  await does('provideInformation', { answer: 'Ba máy' });
  await does('respond', { unitId: SCIENCE, outcome: 'explained', text: 'chưa có kinh phí' });
  await does('dispute', { wardId: QUY_NHON, reason: 'chưa trả lời đúng việc' });
  await does('respond', { unitId: SCIENCE, outcome: 'solved', text: 'đã cấp', evidence: 'BB 12' });
  await does('confirm', { wardId: QUY_NHON });
  return `recommendation:${id}`;
};

/** Due in a moment: the deadline passes and four rungs fire by themselves over three minutes; here the first of them. */
const urgent: Life = async (engine) => {
  const dueAt = Date.now() + 2_000;
  const deadline = { kind: 'leader', dueAt, setBy: CHAIR, setAt: Date.now() } as const;
  const id = await opened(engine, { ladder: 'urgent', deadline });
  const does = orders(engine, 'recommendation', id);
  await does('accept', { unitId: SCIENCE });
  await settledAt(engine.pool, id, 3);
  await until('first rung', async () => {
    const { rows } = await engine.pool.query(`SELECT 1 FROM rung WHERE case_id = $1 AND state = 'fired'`, [
      id,
    ]);
    return rows.length > 0;
  });
  await does('respond', { unitId: SCIENCE, outcome: 'explained', text: 'xong, có muộn' });
  await does('confirm', { wardId: QUY_NHON });
  return `recommendation:${id}`;
};

/** A promise, confirmed; it is chased until the last answer. */
const followUp: Life = async (engine) => {
  const id = await opened(engine);
  const does = orders(engine, 'recommendation', id);
  await does('respond', { unitId: SCIENCE, outcome: 'planned', text: 'sẽ cấp', promisedOn: FAR });
  await does('confirm', { wardId: QUY_NHON });
  await does('reportProgress', { unitId: SCIENCE, text: 'đã có dự toán' });
  await does('respond', { unitId: SCIENCE, outcome: 'solved', text: 'đã cấp', evidence: 'BB 13' });
  await does('confirm', { wardId: QUY_NHON });
  return `recommendation:${id}`;
};

/** A dossier that was incomplete: clock stopped, papers brought, finished, handed over. */
const supplement: Life = async (engine) => {
  const id = await openDossier(
    engine.client,
    await procedureOf(engine, '1.009141', ['S2', 'S3']),
    Date.now(),
  );
  await settledAt(engine.pool, id, 1);
  const does = orders(engine, 'dossier', id);
  await does('claim');
  await does('requestSupplement', { items: ['Bản sao căn cước'], reason: 'thiếu giấy tờ' });
  await does('receiveSupplement', { documents: [{ name: 'Bản sao căn cước', kind: 'copy' }] });
  await does('completeStep');
  await does('finish', { result: 'granted', resultNo: 'KQ-01' });
  await does('deliver', { to: 'Nguyễn Thị Mẫu', by: 'tại quầy' });
  return `dossier:${id}`;
};

/** Past its first run; only on a server that suggests it early. Kept: the second run, and the first by its own name. */
const continued: Life = async (engine) => {
  const id = await opened(engine);
  const does = orders(engine, 'recommendation', id);
  const handle = engine.client.workflow.getHandle(`recommendation:${id}`);
  const first = (await handle.describe()).runId;
  await does('accept', { unitId: SCIENCE });
  while ((await handle.describe()).runId === first) await does('note', { text: 'thêm một dòng' });
  await does('note', { text: 'ở lần chạy sau' });
  await does('withdraw', { reason: 'địa phương rút' });
  return `recommendation:${id}`;
};

const meeting: Life = async (engine) => {
  const now = Date.now();
  const data = { ...recommendationData({ countsFrom: dateOf(now) }) };
  const input: MeetingInput = {
    ...{
      id: randomUUID(),
      title: 'Giao ban',
      heldOn: dateOf(now),
      chairPositionId: null,
      createdBy: 'office',
    },
    ...{ createdAt: now, bodyHash: 'h' },
    cases: ['Máy quét', 'Máy in'].map((title) => ({
      kind: 'recommendation',
      id: randomUUID(),
      opened: { type: 'submitted', at: now, by: clerk, data: { ...data, title } },
    })),
  };
  const workflowId = meetingWorkflowId(input.id);
  await engine.client.workflow.execute('meeting', { workflowId, taskQueue: CASES_QUEUE, args: [input] });
  return workflowId;
};

/** Birth registered together with residence and insurance: both agencies answer, side by side, before it is finished. */
const joined: Life = async (engine) => {
  const id = await openDossier(engine.client, await procedureOf(engine, '2.000986'), Date.now());
  await settledAt(engine.pool, id, 1);
  const does = orders(engine, 'dossier', id);
  for (const { id: step } of (await procedureOf(engine, '2.000986')).steps.slice(0, -1))
    await does('completeStep', { note: step });
  await refusalOf(does('finish', { result: 'granted', resultNo: 'KS-01' }));
  await does('recordChild', { childId: 'C2', result: 'done', resultNo: 'CT-01' });
  await does('recordChild', { childId: 'C3', result: 'done', resultNo: 'BH-01' });
  await does('finish', { result: 'granted', resultNo: 'KS-01' });
  await does('deliver', { to: 'Nguyễn Thị Mẫu', by: 'tại quầy' });
  return `dossier:${id}`;
};

/** A day declared closed: the job that moves the cases that are open. */
const job: Life = async (engine) => {
  await opened(engine);
  const id = randomUUID();
  const closed = { date: '2099-12-17', kind: 'closed', name: 'Nghỉ tránh bão', provisional: true };
  await engine.pool.query(
    `INSERT INTO calendar_layer (id, version, published_on, published_at, published_by, body)
     SELECT id, version + 1, $1, $2, 'admin', jsonb_set(jsonb_set(body, '{version}', to_jsonb(version + 1)), '{days}', (body -> 'days') || $3::jsonb)
     FROM calendar_layer WHERE id = 'vn' ORDER BY version DESC LIMIT 1`,
    [dateOf(Date.now()), new Date(), JSON.stringify(closed)],
  );
  await engine.pool.query(
    `INSERT INTO job (id, kind, title, created_at, created_by, body_hash, published, scope)
     SELECT $1, 'recalculate', 'Nghỉ tránh bão', $2, '{}', 'h', jsonb_build_object('kind', 'calendar', 'id', id, 'version', version), '{}'
     FROM calendar_layer WHERE id = 'vn' ORDER BY version DESC LIMIT 1`,
    [id, new Date()],
  );
  const workflowId = jobWorkflowId(id);
  await engine.client.workflow.execute('job', { workflowId, taskQueue: JOBS_QUEUE, args: [{ id }] });
  return workflowId;
};

/** The agenda of the office that the lives before this one gave work to: asleep, woken, asleep again. */
const agenda: Life = async (engine) => {
  const workflowId = agendaWorkflowId(SCIENCE);
  await engine.client.workflow.getHandle(workflowId).signal(lookSignal);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return workflowId;
};

/** In this order: the agenda has something to show after the others. */
export const LIVES: Record<string, Life> = {
  recommendation,
  urgent,
  'follow-up': followUp,
  supplement,
  meeting,
  agenda,
  joined,
  job,
};
/** Needs a server that suggests to continue as new early. */
export const LONG_LIVES: Record<string, Life> = { continued };
