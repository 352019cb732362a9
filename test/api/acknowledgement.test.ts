import { startHarness, type Harness } from './harness';

let api: Harness;
beforeAll(async () => {
  api = await startHarness();
});
afterAll(() => api.stop());

const need = { title: 'Xin kinh phí sửa mái trụ sở', category: 'funding', leadUnitId: 'gl-so-tai-chinh' };
const DIRECTOR = { position: 'gl-so-tai-chinh-giam-doc', user: 'finance-director' };

/** Rungs of its answer that were fired to these posts, in order. */
async function called(posts: Record<string, string>): Promise<Record<string, string>> {
  const { body } = await api.as('ward').post('/api/v1/recommendations', need);
  for (const [rung, position] of Object.entries(posts))
    await api.pool.query(
      `UPDATE rung SET state = 'fired', fired_at = now(), position_id = $3
       WHERE case_id = $1 AND clock_id = 'response:gl-so-tai-chinh' AND rung_id = $2`,
      [body.id, rung, position],
    );
  const { rows } = await api.pool.query<{ id: string; rung_id: string }>(
    `SELECT id, rung_id FROM rung WHERE case_id = $1 AND state = 'fired'`,
    [body.id],
  );
  return Object.fromEntries(rows.map(({ id, rung_id }) => [rung_id, id]));
}
const acknowledge = (user: string, id: string | undefined) =>
  api.as(user).post(`/api/v1/escalations/${id}/acknowledge`, { instruction: 'Trả lời trong tuần này.' });
const answered = async (ids: Record<string, string>): Promise<string[]> => {
  const { rows } = await api.pool.query<{ rung_id: string }>(
    'SELECT rung_id FROM rung WHERE id = ANY($1) AND acknowledged_at IS NOT NULL ORDER BY level',
    [Object.values(ids)],
  );
  return rows.map(({ rung_id }) => rung_id);
};
const ladder = { K2: DIRECTOR.position, K3: DIRECTOR.position, K4: 'gl-pct-kinh-te' };

it('an instruction answers for the earlier calls to the same post, each on record', async () => {
  const ids = await called(ladder);
  expect((await acknowledge(DIRECTOR.user, ids['K3'])).status).toBe(200);
  expect(await answered(ids)).toEqual(['K2', 'K3']);
  const { rows } = await api.pool.query<{ rung: string }>(
    `SELECT body::jsonb ->> 'escalation' AS rung FROM audit WHERE what = 'escalationAcknowledged'`,
  );
  expect(rows.map(({ rung }) => rung).sort()).toEqual([ids['K2'], ids['K3']].sort());
});

it('an instruction on an earlier call leaves the later one open', async () => {
  const ids = await called(ladder);
  expect((await acknowledge(DIRECTOR.user, ids['K2'])).status).toBe(200);
  expect(await answered(ids)).toEqual(['K2']);
});

it('nobody answers for another: the vice-chair not for the director, a copy not for its addressee', async () => {
  const ids = await called(ladder);
  expect((await acknowledge('vice-chair', ids['K3'])).status).toBe(403);
  expect((await acknowledge(DIRECTOR.user, ids['K4'])).status).toBe(403);
  expect((await acknowledge('vice-chair', ids['K4'])).status).toBe(200);
  expect(await answered(ids)).toEqual(['K4']);
});

describe('urgent', () => {
  const urgent = { ...need, ladder: 'urgent' };
  const dated = { ...urgent, dueAt: '2099-01-05T15:00:00+07:00', setBy: 'gl-chu-tich' };

  it('needs a date', async () => {
    const answer = await api
      .as('office')
      .post('/api/v1/recommendations', { ...urgent, fromUnitId: 'gl-phuong-quy-nhon' });
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [{ path: 'ladder', message: expect.any(String) }],
    ]);
  });

  it('is not for a ward to choose, and is for the office', async () => {
    expect((await api.as('ward').post('/api/v1/recommendations', dated)).status).toBe(403);
    const answer = await api
      .as('office')
      .post('/api/v1/recommendations', { ...dated, fromUnitId: 'gl-phuong-quy-nhon' });
    expect(answer.status).toBe(201);
  });
});
