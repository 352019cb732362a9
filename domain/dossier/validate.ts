/**
 * What is wrong with a procedure definition, all at once. Conversions here only check that steps fit (8 working hours
 * to a day, n days ≈ ⌈n × 5/7⌉ working days); running clocks use the real calendar.
 */
import type { Term } from '../time/types';
import type { ProcedureDefinition, StepDefinition, UnitRule } from './definition';
import { allocationOf, nextSteps } from './procedure';

export type ComplaintCode =
  | 'STEP_SUM_EXCEEDS_LEGAL_TIME'
  | 'CONSULT_EXCEEDS_LEGAL_TIME'
  | 'UNKNOWN_TIME_UNIT'
  | 'BAD_AMOUNT'
  | 'UNKNOWN_ORG_UNIT'
  | 'STEP_WITHOUT_POST'
  | 'NO_STEPS'
  | 'DUPLICATE_STEP'
  | 'UNKNOWN_STEP'
  | 'MISSING_NEXT'
  | 'UNREACHABLE_STEP'
  | 'DEAD_END'
  | 'UNKNOWN_CASE';

export interface Complaint {
  code: ComplaintCode;
  /** Where in the definition, e.g. `steps[1].sectionKey`. */
  path: string;
  /** For people, in Vietnamese. */
  detail: string;
}

/** Units and posts a commune has; the organisation's own lists may be given instead. */
export interface KnownPosts {
  unitKinds: readonly string[];
  sectionKeys: readonly string[];
  positionLevels: readonly string[];
}

export const COMMUNE_POSTS: KnownPosts = {
  unitKinds: ['service-centre', 'commune-section', 'commune', 'police', 'external'],
  sectionKeys: ['office', 'economy', 'culture-social'],
  positionLevels: [
    'officer',
    'head',
    'deputy-director',
    'chief-of-office',
    'director',
    'vice-chair',
    'chair',
  ],
};

const TIME_UNITS: readonly string[] = ['WORKING_DAY', 'DAY', 'HOUR', 'MONTH', 'SAME_DAY'];
const HOURS_PER_DAY = 8;
/** A month as working days, for this check only: ⌈30 × 5/7⌉. */
const WORKING_DAYS_PER_MONTH = 22;
/** Fractions such as 0.1 have no exact sum in binary. */
const TOLERANCE = 1e-9;

/** Every fault of the definition; an empty list means that it may be published. */
export function validateProcedure(
  definition: ProcedureDefinition,
  known: KnownPosts = COMMUNE_POSTS,
): Complaint[] {
  const variants = (definition.cases ?? []).map((one, index) => ({ one, path: `cases[${index}]` }));
  return [
    ...checkTerm(definition.legalTime, 'legalTime'),
    ...checkSteps(definition.steps, 'steps', known),
    ...checkFit(definition, null, ''),
    ...checkSilence(definition),
    ...checkCases(definition),
    ...variants.flatMap(({ one, path }) => [
      ...checkTerm(one.legalTime, `${path}.legalTime`),
      ...(one.steps ? checkSteps(one.steps, `${path}.steps`, known) : []),
      ...checkFit(definition, one, `${path}.`),
    ]),
    ...(definition.children ?? []).flatMap((child, index) => [
      ...checkTerm(child.clock, `children[${index}].clock`),
      ...checkUnit(child.agency, `children[${index}].agency`, known),
    ]),
  ];
}

/** A term as working days, or null when its unit is unknown. */
export function nominalWorkingDays(term: Term): number | null {
  switch (term.unit) {
    case 'WORKING_DAY':
      return term.amount;
    case 'DAY':
      return Math.ceil((term.amount * 5) / 7);
    case 'HOUR':
      return term.amount / HOURS_PER_DAY;
    case 'MONTH':
      return term.amount * WORKING_DAYS_PER_MONTH;
    case 'SAME_DAY':
      return 1;
    default:
      return null;
  }
}

function checkTerm(term: Term, path: string): Complaint[] {
  if (!TIME_UNITS.includes(term.unit))
    return [complaint('UNKNOWN_TIME_UNIT', `${path}.unit`, `Đơn vị thời gian lạ: ${String(term.unit)}`)];
  const fits =
    Number.isFinite(term.amount) && (term.unit === 'SAME_DAY' ? term.amount >= 0 : term.amount > 0);
  return fits
    ? []
    : [complaint('BAD_AMOUNT', `${path}.amount`, `Thời gian không hợp lệ: ${String(term.amount)}`)];
}

function checkSteps(steps: readonly StepDefinition[], path: string, known: KnownPosts): Complaint[] {
  if (steps.length === 0) return [complaint('NO_STEPS', path, 'Thủ tục chưa có bước nào')];
  return [
    ...steps.flatMap((step, index) => {
      const at = `${path}[${index}]`;
      return [
        ...checkTerm(step.internalTime, `${at}.internalTime`),
        ...checkUnit(step, at, known),
        ...checkPost(step, at, known),
        ...(steps.findIndex((one) => one.id === step.id) < index
          ? [complaint('DUPLICATE_STEP', at, `Mã bước ${step.id} bị trùng`)]
          : []),
      ];
    }),
    ...checkWays(steps, path),
  ];
}

function checkUnit(rule: UnitRule, path: string, known: KnownPosts): Complaint[] {
  if (!known.unitKinds.includes(rule.unitKind))
    return [complaint('UNKNOWN_ORG_UNIT', `${path}.unitKind`, `Không có loại đơn vị ${rule.unitKind}`)];
  if (rule.unitKind === 'commune-section' && !known.sectionKeys.includes(rule.sectionKey ?? ''))
    return [
      complaint(
        'UNKNOWN_ORG_UNIT',
        `${path}.sectionKey`,
        `Cấp xã không có phòng ${rule.sectionKey ?? '(trống)'}`,
      ),
    ];
  if (rule.unitKind === 'external' && !rule.externalName)
    return [complaint('UNKNOWN_ORG_UNIT', `${path}.externalName`, 'Cơ quan bên ngoài phải có tên')];
  return [];
}

function checkPost(step: StepDefinition, path: string, known: KnownPosts): Complaint[] {
  if (step.positionLevel && known.positionLevels.includes(step.positionLevel)) return [];
  return [
    complaint(
      'STEP_WITHOUT_POST',
      `${path}.positionLevel`,
      `Bước ${step.id} chưa có chức vụ chịu trách nhiệm`,
    ),
  ];
}

/** Every step can be reached from the first, and from every step the end can be reached. */
function checkWays(steps: readonly StepDefinition[], path: string): Complaint[] {
  const ids = steps.map((step) => step.id);
  const next = new Map(steps.map((step, index) => [step.id, nextSteps(steps, index)]));
  const entry = ids[0] ?? '';
  const reached = reach(entry, next);
  const branching = steps.some((step) => step.next);
  return steps.flatMap((step, index) => {
    const at = `${path}[${index}]`;
    const found: Complaint[] = [];
    for (const id of next.get(step.id) ?? [])
      if (!ids.includes(id)) found.push(complaint('UNKNOWN_STEP', `${at}.next`, `Không có bước ${id}`));
    if (branching && !step.next)
      found.push(complaint('MISSING_NEXT', at, `Bước ${step.id} phải ghi next vì các bước khác có ghi`));
    if (!reached.has(step.id))
      found.push(complaint('UNREACHABLE_STEP', at, `Không có đường từ ${entry} tới ${step.id}`));
    const ends = [...reach(step.id, next)].some((id) => (next.get(id) ?? ['']).length === 0);
    if (!ends) found.push(complaint('DEAD_END', at, `Từ bước ${step.id} không thể đi tới bước cuối`));
    return found;
  });
}

function reach(from: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>();
  const pending = [from];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id) || !next.has(id)) continue;
    seen.add(id);
    pending.push(...(next.get(id) ?? []));
  }
  return seen;
}

/** All listed steps together may not take longer than the law allows, with and without the zone's extra time. */
function checkFit(
  definition: ProcedureDefinition,
  chosen: NonNullable<ProcedureDefinition['cases']>[number] | null,
  prefix: string,
): Complaint[] {
  const legal = nominalWorkingDays(chosen?.legalTime ?? definition.legalTime);
  const steps = chosen?.steps ?? definition.steps;
  const path = chosen?.steps ? `${prefix}steps` : 'steps';
  const days = steps.map((step) => nominalWorkingDays(step.internalTime));
  if (legal === null || days.some((one) => one === null)) return [];
  const sum = days.reduce<number>((total, one) => total + (one ?? 0), 0);
  // A case with nothing of its own repeats what the top level already says.
  if (chosen && !chosen.steps && legal >= (nominalWorkingDays(definition.legalTime) ?? legal)) return [];
  const found: Complaint[] = [];
  if (sum > legal + TOLERANCE)
    found.push(
      complaint(
        'STEP_SUM_EXCEEDS_LEGAL_TIME',
        path,
        `Các bước cộng lại ${sum} ngày làm việc, chỉ được ${legal}`,
      ),
    );
  const zone = definition.zoneExtension;
  if (!zone) return found;
  const allocation = allocationOf(definition, chosen);
  for (const id of Object.keys(allocation))
    if (!steps.some((step) => step.id === id))
      found.push(complaint('UNKNOWN_STEP', `${prefix}zoneExtension.stepAllocation`, `Không có bước ${id}`));
  const more = Object.values(allocation).reduce((total, one) => total + one, 0);
  if (more > zone.amount + TOLERANCE)
    found.push(
      complaint(
        'STEP_SUM_EXCEEDS_LEGAL_TIME',
        `${prefix}zoneExtension.stepAllocation`,
        `Phân bổ ${more}, chỉ được cộng thêm ${zone.amount}`,
      ),
    );
  return found;
}

/** A consultation by whose silence one waits has to fit into the shortest term it applies to. */
function checkSilence(definition: ProcedureDefinition): Complaint[] {
  const { silence } = definition;
  if (!silence) return [];
  const unit = checkTerm(silence.after, 'silence.after');
  const wait = nominalWorkingDays(silence.after);
  if (unit.length > 0 || wait === null) return unit;
  const cases = (definition.cases ?? []).filter(
    (one) => !silence.appliesToCases || silence.appliesToCases.includes(one.id),
  );
  const terms = cases.length > 0 ? cases.map((one) => one.legalTime) : [definition.legalTime];
  const shortest = terms
    .map(nominalWorkingDays)
    .filter((one) => one !== null)
    .reduce((least, one) => Math.min(least, one), Infinity);
  if (wait <= shortest + TOLERANCE) return [];
  return [
    complaint(
      'CONSULT_EXCEEDS_LEGAL_TIME',
      'silence.after',
      `Chờ ý kiến tính là ${wait} ngày làm việc, chỉ được ${shortest}`,
    ),
  ];
}

function checkCases(definition: ProcedureDefinition): Complaint[] {
  const ids = (definition.cases ?? []).map((one) => one.id);
  const found: Complaint[] = [];
  if (ids.length > 0 && !ids.includes(definition.defaultCase ?? ''))
    found.push(
      complaint('UNKNOWN_CASE', 'defaultCase', `Không có trường hợp ${definition.defaultCase ?? '(trống)'}`),
    );
  for (const id of definition.silence?.appliesToCases ?? [])
    if (!ids.includes(id))
      found.push(complaint('UNKNOWN_CASE', 'silence.appliesToCases', `Không có trường hợp ${id}`));
  return found;
}

const complaint = (code: ComplaintCode, path: string, detail: string): Complaint => ({ code, path, detail });
