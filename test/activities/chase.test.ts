import { chase } from '../../activities';
import type { SubmittedData } from '../../domain/request/state';
import { FINANCE, QUY_NHON, SCIENCE } from '../support/cases';
import { at, inParallel, rungStates, rungs, settled, startBench, story, type Bench } from './support';

const RESPONSE = `response:${SCIENCE}`;
const accepted = (data: Partial<SubmittedData> = {}) => story(data).does('2026-11-20 09:10', 'accept');
const due = (dueOn: string): Partial<SubmittedData> => ({
  deadline: { kind: 'leader', dueOn, setBy: 'gl-chu-tich', setAt: at('2026-11-20 09:00') },
});

describe('chasing an office', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  const escalated = (): Promise<{ rung: string; count: number }[]> =>
    bench.rows(
      `SELECT body::jsonb ->> 'rung' AS rung, count(*)::integer AS count FROM audit WHERE what = 'escalated' GROUP BY 1`,
    );

  it('fires what is due at that instant, not a millisecond early, and sleeps until the next', async () => {
    const one = await settled(bench, accepted());
    expect(await chase({ office: SCIENCE, now: at('2026-12-09 08:00') - 1 })).toEqual({
      fired: 0,
      nextAt: at('2026-12-09 08:00'),
      more: false,
    });
    expect(await rungStates(bench, one.id, RESPONSE)).not.toContain('K1 fired');
    expect(await chase({ office: SCIENCE, now: at('2026-12-09 08:00') })).toEqual({
      fired: 1,
      nextAt: at('2026-12-11 08:00'),
      more: false,
    });
    expect((await rungStates(bench, one.id, RESPONSE))[0]).toBe('K1 fired');
    expect(await bench.rows('SELECT sleeps_until FROM agenda WHERE office = $1', [SCIENCE])).toEqual([
      { sleeps_until: new Date(at('2026-12-11 08:00')) },
    ]);
  });

  it('twice at the same instant fires once: one escalation, one audit row, one notice per person', async () => {
    const one = await settled(bench, accepted());
    const now = at('2026-12-11 08:00');
    expect((await chase({ office: SCIENCE, now })).fired).toBe(2);
    const before = [
      await rungs(bench, one.id, RESPONSE),
      await bench.rows('SELECT * FROM outbox ORDER BY id'),
    ];
    expect((await chase({ office: SCIENCE, now })).fired).toBe(0);
    expect([
      await rungs(bench, one.id, RESPONSE),
      await bench.rows('SELECT * FROM outbox ORDER BY id'),
    ]).toEqual(before);
    expect((await escalated()).map((row) => row.count)).toEqual([1, 1]);
    // K1: the officer. K2: the director, and the officer again.
    expect(before[1]).toHaveLength(3);
    expect(await bench.signals('@postman')).toBe(1);
  });

  it('after an outage fires all that have passed', async () => {
    const one = await settled(bench, accepted());
    expect((await chase({ office: SCIENCE, now: at('2027-02-01 09:00') })).fired).toBe(5);
    const fired = await rungs(bench, one.id, RESPONSE);
    expect(fired.map((rung) => [rung.rung_id, rung.state, rung.position_id])).toEqual([
      ['K1', 'fired', 'gl-so-khoa-hoc-cong-nghe-chuyen-vien'],
      ['K2', 'fired', 'gl-so-khoa-hoc-cong-nghe-giam-doc'],
      ['K3', 'fired', 'gl-so-khoa-hoc-cong-nghe-giam-doc'],
      ['K4', 'fired', 'gl-pct-van-xa'],
      ['K5', 'fired', 'gl-chu-tich'],
    ]);
  });

  it('by four at once, with 1,200 rungs due: each fires exactly once, at most 500 in one transaction', async () => {
    const many = Array.from({ length: 240 }, () => accepted());
    await inParallel(many, 8, (one) => settled(bench, one));
    const now = at('2027-02-01 09:00');
    const rounds: number[] = [];
    const worker = async (): Promise<void> => {
      for (;;) {
        const { fired, more } = await chase({ office: SCIENCE, now });
        rounds.push(fired);
        if (fired === 0 && !more) return;
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    expect(rounds.reduce((sum, fired) => sum + fired, 0)).toBe(1200);
    expect(Math.max(...rounds)).toBe(500);
    expect(
      await bench.rows(`SELECT state, count(*)::integer FROM rung WHERE clock_id = $1 GROUP BY 1`, [
        RESPONSE,
      ]),
    ).toEqual([{ state: 'fired', count: 1200 }]);
    const counts = await escalated();
    expect(counts).toHaveLength(1200);
    expect(counts.every((row) => row.count === 1)).toBe(true);
    const doubled = await bench.rows('SELECT 1 FROM outbox GROUP BY rung_id, person_id HAVING count(*) > 1');
    expect(doubled).toEqual([]);
  });

  it('passes over the rungs a settle is changing just now, and fires them at the next look', async () => {
    const [busy, idle] = [await settled(bench, accepted()), await settled(bench, accepted())];
    const now = at('2026-12-09 08:00');
    const client = await bench.pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM rung WHERE case_id = $1 FOR UPDATE', [busy.id]);
    const first = await chase({ office: SCIENCE, now });
    expect(first).toMatchObject({ fired: 1, more: false });
    // It stays the next instant to look at: nobody falls asleep over it.
    expect(first.nextAt).toBe(now);
    await client.query('COMMIT');
    client.release();
    expect((await rungStates(bench, idle.id, RESPONSE))[0]).toBe('K1 fired');
    expect((await rungStates(bench, busy.id, RESPONSE))[0]).toBe('K1 armed');
    expect((await chase({ office: SCIENCE, now })).fired).toBe(1);
  });

  it('goes up when a post is vacant, each hop recorded', async () => {
    await bench.owner.query('DELETE FROM holder WHERE position_id = $1', [
      'gl-so-khoa-hoc-cong-nghe-giam-doc',
    ]);
    const one = await settled(bench, accepted());
    await chase({ office: SCIENCE, now: at('2026-12-11 08:00') });
    const [, director] = await rungs(bench, one.id, RESPONSE);
    expect(director).toMatchObject({
      state: 'fired',
      position_id: 'gl-so-khoa-hoc-cong-nghe-pho-giam-doc',
      hops: [{ positionId: 'gl-so-khoa-hoc-cong-nghe-giam-doc', why: expect.stringContaining('khuyết') }],
    });
  });

  it('leaves the unit when nobody is there: to the vice-chair in charge of it', async () => {
    await bench.owner.query(
      `DELETE FROM holder WHERE position_id IN (SELECT id FROM position WHERE unit_id = $1)`,
      [SCIENCE],
    );
    const one = await settled(bench, accepted());
    await chase({ office: SCIENCE, now: at('2026-12-09 08:00') });
    expect((await rungs(bench, one.id, RESPONSE))[0]).toMatchObject({
      state: 'fired',
      position_id: 'gl-pct-van-xa',
    });
  });

  it('tells who holds the post on the day it fires: the substitute until the 27th, then the officer', async () => {
    const data = { ...due('2026-12-02'), leadUnitIds: [FINANCE] };
    const [during, after] = [await settled(bench, accepted(data)), await settled(bench, accepted(data))];
    const clock = `response:${FINANCE}`;
    // The second case's first rung could not be fired until Monday.
    await bench.pool.query('UPDATE rung SET retry_at = $2 WHERE case_id = $1', [
      after.id,
      new Date(at('2026-11-30 08:00')),
    ]);
    expect((await chase({ office: FINANCE, now: at('2026-11-27 08:00') })).fired).toBe(1);
    expect((await rungs(bench, during.id, clock))[0]).toMatchObject({
      rung_id: 'K1',
      person_id: 'person-036',
      on_behalf_of: 'person-013',
      position_id: 'gl-so-tai-chinh-chuyen-vien',
    });
    await chase({ office: FINANCE, now: at('2026-11-30 08:00') });
    expect((await rungs(bench, after.id, clock))[0]).toMatchObject({
      rung_id: 'K1',
      person_id: 'person-013',
      on_behalf_of: null,
    });
  });

  it('asks each of several wards for its own confirmation', async () => {
    const WARD = 'gl-xa-minh-hoa-b';
    const one = accepted({ wardIds: [QUY_NHON, WARD] }).does('2026-11-25 09:00', 'respond');
    await settled(bench, one);
    for (const office of [QUY_NHON, WARD]) await chase({ office, now: at('2027-01-04 09:00') });
    const [, ours] = await rungs(bench, one.id, `confirmation:${QUY_NHON}`);
    const [, theirs] = await rungs(bench, one.id, `confirmation:${WARD}`);
    expect([ours?.position_id, theirs?.position_id]).toEqual([
      'gl-phuong-quy-nhon-chu-tich',
      'gl-xa-minh-hoa-b-chu-tich',
    ]);
  });

  describe('a rung that cannot be fired', () => {
    const broken = async (change: string): Promise<string> => {
      const one = await settled(bench, accepted());
      await settled(bench, accepted());
      await bench.pool.query(`UPDATE rung SET ${change} WHERE case_id = $1 AND rung_id = 'K1'`, [one.id]);
      return one.id;
    };
    const NOW = at('2026-12-09 08:00');

    it.each([
      [`ladder = 'LD-GONE'`, 'unknown ladder LD-GONE'],
      [`ladder = 'LD-DIRECTIVE'`, 'ladder LD-DIRECTIVE has no rung K1'],
    ])(
      '(%s) is set aside with its reason, holds nobody up, and is tried again a quarter of an hour later',
      async (change, why) => {
        const id = await broken(change);
        expect(await chase({ office: SCIENCE, now: NOW })).toEqual({
          fired: 1,
          nextAt: NOW + 15 * 60_000,
          more: false,
        });
        expect((await rungs(bench, id, RESPONSE))[0]).toMatchObject({
          state: 'armed',
          retry_at: new Date(NOW + 15 * 60_000),
          retry_reason: why,
        });
        expect((await chase({ office: SCIENCE, now: NOW + 14 * 60_000 })).fired).toBe(0);
        await bench.pool.query(`UPDATE rung SET ladder = 'LD-RECOMMENDATION' WHERE case_id = $1`, [id]);
        expect((await chase({ office: SCIENCE, now: NOW + 15 * 60_000 })).fired).toBe(1);
        expect((await rungs(bench, id, RESPONSE))[0]).toMatchObject({ state: 'fired', retry_reason: null });
      },
    );

    it('because nobody at all is left is named so', async () => {
      await bench.owner.query('DELETE FROM holder');
      const one = await settled(bench, accepted());
      await chase({ office: SCIENCE, now: NOW });
      expect((await rungs(bench, one.id, RESPONSE))[0]?.retry_reason).toBe('nobody answers for it');
    });

    it('and whose date has moved since is not fired at its old hour', async () => {
      const one = accepted();
      await settled(bench, one);
      await bench.pool.query(`UPDATE rung SET retry_at = $2 WHERE case_id = $1 AND rung_id = 'K1'`, [
        one.id,
        new Date(NOW + 15 * 60_000),
      ]);
      one.does('2026-12-09 08:05', 'requestInformation').does('2026-12-09 17:00', 'provideInformation');
      await settled(bench, one);
      expect((await chase({ office: SCIENCE, now: at('2026-12-09 17:30') })).fired).toBe(0);
      expect((await chase({ office: SCIENCE, now: at('2026-12-10 08:00') })).fired).toBe(1);
      const [moved] = await rungs(bench, one.id, RESPONSE);
      expect(moved).toMatchObject({
        at: new Date(at('2026-12-10 08:00')),
        fired_at: new Date(at('2026-12-10 08:00')),
      });
    });
  });
});
