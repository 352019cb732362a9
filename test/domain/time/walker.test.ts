import { dueOf } from '../../../domain/time/due';
import { explain } from '../../../domain/time/explain';
import { toIso } from '../../../domain/time/plain-date';
import type { Ledger } from '../../../domain/time/types';
import { Dice, SEED } from '../../support/dice';
import { calendars, randomCase, type Both } from './random';
import { walkDue, walkOriginal, type WalkCase } from './walker';

const CASES = 10_000;
const CALENDARS = 30;
/** Milliseconds: the engine rounds fractions of a day to whole milliseconds, the walker does not round. */
const ROUNDING = 2;
/** Reasons end in the same day for every case; asking for every fifth is enough to see it. */
const EXPLAINED = 5;

function compare(walk: WalkCase, ledger: Ledger, { engine }: Both, what: string): void {
  const due = dueOf(ledger, engine);
  const expected = walkDue(walk);
  const changed = walk.extensions.length > 0 || walk.restarts.length > 0;
  const original = changed ? walkOriginal(walk) : expected;
  const got = { on: due.dueOn, nominal: due.nominalDueOn, original: due.originalDueOn };
  const want = { on: expected.on, nominal: expected.nominal, original: original.on };
  const far = Math.max(Math.abs(due.dueAt - expected.at), Math.abs(due.originalDueAt - original.at));
  if (JSON.stringify(got) !== JSON.stringify(want) || far > ROUNDING)
    throw new Error(
      `${what}: engine ${JSON.stringify(got)} ${toIso(due.dueAt)}, ` +
        `walker ${JSON.stringify(want)} ${toIso(expected.at)}\n${JSON.stringify(ledger, null, 1)}`,
    );
}

function reasonsEndInTheDueDay(ledger: Ledger, { engine }: Both): void {
  expect(explain(ledger, engine).at(-1)).toMatchObject({ kind: 'result', on: dueOf(ledger, engine).dueOn });
}

test(`${CASES} random ledgers come out as the minute walker says (SEED=${SEED})`, () => {
  process.stdout.write(`walker.test.ts SEED=${SEED}\n`);
  const dice = new Dice(SEED);
  const pool = calendars(dice, CALENDARS);
  const seen = new Set<string>();
  for (let index = 0; index < CASES; index += 1) {
    const which = dice.int(0, pool.length - 1);
    const calendar = pool[which] as Both;
    const { walk, ledger } = randomCase(dice, calendar);
    compare(walk, ledger, calendar, `case ${index} of SEED=${SEED}, calendar ${which}`);
    if (index % EXPLAINED === 0) reasonsEndInTheDueDay(ledger, calendar);
    seen.add(`${ledger.term?.unit ?? 'SET'} ${ledger.owner} ${which}`);
  }
  // Six kinds of clock, two owners, all calendars: nearly every combination was really walked.
  expect(seen.size).toBeGreaterThan(6 * 2 * pool.length * 0.95);
});
