/** Who may read and who may enter, family by family: one matrix of statuses each, from the contract. */
import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { startHarness, type Harness } from './harness';
import { rows } from './table';

let api: Harness;
const ids: Record<string, string> = { unknown: randomUUID() };
const need = {
  title: 'Xin kinh phí sửa mái trụ sở',
  category: 'funding',
  fromUnitId: 'gl-phuong-quy-nhon',
  leadUnitId: 'gl-so-tai-chinh',
};
const order = { title: 'Báo cáo hiện trạng', toUnitIds: ['gl-so-tai-chinh'], bindingness: 'order' };
const birth = {
  procedureCode: '1.001193',
  receivingUnitId: 'gl-phuong-quy-nhon',
  channel: 'inPerson',
  applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
  documents: [{ name: 'Tờ khai', kind: 'original' }],
};
const BODIES: Record<string, object> = {
  '/recommendations': need,
  '/directives': order,
  '/meetings': { title: 'Họp', heldOn: '2026-11-20', recommendations: [need], directives: [order] },
  '/dossiers': birth,
  '/deadlines/calculate': { unit: 'WORKING_DAY', amount: 5, receivedAt: '2026-03-09T09:00:00+07:00' },
  '/deadlines/latest-start': { unit: 'WORKING_DAY', amount: 5, dueAt: '2026-03-16T17:00:00+07:00' },
};

beforeAll(async () => {
  api = await startHarness();
  const enter = async (user: string, path: string): Promise<string> => {
    const { status, body } = await api.as(user).post(`/api/v1${path}`, BODIES[path]);
    expect([path, status]).toEqual([path, 201]);
    return (body as { id: string }).id;
  };
  ids.recommendation = await enter('office', '/recommendations');
  ids.directive = await enter('office', '/directives');
  ids.dossier = await enter('counter', '/dossiers');
});
afterAll(() => api.stop());

const addressOf = (call: string): string =>
  `/api/v1${call.replace(/\{(\w+)\}/g, (_whole, name: string) => ids[name] ?? 'nobody-made-it')}`;

async function statuses(call: string, expected: Record<string, number>, body?: object) {
  const got: Record<string, number> = {};
  for (const role of Object.keys(expected)) {
    const asked = body ? supertest(api.app).post(addressOf(call)) : supertest(api.app).get(addressOf(call));
    if (role !== 'nobody') void asked.set('Authorization', `Bearer ${role}`);
    got[role] = (await (body ? asked.send(body) : asked)).status;
  }
  return got;
}

/** `nobody` has no token, `stranger` one of a person the province does not know. */
const READS = {
  // Wards read what they asked, departments what they lead; what is not theirs is forbidden, not hidden.
  recommendations: rows(`
    call                                     | what             | nobody stranger ward ward-b finance science office chair counter officer admin citizen
    /recommendations                         | the list         | 401 403 200 200 200 200 200 200 200 200 403 403
    /recommendations/{recommendation}        | one              | 401 403 200 403 200 403 200 200 403 200 403 403
    /recommendations/{recommendation}/events | its events       | 401 403 200 403 200 403 200 200 403 200 403 403
    /recommendations/{recommendation}/deadline | its date       | 401 403 200 403 200 403 200 200 403 200 403 403
    /recommendations/{unknown}               | one nobody knows | 401 403 404 404 404 404 404 404 404 404 403 403
    /recommendations/{dossier}               | of another kind  | 401 403 404 404 404 404 404 404 404 404 403 403
    /recommendations/not-an-id               | no id            | 401 403 404 404 404 404 404 404 404 404 403 403
  `),
  // Addressed to finance alone.
  directives: rows(`
    call                             | what             | nobody stranger ward ward-b finance science office chair counter officer admin citizen
    /directives                      | the list         | 401 403 200 200 200 200 200 200 200 200 403 403
    /directives/{directive}          | one              | 401 403 403 403 200 403 200 200 403 403 403 403
    /directives/{directive}/events   | its events       | 401 403 403 403 200 403 200 200 403 403 403 403
    /directives/{directive}/deadline | its date         | 401 403 403 403 200 403 200 200 403 403 403 403
    /directives/{unknown}            | one nobody knows | 401 403 404 404 404 404 404 404 404 404 403 403
  `),
  // Whose a dossier is not, for them it does not exist.
  dossiers: rows(`
    call                         | what             | nobody stranger ward ward-b finance science office chair counter officer admin citizen
    /dossiers                    | the list         | 401 403 200 200 200 200 200 200 200 200 403 403
    /dossiers/{dossier}          | one              | 401 403 200 404 404 404 200 200 200 200 403 403
    /dossiers/{dossier}/events   | its events       | 401 403 200 404 404 404 200 200 200 200 403 403
    /dossiers/{dossier}/deadline | its date         | 401 403 200 404 404 404 200 200 200 200 403 403
    /dossiers/{unknown}          | one nobody knows | 401 403 404 404 404 404 404 404 404 404 403 403
    /dossiers/{recommendation}   | of another kind  | 401 403 404 404 404 404 404 404 404 404 403 403
  `),
  // What became of a command is told to whoever sent it.
  commands: rows(`
    call              | what          | nobody stranger ward ward-b finance science office chair counter officer admin citizen
    /commands/no-such | nobody's key  | 401 403 404 404 404 404 404 404 404 404 404 404
  `),
  'board and escalations': rows(`
    call           | what             | nobody stranger ward ward-b finance science office chair counter officer admin citizen
    /dashboard     | the figures      | 401 403 200 200 200 200 200 200 200 200 403 403
    /escalations   | the calls        | 401 403 200 200 200 200 200 200 200 200 403 403
    /notifications | one's own inbox  | 401 403 200 200 200 200 200 200 200 200 200 200
  `),
  // Published rules are for everybody who has a login.
  rules: rows(`
    call                   | what              | nobody stranger ward ward-b finance science office chair counter officer admin citizen
    /units                 | units             | 401 403 200 200 200 200 200 200 200 200 200 200
    /positions             | positions         | 401 403 200 200 200 200 200 200 200 200 200 200
    /substitutions         | substitutions     | 401 403 200 200 200 200 200 200 200 200 200 200
    /routing-rules         | the routing table | 401 403 200 200 200 200 200 200 200 200 200 200
    /calendars             | calendars         | 401 403 200 200 200 200 200 200 200 200 200 200
    /calendars/vn          | one calendar      | 401 403 200 200 200 200 200 200 200 200 200 200
    /calendars/no-such     | no such calendar  | 401 403 404 404 404 404 404 404 404 404 404 404
    /procedures            | procedures        | 401 403 200 200 200 200 200 200 200 200 200 200
    /procedures/1.001193   | one procedure     | 401 403 200 200 200 200 200 200 200 200 200 200
    /procedures/no-such    | no such procedure | 401 403 404 404 404 404 404 404 404 404 404 404
    /suspensions           | suspensions       | 401 403 200 200 200 200 200 200 200 200 200 200
    /suspensions/no-such   | no such one       | 401 403 404 404 404 404 404 404 404 404 404 404
  `),
  // Whoever configures, the provincial office, and leaders whose dates were moved.
  jobs: rows(`
    call                 | what             | nobody stranger ward ward-b finance science office chair counter officer admin citizen
    /jobs                | the list         | 401 403 403 403 403 403 200 200 403 403 200 403
    /jobs/{unknown}      | one nobody knows | 401 403 403 403 403 403 404 404 403 403 404 403
    /jobs/{unknown}/cases | its cases       | 401 403 403 403 403 403 404 404 403 403 404 403
  `),
};

describe.each(Object.entries(READS))('reading %s', (_family, table) => {
  test.each(table)('%s: %s', async (call, _what, expected) => {
    expect(await statuses(call, expected)).toEqual(expected);
  });
});

/** A ward enters its own, the provincial office for any ward, meetings and tasks too; the counter takes dossiers in. */
const ENTERS = rows(`
  call                    | what             | nobody stranger ward ward-chair ward-b finance finance-director office chair counter officer admin citizen
  /recommendations        | of Quy Nhơn      | 401 403 201 201 403 403 403 201 403 403 201 403 403
  /directives             | a task           | 401 403 403 403 403 403 403 201 403 403 403 403 403
  /meetings               | a meeting        | 401 403 403 403 403 403 403 201 403 403 403 403 403
  /dossiers               | at Quy Nhơn      | 401 403 403 403 403 403 403 403 403 201 403 403 403
  /deadlines/calculate    | a date           | 401 403 200 200 200 200 200 200 200 200 200 200 200
  /deadlines/latest-start | a latest start   | 401 403 200 200 200 200 200 200 200 200 200 200 200
`);

test.each(ENTERS)('POST %s, %s: who may', async (call, _what, expected) => {
  expect(await statuses(call, expected, BODIES[call])).toEqual(expected);
});

/** Every list is asked by somebody who may read it. */
const LISTS: [list: string, user: string][] = [
  ['/recommendations', 'chair'],
  ['/directives', 'chair'],
  ['/dossiers', 'chair'],
  ['/escalations', 'chair'],
  ['/notifications', 'chair'],
  ['/units', 'citizen'],
  ['/positions', 'citizen'],
  ['/substitutions', 'citizen'],
  ['/routing-rules', 'citizen'],
  ['/calendars', 'admin'],
  ['/procedures', 'admin'],
  ['/suspensions', 'admin'],
  ['/jobs', 'admin'],
];

test.each(LISTS)('a list is asked for properly or not at all: %s', async (list, user) => {
  const ask = async (query: string) => [query, (await api.as(user).get(`/api/v1${list}?${query}`)).status];
  const good = ['limit=1', 'limit=200'];
  const bad = ['limit=0', 'limit=201', 'limit=ten', 'limit=1&limit=2', 'cursor=xyz', 'nonsense=1'];
  expect(await Promise.all([...good, ...bad].map(ask))).toEqual([
    ...good.map((query) => [query, 200]),
    ...bad.map((query) => [query, 422]),
  ]);
});
