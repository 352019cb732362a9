import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { AUDIENCE, DEMO_USERS, ISSUER_PATH } from '../../api/login/demo-issuer';
import { freePort } from '../../scripts/lib/ports';
import { until } from '../../scripts/lib/problem';
import { PROJECT_ROOT } from '../../settings/environment';
import { newFolder, removeFolders, runScript } from './run';

afterAll(removeFolders);

/** The demo issuer alone, mounted as the API mounts it; in a process of its own, since Jest loads no ES modules. */
async function startIssuer(dataDir: string, port: number): Promise<ChildProcess> {
  const issuer = `http://127.0.0.1:${port}${ISSUER_PATH}`;
  const code = `
    const handle = require('./api/login/demo-issuer').createDemoIssuer(${JSON.stringify({ issuer, dataDir })});
    const app = require('express')();
    app.use('${ISSUER_PATH}', handle).listen(${port}, '127.0.0.1');`;
  const server = spawn(process.execPath, ['-r', '@swc-node/register', '-e', code], {
    cwd: PROJECT_ROOT,
    stdio: 'inherit',
  });
  const keys = async (): Promise<boolean> => (await fetch(`${issuer}/jwks`)).ok;
  expect(await until(keys, 20_000)).toBe(true);
  return server;
}

const part = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8')) as Record<
    string,
    unknown
  >;

describe('npm run token', () => {
  test('prints a token for the user and nothing else; its key survives a restart', async () => {
    const dataDir = newFolder();
    const port = await freePort();
    const keyIds: unknown[] = [];
    for (let start = 0; start < 2; start++) {
      const server = await startIssuer(dataDir, port);
      const ended = await runScript('token.ts', ['ward'], { PORT: String(port), DATA_DIR: dataDir });
      server.kill();
      expect(ended).toMatchObject({ code: 0, err: '' });
      expect(ended.out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      const claims = part(ended.out, 1);
      expect(claims).toMatchObject({
        sub: 'ward',
        aud: AUDIENCE,
        iss: `http://127.0.0.1:${port}${ISSUER_PATH}`,
      });
      expect(Number(claims.exp) - Number(claims.iat)).toBe(12 * 60 * 60);
      expect(part(ended.out, 0)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
      keyIds.push(part(ended.out, 0).kid);
    }
    expect(keyIds[0]).toBe(keyIds[1]);
    expect(fs.statSync(path.join(dataDir, 'issuer', 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  test('refuses an unknown user in one sentence', async () => {
    const ended = await runScript('token.ts', ['mayor'], {});
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toMatch(/^Không có người dùng mẫu "mayor".*chair.*\n$/);
  });

  test('says so when no instance runs there', async () => {
    const dataDir = newFolder();
    fs.mkdirSync(path.join(dataDir, 'issuer'));
    fs.writeFileSync(path.join(dataDir, 'issuer', 'secrets.json'), '{"chair":"x"}');
    const ended = await runScript('token.ts', ['chair'], {
      PORT: String(await freePort()),
      DATA_DIR: dataDir,
    });
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toMatch(/^Không lấy được thẻ.*ECONNREFUSED.*\n$/);
  });
});

test('each demo user holds a position of the demo organisation', () => {
  const file = path.join(PROJECT_ROOT, 'prisma', 'seed', 'organisation.json');
  const { positions } = JSON.parse(fs.readFileSync(file, 'utf8')) as { positions: { id: string }[] };
  const known = new Set(positions.map(({ id }) => id));
  const held = DEMO_USERS.flatMap(({ positionId }) => positionId ?? []);
  expect(held.filter((id) => !known.has(id))).toEqual([]);
  expect(DEMO_USERS).toHaveLength(23);
});
