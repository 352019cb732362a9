/** Commands that were accepted and are not written yet. */
import type { CaseKind } from '../../domain/case/case';
import { Reply } from './route';

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

export const pending = (key: string, commandId: string): Reply<object> =>
  new Reply(
    202,
    { key, status: 'pending', href: `/api/v1/commands/${commandId}` },
    { Location: `/api/v1/commands/${commandId}`, 'Retry-After': '2' },
  );
