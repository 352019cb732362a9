/** Open cases after a calendar was published: each date, rung and notice brought up to it, once. */
import { randomUUID } from 'node:crypto';
import { chase, deliver, recompute, wakeMoved } from '../../activities';
import type { Publication } from '../../api/publishing/publish';
import type { SubmittedData } from '../../domain/request/state';
import type { CalendarLayer, Instant } from '../../domain/time/types';
import { FINANCE, SCIENCE } from '../support/cases';
import { pinned, Story as Dossier } from '../domain/dossier/support';
import type { Story } from '../domain/request/support';
import {
  closed,
  datesOf,
  jobCases,
  moved,
  open,
  published,
  run,
  settledDossier,
  undone,
  wakes,
  withDays,
} from './recompute-support';
import { at, inParallel, rungStates, rungs, settled, startBench, story, type Bench } from './support';

const RESPONSE = `response:${SCIENCE}`;
const OFFICER = 'person-026';
/** Of the ward that asked. */
const WARD_OFFICER = 'person-053';
const accepted = (data: Partial<SubmittedData> = {}): Story => story(data).does('2026-11-20 09:10', 'accept');
const due = (dueOn: string): Partial<SubmittedData> => ({
  deadline: { kind: 'leader', dueOn, setBy: 'gl-chu-tich', setAt: at('2026-11-20 09:00') },
});
const date = (text: string): Date => new Date(at(text));

describe('a calendar published under open cases', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  const opened = (data: Partial<SubmittedData> = {}): Promise<Story> => settled(bench, accepted(data));
  const dueAt = async (id: string): Promise<Date | null> => (await datesOf(bench, id)).due_at;
  const letters = (kind: string) =>
    bench.rows<{
      person_id: string;
      case_id: string;
      channel: string;
      send_at: Date;
      outcome: string | null;
    }>('SELECT person_id, case_id, channel, send_at, outcome FROM outbox WHERE kind = $1 ORDER BY id', [
      kind,
    ]);
  const notices = (kind: string) =>
    bench.rows<{ person_id: string; title: string; items: { caseId: string }[] }>(
      'SELECT person_id, title, items FROM notification WHERE kind = $1 ORDER BY at, person_id',
      [kind],
    );
  const fired = (id: string, rungId: string): Promise<unknown[]> =>
    bench.rows(
      `SELECT 1 FROM audit a JOIN rung r ON a.body::jsonb ->> 'rung' = r.id::text
       WHERE a.what = 'escalated' AND r.case_id = $1 AND r.rung_id = $2 AND r.clock_id = $3`,
      [id, rungId, RESPONSE],
    );

  it('moves what it concerns, later or back, leaves the rest, and says for each case which', async () => {
    const [one, other] = [await opened(), await opened(due('2026-11-27'))];
    const later = await moved(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
    expect(await dueAt(one.id)).toEqual(date('2026-12-15 17:00'));
    expect(await dueAt(other.id)).toEqual(date('2026-11-27 17:00'));
    const of = (rows: Awaited<ReturnType<typeof jobCases>>, id: string) =>
      rows
        .find((row) => row.case_id === id)
        ?.changes.map(({ clockId, main, from, to }) => [clockId, main, from, to]);
    const first = await jobCases(bench, later);
    expect(of(first, one.id)).toEqual([[RESPONSE, true, at('2026-12-14 17:00'), at('2026-12-15 17:00')]]);
    expect(of(first, other.id)).toEqual([]);

    const earlier = await moved(bench, '2026-11-25 11:00', withDays(open('2026-11-28')));
    expect(await dueAt(one.id)).toEqual(date('2026-12-14 17:00'));
    expect(of(await jobCases(bench, earlier), one.id)).toEqual([
      [RESPONSE, true, at('2026-12-15 17:00'), at('2026-12-14 17:00')],
    ]);
    expect(
      await bench.rows(
        `SELECT DISTINCT calendar_versions FROM clock WHERE state NOT IN ('done', 'cancelled')`,
      ),
    ).toEqual([{ calendar_versions: ['vn@7'] }]);
    // The acknowledgement was done on the 20th: it keeps the calendar of that day.
    expect(
      await bench.rows(`SELECT DISTINCT calendar_versions, due_at FROM clock WHERE kind = 'acknowledgement'`),
    ).toEqual([{ calendar_versions: ['vn@5'], due_at: date('2026-11-25 17:00') }]);
    expect(
      await bench.rows(
        `SELECT state, total, looked, result ->> 'behind' AS behind FROM job ORDER BY created_at`,
      ),
    ).toEqual([
      { state: 'done', total: 2, looked: 2, behind: '0' },
      { state: 'done', total: 2, looked: 2, behind: '0' },
    ]);
  });

  it('takes a lateness back that no longer holds; the case wakes at its new date and is late again', async () => {
    const one = await opened();
    await wakes(one, '2026-12-14 17:11');
    const lateAt = async (): Promise<unknown> =>
      (
        await bench.rows<{ late_at: Date | null }>('SELECT late_at FROM clock WHERE case_id = $1 AND main', [
          one.id,
        ])
      )[0]?.late_at;
    expect(await lateAt()).toEqual(date('2026-12-14 17:11'));
    const job = await published(bench, '2026-12-15 09:00', withDays(closed('2026-12-02')));
    await run(job, '2026-12-15 09:00');
    expect(await lateAt()).toBeNull();
    const { due_at, wake_at } = await datesOf(bench, one.id);
    expect(due_at).toEqual(date('2026-12-15 17:00'));
    expect(wake_at && wake_at >= date('2026-12-15 17:01') && wake_at < date('2026-12-15 17:10')).toBe(true);
    // It believed that nothing more would come: it was told.
    expect((await jobCases(bench, job))[0]?.wake_at).toBeNull();

    const version = one.state.version;
    const next = await wakes(one, '2026-12-15 09:01');
    expect([next, one.state.version]).toEqual([wake_at?.getTime(), version]);
    await wakes(one, next as Instant);
    expect(one.events.at(-1)).toMatchObject({ type: 'deadlinePassed', at: next });
    expect(await lateAt()).toEqual(wake_at);
    expect((await datesOf(bench, one.id)).wake_at).toBeNull();
  });

  it('withdraws rungs that should not have fired yet, with a correction, and fires them once more', async () => {
    const [one, read] = [await opened(), await opened()];
    for (const day of ['2026-12-09', '2026-12-11', '2026-12-14'])
      await chase({ office: SCIENCE, now: at(`${day} 08:00`) });
    await deliver({ now: at('2026-12-14 13:30') });
    await bench.owner.query(
      `UPDATE rung SET acknowledged_at = now(), instruction = 'làm ngay' WHERE case_id = $1 AND rung_id = 'K3'`,
      [read.id],
    );
    await moved(bench, '2026-12-14 15:00', withDays(closed('2026-12-02')));
    // K2 would have been on the 14th at 08:00 too: its instant has passed by both calendars.
    expect(await rungStates(bench, one.id, RESPONSE)).toEqual([
      'K1 fired',
      'K2 fired',
      'K3 armed',
      'K4 armed',
      'K5 armed',
    ]);
    expect((await rungStates(bench, read.id, RESPONSE))[2]).toBe('K3 fired');
    const instants = (await rungs(bench, one.id, RESPONSE)).slice(2).map((rung) => rung.at);
    expect(instants).toEqual(['2026-12-15 08:00', '2026-12-18 08:00', '2026-12-24 08:00'].map(date));

    const corrected = await letters('correction');
    expect(new Set(corrected.map((row) => row.case_id))).toEqual(new Set([one.id]));
    await deliver({ now: at('2026-12-14 15:01') });
    const told = (
      await bench.rows<{ person_id: string }>(
        `SELECT person_id FROM outbox WHERE kind = 'escalation' AND case_id = $1 AND rung_id = $2 ORDER BY 1`,
        [one.id, ((await rungs(bench, one.id, RESPONSE))[2] as unknown as { id: string }).id],
      )
    ).map((row) => row.person_id);
    expect((await notices('correction')).map((row) => row.person_id)).toEqual(told);

    await chase({ office: SCIENCE, now: at('2026-12-15 07:59') });
    expect((await rungStates(bench, one.id, RESPONSE))[2]).toBe('K3 armed');
    await chase({ office: SCIENCE, now: at('2026-12-15 08:00') });
    await chase({ office: SCIENCE, now: at('2026-12-15 08:01') });
    expect((await rungStates(bench, one.id, RESPONSE))[2]).toBe('K3 fired');
    expect([await fired(one.id, 'K3'), await fired(read.id, 'K3')].map((rows) => rows.length)).toEqual([
      2, 1,
    ]);
    await deliver({ now: at('2026-12-15 13:30') });
    const again = (await notices('escalation')).filter(({ items }) =>
      items.some(({ caseId }) => caseId === one.id),
    );
    expect(again.filter(({ person_id }) => person_id === told[0])).toHaveLength(2);
  });

  it('fires at the next look what now lies in the past, and calls the agenda for it', async () => {
    const one = await opened();
    await chase({ office: SCIENCE, now: at('2026-12-08 09:00') });
    const calls = await bench.signals(SCIENCE);
    // One more day of work: everything a day earlier, K1 on the 8th at 08:00.
    await moved(bench, '2026-12-08 10:00', withDays(open('2026-11-28')));
    expect(await bench.signals(SCIENCE)).toBeGreaterThan(calls);
    expect((await rungs(bench, one.id, RESPONSE))[0]).toMatchObject({
      state: 'armed',
      at: date('2026-12-08 08:00'),
    });
    expect((await chase({ office: SCIENCE, now: at('2026-12-08 10:01') })).fired).toBe(1);
    expect((await rungStates(bench, one.id, RESPONSE))[0]).toBe('K1 fired');
  });

  it('lets an agenda sleep whose rungs moved later', async () => {
    await opened();
    await chase({ office: SCIENCE, now: at('2026-12-08 09:00') });
    const calls = await bench.signals(SCIENCE);
    await moved(bench, '2026-12-08 10:00', withDays(closed('2026-12-02')));
    expect(await bench.signals(SCIENCE)).toBe(calls);
  });

  it('tells the holder once, all cases in one letter with the next digest, though the batch is run again', async () => {
    const both = [await opened(), await opened()];
    const job = await moved(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
    const step = { jobId: job, now: at('2026-11-25 10:05') };
    await recompute(step);
    // As if the row that says how far the job is had been lost: what was recorded is not recorded twice.
    await bench.owner.query('UPDATE job SET cursor = NULL WHERE id = $1', [job]);
    await expect(recompute(step)).rejects.toThrow('job_case_pkey');
    const sent = (await letters('moved')).map((row) => [row.person_id, row.send_at]);
    expect(sent).toEqual(
      both.flatMap(() => [OFFICER, WARD_OFFICER].map((person) => [person, date('2026-11-25 13:30')])),
    );
    await deliver({ now: at('2026-11-25 13:29') });
    expect(await notices('moved')).toEqual([]);
    await deliver({ now: at('2026-11-25 13:30') });
    await deliver({ now: at('2026-11-25 13:30') });
    const told = await notices('moved');
    expect(told.map(({ person_id }) => person_id)).toEqual([OFFICER, WARD_OFFICER]);
    for (const { items } of told)
      expect(items.map(({ caseId }) => caseId).sort()).toEqual(both.map(({ id }) => id).sort());
  });

  it('tells at once when there is less time than before, and no more of a date that moved again', async () => {
    await opened();
    const job = await moved(bench, '2026-11-25 10:00', withDays(open('2026-11-28')));
    const first = (await letters('moved')).map((row) => row.send_at);
    expect(first).toEqual([date('2026-11-25 10:00'), date('2026-11-25 10:00')]);
    expect(await bench.signals('@postman')).toBeGreaterThan(0);
    const back = await undone(bench, '2026-11-25 10:01', job);
    await run(back, '2026-11-25 10:01');
    await deliver({ now: at('2026-11-25 13:30') });
    const outcomes = (await letters('moved')).map((row) => row.outcome);
    expect(outcomes).toEqual(['nothing stands', 'nothing stands', 'sent', 'sent']);
    const titles = (await notices('moved')).map((row) => row.title);
    expect(titles).toEqual([OFFICER, WARD_OFFICER].map(() => expect.stringContaining('14/12/2026')));
  });

  it('undone, brings every date and rung back exactly', async () => {
    await opened();
    await opened(due('2026-12-03'));
    const all = (): Promise<unknown[]> =>
      bench.rows(
        `SELECT case_id, clock_id, rung_id, r.at, r.state, k.due_at, k.due_on, k.late_at, c.wake_at, c.due_at AS main
         FROM rung r JOIN clock k USING (case_id, clock_id) JOIN cases c ON c.id = case_id ORDER BY 1, 2, 3`,
      );
    const before = await all();
    const job = await moved(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
    expect(await all()).not.toEqual(before);
    await run(await undone(bench, '2026-11-25 10:01', job), '2026-11-25 10:01');
    expect(await all()).toEqual(before);
  });

  const ofUnit = (unitId: string, more: Partial<CalendarLayer>) => (): Publication => ({
    kind: 'calendar',
    body: {
      id: `gio-${unitId}`,
      version: 1,
      name: 'Giờ làm của Sở',
      level: 'unit',
      unitId,
      purpose: 'processing',
      publishedOn: '2026-11-25',
      days: [],
      ...more,
    },
  });

  it('of one unit makes no further calendar for the others, of whatever instant', async () => {
    await moved(bench, '2026-11-25 09:00', ofUnit(FINANCE, {}));
    const { calendarFor } = await bench.rules.current();
    const ofDay = (unitId: string, day: number) => calendarFor(unitId, { at: at(`2026-11-${day} 00:00`) });
    expect(ofDay(SCIENCE, 24)).toBe(ofDay(SCIENCE, 26));
    expect(ofDay(SCIENCE, 24)).toBe(calendarFor(SCIENCE));
    expect(ofDay(FINANCE, 24)).not.toBe(ofDay(FINANCE, 26));
  });

  it('undone, a version with a first day of its own counts on no day any more', async () => {
    const one = await opened();
    const ofScience = (version: number, more: Partial<CalendarLayer>) =>
      ofUnit(SCIENCE, { version, ...more });
    await moved(bench, '2026-11-25 09:00', ofScience(1, {}));
    await moved(bench, '2026-11-25 09:01', ofScience(2, { effectiveFrom: '2027-01-01' }));
    const before = await dueAt(one.id);
    const more = { effectiveFrom: '2026-12-01', days: [closed('2026-12-02')] };
    const job = await moved(bench, '2026-11-25 10:00', ofScience(3, more));
    expect(await dueAt(one.id)).not.toEqual(before);
    const back = await undone(bench, '2026-11-25 10:01', job);
    await run(back, '2026-11-25 10:01');
    expect(await dueAt(one.id)).toEqual(before);
    // Taking that back closes the day once more.
    await run(await undone(bench, '2026-11-25 10:02', back), '2026-11-25 10:02');
    expect(await dueAt(one.id)).not.toEqual(before);
  });

  it('visits a case that something happened to since, with its record and its notice', async () => {
    const one = await opened();
    const job = await published(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
    await settled(bench, one.does('2026-11-25 10:01', 'note'));
    expect(await dueAt(one.id)).toEqual(date('2026-12-15 17:00'));
    await run(job, '2026-11-25 10:02');
    expect((await jobCases(bench, job)).map(({ changes }) => changes.length)).toEqual([1]);
    expect((await letters('moved')).map((row) => row.person_id)).toEqual([OFFICER, WARD_OFFICER]);
  });

  it('says nothing of a case opened since: its date never was another', async () => {
    const job = await published(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
    const one = await settled(bench, story({ countsFrom: '2026-11-25' }, '2026-11-25 10:01'));
    expect(await dueAt(one.id)).toEqual(date('2026-12-17 17:00'));
    await run(job, '2026-11-25 10:02');
    expect((await jobCases(bench, job)).map(({ changes }) => changes)).toEqual([[]]);
    expect(await letters('moved')).toEqual([]);
  });

  it('says nothing of a duty given since: only the dates that stood can move', async () => {
    const one = await opened();
    const job = await published(bench, '2026-11-25 10:00', withDays(closed('2026-11-26')));
    await settled(bench, one.does('2026-11-25 10:01', 'requestInformation'));
    await run(job, '2026-11-25 10:02');
    expect((await jobCases(bench, job))[0]?.changes.map(({ clockId }) => clockId)).toEqual([RESPONSE]);
  });

  it('brings a case up to date that the calendar before made impossible to derive', async () => {
    const one = await opened();
    const { due_at: before } = await datesOf(bench, one.id);
    const job = await moved(bench, '2026-11-25 10:00', () => ({
      kind: 'calendar',
      body: {
        id: 'science',
        version: 1,
        name: 'Không ngày nào mở',
        level: 'unit',
        unitId: SCIENCE,
        purpose: 'processing',
        publishedOn: '2026-11-25',
        weekly: {},
        days: [],
      },
    }));
    expect((await jobCases(bench, job)).map(({ result }) => result)).toEqual(['failed']);
    const back = await undone(bench, '2026-11-25 10:01', job);
    await run(back, '2026-11-25 10:01');
    expect(await jobCases(bench, back)).toMatchObject([{ result: 'done', changes: [] }]);
    expect((await datesOf(bench, one.id)).due_at).toEqual(before);
    expect(await bench.rows(`SELECT result ->> 'behind' AS behind FROM job WHERE id = $1`, [back])).toEqual([
      { behind: '0' },
    ]);
  });

  it('does not touch a case that closed meanwhile', async () => {
    const one = await opened();
    const before = await bench.rows('SELECT * FROM clock WHERE case_id = $1', [one.id]);
    const job = await published(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
    await settled(bench, one.does('2026-11-25 10:01', 'withdraw'));
    const closedAs = await bench.rows('SELECT * FROM clock WHERE case_id = $1 ORDER BY clock_id', [one.id]);
    expect(closedAs).toHaveLength(before.length);
    await run(job, '2026-11-25 10:02');
    expect(await jobCases(bench, job)).toEqual([]);
    expect(await bench.rows('SELECT * FROM clock WHERE case_id = $1 ORDER BY clock_id', [one.id])).toEqual(
      closedAs,
    );
    expect(await letters('moved')).toEqual([]);
  });

  it('leaves a finished dossier and every done clock their dates; the applicant hears of the open one', async () => {
    const dossier = (): Dossier => new Dossier(pinned('1.009141'), '2026-11-23 09:00');
    const [done, going] = [randomUUID(), randomUUID()];
    const finished = dossier()
      .works('2026-11-23 09:30')
      .does('2026-11-23 11:00', 'finish', { result: 'granted', resultNo: '1' });
    await settledDossier(bench, done, finished.events);
    await settledDossier(bench, going, dossier().events);
    const clocksOf = (id: string): Promise<unknown[]> =>
      bench.rows('SELECT * FROM clock WHERE case_id = $1 ORDER BY clock_id', [id]);
    const before = await clocksOf(done);
    const job = await moved(bench, '2026-11-25 10:00', withDays(closed('2026-11-26')));
    expect(await clocksOf(done)).toEqual(before);
    expect(await bench.rows('SELECT status, due_at FROM cases WHERE id = $1', [done])).toEqual([
      { status: 'finished', due_at: date('2026-11-27 17:00') },
    ]);
    expect(await dueAt(going)).toEqual(date('2026-11-30 17:00'));
    const records = await jobCases(bench, job);
    expect(records.find((row) => row.case_id === done)?.changes).toEqual([]);
    const applicants = (await letters('moved')).filter((row) => row.channel === 'applicant');
    expect(applicants.map((row) => [row.person_id, row.case_id])).toEqual([[`applicant:${going}`, going]]);
  });

  describe('with one case that cannot be derived', () => {
    const broken = async (): Promise<string> => {
      const one = await opened();
      await bench.owner.query(
        `UPDATE cases SET state = jsonb_set(state, '{assignments,0,deadline}', '{"kind": "leader", "setAt": 0}') WHERE id = $1`,
        [one.id],
      );
      return one.id;
    };
    const everything = (id: string): Promise<unknown[]> =>
      bench.rows(
        `SELECT to_jsonb(c) AS c, (SELECT jsonb_agg(to_jsonb(k) ORDER BY clock_id) FROM clock k WHERE k.case_id = c.id) AS k,
           (SELECT jsonb_agg(to_jsonb(r) ORDER BY clock_id, rung_id) FROM rung r WHERE r.case_id = c.id) AS r
         FROM cases c WHERE id = $1`,
        [id],
      );

    it('names it, leaves it as it was and holds nobody up', async () => {
      const bad = await broken();
      const others = [await opened(), await opened(), await opened()];
      const before = await everything(bad);
      const job = await moved(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
      expect((await jobCases(bench, job)).filter(({ result }) => result === 'failed')).toEqual([
        expect.objectContaining({ case_id: bad, reason: expect.stringMatching(/.{10}/), changes: [] }),
      ]);
      expect(await everything(bad)).toEqual(before);
      for (const { id } of others) expect(await dueAt(id)).toEqual(date('2026-12-15 17:00'));
      expect(await bench.rows('SELECT state, result FROM job')).toEqual([
        { state: 'done', result: { behind: 1, done: 3, failed: 1, moved: 3 } },
      ]);
    });

    it('the office chases its other cases all the same; its own rung is set aside with the reason', async () => {
      const bad = await broken();
      const other = await opened();
      await moved(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
      const now = at('2026-12-10 08:00');
      expect((await chase({ office: SCIENCE, now })).fired).toBe(1);
      expect((await rungStates(bench, other.id, RESPONSE))[0]).toBe('K1 fired');
      expect((await rungs(bench, bad, RESPONSE))[0]).toMatchObject({
        state: 'armed',
        retry_at: new Date(now + 15 * 60_000),
        retry_reason: expect.stringMatching(/.{10}/),
      });
    });
  });

  it('by two workers at once and once more reaches each of 250 cases once, and the first to wake is told first', async () => {
    const many = Array.from({ length: 250 }, () => accepted());
    const first = accepted(due('2026-11-26'));
    await inParallel([...many, first], 8, (one) => settled(bench, one));
    const job = await published(bench, '2026-11-25 10:00', withDays(open('2026-11-28')));
    const step = { jobId: job, now: at('2026-11-25 10:00') };
    const worker = async (): Promise<void> => {
      while ((await recompute(step)).more);
    };
    await Promise.all([worker(), worker()]);
    await worker();
    const records = await jobCases(bench, job);
    expect(new Set(records.map((row) => row.case_id)).size).toBe(251);
    expect(records).toHaveLength(251);
    expect(records.filter(({ changes }) => changes.length === 1)).toHaveLength(250);
    expect(await bench.rows('SELECT looked FROM job')).toEqual([{ looked: 251 }]);
    expect(await letters('moved')).toHaveLength(500);
    const audits = await bench.rows(`SELECT case_id FROM audit WHERE what = 'datesMoved'`);
    expect(audits).toHaveLength(250);

    await bench.owner.query(`UPDATE job_case SET wake_at = $2 WHERE job_id = $1 AND case_id = $3`, [
      job,
      date('2026-11-26 17:01'),
      first.id,
    ]);
    const waiting = async (): Promise<Date[]> =>
      (await jobCases(bench, job)).flatMap(({ wake_at }) => wake_at ?? []).sort((a, b) => +a - +b);
    const before = await waiting();
    expect(before).toHaveLength(251);
    expect(await wakeMoved(step)).toEqual({ more: true });
    expect(await waiting()).toEqual(before.slice(100));
    while ((await wakeMoved(step)).more);
    expect(await waiting()).toEqual([]);
  });
});
