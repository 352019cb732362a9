/** How a case is found again: by its id in any spelling, by its code, by its provisional number, by words. */
import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { startHarness, type Harness } from './harness';

let api: Harness;
beforeAll(async () => {
  api = await startHarness({ perAddress: 1_000 });
});
afterAll(() => api.stop());

const RECOMMENDATIONS = '/api/v1/recommendations';
const need = { title: 'Xin kinh phí sửa mái trụ sở', category: 'funding', leadUnitId: 'gl-so-tai-chinh' };

interface Made {
  id: string;
  code: string;
}
async function recommended(more: object = {}): Promise<Made> {
  const { status, body } = await api.as('ward').post(RECOMMENDATIONS, { ...need, ...more });
  expect(status).toBe(201);
  return body as Made;
}

describe('one spelling of an id', () => {
  it('in the address: the case answers and takes commands in upper case, under the same key once', async () => {
    const { id } = await recommended();
    const loud = `${RECOMMENDATIONS}/${id.toUpperCase()}`;
    const key = { 'Idempotency-Key': randomUUID() };
    const accepted = await api.as('finance').post(`${loud}/commands`, { type: 'accept' }, key);
    const again = await api.as('finance').post(`${RECOMMENDATIONS}/${id}/commands`, { type: 'accept' }, key);
    expect([accepted.status, accepted.body.id, again.status, again.body.version]).toEqual([200, id, 200, 2]);
    for (const path of ['', '/events', '/deadline'])
      expect((await api.as('finance').get(loud + path)).status).toBe(200);
  });

  it('in the body: a case is not merged into itself by its upper-case id', async () => {
    const { id } = await recommended();
    const { status, body } = await api.as('office').post(`${RECOMMENDATIONS}/${id}/commands`, {
      type: 'merge',
      intoId: id.toUpperCase(),
    });
    expect([status, body.reason]).toEqual([409, 'mergeIntoItself']);
  });

  it('in the body: another case is, and the target is named in its one spelling', async () => {
    const [one, other] = [await recommended(), await recommended()];
    const { status, body } = await api.as('office').post(`${RECOMMENDATIONS}/${one.id}/commands`, {
      type: 'merge',
      intoId: other.id.toUpperCase(),
    });
    expect([status, body.mergedInto]).toEqual([200, other.id]);
  });

  it('in a filter: a meeting’s recommendations are listed by its upper-case id', async () => {
    const { body: meeting } = await api.as('office').post('/api/v1/meetings', {
      title: 'Họp giao ban',
      heldOn: new Date().toISOString().slice(0, 10),
      recommendations: [{ ...need, fromUnitId: 'gl-phuong-quy-nhon' }],
    });
    const list = await api
      .as('office')
      .get(`${RECOMMENDATIONS}?meeting=${(meeting as Made).id.toUpperCase()}`);
    expect(list.body.items.map((one: Made) => one.id)).toEqual([meeting.recommendations[0].id]);
  });

  it('of a job', async () => {
    const { id } = await recommended();
    const job = await api.as('admin').post('/api/v1/jobs', { kind: 'recalculate', ids: [id.toUpperCase()] });
    expect(job.status).toBe(202);
    const read = await api.as('admin').get(`/api/v1/jobs/${(job.body.job as Made).id.toUpperCase()}`);
    expect([read.status, read.body.id]).toEqual([200, job.body.job.id]);
  });
});

describe('by code', () => {
  it('a recommendation is read, commanded and looked into by its code, in either case', async () => {
    const { id, code } = await recommended();
    const path = `${RECOMMENDATIONS}/${code.toLowerCase()}`;
    const accepted = await api.as('finance').post(`${path}/commands`, { type: 'accept' });
    expect([accepted.status, accepted.body.id]).toEqual([200, id]);
    const read = await Promise.all(
      ['', '/events', '/deadline'].map((more) => api.as('ward').get(path + more)),
    );
    expect(read.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(read[0]?.body.id).toBe(id);
  });

  it('only among its own kind, and only by those who may see it', async () => {
    const { code } = await recommended();
    expect((await api.as('office').get(`/api/v1/directives/${code}`)).status).toBe(404);
    expect((await api.as('ward-b').get(`${RECOMMENDATIONS}/${code}`)).status).toBe(403);
    expect((await api.as('ward').get(`${RECOMMENDATIONS}/KN-2026-999999`)).status).toBe(404);
    expect(
      (await api.as('ward').post(`${RECOMMENDATIONS}/KN-2026-999999/commands`, { type: 'note', text: 'x' }))
        .status,
    ).toBe(404);
  });
});

describe('a dossier handed in online', () => {
  const handedIn = async () => {
    const { status, body } = await api.as('counter').post('/api/v1/dossiers', {
      procedureCode: '1.001193',
      receivingUnitId: 'gl-phuong-quy-nhon',
      channel: 'online',
      applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
      documents: [],
    });
    expect(status).toBe(201);
    return body as Made & { provisionalCode: string };
  };
  const foundBy = async (code: string): Promise<object> => {
    const [read, listed, seen] = await Promise.all([
      api.as('counter').get(`/api/v1/dossiers/${code}`),
      api.as('counter').get(`/api/v1/dossiers?q=${code}`),
      supertest(api.app).get(`/public/v1/dossiers/${code}`),
    ]);
    return {
      read: read.body.id,
      listed: listed.body.items.map((one: Made) => one.id),
      seen: seen.body.status,
    };
  };

  it('is found by its provisional number from the first day', async () => {
    const { id, code, provisionalCode } = await handedIn();
    expect(code).toBe(provisionalCode);
    expect(code).toBe(`TAM-${id.slice(0, 8).toUpperCase()}`);
    expect(await foundBy(code)).toEqual({ read: id, listed: [id], seen: 'registered' });
    expect(await foundBy(code.toLowerCase())).toEqual({ read: id, listed: [id], seen: 'registered' });
  });

  it('and after it was accepted, beside its code', async () => {
    const { id, code: provisional } = await handedIn();
    const { body } = await api
      .as('counter')
      .post(`/api/v1/dossiers/${provisional}/commands`, { type: 'accept' });
    expect([body.code, body.provisionalCode]).toEqual([expect.not.stringMatching(/^TAM/), provisional]);
    const found = { read: id, listed: [id], seen: 'received' };
    expect([await foundBy(provisional), await foundBy((body as Made).code)]).toEqual([found, found]);
  });

  it('and after it was refused, when there never is another', async () => {
    const { id, code } = await handedIn();
    const refused = await api
      .as('counter')
      .post(`/api/v1/dossiers/${id}/commands`, { type: 'refuse', reason: 'Không đúng nơi nhận' });
    expect([refused.status, refused.body.code]).toEqual([200, code]);
    expect(await foundBy(code)).toEqual({ read: id, listed: [id], seen: 'notAccepted' });
  });

  it('never by the number of another: the second of two alike has a longer one', async () => {
    const { id, code } = await handedIn();
    const twin = id.slice(0, 8) + randomUUID().slice(8);
    const { rows } = await api.pool.query<{ at: Date; by: object; data: { procedure: object } }>(
      'SELECT at, by, data FROM event WHERE case_id = $1',
      [id],
    );
    const first = rows[0];
    if (!first) throw new Error('no event');
    const opened = { type: 'registered', at: first.at.getTime(), by: null, data: first.data };
    await api.engine.startCase('dossier', { id: twin, opened });
    const read = await api.as('counter').get(`/api/v1/dossiers/${twin}`);
    expect(read.body.code).toBe(`TAM-${twin.replaceAll('-', '').slice(0, 12).toUpperCase()}`);
    expect(await foundBy(code)).toMatchObject({ read: id, seen: 'registered' });
    expect(await foundBy((read.body as Made).code)).toEqual({
      read: twin,
      listed: [twin],
      seen: 'registered',
    });
  });
});

describe('by words', () => {
  it.each([
    ['tru so', true],
    ['TRỤ SỞ', true],
    ['Trụ  sở', true],
    ['duong dong da', true],
    ['đường Đống Đa', true],
    ['mai%20nha', true],
    ['tru sơn', false],
    ['100%25', false],
    ['tr_ s_', false],
  ])('%j', async (words, finds) => {
    const { id } = await recommended({ title: 'Sửa mái nhà trụ sở', summary: 'Trên đường Đống Đa' });
    const list = await api.as('ward').get(`${RECOMMENDATIONS}?limit=200&q=${words.replaceAll(' ', '%20')}`);
    expect(list.body.items.map((one: Made) => one.id).includes(id)).toBe(finds);
  });

  it('by the code, or a part of it', async () => {
    const { id, code } = await recommended();
    const list = await api.as('ward').get(`${RECOMMENDATIONS}?q=${code.slice(3).toLowerCase()}`);
    expect(list.body.items.map((one: Made) => one.id)).toEqual([id]);
  });

  it('of which nothing is seen are refused, not answered with everything', async () => {
    const { status, body } = await api
      .as('ward')
      .get(`${RECOMMENDATIONS}?q=${encodeURIComponent('\u200b\u3164')}`);
    expect([status, body.errors[0].path]).toEqual([422, 'q']);
  });
});

describe('events', () => {
  it('come in pages like every list, oldest first, none twice and none missing', async () => {
    const { id } = await recommended();
    for (const text of ['một', 'hai', 'ba', 'bốn'])
      await api.as('ward').post(`${RECOMMENDATIONS}/${id}/commands`, { type: 'note', text });
    const versions: number[][] = [];
    let next = '';
    do {
      const { status, body } = await api.as('ward').get(`${RECOMMENDATIONS}/${id}/events?limit=2${next}`);
      expect(status).toBe(200);
      versions.push(body.items.map((one: { version: number }) => one.version));
      next = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (next !== '');
    expect(versions).toEqual([[1, 2], [3, 4], [5]]);
  });

  it.each(['limit=0', 'limit=201', 'cursor=x', 'cursor=e30', 'page=2'])('%s is refused', async (query) => {
    const { id } = await recommended();
    expect((await api.as('ward').get(`${RECOMMENDATIONS}/${id}/events?${query}`)).status).toBe(422);
  });
});
