import { randomUUID } from 'node:crypto';
import { openRequest, recommendationData, send, settledAt, FINANCE } from '../support/cases';
import { startEngine, type Engine } from '../support/engine';

describe('a compound request that is split', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine?.stop());

  it('is closed, and its parts live on as cases of their own', async () => {
    const id = await openRequest(engine.client, Date.now());
    await settledAt(engine.pool, id, 1);
    const items = ['Phần một', 'Phần hai'].map((title) => ({
      title,
      id: randomUUID(),
      opened: recommendationData({ title, leadUnitIds: [FINANCE] }),
    }));
    await send(engine.client, 'recommendation', id, { type: 'split', items }, { now: Date.now() });
    for (const part of items) await settledAt(engine.pool, part.id, 1);
    const { rows } = await engine.pool.query(
      'SELECT title, status, lead_unit_id FROM cases WHERE id = ANY($1) ORDER BY title',
      [[id, ...items.map((part) => part.id)]],
    );
    expect(rows).toEqual([
      { title: 'Phần hai', status: 'assigned', lead_unit_id: FINANCE },
      { title: 'Phần một', status: 'assigned', lead_unit_id: FINANCE },
      expect.objectContaining({ status: 'closed' }),
    ]);
  });
});
