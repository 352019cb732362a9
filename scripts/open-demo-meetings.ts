import { dateOf } from '../domain/time/plain-date';
import { demoMeetings } from '../prisma/seed/demo-meetings';
import { accessToken } from './lib/access-token';
import { oneLine } from './lib/problem';
import { settingsOrExit } from '../settings/environment';

async function main(): Promise<void> {
  const settings = settingsOrExit('visitor');
  const token = await accessToken('office', settings);
  const meetings = demoMeetings(dateOf(Date.now()), { original: settings.DEMO_DATES === 'original' });
  for (const [index, body] of meetings.entries()) {
    const answer = await fetch(`http://127.0.0.1:${settings.PORT}/api/v1/meetings`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': `demo-meeting-${index + 1}`,
      },
      body: JSON.stringify(body),
    });
    const problem = (await answer.json()) as { reason?: string };
    const isThere = answer.status === 422 && problem.reason === 'idempotencyKeyReused';
    if (!answer.ok && !isThere) throw new Error(`${body.title}: ${answer.status} ${JSON.stringify(problem)}`);
  }
}

main().catch((error: unknown) => {
  console.error(oneLine(error));
  process.exitCode = 1;
});
