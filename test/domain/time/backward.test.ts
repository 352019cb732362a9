import { dueOf } from '../../../domain/time/due';
import { latestStart } from '../../../domain/time/backward';
import { toIso } from '../../../domain/time/plain-date';
import type { Ledger, Term } from '../../../domain/time/types';
import { Dice, SEED } from '../../support/dice';
import { calendars, randomCase, term as randomTerm, type Both } from './random';
import { VN, at, days, ledger, pause } from './support';

const local = (instant: number): string => toIso(instant).slice(0, 16).replace('T', ' ');

// Due at the close of Friday 13/03/2026.
test.each<[string, Term, [string, string | null][], string]>([
  ['no stop', days(3), [], '2026-03-10 17:00'],
  ['a day stopped', days(3), [['2026-03-12', '2026-03-13']], '2026-03-09 17:00'],
  ['half a day stopped', days(3), [['2026-03-12 07:30', '2026-03-12 11:15']], '2026-03-09 17:00'],
  ['a stop over the weekend', days(3), [['2026-03-14', '2026-03-16']], '2026-03-10 17:00'],
  ['a stop before the start', days(3), [['2026-03-02', '2026-03-06']], '2026-03-10 17:00'],
  ['a stop without an end', days(3), [['2026-03-11', null]], '2026-03-10 17:00'],
  ['hours', { unit: 'HOUR', amount: 4 }, [['2026-03-13 14:00', '2026-03-13 16:00']], '2026-03-13 09:00'],
  [
    'hours, due inside a stop',
    { unit: 'HOUR', amount: 1 },
    [['2026-03-13 15:00', '2026-03-16']],
    '2026-03-13 14:00',
  ],
  ['calendar days', { unit: 'DAY', amount: 3 }, [['2026-03-11', '2026-03-12']], '2026-03-09 17:00'],
  [
    'the same day, its close stopped',
    { unit: 'SAME_DAY', amount: 0 },
    [['2026-03-13 10:00', '2026-03-14']],
    '2026-03-12 15:00',
  ],
])('%s', (_what, term, stretches, expected) => {
  const pauses = stretches.map(([from, to]) => pause(from, to));
  expect(local(latestStart(at('2026-03-13 17:00'), term, VN, 'office', pauses))).toBe(expected);
});

test('a month: the last day of a long month may be due earlier than the day before it', () => {
  // 30/10/2028 is a Monday. Both end on 30/11; a stop over 31/10 lengthens only the one that began before it.
  const pauses = [pause('2028-10-31', '2028-11-01')];
  const month: Term = { unit: 'MONTH', amount: 1 };
  const dueFrom = (start: string): string => local(dueOf(ledger(start, month, { pauses }), VN).dueAt);
  expect([dueFrom('2028-10-30'), dueFrom('2028-10-31')]).toEqual(['2028-12-01 17:00', '2028-11-30 17:00']);
  expect(local(latestStart(at('2028-11-30 17:00'), month, VN, 'office', pauses))).toBe('2028-10-31 17:00');
});

test('ten thousand working days back are counted', () => {
  expect(local(latestStart(at('2066-03-12 17:00'), days(10_000), VN))).toMatch(/^202\d-/);
});

test(`forward and backward agree, over random calendars and stops (SEED=${SEED})`, () => {
  const dice = new Dice(SEED + 3);
  const pool = calendars(dice, 12);
  for (let index = 0; index < 1_500; index += 1) {
    const { engine } = dice.pick(pool) as Both;
    const term = randomTerm(dice);
    const { ledger: random } = randomCase(dice);
    const { owner, pauses } = random;
    const plain = (startAt: number): Ledger => ({
      ...ledger('2026-01-01', term, { owner, pauses }),
      startAt,
    });
    const due = dueOf(plain(random.startAt), engine).dueAt;
    const latest = latestStart(due, term, engine, owner, pauses);
    const what = `case ${index} of SEED=${SEED}: ${JSON.stringify({ term, owner, pauses, due, latest })}`;
    const again = dueOf(plain(latest), engine).dueAt;
    // A day that nobody works on can be a start of its own; then the last working moment before it is due earlier.
    const started = engine.at(Math.floor((random.startAt + 7 * 3_600_000) / 86_400_000));
    const reachable = started.open || term.unit === 'WORKING_DAY' || term.unit === 'HOUR';
    if (reachable ? again !== due : again > due) throw new Error(`${what}: ${local(again)}`);
    const later = dueOf(plain(engine.addWorkingMinutes(latest, 1)), engine).dueAt;
    if (later <= due && term.unit !== 'MONTH')
      throw new Error(`${what}: later is in time too, ${local(later)}`);
  }
});
