import { randomUUID } from 'node:crypto';
import type * as activities from '../../activities';
import { agendaWorkflowId, lookSignal } from '../../workflows/messages';
import { openRequest, settledAt, SCIENCE } from '../support/cases';
import type { Engine } from '../support/engine';
import { startEngineOnSmallServer } from './small-server';
import { count, gate, names, scheduled, until, withWorker, type HistoryEvent } from './support';

type Chase = typeof activities.chase;

describe('the agenda of an office', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngineOnSmallServer(60);
  });
  afterAll(() => engine?.stop());

  /** Runs an agenda whose `chase` is given, on a queue of its own. */
  async function withAgenda(
    chase: Chase,
    work: (call: () => Promise<void>, seen: () => Promise<HistoryEvent[]>) => Promise<void>,
  ): Promise<void> {
    const queue = randomUUID();
    const handle = await engine.client.workflow.start('agenda', {
      workflowId: `agenda:test-${queue}`,
      taskQueue: queue,
      args: ['an-office'],
    });
    const seen = async (): Promise<HistoryEvent[]> => (await handle.fetchHistory()).events ?? [];
    await withWorker(engine, queue, () => work(() => handle.signal(lookSignal), seen), { chase });
    await handle.terminate();
  }
  /** The workflow has taken in the last event of that type and waits: nothing more was asked of anybody. */
  const isQuietAfter = (events: HistoryEvent[], type: string): boolean => {
    const after = names(events).slice(names(events).lastIndexOf(type) + 1);
    return after.at(-1) === 'WORKFLOW_TASK_COMPLETED';
  };
  const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('looks again when it is called while it is looking', async () => {
    const { opened, open } = gate();
    let looks = 0;
    const chase: Chase = async () => {
      looks += 1;
      if (looks === 1) await opened;
      return { fired: 0, nextAt: null, more: false };
    };
    await withAgenda(chase, async (call, seen) => {
      await until('first look', () => Promise.resolve(looks === 1));
      await call();
      await until('the call is heard', async () => isQuietAfter(await seen(), 'WORKFLOW_EXECUTION_SIGNALED'));
      expect(looks).toBe(1);
      open();
      await until('second look', () => Promise.resolve(looks === 2));
      await until('it is taken in', async () => {
        const events = await seen();
        return (
          count(events, 'ACTIVITY_TASK_COMPLETED') === 2 && isQuietAfter(events, 'ACTIVITY_TASK_COMPLETED')
        );
      });
      expect(scheduled(await seen())).toEqual(['chase', 'chase']);
    });
  });

  it('rests a second between two looks, even when a rung of the past cannot be fired', async () => {
    const looks: number[] = [];
    const chase: Chase = ({ now }) => {
      looks.push(now);
      return Promise.resolve({ fired: 0, nextAt: now - 60_000, more: false });
    };
    await withAgenda(chase, () => until('three looks', () => Promise.resolve(looks.length === 3)));
    expect((looks[1] ?? 0) - (looks[0] ?? 0)).toBeGreaterThanOrEqual(1000);
    expect((looks[2] ?? 0) - (looks[1] ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it('wakes at its next instant, not before', async () => {
    const looks: number[] = [];
    let next = 0;
    const chase: Chase = ({ now }) => {
      looks.push(now);
      next ||= now + 1_700;
      return Promise.resolve({ fired: 0, nextAt: looks.length === 1 ? next : null, more: false });
    };
    await withAgenda(chase, () => until('second look', () => Promise.resolve(looks.length === 2)));
    expect(looks[1]).toBeGreaterThanOrEqual(next);
  });

  it('goes on in new runs and fires what is due in them', async () => {
    const id = await openRequest(engine.client, Date.now());
    await settledAt(engine.pool, id, 1);
    const handle = engine.client.workflow.getHandle(agendaWorkflowId(SCIENCE));
    const run = async (): Promise<string> => (await handle.describe()).runId;
    // `settle` calls the agenda right after its commit.
    await until('the agenda is there', () =>
      run().then(
        () => true,
        () => false,
      ),
    );
    const first = await run();
    for (let calls = 0; (await run()) === first && calls < 60; calls += 1) {
      await handle.signal(lookSignal);
      await rest(50);
    }
    expect(await run()).not.toBe(first);
    const dueAt = Date.now() + 2_000;
    const urgent = await openRequest(engine.client, Date.now(), {
      ladder: 'urgent',
      deadline: { kind: 'leader', dueAt, setBy: 'gl-ubnd-tinh-chu-tich', setAt: Date.now() },
    });
    const fired = async (): Promise<number[]> => {
      const { rows } = await engine.pool.query<{ fired_at: Date }>(
        `SELECT fired_at FROM rung WHERE case_id = $1 AND rung_id = 'U1' AND state = 'fired'`,
        [urgent],
      );
      return rows.map((row) => row.fired_at.getTime());
    };
    await until('the first rung', async () => (await fired()).length === 1);
    expect((await fired())[0]).toBeGreaterThanOrEqual(dueAt);
  });
});
