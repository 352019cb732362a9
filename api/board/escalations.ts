/** On the leader's board: rungs that wait for a written instruction, of cases still open. */
import type { Pool } from '../../database/pool';
import { Where } from '../cases/list';
import { iso, type ViewContext } from '../cases/view-context';
import { visibleEscalations } from '../escalations/rows';
import { linkTo } from './figures';

export async function escalationBoard(pool: Pool, view: ViewContext): Promise<object> {
  const where = visibleEscalations(new Where(), view);
  where.and(`r.state = 'fired' AND r.requires_ack AND r.acknowledged_at IS NULL AND c.closed_at IS NULL`);
  const { rows } = await pool.query<{ waiting: number; oldest: Date | null }>(
    `SELECT count(*)::int AS waiting, min(r.fired_at) AS oldest FROM rung r JOIN cases c ON c.id = r.case_id WHERE ${where}`,
    where.values,
  );
  const href = linkTo('escalations', {
    acknowledged: 'false',
    requiresAcknowledgement: 'true',
    open: 'true',
  });
  return {
    waitingForInstruction: rows[0]?.waiting ?? 0,
    oldest: iso(rows[0]?.oldest?.getTime()),
    href: { waitingForInstruction: href },
  };
}
