import fs from 'node:fs';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { Pool, type PoolClient } from 'pg';
import { APP_ROLE } from './postgres';
import { StartProblem, oneLine } from './problem';
import { PROJECT_ROOT } from './settings';

/** The parts of Prisma's schema engine (compiled to WebAssembly) that are used here. */
interface EngineModule {
  __wbg_set_wasm(exports: unknown): void;
  SchemaEngine: {
    new: (
      options: unknown,
      log: (line: string) => void,
      factory: unknown,
    ) => Promise<{
      applyMigrations(input: unknown): Promise<{ appliedMigrationNames: string[] }>;
    }>;
  };
}

/** WebAssembly as Node has it; its types come only with the browser's. */
const assembly = (globalThis as unknown as { WebAssembly: WebAssemblyHost }).WebAssembly;

interface WebAssemblyHost {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
}

let loaded: Promise<EngineModule> | undefined;

/**
 * Prisma's own `migrate` commands want a native engine from a download; this one comes with npm. It is an ES module,
 * which Node ≥ 20.19 loads from CommonJS; inside a Jest test it does not run (global setup is outside).
 */
function loadEngine(): Promise<EngineModule> {
  loaded ??= (async () => {
    const name = '@prisma/schema-engine-wasm';
    const engine = (await import(`${name}/schema_engine_bg`)) as EngineModule;
    const file = path.join(PROJECT_ROOT, 'node_modules', name, 'schema_engine_bg.wasm');
    const bytes = fs.readFileSync(file);
    const { instance } = await assembly.instantiate(bytes, { './schema_engine_bg.js': engine });
    engine.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return engine;
  })();
  return loaded;
}

/**
 * Applies `prisma/migrations/<name>/migration.sql` in the order of their names; those in `_prisma_migrations` are
 * skipped. Returns the names applied now. `databaseUrl` must be of a role that may alter the schema.
 */
export async function migrate(
  databaseUrl: string,
  prismaDir = path.join(PROJECT_ROOT, 'prisma'),
): Promise<string[]> {
  const migrationsDir = path.join(prismaDir, 'migrations');
  const names = listMigrations(migrationsDir);
  if (names.length === 0) return [];
  const module = await loadEngine();
  const pool = new Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000, max: 2 });
  const failure: { sql?: unknown } = {};
  try {
    await forgetUnfinished(pool);
    const factory = bindMigrationAwareSqlAdapterFactory(
      new WholeScripts(pool, (error) => (failure.sql = error)),
    );
    const datamodels = [['prisma/schema.prisma', read(prismaDir, 'schema.prisma')]];
    const engine = await module.SchemaEngine.new({ datamodels }, () => undefined, factory);
    const filters = { externalTables: [], externalEnums: [] };
    const migrationsList = describe(migrationsDir, names);
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
    await pool.query(PROTECT_RECORDS);
    return appliedMigrationNames;
  } catch (error) {
    throw new StartProblem(explain(failure.sql ?? error, await unfinished(pool).catch(() => undefined)));
  } finally {
    await pool.end();
  }
}

/** The migrations in the shape the engine wants. */
function describe(migrationsDir: string, names: readonly string[]) {
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: read(migrationsDir, 'migration_lock.toml') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: read(migrationsDir, name, 'migration.sql') },
      },
    })),
  };
}

/**
 * The adapter cuts a script at each semicolon, even inside functions and comments, and runs the pieces on whatever
 * connection is free. Here a script is one transaction on one connection, which also marks its migration as finished:
 * applied and recorded, or neither. (So no CREATE INDEX CONCURRENTLY in a migration.)
 */
class WholeScripts extends PrismaPg {
  constructor(
    private readonly pool: Pool,
    private readonly failed: (error: unknown) => void,
  ) {
    super(pool);
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = (script) => this.runWhole(script);
    return adapter;
  }

  private async runWhole(script: string): Promise<void> {
    const client = await this.pool.connect();
    try {
      const recorded = await hasRecords(client);
      await client.query('BEGIN');
      await client.query(script);
      if (recorded)
        await client.query(
          `UPDATE _prisma_migrations SET finished_at = clock_timestamp() WHERE ${UNFINISHED}`,
        );
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      this.failed(error);
      throw error;
    } finally {
      client.release();
    }
  }
}

const UNFINISHED = 'finished_at IS NULL AND rolled_back_at IS NULL';

/** The application may see which migrations were applied, no more. */
const PROTECT_RECORDS = `
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${APP_ROLE}') THEN
    REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${APP_ROLE};
  END IF;
END $$`;

async function hasRecords(db: Pool | PoolClient): Promise<boolean> {
  const found = await db.query<{ at: string | null }>(`SELECT to_regclass('_prisma_migrations') AS at`);
  return Boolean(found.rows[0]?.at);
}

/** A migration that failed or was interrupted left nothing behind but this row, which would stop the engine for good. */
async function forgetUnfinished(pool: Pool): Promise<void> {
  if (await hasRecords(pool)) await pool.query(`DELETE FROM _prisma_migrations WHERE ${UNFINISHED}`);
}

async function unfinished(pool: Pool): Promise<string | undefined> {
  const rows = await pool.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations WHERE ${UNFINISHED} ORDER BY started_at DESC LIMIT 1`,
  );
  return rows.rows[0]?.name;
}

/** Names the migration that failed, in the database's own words. */
function explain(error: unknown, name: string | undefined): string {
  const detail = oneLine(error).slice(0, 600);
  return name
    ? `Không nâng cấp được cơ sở dữ liệu: bước "${name}" thất bại (migration "${name}" failed): ${detail}`
    : `Không nâng cấp được cơ sở dữ liệu (migrations failed): ${detail}`;
}

function listMigrations(dir: string): string[] {
  if (!fs.existsSync(dir)) return [];
  const entries = fs.readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map((entry) => entry.name).sort();
}

function read(...parts: string[]): string {
  return fs.readFileSync(path.join(...parts), 'utf8');
}
