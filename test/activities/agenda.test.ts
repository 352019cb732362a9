import { randomUUID } from 'node:crypto';
import { chase, settle, wakeLate } from '../../activities';
import type { SubmittedData } from '../../domain/request/state';
import { jobWorkflowId } from '../../workflows/messages';
import { SCIENCE } from '../support/cases';
import { at, hold, isWaiting, settled, settleEvent, startBench, story, type Bench } from './support';

const urgent = (dueAt: string): Partial<SubmittedData> => ({
  ladder: 'urgent',
  deadline: { kind: 'leader', dueAt: at(dueAt), setBy: 'gl-chu-tich', setAt: at('2026-11-20 09:00') },
});

describe('an office’s agenda', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  const sleepsUntil = async (): Promise<unknown> =>
    (
      await bench.rows<{ sleeps: string }>(
        'SELECT sleeps_until::text AS sleeps FROM agenda WHERE office = $1',
        [SCIENCE],
      )
    )[0]?.sleeps;
  /** As an agenda that is at work just now: `chase` writes until when it sleeps only at its end. */
  const agendaAtWork = (): Promise<unknown> =>
    bench.pool.query(
      `INSERT INTO agenda VALUES ($1, '-infinity') ON CONFLICT (office) DO UPDATE SET sleeps_until = '-infinity'`,
      [SCIENCE],
    );
  /** Somebody holds the row that settle and chase meet at; released, they go on in the order in which they came. */
  const holdAgenda = (): Promise<{ release(): Promise<void> }> =>
    hold(bench, 'SELECT 1 FROM agenda WHERE office = $1 FOR UPDATE', [SCIENCE]);

  it('about to fall asleep sees the rung that a settle before it has armed', async () => {
    await agendaAtWork();
    const held = await holdAgenda();
    const settling = settleEvent(story(), 1);
    await isWaiting(bench, 1);
    const chasing = chase({ office: SCIENCE, now: at('2026-11-20 09:00:01') });
    await isWaiting(bench, 2);
    await held.release();
    await settling;
    const { nextAt } = await chasing;
    // The first rung of the case: accepting is due on the 25th, and said so that morning.
    expect(nextAt).toBe(at('2026-11-25 08:00'));
    expect(await bench.signals(SCIENCE)).toBe(0);
  });

  it('that has fallen asleep first is called by the settle that comes after', async () => {
    await agendaAtWork();
    const held = await holdAgenda();
    const chasing = chase({ office: SCIENCE, now: at('2026-11-20 09:00:01') });
    await isWaiting(bench, 1);
    const settling = settleEvent(story(), 1);
    await isWaiting(bench, 2);
    await held.release();
    expect((await chasing).nextAt).toBeNull();
    await settling;
    expect(await sleepsUntil()).toBe('infinity');
    expect(await bench.signals(SCIENCE)).toBe(1);
  });

  it('is either seen or called, whatever the order, twenty times over', async () => {
    for (let round = 0; round < 20; round += 1) {
      await agendaAtWork();
      const before = await bench.signals(SCIENCE);
      const one = story({}, '2026-11-20 09:00');
      const [{ nextAt }] = await Promise.all([
        chase({ office: SCIENCE, now: at('2026-11-20 09:00:01') }),
        settleEvent(one, 1),
      ]);
      const isSeen = nextAt !== null && nextAt <= at('2026-11-25 08:00');
      expect(isSeen || (await bench.signals(SCIENCE)) > before).toBe(true);
      await bench.pool.query(`UPDATE rung SET state = 'cancelled'`);
    }
  });

  it('that sleeps long enough already is left alone; one that would oversleep is called', async () => {
    await settled(bench, story());
    await chase({ office: SCIENCE, now: at('2026-11-20 09:11') });
    const calls = await bench.signals(SCIENCE);
    // Another like it: nothing earlier than what the agenda sleeps until.
    await settled(bench, story());
    expect(await bench.signals(SCIENCE)).toBe(calls);
    const hasty = story(urgent('2026-11-22 22:30')).does('2026-11-20 09:10', 'accept');
    await settled(bench, hasty);
    expect(await bench.signals(SCIENCE)).toBeGreaterThan(calls);
  });

  it('is not called for what has fired already', async () => {
    const one = await settled(bench, story().does('2026-11-20 09:10', 'accept'));
    await chase({ office: SCIENCE, now: at('2026-12-09 08:00') });
    const calls = await bench.signals(SCIENCE);
    await settled(bench, one.does('2026-12-09 09:00', 'note').does('2026-12-09 09:05', 'note'));
    expect(await bench.signals(SCIENCE)).toBe(calls);
  });

  it('of a closed case needs nobody: settling again calls nobody', async () => {
    const one = await settled(bench, story().does('2026-11-20 09:10', 'withdraw'));
    const calls = await bench.signals(SCIENCE);
    const event = one.events[1];
    if (event) await settle({ kind: 'recommendation', id: one.id, version: 2, event });
    expect(await bench.signals(SCIENCE)).toBe(calls);
  });

  it('is woken by the watch when a rung has been due for twenty seconds and nobody looked', async () => {
    await settled(bench, story().does('2026-11-20 09:10', 'accept'));
    const calls = await bench.signals(SCIENCE);
    await wakeLate({ now: at('2026-12-09 08:00:19') });
    expect(await bench.signals(SCIENCE)).toBe(calls);
    await wakeLate({ now: at('2026-12-09 08:00:20') });
    expect(await bench.signals(SCIENCE)).toBe(calls + 1);
  });

  it('a job that is not done and that the engine has lost is begun again by the watch', async () => {
    const id = randomUUID();
    await bench.rows(
      `INSERT INTO job (id, kind, title, state, created_at, created_by, body_hash, started_at, scope)
       VALUES ('${id}', 'recalculate', 'Tính lại hạn', 'running', '2026-12-09T01:00:00Z', '{}', '', '2026-12-09T01:00:00Z', '{}')`,
    );
    const begun = (): Promise<string> =>
      bench.temporal.workflow
        .getHandle(jobWorkflowId(id))
        .describe()
        .then(({ status }) => status.name)
        .catch(() => 'none');
    await wakeLate({ now: at('2026-12-09 08:00:19') });
    expect(await begun()).toBe('none');
    await wakeLate({ now: at('2026-12-09 08:00:21') });
    expect(await begun()).not.toBe('none');
    await bench.temporal.workflow.getHandle(jobWorkflowId(id)).terminate();
  });

  it('the postman is woken by the watch too', async () => {
    await settled(bench, story().does('2026-11-20 09:10', 'accept'));
    await chase({ office: SCIENCE, now: at('2026-12-09 08:00') });
    // The digest of 08:05.
    const calls = await bench.signals('@postman');
    await wakeLate({ now: at('2026-12-09 08:05:19') });
    expect(await bench.signals('@postman')).toBe(calls);
    await wakeLate({ now: at('2026-12-09 08:05:21') });
    expect(await bench.signals('@postman')).toBe(calls + 1);
  });
});
