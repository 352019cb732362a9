/** What people read. The lines of the golden cases are in vectors.test.ts. */
import { explain, type ExplanationLine } from '../../../domain/time';
import { MINH_HOA_A, VN, at, days, ledger, pause } from './support';

const texts = (lines: ExplanationLine[]): string[] => lines.map(({ text }) => text);

test('a receipt reads as sentences', () => {
  expect(texts(explain(ledger('2026-02-12 09:00', days(3)), VN))).toEqual([
    'Bắt đầu tính từ 09:00 Thứ Năm 12/02/2026: Tiếp nhận hồ sơ. Thời hạn 3 ngày làm việc. Ngày này không tính vào thời hạn.',
    'Không tính từ 14/02/2026 đến 15/02/2026: Thứ Bảy, Chủ nhật',
    'Không tính từ 16/02/2026 đến 20/02/2026: Tết Nguyên đán',
    'Không tính từ 21/02/2026 đến 22/02/2026: Thứ Bảy, Chủ nhật',
    'Hạn: 17:00 Thứ Ba 24/02/2026, tính cả thời điểm này',
  ]);
});

test('a citizen’s day ends at 24:00 of that day', () => {
  const lines = explain(ledger('2026-03-09 09:00', days(2), { owner: 'person' }), VN);
  expect(lines.at(-1)).toMatchObject({
    on: '2026-03-11',
    text: expect.stringContaining('24:00 Thứ Tư 11/03/2026'),
  });
});

test('a half-day is noted with its hours, under its name', () => {
  expect(explain(ledger('2026-07-16 09:00', days(2)), MINH_HOA_A)).toContainEqual({
    kind: 'partial',
    on: '2026-07-17',
    name: 'Chiều nghỉ để nâng cấp hệ thống',
    text: 'Thứ Sáu 17/07/2026 có làm việc (07:00–11:30): Chiều nghỉ để nâng cấp hệ thống',
  });
});

test('a single closed weekday stands under its own name', () => {
  // Saturday 10/01/2026 is a make-up day, so only the Sunday is passed.
  const lines = explain(ledger('2026-01-09 09:00', days(2)), VN);
  expect(lines.filter(({ kind }) => kind === 'skip')).toMatchObject([{ on: '2026-01-11', name: 'Chủ nhật' }]);
});

test('days not yet announced are marked, and so is the result that rests on them', () => {
  const lines = explain(ledger('2027-02-03 09:00', days(3)), VN);
  const holidays = lines.filter(({ name }) => name.includes('Tết Nguyên đán'));
  expect(holidays.map(({ name }) => name)).toEqual([
    'Tết Nguyên đán (ngày trước mùng 1)',
    'Tết Nguyên đán (mùng 1)',
    'Tết Nguyên đán (mùng 2)',
    'Tết Nguyên đán (mùng 3)',
    'Tết Nguyên đán (mùng 4)',
    'Nghỉ bù Tết Nguyên đán',
  ]);
  expect(holidays.at(-1)).toMatchObject({ from: '2027-02-10', to: '2027-02-11' });
  for (const line of [...holidays, lines.at(-1)!]) {
    expect(line.provisional).toBe(true);
    expect(line.text).toMatch(/\(tạm tính\)$/);
  }
  expect(texts(explain(ledger('2026-03-09 09:00', days(3)), VN)).join()).not.toContain('tạm tính');
});

test('each pause is a line, with words for its reason; an open one says so', () => {
  const clock = ledger('2026-03-09 09:00', days(3), {
    pauses: [
      pause('2026-03-10', '2026-03-11', 'CADASTRAL_SURVEY'),
      pause('2026-03-12 10:00', null, 'VERIFICATION'),
    ],
    suspensions: [pause('2026-03-10 08:00', '2026-03-10 17:00', 'Bão số 1')],
  });
  const lines = explain(clock, VN, at('2026-03-17'), { CADASTRAL_SURVEY: 'Trích đo địa chính' });
  expect(lines.filter(({ kind }) => kind === 'pause')).toMatchObject([
    {
      from: '2026-03-10',
      to: '2026-03-10',
      name: 'Trích đo địa chính',
      text: expect.stringContaining('450 phút'),
    },
    {
      from: '2026-03-10',
      to: '2026-03-10',
      name: 'Bão số 1',
      text: expect.stringContaining('Tạm dừng hàng loạt'),
    },
    {
      from: '2026-03-12',
      to: '2026-03-16',
      name: 'VERIFICATION',
      text: expect.stringContaining('chưa kết thúc'),
    },
  ]);
});

test('the same day received too late says where it went', () => {
  const lines = explain(ledger('2026-02-13 15:01', { unit: 'SAME_DAY', amount: 0 }), VN);
  expect(lines.map(({ kind }) => kind)).toEqual(['start', 'skip', 'skip', 'skip', 'roll', 'result']);
  expect(lines.at(-2)).toMatchObject({ from: '2026-02-13', to: '2026-02-23' });
});

test('a set date, a date moved by a pause and a capped step say why', () => {
  const set = explain(
    ledger('2026-03-09 09:00', undefined, {
      setDueOn: '2026-03-13',
      pauses: [pause('2026-03-11', '2026-03-12')],
    }),
    VN,
  );
  expect(set.map(({ kind }) => kind)).toEqual(['start', 'pause', 'roll', 'result']);
  expect(set[0]?.text).toContain('ấn định');
  expect(set[2]).toMatchObject({ from: '2026-03-13', to: '2026-03-16' });
  const capped = explain(ledger('2026-03-09 09:00', days(4), { cap: at('2026-03-12 17:00') }), VN);
  const met = explain(ledger('2026-03-09 09:00', days(4), { cap: at('2026-03-13 17:00') }), VN);
  expect(met.map(({ kind }) => kind)).toEqual(['start', 'result']);
  expect(capped.slice(-2)).toMatchObject([
    { kind: 'roll', name: 'Giới hạn', from: '2026-03-13', to: '2026-03-12' },
    { kind: 'result', on: '2026-03-12' },
  ]);
});
