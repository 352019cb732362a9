import { QUY_NHON, SCIENCE } from '../support/cases';
import { startTimeSkippingEngine, type Engine } from '../support/engine';
import { eventsOf } from './support';
import { Year, isOpenInFile } from './year';

const RESPONSE = `response:${SCIENCE}`;
const CONFIRMATION = `confirmation:${QUY_NHON}`;
const PROMISE = `promise:${SCIENCE}`;
const accept = { type: 'accept', unitId: SCIENCE };
const LEADER_DATE = (dueOn: string, setAt: number) =>
  ({ kind: 'leader', dueOn, setBy: 'gl-ubnd-tinh-chu-tich', setAt }) as const;

describe('a year and a quarter of the calendar, from December 2025 to March 2027', () => {
  let engine: Engine;
  let year: Year;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    engine = await startTimeSkippingEngine();
    year = await Year.begin(engine);
    await live();
  }, 120_000);
  afterAll(() => engine?.stop());

  /** Every story in the order of its days; nothing is asked before the year is over. */
  async function live(): Promise<void> {
    await year.goTo('2025-12-15 09:00');
    ids.newYear = await year.open();
    await year.goTo('2025-12-16 09:00');
    await year.order(ids.newYear, accept);

    await year.goTo('2026-02-03 09:00');
    ids.tet = await year.open({ deadline: LEADER_DATE(year.on('2026-02-24'), await year.now()) });
    await year.goTo('2026-02-03 10:00');
    await year.order(ids.tet, accept);

    await year.goTo('2026-03-16 09:00');
    ids.silent = await year.open();
    await year.goTo('2026-03-17 09:00');
    await year.order(ids.silent, {
      type: 'respond',
      unitId: SCIENCE,
      outcome: 'explained',
      text: 'đã giải thích',
    });

    await year.goTo('2026-04-06 09:00');
    await year.order(ids.silent, { type: 'confirm', unitId: SCIENCE }, { relations: ['office'] });

    await year.goTo('2026-05-11 09:00');
    ids.extended = await year.open({ deadline: LEADER_DATE(year.on('2026-05-29'), await year.now()) });
    await year.goTo('2026-05-11 10:00');
    await year.order(ids.extended, accept);
    await year.goTo('2026-05-27 09:00');
    const longer = { unitId: SCIENCE, newDueOn: year.on('2026-06-19'), reason: 'chờ báo giá' };
    await year.order(ids.extended, { type: 'requestExtension', ...longer });
    await year.order(ids.extended, { type: 'decideExtension', unitId: SCIENCE, granted: true });

    await year.goTo('2026-07-06 09:00');
    ids.paused = await year.open();
    await year.goTo('2026-07-06 10:00');
    await year.order(ids.paused, accept);
    await year.goTo('2026-07-15 09:00');
    await year.order(ids.paused, { type: 'requestInformation', unitId: SCIENCE, question: 'Cần mấy máy?' });
    await year.goTo('2026-08-12 10:00');
    await year.order(ids.paused, { type: 'provideInformation', answer: 'Ba máy' });

    await year.goTo('2026-10-05 09:00');
    ids.promised = await year.open();
    const planned = { outcome: 'planned', text: 'sẽ cấp', promisedOn: year.on('2027-02-12') };
    await year.order(ids.promised, { type: 'respond', unitId: SCIENCE, ...planned });
    await year.goTo('2026-10-06 09:00');
    await year.order(ids.promised, { type: 'confirm', wardId: QUY_NHON });

    await year.goTo('2027-03-15 18:00');
  }

  interface Fired {
    rung: string;
    round: number;
    at: string;
    fired: string;
    state: string;
  }
  async function rungs(id: string | undefined, clockId: string, states = ['fired']): Promise<Fired[]> {
    const { rows } = await engine.pool.query<{
      rung_id: string;
      round: number;
      at: Date;
      fired_at: Date;
      state: string;
    }>(
      `SELECT rung_id, round, at, fired_at, state FROM rung WHERE case_id = $1 AND clock_id = $2 AND state = ANY($3)
       ORDER BY round, level`,
      [id, clockId, states],
    );
    return rows.map((row) => ({
      rung: row.rung_id,
      round: row.round,
      at: year.words(row.at),
      fired: row.fired_at && year.words(row.fired_at),
      state: row.state,
    }));
  }
  const days = (fired: Fired[]): string[] => fired.map((one) => `${one.rung} ${one.fired}`);

  const response = (name: string): Promise<Fired[]> => rungs(ids[name], RESPONSE);
  /** What became a fact by itself, and when. */
  const facts = async (id: string | undefined): Promise<string[]> =>
    (await eventsOf(engine.pool, id ?? ''))
      .filter((event) => event.type === 'deadlinePassed')
      .map((event) => `${year.words(event.at).slice(0, 10)} ${String(event.data.clockId)}`);

  it('climbs over the New Year: Friday 2 January is closed, Saturday 10 January is worked', async () => {
    expect(days(await response('newYear'))).toEqual([
      'K1 2025-12-31 08:00',
      'K2 2026-01-06 08:00',
      'K3 2026-01-07 08:00',
      'K4 2026-01-10 08:00',
      'K5 2026-01-15 08:00',
    ]);
    expect(await facts(ids.newYear)).toEqual([`2026-01-07 ${RESPONSE}`]);
  });

  it('keeps silent during Tết: the reminder comes before it, the warning on the first day after it', async () => {
    expect(days(await response('tet'))).toEqual([
      'K1 2026-02-12 08:00',
      'K2 2026-02-23 08:00',
      'K3 2026-02-24 08:00',
      'K4 2026-02-27 08:00',
      'K5 2026-03-05 08:00',
    ]);
  });

  it('records the silence of the ward as silence, and leaves the decision to the provincial office', async () => {
    expect(days(await rungs(ids.silent, CONFIRMATION))).toEqual([
      'C1 2026-03-23 08:00',
      'C2 2026-03-24 08:00',
      'C3 2026-03-27 08:00',
    ]);
    // The ward's own clock ends at 24:00 of 24 March.
    expect(await facts(ids.silent)).toEqual([`2026-03-25 ${CONFIRMATION}`]);
    expect(await response('silent')).toEqual([]);
    const { rows } = await engine.pool.query('SELECT status FROM cases WHERE id = $1', [ids.silent]);
    expect(rows).toEqual([{ status: 'closed' }]);
  });

  it('takes the rungs of the old date back when an extension is granted, and climbs to the new date', async () => {
    const all = await rungs(ids.extended, RESPONSE, ['fired', 'cancelled', 'armed', 'held']);
    expect(all.filter((one) => one.round === 1).map((one) => [one.rung, one.state, one.fired])).toEqual([
      ['K1', 'fired', '2026-05-26 08:00'],
      ['K2', 'cancelled', null],
      ['K3', 'cancelled', null],
      ['K4', 'cancelled', null],
      ['K5', 'cancelled', null],
    ]);
    expect(days(all.filter((one) => one.round === 2))).toEqual([
      'K1 2026-06-16 08:00',
      'K2 2026-06-18 08:00',
      'K3 2026-06-19 08:00',
      'K4 2026-06-24 08:00',
      'K5 2026-06-30 08:00',
    ]);
    expect(await facts(ids.extended)).toEqual([`2026-06-19 ${RESPONSE}`]);
  });

  it('chases the ward while the department waits for it, and the department from where it stopped', async () => {
    expect(days(await rungs(ids.paused, `information:${QUY_NHON}`))).toEqual([
      'I1 2026-07-21 08:00',
      'I2 2026-07-22 08:00',
      'I3 2026-07-24 08:00',
    ]);
    // 20 working days and an hour later than 27 July; Saturday 22 August is worked, 31 August to 2 September are not.
    expect(days(await response('paused'))).toEqual([
      'K1 2026-08-20 08:00',
      'K2 2026-08-22 08:00',
      'K3 2026-08-24 08:00',
      'K4 2026-08-27 08:00',
      'K5 2026-09-07 08:00',
    ]);
    expect(await facts(ids.paused)).toEqual([`2026-07-23 information:${QUY_NHON}`, `2026-08-24 ${RESPONSE}`]);
  });

  it('climbs again for a promise that comes due on the day after Tết', async () => {
    expect(await response('promised')).toEqual([]);
    expect(days(await rungs(ids.promised, PROMISE))).toEqual([
      'K1 2027-02-02 08:00',
      'K2 2027-02-04 08:00',
      'K3 2027-02-12 08:00',
      'K4 2027-02-17 08:00',
      'K5 2027-02-23 08:00',
    ]);
    expect(await facts(ids.promised)).toEqual([`2027-02-12 ${PROMISE}`]);
  });

  it('fires no rung early, none twice, none on a closed day, and leaves none behind', async () => {
    const { rows } = await engine.pool.query<{ id: string; at: Date; fired_at: Date; times: number }>(
      `SELECT r.id, r.at, r.fired_at, (SELECT count(*)::integer FROM audit a WHERE a.what = 'escalated'
         AND a.case_id = r.case_id AND a.body::jsonb ->> 'rung' = r.id::text) AS times
       FROM rung r WHERE state = 'fired'`,
    );
    // 32 of the stories above, and two warnings that acknowledgements were due (16 December, 17 March).
    expect(rows).toHaveLength(34);
    for (const row of rows) {
      const lag = row.fired_at.getTime() - row.at.getTime();
      expect(lag).toBeGreaterThanOrEqual(0);
      expect(lag).toBeLessThan(10_000);
      expect(row.times).toBe(1);
      const [date = '', hour] = year.words(row.fired_at).split(' ');
      expect([date, isOpenInFile(date), hour]).toEqual([date, true, '08:00']);
    }
    const { rows: left } = await engine.pool.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM rung WHERE state IN ('armed', 'held')`,
    );
    expect(left[0]?.n).toBe(0);
  });

  it('records a passed deadline within ten minutes after its instant, never before', async () => {
    for (const id of Object.values(ids))
      for (const event of await eventsOf(engine.pool, id)) {
        if (event.type !== 'deadlinePassed') continue;
        const lag = event.at - Number(event.data.dueAt);
        expect(lag).toBeGreaterThanOrEqual(0);
        expect(lag).toBeLessThan(10 * 60_000 + 5_000);
      }
  });

  it('brings notices at the hours of the digest on open days only, and tells nobody the same twice', async () => {
    const { rows } = await engine.pool.query<{
      at: Date;
      person_id: string;
      items: { escalationId: string }[];
    }>('SELECT at, person_id, items FROM notification');
    expect(rows.length).toBeGreaterThan(34);
    const told = rows.flatMap((row) => row.items.map((item) => `${row.person_id} ${item.escalationId}`));
    expect(new Set(told).size).toBe(told.length);
    for (const row of rows) {
      const [date = '', hour = ''] = year.words(row.at).split(' ');
      expect([date, isOpenInFile(date)]).toEqual([date, true]);
      expect(['07:45', '13:30', '16:30']).toContain(hour);
    }
  });
});
