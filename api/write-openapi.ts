/** Writes docs/openapi.json, from which the pages' types are generated. Fails when `--check` finds it out of date. */
import fs from 'node:fs';
import path from 'node:path';
import { openApiDocument } from './openapi';

const file = path.resolve(__dirname, '../docs/openapi.json');
const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;
if (process.argv.includes('--check')) {
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) {
    console.error('docs/openapi.json is out of date; run: npm run openapi');
    process.exitCode = 1;
  }
} else {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
