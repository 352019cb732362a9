/** Procedures as published data: draft, preview, simulate, publish. */
import type { z } from 'zod';
import { mayConfigure, mayUseCases } from '../../../domain/access/member';
import { procedureFor, type PinnedProcedure } from '../../../domain/procedure/procedure';
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import { simulating, type Simulation } from '../../../domain/simulation/simulate';
import { TooMuch } from '../../../domain/simulation/simulate-run';
import { addDays, dateOf, diffDays } from '../../../domain/time/plain-date';
import { listDrafts, readDraft, saveDraft } from '../../../database/drafts';
import { inTransaction, type Pool } from '../../../database/pool';
import type { Rules } from '../../../database/rules';
import type { Deps } from '../../deps';
import type { Identity } from '../../login/identity';
import { forbidden, invalid, notFound, type FieldError } from '../../http/problems';
import {
  currentVersion,
  findVersion,
  mustBeSound,
  previewOf,
  publishedVersions,
  publishProcedure,
  warningsIn,
} from './procedures';
import { Reply, route, type Route } from '../../http/route';
import { fewAtOnce, turns } from '../../http/turns';
import {
  ProcedureDraft,
  ProcedureInput,
  ProcedureParams,
  ProcedurePreview,
  ProcedurePublished,
  ProcedureVersions,
  SimulationRequest,
  SimulationResult,
} from './schemas';
import { VersionChoice } from '../schemas';

const tag = 'rules';
/** A simulation looks at most so far: three years. */
const MOST_DAYS = 1_096;

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
      return { code, versions, draft: draft && { ...draft.body, status: 'draft' } };
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
      const draft = await inTransaction(deps.pool, (client) =>
        saveDraft(
          client,
          'procedure',
          definition.code,
          (version) => ({ ...definition, version }),
          identity.subject,
          receivedAt,
        ),
      );
      return new Reply(
        201,
        {
          code: draft.id,
          version: draft.version,
          status: 'draft',
          complaints: [],
          warnings: warningsIn(found),
        },
        { Location: `/api/v1/procedures/${draft.id}` },
      );
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
      if (!version) throw noDraft();
      return previewOf(version, rules, deps);
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

export const publishedProcedure = (definition: ProcedureDefinition): object => ({
  ...definition,
  status: 'published',
});

/** Only whoever may publish a draft sees it. */
export async function procedureDrafts(pool: Pool, identity: Identity): Promise<object[]> {
  mustConfigure(identity);
  const drafts = await listDrafts<ProcedureDefinition>(pool, 'procedure');
  return drafts.map(({ body }) => ({ ...body, status: 'draft' }));
}

function mustConfigure(identity: Identity): void {
  if (!mayConfigure(identity))
    throw forbidden({
      vi: 'Chỉ quản trị viên cấu hình lập, xem và công bố dự thảo thủ tục.',
      en: 'Only the administrator writes, reads and publishes drafts of procedures.',
    });
}

const noProcedure = () => notFound({ vi: 'Không có thủ tục này.', en: 'No such procedure.' });
const noDraft = () =>
  notFound({
    vi: 'Thủ tục này không có phiên bản hay dự thảo đó.',
    en: 'This procedure has no such version or draft.',
  });

/** Number and status are ours to give; whoever copies a published version sends them along. */
function definitionOf({ version: _version, status: _status, ...input }: z.output<typeof ProcedureInput>) {
  return { ...input, version: 0 } as unknown as ProcedureDefinition;
}

async function simulated(
  code: string,
  input: z.output<typeof SimulationRequest>,
  identity: Identity,
  deps: Deps,
): Promise<object> {
  const isAdmin = mayConfigure(identity);
  if (!isAdmin && !mayUseCases(identity))
    throw forbidden({ vi: 'Chỉ công chức và quản trị viên mô phỏng.', en: 'Only officials simulate.' });
  const rules = await deps.rules();
  const today = dateOf(deps.now());
  const current = (published: ProcedureDefinition[]) => currentVersion(published, code, today);
  const version = isAdmin
    ? await findVersion(deps.pool, rules, code, input.version, current)
    : publishedOnly(rules, code, input.version, current);
  if (!version) throw noDraft();
  const { definition, status } = version;
  const from = input.from ?? today;
  const to = input.to ?? addDays(from, 364);
  const unit = input.unitId === undefined ? undefined : rules.organisation.unit(input.unitId);
  const unitId = unit?.id ?? rules.organisation.provinceUnit.id;
  const errors = faultsOf(input, definition, from, to);
  if (input.unitId !== undefined && !unit)
    errors.push({ path: 'unitId', message: `Không có đơn vị "${input.unitId}" (unknown unit).` });
  if (errors.length > 0) throw invalid(errors);
  const procedure = procedureFor(definition, input.case, rules.organisation.communeOf(unitId)?.zone ?? null);
  mustHaveSteps(input, procedure);
  const reception = rules.calendarFor(unitId, { purpose: 'reception' });
  const { arrivals, staffing, supplementShare, branches, seed } = input;
  const chosen = { arrivals, staffing, supplementShare, branches, seed, from, to };
  try {
    const answer = await oneOfFew(() =>
      littleByLittle(simulating(procedure, chosen, rules.calendarFor(unitId), reception)),
    );
    return { code, version: definition.version, status, ...answer };
  } catch (error) {
    if (error instanceof TooMuch)
      throw invalid([
        { path: 'arrivals', message: 'Quá nhiều lượt qua các bước (too many visits to steps).' },
      ]);
    if (!(error instanceof RangeError)) throw error;
    throw invalid([{ path: 'to', message: 'Không có ngày tiếp nhận nào trong khoảng này (never open).' }]);
  }
}

const oneOfFew = fewAtOnce(4);

async function littleByLittle(steps: Generator<void, Simulation>): Promise<Simulation> {
  const turn = turns();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    const others = turn();
    if (others) await others;
  }
}

function publishedOnly(
  rules: Rules,
  code: string,
  version: number | undefined,
  current: (published: ProcedureDefinition[]) => ProcedureDefinition | undefined,
): { definition: ProcedureDefinition; status: 'published' } | null {
  const published = publishedVersions(rules, code);
  const found = version === undefined ? current(published) : published.find((one) => one.version === version);
  return found ? { definition: found, status: 'published' } : null;
}

function faultsOf(
  input: z.output<typeof SimulationRequest>,
  definition: ProcedureDefinition,
  from: string,
  to: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (to < from) errors.push({ path: 'to', message: 'Ngày cuối trước ngày đầu (before from).' });
  else if (diffDays(from, to) >= MOST_DAYS)
    errors.push({ path: 'to', message: 'Tối đa ba năm (at most three years).' });
  if (input.case !== undefined && !definition.cases?.some((one) => one.id === input.case))
    errors.push({ path: 'case', message: `Thủ tục không có trường hợp "${input.case}" (no such case).` });
  return errors;
}

/** A misspelt step, or a way on that is none, would be simulated with its default, unnoticed. */
function mustHaveSteps(
  { staffing = {}, branches = {} }: z.output<typeof SimulationRequest>,
  { steps }: PinnedProcedure,
): void {
  const find = (id: string) => steps.find((step) => step.id === id);
  const noStep = (id: string, path: string): FieldError[] =>
    find(id) ? [] : [{ path, message: `Không có bước ${id} (no such step).` }];
  const noWay = (from: string, to: string, path: string): FieldError[] =>
    find(to) && find(from) && !find(from)?.next.includes(to)
      ? [{ path, message: `${to} không theo sau ${from} (does not follow).` }]
      : noStep(to, path);
  const errors = [
    ...Object.keys(staffing).flatMap((id) => noStep(id, `staffing.${id}`)),
    ...Object.entries(branches).flatMap(([id, ways]) => [
      ...noStep(id, `branches.${id}`),
      ...Object.keys(ways).flatMap((way) => noWay(id, way, `branches.${id}.${way}`)),
    ]),
  ];
  if (errors.length > 0) throw invalid(errors);
}
