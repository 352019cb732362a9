/** Cases that were there before searches were folded are found like new ones: the migration folds as `folded` does. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createPool, type Pool } from '../../database/pool';
import { folded } from '../../domain/text/folded';
import { freshDatabase, type TestDatabase } from '../support/database';

const MIGRATION = path.resolve('prisma/migrations/0008_search_and_provisional_codes/migration.sql');
/** What it does to rows; the columns and the index are there. */
const BACKFILL = readFileSync(MIGRATION, 'utf8')
  .replace(/^--.*$/gm, '')
  .split(';')
  .filter((statement) => /^\s*(UPDATE|WITH)/.test(statement));

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase({ demo: false });
  pool = createPool(database.ownerUrl, 1);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A row as version 0.2.0 wrote it. */
async function old(
  kind: string,
  channel: string | null,
  code: string | null,
  text: string,
  id: string = randomUUID(),
) {
  await pool.query(
    `INSERT INTO cases (id, kind, code, version, status, title, state, opened_at, changed_at, due_kind, search)
     VALUES ($1, $2, $3, 1, 'x', $4, $5, now(), now(), 'none', $6)`,
    [id, kind, code, text, JSON.stringify({ channel }), `${text} `.normalize('NFC').toLowerCase()],
  );
  return id;
}
const read = async (id: string): Promise<{ search: string; provisional_code: string | null }> => {
  const { rows } = await pool.query('SELECT search, provisional_code FROM cases WHERE id = $1', [id]);
  return rows[0] as { search: string; provisional_code: string | null };
};

it('folds what was stored, and gives the number that was told', async () => {
  const titles = ['Sửa chữa TRỤ SỞ', 'Đường Đống Đa,  phường Quy Nhơn', 'ngữ nghĩa ướt ỷ ặ', '100% \\ _'];
  const matters = await Promise.all(
    titles.map((title, n) => old('directive', null, `CD-2026-00000${n}`, title)),
  );
  const counter = await old('dossier', 'inPerson', 'H21.901-261124-0001', 'Khai sinh');
  const online = await old('dossier', 'online', null, 'Khai sinh');
  const twin = await old('dossier', 'post', null, 'Khai tử', `${online.slice(0, 8)}${randomUUID().slice(8)}`);
  expect(BACKFILL).toHaveLength(2);
  for (const statement of BACKFILL) await pool.query(statement);

  const stored = await Promise.all(matters.map(read));
  expect(stored.map(({ search }) => search)).toEqual(
    titles.map((title, n) => folded(`CD-2026-00000${n} ${title}`)),
  );
  expect(await read(counter)).toEqual({ search: 'h21.901-261124-0001 khai sinh', provisional_code: null });
  const short = `TAM-${online.slice(0, 8).toUpperCase()}`;
  expect(await read(online)).toEqual({ search: `${short.toLowerCase()} khai sinh`, provisional_code: short });
  const long = `TAM-${twin.replaceAll('-', '').slice(0, 12).toUpperCase()}`;
  expect((await read(twin)).provisional_code).toBe(long);
});
