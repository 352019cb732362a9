/** What calendars, suspensions and procedures have in common while they wait to be published. */
import { mayConfigure } from '../../domain/access/member';
import { listDrafts, saveDraft, type DraftKind } from '../../database/drafts';
import { inTransaction, type Pool } from '../../database/pool';
import type { Deps } from '../deps';
import { forbidden } from '../http/problems';
import { type Call, Reply } from '../http/route';
import type { Identity } from '../login/identity';

/** Keeps a draft as the next version of its thing, in place of the one that waits; `more` is what else is answered. */
export async function keepDraft(
  kind: DraftKind,
  named: { id: string } | { code: string },
  body: object,
  { identity, receivedAt }: Pick<Call<unknown, unknown, unknown>, 'identity' | 'receivedAt'>,
  deps: Deps,
  more: object = {},
): Promise<Reply<object>> {
  const id = 'id' in named ? named.id : named.code;
  const { version } = await inTransaction(deps.pool, (client) =>
    saveDraft(client, kind, id, (next) => ({ ...body, version: next }), identity.subject, receivedAt),
  );
  const kept = { ...named, version, status: 'draft', complaints: [], ...more };
  return new Reply(201, kept, { Location: `/api/v1/${kind}s/${id}` });
}

/** Drafts of a kind, as whoever may publish them reads them. */
export async function waiting<B>(pool: Pool, kind: DraftKind, view: (body: B) => object): Promise<object[]> {
  return (await listDrafts<B>(pool, kind)).map(({ body }) => view(body));
}

export const asDraft = (body: object): object => ({ ...body, status: 'draft' });

export function mustConfigure(identity: Identity): void {
  if (!mayConfigure(identity))
    throw forbidden({
      vi: 'Chỉ quản trị viên cấu hình lập, xem dự thảo và công bố lịch và thủ tục.',
      en: 'Only the administrator writes and publishes calendars and procedures, and reads their drafts.',
    });
}
