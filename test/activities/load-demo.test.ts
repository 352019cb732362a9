import { organisationOf } from '../../domain/organisation/model';
import { loadDemo } from '../../prisma/seed/load-demo';
import { createPool, type Pool } from '../../database/pool';
import { rulesStore } from '../../database/rules';
import { freshDatabase, type TestDatabase } from '../support/database';
import { demoData } from '../domain/organisation/demo';

describe('loading the demo province', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await freshDatabase({ demo: false });
    pool = createPool(database.url, 4);
  }, 60_000);
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  it('happens once, also when two processes start together', async () => {
    const lines: string[] = [];
    const both = await Promise.all([loadDemo(pool), loadDemo(pool)]);
    expect(both.map((result) => result.loaded).sort()).toEqual([false, true]);
    expect(both.find((result) => result.loaded)?.rows).toMatchObject({ unit: 37, position: 95, login: 23 });
    expect(await loadDemo(pool, { log: (line) => lines.push(line) })).toEqual({ loaded: false, rows: {} });
    expect(lines).toEqual(['Đã có dữ liệu tổ chức: không nạp tỉnh mẫu.']);
  });

  it('gives every process the same organisation and rules as the files', async () => {
    const rules = await rulesStore(pool).current();
    const file = organisationOf(demoData);
    for (const { id } of file.positions) {
      for (const on of ['2026-02-28', '2026-08-12', '2026-11-24']) {
        expect(rules.organisation.holderOn(id, on)).toEqual(file.holderOn(id, on));
      }
    }
    expect(rules.organisation.position('gl-pct-kinh-te')?.oversees).toContain('gl-phuong-quy-nhon');
    expect(rules.organisation.allCommunes('2026-11-24')).toHaveLength(3);
    expect(rules.logins.get('finance')).toEqual({
      subject: 'finance',
      personId: 'person-013',
      role: 'official',
    });
    expect(rules.procedures).toHaveLength(25);
    expect(rules.calendarFor('gl-so-y-te').isOpen('2026-11-24')).toBe(false);
  });

  it('leaves nothing behind when a part fails', async () => {
    const owner = createPool(database.ownerUrl, 1);
    try {
      await owner.query('TRUNCATE login, substitution, holder, position, person, unit CASCADE');
      // The calendar rows are still there, so loading stops at them, after the organisation.
      await expect(loadDemo(pool)).rejects.toThrow('calendar_layer');
      expect((await owner.query('SELECT count(*)::integer AS n FROM unit')).rows).toEqual([{ n: 0 }]);
    } finally {
      await owner.end();
    }
  });
});
