import { expectedOf } from '../../../domain/escalation/actions';
import { digest, digestTitle, silent, type NoticeItem } from '../../../domain/escalation/digest';
import { latenessWords } from '../../../domain/escalation/lateness-words';
import { ESCALATION, RULES, SCIENCE, at } from '../request/support';

const calendar = RULES.calendarFor(SCIENCE);
const NOW = at('2026-12-01 13:30');
const LATE = at('2026-11-26 17:00');
const SOON = at('2026-12-02 17:00');

/** A rung told to a director who is its addressee, unless said otherwise. */
const item = (caseId: string, level: number, more: Partial<NoticeItem> = {}): NoticeItem => ({
  escalationId: `${caseId}-${level}`,
  caseKind: 'recommendation',
  caseId,
  code: `KN-${caseId}`,
  title: `Việc ${caseId}`,
  clock: 'response',
  clockId: 'response:gl-so-y-te',
  level,
  rungAt: at('2026-11-20 08:00') + level * 86_400_000,
  dueAt: LATE,
  requiresAcknowledgement: true,
  unacknowledged: [],
  unit: 'Sở Y tế',
  askedBy: 'Phường Quy Nhơn',
  expected: 'chỉ đạo xử lý ngay; ghi ý kiến chỉ đạo',
  lateness: 'quá hạn 3 ngày làm việc',
  duties: [],
  ...more,
});
const copy = (caseId: string, level: number, more: Partial<NoticeItem> = {}): NoticeItem =>
  item(caseId, level, { requiresAcknowledgement: false, expected: 'để biết', ...more });

describe('a digest', () => {
  test('says of one rung what it is about, who owes it, who asked, how late, what is expected, and where to look', () => {
    expect(digest([item('a', 3)], NOW)).toEqual([
      {
        escalationId: 'a-3',
        caseKind: 'recommendation',
        caseId: 'a',
        code: 'KN-a',
        title: 'Việc a',
        clock: 'response',
        clockId: 'response:gl-so-y-te',
        level: 3,
        dueAt: LATE,
        requiresAcknowledgement: true,
        unacknowledged: [],
        unit: 'Sở Y tế',
        askedBy: 'Phường Quy Nhơn',
        expected: 'chỉ đạo xử lý ngay; ghi ý kiến chỉ đạo',
        lateness: 'quá hạn 3 ngày làm việc',
        href: '/api/v1/recommendations/a',
      },
    ]);
  });

  test('has a line a case: overdue first, then by due date, then by case', () => {
    const items = [
      item('d', 1, { dueAt: SOON }),
      item('e', 1, { dueAt: null }),
      item('b', 2),
      item('b', 4),
      item('b', 3),
      item('a', 3),
      item('c', 3, { dueAt: LATE - 1 }),
    ];
    expect(digest(items, NOW).map((line) => line.escalationId)).toEqual(['c-3', 'a-3', 'b-4', 'd-1', 'e-1']);
  });

  test('counts what is due at this very instant as not yet late', () => {
    const lines = digest([item('a', 1, { dueAt: NOW }), item('b', 1, { dueAt: NOW - 1 })], NOW);
    expect(lines.map(({ caseId }) => caseId)).toEqual(['b', 'a']);
    expect(digestTitle(lines, NOW)).toBe('1 việc đã quá hạn, 1 việc sắp đến hạn');
    expect(digestTitle(lines.slice(0, 1), NOW)).toBe('1 việc đã quá hạn');
    expect(digestTitle(lines.slice(1), NOW)).toBe('1 việc sắp đến hạn');
  });

  test('of two rungs of one clock tells the later one, whatever its level: the urgent call after the warning', () => {
    const warned = item('a', 2, {
      escalationId: 'K2',
      rungAt: LATE - 2,
      expected: 'chỉ đạo để xong trước hạn',
    });
    const called = copy('a', 1, { escalationId: 'U1', rungAt: LATE, expected: 'xử lý ngay' });
    expect(digest([called, warned], NOW)).toMatchObject([
      { level: 1, expected: expect.stringContaining('xử lý ngay') },
    ]);
  });

  test('asks for the instruction the reader owes, also where a later rung is only a copy', () => {
    expect(digest([item('a', 3), copy('a', 4)], NOW)).toMatchObject([
      {
        escalationId: 'a-3',
        level: 4,
        requiresAcknowledgement: true,
        expected: 'chỉ đạo xử lý ngay; ghi ý kiến chỉ đạo',
      },
    ]);
  });

  test('asks nothing of whoever has copies only', () => {
    expect(digest([copy('a', 3), copy('a', 4)], NOW)).toMatchObject([
      { escalationId: 'a-4', requiresAcknowledgement: false, expected: 'để biết' },
    ]);
  });

  test('of a directive to many units has one line, so many of so many late, and one instruction', () => {
    const duties = [{ dueAt: LATE }, { dueAt: LATE }, { dueAt: SOON }, { dueAt: null }];
    const of = (unit: string, more: Partial<NoticeItem> = {}): NoticeItem =>
      item('a', 4, {
        escalationId: unit,
        caseKind: 'directive',
        clockId: `response:${unit}`,
        unit,
        duties,
        ...more,
      });
    const later = of('Sở Y tế', { dueAt: LATE + 1, lateness: 'quá hạn 2 ngày làm việc' });
    expect(digest([later, of('Sở Tài chính')], NOW)).toMatchObject([
      {
        unit: 'Sở Tài chính, Sở Y tế',
        lateness: '2/4 đơn vị quá hạn (quá hạn 3 ngày làm việc)',
        expected: 'chỉ đạo xử lý ngay; ghi ý kiến chỉ đạo',
        requiresAcknowledgement: true,
        href: '/api/v1/directives/a',
      },
    ]);
    const all = ['A', 'B', 'C', 'D'].map((unit) => of(unit));
    expect(digest(all, NOW)).toMatchObject([{ unit: '4 đơn vị' }]);
  });

  test('of two clocks of a case says both things that are expected, the late one first', () => {
    const accept = item('a', 1, {
      clockId: 'acknowledgement:gl-so-y-te',
      dueAt: SOON,
      requiresAcknowledgement: false,
      expected: 'nhận nhiệm vụ',
      lateness: 'còn 1 ngày làm việc',
    });
    const answer = item('a', 1, { requiresAcknowledgement: false, expected: 'trả lời' });
    expect(digest([accept, answer], NOW)).toMatchObject([
      { expected: 'trả lời; nhận nhiệm vụ', lateness: 'quá hạn 3 ngày làm việc', dueAt: LATE },
    ]);
  });
});

// Tuesday 24 November is a holiday; 28 and 29 November are a weekend.
test.each([
  ['2026-11-26 17:00', '2026-11-26 16:59', 'đến hạn 17:00 hôm nay'],
  ['2026-11-26 17:00', '2026-11-26 17:00', 'đến hạn 17:00 hôm nay'],
  ['2026-11-26 17:00', '2026-11-26 17:01', 'quá hạn từ 17:00 hôm nay'],
  ['2026-11-26 17:00', '2026-11-27 08:05', 'quá hạn 1 ngày làm việc'],
  ['2026-11-27 17:00', '2026-11-28 09:00', 'quá hạn từ 27/11/2026'],
  ['2026-11-26 17:00', '2026-12-01 13:30', 'quá hạn 3 ngày làm việc'],
  ['2026-11-26 17:00', '2026-11-25 08:05', 'còn 1 ngày làm việc'],
  ['2026-11-26 17:00', '2026-11-23 08:05', 'còn 2 ngày làm việc'],
  // A ward's own time ends at 24:00 of Thursday.
  ['2026-11-27 00:00', '2026-11-26 17:01', 'đến hạn 24:00 hôm nay'],
  ['2026-11-27 00:00', '2026-11-27 08:05', 'quá hạn 1 ngày làm việc'],
  // A date set on a Sunday.
  ['2026-11-29 17:00', '2026-11-28 09:00', 'đến hạn 29/11/2026'],
])('what is due %s is at %s: %s', (dueAt, now, words) => {
  expect(latenessWords(at(dueAt), calendar, at(now))).toBe(words);
});

test('what has no date says so', () => {
  expect(latenessWords(null, calendar, NOW)).toBe('chưa có hạn');
});

describe('what is expected', () => {
  const asked = {
    action: 'remind',
    clock: 'response',
    isAddressee: true,
    requiresAcknowledgement: false,
  } as const;
  test.each([
    ['the officer reminded of an answer', asked, 'trả lời'],
    [
      'the ward asked to confirm',
      { ...asked, clock: 'confirmation' },
      'xác nhận câu trả lời, hoặc nêu lý do không đồng ý',
    ],
    ['a supporting unit', { ...asked, clock: 'contribution' }, 'gửi ý kiến phối hợp'],
    [
      'the director called for the first time',
      { ...asked, action: 'first-call', requiresAcknowledgement: true, document: 'văn bản đôn đốc lần 1' },
      'chỉ đạo xử lý ngay; ghi ý kiến chỉ đạo (văn bản đôn đốc lần 1)',
    ],
    ['a director whose instruction is there', { ...asked, action: 'first-call' }, 'chỉ đạo xử lý ngay'],
    ['whoever has a copy', { ...asked, action: 'second-call', isAddressee: false }, 'để biết'],
  ] as const)('of %s', (_, question, words) => {
    expect(expectedOf(question)).toBe(words);
  });
});

describe('a leader is silent', () => {
  const fired = (when: string): { firedAt: number }[] => [{ firedAt: at(when) }];
  const isSilent = (firedAt: string, now: string): boolean =>
    silent(fired(firedAt), ESCALATION, calendar, at(now)).length > 0;

  test.each([
    ['the same day', '2026-11-25 08:00', '2026-11-25 16:30', false],
    ['on the working day given for it', '2026-11-25 08:00', '2026-11-26 16:30', false],
    ['when that day is over', '2026-11-25 08:00', '2026-11-27 00:00', true],
    ['called on Friday: not over the weekend', '2026-11-27 08:00', '2026-11-29 12:00', false],
    ['nor on Monday', '2026-11-27 08:00', '2026-11-30 16:30', false],
    ['but on Tuesday', '2026-11-27 08:00', '2026-12-01 08:05', true],
    ['called before a holiday: the day after it still counts', '2026-11-23 08:00', '2026-11-25 16:30', false],
  ])('%s', (_, firedAt, now, expected) => {
    expect(isSilent(firedAt, now)).toBe(expected);
  });
});
