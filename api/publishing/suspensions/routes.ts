/** Mass suspensions: whose working time stands still, from when to when, by which decision. */
import { maySuspend } from '../../../domain/access/member';
import { lifted, validateSuspension } from '../../../domain/publishing/suspensions';
import { fromIso } from '../../../domain/time/plain-date';
import type { Suspension } from '../../../domain/time/suspension';
import type { Instant } from '../../../domain/time/types';
import { readDraft } from '../../../database/drafts';
import { asIf, type Rules } from '../../../database/rules';
import type { z } from 'zod';
import { uuidOf } from '../../http/ids';
import { keepDraft } from '../drafts';
import { errorsOf, refuseFaults } from '../faults';
import { previewView } from '../preview';
import { conflictOf, invalid, notFound } from '../../http/problems';
import { callOf, publish, publishDraft } from '../publish';
import { route, type Route } from '../../http/route';
import {
  DraftKept,
  JobStarted,
  PreviewResult,
  PublishedVersions,
  RuleParams,
  VersionChoice,
} from '../schemas';
import { LiftInput, SuspensionInput } from './schemas';
import { suspensionView } from './view';
import { mustSuspend, suspensionOf } from './draft';

const tag = 'rules';

export const suspensionRoutes: Route[] = [
  route(
    {
      method: 'get',
      path: '/suspensions/{id}',
      tag,
      summary: 'Các phiên bản của một lần tạm dừng',
      params: RuleParams,
      returns: PublishedVersions,
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
      return keepDraft('suspension', { id }, suspension, { identity, receivedAt }, deps);
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

const noSuspension = () => notFound({ vi: 'Không có lần tạm dừng này.', en: 'There is no such suspension.' });
