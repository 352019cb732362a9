/** What a case has truly reached when its timer fires or somebody signalled it. Reads only. */
import type { CaseState } from '../domain/case/case';
import { derive, reachedAt } from '../domain/case/derive';
import type { WakeUpInput, WakeUpResult } from '../workflows/messages';
import { activityDeps } from './context';

/** Re-derives with the rules as they are now, so a calendar published meanwhile counts; names the version it judged. */
export async function wakeUp({ id, version, now }: WakeUpInput): Promise<WakeUpResult> {
  const { pool, rules } = activityDeps();
  const published = await rules.current();
  const { rows } = await pool.query<{ state: CaseState }>('SELECT state FROM cases WHERE id = $1', [id]);
  const state = rows[0]?.state;
  if (!state || state.version < version) throw new Error(`case ${id}: version ${version} is not settled yet`);
  const derived = derive(state, published);
  const reached = reachedAt(state, derived, published, now);
  return { version: state.version, reached, nextAt: derived.wakeAt };
}
