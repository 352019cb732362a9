import { randomUUID } from 'node:crypto';
import calendarFile from '../../prisma/seed/calendar-vn.json';
import { addDays, dateOf } from '../../domain/time/plain-date';
import { layersFromNational } from '../../domain/time/layers';
import type { CalendarLayer } from '../../domain/time/types';
import { startHarness, type Harness } from './harness';

let api: Harness;
beforeEach(async () => {
  api = await startHarness();
});
afterEach(() => api.stop());

const vn = (): CalendarLayer =>
  layersFromNational(calendarFile)
    .filter(({ id }) => id === 'vn')
    .at(-1) as CalendarLayer;
/** The newest national calendar as a draft, with more days. */
const draft = (...days: object[]): object => {
  const { id, name, level, weekly, covers, days: known } = vn();
  return { id, name, level, weekly, covers, days: [...known, ...days] };
};
const storm = (date: string): object => ({ date, kind: 'closed', name: 'Nghỉ tránh bão số 13' });

const need = { title: 'Xin kinh phí sửa mái trụ sở', category: 'funding', leadUnitId: 'gl-so-tai-chinh' };
async function opened(): Promise<string> {
  const { body, status } = await api.as('ward').post('/api/v1/recommendations', need);
  expect(status).toBe(201);
  return (body as { id: string }).id;
}
const dueOf = async (id: string): Promise<string> =>
  (await api.as('office').get(`/api/v1/recommendations/${id}`)).body.dueOn as string;

describe('a calendar', () => {
  it('previewed tells whoever configures no words that were written into a case', async () => {
    const dossier = await api.as('counter').post('/api/v1/dossiers', {
      procedureCode: '1.004873',
      receivingUnitId: 'gl-phuong-quy-nhon',
      channel: 'inPerson',
      applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
      documents: [],
    });
    const today = dateOf(Date.now());
    const newDueOn = [30, 31, 32]
      .map((n) => addDays(today, n))
      .find((one) => new Date(one).getUTCDay() % 6 !== 0) as string;
    const extend = { type: 'extend', newDueOn, reason: 'Bà Trần Thị Mẫu nằm viện' };
    const path = `/api/v1/dossiers/${dossier.body.id}`;
    expect((await api.as('counter').post(`${path}/commands`, extend)).status).toBe(200);
    await api.as('admin').post('/api/v1/calendars', draft(storm(newDueOn)));
    const { body } = await api.as('admin').post('/api/v1/calendars/vn/preview', {});
    expect(body.examples).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('Trần Thị Mẫu');
  });

  it('is drafted, previewed, published; the open cases move, and undo brings the earlier dates back', async () => {
    const id = await opened();
    const before = await dueOf(id);
    const day = addDays(before, -5);
    const closed = [0, 1, 2, 3, 4]
      .map((n) => addDays(day, n))
      .find((one) => new Date(one).getUTCDay() % 6 !== 0) as string;

    const kept = await api.as('admin').post('/api/v1/calendars', draft(storm(closed)));
    expect([kept.status, kept.body]).toEqual([
      201,
      { id: 'vn', version: 6, status: 'draft', complaints: [] },
    ]);
    expect(await dueOf(id)).toBe(before);

    const preview = await api.as('admin').post('/api/v1/calendars/vn/preview', {});
    expect(preview.status).toBe(200);
    expect(preview.body).toMatchObject({
      cases: 1,
      moved: 1,
      publication: { kind: 'calendar', id: 'vn', version: 6 },
    });
    const [example] = preview.body.examples as {
      from: { explanation: object[] };
      to: { dueOn: string; explanation: { name: string }[] };
    }[];
    expect(example?.to.explanation.map(({ name }) => name)).toContain('Nghỉ tránh bão số 13');
    expect(await dueOf(id)).toBe(before);

    const published = await api.as('admin').post('/api/v1/calendars/vn/publish', {});
    expect(published.status).toBe(202);
    const after = await dueOf(id);
    expect(after > before).toBe(true);
    expect(after).toBe(example?.to.dueOn);

    const job = await api.as('admin').get(published.headers.location as string);
    expect(job.body).toMatchObject({ state: 'done', counts: { done: 1, moved: 1, failed: 0, behind: 0 } });
    const cases = await api.as('admin').get(job.body.cases as string);
    expect(cases.body.items).toMatchObject([{ case: { id }, result: 'done' }]);

    const undone = await api.as('admin').post(job.body.undo as string, {});
    expect(undone.status).toBe(202);
    expect(await dueOf(id)).toBe(before);
    const versions = await api.as('admin').get('/api/v1/calendars/vn');
    expect(versions.body.versions.map((one: { version: number }) => one.version)).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
    const newest = versions.body.versions.at(-1) as object;
    expect(newest).toMatchObject({ takesBack: 6 });
    expect((await api.as('admin').post('/api/v1/calendars', newest)).status).toBe(201);
    const waiting = await api.as('admin').get('/api/v1/calendars/vn');
    expect(waiting.body.draft).not.toHaveProperty('takesBack');
    const again = await api.as('admin').post(job.body.undo as string, {});
    expect([again.status, again.body.reason]).toEqual([409, 'alreadyUndone']);
  });

  it('is published once: a second time, or two at once, is refused with the reason', async () => {
    await api.as('admin').post('/api/v1/calendars', draft(storm('2026-12-01')));
    const both = await Promise.all(
      [1, 2, 3].map(() => api.as('admin').post('/api/v1/calendars/vn/publish', {})),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const again = await api.as('admin').post('/api/v1/calendars/vn/publish', { version: 6 });
    expect([again.status, again.body.reason]).toEqual([409, 'alreadyPublished']);
    const none = await api.as('admin').post('/api/v1/calendars/vn/publish', {});
    expect([none.status, none.body.reason]).toEqual([409, 'noDraft']);
    const key = { 'Idempotency-Key': randomUUID() };
    await api.as('admin').post('/api/v1/calendars', draft(storm('2026-12-02')));
    const first = await api.as('admin').post('/api/v1/calendars/vn/publish', {}, key);
    const repeated = await api.as('admin').post('/api/v1/calendars/vn/publish', {}, key);
    expect([repeated.status, repeated.body]).toEqual([202, first.body]);
  });

  it('that is faulty is refused, with every fault and nothing kept', async () => {
    const { status, body } = await api.as('admin').post('/api/v1/calendars', {
      id: 'vn',
      name: 'Lịch hỏng',
      level: 'national',
      weekly: {
        1: [
          ['07:30', '11:30'],
          ['11:00', '12:00'],
        ],
      },
      days: [storm('2026-12-01'), { ...storm('2026-12-01'), kind: 'open' }],
      covers: { from: '2027-01-01', to: '2027-12-31' },
    });
    expect(status).toBe(422);
    const said = (body.errors as { path: string; message: string }[]).map(({ message }) => message).join(' ');
    for (const code of ['OVERLAPPING_INTERVALS', 'OPEN_AND_CLOSED']) expect(said).toContain(code);
    expect((await api.as('admin').get('/api/v1/calendars?status=draft')).body.items).toEqual([]);
  });

  it('taken back leaves no day behind, though what stood before begins later', async () => {
    const calculated = async (): Promise<string> => {
      const term = { unit: 'WORKING_DAY', amount: 3, receivedAt: '2026-12-15T09:00:00+07:00' };
      return (await api.as('office').post('/api/v1/deadlines/calculate', term)).body.dueOn as string;
    };
    const publish = async (body: object): Promise<string> => {
      expect((await api.as('admin').post('/api/v1/calendars', body)).status).toBe(201);
      const { status, headers } = await api.as('admin').post('/api/v1/calendars/vn/publish', {});
      expect(status).toBe(202);
      return headers.location as string;
    };
    await publish({ ...draft({ ...storm('2027-06-08'), provisional: true }), effectiveFrom: '2027-01-01' });
    expect(await calculated()).toBe('2026-12-18');
    const mistake = await publish(draft(storm('2026-12-17')));
    expect(await calculated()).toBe('2026-12-21');
    const undone = await api.as('admin').post(`${mistake}/undo`, {});
    expect([undone.status, await calculated()]).toEqual([202, '2026-12-18']);
    expect((await api.as('admin').post(`${String(undone.headers.location)}/undo`, {})).status).toBe(202);
    expect(await calculated()).toBe('2026-12-21');
    const versions = await api.as('admin').get('/api/v1/calendars/vn');
    // What is read, without what publishing adds, is a draft again (docs/how-to/publish-a-calendar.md).
    const again = { ...versions.body.versions.at(-1) };
    for (const added of ['version', 'publishedOn', 'status']) delete again[added];
    expect((await api.as('admin').post('/api/v1/calendars', again)).status).toBe(201);
  });

  it('sent by many at once keeps no one else waiting', async () => {
    await api.as('admin').post('/api/v1/calendars', draft(storm('2026-12-01')));
    const key = { 'Idempotency-Key': randomUUID() };
    const sent = Promise.all(
      Array.from({ length: 12 }, () => api.as('admin').post('/api/v1/calendars/vn/publish', {}, key)),
    );
    const others = await Promise.all(
      Array.from({ length: 5 }, () => api.as('ward').get('/api/v1/recommendations')),
    );
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set((await sent).map(({ status }) => status))).toEqual(new Set([202]));
  });

  it('whose days leave a year without work is refused, though no case needs that year yet', async () => {
    const year = Array.from({ length: 365 }, (_, n) => ({
      ...storm(addDays('2029-01-01', n)),
      provisional: true,
    }));
    const { status, body } = await api.as('admin').post('/api/v1/calendars', draft(...year));
    expect(status).toBe(422);
    expect(JSON.stringify(body.errors)).toContain('FULL_YEAR_CLOSED');
  });

  it('is not looked for by numbers no version has', async () => {
    for (const path of ['calendars/vn/preview', 'calendars/vn/publish', 'suspensions/bao/preview'])
      expect((await api.as('admin').post(`/api/v1/${path}`, { version: 10_000_000_000 })).status).toBe(422);
    const far = Buffer.from('{"n":1e300}').toString('base64url');
    expect((await api.as('admin').get(`/api/v1/jobs?cursor=${far}`)).status).toBe(422);
  });

  it('has one national layer: another one is refused', async () => {
    const second = { ...(draft() as object), id: 'vn-hai' };
    const { status, body } = await api.as('admin').post('/api/v1/calendars', second);
    expect([status, body.errors?.[0]?.path]).toEqual([422, 'id']);
  });

  it('moves dates, and leaders see by which job', async () => {
    await api.as('admin').post('/api/v1/calendars', draft(storm('2026-12-01')));
    const { body } = await api.as('admin').post('/api/v1/calendars/vn/publish', {});
    const href = body.job.href as string;
    expect((await api.as('chair').get(href)).status).toBe(200);
    expect((await api.as('ward').get(href)).status).toBe(403);
    expect((await api.as('chair').post(`${href}/undo`, {})).status).toBe(403);
  });

  it('that was read and changed is sent back as it is', async () => {
    const { body } = await api.as('admin').get('/api/v1/calendars/vn');
    const newest = body.versions.at(-1) as { days: object[] };
    const kept = await api
      .as('admin')
      .post('/api/v1/calendars', { ...newest, days: [...newest.days, storm('2026-12-01')] });
    expect([kept.status, kept.body.version]).toEqual([201, 6]);
  });

  it('is the administrator’s alone', async () => {
    expect((await api.as('admin').post('/api/v1/calendars', draft())).status).toBe(201);
    expect((await api.as('admin').get('/api/v1/calendars/vn')).body.draft).toMatchObject({ version: 6 });
    for (const user of ['ward', 'office', 'chair', 'citizen']) {
      expect((await api.as(user).get('/api/v1/calendars/vn')).body.draft).toBeNull();
      expect((await api.as(user).get('/api/v1/calendars?status=draft')).status).toBe(403);
      expect((await api.as(user).post('/api/v1/calendars', draft())).status).toBe(403);
      expect((await api.as(user).post('/api/v1/calendars/vn/publish', {})).status).toBe(403);
    }
  });
});

describe('a mass suspension', () => {
  const now = (): number => Date.now();
  const iso = (at: number): string => new Date(at).toISOString().replace('Z', '+00:00');
  const flood = (more: object = {}): object => ({
    id: 'lu-thang-11',
    name: 'Lũ tháng 11',
    unitIds: ['gl-so-tai-chinh'],
    from: iso(now() - 3_600_000),
    legalBasis: 'Công điện 01/CĐ-UBND',
    reason: 'Ngập lụt',
    ...more,
  });

  it('stops the clocks of its units until it is lifted, and undo takes it back', async () => {
    const id = await opened();
    const before = await dueOf(id);
    expect((await api.as('office').post('/api/v1/suspensions', flood())).status).toBe(201);
    const preview = await api.as('office').post('/api/v1/suspensions/lu-thang-11/preview', {});
    expect(preview.body).toMatchObject({ cases: 1, moved: 1, stopping: 2 });

    const published = await api.as('office').post('/api/v1/suspensions/lu-thang-11/publish', {});
    expect(published.status).toBe(202);
    const stopped = await api.as('office').get(`/api/v1/recommendations/${id}`);
    expect(stopped.body).toMatchObject({ paused: true });
    const armed = await api.pool.query(`SELECT 1 FROM rung WHERE state = 'armed'`);
    expect(armed.rowCount).toBe(0);
    const deadline = await api.as('office').get(`/api/v1/recommendations/${id}/deadline`);
    const clock = deadline.body.clocks.find((one: { kind: string }) => one.kind === 'response');
    expect(clock.ledger.suspensions).toMatchObject([{ reason: 'Lũ tháng 11', to: null }]);
    expect(JSON.stringify(clock.explanation)).toContain('Công điện 01/CĐ-UBND');

    api.engine.aheadMs = 8 * 86_400_000;
    const lifted = await api.as('office').post('/api/v1/suspensions/lu-thang-11/lift', {});
    expect(lifted.status).toBe(202);
    expect((await dueOf(id)) > before).toBe(true);
    expect((await api.pool.query(`SELECT 1 FROM rung WHERE state = 'armed'`)).rowCount).toBeGreaterThan(0);
    const twice = await api.as('office').post('/api/v1/suspensions/lu-thang-11/lift', {});
    expect([twice.status, twice.body.reason]).toEqual([409, 'alreadyLifted']);

    const job = await api.as('office').get(published.headers.location as string);
    const early = await api.as('office').post(job.body.undo as string, {});
    expect([early.status, early.body.reason]).toEqual([409, 'supersededSince']);
    const lift = await api.as('office').get(lifted.headers.location as string);
    expect((await api.as('office').post(lift.body.undo as string, {})).status).toBe(202);
    expect((await api.as('office').get(`/api/v1/recommendations/${id}`)).body.paused).toBe(true);
  });

  it('is previewed without a word that officials wrote about a case', async () => {
    const asked = await api.as('counter').post('/api/v1/dossiers', {
      procedureCode: '1.004873',
      receivingUnitId: 'gl-phuong-quy-nhon',
      channel: 'inPerson',
      applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
      documents: [{ name: 'Tờ khai', kind: 'original' }],
    });
    const step = async (user: string, body: object): Promise<void> => {
      const sent = await api.as(user).post(`/api/v1/dossiers/${asked.body.id as string}/commands`, body);
      expect([sent.status, sent.body.detail]).toEqual([200, undefined]);
    };
    await step('counter', { type: 'completeStep' });
    await step('officer', { type: 'claim' });
    await step('officer', { type: 'requestSupplement', items: ['Giấy tờ'], reason: 'Đã ly hôn hai lần' });
    await step('counter', { type: 'receiveSupplement', documents: [{ name: 'Giấy tờ', kind: 'copy' }] });
    const newDueOn = new Date(now() + 20 * 86_400_000).toISOString().slice(0, 10);
    await step('officer', { type: 'extend', newDueOn, reason: 'Chờ nơi cư trú cũ xác minh' });
    await api.as('office').post('/api/v1/suspensions', flood({ unitIds: ['gl-phuong-quy-nhon'] }));
    const preview = await api.as('admin').post('/api/v1/suspensions/lu-thang-11/preview', {});
    expect(preview.body.examples).toMatchObject([{ kind: 'dossier' }]);
    const said = JSON.stringify(preview.body);
    for (const words of ['ly hôn', 'Chờ nơi cư trú', 'Nguyễn Mẫu']) expect(said).not.toContain(words);
  });

  it('of a unit nobody knows, without a basis or ending before it begins is refused', async () => {
    const wrong: [object, string][] = [
      [{ unitIds: ['gl-khong-co'] }, 'unitIds[0]'],
      [{ unitIds: [] }, 'unitIds'],
      [{ unitIds: [], zone: 'mat-trang' }, 'zone'],
      [{ legalBasis: '' }, 'legalBasis'],
      [{ to: iso(now() - 7_200_000) }, 'to'],
      [{ from: '1990-01-01T00:00:00+07:00' }, 'from'],
    ];
    for (const [more, path] of wrong) {
      const { status, body } = await api.as('office').post('/api/v1/suspensions', flood(more));
      expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
    }
  });

  it('in draft is read by those who may publish it', async () => {
    await api.as('office').post('/api/v1/suspensions', flood());
    for (const [user, status] of [
      ['admin', 200],
      ['office', 200],
      ['ward', 403],
      ['finance', 403],
      ['chair', 403],
      ['citizen', 403],
    ] as const) {
      expect((await api.as(user).get('/api/v1/suspensions?status=draft')).status).toBe(status);
      const one = await api.as(user).get('/api/v1/suspensions/lu-thang-11');
      expect(one.status).toBe(status === 200 ? 200 : 404);
    }
  });

  it('is lifted within a year and not after its own end; a draft made before that waits no more', async () => {
    await api.as('office').post('/api/v1/suspensions', flood());
    expect((await api.as('office').post('/api/v1/suspensions/lu-thang-11/publish', {})).status).toBe(202);
    await api.as('office').post('/api/v1/suspensions', flood({ reason: 'Gia hạn' }));
    const lift = (at: number): Promise<{ status: number; body: { errors?: { path: string }[] } }> =>
      Promise.resolve(api.as('office').post('/api/v1/suspensions/lu-thang-11/lift', { at: iso(at) }));
    const far = await lift(now() + 400 * 86_400_000);
    expect([far.status, far.body.errors?.[0]?.path]).toEqual([422, 'at']);
    expect((await lift(now() + 86_400_000)).status).toBe(202);
    expect((await lift(now() + 2 * 86_400_000)).status).toBe(422);

    expect((await api.as('office').get('/api/v1/suspensions?status=draft')).body.items).toEqual([]);
    expect((await api.as('office').get('/api/v1/suspensions/lu-thang-11')).body.draft).toBeNull();
    expect((await api.as('office').post('/api/v1/suspensions/lu-thang-11/preview', {})).status).toBe(404);
    const { status, body } = await api.as('office').post('/api/v1/suspensions/lu-thang-11/publish', {});
    expect([status, body.reason]).toEqual([409, 'noDraft']);
  });

  it('as a job refuses what it would not heed', async () => {
    const { unitIds, ...command } = flood() as { unitIds: string[] };
    const wrong: [object, string][] = [
      [{ filter: { unitIds, kind: 'dossier' }, command }, 'filter.kind'],
      [{ filter: { unitIds, procedure: '1.004873' }, command }, 'filter.procedure'],
      [{ filter: { unitIds }, command: { ...command, unitIds: ['gl-so-noi-vu'] } }, 'command.unitIds'],
    ];
    for (const [body, path] of wrong) {
      const answer = await api.as('office').post('/api/v1/jobs', { kind: 'suspend', ...body });
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path]);
    }
  });

  it('comes as a job too, first dry', async () => {
    const id = await opened();
    const { unitIds, ...command } = flood() as { unitIds: string[] };
    const body = { kind: 'suspend', filter: { unitIds }, command };
    const dry = await api.as('office').post('/api/v1/jobs', { ...body, dryRun: true });
    expect(dry.status).toBe(202);
    const seen = await api.as('office').get(dry.headers.location as string);
    expect(seen.body).toMatchObject({ state: 'done', dryRun: true, preview: { moved: 1 }, undo: null });
    expect((await api.as('office').get(`/api/v1/recommendations/${id}`)).body.paused).toBe(false);
    expect((await api.as('office').post('/api/v1/jobs', body)).status).toBe(202);
    expect((await api.as('office').get(`/api/v1/recommendations/${id}`)).body.paused).toBe(true);
  });
});

it('a job that brings dates up to date touches nothing that is so already', async () => {
  await opened();
  const { status, headers } = await api.as('admin').post('/api/v1/jobs', { kind: 'recalculate' });
  expect(status).toBe(202);
  const job = await api.as('admin').get(headers.location as string);
  expect(job.body).toMatchObject({ state: 'done', counts: { done: 1, moved: 0, failed: 0 }, undo: null });
});

it('no other job begins beside that of a publication, and the refusal says what became of what was sent', async () => {
  await opened();
  await api.as('admin').post('/api/v1/calendars', draft(storm('2026-12-01')));
  api.engine.failure = new Error('engine away');
  const published = await api.as('admin').post('/api/v1/calendars/vn/publish', {});
  expect(published.status).toBe(202);
  api.engine.failure = null;
  const recalculation = await api.as('admin').post('/api/v1/jobs', { kind: 'recalculate' });
  expect([recalculation.status, recalculation.body.reason]).toEqual([409, 'jobRunning']);
  expect(recalculation.body.detail).toContain('chưa có gì thay đổi');
  await api.as('admin').post('/api/v1/calendars', draft(storm('2026-12-02')));
  const second = await api.as('admin').post('/api/v1/calendars/vn/publish', {});
  expect(second.body.detail).toContain('Dự thảo vẫn được giữ');

  await api.engine.startJob({ id: published.body.job.id as string });
  const key = { 'Idempotency-Key': randomUUID() };
  const first = await api.as('admin').post('/api/v1/jobs', { kind: 'recalculate' }, key);
  const again = await api.as('admin').post('/api/v1/jobs', { kind: 'recalculate' }, key);
  expect([first.status, again.status, again.body]).toEqual([202, 202, first.body]);
});
