import { randomUUID } from 'node:crypto';
import * as activities from '../../activities';
import { lookSignal } from '../../workflows/messages';
import { openRequest, send, settledAt, SCIENCE } from '../support/cases';
import { startEngine, type Engine } from '../support/engine';
import {
  count,
  eventsOf,
  gate,
  historyOf,
  names,
  openOn,
  scheduled,
  timers,
  until,
  withWorker,
} from './support';

const LEADER = 'gl-ubnd-tinh-chu-tich';
const urgent = (dueAt: number) => ({
  ladder: 'urgent' as const,
  deadline: { kind: 'leader' as const, dueAt, setBy: LEADER, setAt: Date.now() },
});

describe('when a case wakes by itself', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine?.stop());

  const handle = (id: string) => engine.client.workflow.getHandle(`recommendation:${id}`);
  const order = (id: string, command: { type: string; [field: string]: unknown }, now = Date.now()) =>
    send(engine.client, 'recommendation', id, command, { now });
  const passed = async (id: string, clockId: string) =>
    (await eventsOf(engine.pool, id)).filter(
      (event) => event.type === 'deadlinePassed' && event.data.clockId === clockId,
    );

  it('arms its timer anew only when the instant changes', async () => {
    const id = await openRequest(engine.client, Date.now());
    await settledAt(engine.pool, id, 1);
    for (const text of ['một', 'hai', 'ba']) await order(id, { type: 'note', text });
    const before = await historyOf(engine, 'recommendation', id);
    expect([count(before, 'TIMER_STARTED'), count(before, 'TIMER_CANCELED')]).toEqual([1, 0]);
    // The acknowledgement is given: the next instant is the due instant of the answer.
    await order(id, { type: 'accept', unitId: SCIENCE });
    await order(id, { type: 'note', text: 'bốn' });
    const after = await historyOf(engine, 'recommendation', id);
    expect([count(after, 'TIMER_STARTED'), count(after, 'TIMER_CANCELED')]).toEqual([2, 1]);
  });

  it('records an urgent deadline as passed once, and not before its instant', async () => {
    const dueAt = Date.now() + 2_500;
    const id = await openRequest(engine.client, Date.now(), urgent(dueAt));
    await settledAt(engine.pool, id, 1);
    await order(id, { type: 'accept', unitId: SCIENCE });
    expect(await passed(id, `response:${SCIENCE}`)).toEqual([]);
    await settledAt(engine.pool, id, 3);
    const events = await passed(id, `response:${SCIENCE}`);
    expect(events).toHaveLength(1);
    expect(events[0]?.at).toBeGreaterThanOrEqual(dueAt);
  });

  it('takes a due instant in the past as reached at once', async () => {
    const id = await openRequest(engine.client, Date.now() - 60_000, urgent(Date.now() - 5_000));
    await until('recorded', async () => (await passed(id, `response:${SCIENCE}`)).length === 1);
    const events = await historyOf(engine, 'recommendation', id);
    expect(timers(events).filter((ms) => ms <= 0)).toEqual([]);
  });

  it('looks again when somebody calls while it is looking', async () => {
    const { opened, open } = gate();
    let looks = 0;
    const wakeUp: typeof activities.wakeUp = async (input) => {
      looks += 1;
      const answer = await activities.wakeUp(input);
      if (looks === 1) await opened;
      return answer;
    };
    const queue = randomUUID();
    const id = await openOn(engine, queue);
    await withWorker(
      engine,
      queue,
      async () => {
        await settledAt(engine.pool, id, 1);
        await handle(id).signal(lookSignal);
        await until('first look', () => Promise.resolve(looks === 1));
        await handle(id).signal(lookSignal);
        await until('signal seen', async () => {
          const events = await historyOf(engine, 'recommendation', id);
          const last = events
            .map((event) => Boolean(event.workflowExecutionSignaledEventAttributes))
            .lastIndexOf(true);
          return (
            count(events, 'WORKFLOW_EXECUTION_SIGNALED') === 2 &&
            count(events.slice(last), 'WORKFLOW_TASK_COMPLETED') > 0
          );
        });
        expect(looks).toBe(1);
        open();
        await until('second look', () => Promise.resolve(looks === 2));
        await order(id, { type: 'note', text: 'xong' });
      },
      { wakeUp },
    );
    expect(looks).toBe(2);
  });

  it('drops what it heard about itself when a command came meanwhile', async () => {
    const { opened, open } = gate();
    let looks = 0;
    const wakeUp: typeof activities.wakeUp = async (input) => {
      looks += 1;
      const answer = await activities.wakeUp(input);
      // The first look finds the deadline reached; before it reports, the unit answers.
      if (looks === 1) await opened;
      return answer;
    };
    const queue = randomUUID();
    const dueAt = Date.now() + 2_000;
    const id = await openOn(engine, queue, urgent(dueAt));
    await withWorker(
      engine,
      queue,
      async () => {
        await settledAt(engine.pool, id, 1);
        await order(id, { type: 'accept', unitId: SCIENCE });
        await until('first look', () => Promise.resolve(looks === 1));
        const answer = order(
          id,
          { type: 'respond', unitId: SCIENCE, outcome: 'explained', text: 'đã trả lời đúng hạn' },
          dueAt - 1,
        );
        await until('accepted', async () => {
          const events = await historyOf(engine, 'recommendation', id);
          return count(events, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED') === 2;
        });
        open();
        expect((await answer).version).toBe(3);
        await order(id, { type: 'note', text: 'không bị ghi quá hạn' });
      },
      { wakeUp },
    );
    expect((await eventsOf(engine.pool, id)).map((event) => event.type)).toEqual([
      'submitted',
      'accepted',
      'responded',
      'noted',
    ]);
  });

  it('lets a command that arrives with the timer go first', async () => {
    const queue = randomUUID();
    const dueAt = Date.now() + 3_000;
    const id = await openOn(engine, queue, urgent(dueAt));
    await withWorker(engine, queue, async () => {
      await settledAt(engine.pool, id, 1);
      await order(id, { type: 'accept', unitId: SCIENCE });
      await until(
        'timer armed',
        async () => count(await historyOf(engine, 'recommendation', id), 'TIMER_STARTED') > 0,
      );
    });
    await until(
      'timer fired',
      async () => count(await historyOf(engine, 'recommendation', id), 'TIMER_FIRED') === 1,
    );
    const answer = order(
      id,
      { type: 'respond', unitId: SCIENCE, outcome: 'explained', text: 'vừa kịp' },
      dueAt - 1,
    );
    await withWorker(engine, queue, async () => {
      expect((await answer).version).toBe(3);
      await order(id, { type: 'note', text: 'tiếp' });
    });
    expect((await eventsOf(engine.pool, id)).map((event) => event.type)).toEqual([
      'submitted',
      'accepted',
      'responded',
      'noted',
    ]);
    expect(scheduled(await historyOf(engine, 'recommendation', id))).not.toContain('wakeUp');
  });

  it('judges two commands of one moment one after the other', async () => {
    const queue = randomUUID();
    const id = await openOn(engine, queue);
    const results = [
      order(id, { type: 'accept', unitId: SCIENCE }),
      order(id, { type: 'accept', unitId: SCIENCE }),
      order(id, { type: 'note', text: 'cùng lúc' }),
    ].map((sent) =>
      sent.then(
        (answer) => answer.version,
        () => 'refused',
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 500)); // they wait at the server: nobody works yet
    await withWorker(engine, queue, async () => {
      const [first, second, third] = await Promise.all(results);
      expect([first, second].sort()).toEqual([expect.any(Number), 'refused']);
      expect(third).toEqual(expect.any(Number));
    });
    const events = await historyOf(engine, 'recommendation', id);
    const tasks = events.flatMap(
      (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequestSequencingEventId ?? [],
    );
    expect(new Set(tasks.map(String)).size).toBe(1); // one activation brought both
    expect((await eventsOf(engine.pool, id)).map((event) => event.type).sort()).toEqual([
      'accepted',
      'noted',
      'submitted',
    ]);
  });

  it('does not run hot when PostgreSQL knows more of the case than its workflow', async () => {
    let looks = 0;
    let asleep: number | undefined;
    const wakeUp: typeof activities.wakeUp = async (input) => {
      looks += 1;
      return activities.wakeUp(input);
    };
    const queue = randomUUID();
    const id = await openOn(engine, queue, urgent(Date.now() + 2_000));
    await withWorker(
      engine,
      queue,
      async () => {
        await settledAt(engine.pool, id, 1);
        // As after a restore of an older Temporal: the row stands at a version the workflow does not know.
        await engine.pool.query(
          `UPDATE cases SET version = 9, state = jsonb_set(state, '{version}', '9'), wake_at = now() WHERE id = $1`,
          [id],
        );
        await until('asleep after its look', async () => {
          const events = await historyOf(engine, 'recommendation', id);
          return looks > 0 && names(events).slice(-2).includes('TIMER_STARTED');
        });
        asleep = timers(await historyOf(engine, 'recommendation', id)).at(-1);
      },
      { wakeUp },
    );
    expect(looks).toBe(1);
    expect(asleep).toBeGreaterThan(30_000);
  });
});
