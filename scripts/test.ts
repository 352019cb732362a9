/**
 * `npm test`: lint walls, types and formatting, then every test. Ends with one true line, `N passed, N failed`;
 * a check of the first kind counts as one test.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { childEnvironment } from '../settings/environment';

interface Totals {
  passed: number;
  failed: number;
}

const root = path.resolve(__dirname, '..');
const bin = (name: string): string => path.join(root, 'node_modules', '.bin', name);

function check(name: string, command: string, args: string[]): Totals {
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  const isGood = status === 0;
  console.log(`${isGood ? '✓' : '✗'} ${name} (${Math.round((Date.now() - started) / 1000)} s)`);
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 };
}

/** Jest's own totals; a file that could not run at all counts as one failure. */
function jest(args: string[]): Totals {
  const report = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'thong-suot-report-')), 'report.json');
  const { status } = spawnSync(bin('jest'), ['--json', `--outputFile=${report}`, '--forceExit', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: childEnvironment({ TZ: 'UTC' }),
  });
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const result = JSON.parse(fs.readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numRuntimeErrorTestSuites: number;
  };
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed === 0 && status !== 0 ? 1 : failed };
}

const only = process.argv.slice(2);
const totals: Totals[] = [];
if (only.length === 0) {
  totals.push(check('types', bin('tsc'), ['--noEmit', '-p', '.']));
  totals.push(check('lint', bin('eslint'), ['.', '--max-warnings', '0']));
  totals.push(check('format', bin('prettier'), ['--check', '--log-level', 'warn', '.']));
}
totals.push(jest(only));
const passed = totals.reduce((sum, one) => sum + one.passed, 0);
const failed = totals.reduce((sum, one) => sum + one.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
