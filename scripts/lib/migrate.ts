import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { PROJECT_ROOT } from '../../settings/environment';
import { APP_ROLE } from './postgres';
import { StartProblem, oneLine } from './problem';

interface Migration {
  /** The folder's name, which orders them. */
  name: string;
  sql: string;
  checksum: string;
}

/** Two programs that migrate at once take turns; any number of our own. */
const LOCK = 7_202_611_241;

/** As Prisma keeps it, so that its tools and earlier installations agree (docs/decisions/0017). */
const RECORDS = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/** The application may see which migrations were applied, no more. */
const PROTECT_RECORDS = `
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${APP_ROLE}') THEN
    REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${APP_ROLE};
  END IF;
END $$`;

/**
 * Applies `prisma/migrations/<name>/migration.sql` in the order of their names; those in `_prisma_migrations` are
 * skipped. Each is one transaction that also records it: applied and recorded, or neither. (So no CREATE INDEX
 * CONCURRENTLY in a migration.) Returns the names applied now. `databaseUrl` must be of a role that may alter the schema.
 */
export async function migrate(
  databaseUrl: string,
  prismaDir = path.join(PROJECT_ROOT, 'prisma'),
): Promise<string[]> {
  const migrations = readMigrations(path.join(prismaDir, 'migrations'));
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // the statement under way fails and tells
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(`SET client_min_messages = warning`);
    await client.query(RECORDS);
    await client.query(PROTECT_RECORDS);
    const pending = notApplied(migrations, await applied(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    throw new StartProblem(
      `Không nâng cấp được cơ sở dữ liệu (migrations failed): ${oneLine(error).slice(0, 600)}`,
    );
  } finally {
    await client.end().catch(() => undefined); // the lock goes with the session
  }
}

function readMigrations(dir: string): Migration[] {
  const folders = fs.readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/** Checksum by name of what was applied. A row without an end is of an attempt that left nothing else behind. */
async function applied(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

/** What is still to do; a migration that was applied with another text is never guessed about. */
function notApplied(migrations: readonly Migration[], done: ReadonlyMap<string, string>): Migration[] {
  const edited = migrations.find(({ name, checksum }) => done.has(name) && done.get(name) !== checksum);
  if (edited)
    throw new StartProblem(
      `Bước "${edited.name}" đã chạy trên cơ sở dữ liệu này với nội dung khác: không sửa bước đã phát hành, hãy thêm bước mới ` +
        `(migration "${edited.name}" was applied here with another text; add a new one instead of editing it).`,
    );
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new StartProblem(
      `Không nâng cấp được cơ sở dữ liệu: bước "${name}" thất bại (migration "${name}" failed): ` +
        oneLine(error).slice(0, 600),
    );
  }
}
