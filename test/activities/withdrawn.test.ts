import { chase, deliver } from '../../activities';
import type { SubmittedData } from '../../domain/request/state';
import { SCIENCE } from '../support/cases';
import type { Story } from '../domain/request/support';
import { at, type Bench, isWaiting, rungs, rungStates, settled, startBench, story } from './support';

const RESPONSE = `response:${SCIENCE}`;

/** Due on Wednesday 25 November at 17:00; its first call is at 08:00 that day. */
const dueOn25: Partial<SubmittedData> = {
  deadline: { kind: 'leader', dueOn: '2026-11-25', setBy: 'gl-chu-tich', setAt: at('2026-11-20 09:00') },
};
const urgent: Partial<SubmittedData> = {
  ladder: 'urgent',
  deadline: {
    kind: 'leader',
    dueAt: at('2026-11-25 10:00'),
    setBy: 'gl-chu-tich',
    setAt: at('2026-11-20 09:00'),
  },
};

describe('work that was in time although its rung had fired meanwhile', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  const opened = async (data: Partial<SubmittedData>): Promise<Story> =>
    settled(bench, story(data).does('2026-11-20 09:10', 'accept'));
  const outcomes = (kind: string): Promise<{ person_id: string; outcome: string | null }[]> =>
    bench.rows('SELECT person_id, outcome FROM outbox WHERE kind = $1 ORDER BY id', [kind]);
  const notified = (): Promise<{ kind: string; person_id: string }[]> =>
    bench.rows('SELECT kind, person_id FROM notification ORDER BY at, person_id');

  it('withdraws the rung, and nobody hears of it when the notice had not left', async () => {
    const one = await opened(dueOn25);
    await chase({ office: SCIENCE, now: at('2026-11-23 08:00') });
    await deliver({ now: at('2026-11-23 16:30') });
    const before = await notified();
    expect((await chase({ office: SCIENCE, now: at('2026-11-25 08:00:05') })).fired).toBe(1);
    // Received at 07:59, settled only now.
    await settled(bench, one.does('2026-11-25 07:59', 'withdraw'));
    const [, , k3] = [null, ...(await rungs(bench, one.id, RESPONSE))];
    expect(k3).toMatchObject({ rung_id: 'K3', state: 'withdrawn', ended_why: 'withdrawn' });
    await deliver({ now: at('2026-11-25 13:30') });
    expect(await notified()).toEqual(before);
  });

  it('leaves fired what had its instant before the finish: late is late', async () => {
    const one = await opened(dueOn25);
    await chase({ office: SCIENCE, now: at('2026-11-25 08:00:05') });
    await settled(bench, one.does('2026-11-25 08:00', 'withdraw'));
    expect(await rungStates(bench, one.id, RESPONSE)).toEqual([
      'K2 fired',
      'K3 fired',
      'K4 cancelled',
      'K5 cancelled',
    ]);
  });

  it('is true of an answer too: its rung is withdrawn while the ward has the word', async () => {
    const one = await opened(dueOn25);
    await chase({ office: SCIENCE, now: at('2026-11-25 08:00:05') });
    await settled(bench, one.does('2026-11-25 07:59', 'respond'));
    expect(await rungStates(bench, one.id, RESPONSE)).toEqual([
      'K2 fired',
      'K3 withdrawn',
      'K4 held',
      'K5 held',
    ]);
  });

  it('and rejected after all, the rung is owed again, fires again and is told', async () => {
    const one = await opened(dueOn25);
    await chase({ office: SCIENCE, now: at('2026-11-25 08:00:05') });
    await settled(bench, one.does('2026-11-25 07:59', 'respond'));
    await deliver({ now: at('2026-11-25 13:30') });
    await settled(bench, one.does('2026-11-26 09:00', 'dispute'));
    expect((await rungStates(bench, one.id, RESPONSE))[1]).toBe('K3 armed');
    expect(await bench.signals(SCIENCE)).toBeGreaterThan(1);
    await chase({ office: SCIENCE, now: at('2026-11-26 09:01') });
    expect((await rungStates(bench, one.id, RESPONSE))[1]).toBe('K3 fired');
    await deliver({ now: at('2026-11-26 13:30') });
    const [last] = await bench.rows<{ person_id: string; items: { level: number }[] }>(
      'SELECT person_id, items FROM notification WHERE at = $1 AND person_id = $2',
      [new Date(at('2026-11-26 13:30')), 'person-024'],
    );
    expect(last?.items).toEqual([expect.objectContaining({ level: 3 })]);
  });

  it('sends a correction after a notice that has left, once, and calls the postman for it', async () => {
    const one = await opened(urgent);
    await chase({ office: SCIENCE, now: at('2026-11-25 10:00:10') });
    await deliver({ now: at('2026-11-25 10:00:10') });
    expect(await notified()).toEqual([{ kind: 'escalation', person_id: 'person-026' }]);
    const calls = await bench.signals('@postman');
    await settled(bench, one.does('2026-11-25 09:59', 'respond'));
    expect(await bench.signals('@postman')).toBe(calls + 1);
    expect(await outcomes('correction')).toEqual([{ person_id: 'person-026', outcome: null }]);
    await deliver({ now: at('2026-11-25 10:00:30') });
    await deliver({ now: at('2026-11-25 10:00:30') });
    expect(await notified()).toEqual([
      { kind: 'escalation', person_id: 'person-026' },
      { kind: 'correction', person_id: 'person-026' },
    ]);
  });

  it('sends the correction also when the notice is leaving in that very moment', async () => {
    const one = await opened(urgent);
    await chase({ office: SCIENCE, now: at('2026-11-25 10:00:10') });
    // The postman has the letter in hand: its row is locked, not yet marked as sent.
    const postman = await bench.pool.connect();
    await postman.query('BEGIN');
    await postman.query(`SELECT 1 FROM outbox WHERE case_id = $1 FOR UPDATE`, [one.id]);
    let isSettled = false;
    const settling = settled(bench, one.does('2026-11-25 09:59', 'respond')).then(() => {
      isSettled = true;
    });
    await isWaiting(bench, 1);
    expect(isSettled).toBe(false);
    await postman.query(`UPDATE outbox SET sent_at = now(), outcome = 'sent' WHERE case_id = $1`, [one.id]);
    await postman.query('COMMIT');
    postman.release();
    await settling;
    expect(await outcomes('correction')).toEqual([{ person_id: 'person-026', outcome: null }]);
  });

  it('waits for a chase under way, then withdraws what that fired', async () => {
    const one = await opened(dueOn25);
    const chasing = await bench.pool.connect();
    await chasing.query('BEGIN');
    await chasing.query(
      `UPDATE rung SET state = 'fired', fired_at = at WHERE case_id = $1 AND rung_id = 'K3' AND clock_id = $2`,
      [one.id, RESPONSE],
    );
    const settling = settled(bench, one.does('2026-11-25 07:59', 'withdraw'));
    await isWaiting(bench, 1);
    await chasing.query('COMMIT');
    chasing.release();
    await settling;
    expect((await rungStates(bench, one.id, RESPONSE))[1]).toBe('K3 withdrawn');
  });
});
