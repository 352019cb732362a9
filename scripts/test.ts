/**
 * `npm test`: lint walls, types and formatting, then every test. Ends with one true line, `N passed, N failed`;
 * a check of the first kind counts as one test. Arguments go to Jest: only those tests run, without the checks.
 * `--also-on=<node>`: the rules and the whole instances are tested on that Node too, and count.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { childEnvironment, PROJECT_ROOT } from '../settings/environment';

interface Totals {
  passed: number;
  failed: number;
}

/** What must hold on every Node we name: the rules, and instances that start, work and are killed. */
const ON_EVERY_NODE = ['test/domain', 'test/e2e'];

const bin = (name: string): string => path.join(PROJECT_ROOT, 'node_modules', '.bin', name);

function timed(name: string, run: () => Totals): Totals {
  const started = Date.now();
  const totals = run();
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${totals.failed === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  return totals;
}

function check(name: string, ...args: string[]): Totals {
  return timed(name, () => {
    const { status } = spawnSync(bin(name), args, { cwd: PROJECT_ROOT, stdio: 'inherit' });
    return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  });
}

/** Jest's own totals on this Node; a file that could not run at all counts as one failure. */
function jest(node: string, args: readonly string[]): Totals {
  const report = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'thong-suot-report-')), 'report.json');
  const program = [require.resolve('jest/bin/jest'), '--json', `--outputFile=${report}`, ...args];
  const { status } = spawnSync(node, program, {
    cwd: PROJECT_ROOT,
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

function version(node: string): string {
  return spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

const ALSO_ON = '--also-on=';
const others = process.argv.filter((arg) => arg.startsWith(ALSO_ON)).map((arg) => arg.slice(ALSO_ON.length));
const only = process.argv.slice(2).filter((arg) => !arg.startsWith(ALSO_ON));
const totals: Totals[] = [];
if (only.length === 0) {
  totals.push(check('tsc', '--noEmit', '-p', '.'));
  totals.push(check('eslint', '.', '--max-warnings', '0'));
  totals.push(check('prettier', '--check', '--log-level', 'warn', '.'));
}
totals.push(timed(`tests on Node ${process.version}`, () => jest(process.execPath, only)));
for (const node of others)
  totals.push(
    timed(`tests on Node ${version(node)}`, () => jest(node, only.length > 0 ? only : ON_EVERY_NODE)),
  );
const passed = totals.reduce((sum, one) => sum + one.passed, 0);
const failed = totals.reduce((sum, one) => sum + one.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
