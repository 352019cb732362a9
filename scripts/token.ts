import { DEMO_USERS } from '../api/login/demo-issuer';
import { accessToken } from './lib/access-token';
import { inWords, StartProblem } from './lib/problem';
import { settingsOrExit } from '../settings/environment';

/** `npm run --silent token -- <user>`: prints an access token of the running instance and nothing else. */
async function main(user: string | undefined): Promise<void> {
  if (!user || !DEMO_USERS.some((known) => known.user === user)) {
    const names = DEMO_USERS.map((known) => known.user).join(', ');
    throw new StartProblem(
      `Không có người dùng mẫu "${user ?? ''}"; hãy chọn (unknown user; choose one of): ${names}.`,
    );
  }
  console.log(await accessToken(user, settingsOrExit('visitor')));
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(inWords(error));
  process.exitCode = 1;
});
