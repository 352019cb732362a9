import { randomUUID } from 'node:crypto';
import { startEngine, type Engine } from '../support/engine';
import { openRequest, send, settledAt, SCIENCE, FINANCE } from '../support/cases';
import { count, eventsOf, historyOf, names, refusalOf } from './support';

const MINUTE = 60_000;

describe('what a case accepts and what it refuses', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine?.stop());

  const opened = async (): Promise<string> => {
    const id = await openRequest(engine.client, Date.now());
    await settledAt(engine.pool, id, 1);
    return id;
  };
  const accept = (id: string, options: Partial<Parameters<typeof send>[4]> = {}) =>
    send(
      engine.client,
      'recommendation',
      id,
      { type: 'accept', unitId: SCIENCE },
      { now: Date.now(), ...options },
    );
  const note = (id: string, text: string, options: Partial<Parameters<typeof send>[4]> = {}) =>
    send(engine.client, 'recommendation', id, { type: 'note', text }, { now: Date.now(), ...options });

  it('leaves no trace of a refused command, neither in the history nor in the books', async () => {
    const id = await opened();
    await accept(id);
    const before = names(await historyOf(engine, 'recommendation', id));
    const refusal = await refusalOf(accept(id));
    expect(refusal).toMatchObject({
      type: 'CommandRefused',
      reason: 'notInThisDutyStatus',
      version: 2,
      last: { type: 'accepted', by: { name: 'Văn thư' } },
    });
    expect(refusal.allowed).toContain('respond');
    expect(refusal.allowed).not.toContain('accept');
    const after = names(await historyOf(engine, 'recommendation', id));
    expect(after).toEqual(before);
    expect(await eventsOf(engine.pool, id)).toHaveLength(2);
  });

  it('refuses whoever has an older page before them, and says which version stands', async () => {
    const id = await opened();
    await accept(id, { ifMatch: 1 });
    const stale = await refusalOf(note(id, 'muộn', { ifMatch: 1 }));
    expect(stale).toMatchObject({ type: 'VersionMismatch', reason: 'versionMismatch', version: 2 });
    expect((await note(id, 'đúng lúc', { ifMatch: 2 })).version).toBe(3);
  });

  it('sends back a command that was judged by dates read before the last event', async () => {
    const id = await opened();
    await accept(id, { version: 1 });
    expect(await refusalOf(note(id, 'cũ', { version: 1 }))).toMatchObject({
      type: 'StaleContext',
      version: 2,
    });
    expect((await note(id, 'mới', { version: 2 })).version).toBe(3);
  });

  it('does a command sent twice once, and answers both alike', async () => {
    const id = await opened();
    const key = randomUUID();
    const [first, together] = await Promise.all([note(id, 'một', { key }), note(id, 'một', { key })]);
    const later = await note(id, 'một', { key });
    expect([together, later]).toEqual([first, first]);
    expect((await eventsOf(engine.pool, id)).map((event) => event.type)).toEqual(['submitted', 'noted']);
  });

  it('answers a key used for another body with the hash of the first, and does nothing', async () => {
    const id = await opened();
    const key = randomUUID();
    const first = await note(id, 'một', { key });
    const other = await note(id, 'hai', { key });
    expect(other).toEqual(first);
    const events = await eventsOf(engine.pool, id);
    expect(events).toHaveLength(2);
    expect(events[1]?.data).toMatchObject({ text: 'một' });
  });

  it('repeats the answer even when the page has become old meanwhile', async () => {
    const id = await opened();
    const key = randomUUID();
    const first = await accept(id, { key, ifMatch: 1, version: 1 });
    await note(id, 'xen giữa');
    expect(await accept(id, { key, ifMatch: 1, version: 1 })).toEqual(first);
  });

  describe('the time of an event', () => {
    it('is when the command was received, not when the case came to it', async () => {
      const id = await openRequest(engine.client, Date.now() - 10 * MINUTE);
      await settledAt(engine.pool, id, 1);
      const receivedAt = Date.now() - 2 * MINUTE;
      await note(id, 'nhận trước hai phút', { now: receivedAt });
      expect((await eventsOf(engine.pool, id))[1]?.at).toBe(receivedAt);
    });

    it('is at most five minutes before the case hears of it', async () => {
      const id = await openRequest(engine.client, Date.now() - 60 * MINUTE);
      await settledAt(engine.pool, id, 1);
      const from = Date.now();
      await note(id, 'nhận trước nửa giờ', { now: from - 30 * MINUTE });
      const at = (await eventsOf(engine.pool, id))[1]?.at ?? 0;
      expect(at).toBeGreaterThanOrEqual(from - 5 * MINUTE - 1000);
      expect(at).toBeLessThanOrEqual(Date.now() - 5 * MINUTE + 1000);
    });

    it('is not before the event before it', async () => {
      const id = await openRequest(engine.client, Date.now() - 10 * MINUTE);
      await settledAt(engine.pool, id, 1);
      const [late, early] = [Date.now() - MINUTE, Date.now() - 3 * MINUTE];
      await note(id, 'thứ nhất', { now: late });
      await note(id, 'thứ hai', { now: early });
      expect((await eventsOf(engine.pool, id)).slice(1).map((event) => event.at)).toEqual([late, late]);
    });

    it('is not in the future, whatever the clock of the sender says', async () => {
      const id = await opened();
      await note(id, 'đồng hồ nhanh', { now: Date.now() + 60 * MINUTE });
      expect((await eventsOf(engine.pool, id))[1]?.at).toBeLessThanOrEqual(Date.now());
    });

    it('is also the time a command is judged by: asked for before the due instant is in time', async () => {
      const id = await openRequest(engine.client, Date.now() - 10 * MINUTE);
      await settledAt(engine.pool, id, 1);
      const due = Date.now() - 20_000;
      const ask = (now: number) =>
        send(
          engine.client,
          'recommendation',
          id,
          { type: 'requestExtension', unitId: SCIENCE, newDueOn: '2099-01-04', reason: 'chờ báo giá' },
          { now, context: { dues: { [`response:${SCIENCE}`]: due } } },
        );
      expect(await refusalOf(ask(due + 1))).toMatchObject({ reason: 'pastDue' });
      expect((await ask(due - 1)).version).toBe(2);
    });
  });

  it('lets one of two leaders who decide at once win; the other reads again', async () => {
    const id = await opened();
    const assign = (leadUnitId: string) =>
      send(
        engine.client,
        'recommendation',
        id,
        { type: 'assign', leadUnitId },
        { now: Date.now(), version: 1 },
      );
    const results = await Promise.allSettled([assign(FINANCE), assign(SCIENCE)]);
    expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const events = await eventsOf(engine.pool, id);
    expect(events.map((event) => event.type)).toEqual(['submitted', 'assigned']);
    expect(count(await historyOf(engine, 'recommendation', id), 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED')).toBe(
      1,
    );
  });
});
