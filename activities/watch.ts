/** The second alarm: whoever should be awake and is not. Run each minute by a Temporal Schedule. */
import type { CaseKind } from '../domain/case/case';
import type { Instant } from '../domain/time/types';
import {
  CASES_QUEUE,
  caseWorkflowId,
  JOBS_QUEUE,
  jobWorkflowId,
  POSTMAN_OFFICE,
  type CaseInput,
} from '../workflows/messages';
import { activityDeps } from './context';
import { wakeAgenda, wakeCase } from './wake';

/** An agenda that is at work needs this long, in ms, before anyone calls it. */
const PATIENCE_MS = 20_000;
/** Cases woken in one minute; the rest follow in the next. */
const CASES_A_MINUTE = 500;

export async function wakeLate({ now }: { now: Instant }): Promise<void> {
  const { pool } = activityDeps();
  const before = new Date(now - PATIENCE_MS);
  const { rows: offices } = await pool.query<{ office: string }>(
    `SELECT office FROM rung WHERE state = 'armed' AND coalesce(retry_at, at) <= $1 GROUP BY office`,
    [before],
  );
  const { rows: letters } = await pool.query(
    'SELECT 1 FROM outbox WHERE sent_at IS NULL AND send_at <= $1 LIMIT 1',
    [before],
  );
  const { rows: cases } = await pool.query<{ kind: CaseKind; id: string }>(
    `SELECT kind, id FROM cases WHERE closed_at IS NULL AND wake_at <= $1 ORDER BY wake_at LIMIT ${CASES_A_MINUTE}`,
    [before],
  );
  // One that cannot be woken keeps nobody else asleep; the next minute tries again, and so does the failed activity.
  const calls = [
    ...offices.map(({ office }) => wakeAgenda(office)),
    ...(letters.length > 0 ? [wakeAgenda(POSTMAN_OFFICE)] : []),
    ...cases.map(({ kind, id }) => wakeCase(kind, id)),
    openDirectives(),
    beginJobs(before),
  ];
  const failed = (await Promise.allSettled(calls)).filter((call) => call.status === 'rejected');
  if (failed[0]) throw failed[0].reason;
}

/** Directives that an acknowledged instruction opens and that are not there yet: the API died in between. */
async function openDirectives(): Promise<void> {
  const { pool, temporal } = activityDeps();
  const { rows } = await pool.query<{ opens: CaseInput }>(
    `SELECT opens FROM rung r WHERE opens IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = (r.opens ->> 'id')::uuid)`,
  );
  for (const { opens } of rows)
    await temporal.workflow.start('directive', {
      workflowId: caseWorkflowId('directive', opens.id),
      taskQueue: CASES_QUEUE,
      args: [opens],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    });
}

/**
 * Jobs that are not done and that no workflow does: the API died before it began one, or the engine lost it. Beginning
 * again goes on where the row says; nothing can be published before.
 */
async function beginJobs(before: Date): Promise<void> {
  const { pool, temporal } = activityDeps();
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM job WHERE state <> 'done' AND created_at <= $1`,
    [before],
  );
  for (const { id } of rows)
    await temporal.workflow.start('job', {
      workflowId: jobWorkflowId(id),
      taskQueue: JOBS_QUEUE,
      args: [{ id }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
}
