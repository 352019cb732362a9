/** Mass suspensions: whose working time stands still, from when to when, by which decision. */
import { maySuspend } from '../../../domain/access';
import { fromIso } from '../../../domain/time/plain-date';
import { inForce, type Suspension } from '../../../domain/time/suspension';
import type { Instant } from '../../../domain/time/types';
import { listDrafts, readDraft, saveDraft } from '../../../database/drafts';
import { inTransaction, type Pool } from '../../../database/pool';
import { asIf, type Rules } from '../../../database/rules';
import type { z } from 'zod';
import type { Identity } from '../../login/identity';
import { uuidOf } from '../../http/ids';
import { previewView } from '../preview';
import { conflictOf, type FieldError, forbidden, invalid, notFound } from '../../http/problems';
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
/** Longest suspension with an end, and how far ahead one may begin, in ms. */
const YEAR_MS = 366 * 86_400_000;

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
      return publishDraft('suspension', call.params.id, call.body.version, callOf(call), deps);
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
          publication: { kind: 'suspension', body: lifted(call.params.id, call.body, published, at) },
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

/** @throws 422 naming every unit nobody knows, a zone without communes, times that cannot be */
export function suspensionOf(
  input: z.output<typeof SuspensionInput>,
  id: string,
  { organisation }: Rules,
  now: Instant,
): Suspension {
  const { unitIds, zone } = input;
  const [from, to] = [fromIso(input.from), input.to === null ? null : fromIso(input.to)];
  const errors: FieldError[] = unitIds.flatMap((unit, index) =>
    organisation.unit(unit)
      ? []
      : [{ path: `unitIds[${index}]`, message: `Không có đơn vị "${unit}" (unknown unit).` }],
  );
  if (unitIds.length === 0 && zone === undefined)
    errors.push({ path: 'unitIds', message: 'Phải nêu đơn vị hoặc địa bàn (units or a zone).' });
  if (zone !== undefined && !organisation.units.some((unit) => unit.zone === zone))
    errors.push({ path: 'zone', message: `Không có xã, phường nào thuộc địa bàn "${zone}" (unknown zone).` });
  if (to !== null && to <= from)
    errors.push({ path: 'to', message: 'Kết thúc phải sau khi bắt đầu (ends before it begins).' });
  if (to !== null && to > from + YEAR_MS)
    errors.push({ path: 'to', message: 'Một lần tạm dừng không quá một năm (longer than a year).' });
  if (Math.abs(from - now) > YEAR_MS)
    errors.push({ path: 'from', message: 'Bắt đầu phải trong vòng một năm quanh hôm nay (within a year).' });
  if (errors.length > 0) throw invalid(errors);
  const { name, legalBasis, reason } = input;
  return {
    id,
    version: 0,
    name,
    unitIds: [...new Set(unitIds)],
    ...(zone === undefined ? {} : { zone }),
    from,
    to,
    legalBasis,
    reason,
    publishedAt: now,
  };
}

function lifted(
  id: string,
  { at, legalBasis }: z.output<typeof LiftInput>,
  { suspensions }: Rules,
  now: Instant,
): Suspension {
  const versions = suspensions.filter((one) => one.id === id);
  if (versions.length === 0) throw noSuspension();
  const current = inForce(versions)[0];
  const to = at === undefined ? now : fromIso(at);
  if (!current || (current.to !== null && current.to <= Math.min(to, now)))
    throw conflictOf('alreadyLifted', 'Lần tạm dừng này đã kết thúc.', 'This suspension has ended already.');
  if (current.to !== null && to > current.to)
    throw invalid([
      { path: 'at', message: 'Tạm dừng đã hết trước đó; muốn kéo dài xin lập phiên bản mới (ends earlier).' },
    ]);
  if (to > Math.max(now, current.from) + YEAR_MS)
    throw invalid([{ path: 'at', message: 'Kết thúc phải trong vòng một năm tới (within a year).' }]);
  if (to <= current.from)
    throw invalid([
      { path: 'at', message: 'Kết thúc phải sau khi bắt đầu; muốn hủy hẳn xin dùng hoàn tác (use undo).' },
    ]);
  return {
    ...current,
    version: current.version + 1,
    to,
    ...(legalBasis === undefined ? {} : { legalBasis: `${current.legalBasis}; ${legalBasis}` }),
  };
}

export function mustSuspend(identity: Identity, { organisation }: Rules): void {
  if (!maySuspend(identity, organisation))
    throw forbidden({
      vi: 'Chỉ Văn phòng UBND tỉnh hoặc quản trị viên tạm dừng thời hạn hàng loạt và xem dự thảo.',
      en: 'Only the provincial office or the administrator suspends deadlines and reads such drafts.',
    });
}

const noSuspension = () => notFound({ vi: 'Không có lần tạm dừng này.', en: 'There is no such suspension.' });
