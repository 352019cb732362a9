/** For operators and machines: alive, ready, metrics. Outside the base, without login. */
import type { Router } from 'express';
import express from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Deps } from '../deps';
import { methodNotAllowed, Problem } from './problems';

export const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: 'thong_suot_api_' });

export const requestSeconds = new Histogram({
  name: 'thong_suot_api_request_seconds',
  help: 'Time to answer, by method, route and status',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
  registers: [registry],
});

export function operationRoutes(deps: Deps): Router {
  const router = express.Router();
  let wasReady = false;

  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });

  /** First 200 when a command can be accepted; afterwards the database alone decides, so that reads go on without the engine. */
  router.get('/readyz', async (_req, res) => {
    await deps.pool.query('SELECT 1 FROM rules_version');
    wasReady ||= await deps.engine.isServing();
    if (!wasReady)
      throw new Problem(
        503,
        'notReady',
        { vi: 'Chưa nhận được lệnh.', en: 'No command can be accepted yet.' },
        { retryAfter: 1 },
      );
    res.json({ status: 'ready' });
  });

  router.get('/metrics', async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  });
  router.all(['/healthz', '/readyz', '/metrics'], (req) => {
    throw methodNotAllowed(req.method, ['GET']);
  });
  return router;
}
