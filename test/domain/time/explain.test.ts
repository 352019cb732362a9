import { explain } from '../../../domain/time/explain';
import type { ExplanationLine, Ledger, Term } from '../../../domain/time/types';
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

describe('the hour of receipt', () => {
  const startOf = (clock: Ledger, calendar = VN): string =>
    texts(explain(clock, calendar).filter(({ kind }) => kind === 'start')).at(-1) ?? '';
  const hours: Term = { unit: 'HOUR', amount: 2 };
  const sameDay: Term = { unit: 'SAME_DAY', amount: 0 };

  test.each<[string, Term, string, string]>([
    ['at work', hours, '2026-03-09 08:00', 'Tính theo giờ làm việc từ thời điểm này.'],
    ['at noon', hours, '2026-03-09 12:00', 'Nhận ngoài giờ làm việc, nên đếm từ 13:30 Thứ Hai 09/03/2026.'],
    [
      'at the close',
      hours,
      '2026-03-09 17:00',
      'Nhận ngoài giờ làm việc, nên đếm từ 07:30 Thứ Ba 10/03/2026.',
    ],
    [
      'on a Saturday',
      hours,
      '2026-03-14 09:00',
      'Nhận ngoài giờ làm việc (Thứ Bảy), nên đếm từ 07:30 Thứ Hai 16/03/2026.',
    ],
    [
      'in Tết',
      hours,
      '2026-02-17 09:00',
      'Nhận ngoài giờ làm việc (Tết Nguyên đán), nên đếm từ 07:30 Thứ Hai 23/02/2026.',
    ],
    ['at the cut-off', sameDay, '2026-03-09 15:00', 'nếu nhận đến 15:00 của ngày làm việc.'],
    ['before work', sameDay, '2026-03-09 06:00', 'nếu nhận đến 15:00 của ngày làm việc.'],
    [
      'after the cut-off',
      sameDay,
      '2026-03-09 15:01',
      'Nhận sau giờ chốt 15:00, nên trả trong ngày làm việc kế tiếp.',
    ],
    [
      'after work',
      sameDay,
      '2026-03-09 17:01',
      'Nhận ngoài giờ làm việc (ngày này làm đến 17:00), nên trả trong ngày làm việc kế tiếp.',
    ],
    [
      'on a Sunday',
      sameDay,
      '2026-03-15 09:00',
      'Nhận ngoài giờ làm việc (Chủ nhật), nên trả trong ngày làm việc kế tiếp.',
    ],
    ['at night, for days', days(2), '2026-03-09 23:00', 'Ngày này không tính vào thời hạn.'],
  ])('%s', (_when, term, received, expected) => {
    expect(startOf(ledger(received, term)).endsWith(expected)).toBe(true);
  });

  test('on an afternoon off', () => {
    expect(startOf(ledger('2026-07-17 14:00', sameDay), MINH_HOA_A)).toContain('(ngày này làm đến 11:30)');
  });

  test('a re-acceptance has its own', () => {
    const restarts = [{ requestedAt: at('2026-03-10 09:00'), reacceptedAt: at('2026-03-11 12:00') }];
    expect(startOf(ledger('2026-03-09 09:00', hours, { restarts }))).toContain('Nhận ngoài giờ làm việc');
  });
});

test('a pause may have any word for its reason, also one that every object knows', () => {
  const pauses = [pause('2026-03-10', '2026-03-11', 'constructor')];
  const lines = explain(ledger('2026-03-09 09:00', days(3), { pauses }), VN, undefined, {});
  expect(texts(lines).join()).toContain(': constructor.');
});

test('a mass suspension names what orders it', () => {
  const storm = { ...pause('2026-03-10', '2026-03-11', 'Bão số 1'), evidence: 'Quyết định 12/QĐ-UBND.' };
  const [line] = explain(ledger('2026-03-09 09:00', days(3), { suspensions: [storm] }), VN).filter(
    ({ kind }) => kind === 'pause',
  );
  expect(line?.text).toContain(
    'đến 24:00 Thứ Ba 10/03/2026: Bão số 1 (căn cứ Quyết định 12/QĐ-UBND). Không tính 450',
  );
});

test('extensions are counted, against how many are allowed', () => {
  const extensions = [
    { term: days(1), reason: 'X', decidedAt: at('2026-03-10 09:00') },
    { dueOn: '2026-03-20', reason: 'Y', decidedAt: at('2026-03-11 09:00') },
  ];
  const told = (maxExtensions?: number) =>
    texts(
      explain(ledger('2026-03-09 09:00', days(3), { extensions, maxExtensions }), VN).filter(
        ({ kind }) => kind === 'extension',
      ),
    );
  expect(told(2)).toEqual([
    'Gia hạn lần 1/2 ngày 10/03/2026: thêm 1 ngày làm việc (X). Hạn gốc 12/03/2026.',
    'Gia hạn lần 2/2 ngày 11/03/2026: hạn mới Thứ Sáu 20/03/2026 (Y). Hạn gốc 12/03/2026.',
  ]);
  expect(told()[1]).toContain('Gia hạn lần 2 ngày');
});

test('every line that speaks of a day not yet announced says so, and no other', () => {
  const clock = ledger(
    '2026-12-29 09:00',
    { unit: 'DAY', amount: 4 },
    {
      pauses: [pause('2026-12-30', '2026-12-31', 'A'), pause('2026-12-31 08:00', '2027-01-01 10:00', 'B')],
      extensions: [
        { dueOn: '2027-01-05', reason: 'C', decidedAt: at('2026-12-30 09:00') },
        { term: days(1), reason: 'D', decidedAt: at('2026-12-30 10:00') },
      ],
    },
  );
  const marked = explain(clock, VN).map(({ kind, name, provisional, text }) => [
    kind,
    name,
    provisional === true,
    text.endsWith('(tạm tính)'),
  ]);
  expect(marked).toEqual([
    ['start', 'Tiếp nhận hồ sơ', false, false],
    ['pause', 'A', false, false],
    ['pause', 'B', true, true],
    ['extension', 'C', true, true],
    ['extension', 'D', false, false],
    ['roll', 'có tạm dừng trước hạn', true, true],
    ['result', 'Hạn', true, true],
  ]);
  const [start] = explain(ledger('2027-03-01 09:00', days(1)), VN);
  expect(start).toMatchObject({ kind: 'start', provisional: true });
});
