/** What follows a settled command outside its own case, and which commands are still on their way. */
import type { Actor, CaseKind } from '../domain/case';
import type { SubmittedData } from '../domain/request/state';
import type { Rules } from '../prisma/rules';
import type { CaseRow } from './cases';
import type { CommandCall } from './commands';
import type { Deps } from './deps';
import { commandIdOf } from './ids';
import { poll } from './wait';

/** Parts of a split are waited for this long, in ms. */
const PARTS_MS = 5_000;

interface Pending {
  kind: CaseKind;
  id: string;
  subject: string;
}

/** Commands answered with 202, so that `GET /commands/{key}` can say "under way". Lost at a restart: then it says 404 until settled. */
class PendingCommands {
  private static readonly MAX = 10_000;
  private readonly byId = new Map<string, Pending>();

  remember(commandId: string, pending: Pending): void {
    this.byId.set(commandId, pending);
    const oldest = this.byId.keys().next().value;
    if (this.byId.size > PendingCommands.MAX && oldest !== undefined) this.byId.delete(oldest);
  }

  get(commandId: string): Pending | undefined {
    return this.byId.get(commandId);
  }
}

export const pendingCommands = new PendingCommands();

/** The parts of a split are opened once the split stands; repeating the command opens what is missing. */
export async function afterwards(row: CaseRow, call: CommandCall, deps: Deps, _rules: Rules): Promise<void> {
  if (call.body.type !== 'split') return;
  const { rows } = await deps.pool.query<{
    at: Date;
    by: Actor;
    data: { items: { id: string; opened: SubmittedData }[] };
  }>(`SELECT at, by, data FROM event WHERE case_id = $1 AND version = $2 AND type = 'split'`, [
    row.id,
    row.version,
  ]);
  const event = rows[0];
  if (!event) return;
  const { items } = event.data;
  await Promise.all(
    items.map(({ id, opened }) =>
      deps.engine.startCase('recommendation', {
        id,
        opened: {
          type: 'submitted',
          at: event.at.getTime(),
          by: event.by,
          data: { ...opened },
          commandId: commandIdOf(event.by.subject, id, call.key),
          bodyHash: call.bodyHash,
        },
      }),
    ),
  );
  // Whoever split it sees the parts at once; when that takes too long they appear a moment later.
  await poll(async () => {
    const found = await deps.pool.query('SELECT 1 FROM cases WHERE id = ANY($1::uuid[])', [
      items.map(({ id }) => id),
    ]);
    return found.rowCount === items.length ? true : null;
  }, PARTS_MS);
}
