/** How the system speaks to people beside its refusals (test/domain/case/refusals.test.ts). */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startHarness, type Harness } from './harness';

const SOURCES = ['api', 'domain', 'database', 'activities', 'workflows'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file)),
);

it('no text addresses people too familiarly', () => {
  expect(SOURCES.length).toBeGreaterThan(100);
  const familiar = /(^|\P{L})bạn(\P{L}|$)/iu;
  expect(SOURCES.filter((file) => familiar.test(readFileSync(file, 'utf8')))).toEqual([]);
});

describe('over HTTP', () => {
  let api: Harness;
  beforeAll(async () => {
    api = await startHarness();
  });
  afterAll(() => api.stop());

  it('whoever must say whose duty is told the names of the units, not their ids', async () => {
    const { body } = await api.as('office').post('/api/v1/directives', {
      title: 'Báo cáo tình hình',
      toUnitIds: ['gl-so-tai-chinh', 'gl-so-noi-vu'],
      bindingness: 'request',
    });
    const commands = `/api/v1/directives/${(body as { id: string }).id}/commands`;
    const answer = { type: 'respond', outcome: 'explained', text: 'Đã báo cáo tại văn bản số 5.' };
    for (const user of ['finance', 'interior'])
      expect((await api.as(user).post(commands, answer)).status).toBe(200);
    const asked = await api.as('office').post(commands, { type: 'confirm' });
    expect([asked.status, asked.body.errors]).toEqual([
      422,
      [
        {
          path: 'unitId',
          message: 'Phải nêu phân công của đơn vị nào: Sở Tài chính; Sở Nội vụ (say whose duty).',
        },
      ],
    ]);
  });

  it('what is not valid says that nothing was kept, and what to do, in both languages', async () => {
    const sent = async (language: string): Promise<string> =>
      (await api.as('ward').post('/api/v1/recommendations', {}, { 'Accept-Language': language })).body.detail;
    expect([await sent('vi'), await sent('en')]).toEqual([
      'Nội dung gửi lên chưa hợp lệ; chưa có gì được ghi. Xin sửa các mục đã nêu rồi gửi lại.',
      'The request is not valid; nothing was recorded. Mend the fields named and send it again.',
    ]);
  });
});
