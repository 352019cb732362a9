import { randomUUID } from 'node:crypto';
import type { CaseInput } from '../../workflows/messages';
import { openRequest, send, settledAt, SCIENCE } from '../support/cases';
import type { Engine } from '../support/engine';
import { startEngineOnSmallServer } from './small-server';
import { count, eventsOf, refusalOf, until, type HistoryEvent } from './support';

/** History events after which this server suggests to continue as new; 4,096 in earnest. */
const SUGGESTED_AT = 40;

describe('a case whose history has become long', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngineOnSmallServer(SUGGESTED_AT);
  });
  afterAll(() => engine?.stop());

  const handle = (id: string, runId?: string) =>
    engine.client.workflow.getHandle(`recommendation:${id}`, runId);
  const order = (id: string, command: { type: string; [field: string]: unknown }, key?: string) =>
    send(engine.client, 'recommendation', id, command, { now: Date.now(), key });
  const runOf = async (id: string): Promise<string> => (await handle(id).describe()).runId;
  const history = async (id: string, runId?: string): Promise<HistoryEvent[]> =>
    (await handle(id, runId).fetchHistory()).events ?? [];
  const carriedInto = async (id: string): Promise<CaseInput['carried']> => {
    const first = (await history(id))[0]?.workflowExecutionStartedEventAttributes;
    const data = first?.input?.payloads?.[0]?.data;
    return (JSON.parse(Buffer.from(data ?? []).toString()) as CaseInput).carried;
  };

  async function opened(): Promise<string> {
    const id = await openRequest(engine.client, Date.now());
    await settledAt(engine.pool, id, 1);
    return id;
  }

  /** Notes until the case begins another run. */
  async function untilAnew(id: string, from = 1): Promise<string[]> {
    const first = await runOf(id);
    const keys: string[] = [];
    for (let n = from; (await runOf(id)) === first; n += 1) {
      if (n > from + 30) throw new Error('never continued as new');
      const key = randomUUID();
      await order(id, { type: 'note', text: `lần ${n}` }, key);
      keys.push(key);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return keys;
  }

  it('goes on in a new run with its facts, its answers and nothing unwritten', async () => {
    const id = await opened();
    await order(id, { type: 'accept', unitId: SCIENCE });
    const before = await runOf(id);
    const keys = await untilAnew(id);
    const old = await history(id, before);
    expect(count(old, 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW')).toBe(1);
    // In a quiet moment: every accepted command was answered in the run it came to.
    expect(count(old, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED')).toBe(
      count(old, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED'),
    );
    const carried = await carriedInto(id);
    const events = await eventsOf(engine.pool, id);
    const { rows } = await engine.pool.query<{ state: object; wake_at: Date }>(
      'SELECT state, wake_at FROM cases WHERE id = $1',
      [id],
    );
    expect(carried).toMatchObject({ schema: 1, settled: events.length, wakeAt: rows[0]?.wake_at.getTime() });
    expect(carried?.state).toEqual(rows[0]?.state);
    expect(carried?.answers.slice(1).map((answer) => answer.commandId)).toEqual(keys);
  });

  it('does a command repeated in the next run only once, and gives the same answer', async () => {
    const id = await opened();
    const key = randomUUID();
    const first = await order(id, { type: 'accept', unitId: SCIENCE }, key);
    await untilAnew(id);
    const written = (await eventsOf(engine.pool, id)).length;
    expect(await order(id, { type: 'accept', unitId: SCIENCE }, key)).toEqual(first);
    expect((await order(id, { type: 'note', text: 'thân khác' }, key)).bodyHash).toBe(first.bodyHash);
    expect(await eventsOf(engine.pool, id)).toHaveLength(written);
    expect((await order(id, { type: 'note', text: 'lệnh mới' })).version).toBe(written + 1);
  });

  it('looks at its dates at once in the new run, and sleeps until the same instant', async () => {
    const id = await opened();
    await untilAnew(id);
    await until('asleep', async () => count(await history(id), 'TIMER_STARTED') === 1);
    const events = await history(id);
    const looked = events.find((event) => event.activityTaskScheduledEventAttributes);
    expect(looked?.activityTaskScheduledEventAttributes?.activityType?.name).toBe('wakeUp');
    const timer = events.find((event) => event.timerStartedEventAttributes);
    const { startToFireTimeout } = timer?.timerStartedEventAttributes ?? {};
    const { rows } = await engine.pool.query<{ wake_at: Date }>('SELECT wake_at FROM cases WHERE id = $1', [
      id,
    ]);
    const started = Number(timer?.eventTime?.seconds ?? 0);
    const wakes = started + Number(startToFireTimeout?.seconds ?? 0);
    expect(Math.abs(wakes - (rows[0]?.wake_at.getTime() ?? 0) / 1000)).toBeLessThan(3);
  });

  it('loses no command of a crowd that keeps coming while it changes runs', async () => {
    const id = await opened();
    const before = await runOf(id);
    const sent = 120;
    const texts = Array.from({ length: sent }, (_, index) => `đồng thời ${index}`);
    /** As the API does: the same key again after 503 or a broken answer. */
    const insist = async (text: string): Promise<number> => {
      const key = randomUUID();
      for (let attempt = 0; ; attempt += 1)
        try {
          return (await order(id, { type: 'note', text }, key)).version;
        } catch (error) {
          if (attempt > 200) throw error;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
    };
    const lanes = Array.from({ length: 6 }, async (_, lane) => {
      const versions: number[] = [];
      for (let index = lane; index < sent; index += 6) versions.push(await insist(texts[index] ?? ''));
      return versions;
    });
    const versions = (await Promise.all(lanes)).flat().sort((a, b) => a - b);
    expect(versions).toEqual(texts.map((_, index) => index + 2));
    const noted = (await eventsOf(engine.pool, id)).slice(1).map((event) => String(event.data.text));
    expect([...noted].sort()).toEqual([...texts].sort());
    expect(await runOf(id)).not.toBe(before);
    // The last fifty answers travel; PostgreSQL has all of them.
    expect((await carriedInto(id))?.answers.length).toBeLessThanOrEqual(50);
  });

  it('takes no more than fits into its next run, and can still be ended', async () => {
    const id = await opened();
    const text = 'ữ'.repeat(20_000);
    let reason = '';
    for (let n = 0; n < 60 && reason === ''; n += 1)
      await order(id, { type: 'note', text }).catch(async (error: unknown) => {
        reason = (await refusalOf(Promise.reject(error as Error))).reason;
      });
    expect(reason).toBe('caseFull');
    await order(id, { type: 'note', text: 'ngắn' }).catch(() => undefined);
    await order(id, { type: 'accept', unitId: SCIENCE });
    expect(await runOf(id)).not.toBe('');
    await order(id, { type: 'withdraw', reason: 'đã xong' });
    expect((await handle(id).describe()).status.name).not.toBe('FAILED');
    expect((await eventsOf(engine.pool, id)).at(-1)?.type).toBe('withdrawn');
  }, 60_000);
});
