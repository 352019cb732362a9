import path from 'node:path';
import { ISSUER_PATH } from '../../api/login/demo-issuer';
import type { Settings } from '../../settings/environment';
import { readJson } from './files';
import { StartProblem, oneLine } from './problem';

/** An access token of a demo user from the issuer of the running instance with this port and data directory. */
export async function accessToken(
  user: string,
  { PORT: port, DATA_DIR: dataDir }: Pick<Settings<'visitor'>, 'PORT' | 'DATA_DIR'>,
): Promise<string> {
  const folder = path.join(dataDir, 'issuer');
  const secret = readJson<Record<string, string>>(path.join(folder, 'secrets.json'))?.[user];
  if (!secret)
    throw new StartProblem(
      `Chưa có khóa trong ${folder}: hãy chạy "npm start" trước, với cùng DATA_DIR ` +
        '(no secrets there yet; start the instance with this DATA_DIR first).',
    );
  return fetchToken(`http://127.0.0.1:${port}${ISSUER_PATH}/token`, user, secret);
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
