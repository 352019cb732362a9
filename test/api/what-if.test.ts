import { fromIso } from '../../domain/time/plain-date';
import type { CalendarLayer } from '../../domain/time/types';
import { startHarness, type Harness } from './harness';

const WHAT_IF = '/api/v1/deadlines/what-if';
const RECOMMENDATIONS = '/api/v1/recommendations';
const at = (local: string): number => fromIso(`${local.replace(' ', 'T')}:00+07:00`);
const days = (amount: number) => ({ unit: 'WORKING_DAY', amount });
const period = { from: '2026-06-01', to: '2026-06-30' };
const funding = { period, kind: 'recommendation', category: 'funding' };
/** The day at which the questions are asked: Friday of the second week. */
const ASKED = '2026-06-12 09:00';

let api: Harness;
let now = at('2026-06-01 09:00');
const ids: Record<string, string> = {};

const ask = (user: string, body: object) => api.as(user).post(WHAT_IF, body);
const pathsOf = ({ body }: { body: { errors?: { path: string }[] } }) => body.errors?.map(({ path }) => path);

async function recommend(name: string, user: string, more: object = {}): Promise<void> {
  const need = { title: `Việc ${name}`, category: 'funding', leadUnitId: 'gl-so-tai-chinh' };
  const { body, status } = await api.as(user).post(RECOMMENDATIONS, { ...need, ...more });
  expect(status).toBe(201);
  ids[name] = (body as { id: string }).id;
}

async function command(user: string, path: string, body: object): Promise<void> {
  expect((await api.as(user).post(`${path}/commands`, body)).status).toBe(200);
}

async function receive(name: string, channel: string): Promise<void> {
  const { body, status } = await api.as('counter').post('/api/v1/dossiers', {
    procedureCode: '1.004873',
    receivingUnitId: 'gl-phuong-quy-nhon',
    channel,
    applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
    documents: [{ name: 'Tờ khai', kind: 'original' }],
  });
  expect(status).toBe(201);
  ids[name] = (body as { id: string }).id;
}

beforeAll(async () => {
  api = await startHarness({ now: () => now });
  // Twenty working days from Monday 01/06/2026: Monday 29/06; five: Monday 08/06.
  await recommend('answered', 'ward');
  await recommend('open', 'ward');
  await recommend('undated', 'office', { fromUnitId: 'gl-phuong-quy-nhon', noDeadline: true });
  await recommend('other', 'ward', { category: 'other' });
  await recommend('set', 'office', {
    fromUnitId: 'gl-phuong-quy-nhon',
    dueOn: '2026-06-05',
    setBy: 'gl-chu-tich',
  });
  await receive('dossier', 'inPerson');
  await receive('registered', 'online');
  now = at('2026-06-02 09:00');
  await command('counter', `/api/v1/dossiers/${ids.dossier}`, { type: 'completeStep' });
  now = at('2026-06-10 09:00');
  const answered = `${RECOMMENDATIONS}/${ids.answered}`;
  await command('finance', answered, { type: 'accept' });
  await command('finance', answered, { type: 'respond', outcome: 'explained', text: 'Đã có trong dự toán.' });
  await command('ward', answered, { type: 'confirm' });
  // Twenty working days from Thursday 11/06: Thursday 09/07; five: Thursday 18/06.
  now = at('2026-06-11 09:00');
  await recommend('elsewhere', 'ward-b');
  now = at(ASKED);
});
afterAll(() => api.stop());

describe('another term', () => {
  const question = { ...funding, change: { term: days(5) } };

  it('counts what becomes late, what a leader’s date keeps, and what has no date', async () => {
    const { status, body } = await ask('chair', question);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      asOf: '2026-06-12T09:00:00+07:00',
      considered: 5,
      clocks: 4,
      late: {
        now: { numerator: 1, denominator: 4, ratio: 0.25 },
        whatIf: { numerator: 3, denominator: 4, ratio: 0.75 },
      },
      becameLate: 2,
      noLongerLate: 0,
      leftOut: { withoutClock: 0, withoutDate: 1, notCountable: 0 },
      notMoved: { setByPerson: 1, extendedToDate: 0 },
      movedBy: { earlier: 3, later: 0, unchanged: 1, days: [{ days: -21, clocks: 3 }] },
      byUnit: [{ unit: { id: 'gl-so-tai-chinh' }, clocks: 4, becameLate: 2 }],
      byProcedure: [],
      byCategory: [{ category: 'funding', clocks: 4 }],
      byClock: [{ clock: 'main', clocks: 4 }],
    });
  });

  it('shows examples with both reasons, those that become late first', async () => {
    const { body } = await ask('chair', { ...question, examples: 20 });
    const late = [ids.answered, ids.open].sort();
    expect(body.examples.map(({ id }: { id: string }) => id)).toEqual([...late, ids.elsewhere]);
    const [example] = body.examples;
    expect(example).toMatchObject({
      kind: 'recommendation',
      clock: 'response:gl-so-tai-chinh',
      unit: { name: 'Sở Tài chính' },
      now: { dueOn: '2026-06-29', late: false },
      whatIf: { dueOn: '2026-06-08', dueAt: '2026-06-08T17:00:00+07:00', late: true },
    });
    expect(example.title).toMatch(/^Việc/);
    expect(example.now.explanation[0].text).toContain('20 ngày làm việc');
    expect(example.whatIf.explanation[0].text).toContain('5 ngày làm việc');
    expect(example.whatIf.explanation.at(-1)).toMatchObject({ kind: 'result', on: '2026-06-08' });
  });

  it('agrees with the list on what is late now', async () => {
    const [answer, list] = await Promise.all([
      ask('chair', question),
      api.as('chair').get(`${RECOMMENDATIONS}?category=funding&timeliness=overdue,doneLate`),
    ]);
    expect(answer.body.late.now.numerator).toBe(list.body.items.length);
  });

  it('changes nothing', async () => {
    const rows = async () =>
      (await api.pool.query('SELECT * FROM clock ORDER BY case_id, clock_id')).rows as unknown;
    const before = await rows();
    await ask('chair', question);
    expect(await rows()).toEqual(before);
  });
});

describe('who asks', () => {
  const question = { ...funding, change: { term: days(5) }, examples: 20 };

  it.each([
    ['office', 5],
    ['vice-chair', 5],
    ['finance', 5],
    ['ward', 4],
    ['ward-b', 1],
    ['health', 0],
    ['admin', 5],
  ])('%s counts %d cases', async (user, considered) => {
    const { status, body } = await ask(user, question);
    expect([status, body.considered]).toEqual([200, considered]);
  });

  it('who configures sees no content', async () => {
    const { body } = await ask('admin', question);
    expect(body.examples).toHaveLength(3);
    expect(JSON.stringify(body)).not.toContain('Việc');
    expect(body.examples[0].title).toBeUndefined();
  });

  it('citizens have no business here', async () => {
    expect((await ask('citizen', question)).status).toBe(403);
  });

  it('over nothing a rate is null', async () => {
    const { body } = await ask('health', question);
    expect(body.late).toEqual({
      now: { numerator: 0, denominator: 0, ratio: null },
      whatIf: { numerator: 0, denominator: 0, ratio: null },
    });
    expect(body.examples).toEqual([]);
  });
});

describe('another calendar', () => {
  const closed = { date: '2026-06-15', kind: 'closed', name: 'Nghỉ giả định' };
  const with_ = (calendar: object, more: object = {}) =>
    ask('chair', { ...funding, ...more, change: { calendar } });

  it('a day off more moves default terms a day, and a leader’s date not', async () => {
    const { body } = await with_({ days: [closed] });
    expect(body.movedBy).toEqual({ earlier: 0, later: 3, unchanged: 1, days: [{ days: 1, clocks: 3 }] });
    expect(body.examples[0].whatIf.explanation.map(({ text }: { text: string }) => text).join()).toContain(
      'Nghỉ giả định',
    );
  });

  it('a Saturday worked instead takes it back', async () => {
    const saturday = { date: '2026-06-20', kind: 'open', name: 'Làm bù giả định' };
    expect((await with_({ days: [closed, saturday] })).body.movedBy.unchanged).toBe(4);
  });

  it('without a kind all kinds are counted, within the unit that is named', async () => {
    const all = await ask('chair', { period, change: { calendar: { days: [closed] } } });
    expect(all.body).toMatchObject({ considered: 8, leftOut: { withoutClock: 1, withoutDate: 1 } });
    const one = await ask('chair', {
      period,
      unit: 'gl-xa-minh-hoa-a',
      change: { calendar: { days: [closed] } },
    });
    expect(one.body.considered).toBe(1);
  });

  it.each<[string, Partial<CalendarLayer>, number]>([
    ['of the whole country', {}, 3],
    [
      'of the department',
      { id: 'finance-hours', version: 1, level: 'unit', unitId: 'gl-so-tai-chinh', weekly: undefined },
      3,
    ],
    [
      'of another department',
      { id: 'health-hours', version: 1, level: 'unit', unitId: 'gl-so-y-te', weekly: undefined },
      0,
    ],
  ])('a draft %s', async (_whose, more, later) => {
    const { rows } = await api.pool.query<{ body: CalendarLayer }>(
      `SELECT body FROM calendar_layer WHERE id = 'vn' ORDER BY version DESC LIMIT 1`,
    );
    const vn = rows[0]?.body as CalendarLayer;
    const draft = { ...vn, version: vn.version + 1, days: [...vn.days, closed], ...more };
    await api.pool.query(
      `INSERT INTO draft (kind, id, version, body, created_at, created_by) VALUES ('calendar', $1, $2, $3, now(), 'admin')`,
      [draft.id, draft.version, JSON.stringify(draft)],
    );
    const { status, body } = await with_({ draft: `${draft.id}@${draft.version}` });
    expect([status, body.movedBy.later]).toEqual([200, later]);
  });
});

describe('dossiers', () => {
  const question = { period, procedure: '1.004873' };

  it('a step’s term is measured by itself', async () => {
    // The first step was done a day after reception, within its own term but not within an hour.
    const { body } = await ask('chair', {
      ...question,
      change: { step: { id: 'S1', term: { unit: 'HOUR', amount: 1 } } },
    });
    expect(body).toMatchObject({
      considered: 2,
      clocks: 1,
      late: { whatIf: { numerator: 1, denominator: 1, ratio: 1 } },
      leftOut: { withoutClock: 1 },
      byClock: [{ clock: 'step:S1', clocks: 1 }],
      byProcedure: [{ procedure: { id: '1.004873', name: 'Xác nhận tình trạng hôn nhân' }, clocks: 1 }],
    });
  });

  it('a longer legal term makes an open dossier no longer late', async () => {
    // Three working days: Thursday 04/06. Ten: Monday 15/06, after the day of asking.
    const { body } = await ask('chair', { ...question, change: { term: days(10) } });
    expect(body).toMatchObject({
      becameLate: 0,
      noLongerLate: 1,
      movedBy: { days: [{ days: 11, clocks: 1 }] },
    });
  });

  it('both at once count each for itself', async () => {
    const change = { term: days(10), step: { id: 'S1', term: days(9) } };
    const { body } = await ask('chair', { ...question, change });
    expect(body.byClock.map(({ clock }: { clock: string }) => clock).sort()).toEqual(['main', 'step:S1']);
  });
});

describe('422', () => {
  const term = { term: days(5) };
  it.each<[string, object, string[]]>([
    ['no change', { ...funding, change: {} }, ['change']],
    ['a term for nobody', { period, change: term }, ['kind']],
    ['a term for every procedure', { period, kind: 'dossier', change: term }, ['procedure']],
    [
      'a category of dossiers',
      { period, kind: 'dossier', category: 'funding', procedure: '1.004873', change: term },
      ['category'],
    ],
    [
      'a procedure of directives',
      { period, kind: 'directive', procedure: '1.004873', change: term },
      ['procedure'],
    ],
    ['an unknown procedure', { period, procedure: '9', change: term }, ['procedure']],
    ['an unknown unit', { ...funding, unit: 'x', change: term }, ['unit']],
    [
      'a step of a recommendation',
      { ...funding, change: { step: { id: 'S1', term: days(1) } } },
      ['change.step'],
    ],
    ['a step without a procedure', { period, change: { step: { id: 'S1', term: days(1) } } }, ['procedure']],
    [
      'an unknown step',
      { period, procedure: '1.004873', change: { step: { id: 'S99', term: days(1) } } },
      ['change.step.id'],
    ],
    [
      'a period that ends before it begins',
      { ...funding, period: { from: '2026-06-02', to: '2026-06-01' }, change: term },
      ['period.to'],
    ],
    [
      'a period of more than three years',
      { ...funding, period: { from: '2023-06-01', to: '2026-06-02' }, change: term },
      ['period.to'],
    ],
    ['a term of nothing', { ...funding, change: { term: days(0) } }, ['change.term.amount']],
    ['a term of decades', { ...funding, change: { term: days(9_000) } }, ['change.term.amount']],
    [
      'days and a draft',
      {
        ...funding,
        change: { calendar: { days: [{ date: '2026-06-15', kind: 'closed', name: 'x' }], draft: 'vn@6' } },
      },
      ['change.calendar.draft'],
    ],
    ['an unknown draft', { ...funding, change: { calendar: { draft: 'vn@99' } } }, ['change.calendar.draft']],
    [
      'a draft without a version',
      { ...funding, change: { calendar: { draft: 'vn' } } },
      ['change.calendar.draft'],
    ],
    [
      'days that cannot be, all told at once',
      {
        ...funding,
        change: {
          calendar: {
            days: [
              { date: '2026-06-15', kind: 'partial', name: 'x', intervals: [['11:00', '10:00']] },
              { date: '2026-06-15', kind: 'closed', name: 'x' },
            ],
          },
        },
      },
      ['change.calendar.days[0].intervals', 'change.calendar.days[1].date'],
    ],
    [
      'a partial day without hours',
      { ...funding, change: { calendar: { days: [{ date: '2026-06-15', kind: 'partial', name: 'x' }] } } },
      ['change.calendar.days[0].intervals'],
    ],
    ['too many examples', { ...funding, change: term, examples: 21 }, ['examples']],
  ])('%s', async (_what, body, paths) => {
    const answer = await ask('chair', body);
    expect([answer.status, pathsOf(answer)]).toEqual([422, paths]);
  });
});
