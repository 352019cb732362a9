/**
 * ESLint rule: no file is reached again by following its own relative imports, type imports counted. Two files that
 * need each other are one subject, or share something that wants a file of its own.
 */
import fs from 'node:fs';
import path from 'node:path';

const IMPORT = /(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s+'(\.[^']+)'|(?:^|\n)\s*import\s+'(\.[^']+)'/g;

/** file → files it imports. Kept for one run of the linter. */
const imports = new Map();

function importsOf(file) {
  let found = imports.get(file);
  if (!found) {
    const text = fs.readFileSync(file, 'utf8');
    found = [...text.matchAll(IMPORT)]
      .map((match) => resolved(file, match[1] ?? match[2]))
      .filter((one) => one !== null);
    imports.set(file, found);
  }
  return found;
}

function resolved(from, specifier) {
  const base = path.resolve(path.dirname(from), specifier);
  for (const file of [`${base}.ts`, `${base}.tsx`, path.join(base, 'index.ts'), path.join(base, 'index.tsx')])
    if (fs.existsSync(file)) return file;
  return null;
}

/** The way from `start` to `goal`, or null. */
function way(start, goal) {
  const cameFrom = new Map([[start, null]]);
  const open = [start];
  for (let file = open.shift(); file !== undefined; file = open.shift()) {
    if (file === goal) {
      const files = [];
      for (let at = file; at !== null; at = cameFrom.get(at)) files.unshift(at);
      return files;
    }
    for (const next of importsOf(file))
      if (!cameFrom.has(next)) {
        cameFrom.set(next, file);
        open.push(next);
      }
  }
  return null;
}

export const noCycles = {
  meta: { type: 'problem', schema: [], messages: { cycle: 'Import cycle: {{way}}.' } },
  create(context) {
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const target = resolved(context.filename, specifier);
      const back = target && way(target, context.filename);
      if (!back) return;
      const names = [context.filename, ...back].map((file) => path.relative(context.cwd, file)).join(' → ');
      context.report({ node, messageId: 'cycle', data: { way: names } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};
