import path from 'node:path';
import { StartProblem } from './problem';

/** The folder of package.json; children run there, so that their command lines show short paths. */
export const PROJECT_ROOT = path.resolve(__dirname, '../..');

/** What the environment says about one instance. All of it is optional there. */
export interface Settings {
  /** `PORT`, default 3000: API and pages. */
  port: number;
  /** `DATA_DIR`, default `.data` in the project: everything this instance keeps. Absolute here. */
  dataDir: string;
  /** `DATABASE_URL`: with it the launcher starts no PostgreSQL. */
  databaseUrl: string | undefined;
  /** `DATABASE_OWNER_URL`: who may alter the schema, where that is not the role of `DATABASE_URL`. */
  databaseOwnerUrl: string | undefined;
  /** `TEMPORAL_ADDRESS`, host:port: with it the launcher starts no Temporal. */
  temporalAddress: string | undefined;
  /** `TEMPORAL_NAMESPACE`, default `default`, which every server has. */
  temporalNamespace: string;
  /** False with `DEMO=0`: no demo data and no demo issuer. */
  demo: boolean;
}

/** Reads the environment; a value that cannot work is a plain sentence at once, not a surprise later. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  return {
    port: readPort(env.PORT),
    dataDir: path.resolve(PROJECT_ROOT, env.DATA_DIR || '.data'),
    databaseUrl: env.DATABASE_URL || undefined,
    databaseOwnerUrl: env.DATABASE_OWNER_URL || undefined,
    temporalAddress: env.TEMPORAL_ADDRESS || undefined,
    temporalNamespace: env.TEMPORAL_NAMESPACE || 'default',
    demo: env.DEMO !== '0',
  };
}

function readPort(text: string | undefined): number {
  if (!text) return 3000;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new StartProblem(`PORT=${text} không phải là số cổng (PORT must be a number from 1 to 65535).`);
}
