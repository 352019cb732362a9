import type { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';

/**
 * Node's own `require`, which can load ES modules (Node ≥ 20.19). Under Jest `require` and the modules of `process` are
 * Jest's and cannot; the process of the main context has the real ones there as well.
 */
export function nativeRequire(id: string): unknown {
  const real = runInThisContext('process') as NodeJS.Process;
  const { createRequire: make } = real.getBuiltinModule('node:module') as {
    createRequire: typeof createRequire;
  };
  return make(__filename)(id);
}
