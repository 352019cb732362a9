/** What must hold for every due date, whatever the numbers. */
import { dueOf, resolveCalendar, type CalendarLayer, type Ledger, type Pause } from '../../../domain/time';
import { Dice, SEED, instant, randomCase, term } from './random';
import { LAYERS, MINH_HOA_A, VN } from './support';

const CASES = 1_500;
const NATIONAL = LAYERS.filter(({ level }) => level === 'national').at(-1) as CalendarLayer;

function forCases(check: (dice: Dice, ledger: Ledger) => void): void {
  const dice = new Dice(SEED + 1);
  for (let index = 0; index < CASES; index += 1) {
    const { ledger } = randomCase(dice);
    try {
      check(dice, ledger);
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
  forCases((dice, ledger) => {
    const base = plain(ledger, dice);
    if (base.term?.unit === 'SAME_DAY') return;
    const longer = { ...base.term!, amount: base.term!.amount + dice.int(1, 4) };
    const [short, long] = [dueOf(base, VN).dueAt, dueOf({ ...base, term: longer }, VN).dueAt];
    // Calendar days may roll to the same day; working time never stands still.
    if (base.term?.unit === 'DAY' || base.term?.unit === 'MONTH') expect(long).toBeGreaterThanOrEqual(short);
    else expect(long).toBeGreaterThan(short);
  });
});

test('a later receipt is never due earlier', () => {
  forCases((dice, ledger) => {
    const random = plain(ledger, dice);
    // 30/01 and 31/01 plus a month end on the same day; a pause over 31/01 alone lengthens only the first of them.
    const base = random.term?.unit === 'MONTH' ? { ...random, pauses: [], suspensions: [] } : random;
    const later = { ...base, startAt: base.startAt + dice.int(0, 3 * 1_440) * 60_000 };
    expect(dueOf(later, MINH_HOA_A).dueAt).toBeGreaterThanOrEqual(dueOf(base, MINH_HOA_A).dueAt);
  });
});

test('one more closed day never makes anything due earlier, and often later', () => {
  let moved = 0;
  forCases((dice, ledger) => {
    const base = plain(ledger, dice);
    const due = dueOf(base, VN);
    const date = VN.addWorkingDays(due.dueOn, -dice.int(1, 5) + 1);
    if (NATIONAL.days.some((day) => day.date === date)) return;
    const storm: CalendarLayer = {
      ...NATIONAL,
      version: 6,
      days: [...NATIONAL.days, { date, kind: 'closed', name: 'Bão' }],
    };
    const after = dueOf(base, resolveCalendar([storm]));
    expect(after.dueAt).toBeGreaterThanOrEqual(due.dueAt);
    if (after.dueAt > due.dueAt) moved += 1;
  });
  expect(moved).toBeGreaterThan(CASES / 10);
});

test('one more pause never makes anything due earlier', () => {
  let moved = 0;
  forCases((dice, ledger) => {
    const before = dueOf({ ...ledger, cap: undefined, restarts: [], extensions: [] }, VN);
    const from = instant(dice, ledger.startAt, 5);
    const more = { from, to: from + dice.int(1, 4_000) * 60_000, reason: 'X' };
    const after = dueOf(
      { ...ledger, cap: undefined, restarts: [], extensions: [], pauses: [...ledger.pauses, more] },
      VN,
    );
    expect(after.dueAt).toBeGreaterThanOrEqual(before.dueAt);
    if (after.dueAt > before.dueAt) moved += 1;
  });
  expect(moved).toBeGreaterThan(CASES / 10);
});

test('splitting, repeating, reordering or relabelling pauses changes nothing', () => {
  forCases((dice, ledger) => {
    const split = ({ from, to, reason }: Pause): Pause[] => {
      const middle = from + Math.floor(((to ?? from) - from) * dice.next());
      return [
        { from: middle, to, reason },
        { from, to: middle, reason },
      ];
    };
    const pieces = [...ledger.pauses, ...ledger.suspensions].flatMap(split);
    const same = { ...ledger, pauses: [...pieces, ...ledger.suspensions], suspensions: ledger.pauses };
    expect(dueOf(same, VN)).toEqual(dueOf(ledger, VN));
  });
});

test('asked again with a fresh calendar the answer is the same, and the ledger is left as it was', () => {
  let asked = 0;
  forCases((dice, ledger) => {
    if (!dice.chance(0.1)) return;
    asked += 1;
    const before = JSON.stringify(ledger);
    const first = dueOf(ledger, VN);
    expect(JSON.stringify(ledger)).toBe(before);
    expect(dueOf(JSON.parse(before) as Ledger, resolveCalendar(LAYERS))).toEqual(first);
  });
  expect(asked).toBeGreaterThan(50);
});
