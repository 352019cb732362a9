import path from 'node:path';
import { DEMO_USERS, ISSUER_PATH } from '../api/demo-issuer';
import { readJson } from './lib/files';
import { StartProblem, oneLine } from './lib/problem';
import { readSettings } from './lib/settings';

/** `npm run --silent token -- <user>`: prints an access token of the running instance and nothing else. */
async function main(user: string | undefined): Promise<void> {
  const { port, dataDir } = readSettings();
  if (!DEMO_USERS.some((known) => known.user === user)) {
    const names = DEMO_USERS.map((known) => known.user).join(', ');
    throw new StartProblem(
      `Không có người dùng mẫu "${user ?? ''}"; hãy chọn (unknown user; choose one of): ${names}.`,
    );
  }
  const secret = readJson<Record<string, string>>(path.join(dataDir, 'issuer', 'secrets.json'))?.[
    String(user)
  ];
  if (!secret) {
    throw new StartProblem(
      `Chưa có khóa trong ${path.join(dataDir, 'issuer')}: hãy chạy "npm start" trước, với cùng DATA_DIR ` +
        '(no secrets there yet; start the instance with this DATA_DIR first).',
    );
  }
  console.log(await fetchToken(`http://127.0.0.1:${port}${ISSUER_PATH}/token`, String(user), secret));
}

async function fetchToken(url: string, user: string, secret: string): Promise<string> {
  const down = (why: string): StartProblem =>
    new StartProblem(
      `Không lấy được thẻ từ ${url}: hệ thống có đang chạy với PORT này không? (no token; is it running?: ${why})`,
    );
  const basic = Buffer.from(`${encodeURIComponent(user)}:${encodeURIComponent(secret)}`).toString('base64');
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&scope=api',
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw down(oneLine((error as { cause?: unknown }).cause ?? error));
  });
  const body = (await answer.json().catch(() => ({}))) as {
    access_token?: string;
    error_description?: string;
  };
  if (!answer.ok || !body.access_token) throw down(body.error_description ?? `HTTP ${answer.status}`);
  return body.access_token;
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof StartProblem ? error.message : oneLine(error));
  process.exitCode = 1;
});
