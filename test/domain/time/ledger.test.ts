import { dueOf } from '../../../domain/time/due';
import { toIso } from '../../../domain/time/plain-date';
import type { Ledger, Term } from '../../../domain/time/types';
import { VN, at, days, ledger, pause } from './support';

const local = (instant: number): string => toIso(instant).slice(0, 16).replace('T', ' ');
const dueAt = (clock: Ledger, calendar = VN, asOf?: string): string =>
  local(dueOf(clock, calendar, asOf === undefined ? undefined : at(asOf)).dueAt);

describe('pauses', () => {
  test.each<[string, Term, [string, string | null][], string]>([
    [
      'of half a day leave half a day',
      days(1),
      [['2026-03-10 07:30', '2026-03-10 11:15']],
      '2026-03-11 11:15',
    ],
    [
      'outside working time change nothing',
      days(1),
      [['2026-03-10 11:30', '2026-03-10 13:30']],
      '2026-03-10 17:00',
    ],
    ['over a weekend change nothing', days(5), [['2026-03-14', '2026-03-16']], '2026-03-16 17:00'],
    [
      'that touch are one',
      days(1),
      [
        ['2026-03-10', '2026-03-11'],
        ['2026-03-11', '2026-03-12'],
      ],
      '2026-03-12 17:00',
    ],
    [
      'one inside another count once',
      days(1),
      [
        ['2026-03-10', '2026-03-13'],
        ['2026-03-11', '2026-03-12'],
      ],
      '2026-03-13 17:00',
    ],
    ['on the day of receipt change nothing', days(1), [['2026-03-09', '2026-03-10']], '2026-03-10 17:00'],
    [
      'after the due instant change nothing',
      days(1),
      [['2026-03-10 17:00', '2026-03-20']],
      '2026-03-10 17:00',
    ],
    [
      'stop working hours',
      { unit: 'HOUR', amount: 3.5 },
      [['2026-03-09 10:00', '2026-03-09 14:30']],
      '2026-03-09 17:00',
    ],
    [
      'move calendar days by whole days',
      { unit: 'DAY', amount: 2 },
      [['2026-03-10 10:00', '2026-03-12 10:00']],
      '2026-03-12 17:00',
    ],
    [
      'of no whole day leave calendar days alone',
      { unit: 'DAY', amount: 2 },
      [['2026-03-10', '2026-03-10 23:59']],
      '2026-03-11 17:00',
    ],
    [
      'together can make up a whole day',
      { unit: 'DAY', amount: 2 },
      [
        ['2026-03-10', '2026-03-10 12:00'],
        ['2026-03-10 12:00', '2026-03-11'],
      ],
      '2026-03-12 17:00',
    ],
    [
      'at the close of the last day move it on',
      { unit: 'DAY', amount: 2 },
      [['2026-03-11 10:00', '2026-03-12 10:00']],
      '2026-03-12 17:00',
    ],
    [
      'at the close of the same day move it on',
      { unit: 'SAME_DAY', amount: 0 },
      [['2026-03-09 10:00', '2026-03-12 10:00']],
      '2026-03-12 17:00',
    ],
    ['lengthen months', { unit: 'MONTH', amount: 1 }, [['2026-03-16', '2026-03-18']], '2026-04-13 17:00'],
  ])('%s', (_what, term, stretches, expected) => {
    const pauses = stretches.map(([from, to]) => pause(from, to));
    expect(dueAt(ledger('2026-03-09 09:00', term, { pauses }))).toBe(expected);
    expect(dueAt(ledger('2026-03-09 09:00', term, { suspensions: pauses }))).toBe(expected);
  });

  test('still open have no length until somebody asks for a day', () => {
    const clock = ledger('2026-03-09 09:00', days(3), { pauses: [pause('2026-03-11', null)] });
    expect(dueAt(clock)).toBe('2026-03-12 17:00');
    expect(dueAt(clock, VN, '2026-03-10 08:00')).toBe('2026-03-12 17:00');
    expect(dueAt(clock, VN, '2026-03-13')).toBe('2026-03-16 17:00');
  });
});

describe('extensions', () => {
  const start = '2026-03-09 09:00';
  test.each<[string, Partial<Ledger>, string]>([
    [
      'of the same unit add up',
      {
        extensions: [
          { term: days(1), reason: 'X' },
          { term: days(0.5), reason: 'Y' },
        ],
      },
      '2026-03-13 11:15',
    ],
    [
      'of another unit count from the date before',
      { extensions: [{ term: { unit: 'DAY', amount: 2 }, reason: 'X' }] },
      '2026-03-13 17:00',
    ],
    [
      'of hours count on from the close',
      { extensions: [{ term: { unit: 'HOUR', amount: 2 }, reason: 'X' }] },
      '2026-03-12 09:30',
    ],
    [
      'with a date replace it',
      {
        extensions: [
          { term: days(4), reason: 'X' },
          { dueOn: '2026-03-20', reason: 'Y' },
        ],
      },
      '2026-03-20 17:00',
    ],
    [
      'with an instant replace it',
      { extensions: [{ dueAt: at('2026-03-20 10:00'), reason: 'Y' }] },
      '2026-03-20 10:00',
    ],
    [
      'after a date count from it',
      {
        extensions: [
          { dueOn: '2026-03-20', reason: 'Y' },
          { term: days(1), reason: 'X' },
        ],
      },
      '2026-03-23 17:00',
    ],
    ['of a zone add up', { zoneExtension: { ...days(1), zone: 'island' } }, '2026-03-12 17:00'],
  ])('%s', (_what, more, expected) => {
    const due = dueOf(ledger(start, days(2), more), VN);
    expect(local(due.dueAt)).toBe(expected);
    // The zone belongs to the legal term; only what was granted later is left out of the original.
    expect(due.originalDueOn).toBe(more.zoneExtension ? '2026-03-12' : '2026-03-11');
  });
});

describe('supplement rounds that restart the count', () => {
  const round = (requestedAt: string, reacceptedAt: string | null) => ({
    requestedAt: at(requestedAt),
    reacceptedAt: reacceptedAt === null ? null : at(reacceptedAt),
  });

  test('the last re-acceptance counts; pauses before it no longer do', () => {
    const clock = ledger('2026-05-04 08:30', days(5), {
      restarts: [
        round('2026-05-05 10:00', '2026-05-06 10:00'),
        round('2026-05-07 10:00', '2026-05-13 14:20'),
      ],
      pauses: [pause('2026-05-05', '2026-05-15')],
    });
    const due = dueOf(clock, VN);
    // Counted 15, 18, 19, 20, 21/05: the pause reaches one day past the re-acceptance.
    expect([due.dueOn, due.originalDueOn]).toEqual(['2026-05-21', '2026-05-12']);
  });

  test('while open it stands: as of a day, as if re-accepted then', () => {
    const clock = ledger('2026-05-04 08:30', days(5), { restarts: [round('2026-05-07 10:00', null)] });
    expect(dueAt(clock)).toBe('2026-05-14 17:00');
    expect(dueAt(clock, VN, '2026-05-13 14:20')).toBe('2026-05-20 17:00');
    expect(dueOf(clock, VN, at('2026-05-13 14:20')).originalDueOn).toBe('2026-05-11');
  });

  test('a date granted before the re-acceptance is overtaken, one granted after holds; granted terms stay', () => {
    const restarts = [round('2026-05-07 10:00', '2026-05-13 14:20')];
    const granted = (decidedAt: string) => [{ dueOn: '2026-05-29', decidedAt: at(decidedAt), reason: 'X' }];
    const clock = (extensions: Ledger['extensions']) =>
      ledger('2026-05-04 08:30', days(5), { restarts, extensions });
    expect(dueAt(clock(granted('2026-05-06 08:00')))).toBe('2026-05-20 17:00');
    expect(dueAt(clock(granted('2026-05-14 08:00')))).toBe('2026-05-29 17:00');
    expect(dueAt(clock([{ term: days(2), decidedAt: at('2026-05-06 08:00'), reason: 'X' }]))).toBe(
      '2026-05-22 17:00',
    );
  });
});

describe('dates set by a person', () => {
  test.each<[string, Partial<Ledger>, string, string]>([
    ['end with the work of the day', { setDueOn: '2026-03-13' }, '2026-03-13', '2026-03-13 17:00'],
    [
      'end at 24:00 for a ward',
      { setDueOn: '2026-03-13', owner: 'person' },
      '2026-03-13',
      '2026-03-14 00:00',
    ],
    ['stay on a closed day, to its end', { setDueOn: '2026-03-14' }, '2026-03-14', '2026-03-15 00:00'],
    ['may be instants', { setDueAt: at('2026-03-13 10:00') }, '2026-03-13', '2026-03-13 10:00'],
    [
      'move by the working time paused, to the end of a day',
      { setDueOn: '2026-03-13', pauses: [pause('2026-03-11 08:00', '2026-03-11 10:00')] },
      '2026-03-16',
      '2026-03-16 17:00',
    ],
    [
      'move by whole days where whole days were paused',
      { setDueOn: '2026-03-13', pauses: [pause('2026-03-11', '2026-03-13')] },
      '2026-03-17',
      '2026-03-17 17:00',
    ],
    [
      'move to the minute when set to the minute',
      { setDueAt: at('2026-03-13 10:00'), pauses: [pause('2026-03-11 08:00', '2026-03-11 10:00')] },
      '2026-03-13',
      '2026-03-13 14:00',
    ],
    [
      'do not move by pauses without working time',
      { setDueOn: '2026-03-16', pauses: [pause('2026-03-13 17:00', '2026-03-16 07:30')] },
      '2026-03-16',
      '2026-03-16 17:00',
    ],
    [
      'take a supplement round as a pause',
      {
        setDueOn: '2026-03-13',
        restarts: [{ requestedAt: at('2026-03-10'), reacceptedAt: at('2026-03-11') }],
      },
      '2026-03-16',
      '2026-03-16 17:00',
    ],
    ['win over a term', { setDueOn: '2026-03-13', term: days(20) }, '2026-03-13', '2026-03-13 17:00'],
  ])('%s', (_what, more, on, expected) => {
    const due = dueOf(ledger('2026-03-09 09:00', undefined, more), VN);
    expect([due.dueOn, local(due.dueAt)]).toEqual([on, expected]);
  });

  test('a pause already over when a new date was granted does not move it', () => {
    const granted = [{ dueOn: '2026-03-20', decidedAt: at('2026-03-13 08:00'), reason: 'X' }];
    const clock = (from: string, to: string) =>
      dueAt(ledger('2026-03-09 09:00', days(3), { extensions: granted, pauses: [pause(from, to)] }));
    expect(clock('2026-03-10', '2026-03-12')).toBe('2026-03-20 17:00');
    expect(clock('2026-03-17', '2026-03-18')).toBe('2026-03-23 17:00');
  });
});
