/** Publishing and the job that follows, beside whoever writes dates in the same moment. */
import { chase, deliver, recompute } from '../../activities';
import { SCIENCE } from '../support/cases';
import type { SubmittedData } from '../../domain/request/state';
import type { Story } from '../domain/request/support';
import {
  closed,
  datesOf,
  jobCases,
  moved,
  published,
  run,
  suspending,
  wakes,
  withDays,
} from './recompute-support';
import { at, hold, isWaiting, rungStates, settled, startBench, story, wait, type Bench } from './support';

const RESPONSE = `response:${SCIENCE}`;
const accepted = (data: Partial<SubmittedData> = {}): Story => story(data).does('2026-11-20 09:10', 'accept');
const date = (text: string): Date => new Date(at(text));

describe('publishing', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  const holdCase = (id: string) => hold(bench, 'SELECT 1 FROM cases WHERE id = $1 FOR UPDATE', [id]);

  it('waits for a settle in flight, whose case the job then moves; one that comes later has the new calendar', async () => {
    const [early, late] = [await settled(bench, accepted()), await settled(bench, accepted())];
    const held = await holdCase(early.id);
    const settling = settled(bench, early.does('2026-11-25 10:00', 'requestInformation'));
    await isWaiting(bench, 1);
    const publishing = published(bench, '2026-11-25 10:01', withDays(closed('2026-12-02')));
    await isWaiting(bench, 2);
    const behind = settled(bench, late.does('2026-11-25 10:02', 'requestInformation'));
    await isWaiting(bench, 3);
    await held.release();
    await Promise.all([settling, publishing, behind]);

    const versions = (id: string): Promise<unknown[]> =>
      bench.rows(`SELECT DISTINCT calendar_versions FROM clock WHERE case_id = $1 AND state <> 'done'`, [id]);
    expect(await versions(early.id)).toEqual([{ calendar_versions: ['vn@5'] }]);
    expect(await versions(late.id)).toEqual([{ calendar_versions: ['vn@6'] }]);
    const job = await publishing;
    await run(job, '2026-11-25 10:03');
    expect(await versions(early.id)).toEqual([{ calendar_versions: ['vn@6'] }]);
    const records = await jobCases(bench, job);
    const of = (id: string) =>
      records
        .find((row) => row.case_id === id)
        ?.changes.map(({ clockId }) => clockId)
        .sort();
    // The ward's own clock began a minute before the publication in one, a minute after it in the other.
    expect(of(early.id)).toEqual(['information:gl-phuong-quy-nhon', RESPONSE]);
    expect(of(late.id)).toEqual([RESPONSE]);
    expect(await bench.rows(`SELECT result ->> 'behind' AS behind FROM job`)).toEqual([{ behind: '0' }]);
  });

  it('leaves no open case behind, whatever is settled while it publishes', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => settled(bench, accepted())));
    const settling = many.map((one, n) =>
      wait(n * 5).then(() => settled(bench, one.does('2026-11-25 10:00', 'note'))),
    );
    const opening = [0, 10, 20].map((ms) =>
      wait(ms).then(() => settled(bench, story({}, '2026-11-25 10:00'))),
    );
    const job = await published(bench, '2026-11-25 10:01', withDays(closed('2026-12-02')));
    await Promise.all([...settling, ...opening, run(job, '2026-11-25 10:02')]);
    expect(
      await bench.rows(
        `SELECT DISTINCT k.calendar_versions FROM clock k JOIN cases c ON c.id = k.case_id WHERE k.state = 'running'`,
      ),
    ).toEqual([{ calendar_versions: ['vn@6'] }]);
    expect(await bench.rows(`SELECT result ->> 'behind' AS behind FROM job`)).toEqual([{ behind: '0' }]);
  });

  it('waits for an agenda that is firing: what it fired too early is withdrawn by the job', async () => {
    const one = await settled(bench, accepted());
    // The agenda has fired K1 and comes to the row it sleeps by.
    await chase({ office: SCIENCE, now: at('2026-11-25 09:00') });
    const held = await hold(bench, 'SELECT 1 FROM agenda WHERE office = $1 FOR UPDATE', [SCIENCE]);
    const chasing = chase({ office: SCIENCE, now: at('2026-12-09 08:00') });
    await isWaiting(bench, 1);
    const publishing = published(bench, '2026-12-09 08:00', withDays(closed('2026-12-02')));
    await isWaiting(bench, 2);
    await held.release();
    expect((await chasing).fired).toBe(1);
    await run(await publishing, '2026-12-09 08:01');
    expect((await rungStates(bench, one.id, RESPONSE))[0]).toBe('K1 armed');
    // The letter had not left: nobody hears of it.
    await deliver({ now: at('2026-12-09 13:30') });
    expect(await bench.rows(`SELECT kind FROM notification WHERE kind <> 'moved'`)).toEqual([]);
    expect((await chase({ office: SCIENCE, now: at('2026-12-10 08:00') })).fired).toBe(1);
  });

  it('never stamps a publication before an earlier one, whatever the clocks of two processes say', async () => {
    const one = await settled(bench, accepted());
    await moved(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
    const second = await moved(bench, '2026-11-25 09:59', withDays(closed('2026-12-03')));
    const [record] = await jobCases(bench, second);
    expect(record?.changes).toMatchObject([{ from: at('2026-12-15 17:00'), to: at('2026-12-16 17:00') }]);
    expect((await datesOf(bench, one.id)).due_at).toEqual(date('2026-12-16 17:00'));
  });
});

describe('a batch', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  /** Nothing was published: the job brings up to date what is behind. */
  async function recalculating(): Promise<string> {
    const id = '6f1c3c1e-6d0b-4a6d-9d0a-3f6a3c7f9e11';
    await bench.pool.query(
      `INSERT INTO job (id, kind, title, state, created_at, created_by, body_hash, scope)
       VALUES ($1, 'recalculate', 'Tính lại', 'running', now(), '{}', '', '{}')`,
      [id],
    );
    return id;
  }

  it('sees of a case it waited for the dates that were written meanwhile', async () => {
    const one = await settled(bench, accepted());
    const job = await recalculating();
    const held = await hold(bench, 'SELECT 1 FROM cases WHERE id = $1 FOR UPDATE', [one.id]);
    const settling = settled(bench, one.does('2026-11-25 10:00', 'setDueDate', { dueOn: '2026-12-18' }));
    await isWaiting(bench, 1);
    const batch = recompute({ jobId: job, now: at('2026-11-25 10:00') });
    await isWaiting(bench, 2);
    await held.release();
    await Promise.all([settling, batch]);
    expect((await jobCases(bench, job)).map(({ changes }) => changes)).toEqual([[]]);
    expect(await bench.rows(`SELECT 1 FROM outbox WHERE kind = 'moved'`)).toEqual([]);
    expect((await datesOf(bench, one.id)).due_at).toEqual(date('2026-12-18 17:00'));
  });

  it('takes agendas before audit chains, as all others do: nobody waits in a circle', async () => {
    await settled(bench, accepted());
    await chase({ office: SCIENCE, now: at('2026-11-25 09:00') });
    const job = await published(bench, '2026-11-25 10:00', withDays(closed('2026-12-02')));
    const agenda = await bench.owner.connect();
    await agenda.query('BEGIN');
    await agenda.query('SELECT 1 FROM agenda WHERE office = $1 FOR UPDATE', [SCIENCE]);
    const batch = recompute({ jobId: job, now: at('2026-11-25 10:00') });
    await isWaiting(bench, 1);
    await agenda.query(`SET LOCAL lock_timeout = '500ms'`);
    await agenda.query(`SELECT 1 FROM audit_head WHERE unit_id = 'gl-phuong-quy-nhon' FOR UPDATE`);
    await agenda.query('COMMIT');
    agenda.release();
    await batch;
  });

  it('of a suspension silences what fires until the job comes by', async () => {
    const one = await settled(bench, accepted());
    const job = await published(
      bench,
      '2026-12-08 10:00',
      suspending('bao', { unitIds: [SCIENCE], from: '2026-12-08 10:00' }),
    );
    expect((await chase({ office: SCIENCE, now: at('2026-12-09 08:00') })).fired).toBe(0);
    await run(job, '2026-12-09 08:01');
    expect(await rungStates(bench, one.id, RESPONSE)).toEqual([1, 2, 3, 4, 5].map((n) => `K${n} held`));
    // Its own timer, set before, finds that nothing is reached.
    const version = one.state.version;
    expect(await wakes(one, '2026-12-14 17:11')).toBeNull();
    expect(one.state.version).toBe(version);
  });
});
