import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { ServiceError } from '@temporalio/client';
import { createPool } from '../../database/pool';
import { startHarness, type Harness } from './harness';

let api: Harness;
beforeAll(async () => {
  api = await startHarness({ perAddress: 3 });
});
afterAll(() => api.stop());
afterEach(() => {
  api.engine.failure = null;
  api.engine.fate = 'normal';
  api.engine.aheadMs = 0;
});

const need = { title: 'Xin kinh phí sửa mái trụ sở', category: 'funding', leadUnitId: 'gl-so-tai-chinh' };
const opened = async (body: object = need): Promise<string> => {
  const { body: state, status } = await api.as('ward').post('/api/v1/recommendations', body);
  expect(status).toBe(201);
  return (state as { id: string }).id;
};
const commands = (id: string): string => `/api/v1/recommendations/${id}/commands`;

describe('200 and 201', () => {
  it('a ward enters its own recommendation, and the department accepts it', async () => {
    const answer = await api.as('ward').post('/api/v1/recommendations', need);
    expect(answer.status).toBe(201);
    expect(answer.headers.location).toBe(`/api/v1/recommendations/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      status: 'assigned',
      dueKind: 'default',
      wards: [{ id: 'gl-phuong-quy-nhon' }],
    });
    const accepted = await api.as('finance').post(commands(answer.body.id), { type: 'accept' });
    expect(accepted.status).toBe(200);
    expect(accepted.headers.etag).toBe('"2"');
    expect(accepted.body).toMatchObject({ status: 'inProgress', version: 2 });
  });

  it('the same key and body give the same answer, and only one event, also when the case has moved on', async () => {
    const id = await opened();
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await api.as('finance').post(commands(id), { type: 'accept' }, key);
    await api.as('finance').post(commands(id), { type: 'reportProgress', text: 'Đã mở thầu.' });
    const again = await api.as('finance').post(commands(id), { type: 'accept' }, key);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    const events = await api.as('finance').get(`/api/v1/recommendations/${id}/events`);
    expect(events.body.items.map((event: { type: string }) => event.type)).toEqual([
      'submitted',
      'accepted',
      'progressReported',
    ]);
  });

  it('a repeated creation gives the case that the first one made', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await api.as('ward').post('/api/v1/recommendations', need, key);
    const again = await api.as('ward').post('/api/v1/recommendations', need, key);
    expect([again.status, again.body]).toEqual([201, first.body]);
  });

  it('a meeting gives the ids of its cases in the order sent', async () => {
    const body = {
      title: 'Họp',
      heldOn: '2026-11-20',
      recommendations: [{ ...need, fromGroup: 'all-communes' }],
      directives: [{ title: 'Báo cáo', toGroup: 'departments-concerned', bindingness: 'order' }],
    };
    const { status, body: made } = await api.as('office').post('/api/v1/meetings', body);
    expect(status).toBe(201);
    const directive = await api.as('office').get(`/api/v1/directives/${made.directives[0].id}`);
    expect(directive.body).toMatchObject({ status: 'triage', meeting: { id: made.id } });
    const recommendation = await api
      .as('ward-b')
      .get(`/api/v1/recommendations/${made.recommendations[0].id}`);
    expect(recommendation.body.wards).toHaveLength(3);
  });

  it('a split opens its parts, with the askers and the day of the whole', async () => {
    const id = await opened();
    const items = [
      { title: 'Phần một của việc tách', category: 'funding', leadUnitId: 'gl-so-tai-chinh' },
      { title: 'Phần hai của việc tách', category: 'training' },
    ];
    expect((await api.as('office').post(commands(id), { type: 'split', items })).status).toBe(200);
    const found = await api
      .as('ward')
      .get(`/api/v1/recommendations?q=${encodeURIComponent('của việc tách')}`);
    expect(found.body.items.map((one: { wards: { id: string }[] }) => one.wards[0]?.id)).toEqual([
      'gl-phuong-quy-nhon',
      'gl-phuong-quy-nhon',
    ]);
  });

  it('pages of a list meet without gap or repetition', async () => {
    for (let n = 0; n < 5; n += 1) await opened({ ...need, title: `Trang ${n}`, summary: 'phân trang' });
    const ids: string[] = [];
    let cursor = '';
    do {
      const { body } = await api
        .as('ward')
        .get(`/api/v1/recommendations?q=${encodeURIComponent('phân trang')}&limit=2${cursor}`);
      ids.push(...body.items.map((one: { id: string }) => one.id));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);
    expect(new Set(ids).size).toBe(5);
    expect(ids).toHaveLength(5);
  });

  it.each([
    '/api/v1/dashboard',
    '/api/v1/escalations?mine=true&acknowledged=false',
    '/api/v1/notifications',
    '/api/v1/units',
    '/api/v1/positions',
    '/api/v1/substitutions',
    '/api/v1/calendars',
    '/api/v1/procedures',
    '/api/v1/routing-rules',
    '/api/v1/dossiers?status=received,inProcess&timeliness=overdue&sort=newest',
    '/api/v1/directives?open=true&unit=gl-so-y-te&from=2026-01-01&to=2026-12-31',
  ])('%s answers in its schema', async (path) => {
    expect((await api.as('chair').get(path)).status).toBe(200);
  });

  it('/healthz, /readyz, /metrics, /openapi.json and /docs lie outside the base and need no login', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs'])
      expect([path, (await supertest(api.app).get(path)).status]).toEqual([path, 200]);
  });
});

describe('202', () => {
  it('an accepted command that does not settle names the place to ask', async () => {
    const id = await opened();
    api.engine.fate = 'accepted';
    const { status, headers, body } = await api
      .as('finance')
      .post(commands(id), { type: 'accept' }, { 'Idempotency-Key': 'late-1' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ key: 'late-1', status: 'pending' });
    const fate = await api.as('finance').get(headers.location as string);
    expect(fate.body).toMatchObject({ status: 'pending', case: { id } });
    expect((await api.as('ward').get(headers.location as string)).status).toBe(404);
  });
});

describe('400, 413, 415: what cannot be read', () => {
  const send = (type: string, text: string) =>
    supertest(api.app)
      .post('/api/v1/recommendations')
      .set('Authorization', 'Bearer ward')
      .set('Content-Type', type)
      .send(text);

  it.each([
    ['application/json', '{"title":', 400, 'malformedJson'],
    ['application/json', `{"title":"${'x'.repeat(1_100_000)}"}`, 413, 'tooLarge'],
    ['text/plain', 'title', 415, 'notJson'],
    ['application/json; charset=latin1', '{}', 415, 'unsupportedCharset'],
    ['application/json', '"words"', 422, 'invalid'],
    ['application/json', 'null', 422, 'invalid'],
  ])('%s %.12s → %d %s', async (type, text, status, reason) => {
    const answer = await send(type, text);
    expect([answer.status, answer.body.reason]).toEqual([status, reason]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
});

describe('401, 403, 404, 405', () => {
  it('without a token nothing is told, not even that the body is broken', async () => {
    const answer = await supertest(api.app)
      .post('/api/v1/recommendations')
      .set('Content-Type', 'application/json')
      .send('{');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  it('an unknown subject is known to the issuer, not to us', async () => {
    expect((await api.as('somebody').get('/api/v1/recommendations')).body.reason).toBe('unknownSubject');
  });

  it('a foreign recommendation is forbidden; a foreign dossier does not exist; admin and citizen see neither', async () => {
    const id = await opened();
    const dossier = await api.as('counter').post('/api/v1/dossiers', birth);
    expect(dossier.status).toBe(201);
    const statuses = async (user: string): Promise<number[]> => [
      (await api.as(user).get(`/api/v1/recommendations/${id}`)).status,
      (await api.as(user).get(`/api/v1/dossiers/${dossier.body.id}`)).status,
    ];
    expect(await statuses('science')).toEqual([403, 404]);
    expect(await statuses('ward-b')).toEqual([403, 404]);
    expect(await statuses('admin')).toEqual([403, 403]);
    expect(await statuses('citizen')).toEqual([403, 403]);
    expect(await statuses('chair')).toEqual([200, 200]);
    expect(await statuses('ward')).toEqual([200, 200]);
  });

  it.each([
    '/api/v1/nothing',
    '/api/v1/recommendations/not-an-id',
    `/api/v1/recommendations/${randomUUID()}`,
    '/nothing',
  ])('%s is not found', async (path) => {
    expect((await api.as('chair').get(path)).status).toBe(404);
  });

  it('another method is named as such, with those that exist', async () => {
    const answer = await supertest(api.app).delete('/api/v1/recommendations');
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST, GET']);
  });
});

const birth = {
  procedureCode: '1.001193',
  receivingUnitId: 'gl-phuong-quy-nhon',
  channel: 'inPerson',
  applicant: { name: 'Nguyễn Mẫu', kind: 'citizen', idNumber: '052000000001' },
  documents: [{ name: 'Tờ khai', kind: 'original' }],
};

describe('409 and 412', () => {
  it('a refusal says why, who did what when, and what is possible', async () => {
    const id = await opened();
    await api.as('finance').post(commands(id), { type: 'accept' });
    const { status, body } = await api.as('finance').post(commands(id), { type: 'accept' });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      reason: 'notInThisDutyStatus',
      detail: 'Phân công của Sở Tài chính đang ở trạng thái "Đã nhận" nên chưa thể nhận việc.',
      by: {
        type: 'accepted',
        position: { id: 'gl-so-tai-chinh-chuyen-vien', name: 'Chuyên viên theo dõi kiến nghị' },
      },
    });
    expect(body.availableCommands).toContain('respond');
  });

  it('a closed case says so', async () => {
    const id = await opened();
    await api.as('ward').post(commands(id), { type: 'withdraw', reason: 'Đã tự lo được.' });
    const { status, body } = await api.as('office').post(commands(id), { type: 'note', text: 'x' });
    expect([status, body.reason, body.availableCommands]).toEqual([409, 'closed', []]);
  });

  it('a stale If-Match is refused and says who changed the case when; the right one is not', async () => {
    const id = await opened();
    const accepted = await api.as('finance').post(commands(id), { type: 'accept' });
    const progress = { type: 'reportProgress', text: 'x' };
    const stale = await api.as('finance').post(commands(id), progress, { 'If-Match': '"1"' });
    const events = await api.as('finance').get(`/api/v1/recommendations/${id}/events`);
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({
      reason: 'versionMismatch',
      by: {
        type: 'accepted',
        person: events.body.items[1].by.person.name,
        position: { id: 'gl-so-tai-chinh-chuyen-vien', name: 'Chuyên viên theo dõi kiến nghị' },
        at: events.body.items[1].at,
      },
    });
    expect(accepted.body.version).toBe(2);
    expect((await api.as('finance').post(commands(id), progress, { 'If-Match': '"2"' })).status).toBe(200);
  });
});

describe('422', () => {
  it('a key used with another body is refused, for commands, creations and meetings', async () => {
    const id = await opened();
    const key = { 'Idempotency-Key': randomUUID() };
    const meeting = {
      title: 'Họp',
      heldOn: '2026-11-20',
      directives: [{ title: 'x', toGroup: 'all-communes', bindingness: 'own' }],
    };
    const reason = async (user: string, path: string, body: object) =>
      (await api.as(user).post(path, body, key)).body.reason as unknown;
    await reason('finance', commands(id), { type: 'accept' });
    expect(await reason('finance', commands(id), { type: 'return', reason: 'x' })).toBe(
      'idempotencyKeyReused',
    );
    await reason('ward', '/api/v1/recommendations', need);
    expect(await reason('ward', '/api/v1/recommendations', { ...need, title: 'khác' })).toBe(
      'idempotencyKeyReused',
    );
    await reason('office', '/api/v1/meetings', meeting);
    expect(await reason('office', '/api/v1/meetings', { ...meeting, title: 'khác' })).toBe(
      'idempotencyKeyReused',
    );
  });

  it('one bad item of a meeting names its path, and nothing is created', async () => {
    const count = async () =>
      (await api.pool.query('SELECT count(*)::int AS n FROM cases')).rows[0].n as number;
    const before = await count();
    const body = {
      title: 'Họp',
      heldOn: '2026-11-20',
      recommendations: [
        { ...need, fromUnitId: 'gl-phuong-quy-nhon' },
        { ...need, fromUnitId: 'gl-phuong-quy-nhon', leadUnitId: 'gl-so-khong-co' },
      ],
    };
    const answer = await api.as('office').post('/api/v1/meetings', body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'recommendations[1].leadUnitId']);
    expect(await count()).toBe(before);
  });

  it.each([
    ['an unknown unit', { fromUnitId: 'gl-xyz' }, 'fromUnitId'],
    ['a ward that is no more', { fromUnitId: 'gl-phuong-tran-phu-cu' }, 'fromUnitId'],
    ['a department as asker', { fromUnitId: 'gl-so-y-te' }, 'fromUnitId'],
    ['a commune as lead', { fromUnitId: 'gl-phuong-quy-nhon', leadUnitId: 'gl-xa-minh-hoa-a' }, 'leadUnitId'],
    [
      'a unit of another province',
      { fromUnitId: 'gl-phuong-quy-nhon', leadUnitId: 'dn-so-noi-vu' },
      'leadUnitId',
    ],
    [
      'an officer who sets a date',
      { fromUnitId: 'gl-phuong-quy-nhon', dueOn: '2099-01-01', setBy: 'gl-so-y-te-chuyen-vien' },
      'setBy',
    ],
    [
      'a date in the past',
      { fromUnitId: 'gl-phuong-quy-nhon', dueOn: '2020-01-02', setBy: 'gl-chu-tich' },
      'dueOn',
    ],
    ['nobody asking', {}, 'fromUnitId'],
    ['a NUL in a text', { fromUnitId: 'gl-phuong-quy-nhon', title: 'a\u0000b' }, 'title'],
    ['a lone surrogate', { fromUnitId: 'gl-phuong-quy-nhon', title: 'a\ud800' }, 'title'],
  ])('%s', async (_what, more, path) => {
    const answer = await api.as('office').post('/api/v1/recommendations', { ...need, ...more });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path]);
  });

  it.each([
    'limit=0',
    'limit=201',
    'cursor=xyz',
    'timeliness=late',
    'status=unknown',
    'nonsense=1',
    'from=2026-02-30',
    'q=%00',
    'limit=1&limit=2',
  ])('GET /recommendations?%s', async (query) => {
    expect((await api.as('chair').get(`/api/v1/recommendations?${query}`)).status).toBe(422);
  });

  it('a command without its fields', async () => {
    const id = await opened();
    const answer = await api
      .as('finance')
      .post(commands(id), { type: 'respond', outcome: 'solved', text: 'xong' });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'evidence']);
    expect((await api.as('finance').post(commands(id), { type: 'explode' })).status).toBe(422);
  });
});

describe('429', () => {
  it('codes of dossiers cannot be guessed by trying', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1)
      statuses.push((await supertest(api.app).get('/public/v1/dossiers/H21.901-000000-0001')).status);
    expect(statuses).toEqual([404, 404, 404, 429, 429]);
  });
});

describe('503', () => {
  it('the engine away: it may still happen, repeat with the same key', async () => {
    const id = await opened();
    api.engine.failure = new ServiceError('no connection');
    const answer = await api.as('finance').post(commands(id), { type: 'accept' });
    expect([answer.status, answer.body.reason]).toEqual([503, 'engineAway']);
    expect(answer.headers['retry-after']).toBeDefined();
    expect((await api.as('finance').get(`/api/v1/recommendations/${id}`)).status).toBe(200);
  });

  it('the database gone while the rules are read', async () => {
    const id = await opened();
    for (const text of ['Server has closed the connection.', 'Database error. Code: `57P01`.']) {
      api.engine.failure = Object.assign(new Error(text), { name: 'PrismaClientKnownRequestError' });
      const answer = await api.as('finance').post(commands(id), { type: 'accept' });
      expect([answer.status, answer.body.reason]).toEqual([503, 'databaseAway']);
    }
  });

  it('the database away', async () => {
    const away = createPool('postgres://nobody@127.0.0.1:1/nothing', 1);
    const broken = await startHarness({ pool: away });
    const answer = await broken.as('chair').get('/api/v1/recommendations');
    expect([answer.status, answer.body.reason]).toEqual([503, 'databaseAway']);
    expect((await supertest(broken.app).get('/readyz')).status).toBe(503);
    expect((await supertest(broken.app).get('/healthz')).status).toBe(200);
    await broken.stop();
  });
});

describe('what leaves', () => {
  it('never holds a stack trace or the words of an error of ours', async () => {
    const id = await opened();
    api.engine.failure = new TypeError('secret of the house');
    const answer = await api.as('finance').post(commands(id), { type: 'accept' });
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|at .*\.ts/);
  });

  it('speaks English when asked', async () => {
    const answer = await api.as('chair').get('/api/v1/nothing').set('Accept-Language', 'en');
    expect(answer.body.title).toBe('Not found');
  });

  it('shows the public nothing personal', async () => {
    const dossier = await api.as('counter').post('/api/v1/dossiers', birth);
    expect(JSON.stringify(dossier.body)).not.toContain('052000000001');
    const events = await api.as('counter').get(`/api/v1/dossiers/${dossier.body.id}/events`);
    expect(JSON.stringify(events.body)).not.toContain('052000000001');
    const open = await startHarness({ pool: api.pool });
    const seen = await supertest(open.app).get(`/public/v1/dossiers/${dossier.body.code}`);
    expect(seen.status).toBe(200);
    expect(JSON.stringify(seen.body)).not.toMatch(/Nguyễn Mẫu|052000000001/);
  });
});
