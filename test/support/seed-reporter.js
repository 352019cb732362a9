/** After a failure: how to throw the same dice again. A property that failed has named its seed and path above. */
const DEFAULT = 20_261_124; // test/support/dice.ts

module.exports = class SeedReporter {
  onRunComplete(_contexts, { numFailedTests }) {
    if (numFailedTests === 0) return;
    const seed = process.env.SEED ?? DEFAULT;
    process.stderr.write(
      `\nDice were thrown with SEED=${seed}. The same again: SEED=${seed} npm test -- <file>; ` +
        'a property: SEED=<its seed> FC_PATH=<its path> npm test -- <file> -t <title>\n',
    );
  }
};
