/** What follows a settled command outside its own case. */
import type { CaseRow } from '../cases/rows';
import type { Deps } from '../deps';
import { poll } from '../http/wait';

/** Parts of a split are waited for this long, in ms. */
const PARTS_MS = 5_000;

/** The workflow opens the parts of a split; whoever split it sees them at once, or a moment later when that takes long. */
export async function afterwards(row: CaseRow, command: string, deps: Deps): Promise<void> {
  if (command !== 'split') return;
  await poll(async () => {
    const { rows } = await deps.pool.query<{ missing: number }>(
      `SELECT count(*)::integer AS missing FROM event e, jsonb_array_elements(e.data -> 'items') AS item
       WHERE e.case_id = $1 AND e.version = $2 AND e.type = 'split'
         AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = (item ->> 'id')::uuid)`,
      [row.id, row.version],
    );
    return rows[0]?.missing === 0 ? true : null;
  }, PARTS_MS);
}
