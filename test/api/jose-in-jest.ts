/**
 * jose ships ES modules only. Node ≥ 20.19 loads them from CommonJS, Jest does not; here its files are compiled as they
 * are asked for. Not needed once jest.config.js transforms jose: `transformIgnorePatterns: ['/node_modules/(?!jose/)']`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { transformSync } from '@swc/core';

const loaded = new Map<string, object>();

function load(file: string): object {
  const known = loaded.get(file);
  if (known) return known;
  const module = { exports: {} };
  loaded.set(file, module.exports);
  const { code } = transformSync(fs.readFileSync(file, 'utf8'), {
    jsc: { target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const run = new Function('exports', 'module', 'require', code) as (...given: unknown[]) => void;
  run(module.exports, module, (id: string) => load(path.resolve(path.dirname(file), id)));
  return module.exports;
}

export const joseInJest = (): object =>
  load(path.resolve(__dirname, '../../node_modules/jose/dist/webapi/index.js'));
