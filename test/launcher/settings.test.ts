/** What a process says about an environment it cannot work with; nothing is started here but the process itself. */
import fs from 'node:fs';
import path from 'node:path';
import { ENVIRONMENT, PROJECT_ROOT, readSettings, SettingsProblem } from '../../settings/environment';
import { runProgram } from './run';

const WRONG = { PORT: '70000', DATABASE_URL: '', RATE_LIMIT: 'abc', TEMPORAL_ADDRESS: 'temporal' };
const PORT = '  PORT=70000: phải là số nguyên từ 1 đến 65535 (must be a whole number from 1 to 65535)';
const RATE =
  '  RATE_LIMIT=abc: phải là số nguyên từ 0 đến 999999999 (must be a whole number from 0 to 999999999)';
const TEMPORAL =
  '  TEMPORAL_ADDRESS=temporal: phải là tên máy và cổng, ví dụ 127.0.0.1:7233 (must be host and port, like this one)';
const DATABASE =
  '  DATABASE_URL: thiếu, phải là địa chỉ PostgreSQL, ví dụ postgresql://user:password@host:5432/thongsuot ' +
  '(missing: must be an address like this one)';

const lines = (text: string): string[] => text.trim().split('\n').slice(1).sort();

describe('a process with wrong settings says what is wrong and what is expected, all at once, and ends with 1', () => {
  test.each([
    ['the API', 'api/server.ts', [DATABASE, PORT, RATE, TEMPORAL]],
    ['the worker', 'activities/worker.ts', [DATABASE, TEMPORAL]],
    ['the loader of the demo', 'prisma/seed/load-demo.ts', [DATABASE]],
    ['the launcher, which knows its children', 'scripts/start.ts', [PORT, RATE, TEMPORAL]],
    [
      'the migrations',
      'scripts/migrate.ts',
      ['  DATABASE_OWNER_URL: cần biến này hoặc DATABASE_URL (this or DATABASE_URL must be set)'],
    ],
  ])('%s', async (_name, program, expected) => {
    const ended = await runProgram(program, [], WRONG);
    expect({ code: ended.code, out: ended.out }).toEqual({ code: 1, out: '' });
    expect(ended.err.split('\n')[0]).toBe('✗ Cấu hình sai (settings that cannot work):');
    expect(lines(ended.err)).toEqual(expected.sort());
  });
});

describe('one variable', () => {
  const problem = (env: Record<string, string>): string => {
    try {
      readSettings('launcher', env);
    } catch (error) {
      if (error instanceof SettingsProblem) return error.message;
      throw error;
    }
    return 'no problem';
  };

  test.each([
    ['PORT', '0'],
    ['PORT', '3000.5'],
    ['PORT', ' 3000'],
    ['DATABASE_URL', 'mysql://host/db'],
    ['DATABASE_OWNER_URL', 'postgres'],
    ['DATABASE_POOL', '0'],
    ['TEMPORAL_ADDRESS', 'host:99999'],
    ['TEMPORAL_ADDRESS', 'http://host:7233'],
    ['DEMO', 'false'],
    ['DEMO_DATES', '2025'],
    ['OIDC_ISSUER', 'login.example.vn'],
    ['OIDC_JWKS_URL', 'file:///keys'],
    ['RATE_LIMIT', '-1'],
    ['PUBLIC_RATE_LIMIT', 'none'],
    ['TRUST_PROXY', 'true'],
    ['LOG_LEVEL', 'loud'],
    ['FAULT_POINT', 'settle'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(problem({ [name]: value })).toMatch(new RegExp(`^  ${name}\\b.*phải là .*must be`, 'm'));
  });

  test('an address with a password is not repeated on the terminal', () => {
    expect(problem({ DATABASE_URL: 'http://user:secret@host/db' })).not.toMatch(/secret/);
  });

  test('an empty one counts as not set, and every default works by itself', () => {
    const empty = Object.fromEntries(Object.keys(ENVIRONMENT.shape).map((name) => [name, '']));
    expect(readSettings('launcher', empty)).toEqual(readSettings('launcher', {}));
    expect(readSettings('launcher', {})).toMatchObject({ PORT: 3000, DEMO: true, TRUST_PROXY: 0 });
  });

  test('DEMO=0 is no demo, DEMO=1 is one', () => {
    expect([
      readSettings('launcher', { DEMO: '0' }).DEMO,
      readSettings('launcher', { DEMO: '1' }).DEMO,
    ]).toEqual([false, true]);
  });
});

test("README's table of the configuration names every variable, and no other", () => {
  const readme = fs.readFileSync(path.join(PROJECT_ROOT, 'README.md'), 'utf8');
  const table = readme.split('## Configuration')[1]?.split('\n## ')[0] ?? '';
  const named = [...table.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
  const forPeople = Object.keys(ENVIRONMENT.shape).filter(
    (name) => name !== 'FAULT_POINT' && name !== 'NODE_ENV',
  );
  expect(named.sort()).toEqual(forPeople.sort());
});
