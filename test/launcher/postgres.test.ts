import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { answers } from '../../scripts/lib/postgres';
import { until } from '../../scripts/lib/problem';
import { signal } from '../../scripts/lib/processes';
import { startTestServers, type TestServers } from '../../scripts/lib/test-servers';
import { type Ended, newFolder, removeFolders, runScript } from './run';

let servers: TestServers;
beforeAll(async () => void (servers = await startTestServers({ migrated: false, durable: true })));
afterAll(async () => {
  await servers.stop();
  removeFolders();
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A prisma/ folder with these migrations. */
function prismaDir(migrations: Record<string, string>): string {
  const dir = newFolder();
  fs.mkdirSync(path.join(dir, 'migrations'));
  for (const [name, sql] of Object.entries(migrations)) {
    fs.mkdirSync(path.join(dir, 'migrations', name));
    fs.writeFileSync(path.join(dir, 'migrations', name, 'migration.sql'), sql);
  }
  return dir;
}

const migrate = (dir: string): Promise<Ended> =>
  runScript('migrate.ts', [dir], { DATABASE_URL: servers.ownerUrl });

const FIRST = `
-- a comment; with a semicolon
CREATE TABLE book (id int PRIMARY KEY, words text DEFAULT 'it''s; fine');
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'append only; %', TG_OP;
END $body$;
CREATE TRIGGER book_fixed BEFORE UPDATE OR DELETE ON book FOR EACH ROW EXECUTE FUNCTION refuse();
DO $$ BEGIN PERFORM 1; END $$;`;

describe('migrations', () => {
  test('run functions, triggers and DO blocks, once', async () => {
    const dir = prismaDir({ '0001_first': FIRST });
    expect(await migrate(dir)).toEqual({ code: 0, out: '0001_first\n', err: '' });
    expect(await migrate(dir)).toEqual({ code: 0, out: 'up to date\n', err: '' });
    await ask(servers.databaseUrl, 'INSERT INTO book (id) VALUES (1)');
    await expect(ask(servers.databaseUrl, 'DELETE FROM book')).rejects.toThrow('append only; DELETE');
  });

  test('name the one that failed, leave nothing of it, and can be repeated once it is mended', async () => {
    const half = 'CREATE TABLE shelf (id int); SELECT colour FROM book;';
    const broken = prismaDir({ '0001_first': FIRST, '0002_second': half });
    for (let attempt = 0; attempt < 2; attempt++) {
      const ended = await migrate(broken);
      expect(ended.code).toBe(1);
      expect(ended.err).toMatch(/"0002_second".*column "colour" does not exist/);
    }
    expect(await ask(servers.ownerUrl, `SELECT to_regclass('shelf') AS at`)).toEqual([{ at: null }]);
    const mended = prismaDir({ '0001_first': FIRST, '0002_second': 'CREATE TABLE shelf (id int);' });
    expect((await migrate(mended)).out).toBe('0002_second\n');
  });

  test('go on where an earlier version left off, past an attempt that did not end', async () => {
    const [first] = await ask(
      servers.ownerUrl,
      `SELECT checksum, applied_steps_count AS steps FROM _prisma_migrations WHERE migration_name = '0001_first'`,
    );
    expect(first).toEqual({ checksum: createHash('sha256').update(FIRST).digest('hex'), steps: 1 });
    await ask(
      servers.ownerUrl,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('broken-off', 'x', '0003_third')`,
    );
    const next = prismaDir({ '0001_first': FIRST, '0003_third': 'CREATE TABLE room (id int);' });
    expect((await migrate(next)).out).toBe('0003_third\n');
  });

  test('refuse one whose text was changed after it was applied', async () => {
    const ended = await migrate(prismaDir({ '0001_first': `${FIRST}\nSELECT 1;`, '0009_new': 'SELECT 1;' }));
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toMatch(/^Bước "0001_first" đã chạy .* với nội dung khác.*\n$/);
  });

  test('started twice at once are applied once', async () => {
    const dir = prismaDir({
      '0001_first': FIRST,
      '0010_slow': 'SELECT pg_sleep(0.5); CREATE TABLE once (id int);',
    });
    const both = await Promise.all([migrate(dir), migrate(dir)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ out }) => out).sort()).toEqual(['0010_slow\n', 'up to date\n']);
  });

  test('can be made by the owner only', async () => {
    for (const sql of [
      'CREATE TABLE t (id int)',
      'ALTER TABLE book ADD x int',
      'DROP TABLE book',
      'TRUNCATE book',
    ]) {
      await expect(ask(servers.databaseUrl, sql)).rejects.toThrow(/permission denied|must be owner/);
    }
    await expect(ask(servers.databaseUrl, 'DELETE FROM _prisma_migrations')).rejects.toThrow(
      /permission denied/,
    );
  });
});

test('a killed PostgreSQL comes back on its port with every committed row', async () => {
  await ask(servers.databaseUrl, 'INSERT INTO book (id) VALUES (2)');
  const pidFile = path.join(servers.dataDir, 'postgres', 'postmaster.pid');
  const pid = (): number => Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]);
  const before = pid();
  signal(before, 'SIGKILL');
  const back = await until(async () => pid() !== before && (await answers(servers.databaseUrl)), 30_000);
  expect(back).toBe(true);
  expect(await ask(servers.databaseUrl, 'SELECT id FROM book ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
});
