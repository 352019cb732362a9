/** `jose` ships ES modules only; Node's own `require` loads them (≥ 20.19), also where Jest's cannot. */
import type * as Jose from 'jose';
import type { createRequire } from 'node:module';

const real = process.getBuiltinModule('node:module') as { createRequire: typeof createRequire };
export const jose = real.createRequire(__filename)('jose') as typeof Jose;
