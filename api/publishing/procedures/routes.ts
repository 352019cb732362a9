/** Procedures as published data: draft, preview, simulate, publish. */
import type { z } from 'zod';
import { mayConfigure } from '../../../domain/access/member';
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import { readDraft } from '../../../database/drafts';
import { notFound } from '../../http/problems';
import { route, type Route } from '../../http/route';
import { asDraft, keepDraft, mustConfigure } from '../drafts';
import { VersionChoice } from '../schemas';
import { mustBeSound, previewVersion, publishProcedure, warningsIn } from './procedures';
import {
  ProcedureDraft,
  ProcedureInput,
  ProcedureParams,
  ProcedurePreview,
  ProcedurePublished,
  ProcedureVersions,
} from './schemas';
import { SimulationRequest, SimulationResult } from './schemas-simulation';
import { simulated } from './simulation';
import { findVersion, noSuchVersion, publishedVersions } from './versions';
import { publishedProcedure } from './view';

const tag = 'rules';
export const procedureRoutes: Route[] = [
  route(
    {
      method: 'get',
      path: '/procedures/{code}',
      tag,
      summary: 'Các phiên bản của một thủ tục',
      params: ProcedureParams,
      returns: ProcedureVersions,
    },
    async ({ params: { code }, identity }, deps) => {
      const [rules, draft] = await Promise.all([
        deps.rules(),
        mayConfigure(identity) ? readDraft<ProcedureDefinition>(deps.pool, 'procedure', code) : null,
      ]);
      const versions = publishedVersions(rules, code).map(publishedProcedure);
      if (versions.length === 0 && !draft) throw noProcedure();
      return { code, versions, draft: draft && asDraft(draft.body) };
    },
  ),
  route(
    {
      method: 'post',
      path: '/procedures',
      tag,
      summary: 'Lập dự thảo thủ tục hoặc phiên bản mới của một thủ tục',
      description: 'Dự thảo có lỗi bị từ chối với 422, kể mọi lỗi kèm mã. Lập lại thì thay dự thảo đang chờ.',
      body: ProcedureInput,
      returns: ProcedureDraft,
      status: 201,
      idempotent: true,
    },
    async ({ body, identity, receivedAt }, deps) => {
      mustConfigure(identity);
      const definition = definitionOf(body);
      const found = mustBeSound(definition, await deps.rules());
      return keepDraft('procedure', { code: definition.code }, definition, { identity, receivedAt }, deps, {
        warnings: warningsIn(found),
      });
    },
  ),
  route(
    {
      method: 'post',
      path: '/procedures/{code}/preview',
      tag,
      summary: 'Nếu công bố phiên bản này của thủ tục thì thay đổi gì',
      params: ProcedureParams,
      body: VersionChoice,
      returns: ProcedurePreview,
    },
    async ({ params: { code }, body, identity }, deps) => {
      mustConfigure(identity);
      const rules = await deps.rules();
      const version = await findVersion(deps.pool, rules, code, body.version);
      if (!version) throw noSuchVersion();
      return previewVersion(version, rules, deps);
    },
  ),
  route(
    {
      method: 'post',
      path: '/procedures/{code}/simulate',
      tag,
      summary: 'Mô phỏng một năm hồ sơ theo một phiên bản của thủ tục',
      description:
        'Cùng yêu cầu luôn cho cùng kết quả. Dự thảo chỉ quản trị viên mô phỏng được; công chức mô phỏng phiên bản đã công bố.',
      params: ProcedureParams,
      body: SimulationRequest,
      returns: SimulationResult,
    },
    (call, deps) => simulated(call.params.code, call.body, call.identity, deps),
  ),
  route(
    {
      method: 'post',
      path: '/procedures/{code}/publish',
      tag,
      summary: 'Công bố dự thảo thủ tục; hồ sơ đã nhận giữ phiên bản của mình',
      params: ProcedureParams,
      body: VersionChoice,
      returns: ProcedurePublished,
      idempotent: true,
    },
    async (call, deps) => {
      mustConfigure(call.identity);
      return publishProcedure(call.params.code, call.body.version, call, deps);
    },
  ),
];

const noProcedure = () => notFound({ vi: 'Không có thủ tục này.', en: 'No such procedure.' });
/** Number and status are ours to give; whoever copies a published version sends them along. */
function definitionOf({ version: _version, status: _status, ...input }: z.output<typeof ProcedureInput>) {
  return { ...input, version: 0 } as unknown as ProcedureDefinition;
}
