import { startEngine, type Engine } from '../support/engine';
import { openRequest, send, settledAt, SCIENCE } from '../support/cases';

describe('a case on the real server', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine?.stop());

  it('is opened, commanded and read back from PostgreSQL', async () => {
    const id = await openRequest(engine.client, Date.now());
    await settledAt(engine.pool, id, 1);
    const answer = await send(
      engine.client,
      'recommendation',
      id,
      { type: 'accept', unitId: SCIENCE },
      { now: Date.now() },
    );
    expect(answer.version).toBe(2);
    const { rows } = await engine.pool.query('SELECT status, version FROM cases WHERE id = $1', [id]);
    expect(rows).toEqual([{ status: 'inProgress', version: 2 }]);
  });
});
