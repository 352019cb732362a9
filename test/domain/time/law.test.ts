import { dueOf } from '../../../domain/time/due';
import { toIso } from '../../../domain/time/plain-date';
import type { Ledger, Term } from '../../../domain/time/types';
import { MINH_HOA_A, VN, at, days, ledger, pause } from './support';

const local = (instant: number): string => toIso(instant).slice(0, 16).replace('T', ' ');
const term = (unit: Term['unit'], amount: number): Term => ({ unit, amount });

type Row = [law: string, rule: string, clock: Ledger, due: string];

test.each<Row>([
  [
    'BLDS 147.1',
    'hours begin at the very moment',
    ledger('2026-06-12 08:10', term('HOUR', 2)),
    '2026-06-12 10:10',
  ],
  ['BLDS 147.2', 'the first day is not counted', ledger('2026-03-09 07:30', days(1)), '2026-03-10 17:00'],
  [
    'BLDS 147.2',
    'nor the first of calendar days',
    ledger('2026-03-09 07:30', term('DAY', 1)),
    '2026-03-10 17:00',
  ],
  [
    'BLDS 147.3',
    'nor the day of the event, however late',
    ledger('2026-03-09 23:59', days(1)),
    '2026-03-10 17:00',
  ],
  [
    'BLDS 148.1',
    'days end with the last day',
    ledger('2026-03-09 09:00', term('DAY', 4), { owner: 'person' }),
    '2026-03-14 00:00',
  ],
  [
    'BLDS 148.3',
    'months end on the same day of the month',
    ledger('2026-03-09 09:00', term('MONTH', 1)),
    '2026-04-09 17:00',
  ],
  [
    'BLDS 148.3',
    'or on the last day of a shorter month',
    ledger('2026-08-31 09:00', term('MONTH', 1)),
    '2026-09-30 17:00',
  ],
  [
    'BLDS 148.3',
    'also in February of a leap year',
    ledger('2028-01-31 09:00', term('MONTH', 1)),
    '2028-02-29 17:00',
  ],
  [
    'BLDS 148.4',
    'twelve months are a year',
    ledger('2025-03-10 09:00', term('MONTH', 12)),
    '2026-03-10 17:00',
  ],
  [
    'BLDS 148.5',
    'a last day at a weekend: the next working day',
    ledger('2026-03-04 09:00', term('DAY', 10)),
    '2026-03-16 17:00',
  ],
  [
    'BLDS 148.5',
    'a last day in a holiday: the next working day',
    ledger('2026-01-16 09:00', term('MONTH', 1)),
    '2026-02-23 17:00',
  ],
  [
    'BLDS 148.5',
    'closed days in between are counted',
    ledger('2026-02-13 09:00', term('DAY', 10)),
    '2026-02-23 17:00',
  ],
  [
    'BLDS 148.6',
    'the last day ends at 24:00',
    ledger('2026-03-09 09:00', days(2), { owner: 'person' }),
    '2026-03-12 00:00',
  ],
  ['BLLĐ 111, 112', 'holidays are no working days', ledger('2026-02-12 09:00', days(2)), '2026-02-23 17:00'],
  [
    'BLLĐ 111.3',
    'a holiday at a weekend is made up for',
    ledger('2026-04-24 09:00', days(1)),
    '2026-04-28 17:00',
  ],
  [
    'BLLĐ 112',
    'an exchanged Saturday is a working day',
    ledger('2026-01-09 09:00', days(1)),
    '2026-01-10 17:00',
  ],
  ['BLLĐ 112', 'its Friday is not', ledger('2025-12-31 09:00', days(1)), '2026-01-05 17:00'],
  ['NQ 28', '24 November is a holiday from 2026 on', ledger('2026-11-23 09:00', days(1)), '2026-11-25 17:00'],
  [
    'NĐ 118',
    'received by 15:00: the same day',
    ledger('2026-03-09 15:00', term('SAME_DAY', 0)),
    '2026-03-09 17:00',
  ],
  [
    'NĐ 118',
    'received later: the next working day',
    ledger('2026-03-13 15:01', term('SAME_DAY', 0)),
    '2026-03-16 17:00',
  ],
  [
    'NĐ 118',
    'waiting for the applicant is not counted',
    ledger('2026-03-09 09:00', days(3), { pauses: [pause('2026-03-10', '2026-03-12', 'SUPPLEMENT')] }),
    '2026-03-16 17:00',
  ],
  [
    'NĐ 118',
    'papers supplemented under RESTART: counted anew from the re-acceptance',
    ledger('2026-05-04 08:30', days(5), {
      restarts: [{ requestedAt: at('2026-05-07 10:00'), reacceptedAt: at('2026-05-13 14:20') }],
    }),
    '2026-05-20 17:00',
  ],
  [
    'design',
    'an office ends its day with its last interval',
    ledger('2026-03-09 09:00', days(2)),
    '2026-03-11 17:00',
  ],
  [
    'design',
    'half a day is half the minutes of its day',
    ledger('2026-03-09 09:00', days(0.5)),
    '2026-03-10 11:15',
  ],
  ['design', '7.5 days', ledger('2026-06-01 09:00', days(7.5)), '2026-06-11 11:15'],
  ['design', '6.25 days: 112.5 of 450 minutes', ledger('2026-06-01 09:00', days(6.25)), '2026-06-10 09:22'],
  ['design', '4.75 days: 337.5 of 450 minutes', ledger('2026-06-01 09:00', days(4.75)), '2026-06-08 15:07'],
  [
    'design',
    'hours stop at noon and at night',
    ledger('2026-06-12 16:00', term('HOUR', 4)),
    '2026-06-15 10:30',
  ],
  [
    'design',
    'the cut-off itself is in time',
    ledger('2026-03-09 15:00', term('SAME_DAY', 0)),
    '2026-03-09 17:00',
  ],
  [
    'design',
    'a stop of part of a calendar day takes nothing from the office',
    ledger('2026-03-09 09:00', term('DAY', 2), { pauses: [pause('2026-03-10 00:01', '2026-03-11')] }),
    '2026-03-11 17:00',
  ],
  [
    'design',
    'the time of a zone is added to the term',
    ledger('2026-06-01 09:00', days(7.5), { zoneExtension: { ...days(10), zone: 'mountainous' } }),
    '2026-06-25 11:15',
  ],
])('%s: %s', (_law, _rule, clock, expected) => {
  expect(local(dueOf(clock, VN).dueAt)).toBe(expected);
});

test('design: a fraction falls on the hours of the day it falls on', () => {
  expect(local(dueOf(ledger('2026-07-16 09:00', days(0.5)), MINH_HOA_A).dueAt)).toBe('2026-07-17 09:15');
});
