/** The API as a process: reads the environment, listens, ends in order. */
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createPool } from '../database/pool';
import { rulesStore } from '../database/rules';
import { createApp, type AppOptions } from './app';
import { tokenVerifier } from './login/auth';
import { createDemoIssuer, ISSUER_PATH } from './login/demo-issuer';
import { temporalEngine } from './engine';
import { liveDeps } from './live';
import { log } from './http/log';
import { answerMalformed } from './http/malformed';
import { builtPages } from './http/pages';

const { env } = process;
const port = Number(env.PORT ?? 3000);
const address = `http://127.0.0.1:${port}`;
/** Without an issuer of its own the demo's serves, mounted here. */
const isDemo = env.OIDC_ISSUER === undefined && env.DEMO !== '0';
const issuer = env.OIDC_ISSUER ?? `${address}${ISSUER_PATH}`;
const namespace = env.TEMPORAL_NAMESPACE ?? 'default';

const pool = createPool(env.DATABASE_URL ?? '', Number(env.DATABASE_POOL ?? 20));
// A frozen database answers nothing at all: whoever waits longer than this, in ms, is told that it is away.
Object.assign(pool.options, { query_timeout: 8_000 });
const connection = Connection.lazy({
  address: env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
  connectTimeout: 3_000,
});
const engine = temporalEngine(new Client({ connection, namespace }), namespace);
const verify = tokenVerifier({
  issuer,
  jwksUrl: env.OIDC_JWKS_URL ?? `${isDemo ? `${address}${ISSUER_PATH}` : issuer}/jwks`,
  audience: env.OIDC_AUDIENCE ?? 'thong-suot',
});

const demoIssuer = () => ({
  path: ISSUER_PATH,
  handler: createDemoIssuer({ issuer, dataDir: path.resolve(env.DATA_DIR ?? '.data') }),
});
const options: AppOptions = { before: isDemo ? [demoIssuer()] : [], pages: builtPages() };
const limitOf = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text);
const deps = liveDeps({
  pool,
  rules: rulesStore(pool),
  engine,
  verify,
  checkResponses: env.NODE_ENV === 'test',
  perSubject: limitOf(env.RATE_LIMIT),
  perAddress: limitOf(env.PUBLIC_RATE_LIMIT ?? (env.RATE_LIMIT === '0' ? '0' : undefined)),
});
const app = createApp(deps, options);

/** Loopback unless told otherwise: in production a proxy that ends TLS stands in front. */
const host = env.HOST ?? '127.0.0.1';
const server = app.listen(port, host, (error?: Error) => {
  if (error) {
    log.fatal({ err: error }, 'cannot listen');
    process.exit(1);
  }
  log.info({ port, issuer }, 'listening');
});
server.on('clientError', answerMalformed);
/** Slow clients hold nothing for long (ms). */
server.headersTimeout = 10_000;
server.requestTimeout = 30_000;
server.keepAliveTimeout = 65_000;

/** Answers what is under way, then ends; whatever hangs longer than this, in ms, is cut. */
const GRACE_MS = 12_000;
let isEnding = false;
function end(signal: string): void {
  if (isEnding) return;
  isEnding = true;
  log.info({ signal }, 'ending');
  setTimeout(() => process.exit(0), GRACE_MS).unref();
  server.close(() => {
    void Promise.allSettled([connection.close(), pool.end()]).then(() => process.exit(0));
  });
  server.closeIdleConnections();
}
process.on('SIGTERM', end);
process.on('SIGINT', end);
