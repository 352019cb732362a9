/** Mass suspensions: whose working time stands still, from when to when, by which decision. */
import { maySuspend } from '../../../domain/access/member';
import { lifted, validateSuspension } from '../../../domain/publishing/suspensions';
import { fromIso } from '../../../domain/time/plain-date';
import type { Suspension } from '../../../domain/time/suspension';
import type { Instant } from '../../../domain/time/types';
import { listDrafts, readDraft, saveDraft } from '../../../database/drafts';
import { inTransaction, type Pool } from '../../../database/pool';
import { asIf, type Rules } from '../../../database/rules';
import type { z } from 'zod';
import type { Identity } from '../../login/identity';
import { uuidOf } from '../../http/ids';
import { errorsOf, refuseFaults } from '../faults';
import { previewView } from '../preview';
import { conflictOf, forbidden, invalid, notFound } from '../../http/problems';
import { callOf, publish, publishDraft } from '../publish';
import { Reply, route, type Route } from '../../http/route';
import {
  CalendarVersions,
  DraftKept,
  JobStarted,
  LiftInput,
  PreviewResult,
  RuleParams,
  SuspensionInput,
  VersionChoice,
} from '../schemas';
import { iso } from '../../cases/view-context';

const tag = 'rules';

export const suspensionRoutes: Route[] = [
  route(
    {
      method: 'get',
      path: '/suspensions/{id}',
      tag,
      summary: 'Các phiên bản của một lần tạm dừng',
      params: RuleParams,
      returns: CalendarVersions,
    },
    async ({ params: { id }, identity }, deps) => {
      const rules = await deps.rules();
      const mayRead = maySuspend(identity, rules.organisation);
      const draft = mayRead ? await readDraft<Suspension>(deps.pool, 'suspension', id) : null;
      const versions = rules.suspensions.filter((one) => one.id === id);
      if (versions.length === 0 && !draft) throw noSuspension();
      return {
        id,
        versions: versions.map((one) => suspensionView(one, 'published')),
        draft: draft && suspensionView(draft.body, 'draft'),
      };
    },
  ),
  route(
    {
      method: 'post',
      path: '/suspensions',
      tag,
      summary: 'Lập dự thảo tạm dừng thời hạn hàng loạt',
      description:
        'Chưa có hiệu lực cho đến khi công bố (publish). Mã đã có thì lập phiên bản mới, ví dụ để gia hạn.',
      body: SuspensionInput,
      returns: DraftKept,
      status: 201,
      idempotent: true,
    },
    async ({ body, identity, receivedAt, key }, deps) => {
      const rules = await deps.rules();
      mustSuspend(identity, rules);
      const id = body.id ?? `tam-dung-${uuidOf('suspension', identity.subject, key).slice(0, 8)}`;
      const suspension = suspensionOf(body, id, rules, deps.now());
      const draft = await inTransaction(deps.pool, (client) =>
        saveDraft(
          client,
          'suspension',
          id,
          (version) => ({ ...suspension, version }),
          identity.subject,
          receivedAt,
        ),
      );
      const kept = { id, version: draft.version, status: 'draft', complaints: [] };
      return new Reply(201, kept, { Location: `/api/v1/suspensions/${id}` });
    },
  ),
  route(
    {
      method: 'post',
      path: '/suspensions/{id}/preview',
      tag,
      summary: 'Nếu tạm dừng thì hạn nào đổi',
      params: RuleParams,
      body: VersionChoice,
      returns: PreviewResult,
    },
    async ({ params, body, identity }, deps) => {
      const rules = await deps.rules();
      mustSuspend(identity, rules);
      const draft = await readDraft<Suspension>(deps.pool, 'suspension', params.id, body.version);
      if (!draft) throw notFound({ vi: 'Không có dự thảo tạm dừng này.', en: 'There is no such draft.' });
      const suspension = { ...draft.body, publishedAt: deps.now() };
      const then = asIf(rules, { suspension });
      return previewView({ kind: 'suspension', body: suspension }, rules, then, deps);
    },
  ),
  route(
    {
      method: 'post',
      path: '/suspensions/{id}/publish',
      tag,
      summary: 'Công bố tạm dừng; hạn các vụ việc đang mở được cập nhật',
      params: RuleParams,
      body: VersionChoice,
      returns: JobStarted,
      status: 202,
      idempotent: true,
    },
    async (call, deps) => {
      mustSuspend(call.identity, await deps.rules());
      const { params, body } = call;
      return publishDraft('suspension', params.id, body.version, callOf(call), deps, (publication, rules) =>
        refuseFaults(validateSuspension(publication.body as Suspension, rules.organisation, deps.now())),
      );
    },
  ),
  route(
    {
      method: 'post',
      path: '/suspensions/{id}/lift',
      tag,
      summary: 'Kết thúc tạm dừng; hạn chạy tiếp từ thời điểm đó',
      params: RuleParams,
      body: LiftInput,
      returns: JobStarted,
      status: 202,
      idempotent: true,
    },
    async (call, deps) => {
      const rules = await deps.rules();
      mustSuspend(call.identity, rules);
      return publish(callOf(call), deps, (_client, at, published) =>
        Promise.resolve({
          publication: { kind: 'suspension', body: liftedOf(call.params.id, call.body, published, at) },
        }),
      );
    },
  ),
];

export const suspensionView = (
  { from, to, publishedAt, ...suspension }: Suspension,
  status: 'draft' | 'published',
): object => ({
  ...suspension,
  from: iso(from),
  to: iso(to),
  status,
  ...(status === 'published' ? { publishedAt: iso(publishedAt) } : {}),
});

export async function suspensionDrafts(pool: Pool, identity: Identity, rules: Rules): Promise<object[]> {
  mustSuspend(identity, rules);
  return (await listDrafts<Suspension>(pool, 'suspension')).map(({ body }) => suspensionView(body, 'draft'));
}

/** @throws 422 naming every fault */
export function suspensionOf(
  { unitIds, zone, from, to, name, legalBasis, reason }: z.output<typeof SuspensionInput>,
  id: string,
  { organisation }: Rules,
  now: Instant,
): Suspension {
  const suspension: Suspension = {
    id,
    version: 0,
    name,
    unitIds: [...new Set(unitIds)],
    ...(zone === undefined ? {} : { zone }),
    from: fromIso(from),
    to: to === null ? null : fromIso(to),
    legalBasis,
    reason,
    publishedAt: now,
  };
  refuseFaults(validateSuspension(suspension, organisation, now));
  return suspension;
}

/** @throws 404, 409 when it has ended already, 422 for a time that cannot be */
function liftedOf(
  id: string,
  { at, legalBasis }: z.output<typeof LiftInput>,
  { suspensions }: Rules,
  now: Instant,
): Suspension {
  const versions = suspensions.filter((one) => one.id === id);
  if (versions.length === 0) throw noSuspension();
  const lift = lifted(versions, { at: at === undefined ? undefined : fromIso(at), legalBasis }, now);
  if ('refused' in lift)
    throw conflictOf(lift.refused, 'Lần tạm dừng này đã kết thúc.', 'This suspension has ended already.');
  if ('complaints' in lift) throw invalid(errorsOf(lift.complaints));
  return lift.version;
}

export function mustSuspend(identity: Identity, { organisation }: Rules): void {
  if (!maySuspend(identity, organisation))
    throw forbidden({
      vi: 'Chỉ Văn phòng UBND tỉnh hoặc quản trị viên tạm dừng thời hạn hàng loạt và xem dự thảo.',
      en: 'Only the provincial office or the administrator suspends deadlines and reads such drafts.',
    });
}

const noSuspension = () => notFound({ vi: 'Không có lần tạm dừng này.', en: 'There is no such suspension.' });
