/** `prisma/schema.prisma` is a description: what the migrations made decides. */
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { PROJECT_ROOT } from '../../settings/environment';
import { freshDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => void (database = await freshDatabase({ demo: false })));
afterAll(() => database.drop());

/** Columns by table, `?` after those that may be empty. */
type Tables = Record<string, string[]>;

function described(): Tables {
  const schema = fs.readFileSync(path.join(PROJECT_ROOT, 'prisma', 'schema.prisma'), 'utf8');
  const tables: Tables = {};
  for (const [, model = '', body = ''] of schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)) {
    const columns = [...body.matchAll(/^ {2}(\w+) +(\w+(?:\[\])?)(\??)(.*)$/gm)].map(
      ([, field = '', , optional = '', attributes = '']) =>
        `${/@map\("(\w+)"\)/.exec(attributes)?.[1] ?? field}${optional}`,
    );
    tables[/@@map\("(\w+)"\)/.exec(body)?.[1] ?? model] = columns.sort();
  }
  return tables;
}

async function made(): Promise<Tables> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT table_name AS table, array_agg(column_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END) AS columns
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' GROUP BY 1`,
  );
  await client.end();
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns.sort()]));
}

test('the schema describes every table and column that the migrations made, and no other', async () => {
  expect(described()).toEqual(await made());
});
