/** Where the database is: DATABASE_URL, or what the launcher keeps in the running instance's DATA_DIR. */
import path from 'node:path';
import { readJson } from '../files';
import { APP_ROLE, DATABASE } from '../postgres';
import { StartProblem } from '../problem';
import type { Settings } from '../../../settings/environment';

export interface Instance {
  databaseUrl: string;
  /** host:port of the instance's own Temporal, or TEMPORAL_ADDRESS; undefined when neither is known. */
  temporalAddress: string | undefined;
}

/** With DATABASE_URL only TEMPORAL_ADDRESS names the engine: another instance's ports would be the wrong ones. */
export function whereToLook({
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: temporalAddress,
  DATA_DIR: dataDir,
}: Settings<'visitor'>): Instance {
  if (databaseUrl) return { databaseUrl, temporalAddress };
  const ports = readJson<{ postgres?: number; temporal?: number }>(path.join(dataDir, 'ports.json'));
  const passwords = readJson<{ app?: string }>(path.join(dataDir, 'postgres-passwords.json'));
  if (!ports?.postgres || !passwords?.app)
    throw new StartProblem(
      `Không biết cơ sở dữ liệu ở đâu: hãy đặt DATABASE_URL, hoặc DATA_DIR của bản đang chạy (${dataDir} không có) ` +
        '(set DATABASE_URL, or DATA_DIR of a running instance).',
    );
  return {
    databaseUrl: `postgresql://${APP_ROLE}:${passwords.app}@127.0.0.1:${ports.postgres}/${DATABASE}`,
    temporalAddress: temporalAddress ?? (ports.temporal ? `127.0.0.1:${ports.temporal}` : undefined),
  };
}
