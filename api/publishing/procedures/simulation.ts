/** A year of dossiers under one version of a procedure, counted a little at a time so that nobody waits. */
import type { z } from 'zod';
import { mayConfigure, mayUseCases } from '../../../domain/access/member';
import { procedureFor, type PinnedProcedure } from '../../../domain/procedure/procedure';
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import { simulating, type Simulation } from '../../../domain/simulation/simulate';
import { TooMuch } from '../../../domain/simulation/simulate-run';
import { addDays, dateOf, diffDays } from '../../../domain/time/plain-date';
import type { Rules } from '../../../database/rules';
import type { Deps } from '../../deps';
import { forbidden, invalid, type FieldError } from '../../http/problems';
import { fewAtOnce, turns } from '../../http/turns';
import type { Identity } from '../../login/identity';
import type { SimulationRequest } from './schemas-simulation';
import { currentVersion, findVersion, noSuchVersion, publishedVersions } from './versions';

/** A simulation looks at most so far: three years. */
const MOST_DAYS = 1_096;

export async function simulated(
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
  if (!version) throw noSuchVersion();
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
