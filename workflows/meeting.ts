/** A meeting: all of its cases or none. It writes its own row, starts the cases, and ends when all are settled. */
import { proxyActivities } from '@temporalio/workflow';
import type * as activities from '../activities';
import type { MeetingInput } from './messages';
import { openCase } from './open-case';

const { recordMeeting, meetingSettled } = proxyActivities<typeof activities>({
  startToCloseTimeout: '60s',
  retry: { initialInterval: '100ms', backoffCoefficient: 1.5, maximumInterval: '2s' },
});

export async function meeting(input: MeetingInput): Promise<void> {
  await recordMeeting(input);
  await Promise.all(input.cases.map(({ kind, id, opened }) => openCase(kind, { id, opened })));
  await meetingSettled({ id: input.id });
}
