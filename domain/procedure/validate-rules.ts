/** The rules beside the steps: from when to when, cases, supplements, extensions, silence, fees. */
import { isDate } from '../time/plain-date';
import type { ProcedureDefinition, SupplementDefinition } from './definition';
import {
  TOLERANCE,
  checkIds,
  checkTerm,
  complaint,
  days,
  nominalWorkingDays,
  warning,
  type Complaint,
  type KnownPosts,
} from './complaints';
import { DEFAULT_APPLICANT_TERM, DEFAULT_SUPPLEMENT_ROUNDS } from './procedure';

const POLICIES: readonly string[] = ['PAUSE', 'RESTART'];
/** A hundred rounds are no limit; no procedure known allows more than two. */
const MOST_ROUNDS = 10;

/** A version without a first day would be in force for dossiers received before it was thought of. */
export function checkDates({ effectiveFrom: from, effectiveTo: to }: ProcedureDefinition): Complaint[] {
  const found: Complaint[] = [];
  if (!from)
    found.push(complaint('MISSING_EFFECTIVE_FROM', 'effectiveFrom', 'Chưa ghi ngày bắt đầu có hiệu lực'));
  else if (!isDate(from)) found.push(complaint('BAD_DATE', 'effectiveFrom', `Không có ngày ${from}`));
  if (to && !isDate(to)) found.push(complaint('BAD_DATE', 'effectiveTo', `Không có ngày ${to}`));
  if (from && to && isDate(from) && isDate(to) && from > to)
    found.push(
      complaint('EFFECTIVE_RANGE', 'effectiveTo', `Hết hiệu lực ${to} trước khi có hiệu lực ${from}`),
    );
  return found;
}

export function checkCases(definition: ProcedureDefinition): Complaint[] {
  const cases = definition.cases ?? [];
  const ids = cases.map((one) => one.id);
  const found = checkIds(cases, 'cases');
  if (ids.length > 0 && !ids.includes(definition.defaultCase ?? ''))
    found.push(
      complaint('UNKNOWN_CASE', 'defaultCase', `Không có trường hợp ${definition.defaultCase ?? '(trống)'}`),
    );
  for (const id of definition.silence?.appliesToCases ?? [])
    if (!ids.includes(id))
      found.push(complaint('UNKNOWN_CASE', 'silence.appliesToCases', `Không có trường hợp ${id}`));
  return found;
}

/** Asking for papers stops the clock, so it needs an end: so many rounds, and a term after which the dossier stops. */
export function checkSupplement(supplement: SupplementDefinition | undefined): Complaint[] {
  if (!supplement) return [];
  const { policy, maxRounds, applicantTerm } = supplement;
  const found: Complaint[] = [];
  if (!POLICIES.includes(policy))
    found.push(
      complaint('UNKNOWN_SUPPLEMENT_POLICY', 'supplement.policy', `Không có cách tính ${String(policy)}`),
    );
  if (maxRounds === undefined)
    found.push(
      warning(
        'SUPPLEMENT_WITHOUT_LIMIT',
        'supplement.maxRounds',
        `Chưa ghi số lần yêu cầu bổ sung; áp dụng mặc định ${DEFAULT_SUPPLEMENT_ROUNDS} lần`,
      ),
    );
  else if (!Number.isInteger(maxRounds) || maxRounds < 1 || maxRounds > MOST_ROUNDS)
    found.push(
      complaint(
        'SUPPLEMENT_WITHOUT_LIMIT',
        'supplement.maxRounds',
        `Số lần yêu cầu bổ sung phải từ 1 đến ${MOST_ROUNDS}, không phải ${String(maxRounds)}`,
      ),
    );
  if (applicantTerm === undefined)
    found.push(
      warning(
        'SUPPLEMENT_WITHOUT_LIMIT',
        'supplement.applicantTerm',
        `Chưa ghi thời hạn bổ sung của người nộp; áp dụng mặc định ${DEFAULT_APPLICANT_TERM.amount} ngày`,
      ),
    );
  const terms = ['applicantTerm', 'within', 'nextRoundWithin', 'refusalWithin'] as const;
  return [
    ...found,
    ...terms.flatMap((name) => {
      const term = supplement[name];
      return term ? checkTerm(term, `supplement.${name}`) : [];
    }),
  ];
}

/** More time is given for a reason that is named, and only so much of it. */
export function checkExtensions({ extensions = [] }: ProcedureDefinition): Complaint[] {
  return extensions.flatMap((extension, index) => {
    const path = `extensions[${index}]`;
    const found: Complaint[] = [];
    if (!extension.reason?.trim())
      found.push(complaint('EXTENSION_WITHOUT_REASON', `${path}.reason`, 'Gia hạn phải có lý do'));
    // "The same day" adds nothing, so it is no amount either.
    if (extension.amount === undefined || extension.amount === null || extension.unit === 'SAME_DAY')
      found.push(complaint('EXTENSION_WITHOUT_AMOUNT', `${path}.amount`, 'Gia hạn phải ghi thêm bao lâu'));
    else found.push(...checkTerm(extension, path));
    return [...found, ...(extension.resultCap ? checkTerm(extension.resultCap, `${path}.resultCap`) : [])];
  });
}

/** A consultation by whose silence one waits has to fit into the shortest term it applies to. */
export function checkSilence(definition: ProcedureDefinition): Complaint[] {
  const { silence } = definition;
  if (!silence) return [];
  const found = checkTerm(silence.after, 'silence.after');
  if (
    silence.step !== undefined &&
    !stepsAwaiting(definition).every((ids) => ids.includes(silence.step ?? ''))
  )
    found.push(complaint('UNKNOWN_STEP', 'silence.step', `Không có bước ${silence.step}`));
  const wait = nominalWorkingDays(silence.after);
  const shortest = shortestTerm(definition, silence.appliesToCases);
  if (
    found.some(({ path }) => path.startsWith('silence.after')) ||
    wait === null ||
    wait <= shortest + TOLERANCE
  )
    return found;
  return [
    ...found,
    complaint(
      'CONSULT_EXCEEDS_LEGAL_TIME',
      'silence.after',
      `Chờ ý kiến tính là ${days(wait)}, chỉ được ${days(shortest)}`,
    ),
  ];
}

/** The steps of every case in which the silence counts, a case's own where it has some. */
function stepsAwaiting({ cases = [], silence, steps }: ProcedureDefinition): string[][] {
  const only = silence?.appliesToCases;
  const lists = cases.filter(({ id }) => !only || only.includes(id)).map((one) => one.steps ?? steps);
  return (lists.length > 0 ? lists : [steps]).map((list) => list.map(({ id }) => id));
}

/** In working days; the procedure's own term where no case has one. */
export function shortestTerm(definition: ProcedureDefinition, caseIds?: readonly string[]): number {
  const cases = (definition.cases ?? []).filter((one) => !caseIds || caseIds.includes(one.id));
  const terms = cases.length > 0 ? cases.map((one) => one.legalTime) : [definition.legalTime];
  return terms
    .map(nominalWorkingDays)
    .filter((one) => one !== null)
    .reduce((least, one) => Math.min(least, one), Infinity);
}

/** Money is whole đồng; a fee without an amount is set elsewhere (a resolution of the province). */
export const checkFees = ({ fees = [] }: ProcedureDefinition): Complaint[] =>
  fees.flatMap(({ amountVnd }, index) =>
    amountVnd === undefined || (Number.isSafeInteger(amountVnd) && amountVnd >= 0)
      ? []
      : [complaint('BAD_FEE', `fees[${index}].amountVnd`, `Mức thu không hợp lệ: ${String(amountVnd)}`)],
  );

/**
 * Where posts that sign are named, the commune needs one of them; published data also name bearers of a written
 * authorisation, who are no level.
 */
export const checkSigners = ({ signers = [] }: ProcedureDefinition, known: KnownPosts): Complaint[] =>
  signers.length === 0 || signers.some((level) => known.positionLevels.includes(level))
    ? []
    : [complaint('UNKNOWN_POST', 'signers', `Không có chức vụ nào ký được: ${signers.join(', ')}`)];
