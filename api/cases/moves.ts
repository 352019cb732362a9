/** How published rules moved the dates of a case: one line a clock and publication, oldest first. */
import type { Change } from '../../domain/publishing/moved';
import { applicantOf } from '../../domain/escalation/moved-notice';
import { ms } from '../../database/epoch';
import type { Pool } from '../../database/pool';
import { iso } from './view-context';

export async function movesOf(pool: Pool, caseId: string): Promise<object[]> {
  const { rows } = await pool.query<{ job: string; why: string; at: number; changes: Change[] }>(
    `SELECT j.id AS job, j.title AS why, ${ms('m.at')} AS at, m.changes
     FROM job_case m JOIN job j ON j.id = m.job_id WHERE m.case_id = $1 AND m.changes <> '[]'::jsonb ORDER BY m.at, j.id`,
    [caseId],
  );
  return rows.flatMap(({ job, why, at, changes }) =>
    changes.map(({ clockId, from, to }) => ({
      at: iso(at),
      job,
      why,
      clock: clockId,
      from: iso(from),
      to: iso(to),
    })),
  );
}

/** What the applicant of a dossier was told, newest first. */
export async function noticesToApplicant(pool: Pool, caseId: string): Promise<object[]> {
  const { rows } = await pool.query<{ at: number; text: string }>(
    `SELECT ${ms('at')} AS at, title AS text FROM notification
     WHERE person_id = $1 ORDER BY at DESC LIMIT 20`,
    [applicantOf(caseId)],
  );
  return rows.map(({ at, text }) => ({ at: iso(at), text }));
}
