import { dueOf } from '../../../domain/time/due';
import { elapsed, remaining } from '../../../domain/time/remaining';
import { explain } from '../../../domain/time/explain';
import { latestStart } from '../../../domain/time/backward';
import { rungAt } from '../../../domain/escalation/rungs';
import { TimeError, type TimeErrorReason } from '../../../domain/time/time-error';
import { toIso } from '../../../domain/time/plain-date';
import type { Ledger, Term } from '../../../domain/time/types';
import { VN, at, days, ledger, pause } from './support';

const local = (instant: number): string => toIso(instant).slice(0, 16).replace('T', ' ');

function refused(count: () => unknown, reason: TimeErrorReason): void {
  let error: unknown;
  try {
    count();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(TimeError);
  // People read it: a Vietnamese sentence, ended.
  expect(error).toMatchObject({ reason, message: expect.stringMatching(/^\p{Lu}.*\.$/su) });
}

const UNITS: Term['unit'][] = ['WORKING_DAY', 'DAY', 'HOUR', 'MONTH', 'SAME_DAY'];
const AMOUNTS = [0, -0, -1, -0.5, 1e9, 1e308, 10_001, NaN, Infinity, -Infinity];
const bad = UNITS.flatMap((unit) => AMOUNTS.map((amount): Term => ({ unit, amount }))).filter(
  // On the same day is the one term whose amount is nothing.
  ({ unit, amount }) => unit !== 'SAME_DAY' || amount !== 0,
);

test.each(bad)('$amount $unit is refused, as a term and wherever a term may stand', (term) => {
  const start = '2026-03-09 09:00';
  refused(() => dueOf(ledger(start, term), VN), 'BAD_TERM');
  refused(
    () => dueOf(ledger(start, days(1), { zoneExtension: { ...term, zone: 'island' } }), VN),
    'BAD_TERM',
  );
  refused(() => dueOf(ledger(start, days(1), { extensions: [{ term, reason: 'X' }] }), VN), 'BAD_TERM');
  refused(() => explain(ledger(start, term), VN), 'BAD_TERM');
  refused(() => latestStart(at(start), term, VN), 'BAD_TERM');
});

test('many grants that add up to too much are refused too', () => {
  const extensions = Array.from({ length: 3 }, () => ({ term: days(9_000), reason: 'X' }));
  refused(() => dueOf(ledger('2026-03-09 09:00', days(1), { extensions }), VN), 'BAD_TERM');
});

test.each<[string, Ledger, TimeErrorReason]>([
  ['a receipt of 1990', ledger('1990-05-01 09:00', days(1)), 'OUT_OF_RANGE'],
  ['a receipt of 2101', ledger('2101-01-01 00:00', days(1)), 'OUT_OF_RANGE'],
  ['a receipt at no time', { ...ledger('2026-03-09', days(1)), startAt: NaN }, 'OUT_OF_RANGE'],
  ['a receipt without end', { ...ledger('2026-03-09', days(1)), startAt: Infinity }, 'OUT_OF_RANGE'],
  [
    'a due date in another century',
    ledger('2099-12-31 09:00', { unit: 'MONTH', amount: 1_300 }),
    'OUT_OF_RANGE',
  ],
  [
    'a pause the wrong way round',
    ledger('2026-03-09', days(1), { pauses: [pause('2026-03-11', '2026-03-10')] }),
    'BAD_INTERVAL',
  ],
  [
    'a suspension the wrong way round',
    ledger('2026-03-09', days(1), { suspensions: [pause('2026-03-11', '2026-03-10')] }),
    'BAD_INTERVAL',
  ],
  [
    'a pause of 1990',
    ledger('2026-03-09', days(1), { pauses: [pause('1990-03-11', '2026-03-12')] }),
    'OUT_OF_RANGE',
  ],
  [
    'a pause to no time',
    ledger('2026-03-09', days(1), { pauses: [{ from: at('2026-03-10'), to: NaN, reason: 'X' }] }),
    'OUT_OF_RANGE',
  ],
  [
    'a pause for ever',
    ledger('2026-03-09', days(1), { pauses: [{ from: at('2026-03-10'), to: Infinity, reason: 'X' }] }),
    'OUT_OF_RANGE',
  ],
  [
    'a supplement before the receipt',
    ledger('2026-03-09', days(1), { restarts: [{ requestedAt: at('2026-03-08'), reacceptedAt: null }] }),
    'BAD_INTERVAL',
  ],
  [
    'a re-acceptance before its request',
    ledger('2026-03-09', days(1), {
      restarts: [{ requestedAt: at('2026-03-11'), reacceptedAt: at('2026-03-10') }],
    }),
    'BAD_INTERVAL',
  ],
  ['a cap at no time', ledger('2026-03-09', days(1), { cap: NaN }), 'BAD_INSTANT'],
  [
    'a cut-off at no hour',
    ledger('2026-03-09', { unit: 'SAME_DAY', amount: 0, cutoff: '25:00' }),
    'BAD_CLOCK_TIME',
  ],
  ['a date that does not exist', ledger('2026-03-09', undefined, { setDueOn: '2026-02-30' }), 'BAD_DATE'],
  ['a date set at no time', ledger('2026-03-09', undefined, { setDueAt: Infinity }), 'OUT_OF_RANGE'],
  [
    'an extension to 1990',
    ledger('2026-03-09', days(1), { extensions: [{ dueOn: '1990-01-01', reason: 'X' }] }),
    'OUT_OF_RANGE',
  ],
  [
    'an extension decided at no time',
    ledger('2026-03-09', days(1), { extensions: [{ dueOn: '2026-04-01', decidedAt: NaN, reason: 'X' }] }),
    'OUT_OF_RANGE',
  ],
])('%s is refused', (_what, clock, reason) => {
  refused(() => dueOf(clock, VN), reason);
});

test('asking as of no time is refused, also while a clock stands', () => {
  const open = ledger('2026-03-09 09:00', days(3), { pauses: [pause('2026-03-10', null)] });
  for (const when of [NaN, Infinity, -Infinity, at('1990-01-01')]) {
    refused(() => dueOf(open, VN, when), 'OUT_OF_RANGE');
    refused(() => remaining(open, VN, when), 'OUT_OF_RANGE');
  }
  for (const when of [NaN, Infinity]) {
    refused(() => elapsed(open, VN, when), 'BAD_INSTANT');
    refused(() => VN.workingMinutesBetween(at('2026-03-09'), when), 'BAD_INSTANT');
    refused(() => latestStart(when, days(1), VN), 'BAD_INSTANT');
  }
});

test('a billion days or minutes are refused before any is counted', () => {
  for (const many of [1e9, -1e9, NaN, Infinity]) {
    refused(() => VN.addWorkingDays('2026-03-09', many), 'BAD_TERM');
    refused(() => VN.addWorkingMinutes(at('2026-03-09'), many), 'BAD_TERM');
    const rung = (more: object) => rungAt({ id: 'E', level: 1, ...more }, at('2026-03-09'), '2026-03-09', VN);
    refused(() => rung({ offsetWorkingDays: many }), 'BAD_TERM');
    refused(() => rung({ offsetMinutes: many }), 'BAD_TERM');
  }
});

describe('odd, but with an answer', () => {
  test.each<[string, Ledger, string]>([
    ['received on the last evening of 2099', ledger('2099-12-31 23:59', days(1)), '2100-01-01 17:00'],
    ['received in the first minute of 2000', ledger('2000-01-01 00:00', days(1)), '2000-01-03 17:00'],
    [
      'pauses that overlap',
      ledger('2026-03-09 09:00', days(2), {
        pauses: [pause('2026-03-10', '2026-03-12'), pause('2026-03-11', '2026-03-13')],
      }),
      '2026-03-16 17:00',
    ],
    [
      'a pause of no length',
      ledger('2026-03-09 09:00', days(2), { pauses: [pause('2026-03-10', '2026-03-10')] }),
      '2026-03-11 17:00',
    ],
    [
      'a pause wholly before the start',
      ledger('2026-03-09 09:00', days(2), { pauses: [pause('2026-03-02', '2026-03-06')] }),
      '2026-03-11 17:00',
    ],
    [
      'a pause wholly after the end',
      ledger('2026-03-09 09:00', days(2), { pauses: [pause('2026-03-12', '2026-03-20')] }),
      '2026-03-11 17:00',
    ],
    [
      'a pause over the start',
      ledger('2026-03-09 09:00', days(2), { pauses: [pause('2026-03-01', '2026-03-11')] }),
      '2026-03-12 17:00',
    ],
    [
      'the same pause a hundred times',
      ledger('2026-03-09 09:00', days(2), {
        pauses: Array.from({ length: 100 }, () => pause('2026-03-10', '2026-03-11')),
      }),
      '2026-03-12 17:00',
    ],
    [
      'an extension decided after the due instant, to a date',
      ledger('2026-03-09 09:00', days(2), {
        extensions: [{ dueOn: '2026-03-20', decidedAt: at('2026-03-17 09:00'), reason: 'X' }],
      }),
      '2026-03-20 17:00',
    ],
    [
      'an extension decided after the date it gives',
      ledger('2026-03-09 09:00', days(2), {
        extensions: [{ dueOn: '2026-03-13', decidedAt: at('2026-03-17 09:00'), reason: 'X' }],
      }),
      '2026-03-13 17:00',
    ],
    [
      'an extension by a term, decided after the due instant',
      ledger('2026-03-09 09:00', days(2), {
        extensions: [{ term: days(2), decidedAt: at('2026-03-17 09:00'), reason: 'X' }],
      }),
      '2026-03-13 17:00',
    ],
    [
      'a cap before the start',
      ledger('2026-03-09 09:00', days(2), { cap: at('2026-03-02 17:00') }),
      '2026-03-02 17:00',
    ],
    [
      'less than a millisecond of work',
      ledger('2026-03-09 09:00', { unit: 'HOUR', amount: 1e-9 }),
      '2026-03-09 09:00',
    ],
  ])('%s', (_what, clock, expected) => {
    expect(local(dueOf(clock, VN).dueAt)).toBe(expected);
    expect(explain(clock, VN).at(-1)).toMatchObject({ kind: 'result', on: expected.slice(0, 10) });
  });

  test('an extension decided late leaves the original date as it was', () => {
    const extensions = [{ dueOn: '2026-03-20', decidedAt: at('2026-03-17 09:00'), reason: 'X' }];
    expect(dueOf(ledger('2026-03-09 09:00', days(2), { extensions }), VN).originalDueOn).toBe('2026-03-11');
  });

  test('the largest terms are counted', () => {
    const stops = { pauses: [pause('2026-03-10', '2027-03-10'), pause('2030-01-01', '2031-01-01')] };
    for (const unit of ['WORKING_DAY', 'DAY', 'HOUR'] as const)
      expect(dueOf(ledger('2026-03-09 09:00', { unit, amount: 10_000 }, stops), VN).dueOn).toMatch(
        /^20[2-6]/,
      );
  });
});
