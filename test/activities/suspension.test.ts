/** Mass suspensions over open cases in PostgreSQL: stopped, silent, lifted, undone. */
import { randomUUID } from 'node:crypto';
import { chase, deliver } from '../../activities';
import type { SubmittedData } from '../../domain/request/state';
import { FINANCE, SCIENCE } from '../support/cases';
import { BODIES, COMMUNE, pinned, Story as Dossier } from '../domain/dossier/support';
import { WARD_B, type Story } from '../domain/request/support';
import {
  datesOf,
  jobCases,
  moved,
  run,
  settledDossier,
  suspending,
  undone,
  wakes,
} from './recompute-support';
import { at, rungStates, rungs, settled, startBench, story, type Bench } from './support';

const RESPONSE = `response:${SCIENCE}`;
const accepted = (data: Partial<SubmittedData> = {}): Story => story(data).does('2026-11-20 09:10', 'accept');
const date = (text: string): Date => new Date(at(text));
const science = { unitIds: [SCIENCE] };

describe('a mass suspension', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  const opened = (data: Partial<SubmittedData> = {}): Promise<Story> => settled(bench, accepted(data));
  const clockOf = async (id: string, clockId: string) =>
    (
      await bench.rows<{
        due_at: Date;
        stands_from: Date | null;
        late_at: Date | null;
        suspension_versions: string[];
      }>('SELECT * FROM clock WHERE case_id = $1 AND clock_id = $2', [id, clockId])
    )[0];
  /** Everything derived, as it is stored, whatever the version it names. */
  const derived = async (): Promise<unknown> => {
    const rows = await bench.rows(
      `SELECT to_jsonb(k) - 'calendar_versions' - 'suspension_versions' AS clock, c.due_at, c.wake_at, c.stands_from, c.paused,
         (SELECT jsonb_agg(jsonb_build_array(r.rung_id, r.at, r.state, r.fired_at) ORDER BY r.level) FROM rung r
          WHERE r.case_id = k.case_id AND r.clock_id = k.clock_id) AS rungs
       FROM clock k JOIN cases c ON c.id = k.case_id ORDER BY k.case_id, k.clock_id`,
    );
    return JSON.parse(JSON.stringify(rows).replace(/bao@\d+/g, 'bao'));
  };

  it('stops the dates of its units and of no other, and tells the holders that they stand', async () => {
    const [one, other] = [await opened(), await opened({ leadUnitIds: [FINANCE] })];
    const job = await moved(
      bench,
      '2026-11-30 10:00',
      suspending('bao', { ...science, from: '2026-11-30 00:00' }),
    );
    expect(await datesOf(bench, one.id)).toMatchObject({
      stands_from: date('2026-11-30 00:00'),
      wake_at: null,
    });
    expect(await datesOf(bench, other.id)).toMatchObject({ stands_from: null });
    expect((await jobCases(bench, job)).map((row) => row.case_id)).toEqual([one.id]);
    expect((await clockOf(one.id, RESPONSE))?.suspension_versions).toEqual(['bao@1']);
    await deliver({ now: at('2026-11-30 13:30') });
    const [notice] = await bench.rows<{ title: string }>(
      `SELECT title FROM notification WHERE kind = 'moved' AND person_id = 'person-026'`,
    );
    expect(notice?.title).toContain('tạm dừng đến khi có thông báo');
  });

  it('silences its rungs and the case’s own timer; lifted, all of it goes on later by what it took', async () => {
    const one = await opened();
    await chase({ office: SCIENCE, now: at('2026-12-09 08:00') });
    await moved(bench, '2026-12-10 00:00', suspending('bao', { ...science, from: '2026-12-10 00:00' }));
    const silent = ['K1 fired', 'K2 held', 'K3 held', 'K4 held', 'K5 held'];
    expect(await rungStates(bench, one.id, RESPONSE)).toEqual(silent);
    expect((await chase({ office: SCIENCE, now: at('2026-12-20 08:00') })).fired).toBe(0);
    const version = one.state.version;
    expect(await wakes(one, '2026-12-20 08:00')).toBeNull();
    expect(one.state.version).toBe(version);

    const calls = await bench.signals(SCIENCE);
    const lift = await moved(
      bench,
      '2026-12-21 00:00',
      suspending('bao', { ...science, from: '2026-12-10 00:00', to: '2026-12-21 00:00' }),
    );
    // Three working days were left on Thursday the 10th.
    const { due_at, stands_from, wake_at } = await datesOf(bench, one.id);
    expect([due_at, stands_from]).toEqual([date('2026-12-23 17:00'), null]);
    expect(wake_at && wake_at > date('2026-12-23 17:00')).toBe(true);
    expect((await rungs(bench, one.id, RESPONSE)).map((rung) => [rung.rung_id, rung.state, rung.at])).toEqual(
      [
        ['K1', 'fired', date('2026-12-09 08:00')],
        ['K2', 'armed', date('2026-12-22 08:00')],
        ['K3', 'armed', date('2026-12-23 08:00')],
        ['K4', 'armed', date('2026-12-28 08:00')],
        ['K5', 'armed', date('2027-01-04 08:00')],
      ],
    );
    expect(await bench.signals(SCIENCE)).toBeGreaterThan(calls);
    // It slept without a timer and was told.
    expect(await bench.rows('SELECT wake_at FROM job_case WHERE job_id = $1', [lift])).toEqual([
      { wake_at: null },
    ]);
    await wakes(one, wake_at?.getTime() ?? 0);
    expect(one.events.at(-1)?.type).toBe('deadlinePassed');
  });

  it('published late takes back what fired under it; lifted, that fires again', async () => {
    const one = await opened();
    await chase({ office: SCIENCE, now: at('2026-12-11 08:00') });
    await deliver({ now: at('2026-12-11 13:30') });
    await moved(bench, '2026-12-11 15:00', suspending('bao', { ...science, from: '2026-12-10 00:00' }));
    expect((await rungStates(bench, one.id, RESPONSE)).slice(0, 2)).toEqual(['K1 fired', 'K2 withdrawn']);
    const corrected = await bench.rows(`SELECT DISTINCT rung_id FROM outbox WHERE kind = 'correction'`);
    expect(corrected).toHaveLength(1);
    await moved(
      bench,
      '2026-12-14 00:00',
      suspending('bao', { ...science, from: '2026-12-10 00:00', to: '2026-12-14 00:00' }),
    );
    expect((await rungs(bench, one.id, RESPONSE))[1]).toMatchObject({
      state: 'armed',
      at: date('2026-12-15 08:00'),
      fired_at: null,
    });
    expect((await chase({ office: SCIENCE, now: at('2026-12-15 08:00') })).fired).toBe(1);
  });

  it('leaves overdue what was overdue before it began; its further rungs wait', async () => {
    const one = await opened();
    await chase({ office: SCIENCE, now: at('2026-12-14 08:00') });
    await wakes(one, '2026-12-14 17:11');
    await moved(bench, '2026-12-15 09:00', suspending('bao', { ...science, from: '2026-12-15 00:00' }));
    expect(await clockOf(one.id, RESPONSE)).toMatchObject({
      late_at: date('2026-12-14 17:11'),
      due_at: date('2026-12-14 17:00'),
      stands_from: null,
    });
    expect(await rungStates(bench, one.id, RESPONSE)).toEqual([
      'K1 fired',
      'K2 fired',
      'K3 fired',
      'K4 held',
      'K5 held',
    ]);
  });

  it('reaches everything below a unit, and a whole zone, and no more', async () => {
    const dossier = new Dossier(pinned('1.009141'), '2026-11-25 09:00').does(
      '2026-11-25 10:00',
      'completeStep',
    );
    const [here, asked] = [randomUUID(), await opened({ wardIds: [WARD_B] })];
    await settledDossier(bench, here, dossier.events);
    await settled(bench, asked.does('2026-11-25 10:00', 'requestInformation'));
    const standing = async (): Promise<string[]> =>
      (
        await bench.rows<{ unit_id: string }>(
          `SELECT DISTINCT unit_id FROM clock WHERE stands_from IS NOT NULL ORDER BY 1`,
        )
      ).map((row) => row.unit_id);
    const commune = suspending('xa', { unitIds: [COMMUNE], from: '2026-11-25 11:00' });
    const job = await moved(bench, '2026-11-25 11:00', commune);
    const below = await standing();
    expect(below.length).toBeGreaterThan(0);
    expect(below.every((unit) => unit.startsWith(`${COMMUNE}-`))).toBe(true);
    expect((await datesOf(bench, here)).stands_from).toEqual(date('2026-11-25 11:00'));
    await run(await undone(bench, '2026-11-25 11:01', job), '2026-11-25 11:01');
    expect(await standing()).toEqual([]);

    await moved(
      bench,
      '2026-11-25 11:02',
      suspending('vung', { zone: 'mountainous', from: '2026-11-25 11:02' }),
    );
    expect(await standing()).toEqual([WARD_B]);
    expect((await datesOf(bench, here)).stands_from).toBeNull();
  });

  it('holds the applicant’s own term up as well, to 24:00 of a later day', async () => {
    const story_ = new Dossier(pinned('1.009141'), '2026-11-25 09:00').does(
      '2026-11-25 10:00',
      'requestSupplement',
      BODIES.requestSupplement,
    );
    const id = await settledDossier(bench, randomUUID(), story_.events);
    const before = (await clockOf(id, 'supplement'))?.due_at as Date;
    expect(before.toISOString()).toContain('T17:00:00'); // 24:00 here
    await moved(
      bench,
      '2026-11-25 11:00',
      suspending('xa', { unitIds: [COMMUNE], from: '2026-11-26 00:00' }),
    );
    expect((await clockOf(id, 'supplement'))?.stands_from).toEqual(date('2026-11-26 00:00'));
    expect((await datesOf(bench, id)).wake_at).toBeNull();
    await moved(
      bench,
      '2026-11-28 00:00',
      suspending('xa', { unitIds: [COMMUNE], from: '2026-11-26 00:00', to: '2026-11-28 00:00' }),
    );
    const after = (await clockOf(id, 'supplement'))?.due_at as Date;
    expect(after > before && after.toISOString().includes('T17:00:00')).toBe(true);
    expect((await datesOf(bench, id)).wake_at).toEqual(after);
  });

  it('counts for a case opened while it lasts', async () => {
    await moved(
      bench,
      '2026-11-30 09:00',
      suspending('bao', { ...science, from: '2026-11-30 00:00', to: '2026-12-03 00:00' }),
    );
    const one = await settled(bench, story({ countsFrom: '2026-12-01' }, '2026-12-01 09:00'));
    expect((await clockOf(one.id, `acknowledgement:${SCIENCE}`))?.due_at).toEqual(date('2026-12-04 17:00'));
  });

  it('of other units than before lets those go that it names no longer', async () => {
    const one = await opened();
    const other = await opened({ leadUnitIds: [FINANCE] });
    const standing = async () => [
      (await datesOf(bench, one.id)).stands_from,
      (await datesOf(bench, other.id)).stands_from,
    ];
    const from = '2026-12-01 00:00';
    await moved(bench, '2026-11-30 10:00', suspending('bao', { ...science, from }));
    expect(await standing()).toEqual([date(from), null]);
    const job = await moved(bench, '2026-11-30 11:00', suspending('bao', { unitIds: [FINANCE], from }));
    expect(await standing()).toEqual([null, date(from)]);
    await run(await undone(bench, '2026-11-30 12:00', job), '2026-11-30 12:00');
    expect(await standing()).toEqual([date(from), null]);
  });

  it('undone brings every date and rung back exactly; the lift undone makes them stand as before', async () => {
    const leader = {
      deadline: { kind: 'leader', dueOn: '2026-12-10', setBy: 'gl-chu-tich', setAt: at('2026-11-20 09:00') },
    } as const;
    const [paused] = [await opened(), await opened(leader), await opened({ leadUnitIds: [FINANCE] })];
    await settled(bench, paused.does('2026-11-27 10:00', 'requestInformation'));
    const running = await derived();
    const open = { ...science, from: '2026-11-30 00:00' };
    const stop = await moved(bench, '2026-11-30 09:00', suspending('bao', open));
    const standing = await derived();
    expect(standing).not.toEqual(running);
    const lift = await moved(
      bench,
      '2026-12-03 00:00',
      suspending('bao', { ...open, to: '2026-12-03 00:00' }),
    );
    expect(await derived()).not.toEqual(standing);
    await expect(undone(bench, '2026-12-03 00:01', stop)).rejects.toThrow('supersededSince');
    const back = await undone(bench, '2026-12-03 00:02', lift);
    await run(back, '2026-12-03 00:02');
    expect(await derived()).toEqual(standing);
    await expect(undone(bench, '2026-12-03 00:03', lift)).rejects.toThrow('alreadyUndone');
    // Taking that back lifts it again.
    await run(await undone(bench, '2026-12-03 00:04', back), '2026-12-03 00:04');
    expect((await datesOf(bench, paused.id)).stands_from).toBeNull();
  });

  it('undone before anything was done brings back exactly what was', async () => {
    await opened();
    await chase({ office: SCIENCE, now: at('2026-12-09 08:00') });
    const before = await derived();
    const stop = await moved(
      bench,
      '2026-12-09 09:00',
      suspending('bao', { ...science, from: '2026-12-09 12:00' }),
    );
    await run(await undone(bench, '2026-12-09 09:01', stop), '2026-12-09 09:01');
    expect(await derived()).toEqual(before);
    expect(await bench.rows(`SELECT 1 FROM outbox WHERE kind = 'correction'`)).toEqual([]);
  });

  it('ends the job only when no case is behind: one that cannot be derived is counted', async () => {
    const [bad] = [await opened(), await opened()];
    await bench.owner.query(
      `UPDATE cases SET state = jsonb_set(state, '{assignments,0,deadline}', '{"kind": "leader", "setAt": 0}') WHERE id = $1`,
      [bad.id],
    );
    await moved(bench, '2026-11-30 09:00', suspending('bao', { ...science, from: '2026-11-30 00:00' }));
    expect(await bench.rows('SELECT result FROM job')).toEqual([
      { result: { behind: 1, done: 1, failed: 1, moved: 1 } },
    ]);
  });
});
