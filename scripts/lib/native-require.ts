import type { createRequire } from 'node:module';

/**
 * Node's own `require`, which can load ES modules (Node ≥ 20.19). Under Jest the ordinary `require` is Jest's and
 * cannot; the built-in module taken from the process is the real one there as well.
 */
export function nativeRequire(id: string): unknown {
  const real = process.getBuiltinModule('node:module') as { createRequire: typeof createRequire };
  return real.createRequire(__filename)(id);
}
