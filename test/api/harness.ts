/** The whole HTTP application on a database of its own, with a login that believes the header `Bearer <user>`. */
import type { Express } from 'express';
import supertest from 'supertest';
import { createApp } from '../../api/app';
import { liveDeps, type Live } from '../../api/live';
import { Problem } from '../../api/http/problems';
import { createPool, type Pool } from '../../database/pool';
import { rulesStore } from '../../database/rules';
import { freshDatabase } from '../support/database';
import { type FakeEngine, fakeEngine } from './fake-engine';

export interface Harness {
  app: Express;
  pool: Pool;
  engine: FakeEngine;
  as(user: string): {
    get(path: string): supertest.Test;
    post(path: string, body?: object, headers?: Record<string, string>): supertest.Test;
  };
  stop(): Promise<void>;
}

export async function startHarness(more: Partial<Live> = {}): Promise<Harness> {
  const database = await freshDatabase();
  const pool = createPool(database.url, 5);
  const rules = rulesStore(pool);
  const engine = fakeEngine(pool, rules);
  if (more.now) engine.now = more.now;
  const verify = (header: string | undefined): Promise<string> => {
    const user = /^Bearer (.+)$/.exec(header ?? '')?.[1];
    return user
      ? Promise.resolve(user)
      : Promise.reject(new Problem(401, 'tokenMissing', 'Cần thẻ truy cập.'));
  };
  const app = createApp(
    liveDeps({
      pool,
      rules,
      engine,
      verify,
      checkResponses: true,
      now: () => Date.now() + engine.aheadMs,
      ...more,
    }),
  );
  return {
    app,
    pool,
    engine,
    as: (user) => ({
      get: (path) => supertest(app).get(path).set('Authorization', `Bearer ${user}`),
      post: (path, body = {}, headers = {}) =>
        supertest(app).post(path).set('Authorization', `Bearer ${user}`).set(headers).send(body),
    }),
    stop: async () => {
      await pool.end();
      await database.drop();
    },
  };
}
