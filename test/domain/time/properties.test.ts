import { dueOf } from '../../../domain/time/due';
import { resolveCalendar, type Calendar } from '../../../domain/time/calendar';
import type { CalendarLayer, Ledger, Pause } from '../../../domain/time/types';
import { Dice, SEED } from '../../support/dice';
import { calendars, instant, randomCase, term, type Both } from './random';

const CASES = 1_000;
const CALENDARS = 12;

function forCases(check: (dice: Dice, ledger: Ledger, calendar: Calendar, both: Both) => void): void {
  const dice = new Dice(SEED + 1);
  const pool = calendars(dice, CALENDARS);
  for (let index = 0; index < CASES; index += 1) {
    const both = dice.pick(pool);
    const { ledger } = randomCase(dice);
    try {
      check(dice, ledger, both.engine, both);
    } catch (error) {
      throw new Error(`case ${index} of SEED=${SEED}: ${JSON.stringify(ledger)}`, { cause: error });
    }
  }
}

/** A plain term with the pauses of a random ledger. */
function plain(ledger: Ledger, dice: Dice): Ledger {
  const more = {
    extensions: [],
    restarts: [],
    setDueAt: undefined,
    setDueOn: undefined,
    zoneExtension: undefined,
  };
  return { ...ledger, ...more, term: term(dice), cap: undefined };
}

test('a longer term is never due earlier', () => {
  forCases((dice, ledger, calendar) => {
    const base = plain(ledger, dice);
    if (base.term?.unit === 'SAME_DAY') return;
    const longer = { ...base.term!, amount: base.term!.amount + dice.int(1, 4) };
    const [short, long] = [dueOf(base, calendar).dueAt, dueOf({ ...base, term: longer }, calendar).dueAt];
    // Calendar days may roll to the same day; working time never stands still.
    const mayMeet = base.term?.unit === 'DAY' || base.term?.unit === 'MONTH';
    expect(long - short).toBeGreaterThanOrEqual(mayMeet ? 0 : 1);
  });
});

test('a later receipt is never due earlier', () => {
  forCases((dice, ledger, calendar) => {
    const random = plain(ledger, dice);
    // 30/01 and 31/01 plus a month end on the same day; a pause over 31/01 alone lengthens only the first of them.
    const base = random.term?.unit === 'MONTH' ? { ...random, pauses: [], suspensions: [] } : random;
    const later = { ...base, startAt: base.startAt + dice.int(0, 3 * 1_440) * 60_000 };
    expect(dueOf(later, calendar).dueAt).toBeGreaterThanOrEqual(dueOf(base, calendar).dueAt);
  });
});

test('one more closed day never makes anything due earlier, and often later', () => {
  let moved = 0;
  forCases((dice, ledger, calendar, { layers }) => {
    const base = plain(ledger, dice);
    const due = dueOf(base, calendar);
    const date = calendar.addWorkingDays(calendar.prevOpen(due.dueOn), -dice.int(1, 5) + 1);
    const storm: CalendarLayer = {
      id: 'z-storm',
      version: 1,
      name: 'Bão',
      level: 'unit',
      unitId: 'u',
      purpose: 'processing',
      publishedOn: '2025-01-01',
      days: [{ date, kind: 'closed', name: 'Bão' }],
    };
    const after = dueOf(base, resolveCalendar([...layers, storm], { unitId: 'u' }));
    expect(after.dueAt).toBeGreaterThanOrEqual(due.dueAt);
    if (after.dueAt > due.dueAt) moved += 1;
  });
  expect(moved).toBeGreaterThan(CASES / 10);
});

test('one more pause never makes anything due earlier', () => {
  let moved = 0;
  forCases((dice, ledger, calendar) => {
    const base = { ...ledger, cap: undefined, restarts: [], extensions: [] };
    const before = dueOf(base, calendar);
    const from = instant(dice, ledger.startAt, 5);
    const more = { from, to: from + dice.int(1, 4_000) * 60_000, reason: 'X' };
    const after = dueOf({ ...base, pauses: [...ledger.pauses, more] }, calendar);
    expect(after.dueAt).toBeGreaterThanOrEqual(before.dueAt);
    if (after.dueAt > before.dueAt) moved += 1;
  });
  expect(moved).toBeGreaterThan(CASES / 10);
});

test('splitting, repeating or reordering pauses changes nothing', () => {
  forCases((dice, ledger, calendar) => {
    const split = ({ from, to, reason }: Pause): Pause[] => {
      const middle = from + Math.floor(((to ?? from) - from) * dice.next());
      return [
        { from: middle, to, reason },
        { from, to: middle, reason },
      ];
    };
    const pieces = [...ledger.pauses, ...ledger.pauses, ...ledger.suspensions].flatMap(split);
    expect(dueOf({ ...ledger, pauses: [...pieces, ...ledger.suspensions] }, calendar)).toEqual(
      dueOf(ledger, calendar),
    );
  });
});

test('pauses that overlap count as their union', () => {
  forCases((_dice, ledger, calendar) => {
    const [first, ...rest] = ledger.pauses;
    if (!first || first.to === null) return;
    const middle = first.from + Math.floor((first.to - first.from) / 2);
    const longer = { ...first, to: first.to + 90 * 60_000 };
    const overlapping = [first, { ...longer, from: middle }, ...rest];
    const union = [longer, ...rest];
    expect(dueOf({ ...ledger, pauses: overlapping }, calendar)).toEqual(
      dueOf({ ...ledger, pauses: union }, calendar),
    );
  });
});

test('a suspension does what a pause of the same stretch does', () => {
  forCases((_dice, ledger, calendar) => {
    const relabelled = { ...ledger, pauses: ledger.suspensions, suspensions: ledger.pauses };
    const all = { ...ledger, pauses: [], suspensions: [...ledger.pauses, ...ledger.suspensions] };
    const due = dueOf(ledger, calendar);
    expect([dueOf(relabelled, calendar), dueOf(all, calendar)]).toEqual([due, due]);
  });
});

test('asked again with a fresh calendar the answer is the same, and the ledger is left as it was', () => {
  let asked = 0;
  forCases((dice, ledger, calendar, { layers }) => {
    if (!dice.chance(0.1)) return;
    asked += 1;
    const before = JSON.stringify(ledger);
    const first = dueOf(ledger, calendar);
    expect(JSON.stringify(ledger)).toBe(before);
    const used = layers.filter(({ id, version }) => calendar.versions.includes(`${id}@${version}`));
    const again = resolveCalendar(used, { unitId: 'u' });
    expect(again.versions).toEqual(calendar.versions);
    expect(dueOf(JSON.parse(before) as Ledger, again)).toEqual(first);
  });
  expect(asked).toBeGreaterThan(50);
});
