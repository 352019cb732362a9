/**
 * What the environment says to each process: every variable once, with what it must be. Nothing else here reads
 * `process.env`. README's table tells the same to whoever operates an instance; a test compares the two.
 */
import path from 'node:path';
import { z } from 'zod';

/** The folder of package.json; processes run there, so that their command lines show short paths. */
export const PROJECT_ROOT = path.resolve(__dirname, '..');

/** Text that fits `rule`; `expected` ends the sentence "NAME must be …", Vietnamese then English. */
const text = (rule: (value: string) => boolean, vi: string, en: string) =>
  z.string({ error: `thiếu, phải là ${vi} (missing: must be ${en})` }).refine(rule, {
    error: `phải là ${vi} (must be ${en})`,
  });

const whole = (least: number, most: number) =>
  text(
    (value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most,
    `số nguyên từ ${least} đến ${most}`,
    `a whole number from ${least} to ${most}`,
  ).transform(Number);

const oneOf = <T extends string>(...values: readonly T[]) =>
  text(
    (value) => (values as readonly string[]).includes(value),
    values.join(' | '),
    `one of ${values.join(', ')}`,
  ).transform((value) => value as T);

const anything = z.string();

const isUrl = (value: string, ...protocols: string[]): boolean =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol);

const postgres = text(
  (value) => isUrl(value, 'postgres:', 'postgresql:'),
  'địa chỉ PostgreSQL, ví dụ postgresql://user:password@host:5432/thongsuot',
  'an address like this one',
);

const web = text(
  (value) => isUrl(value, 'http:', 'https:'),
  'địa chỉ http(s), ví dụ https://login.example.vn',
  'an address like this one',
);

const hostAndPort = text(
  (value) => {
    const port = Number(/^[^\s/:]+:(\d{1,5})$/.exec(value)?.[1]);
    return port >= 1 && port <= 65_535;
  },
  'tên máy và cổng, ví dụ 127.0.0.1:7233',
  'host and port, like this one',
);

/** Every variable of every process, with its default; an empty one counts as not set. */
export const ENVIRONMENT = z.object({
  /** API and pages. */
  PORT: whole(1, 65_535).default(3000),
  /** The address the API listens on: loopback, for a proxy that ends TLS stands in front. */
  HOST: anything.default('127.0.0.1'),
  /** Everything an instance keeps; absolute here. */
  DATA_DIR: anything.default('.data').transform((folder) => path.resolve(PROJECT_ROOT, folder)),
  /** PostgreSQL of the application's role; with it the launcher starts none. */
  DATABASE_URL: postgres.optional(),
  /** The role that may alter the schema, where that is not the role of `DATABASE_URL`. */
  DATABASE_OWNER_URL: postgres.optional(),
  /** Connections of one API process. */
  DATABASE_POOL: whole(1, 1000).default(20),
  /** With it the launcher starts no Temporal. */
  TEMPORAL_ADDRESS: hostAndPort.optional(),
  /** Every server has `default`. */
  TEMPORAL_NAMESPACE: anything.default('default'),
  /** Where a fetched `temporal` is kept. */
  TEMPORAL_CACHE_DIR: anything.default(path.join(PROJECT_ROOT, '.cache', 'temporal')),
  /** False with `0`: no demo province and no demo issuer. */
  DEMO: oneOf('0', '1')
    .transform((value) => value === '1')
    .default(true),
  /** Whether the demo's meetings come near today or keep their days of 2025. */
  DEMO_DATES: oneOf('moved', 'original').default('moved'),
  /** Whose access tokens count (`iss`); absent: the demo's own issuer. */
  OIDC_ISSUER: web.optional(),
  /** The issuer's keys. */
  OIDC_JWKS_URL: web.optional(),
  /** Whom the tokens are for (`aud`). */
  OIDC_AUDIENCE: anything.default('thong-suot'),
  /** Requests a minute and subject, 0 = no limit; a province's own software sends for many people. */
  RATE_LIMIT: whole(0, 999_999_999).default(30_000),
  /** Requests a minute and address without login, 0 = no limit: codes cannot be guessed by trying. */
  PUBLIC_RATE_LIMIT: whole(0, 999_999_999).default(120),
  /** Number of proxies in front whose `X-Forwarded-For` is believed. */
  TRUST_PROXY: whole(0, 100).default(0),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
  /** `test`: every answer of the API is compared with its published schema. */
  NODE_ENV: anything.default('production'),
  /** For tests of faults only: `settle:committed:0.3` kills the worker there with that probability. */
  FAULT_POINT: text(
    (value) => /^[a-z]+:[a-z]+(:(0?\.\d+|1))?$/.test(value),
    'tên điểm và xác suất, ví dụ settle:committed:0.3',
    'a point and a probability, like this one',
  ).optional(),
});

const temporal = { TEMPORAL_ADDRESS: true, TEMPORAL_NAMESPACE: true } as const;
const needsDatabase = { DATABASE_URL: postgres };
/** Where Temporal is unless told otherwise. */
const withTemporal = { TEMPORAL_ADDRESS: hostAndPort.default('127.0.0.1:7233') };

/** What each process reads of it. The launcher reads all: what its children could not use is told before they start. */
export const READS = {
  launcher: ENVIRONMENT,
  worker: ENVIRONMENT.pick({ ...temporal, FAULT_POINT: true }).extend({ ...needsDatabase, ...withTemporal }),
  api: ENVIRONMENT.pick({
    ...temporal,
    PORT: true,
    HOST: true,
    DATA_DIR: true,
    DATABASE_POOL: true,
    DEMO: true,
    OIDC_ISSUER: true,
    OIDC_JWKS_URL: true,
    OIDC_AUDIENCE: true,
    RATE_LIMIT: true,
    PUBLIC_RATE_LIMIT: true,
    TRUST_PROXY: true,
    LOG_LEVEL: true,
    NODE_ENV: true,
  }).extend({ ...needsDatabase, ...withTemporal }),
  migrate: ENVIRONMENT.pick({ DATABASE_URL: true, DATABASE_OWNER_URL: true }).superRefine(
    ({ DATABASE_URL, DATABASE_OWNER_URL }, context) => {
      if (!DATABASE_URL && !DATABASE_OWNER_URL)
        context.addIssue({
          code: 'custom',
          path: ['DATABASE_OWNER_URL'],
          message: 'cần biến này hoặc DATABASE_URL (this or DATABASE_URL must be set)',
        });
    },
  ),
  /** Programs that look at a running instance. */
  visitor: ENVIRONMENT.pick({
    ...temporal,
    PORT: true,
    DATA_DIR: true,
    DATABASE_URL: true,
    DATABASE_OWNER_URL: true,
    DEMO_DATES: true,
  }),
  loadDemo: z.object(needsDatabase),
  binaries: ENVIRONMENT.pick({ TEMPORAL_CACHE_DIR: true }),
};

type Process = keyof typeof READS;
export type Settings<P extends Process> = z.output<(typeof READS)[P]>;

/** The environment cannot be worked with; the message names every variable that is wrong and what it must be. */
export class SettingsProblem extends Error {
  override readonly name = 'SettingsProblem';
}

/** The settings of one process; throws a SettingsProblem that tells everything that is wrong at once. */
export function readSettings<P extends Process>(of: P, env: NodeJS.ProcessEnv = process.env): Settings<P> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = READS[of].safeParse(set);
  if (read.success) return read.data as Settings<P>;
  throw new SettingsProblem(
    [
      'Cấu hình sai (settings that cannot work):',
      ...read.error.issues.map(({ path: [name], message }) => `  ${shown(String(name), set)}: ${message}`),
    ].join('\n'),
  );
}

/** The settings of this process, or its end: what is wrong on stderr and the exit code 1. */
export function settingsOrExit<P extends Process>(of: P): Settings<P> {
  try {
    return readSettings(of);
  } catch (error) {
    if (!(error instanceof SettingsProblem)) throw error;
    process.stderr.write(`✗ ${error.message}\n`);
    process.exit(1);
  }
}

/** Addresses may hold a password: their value is not repeated. */
function shown(name: string, set: Record<string, string | undefined>): string {
  return set[name] === undefined || name.endsWith('_URL') ? name : `${name}=${set[name]}`;
}

/** The environment of a child process: this one's, with its own values over it; `undefined` takes one away. */
export function childEnvironment(own: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return { ...process.env, ...own };
}

/** Only these variables of this process, for a child that must inherit nothing else. */
export function onlyFromHere(...names: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/** Folders in which programs are looked for. */
export function programFolders(): string[] {
  return (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
}

/** Legal time never depends on the machine's zone. */
export function useUtc(): void {
  process.env.TZ = 'UTC';
}

/** True under `npm start` and the like, where the parent is npm. */
export function isRunByNpm(): boolean {
  return Boolean(process.env.npm_lifecycle_event);
}
