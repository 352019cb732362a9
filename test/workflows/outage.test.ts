import { randomUUID } from 'node:crypto';
import pg from 'pg';
import * as activities from '../../activities';
import { commandUpdate, type SettleResult } from '../../workflows/messages';
import { clerk, openRequest, send, settledAt, SCIENCE } from '../support/cases';
import { startEngine, type Engine } from '../support/engine';
import { count, eventsOf, gate, historyOf, openOn, refusalOf, until, withWorker } from './support';

/** Locks the table of cases as an outage would, for as long as `work` runs. */
async function withoutPostgres<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  const other = new pg.Client({ connectionString: engine.database.ownerUrl });
  await other.connect();
  await other.query('BEGIN');
  await other.query('LOCK TABLE cases IN ACCESS EXCLUSIVE MODE');
  try {
    return await work();
  } finally {
    await other.query('ROLLBACK');
    await other.end();
  }
}

describe('a case while PostgreSQL is away', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine?.stop());

  const note = (id: string, text: string, key?: string) =>
    send(engine.client, 'recommendation', id, { type: 'note', text }, { now: Date.now(), key });
  const accepted = async (id: string): Promise<number> =>
    count(await historyOf(engine, 'recommendation', id), 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED');

  it('takes eight commands, asks for patience from the ninth on, and writes all eight in order afterwards', async () => {
    const id = await openRequest(engine.client, Date.now());
    await settledAt(engine.pool, id, 1);
    const keys = Array.from({ length: 8 }, () => randomUUID());
    const waiting: Promise<{ version: number }>[] = [];
    await withoutPostgres(engine, async () => {
      for (const [index, key] of keys.entries()) {
        waiting.push(note(id, `ghi chú ${index + 1}`, key));
        await until(`command ${index + 1} accepted`, async () => (await accepted(id)) === index + 1);
      }
      expect(await refusalOf(note(id, 'thứ chín'))).toMatchObject({
        type: 'CaseBusy',
        reason: 'busy',
        version: 9,
      });
      expect(await accepted(id)).toBe(8);
    });
    expect((await Promise.all(waiting)).map((answer) => answer.version)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    const events = (await eventsOf(engine.pool, id)).slice(1);
    expect(events.map((event) => event.command_id)).toEqual(keys);
    expect(events.map((event) => event.data.text)).toEqual(keys.map((_, index) => `ghi chú ${index + 1}`));
    expect((await note(id, 'lại nhận')).version).toBe(10);
  });

  it('writes an event once when the worker dies between the commit and its report', async () => {
    const attempts: number[] = [];
    const settle: typeof activities.settle = async (input) => {
      const result = await activities.settle(input);
      attempts.push(input.version);
      if (attempts.filter((version) => version === input.version).length === 1)
        throw new Error('killed after commit');
      return result;
    };
    const queue = randomUUID();
    const id = await openOn(engine, queue);
    await withWorker(
      engine,
      queue,
      async () => {
        await settledAt(engine.pool, id, 1);
        const answer = await send(
          engine.client,
          'recommendation',
          id,
          { type: 'accept', unitId: SCIENCE },
          { now: Date.now() },
        );
        expect(answer.version).toBe(2);
      },
      { settle },
    );
    expect(attempts).toEqual([1, 1, 2, 2]);
    expect((await eventsOf(engine.pool, id)).map((event) => event.version)).toEqual([1, 2]);
    const { rows } = await engine.pool.query(
      'SELECT version, what FROM audit WHERE case_id = $1 ORDER BY version',
      [id],
    );
    expect(rows).toEqual([
      { version: 1, what: 'submitted' },
      { version: 2, what: 'accepted' },
    ]);
    const { rows: rungs } = await engine.pool.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM rung WHERE case_id = $1 AND clock_id = $2`,
      [id, `response:${SCIENCE}`],
    );
    expect(rungs[0]?.n).toBe(5);
  });

  it('answers a command repeated under another Update id only when the first is written', async () => {
    const { opened, open } = gate();
    const settle: typeof activities.settle = async (input) => {
      if (input.version === 2) await opened;
      return activities.settle(input);
    };
    const queue = randomUUID();
    const id = await openOn(engine, queue);
    const answered: string[] = [];
    await withWorker(
      engine,
      queue,
      async () => {
        await settledAt(engine.pool, id, 1);
        const message = {
          commandId: randomUUID(),
          command: { type: 'note', text: 'một lần' },
          actor: clerk,
          receivedAt: Date.now(),
          context: { version: 1, dues: {}, relations: [] },
          bodyHash: 'h',
        };
        const sent = ['first', 'second'].map((updateId) =>
          engine.client.workflow
            .getHandle(`recommendation:${id}`)
            .executeUpdate(commandUpdate, { updateId, args: [message] })
            .then((answer) => answered.push(`${updateId} ${answer.version}`)),
        );
        await until('both accepted', async () => (await accepted(id)) === 2);
        // An answer at once would stand in history with the acceptance.
        expect(
          count(await historyOf(engine, 'recommendation', id), 'WORKFLOW_EXECUTION_UPDATE_COMPLETED'),
        ).toBe(0);
        expect(answered).toEqual([]);
        open();
        await Promise.all(sent);
      },
      { settle },
    );
    expect(answered.sort()).toEqual(['first 2', 'second 2']);
    expect(await eventsOf(engine.pool, id)).toHaveLength(2);
  });

  it('gives the wake-up as it is now when an event is written a second time', async () => {
    const id = await openRequest(engine.client, Date.now());
    await settledAt(engine.pool, id, 1);
    const [opened] = await eventsOf(engine.pool, id);
    const moved = Date.now() + 3_600_000;
    await engine.pool.query('UPDATE cases SET wake_at = $2 WHERE id = $1', [id, new Date(moved)]);
    const again = await activities.settle({
      kind: 'recommendation',
      id,
      version: 1,
      event: { type: 'submitted', at: opened?.at ?? 0, by: null, data: opened?.data ?? {} },
    });
    expect(again).toEqual<SettleResult>({ wakeAt: moved });
  });

  it('is not killed by a request to cancel: what was accepted is written, and it goes on', async () => {
    const { opened, open } = gate();
    const settle: typeof activities.settle = async (input) => {
      if (input.version === 2) await opened;
      return activities.settle(input);
    };
    const queue = randomUUID();
    const id = await openOn(engine, queue);
    await withWorker(
      engine,
      queue,
      async () => {
        await settledAt(engine.pool, id, 1);
        const answer = note(id, 'trước khi có người bấm hủy');
        await until('accepted', async () => (await accepted(id)) === 1);
        await engine.client.workflow.getHandle(`recommendation:${id}`).cancel();
        await until('cancel request seen', async () => {
          const events = await historyOf(engine, 'recommendation', id);
          const asked = events.findIndex((event) => event.workflowExecutionCancelRequestedEventAttributes);
          return asked >= 0 && count(events.slice(asked), 'WORKFLOW_TASK_COMPLETED') > 0;
        });
        open();
        expect((await answer).version).toBe(2);
        expect((await note(id, 'vẫn nhận lệnh')).version).toBe(3);
      },
      { settle },
    );
    expect(await eventsOf(engine.pool, id)).toHaveLength(3);
  });
});
