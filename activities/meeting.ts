/** A meeting's own row; idempotent by the meeting's id. */
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { MeetingInput } from '../workflows/messages';
import { activityDeps } from './context';

export async function recordMeeting(input: MeetingInput): Promise<void> {
  const ids = (kind: string): string[] => input.cases.filter((one) => one.kind === kind).map((one) => one.id);
  await activityDeps().pool.query(
    `INSERT INTO meeting (id, title, held_on, chair_position_id, created_at, created_by, body_hash, cases)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
    [
      input.id,
      input.title,
      input.heldOn,
      input.chairPositionId,
      new Date(input.createdAt),
      input.createdBy,
      input.bodyHash,
      JSON.stringify({ recommendations: ids('recommendation'), directives: ids('directive') }),
    ],
  );
}

/** Settled when every one of its cases is. Not yet: asked again, without an alarm. */
export async function meetingSettled({ id }: { id: string }): Promise<void> {
  const { pool } = activityDeps();
  const { rows } = await pool.query<{ missing: number }>(
    `SELECT count(*)::integer AS missing
     FROM meeting m, jsonb_array_elements_text((m.cases -> 'recommendations') || (m.cases -> 'directives')) AS wanted (id)
     WHERE m.id = $1 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = wanted.id::uuid)`,
    [id],
  );
  const missing = rows[0]?.missing ?? 0;
  if (missing > 0)
    throw ApplicationFailure.create({
      type: 'MeetingUnsettled',
      message: `${missing} cases are not settled yet`,
      category: ApplicationFailureCategory.BENIGN,
    });
  await pool.query('UPDATE meeting SET settled_at = clock_timestamp() WHERE id = $1 AND settled_at IS NULL', [
    id,
  ]);
}
