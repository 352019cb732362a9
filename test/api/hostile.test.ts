/** What no honest client sends, and what is said to it. */
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import supertest from 'supertest';
import { answerMalformed } from '../../api/http/malformed';
import { temporalEngine } from '../../api/engine';
import { startHarness, type Harness } from './harness';

let api: Harness;
beforeAll(async () => {
  api = await startHarness();
});
afterAll(() => api.stop());

const RECOMMENDATIONS = '/api/v1/recommendations';
const need = { title: 'Xin kinh phí sửa mái trụ sở', category: 'funding', leadUnitId: 'gl-so-tai-chinh' };
const cursorOf = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const id = '0b7c8c1e-6a52-8b1e-9d0a-3f5a4f3c2b1a';

describe('cursors made by hand', () => {
  it.each([
    ['/recommendations?', { closed: false, due: 1e300, id }],
    ['/recommendations?', { closed: false, due: -1e15, id }],
    ['/recommendations?', { closed: false, due: 1, id: '-'.repeat(36) }],
    ['/recommendations?sort=newest&', { opened: 1e300, id }],
    ['/recommendations?sort=newest&', { opened: 1, id: '-'.repeat(36) }],
    ['/escalations?', { at: 1e300, id }],
    ['/escalations?', { at: 1, id: '-'.repeat(36) }],
    ['/notifications?', { at: -8e15, id }],
  ])('%s %j: 422', async (path, cursor) => {
    const answer = await api.as('office').get(`/api/v1${path}cursor=${cursorOf(cursor)}`);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'cursor']);
  });
});

describe('bodies', () => {
  it('that are not UTF-8 are malformed, not stored as question marks', async () => {
    const { status, body } = await supertest(api.app)
      .post(RECOMMENDATIONS)
      .set('Authorization', 'Bearer ward')
      .set('Content-Type', 'application/json')
      .serialize((raw: unknown) => raw as string)
      .send(Buffer.from('{"title":"\xff\xfe","category":"funding"}', 'latin1') as unknown as object);
    expect([status, body.reason]).toEqual([400, 'malformedJson']);
  });

  it.each([
    ['arrays', 'nestedTooDeep', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', 'nestedTooDeep', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
    [
      'arrays in a field',
      'nestedTooDeep',
      `{"title":${'['.repeat(65)}${']'.repeat(65)},"category":"funding"}`,
    ],
    ['arrays that never end', 'malformedJson', '['.repeat(500_000)],
  ])('nested without end are malformed: %s', async (_what, reason, text) => {
    const { status, body } = await supertest(api.app)
      .post(RECOMMENDATIONS)
      .set('Authorization', 'Bearer ward')
      .set('Content-Type', 'application/json')
      .serialize((raw: unknown) => raw as string)
      .send(text as unknown as object);
    expect([status, body.reason]).toEqual([400, reason]);
  });

  it.each(['\u200b', '\u2060\u2060', '\u3164', '\u00ad', '\u2800', '\u0301', ' \u200b \u0323'])(
    'with a text in which nothing is seen are refused: %j',
    async (text) => {
      const made = await api.as('ward').post(RECOMMENDATIONS, { ...need, title: text });
      expect([made.status, made.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
        422,
        ['title'],
      ]);
      const open = await api.as('ward').post(RECOMMENDATIONS, need);
      const note = { type: 'note', text };
      const told = await api.as('ward').post(`${RECOMMENDATIONS}/${open.body.id}/commands`, note);
      expect([told.status, told.body.errors[0].path]).toEqual([422, 'text']);
    },
  );

  it('of a meeting more than a year ahead are refused, one that is planned is not', async () => {
    const far = await api.as('office').post(RECOMMENDATIONS, {
      ...need,
      fromUnitId: 'gl-phuong-quy-nhon',
      heldOn: '2099-12-31',
    });
    expect([far.status, far.body.errors[0].path]).toEqual([422, 'heldOn']);
    const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const planned = await api.as('ward').post(RECOMMENDATIONS, { ...need, heldOn: soon });
    expect(planned.status).toBe(201);
  });

  it('too large for the engine are refused for good, before anything is sent', async () => {
    const engine = temporalEngine({} as never, 'default');
    const opened = { type: 'submitted', at: 0, by: null, data: { text: 'ữ'.repeat(700_000) } };
    await expect(engine.startCase('recommendation', { id, opened })).rejects.toMatchObject({ status: 413 });
  });
});

describe('words', () => {
  it('about fields and refusals are in the language that was asked for', async () => {
    const english = { 'Accept-Language': 'en' };
    const bad = { ...need, category: 'x' };
    const field = async (headers: Record<string, string>): Promise<string> =>
      (await api.as('ward').post(RECOMMENDATIONS, bad, headers)).body.errors[0].message as string;
    expect(await field({})).toMatch(/^Tùy chọn không hợp lệ/);
    expect(await field(english)).toMatch(/^Invalid option/);

    const made = await api.as('ward').post(RECOMMENDATIONS, need);
    const commands = `${RECOMMENDATIONS}/${made.body.id}/commands`;
    const refused = await api.as('ward').post(commands, { type: 'confirm' }, english);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'The duty of Sở Tài chính is at “not accepted yet”, in which it is not possible to confirm the answer.',
    ]);
  });
});

it('a dossier that has ended refuses work by the rules, not for want of a right', async () => {
  const { body: dossier } = await api.as('counter').post('/api/v1/dossiers', {
    procedureCode: '1.001193',
    receivingUnitId: 'gl-phuong-quy-nhon',
    channel: 'inPerson',
    applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
    documents: [],
  });
  const commands = `/api/v1/dossiers/${dossier.id}/commands`;
  expect((await api.as('counter').post(commands, { type: 'withdraw', reason: 'Rút' })).status).toBe(200);
  const refused = await api.as('counter').post(commands, { type: 'completeStep' });
  expect([refused.status, refused.body.reason, refused.body.by.type]).toEqual([409, 'closed', 'withdrawn']);
  expect((await api.as('ward-b').post(commands, { type: 'completeStep' })).status).toBe(404);
});

it('other methods on the operators’ paths are 405', async () => {
  const answer = await supertest(api.app).post('/healthz');
  expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
});

describe('what is not even HTTP', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer((_req, res) => res.end()).on('clientError', answerMalformed);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    ['FOO / HTTP/1.1\r\n\r\n', 400, 'malformedRequest'],
    [`GET / HTTP/1.1\r\nIdempotency-Key: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headersTooLarge'],
  ])('%.12s… is answered with a problem', async (request, status, reason) => {
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      connect((server.address() as AddressInfo).port, '127.0.0.1')
        .on('data', (chunk) => (text += chunk.toString()))
        .on('end', () => resolve(text))
        .on('error', reject)
        .end(request);
    });
    expect(answer).toContain('application/problem+json');
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, reason });
  });
});
