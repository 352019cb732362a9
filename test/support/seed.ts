/**
 * Random tests can be repeated: `SEED` for those that throw dice (test/support/dice.ts), and with `FC_PATH` for a
 * property, whose failure names both.
 */
import type { configureGlobal } from 'fast-check';

const { SEED, FC_PATH } = process.env;

// Loaded only when asked for: most test files throw no dice.
if (SEED)
  jest.requireActual<{ configureGlobal: typeof configureGlobal }>('fast-check').configureGlobal({
    seed: Number(SEED),
    ...(FC_PATH ? { path: FC_PATH } : {}),
  });
