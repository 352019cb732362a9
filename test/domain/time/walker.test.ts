/** The engine against the minute walker: every unit, fractions, pauses, suspensions, extensions, restarts, set dates. */
import { dueOf, explain, toIso } from '../../../domain/time';
import { Dice, SEED, randomCase } from './random';
import { MINH_HOA_A, VN } from './support';
import { walkDue, walkOriginal } from './walker';

const CASES = 3_000;
/** Milliseconds: the engine rounds fractions of a day to whole milliseconds, the walker does not round. */
const ROUNDING = 2;

test(`${CASES} random ledgers come out as the minute walker says (SEED=${SEED})`, () => {
  process.stdout.write(`walker.test.ts SEED=${SEED}\n`);
  const dice = new Dice(SEED);
  const seen = new Set<string>();
  for (let index = 0; index < CASES; index += 1) {
    const { walk, ledger } = randomCase(dice);
    const calendar = walk.commune ? MINH_HOA_A : VN;
    const due = dueOf(ledger, calendar);
    const expected = walkDue(walk);
    const changed = walk.extensions.length > 0 || walk.restarts.length > 0;
    const original = changed ? walkOriginal(walk) : expected;
    const got = { on: due.dueOn, nominal: due.nominalDueOn, original: due.originalDueOn };
    const want = { on: expected.on, nominal: expected.nominal, original: original.on };
    const far = Math.max(Math.abs(due.dueAt - expected.at), Math.abs(due.originalDueAt - original.at));
    if (JSON.stringify(got) !== JSON.stringify(want) || far > ROUNDING)
      throw new Error(
        `case ${index} of SEED=${SEED}: engine ${JSON.stringify(got)} ${toIso(due.dueAt)}, ` +
          `walker ${JSON.stringify(want)} ${toIso(expected.at)}\n${JSON.stringify(ledger, null, 1)}`,
      );
    expect(explain(ledger, calendar).at(-1)).toMatchObject({ kind: 'result', on: due.dueOn });
    seen.add(`${ledger.term?.unit ?? 'SET'} ${ledger.owner} ${walk.commune}`);
  }
  // Six kinds of clock, two owners, two calendars: all of them were really walked.
  expect(seen.size).toBe(24);
});
