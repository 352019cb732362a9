import { randomUUID } from 'node:crypto';
import type { ProcedureDefinition } from '../../domain/procedure/definition';
import { addDays, dateOf, startOfDay, toIso } from '../../domain/time/plain-date';
import { ProcedureInput } from '../../api/publishing/procedures/schemas';
import seed from '../../prisma/seed/procedures.json';
import invalidFile from '../fixtures/procedures-invalid.json';
import { startHarness, type Harness } from './harness';

let api: Harness;
beforeEach(async () => {
  api = await startHarness();
});
afterEach(() => api.stop());

const TODAY = dateOf(Date.now());
const CODE = '1.004873';
const at = (code: string, what = ''): string => `/api/v1/procedures/${code}${what}`;
const published = seed.procedures as unknown as ProcedureDefinition[];

/** A published definition as a draft for today, with a change. */
function draftOf(
  change: (definition: ProcedureDefinition) => void = () => undefined,
  code = CODE,
): ProcedureDefinition {
  const definition = structuredClone(published.find((one) => one.code === code));
  if (!definition) throw new Error(code);
  definition.effectiveFrom = TODAY;
  change(definition);
  return definition;
}
const longer = (definition: ProcedureDefinition): void => {
  definition.legalTime.amount = 4;
  Object.assign(definition.steps[1]?.internalTime ?? {}, { amount: 2 });
};
const keep = (definition: object = draftOf(longer), user = 'admin') =>
  api.as(user).post('/api/v1/procedures', definition);
const publish = (body: object = {}, headers = {}) =>
  api.as('admin').post(at(CODE, '/publish'), body, headers);

async function received(more: object = {}): Promise<{
  id: string;
  procedure: { version: number };
  dueOn: string;
  children: object[];
}> {
  const { status, body } = await api.as('counter').post('/api/v1/dossiers', {
    procedureCode: CODE,
    receivingUnitId: 'gl-phuong-quy-nhon',
    channel: 'inPerson',
    applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
    documents: [],
    ...more,
  });
  expect(status).toBe(201);
  return body as Awaited<ReturnType<typeof received>>;
}

describe('a draft', () => {
  it('gets the next number, is listed for the administrator, and counts for nothing', async () => {
    const { status, body, headers } = await keep();
    expect([status, headers.location]).toEqual([201, at(CODE)]);
    expect(body).toMatchObject({ code: CODE, version: 2, status: 'draft', complaints: [] });
    expect(body.warnings.map((one: { code: string }) => one.code)).toContain('SUPPLEMENT_WITHOUT_LIMIT');
    const drafts = await api.as('admin').get('/api/v1/procedures?status=draft');
    expect(drafts.body.items).toMatchObject([{ code: CODE, version: 2, status: 'draft' }]);
    expect((await received()).procedure.version).toBe(1);
    const one = await api.as('admin').get(at(CODE));
    expect(one.body).toMatchObject({
      code: CODE,
      versions: [{ version: 1, status: 'published' }],
      draft: { version: 2 },
    });
  });

  it('written again replaces the first', async () => {
    await keep();
    expect((await keep(draftOf())).body.version).toBe(2);
    const { body } = await api.as('admin').get('/api/v1/procedures?status=draft');
    expect(body.items).toMatchObject([{ version: 2, legalTime: { amount: 3 } }]);
  });

  it('whose step no post of any commune can do is refused', async () => {
    const { status, body } = await keep(
      draftOf((d) => Object.assign(d.steps[1] ?? {}, { positionLevel: 'chair' })),
    );
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { path: 'steps[1].positionLevel', message: expect.stringContaining('STEP_WITHOUT_POST') },
    ]);
  });

  it('of an unknown procedure is its first version', async () => {
    expect((await keep(draftOf((d) => (d.code = '9.000001')))).body).toMatchObject({
      code: '9.000001',
      version: 1,
    });
  });

  it.each(published.map((one) => [`${one.code} v${one.version}`, one] as const))(
    'may be a copy of %s',
    (_name, one) => {
      expect(ProcedureInput.safeParse(one).error).toBeUndefined();
    },
  );

  it('that is faulty is refused with every fault and its code, and is not kept', async () => {
    for (const { procedure, expectedComplaints } of invalidFile.examples) {
      const { status, body } = await keep(procedure);
      expect([status, body.reason]).toEqual([422, 'invalid']);
      const errors = body.errors as { path: string; message: string }[];
      expect(errors.map(({ path, message }) => `${/\((\w+)\)$/.exec(message)?.[1]} ${path}`).sort()).toEqual(
        expectedComplaints.map(({ code, path }) => `${code} ${path}`).sort(),
      );
    }
    const { body } = await api.as('admin').get('/api/v1/procedures?status=draft');
    expect(body.items).toEqual([]);
  });

  it('without a first day, with a negative fee and a circle of parts: all three are named', async () => {
    const { status, body } = await keep(
      draftOf((d) => {
        d.effectiveFrom = null;
        d.fees = [{ channel: 'all', kind: 'fee', amountVnd: -1 }];
        d.children?.[0]?.startsAfter.push('C3');
      }, '2.000986'),
    );
    expect(status).toBe(422);
    const said = JSON.stringify(body.errors);
    for (const code of ['MISSING_EFFECTIVE_FROM', 'BAD_FEE', 'CYCLIC_CHILDREN']) expect(said).toContain(code);
  });

  it('with a field that is not in the contract is refused: a misspelt limit would limit nothing', async () => {
    const { status, body } = await keep({ ...draftOf(), supplement: { policy: 'PAUSE', maxRound: 1 } });
    expect([status, body.errors[0].path]).toEqual([422, 'supplement.maxRound']);
  });
});

describe('the preview', () => {
  it('tells what changes and that dossiers already received are left alone', async () => {
    await received();
    await received();
    await keep();
    const { status, body } = await api.as('admin').post(at(CODE, '/preview'), {});
    expect(status).toBe(200);
    expect(body).toMatchObject({
      version: 2,
      status: 'draft',
      publishable: true,
      complaints: [],
      comparedWith: 1,
      openDossiers: { count: 2, byVersion: [{ version: 1, count: 2 }] },
    });
    expect(body.differences.map((one: { text: string }) => one.text)).toEqual([
      expect.stringContaining('Có hiệu lực từ: 01/07/2025 → '),
      'Thời hạn giải quyết: 3 ngày làm việc → 4 ngày làm việc',
      'Bước S2: thời hạn nội bộ: 1 ngày làm việc → 2 ngày làm việc',
    ]);
  });

  it('says why it cannot be published', async () => {
    await keep(draftOf((d) => (d.effectiveFrom = addDays(TODAY, -1))));
    const draft = await api.as('admin').post(at(CODE, '/preview'), {});
    expect(draft.body).toMatchObject({
      publishable: false,
      complaints: [{ code: 'EFFECTIVE_IN_PAST', path: 'effectiveFrom' }],
    });
    const old = await api.as('admin').post(at(CODE, '/preview'), { version: 1 });
    expect(old.body).toMatchObject({
      publishable: false,
      status: 'published',
      complaints: [{ code: 'ALREADY_PUBLISHED' }],
    });
  });
});

describe('publishing', () => {
  it('a dossier received before keeps version 1, one received after gets version 2', async () => {
    const before = await received();
    await keep();
    const answer = await publish();
    expect([answer.status, answer.body]).toEqual([
      200,
      { code: CODE, version: 2, status: 'published', effectiveFrom: TODAY, publishedAt: expect.any(String) },
    ]);
    const after = await received();
    expect(after.procedure.version).toBe(2);
    expect(after.dueOn > before.dueOn).toBe(true);
    const again = await api.as('counter').get(`/api/v1/dossiers/${before.id}`);
    expect(again.body).toMatchObject({ procedure: { version: 1 }, dueOn: before.dueOn });
    expect((await api.as('admin').get(at(CODE))).body).toMatchObject({
      versions: [{ version: 1 }, { version: 2, status: 'published' }],
      draft: null,
    });
  });

  it('a version that counts from tomorrow is not yet pinned today', async () => {
    await keep(draftOf((d) => (d.effectiveFrom = addDays(TODAY, 1))));
    expect((await publish()).status).toBe(200);
    expect((await received()).procedure.version).toBe(1);
  });

  it('happens once: a second time, or three at once, the others are refused with the reason', async () => {
    await keep();
    const all = await Promise.all([1, 2, 3].map(() => publish()));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const again = await publish({ version: 2 });
    expect([again.status, again.body.reason]).toEqual([409, 'alreadyPublished']);
    const none = await publish();
    expect([none.status, none.body.reason]).toEqual([409, 'noDraft']);
    const unknown = await api.as('admin').post(at('9.999999', '/publish'), {});
    expect(unknown.status).toBe(404);
  });

  it('repeated with its key gives the same answer, and another body is refused', async () => {
    await keep();
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await publish({}, key);
    await keep(draftOf());
    const repeated = await publish({}, key);
    expect([repeated.status, repeated.body]).toEqual([200, first.body]);
    expect((await publish({ version: 3 }, key)).status).toBe(422);
    expect((await api.as('admin').get(at(CODE))).body.draft).toMatchObject({ version: 3 });
  });

  it('never reaches back: a first day that has passed is refused and the draft kept', async () => {
    await keep(draftOf((d) => (d.effectiveFrom = addDays(TODAY, -1))));
    const { status, body } = await publish();
    expect([status, body.reason]).toEqual([409, 'effectiveInPast']);
    expect((await api.as('admin').get('/api/v1/procedures?status=draft')).body.items).toHaveLength(1);
  });

  it('leaves an entry in the audit chain that tells who', async () => {
    await keep();
    await publish();
    const { rows } = await api.pool.query(
      `SELECT a.by ->> 'subject' AS by, p.published_by FROM audit a, procedure_version p
       WHERE a.what = 'procedurePublished' AND p.code = $1 AND p.version = 2`,
      [CODE],
    );
    expect(rows).toEqual([{ by: expect.any(String), published_by: rows[0]?.by }]);
  });
});

describe('who may', () => {
  it.each(['ward', 'office', 'chair', 'counter', 'citizen'])(
    '%s neither writes, previews nor publishes',
    async (user) => {
      expect((await keep(draftOf(longer), user)).status).toBe(403);
      expect((await api.as(user).get('/api/v1/procedures?status=draft')).status).toBe(403);
      for (const what of ['/preview', '/publish'])
        expect((await api.as(user).post(at(CODE, what), {})).status).toBe(403);
    },
  );

  it('officials read what is published, without the draft', async () => {
    await keep();
    const { body } = await api.as('officer').get(at(CODE));
    expect(body).toMatchObject({ code: CODE, versions: [{ version: 1 }], draft: null });
    const all = await api.as('officer').get('/api/v1/procedures');
    expect(all.body.items).toHaveLength(published.length);
    expect(all.body.items[0]).toMatchObject({ status: 'published' });
    expect((await api.as('officer').get(at('9.999999'))).status).toBe(404);
  });
});

it.each(['preview', 'publish', 'simulate'])('%s of a version beyond all numbers is refused', async (what) => {
  const asked = await api.as('admin').post(at(CODE, `/${what}`), { version: 2 ** 31 });
  expect([asked.status, asked.body.errors?.[0]?.path]).toEqual([422, 'version']);
  const calendar = await api.as('admin').post('/api/v1/calendars/vn/preview', { version: 2 ** 31 });
  expect(calendar.status).toBe(422);
});

it('a counter whose clock is ahead at midnight receives under the version of the day it still is', async () => {
  const midnight = startOfDay(addDays(TODAY, 1));
  await keep(
    draftOf((d) => {
      longer(d);
      d.effectiveFrom = addDays(TODAY, 1);
    }),
  );
  expect((await publish()).status).toBe(200);
  api.engine.aheadMs = midnight - 2 * 60_000 - Date.now();
  expect((await received({ receivedAt: toIso(midnight + 60_000) })).procedure.version).toBe(1);
  api.engine.aheadMs += 3 * 60_000;
  expect((await received({ receivedAt: toIso(midnight + 30_000) })).procedure.version).toBe(2);
});

describe('a simulated year', () => {
  const year = { from: '2026-01-01', to: '2026-12-31', arrivals: 300 };
  const simulate = (body: object = year, user = 'admin', code = CODE) =>
    api.as(user).post(at(code, '/simulate'), body);

  it('tells how many are late and where the time goes, the same for the same seed', async () => {
    const busy = { ...year, seed: 7, supplementShare: 0.1, staffing: { S2: { staff: 1, minutes: 600 } } };
    const { status, body } = await simulate(busy);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      code: CODE,
      version: 1,
      status: 'published',
      seed: 7,
      late: { denominator: 300 },
    });
    expect(body.whereTimeGoes[0]).toMatchObject({ kind: 'waiting', stepId: 'S2' });
    expect(body.assumptions.length).toBeGreaterThan(3);
    expect((await simulate(busy)).body).toEqual(body);
  });

  it('takes the draft where one waits, and then the administrator alone', async () => {
    await keep();
    expect((await simulate()).body).toMatchObject({ version: 2, status: 'draft' });
    expect((await simulate({ ...year, version: 1 })).body).toMatchObject({ version: 1, status: 'published' });
    expect((await simulate(year, 'officer')).body).toMatchObject({ version: 1 });
    expect((await simulate({ ...year, version: 2 }, 'officer')).status).toBe(404);
    expect((await simulate(year, 'citizen')).status).toBe(403);
  });

  it('follows the calendar, the zone and the case that are named', async () => {
    const { status, body } = await simulate(
      { ...year, unitId: 'gl-xa-minh-hoa-a', case: 'nha-o-rieng-le' },
      'admin',
      '1.013225',
    );
    expect(status).toBe(200);
    expect(body.steps[1].minutesPerDossier).toBeGreaterThan(0);
  });

  it.each<[string, object, string]>([
    ['an unknown step', { staffing: { S9: { staff: 1 } } }, 'staffing.S9'],
    ['an unknown way', { branches: { S1: { S9: 1 } } }, 'branches.S1.S9'],
    ['a way that does not follow', { branches: { S2: { S1: 1 } } }, 'branches.S2.S1'],
    ['nobody at work', { staffing: { S2: { staff: 0 } } }, 'staffing.S2.staff'],
    ['too many dossiers', { arrivals: 1e9 }, 'arrivals'],
    ['an end before the beginning', { from: '2026-02-02', to: '2026-02-01' }, 'to'],
    ['ten years', { from: '2026-01-01', to: '2036-01-01' }, 'to'],
    ['a Sunday alone', { from: '2026-11-22', to: '2026-11-22' }, 'to'],
    ['an unknown case', { case: 'khac' }, 'case'],
    ['an unknown unit', { unitId: 'gl-khong-co' }, 'unitId'],
    ['a share above one', { supplementShare: 1.5 }, 'supplementShare'],
  ])('%s is refused by its path', async (_name, change, path) => {
    const { status, body } = await simulate({ ...year, ...change });
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
  });
});

it('many at once keep nobody waiting: a few are counted in turns, the others asked to come back', async () => {
  const busy = () => api.as('officer').post(at(CODE, '/simulate'), { arrivals: 10_000, supplementShare: 1 });
  const asked = Array.from({ length: 8 }, async () => (await busy()).status);
  expect(await Promise.race(asked)).toBe(503);
  const order: string[] = [];
  const counted = Promise.all(asked).finally(() => order.push('counted'));
  expect((await api.as('officer').get(at(CODE))).status).toBe(200);
  order.push('read');
  const statuses = await counted;
  expect(order).toEqual(['read', 'counted']);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
});

describe('a joined procedure', () => {
  it('shows its parts, takes the answer of each from its agency or the counter, and ends when all have answered', async () => {
    await api.pool.query(
      `INSERT INTO login (subject, person_id, role)
       SELECT 'police', person_id, 'official' FROM holder WHERE position_id = 'gl-phuong-quy-nhon-dang-ky-cu-tru'`,
    );
    const opened = await api.as('counter').post('/api/v1/dossiers', {
      procedureCode: '2.000986',
      receivingUnitId: 'gl-phuong-quy-nhon',
      channel: 'inPerson',
      applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
      documents: [],
    });
    expect(opened.body.children).toMatchObject([
      { id: 'C1', status: 'open', agency: { id: 'gl-phuong-quy-nhon-van-phong' } },
      { id: 'C2', status: 'waiting', dueOn: null, agency: { id: 'gl-phuong-quy-nhon-cong-an' } },
      { id: 'C3', status: 'waiting', agency: { id: null, name: 'Cơ quan bảo hiểm xã hội' } },
    ]);
    const path = `/api/v1/dossiers/${opened.body.id}`;
    const give = (user: string, body: object) => api.as(user).post(`${path}/commands`, body);
    await give('counter', { type: 'completeStep' });
    for (let step = 0; step < 2; step += 1)
      expect((await give('officer', { type: 'completeStep' })).status).toBe(200);
    const refused = await give('counter', { type: 'finish', result: 'granted', resultNo: 'KQ-1' });
    expect([refused.status, refused.body.reason]).toEqual([409, 'childrenOpen']);
    expect(refused.body.detail).toContain('Đăng ký thường trú');
    const seen = await api.as('police').get(path);
    expect(seen.body.availableCommands).toEqual(['recordChild', 'note']);
    expect((await give('police', { type: 'recordChild', childId: 'C3', result: 'done' })).status).toBe(403);
    const answer = { type: 'recordChild', childId: 'C2', result: 'done', resultNo: '15/CT' };
    expect((await give('police', answer)).status).toBe(200);
    const done = await api.as('counter').get(path);
    expect(done.body.children[1]).toMatchObject({
      status: 'done',
      timeliness: 'doneOnTime',
      record: { resultNo: '15/CT' },
    });
    expect(done.body.children[2]).toMatchObject({
      status: 'open',
      dueOn: expect.any(String),
      timeliness: 'notDue',
    });
    const clocks = await api.as('counter').get(`${path}/deadline`);
    const units = clocks.body.clocks.map(
      ({ id, unit }: { id: string; unit: { id: string } }) => `${id} ${unit.id}`,
    );
    expect(units).toEqual(
      expect.arrayContaining(['child:C2 gl-phuong-quy-nhon-cong-an', 'child:C3 gl-phuong-quy-nhon-ttpvhcc']),
    );
    await give('counter', { type: 'recordChild', childId: 'C3', result: 'done' });
    const finished = await give('counter', { type: 'finish', result: 'granted', resultNo: 'KQ-1' });
    expect([finished.status, finished.body.status]).toEqual([200, 'finished']);
  });
});
