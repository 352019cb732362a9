/** Dates follow from the ledgers stored beside them; each kind of damage is named, on a case of its own. */
import { rulesStore, type RulesStore } from '../../database/rules';
import { checkDeadlines, faultLine, type DeadlineFault } from '../../scripts/lib/verify/deadlines';
import { startHarness, type Harness } from '../api/harness';
import { runScript } from '../launcher/run';

const RECOMMENDATIONS = '/api/v1/recommendations';

describe('verify:deadlines', () => {
  let api: Harness;
  let rules: RulesStore;
  beforeAll(async () => {
    api = await startHarness();
    rules = rulesStore(api.pool);
  });
  afterAll(() => api.stop());

  const check = () => checkDeadlines(api.pool, rules);
  const faultsOf = async (id: string): Promise<DeadlineFault[]> =>
    (await check()).faults.filter(({ caseId }) => caseId === id);
  const damage = (set: string, id: string, ...values: unknown[]) =>
    api.pool.query(`UPDATE clock SET ${set} WHERE case_id = $1 AND main`, [id, ...values]);

  async function opened(more: object = {}, by = 'ward'): Promise<{ id: string; code: string }> {
    const need = { title: 'Sửa mái trụ sở', category: 'funding', leadUnitId: 'gl-so-tai-chinh' };
    const { body, status } = await api.as(by).post(RECOMMENDATIONS, { ...need, ...more });
    expect(status).toBe(201);
    return body as { id: string; code: string };
  }

  async function dossier(): Promise<string> {
    const { body, status } = await api.as('counter').post('/api/v1/dossiers', {
      procedureCode: '1.004873',
      receivingUnitId: 'gl-phuong-quy-nhon',
      channel: 'inPerson',
      applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
      documents: [{ name: 'Tờ khai', kind: 'original' }],
    });
    expect(status).toBe(201);
    return (body as { id: string }).id;
  }

  it('finds nothing wrong with what the engine wrote: paused, a dossier’s steps, without a date', async () => {
    const { id } = await opened();
    const commands = `${RECOMMENDATIONS}/${id}/commands`;
    await api.as('finance').post(commands, { type: 'accept' });
    await api.as('finance').post(commands, { type: 'requestInformation', question: 'Dự toán?' });
    await opened({ fromUnitId: 'gl-phuong-quy-nhon', noDeadline: true }, 'office');
    const papers = await dossier();
    await api.as('counter').post(`/api/v1/dossiers/${papers}/commands`, { type: 'completeStep' });
    const report = await check();
    expect(report.faults).toEqual([]);
    expect(report.clocks).toBeGreaterThanOrEqual(8);
    expect(report.undated).toBe(1);
  });

  it('names a moved due instant with both values', async () => {
    const { id, code } = await opened();
    const { rows } = await api.pool.query<{ due_at: Date }>(
      'SELECT due_at FROM clock WHERE case_id = $1 AND main',
      [id],
    );
    const due = rows[0]?.due_at as Date;
    await damage(`due_at = due_at + interval '1 minute'`, id);
    const [fault, ...more] = await faultsOf(id);
    expect(more).toEqual([]);
    expect(fault).toEqual({
      code: 'dueDiffers',
      kind: 'recommendation',
      caseId: id,
      caseCode: code,
      clockId: 'response:gl-so-tai-chinh',
      field: 'due_at',
      stored: new Date(due.getTime() + 60_000).toISOString(),
      derived: due.toISOString(),
    });
    expect(faultLine(fault as DeadlineFault)).toContain(`recommendation ${code} (${id}) clock response:`);
  });

  it.each([
    ['the due day', `due_on = due_on + 1`, 'due_on'],
    ['the original due day', `original_due_on = original_due_on - 1`, 'original_due_on'],
    ['the mark of a provisional date', `provisional = NOT provisional`, 'provisional'],
    ['a date that was taken away', `due_at = NULL, due_on = NULL`, 'due_at'],
    ['a ledger that was taken away', `ledger = NULL`, 'due_at'],
    ['a longer term', `ledger = jsonb_set(ledger, '{term,amount}', '30')`, 'due_at'],
    ['a later start', `ledger = jsonb_set(ledger, '{startAt}', '1767200400000')`, 'due_at'],
  ])('names %s', async (_what, set, field) => {
    const { id } = await opened();
    await damage(set, id);
    expect(await faultsOf(id)).toMatchObject([{ code: 'dueDiffers', field }]);
  });

  it.each([
    ['a term of no length', `ledger = jsonb_set(ledger, '{term,amount}', '0')`, 'BAD_TERM'],
    ['a ledger without term and date', `ledger = ledger - 'term'`, 'NO_TERM'],
    ['a ledger in another shape', `ledger = ledger - 'pauses'`, 'ledger unreadable'],
    ['a ledger that is none', `ledger = '"lost"'`, 'OUT_OF_RANGE'],
  ])('names %s as not derivable', async (_what, set, detail) => {
    const { id } = await opened();
    await damage(set, id);
    const faults = await faultsOf(id);
    expect(faults).toMatchObject([{ code: 'notDerivable', field: null, derived: null }]);
    expect(faults[0]?.detail).toContain(detail);
  });

  it.each([
    ['that was never published', ['vn@99'], 'vn@99 was never published'],
    ['that are not named', [], 'no calendar version is named'],
    ['that do not make a calendar', ['vn@5', 'vn@4'], 'is no calendar'],
  ])('names calendar versions %s', async (_what, versions, detail) => {
    const { id } = await opened();
    await damage('calendar_versions = $2', id, versions);
    const faults = await faultsOf(id);
    expect(faults).toMatchObject([{ code: 'unknownCalendar' }]);
    expect(faults[0]?.detail).toContain(detail);
  });

  it('names a date that another calendar gives', async () => {
    const { id } = await opened();
    // Version 1 knows no holiday of 2027 and not all of 2026: the same ledger comes to another mark or day.
    await damage(`calendar_versions = '{vn@1}'`, id);
    expect(await faultsOf(id)).toMatchObject([{ code: 'dueDiffers' }]);
  });

  it('as a command: 1 when there is a fault, 2 when it cannot look', async () => {
    const { connectionString } = api.pool.options;
    const found = await runScript('verify-deadlines.ts', [], { DATABASE_URL: connectionString as string });
    expect(found.out).toMatch(/✗ dueDiffers {2}recommendation KN-/);
    expect(found.out).toMatch(/\d+ clocks · 1 without a date/);
    expect(found.code).toBe(1);
    const lost = await runScript('verify-deadlines.ts', [], {
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
    });
    expect([lost.code, lost.out]).toEqual([2, '']);
    expect(lost.err.trim().split('\n')).toHaveLength(1);
  });

  it('as a command: 0 on a clean database', async () => {
    await api.pool.query('DELETE FROM clock');
    const { connectionString } = api.pool.options;
    const clean = await runScript('verify-deadlines.ts', [], { DATABASE_URL: connectionString as string });
    expect([clean.code, clean.out]).toEqual([0, expect.stringContaining('✓')]);
  });
});
