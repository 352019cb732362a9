/** The API as a process: reads the environment, listens, ends in order. */
import { Client, Connection } from '@temporalio/client';
import { createPool } from '../database/pool';
import { rulesStore } from '../database/rules';
import { settingsOrExit } from '../settings/environment';
import { createApp, type AppOptions } from './app';
import { tokenVerifier } from './login/auth';
import { createDemoIssuer, ISSUER_PATH } from './login/demo-issuer';
import { temporalEngine } from './engine';
import { liveDeps } from './live';
import { log } from './http/log';
import { answerMalformed } from './http/malformed';
import { builtPages } from './http/pages';

const settings = settingsOrExit('api');
log.level = settings.LOG_LEVEL;
const { PORT: port, TEMPORAL_NAMESPACE: namespace } = settings;
const ownIssuer = `http://127.0.0.1:${port}${ISSUER_PATH}`;
/** Without an issuer of its own the demo's serves, mounted here. */
const isDemo = settings.OIDC_ISSUER === undefined && settings.DEMO;
const issuer = settings.OIDC_ISSUER ?? ownIssuer;

/** A frozen database answers nothing at all: whoever waits longer than this, in ms, is told that it is away. */
const DATABASE_AWAY_MS = 8_000;
const pool = createPool(settings.DATABASE_URL, settings.DATABASE_POOL, DATABASE_AWAY_MS);
const connection = Connection.lazy({ address: settings.TEMPORAL_ADDRESS, connectTimeout: 3_000 });
const deps = liveDeps({
  pool,
  rules: rulesStore(pool),
  engine: temporalEngine(new Client({ connection, namespace }), namespace),
  verify: tokenVerifier({
    issuer,
    jwksUrl: settings.OIDC_JWKS_URL ?? `${issuer}/jwks`,
    audience: settings.OIDC_AUDIENCE,
  }),
  checkResponses: settings.NODE_ENV === 'test',
  perSubject: settings.RATE_LIMIT,
  perAddress: settings.RATE_LIMIT === 0 ? 0 : settings.PUBLIC_RATE_LIMIT,
});
const options: AppOptions = {
  before: isDemo
    ? [{ path: ISSUER_PATH, handler: createDemoIssuer({ issuer, dataDir: settings.DATA_DIR }) }]
    : [],
  pages: builtPages(),
  trustProxy: settings.TRUST_PROXY,
};
const app = createApp(deps, options);

const server = app.listen(port, settings.HOST, (error?: Error) => {
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
