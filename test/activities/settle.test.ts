import { randomUUID } from 'node:crypto';
import { settle } from '../../activities';
import { useDeps } from '../../activities/context';
import { derive } from '../../domain/case/derive';
import { FINANCE, SCIENCE } from '../support/cases';
import {
  at,
  hold,
  inParallel,
  isWaiting,
  rungStates,
  settleEvent,
  settled,
  startBench,
  story,
  type Bench,
} from './support';

const RESPONSE = `response:${SCIENCE}`;

describe('settling an event', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench?.stop());

  /** Everything the database knows of a case, in one value. */
  const everything = async (id: string): Promise<unknown> => ({
    cases: await bench.rows('SELECT * FROM cases WHERE id = $1', [id]),
    events: await bench.rows('SELECT * FROM event WHERE case_id = $1 ORDER BY version', [id]),
    clocks: await bench.rows('SELECT * FROM clock WHERE case_id = $1 ORDER BY clock_id', [id]),
    rungs: await bench.rows('SELECT * FROM rung WHERE case_id = $1 ORDER BY clock_id, round, level', [id]),
    audit: await bench.rows('SELECT * FROM audit WHERE case_id = $1 ORDER BY seq', [id]),
    outbox: await bench.rows('SELECT * FROM outbox WHERE case_id = $1 ORDER BY id', [id]),
  });

  it('writes event, projection, clocks, rungs and audit together, and says when the case must wake', async () => {
    const one = story();
    const answer = await settleEvent(one, 1);
    const [row] = await bench.rows<{ code: string }>('SELECT * FROM cases WHERE id = $1', [one.id]);
    expect(row).toMatchObject({
      kind: 'recommendation',
      version: 1,
      status: 'assigned',
      lead_unit_id: SCIENCE,
      due_kind: 'default',
      due_at: new Date(at('2026-12-14 17:00')),
      wake_at: new Date(answer.wakeAt ?? 0),
      paused: false,
      closed_at: null,
    });
    expect(row?.code).toMatch(/^KN-2026-\d{6}$/);
    expect(answer.wakeAt).toBe(one.derived.wakeAt);
    expect(await rungStates(bench, one.id, RESPONSE)).toEqual(
      ['K1', 'K2', 'K3', 'K4', 'K5'].map((rung) => `${rung} armed`),
    );
    const audit = await bench.rows('SELECT what, version FROM audit WHERE case_id = $1', [one.id]);
    expect(audit).toEqual([{ what: 'submitted', version: 1 }]);
  });

  it('writes the answer of a second lead: the ward has one confirmation, in a further round', async () => {
    const one = story()
      .does('2026-11-23 09:00', 'respond')
      .does('2026-11-25 09:00', 'dispute')
      .does('2026-11-25 10:00', 'assign', { leadUnitId: FINANCE })
      .does('2026-11-26 11:00', 'respond');
    await settled(bench, one);
    const clocks = await bench.rows(
      `SELECT unit_id, round, state FROM clock WHERE case_id = $1 AND kind = 'confirmation'`,
      [one.id],
    );
    expect(clocks).toEqual([{ unit_id: one.state.wardIds[0], round: 2, state: 'running' }]);
  });

  it('twice gives the same answer and leaves one event, one audit row and no rung doubled', async () => {
    const one = story().does('2026-11-23 09:00', 'accept');
    await settled(bench, one);
    const before = await everything(one.id);
    const first = await settleEvent(one, 1);
    const again = await settleEvent(one, 2);
    expect(again.wakeAt).toBe(one.derived.wakeAt);
    // An older version asked again is answered with the wake-up as it is now.
    expect(first).toEqual(again);
    expect(await everything(one.id)).toEqual(before);
  });

  it('again after a recomputation answers with the wake-up as it is by then', async () => {
    const one = await settled(bench, story());
    const moved = new Date(at('2026-11-30 08:00'));
    await bench.pool.query('UPDATE cases SET wake_at = $2 WHERE id = $1', [one.id, moved]);
    expect(await settleEvent(one, 1)).toEqual({ wakeAt: moved.getTime() });
  });

  it('by two workers at once happens once', async () => {
    const one = await settled(bench, story());
    one.does('2026-11-23 09:00', 'accept');
    const held = await hold(bench, 'SELECT 1 FROM cases WHERE id = $1 FOR UPDATE', [one.id]);
    const settling = Promise.all([settleEvent(one, 2), settleEvent(one, 2)]);
    await isWaiting(bench, 2);
    await held.release();
    const both = await settling;
    expect(both[0]).toEqual(both[1]);
    expect(await bench.rows('SELECT version FROM event WHERE case_id = $1 ORDER BY 1', [one.id])).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
    expect(await bench.rows('SELECT 1 FROM audit WHERE case_id = $1', [one.id])).toHaveLength(2);
  });

  it('opened by two workers at once: one of them fails and, tried again, answers like the other', async () => {
    const one = story();
    const codes = await bench.rows<{ last: number }>('SELECT last FROM serial');
    const both = await Promise.allSettled([settleEvent(one, 1), settleEvent(one, 1)]);
    expect(both.filter((result) => result.status === 'fulfilled').length).toBeGreaterThan(0);
    expect(await settleEvent(one, 1)).toEqual({ wakeAt: one.derived.wakeAt });
    expect(await bench.rows('SELECT 1 FROM audit WHERE case_id = $1', [one.id])).toHaveLength(1);
    // No number was lost over it.
    const [after] = await bench.rows<{ last: number }>('SELECT last FROM serial');
    expect(after?.last).toBe((codes[0]?.last ?? 0) + 1);
  });

  it('out of order fails and changes nothing', async () => {
    const one = await settled(bench, story());
    one.does('2026-11-23 09:00', 'accept').does('2026-11-25 09:00', 'respond');
    const before = await everything(one.id);
    await expect(settleEvent(one, 3)).rejects.toThrow('version 3 before 2');
    expect(await everything(one.id)).toEqual(before);
    await expect(
      settle({ kind: 'recommendation', id: randomUUID(), version: 2, event: one.events[1]! }),
    ).rejects.toThrow('version 2 before 1');
  });

  it('opens many cases at once with codes that have neither gaps nor doubles', async () => {
    const many = Array.from({ length: 20 }, () => story());
    await inParallel(many, 8, (one) => settleEvent(one, 1));
    const rows = await bench.rows<{ code: string }>(
      `SELECT code FROM cases WHERE code LIKE 'KN-2026-%' ORDER BY code`,
    );
    expect(rows.map((row) => row.code)).toEqual(
      rows.map((_, index) => `KN-2026-${String(index + 1).padStart(6, '0')}`),
    );
  });

  it('keeps the projection equal to the fold of the events, and clocks and rungs to what they derive', async () => {
    const one = story({ supportingUnitIds: ['gl-so-tai-chinh'] })
      .does('2026-11-25 09:00', 'requestInformation')
      .does('2026-11-27 09:00', 'provideInformation')
      .does('2026-12-10 09:00', 'requestExtension')
      .does('2026-12-10 10:00', 'decideExtension');
    await settled(bench, one);
    const [row] = await bench.rows<{ state: object }>('SELECT state FROM cases WHERE id = $1', [one.id]);
    expect(row?.state).toEqual(JSON.parse(JSON.stringify(one.state)));
    const derived = derive(one.state, await bench.rules.current());
    const clocks = await bench.rows<{ clock_id: string; due_at: Date; state: string }>(
      'SELECT clock_id, due_at, state FROM clock WHERE case_id = $1 ORDER BY clock_id',
      [one.id],
    );
    expect(clocks).toEqual(
      derived.clocks
        .map(({ id, due, state }) => ({ clock_id: id, due_at: new Date(due?.dueAt ?? 0), state }))
        .sort((a, b) => (a.clock_id < b.clock_id ? -1 : 1)),
    );
    expect(await rungStates(bench, one.id, RESPONSE, 1)).toEqual(
      ['K1', 'K2', 'K3', 'K4', 'K5'].map((rung) => `${rung} cancelled`),
    );
    expect(await rungStates(bench, one.id, RESPONSE, 2)).toEqual(
      derived.rungs.filter((rung) => rung.clockId === RESPONSE).map((rung) => `${rung.rungId} armed`),
    );
  });

  it('refuses to let one command count for two cases', async () => {
    const [first, second] = [story(), story()];
    for (const one of [first, second]) Object.assign(one.events[0]!, { commandId: `${first.id}-key` });
    await settleEvent(first, 1);
    await expect(settleEvent(second, 1)).rejects.toThrow('event_by_command');
    expect(await bench.rows('SELECT 1 FROM cases WHERE id = $1', [second.id])).toEqual([]);
  });

  it('ends a case: what was armed is cancelled, with when and why', async () => {
    const one = story().does('2026-11-27 09:00', 'withdraw');
    await settled(bench, one);
    const rows = await bench.rows('SELECT DISTINCT state, ended_at, ended_why FROM rung WHERE case_id = $1', [
      one.id,
    ]);
    expect(rows).toEqual([
      { state: 'cancelled', ended_at: new Date(at('2026-11-27 09:00')), ended_why: 'withdrawn' },
    ]);
  });

  it('lets a unit that sent the case back see it still', async () => {
    const one = story().does('2026-11-23 09:00', 'return');
    await settled(bench, one);
    const [row] = await bench.rows('SELECT lead_unit_id, unit_ids FROM cases WHERE id = $1', [one.id]);
    expect(row).toEqual({ lead_unit_id: null, unit_ids: expect.arrayContaining([SCIENCE]) });
  });

  it('when the worker dies between commit and signal, the agenda is told at the next attempt', async () => {
    const one = story({ leadUnitIds: ['gl-so-y-te'] });
    const died = {
      workflow: {
        signalWithStart: () => Promise.reject(new Error('the worker died')),
      },
    };
    useDeps({ pool: bench.pool, rules: bench.rules, temporal: died as never });
    await expect(settleEvent(one, 1)).rejects.toThrow('the worker died');
    useDeps({ pool: bench.pool, rules: bench.rules, temporal: bench.temporal });
    expect(await bench.signals('gl-so-y-te')).toBe(0);
    expect(await settleEvent(one, 1)).toEqual({ wakeAt: one.derived.wakeAt });
    expect(await bench.signals('gl-so-y-te')).toBe(1);
    expect(await bench.rows('SELECT 1 FROM event WHERE case_id = $1', [one.id])).toHaveLength(1);
  });
});
