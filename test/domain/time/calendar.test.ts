import { TimeError } from '../../../domain/time/time-error';
import { dueOf } from '../../../domain/time/due';
import { resolveCalendar } from '../../../domain/time/calendar';
import { toIso } from '../../../domain/time/plain-date';
import type { CalendarLayer } from '../../../domain/time/types';
import { LAYERS, MINH_HOA_A, VN, at, ledger } from './support';

const POLICE = 'gl-phuong-quy-nhon-cong-an';
const NATIONAL = LAYERS.filter(({ level }) => level === 'national').at(-1) as CalendarLayer;

function layer(more: Partial<CalendarLayer>): CalendarLayer {
  const base = {
    id: 'x',
    version: 1,
    name: 'x',
    publishedOn: '2025-01-01',
    purpose: 'processing',
    days: [],
  } as const;
  return { ...base, level: 'unit', unitId: 'u', ...more, days: more.days ?? [] };
}

test('five versions are read, each with the days brought by it or before', () => {
  const national = LAYERS.filter(({ id }) => id === 'vn');
  expect(national.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  const has = (date: string) => national.map((one) => one.days.some((day) => day.date === date));
  expect(has('2026-01-02')).toEqual([false, false, true, true, true]);
  expect(has('2026-11-24')).toEqual([false, false, false, true, true]);
});

test.each([
  ['2024-11-26', 'vn@1'],
  ['2025-12-24', 'vn@2'],
  ['2025-12-25', 'vn@3'],
  ['2026-05-08', 'vn@4'],
  [undefined, 'vn@5'],
])('as of %s the calendar is %s', (asOf, version) => {
  expect(resolveCalendar(LAYERS, { asOf }).versions).toEqual([version]);
});

test('before anything was published there is no calendar, in plain words', () => {
  expect(() => resolveCalendar(LAYERS, { asOf: '2024-11-25' })).toThrow(
    expect.objectContaining({ reason: 'NO_CALENDAR', message: expect.stringContaining('2024-11-25') }),
  );
});

test.each([
  ['2026-02-13', { open: true, kind: 'open', minutes: 450, provisional: false }],
  ['2026-02-14', { open: false, kind: 'closed', minutes: 0, name: 'Thứ Bảy' }],
  ['2026-02-17', { open: false, kind: 'closed', name: 'Tết Nguyên đán' }],
  ['2026-01-10', { open: true, kind: 'open', minutes: 450, name: 'Làm bù cho ngày 02/01/2026' }],
  ['2025-11-24', { open: true, kind: 'open' }],
  ['2026-11-24', { open: false, name: 'Ngày Văn hóa Việt Nam' }],
])('%s is %j', (date, expected) => {
  expect(VN.day(date)).toMatchObject(expected);
});

test('the 8-hour commune has its own hours, also on make-up Saturdays, and its own half-day', () => {
  expect(MINH_HOA_A.versions).toEqual(['vn@5', 'oc-xa-minh-hoa-a@1']);
  expect(MINH_HOA_A.day('2026-03-09')).toMatchObject({
    minutes: 480,
    intervals: [
      [420, 690],
      [810, 1020],
    ],
  });
  expect(MINH_HOA_A.day('2026-08-22')).toMatchObject({ kind: 'open', minutes: 480 });
  expect(MINH_HOA_A.day('2026-07-17')).toMatchObject({ kind: 'partial', minutes: 270, open: true });
  expect(VN.day('2026-07-17').minutes).toBe(450);
});

test('a unit layer counts only from the day it takes effect', () => {
  const early = resolveCalendar(LAYERS, { unitId: 'gl-xa-minh-hoa-a' });
  expect([early.day('2025-06-30').minutes, early.day('2025-07-01').minutes]).toEqual([450, 480]);
});

test('reception hours are another calendar: Saturday mornings, but not on public holidays', () => {
  const reception = resolveCalendar(LAYERS, { unitId: POLICE, purpose: 'reception' });
  expect(reception.day('2026-03-14').minutes).toBe(240);
  // 06/02/2027 is the first day of Tết and a Saturday.
  expect(reception.isOpen('2027-02-06')).toBe(false);
  expect(resolveCalendar(LAYERS, { unitId: POLICE }).isOpen('2026-03-14')).toBe(false);
});

test('a weekly pattern never opens a day a dated exception closes; a dated exception of the unit does', () => {
  const week = { 1: [['08:00', '12:00']], 6: [['08:00', '12:00']] } as unknown as CalendarLayer['weekly'];
  const duty = layer({ weekly: week });
  const only = resolveCalendar([NATIONAL, duty], { unitId: 'u' });
  expect(only.isOpen('2026-03-14')).toBe(true);
  expect(only.isOpen('2026-02-16')).toBe(false);
  const opened = layer({ days: [{ date: '2026-02-16', kind: 'open', name: 'Trực Tết' }] });
  expect(resolveCalendar([NATIONAL, opened], { unitId: 'u' }).day('2026-02-16')).toMatchObject({
    open: true,
    minutes: 450,
    name: 'Trực Tết',
  });
});

test('the most specific dated exception wins, whatever the order of the layers given', () => {
  const date = '2026-09-02';
  const province = layer({
    id: 'p',
    level: 'province',
    unitId: undefined,
    days: [{ date, kind: 'partial', name: 'Tỉnh', intervals: [['08:00', '10:00']] }],
  });
  const unit = layer({ days: [{ date, kind: 'open', name: 'Xã', intervals: [['09:00', '10:00']] }] });
  expect(resolveCalendar([unit, province, NATIONAL], { unitId: 'u' }).day(date)).toMatchObject({
    name: 'Xã',
    minutes: 60,
  });
  expect(resolveCalendar([unit, province, NATIONAL]).day(date)).toMatchObject({ name: 'Tỉnh', minutes: 120 });
  expect(resolveCalendar([NATIONAL, unit], { unitId: 'other' }).isOpen(date)).toBe(false);
});

test('days outside the years covered, and days not yet announced, are provisional', () => {
  expect(
    ['2024-12-31', '2025-01-01', '2026-12-31', '2027-01-04'].map((date) => VN.provisional(date)),
  ).toEqual([true, false, false, true]);
  expect(VN.day('2027-02-05')).toMatchObject({ provisional: true, open: false });
});

test.each([
  ['2026-02-13', 1, '2026-02-23'],
  ['2026-02-23', -1, '2026-02-13'],
  ['2026-02-17', 0, '2026-02-23'],
  ['2026-02-13', 0, '2026-02-13'],
  ['2026-01-09', 1, '2026-01-10'],
  ['2026-02-17', -2, '2026-02-12'],
  ['2026-03-02', 10, '2026-03-16'],
])('%s and %d working days: %s', (date, n, expected) => {
  expect(VN.addWorkingDays(date, n)).toBe(expected);
});

test('the nearest open days around Tết', () => {
  expect([VN.nextOpen('2026-02-14'), VN.prevOpen('2026-02-22'), VN.nextOpen('2026-02-13')]).toEqual([
    '2026-02-23',
    '2026-02-13',
    '2026-02-13',
  ]);
});

test('working minutes are counted inside the intervals only', () => {
  const between = (from: string, to: string) => VN.workingMinutesBetween(at(from), at(to));
  expect(between('2026-06-10 10:30', '2026-06-10 16:30')).toBe(240);
  expect(between('2026-06-12 16:00', '2026-06-15 10:30')).toBe(240);
  expect(between('2026-06-15 10:30', '2026-06-12 16:00')).toBe(-240);
  expect(between('2026-06-08', '2026-06-15')).toBe(5 * 450);
  expect(between('2026-06-13', '2026-06-15')).toBe(0);
});

test.each([
  ['2026-06-10 10:30', 60, '2026-06-10 11:30'],
  ['2026-06-10 10:30', 61, '2026-06-10 13:31'],
  ['2026-06-12 16:00', 240, '2026-06-15 10:30'],
  ['2026-06-13 09:00', 0, '2026-06-13 09:00'],
  ['2026-06-15 10:30', -240, '2026-06-12 16:00'],
  ['2026-06-10 14:30', -60, '2026-06-10 13:30'],
  ['2026-06-10 14:30', -61, '2026-06-10 11:29'],
])('%s and %d working minutes: %s', (from, minutes, expected) => {
  expect(toIso(VN.addWorkingMinutes(at(from), minutes))).toBe(toIso(at(expected)));
});

test('a calendar that never opens is refused in plain words instead of searching for ever', () => {
  const empty = resolveCalendar([{ ...NATIONAL, weekly: {} }]);
  for (const search of [
    () => empty.nextOpen('2026-03-01'),
    () => empty.prevOpen('2027-03-01'),
    () => empty.addWorkingDays('2026-09-01', 3),
    () => dueOf(ledger('2026-09-01 09:00', { unit: 'HOUR', amount: 2 }), empty),
  ])
    expect(search).toThrow(
      expect.objectContaining({
        reason: 'NO_OPEN_DAY',
        message: expect.stringContaining('không có ngày làm việc nào'),
      }),
    );
});

test.each<[string, Partial<CalendarLayer>]>([
  [
    'overlapping hours',
    {
      weekly: {
        1: [
          ['08:00', '12:00'],
          ['11:00', '13:00'],
        ],
      },
    },
  ],
  ['an interval that ends before it begins', { weekly: { 1: [['12:00', '08:00']] } }],
  ['a half-day without hours', { days: [{ date: '2026-03-09', kind: 'partial', name: 'x' }] }],
  [
    'one date twice',
    { days: ['a', 'b'].map((name) => ({ date: '2026-03-09', kind: 'closed' as const, name })) },
  ],
])('%s is refused', (_what, broken) => {
  expect(() => resolveCalendar([NATIONAL, layer(broken)], { unitId: 'u' })).toThrow(
    expect.objectContaining({ reason: 'BAD_CALENDAR' }),
  );
});

test('two calendars in use at the same time do not know of each other', () => {
  const before = VN.day('2026-03-09').minutes;
  expect(MINH_HOA_A.day('2026-03-09').minutes).not.toBe(before);
  expect(VN.day('2026-03-09').minutes).toBe(before);
  expect(() => VN.addWorkingDays('2026-03-09', 1.5)).toThrow(TimeError);
});
