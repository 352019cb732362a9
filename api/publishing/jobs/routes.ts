/** Jobs over many cases: how far they are, what they did to each case, and taking them back. */
import { z } from 'zod';
import { mayConfigure, maySuspend } from '../../../domain/access/member';
import { seenUnits } from '../../../domain/access/visibility';
import type { Rules } from '../../../database/rules';
import { invalid } from '../../http/problems';
import { route, type Route } from '../../http/route';
import { ListQuery, pageOf } from '../../http/schemas';
import type { Identity } from '../../login/identity';
import { callOf } from '../publish';
import { JobStarted } from '../schemas';
import { undo } from '../undo';
import { jobCases, jobView, listJobs, readJob } from './jobs';
import { recalculate, suspend } from './new-job';
import { notYours } from './rights';
import { JobCase, JobInput, JobParams, JobView } from './schemas';

const tag = 'jobs';

export const jobRoutes: Route[] = [
  route(
    {
      method: 'get',
      path: '/jobs',
      tag,
      summary: 'Các việc, mới nhất trước',
      query: z.strictObject(ListQuery),
      returns: pageOf(JobView, 'Các việc'),
    },
    async ({ query, identity }, deps) => {
      maySeeJobs(identity, await deps.rules());
      return listJobs(deps.pool, query);
    },
  ),
  route(
    {
      method: 'get',
      path: '/jobs/{id}',
      tag,
      summary: 'Tiến độ và kết quả',
      params: JobParams,
      returns: JobView,
    },
    async ({ params, identity }, deps) => {
      maySeeJobs(identity, await deps.rules());
      return jobView(await readJob(deps.pool, params.id));
    },
  ),
  route(
    {
      method: 'get',
      path: '/jobs/{id}/cases',
      tag,
      summary: 'Việc đã làm gì với từng vụ việc',
      params: JobParams,
      query: z.strictObject({
        ...ListQuery,
        moved: z
          .enum(['true', 'false'])
          .optional()
          .meta({ description: 'Chỉ vụ việc có hạn đổi', examples: ['true'] }),
      }),
      returns: pageOf(JobCase, 'Từng vụ việc'),
    },
    async ({ params, query, identity }, deps) => {
      maySeeJobs(identity, await deps.rules());
      await readJob(deps.pool, params.id);
      return jobCases(deps.pool, params.id, query);
    },
  ),
  route(
    {
      method: 'post',
      path: '/jobs',
      tag,
      summary: 'Tính lại hạn hoặc tạm dừng hàng loạt; dryRun chỉ xem trước',
      body: JobInput,
      returns: JobStarted,
      status: 202,
      idempotent: true,
    },
    async (call, deps) => {
      const { body, identity } = call;
      const rules = await deps.rules();
      if (body.kind === 'suspend') return suspend(body, callOf(call), rules, deps);
      if (body.kind !== 'recalculate')
        throw invalid([
          { path: 'kind', message: `Chưa có việc hàng loạt "${body.kind}" (not available yet).` },
        ]);
      if (!mayConfigure(identity)) throw notYours();
      return recalculate(body, callOf(call), rules, deps);
    },
  ),
  route(
    {
      method: 'post',
      path: '/jobs/{id}/undo',
      tag,
      summary: 'Hoàn tác: công bố lại phiên bản trước, hạn trở lại như cũ',
      params: JobParams,
      body: z.strictObject({}),
      returns: JobStarted,
      status: 202,
      idempotent: true,
    },
    async (call, deps) => {
      const rules = await deps.rules();
      if (!maySuspend(call.identity, rules.organisation)) throw notYours();
      const job = await readJob(deps.pool, call.params.id);
      if (job.kind !== 'suspend' && !mayConfigure(call.identity)) throw notYours();
      return undo(call.params.id, callOf(call), deps);
    },
  ),
];

/** Leaders see what moved the dates they are responsible for. */
function maySeeJobs(identity: Identity, { organisation }: Rules): void {
  if (!maySuspend(identity, organisation) && seenUnits(identity, 'dossier', organisation) !== 'all')
    throw notYours();
}
