/** Calendars published, and taken back, over many open cases while processes are killed and commands arrive. */
import { randomUUID } from 'node:crypto';
import { createPool, type Pool } from '../../database/pool';
import { rulesStore } from '../../database/rules';
import calendarFile from '../../prisma/seed/calendar-vn.json';
import { addDays, dateOf } from '../../domain/time/plain-date';
import { layersFromNational } from '../../domain/time/layers';
import { verify } from '../../scripts/verify';
import { get, post, sendUntilKnown } from '../support/http';
import { startInstance, type Child, type Instance } from '../support/instance';

/** In two meetings; three batches of a job. */
const CASES = 210;
/** Chance that the worker dies right after a batch is committed. */
const CHANCE = '0.4';
const LANES = 4;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a job over many cases whose processes are killed', () => {
  let instance: Instance;
  let tokens: Record<'admin' | 'office' | 'science', string>;
  let pool: Pool;
  const killed: Child[] = [];

  beforeAll(async () => {
    instance = await startInstance({ FAULT_POINT: `recompute:committed:${CHANCE}` });
    const [admin, office, science] = ['admin', 'office', 'science'].map((user) => instance.token(user));
    tokens = { admin, office, science } as typeof tokens;
    pool = createPool(instance.databaseUrl(), 4);
  }, 180_000);
  afterAll(async () => {
    await pool?.end();
    await instance?.stop();
  }, 60_000);

  const url = (path: string): string => `${instance.url}/api/v1${path}`;
  const kill = (child: Child): void => {
    const pid = instance.pid(child);
    if (pid === undefined) return;
    process.kill(pid, 'SIGKILL');
    killed.push(child);
  };
  const inFlight = (): number =>
    instance.log('worker').split('fault point recompute:committed: killed').length - 1;

  it('reaches every case once, tells everybody once and leaves nothing half done', async () => {
    const ids = (await Promise.all([1, 2].map(() => meeting()))).flat();
    expect(ids).toHaveLength(CASES);
    const commands = lanes(ids.slice(0, 40));

    const first = await publish();
    await under(first, ['postgres', 'worker']);
    const back = await publish(first);
    await under(back, ['temporal', 'api']);
    const jobs = [first, back];
    while (inFlight() === 0 && jobs.length < 8) {
      const next = await publish(jobs.length % 2 === 1 ? jobs.at(-1) : undefined);
      await under(next, []);
      jobs.push(next);
    }
    await commands.stop();
    console.log(`killed: ${killed.join(', ')}; workers killed between commit and report: ${inFlight()}`);
    expect(inFlight()).toBeGreaterThan(0);
    expect(new Set(killed)).toEqual(new Set(['postgres', 'worker', 'temporal', 'api']));

    for (const job of jobs) await checkJob(job, ids);
    await everythingHasLeft();
    await checkNotices();
    const { rows } = await pool.query<{ notes: number }>(
      `SELECT count(*)::integer AS notes FROM event WHERE type = 'noted' AND case_id = ANY($1)`,
      [ids],
    );
    expect(rows[0]?.notes).toBe(commands.notes);
    expect(commands.notes).toBeGreaterThan(0);
    expect(await verify({ pool, rules: rulesStore(pool), now: Date.now() })).toEqual([]);
  }, 300_000);

  async function meeting(): Promise<string[]> {
    const recommendations = Array.from({ length: CASES / 2 }, (_, n) => ({
      title: `Trang bị máy quét số ${n + 1}`,
      category: 'equipment',
      fromUnitId: 'gl-phuong-quy-nhon',
      leadUnitId: 'gl-so-khoa-hoc-cong-nghe',
    }));
    const body = { title: 'Họp giao ban', heldOn: dateOf(Date.now()), recommendations };
    const sent = await sendUntilKnown(url('/meetings'), tokens.office, body);
    expect(sent.status).toBe(201);
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM cases WHERE meeting_id = $1', [
      sent.body.id,
    ]);
    return rows.map(({ id }) => id);
  }

  /** Commands to the cases, and new cases, until told to stop; each repeated until it is known. */
  function lanes(ids: string[]): { notes: number; stop(): Promise<void> } {
    let isOver = false;
    const queue = [...ids];
    const state = { notes: 0, stop: (): Promise<void> => ((isOver = true), working) };
    const lane = async (): Promise<void> => {
      while (!isOver) {
        const id = queue.shift();
        if (id === undefined) return;
        const command = url(`/recommendations/${id}/commands`);
        for (const body of [{ type: 'accept' }, { type: 'note', text: 'đã khảo sát' }]) {
          const sent = await sendUntilKnown(command, tokens.science, body);
          if (sent.status !== 200) throw new Error(`${body.type}: ${JSON.stringify(sent.body)}`);
        }
        state.notes += 1;
        await wait(250);
      }
    };
    const working = Promise.all(Array.from({ length: LANES }, lane)).then(() => undefined);
    return state;
  }

  /** Closes three days, or takes a job back. @returns the job, once it is published */
  async function publish(undoes?: string): Promise<string> {
    if (undoes) return accepted(`/jobs/${undoes}/undo`);
    const layer = layersFromNational(calendarFile)
      .filter(({ id }) => id === 'vn')
      .at(-1);
    const { id, name, level, weekly, covers, days = [] } = layer ?? {};
    const closed = [6, 7, 8].map((n) => ({
      date: addDays(dateOf(Date.now()), n),
      kind: 'closed',
      name: 'Nghỉ tránh bão',
    }));
    const others = days.filter(({ date }) => !closed.some((day) => day.date === date));
    const draft = { id, name, level, weekly, covers, days: [...others, ...closed] };
    expect((await sendUntilKnown(url('/calendars'), tokens.admin, draft)).status).toBe(201);
    return accepted('/calendars/vn/publish');
  }

  async function accepted(path: string): Promise<string> {
    const key = randomUUID();
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const answer = await post(url(path), tokens.admin, {}, key).catch(() => null);
      if (answer?.status === 202) return (answer.body.job as { id: string }).id;
      if (answer && answer.status !== 503) throw new Error(JSON.stringify(answer.body));
      await wait(200);
    }
    throw new Error(`${path} was never accepted`);
  }

  /** Kills one process after the other while the job is at work, and waits for its end. */
  async function under(job: string, children: Child[]): Promise<void> {
    for (const child of children) {
      kill(child);
      await wait(1_500);
    }
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const answer = await get<{ state: string; counts: { toWake: number } }>(
        url(`/jobs/${job}`),
        tokens.admin,
      ).catch(() => null);
      if (answer?.body.state === 'done' && answer.body.counts.toWake === 0) return;
      await wait(200);
    }
    throw new Error(`job ${job} is not done`);
  }

  async function checkJob(job: string, ids: string[]): Promise<void> {
    const { rows } = await pool.query<Record<string, unknown>>(
      `SELECT j.state, (j.result ->> 'behind')::integer AS behind, (j.result ->> 'failed')::integer AS failed,
         (SELECT count(*)::integer FROM cases c WHERE c.closed_at IS NULL AND c.opened_at < j.created_at
            AND NOT EXISTS (SELECT 1 FROM job_case m WHERE m.job_id = j.id AND m.case_id = c.id)) AS missed,
         j.looked = (SELECT count(*) FROM job_case m WHERE m.job_id = j.id) AS once,
         (SELECT count(*)::integer FROM job_case m WHERE m.job_id = j.id AND m.case_id = ANY($2) AND EXISTS (
            SELECT 1 FROM jsonb_array_elements(m.changes) x WHERE (x ->> 'main')::boolean)) AS moved,
         (SELECT count(*)::integer FROM audit a WHERE a.what = 'datesMoved' AND a.case_id = ANY($2)
            AND a.body::jsonb ->> 'job' = j.id::text) AS recorded,
         (SELECT count(*)::integer FROM outbox o WHERE o.job_id = j.id AND o.case_id = ANY($2)) AS letters
       FROM job j WHERE j.id = $1`,
      [job, ids],
    );
    // The department's officer and the ward's hear of each case.
    expect(rows[0]).toEqual({
      state: 'done',
      behind: 0,
      failed: 0,
      missed: 0,
      once: true,
      moved: CASES,
      recorded: CASES,
      letters: 2 * CASES,
    });
  }

  /** Whoever was not called because a worker died is called by the watch, which looks each minute. */
  async function everythingHasLeft(): Promise<void> {
    for (let attempt = 0; attempt < 900; attempt += 1) {
      const { rows } = await pool.query('SELECT 1 FROM outbox WHERE sent_at IS NULL AND send_at <= now()');
      if (rows.length === 0) return;
      await wait(100);
    }
    throw new Error('notices have not left');
  }

  /** As many as left, each in one transaction with the notice that names it. */
  async function checkNotices(): Promise<void> {
    const { rows } = await pool.query<{ person: string; told: number; left: number; tries: number }>(
      `SELECT o.person_id AS person, count(*)::integer AS left, max(o.attempts) AS tries,
         (SELECT sum(coalesce(substring(n.title FROM '^(\\d+) vụ việc'), '1')::integer)::integer
          FROM notification n WHERE n.person_id = o.person_id AND n.kind = 'moved') AS told
       FROM outbox o WHERE o.kind = 'moved' AND o.outcome = 'sent' GROUP BY 1`,
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { person, told, left, tries } of rows)
      expect([person, told, tries]).toEqual([person, left, 1]);
  }
});
