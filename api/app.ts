/** The HTTP application: what is mounted where. */
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Deps } from './deps';
import { DOCS_SCRIPT_PATH, docsPage, docsScript, openApiDocument } from './openapi';
import { notFound, problemHandler } from './http/problems';
import { mount } from './http/route';
import { apiRoutes } from './routes';
import { operationRoutes, requestSeconds } from './http/operations';
import { publicRoutes } from './public/routes';

export interface AppOptions {
  /** Mounted before everything else, e.g. the demo's issuer. */
  before?: { path: string; handler: RequestHandler }[];
  /** Pages, served where no route answers. */
  pages?: RequestHandler;
  /** Number of proxies in front whose `X-Forwarded-For` is believed; default none. */
  trustProxy?: number;
}

export function createApp(deps: Deps, { before = [], pages, trustProxy = 0 }: AppOptions = {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', trustProxy);
  app.use((_req, res, next) => {
    res.locals.receivedAt = deps.now();
    next();
  });
  for (const { path, handler } of before) app.use(path, handler);
  // TLS ends before us; on plain HTTP inside an office nothing may be "upgraded".
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } }, hsts: false }));
  app.use(measure);
  app.use(operationRoutes(deps));

  const document = JSON.stringify(openApiDocument());
  app.get('/openapi.json', (_req, res) => {
    res.type('application/json').send(document);
  });
  app.get('/docs', (_req, res) => {
    res.type('html').send(docsPage());
  });
  app.get(DOCS_SCRIPT_PATH, (_req, res) => {
    res.type('js').send(docsScript);
  });
  app.use('/api/v1', noStore, mount(apiRoutes, deps));
  app.use('/public/v1', noStore, mount(publicRoutes, deps));
  app.use(['/api', '/public'], () => {
    throw notFound();
  });
  if (pages) app.use(pages);
  else app.get('/', (_req, res) => res.redirect('/docs'));
  app.use(() => {
    throw notFound();
  });
  app.use(problemHandler);
  return app;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

const measure: RequestHandler = (req, res, next) => {
  const stop = requestSeconds.startTimer();
  res.once('finish', () => {
    const { route } = req as { route?: { path?: string } };
    stop({ method: req.method, route: route?.path ?? 'none', status: String(res.statusCode) });
  });
  next();
};
