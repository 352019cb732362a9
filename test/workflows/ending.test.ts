import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import * as activities from '../../activities';
import { dateOf } from '../../domain/time/plain-date';
import { CASES_QUEUE, lookSignal, meetingWorkflowId, type MeetingInput } from '../../workflows/messages';
import { clerk, openRequest, recommendationData, send, settledAt, QUY_NHON, SCIENCE } from '../support/cases';
import { startEngine, type Engine } from '../support/engine';
import { openDossier, procedureOf } from './dossiers';
import { count, eventsOf, gate, historyOf, openOn, refusalOf, until, withWorker } from './support';

describe('how a case and a meeting end', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine?.stop());

  const order = (id: string, command: { type: string; [field: string]: unknown }, key?: string) =>
    send(engine.client, 'recommendation', id, command, { now: Date.now(), key });
  const status = async (workflowId: string): Promise<string> =>
    (await engine.client.workflow.getHandle(workflowId).describe()).status.name;
  const answered = async (id: string): Promise<void> => {
    await order(id, { type: 'respond', unitId: SCIENCE, outcome: 'explained', text: 'đã giải thích' });
  };

  it('ends with the case: after that nobody is at home for commands', async () => {
    const id = await openRequest(engine.client, Date.now());
    await settledAt(engine.pool, id, 1);
    await answered(id);
    const last = await order(id, { type: 'confirm', wardId: QUY_NHON });
    expect(last.version).toBe(3);
    await until('ended', async () => (await status(`recommendation:${id}`)) === 'COMPLETED');
    await expect(order(id, { type: 'note', text: 'quá muộn' })).rejects.toBeInstanceOf(WorkflowNotFoundError);
    const { rows } = await engine.pool.query<{ state: string }>(
      `SELECT DISTINCT state FROM rung WHERE case_id = $1`,
      [id],
    );
    expect(rows.map((row) => row.state)).toEqual(['cancelled']);
    expect(await eventsOf(engine.pool, id)).toHaveLength(3);
  });

  it('does not end before the closing event and whatever waited with it are written', async () => {
    const { opened, open } = gate();
    const settle: typeof activities.settle = async (input) => {
      if (input.version >= 3) await opened;
      return activities.settle(input);
    };
    const queue = randomUUID();
    const id = await openOn(engine, queue);
    await withWorker(
      engine,
      queue,
      async () => {
        await settledAt(engine.pool, id, 1);
        await answered(id);
        const accepted = (n: number) =>
          until(`${n} accepted`, async () => {
            const events = await historyOf(engine, 'recommendation', id);
            return count(events, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED') === n;
          });
        const before = order(id, { type: 'note', text: 'ngay trước khi đóng' });
        await accepted(2);
        const key = randomUUID();
        const closing = order(id, { type: 'confirm', wardId: QUY_NHON }, key);
        await accepted(3);
        // Closed in the case's own mind already, though nothing is written yet.
        expect(await refusalOf(order(id, { type: 'note', text: 'sau khi đóng' }))).toMatchObject({
          reason: 'closed',
        });
        open();
        expect((await before).version).toBe(3);
        expect((await closing).version).toBe(4);
        await until('ended', async () => (await status(`recommendation:${id}`)) === 'COMPLETED');
        // The server keeps the answers of a closed run: the key still tells what became of the command.
        expect((await order(id, { type: 'confirm', wardId: QUY_NHON }, key)).version).toBe(4);
      },
      { settle },
    );
    expect((await eventsOf(engine.pool, id)).map((event) => event.type)).toEqual([
      'submitted',
      'responded',
      'noted',
      'confirmed',
    ]);
  });

  it('lets nothing more happen to a dossier that lapsed, even what was reached in the same moment', async () => {
    // After an outage the papers' term and an agency's silence are found over together.
    const wakeUp: typeof activities.wakeUp = async (input) => {
      const answer = await activities.wakeUp(input);
      if (input.version !== 3) return answer;
      const reached = { round: 0, dueAt: input.now - 1 };
      return {
        ...answer,
        reached: [
          { ...reached, type: 'supplementLapsed', clockId: 'supplement' },
          { ...reached, type: 'silenceConsented', clockId: 'silence' },
        ],
      };
    };
    const queue = randomUUID();
    const procedure = await procedureOf(engine, '1.009141', ['S2', 'S3']);
    const id = await openDossier(engine.client, procedure, Date.now(), queue);
    await withWorker(
      engine,
      queue,
      async () => {
        await settledAt(engine.pool, id, 1);
        const now = Date.now();
        await send(engine.client, 'dossier', id, { type: 'claim' }, { now });
        const asks = { type: 'requestSupplement', items: ['Bản sao căn cước'], reason: 'thiếu giấy tờ' };
        await send(engine.client, 'dossier', id, asks, { now });
        await engine.client.workflow.getHandle(`dossier:${id}`).signal(lookSignal);
        await until('ended', async () => (await status(`dossier:${id}`)) === 'COMPLETED');
      },
      { wakeUp },
    );
    expect((await eventsOf(engine.pool, id)).map((event) => event.type)).toEqual([
      'received',
      'claimed',
      'supplementRequested',
      'supplementLapsed',
    ]);
  });

  it('costs a dossier of one step at most 48 history events from the counter to the hand-over', async () => {
    const procedure = await procedureOf(engine, '2.000815', ['S2']);
    const id = await openDossier(engine.client, procedure, Date.now());
    await settledAt(engine.pool, id, 1);
    const does = (type: string, fields: Record<string, unknown> = {}) =>
      send(engine.client, 'dossier', id, { type, ...fields }, { now: Date.now() });
    await does('claim');
    await does('finish', { result: 'granted', resultNo: 'KQ-01' });
    await does('deliver', { to: 'Nguyễn Thị Mẫu', by: 'tại quầy' });
    await until('ended', async () => (await status(`dossier:${id}`)) === 'COMPLETED');
    const events = await historyOf(engine, 'dossier', id);
    process.stdout.write(`one-step dossier: ${events.length} history events\n`);
    expect(events.length).toBeLessThanOrEqual(48);
    expect((await eventsOf(engine.pool, id)).map((event) => event.type)).toEqual([
      'received',
      'claimed',
      'finished',
      'delivered',
    ]);
  });

  const meetingOf = (titles: string[]): MeetingInput => ({
    id: randomUUID(),
    title: 'Giao ban tháng',
    heldOn: dateOf(Date.now()),
    chairPositionId: null,
    createdBy: 'office',
    createdAt: Date.now(),
    bodyHash: 'h',
    cases: titles.map((title) => ({
      kind: 'recommendation',
      id: randomUUID(),
      opened: {
        type: 'submitted',
        at: Date.now(),
        by: clerk,
        data: { ...recommendationData({ title, countsFrom: dateOf(Date.now()) }) },
      },
    })),
  });
  const hold = (input: MeetingInput, workflowId = meetingWorkflowId(input.id)) =>
    engine.client.workflow.execute('meeting', { workflowId, taskQueue: CASES_QUEUE, args: [input] });

  it('opens all cases of a meeting, and counts the meeting as settled when the last of them is', async () => {
    const input = meetingOf(['Máy quét', 'Máy in', 'Đường truyền']);
    await hold(input);
    const { rows } = await engine.pool.query<{ settled_at: Date | null }>(
      'SELECT settled_at FROM meeting WHERE id = $1',
      [input.id],
    );
    expect(rows[0]?.settled_at).toBeInstanceOf(Date);
    for (const one of input.cases) {
      expect(await eventsOf(engine.pool, one.id)).toHaveLength(1);
      // The recommendation outlives its meeting.
      expect(await status(`recommendation:${one.id}`)).toBe('RUNNING');
    }
  });

  it('finds the cases a meeting opened before, when the meeting is run again', async () => {
    const input = meetingOf(['Biên chế', 'Tập huấn']);
    await hold(input);
    await hold(input, `${meetingWorkflowId(input.id)}:again`);
    for (const one of input.cases) expect(await eventsOf(engine.pool, one.id)).toHaveLength(1);
    const { rows } = await engine.pool.query('SELECT 1 FROM meeting WHERE id = $1', [input.id]);
    expect(rows).toHaveLength(1);
  });
});
