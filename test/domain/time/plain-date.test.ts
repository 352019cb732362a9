import { TimeError } from '../../../domain/time/time-error';
import {
  addDays,
  addMonths,
  compareDates,
  dateOf,
  diffDays,
  endOfDay,
  formatDate,
  fromIso,
  instantOf,
  isDate,
  isoWeekday,
  minuteOfDay,
  parseDate,
  startOfDay,
  toIso,
} from '../../../domain/time/plain-date';

test.each([
  '2026-02-30',
  '2025-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-1-1',
  '2026-01-01T00:00',
  '',
  '0000-01-01',
])('"%s" is not a date', (text) => {
  expect(() => parseDate(text)).toThrow(expect.objectContaining({ name: 'TimeError', reason: 'BAD_DATE' }));
  expect(isDate(text)).toBe(false);
});

test('leap days exist where the Gregorian calendar has them', () => {
  expect(['2024-02-29', '2000-02-29', '2100-02-29'].map(isDate)).toEqual([true, true, false]);
});

test('dates written from parts are checked too', () => {
  expect(formatDate({ year: 2026, month: 3, day: 9 })).toBe('2026-03-09');
  expect(() => formatDate({ year: 2026, month: 2, day: 29 })).toThrow(TimeError);
});

test('every day of 1999–2101 agrees with the UTC calendar of the host', () => {
  let date = '1999-01-01';
  for (let utc = Date.UTC(1999, 0, 1); utc < Date.UTC(2101, 0, 1); utc += 86_400_000) {
    const host = new Date(utc);
    if (date !== host.toISOString().slice(0, 10) || isoWeekday(date) !== (host.getUTCDay() || 7))
      throw new Error(date);
    date = addDays(date, 1);
  }
  expect(date).toBe('2101-01-01');
});

// Civil Code 2015, art. 148.3: a month without that day ends the term on its last day.
test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-07-31', 2, '2026-09-30'],
  ['2026-03-31', -1, '2026-02-28'],
  ['2026-11-15', 2, '2027-01-15'],
  ['2026-01-15', -13, '2024-12-15'],
])('%s plus %d months is %s', (date, months, expected) => {
  expect(addMonths(date, months)).toBe(expected);
});

test('differences and order count calendar days', () => {
  expect(diffDays('2026-02-27', '2026-03-02')).toBe(3);
  expect(diffDays('2026-03-02', '2026-02-27')).toBe(-3);
  expect(compareDates('2026-03-02', '2026-03-02')).toBe(0);
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(() => addDays('2026-01-01', 0.5)).toThrow(TimeError);
});

test.each([
  ['2026-11-24T15:30:00+07:00', '2026-11-24T15:30:00+07:00'],
  ['2026-11-24T08:30:00Z', '2026-11-24T15:30:00+07:00'],
  ['2026-11-24T20:00Z', '2026-11-25T03:00:00+07:00'],
  ['2026-11-24T00:00:00.250-0330', '2026-11-24T10:30:00.250+07:00'],
  ['2026-11-24T15:30:00.000+07:00', '2026-11-24T15:30:00+07:00'],
  ['2026-11-24T15:30:07.1239+07:00', '2026-11-24T15:30:07.123+07:00'],
])('%s is %s here', (text, local) => {
  expect(toIso(fromIso(text))).toBe(local);
  expect(fromIso(text)).toBe(Math.floor(Date.parse(text.replace('-0330', '-03:30'))));
});

test.each([
  '2026-11-24T15:30:00',
  '2026-11-24',
  '2026-11-24T24:00:00Z',
  '2026-11-24T15:60:00Z',
  '2026-11-24T15:30:60Z',
  '2026-11-24T15:30:00+15:00',
  '2026-02-30T15:30:00Z',
  'yesterday',
])('"%s" is not an instant', (text) => {
  expect(() => fromIso(text)).toThrow(TimeError);
});

test('a day runs from 00:00 to 24:00 at +07:00', () => {
  expect(toIso(startOfDay('2026-03-09'))).toBe('2026-03-09T00:00:00+07:00');
  expect(toIso(endOfDay('2026-03-09'))).toBe('2026-03-10T00:00:00+07:00');
  expect(dateOf(fromIso('2026-03-09T17:00:00Z'))).toBe('2026-03-10');
  expect(dateOf(fromIso('2026-03-09T16:59:59.999Z'))).toBe('2026-03-09');
  expect(minuteOfDay(fromIso('2026-03-09T16:59:59.999Z'))).toBe(1_439);
});

test('a local time makes an instant, by clock or by minutes', () => {
  expect(toIso(instantOf('2026-03-09', '07:30'))).toBe('2026-03-09T07:30:00+07:00');
  expect(instantOf('2026-03-09', 450)).toBe(instantOf('2026-03-09', '07:30'));
  expect(instantOf('2026-03-09', '24:00')).toBe(startOfDay('2026-03-10'));
  for (const wrong of ['7:30', '24:01', '12:60', 'noon', -1, 1_441, NaN])
    expect(() => instantOf('2026-03-09', wrong)).toThrow(
      expect.objectContaining({ reason: 'BAD_CLOCK_TIME' }),
    );
});
