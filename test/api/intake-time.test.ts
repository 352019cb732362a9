/** What may be said of time when a matter is entered, at an hour of the office's clock that the test sets. */
import { fromIso } from '../../domain/time/plain-date';
import { startHarness, type Harness } from './harness';

const MORNING = '2026-12-01T09:00:00+07:00';
let now = fromIso(MORNING);
let api: Harness;
beforeAll(async () => {
  api = await startHarness({ now: () => now });
});
beforeEach(() => {
  now = fromIso(MORNING);
});
afterAll(() => api.stop());

const need = { title: 'Xin kinh phí sửa mái trụ sở', category: 'funding', fromUnitId: 'gl-phuong-quy-nhon' };
const enter = (who: string, more: object = {}) =>
  api.as(who).post('/api/v1/recommendations', { ...need, ...more });

describe('a date of today', () => {
  const today = { dueOn: '2026-12-01', setBy: 'gl-pct-kinh-te' };

  it.each([
    ['2026-12-01T16:59:00+07:00', 201],
    ['2026-12-01T17:00:00+07:00', 422],
    ['2026-12-01T17:30:00+07:00', 422],
  ])('entered at %s: %d, for a day is past at its close', async (at, expected) => {
    now = fromIso(at);
    const { status, body } = await enter('office', today);
    expect([status, body.errors?.[0]?.path]).toEqual([expected, expected === 422 ? 'dueOn' : undefined]);
  });
});

describe('a matter without a date on purpose', () => {
  it.each([
    ['ward', 403],
    ['office', 201],
  ])('entered by %s: %d', async (who, expected) => {
    expect((await enter(who, { noDeadline: true })).status).toBe(expected);
  });
});

describe('twelve notes at once', () => {
  it('are all taken, one after another', async () => {
    const { body } = await enter('office');
    const path = `/api/v1/recommendations/${body.id as string}`;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        api.as('office').post(`${path}/commands`, { type: 'note', text: `Ghi chú ${n}` }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await api.as('office').get(path)).body.version).toBe(13);
  });
});
