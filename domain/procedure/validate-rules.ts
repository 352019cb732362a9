/** The rules beside the steps: from when to when, cases, supplements, extensions, silence, fees. */
import { PROCEDURE_PAUSE_REASONS } from '../dossier/texts';
import { isDate } from '../time/plain-date';
import type { Term } from '../time/types';
import type { CaseDefinition, ProcedureDefinition, SupplementDefinition } from './definition';
import {
  TOLERANCE,
  checkIds,
  checkOnce,
  checkTerm,
  complaint,
  days,
  nominalWorkingDays,
  warning,
  type Complaint,
  type KnownPosts,
} from './complaints';
import { DEFAULT_APPLICANT_TERM, DEFAULT_SUPPLEMENT_ROUNDS, termOf } from './procedure';

/** Whose silence the engine waits for. */
const SILENT: readonly string[] = ['applicant', 'consulted-agency'];
/** How a dossier is handed in, as fees go: online, or at the counter and by post. */
const FEE_CHANNELS: readonly string[] = ['all', 'direct', 'online'];
/** Lệ phí, phí. */
const FEE_KINDS: readonly string[] = ['fee', 'charge'];
/** A civil servant whom the chair authorised in writing (Decree 280/2025). */
const AUTHORISED = 'authorised-officer';
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

/** The engine runs what communes decide: any other level would be accepted and run as theirs. */
export const checkLevel = ({ level }: ProcedureDefinition): Complaint[] =>
  level === 'commune'
    ? []
    : [complaint('UNKNOWN_LEVEL', 'level', `Chỉ chạy thủ tục cấp xã, không phải "${String(level)}"`)];

export function checkCases(definition: ProcedureDefinition): Complaint[] {
  const cases = definition.cases ?? [];
  const ids = cases.map((one) => one.id);
  const found = [
    ...checkIds(cases, 'cases'),
    ...cases.flatMap((one, index) => checkAuthority(one, definition, `cases[${index}]`)),
    ...checkTopLevel(definition, cases),
  ];
  if ((ids.length > 0 || definition.defaultCase) && !ids.includes(definition.defaultCase ?? ''))
    found.push(
      complaint('UNKNOWN_CASE', 'defaultCase', `Không có trường hợp ${definition.defaultCase ?? '(trống)'}`),
    );
  for (const id of definition.silence?.appliesToCases ?? [])
    if (!ids.includes(id))
      found.push(complaint('UNKNOWN_CASE', 'silence.appliesToCases', `Không có trường hợp ${id}`));
  return found;
}

/** Who decides a case: the commune, or the outside body that does one of its steps. */
function checkAuthority(
  { authority, authorityName, steps }: CaseDefinition,
  definition: ProcedureDefinition,
  path: string,
): Complaint[] {
  const bad = (field: string, detail: string) => [complaint('UNKNOWN_AUTHORITY', `${path}.${field}`, detail)];
  if (authority !== undefined && authority !== 'commune' && authority !== 'external')
    return bad('authority', `Cơ quan có thẩm quyền là xã hoặc cơ quan bên ngoài, không phải "${authority}"`);
  if (authority !== 'external')
    return authorityName === undefined ? [] : bad('authorityName', 'Chỉ cơ quan bên ngoài mới nêu tên ở đây');
  return (steps ?? definition.steps).some((step) => step.externalName === authorityName && authorityName)
    ? []
    : bad('authorityName', 'Cơ quan bên ngoài có thẩm quyền phải làm một bước của trường hợp này');
}

/** Where there are cases one of them is always chosen, so what stands beside them is that of the default one. */
function checkTopLevel(
  { defaultCase, legalTime, steps }: ProcedureDefinition,
  cases: readonly CaseDefinition[],
): Complaint[] {
  const chosen = cases.find(({ id }) => id === defaultCase);
  if (!chosen) return [];
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  const detail =
    'Phải như của trường hợp mặc định: hồ sơ luôn theo một trường hợp, không ai đọc giá trị ở đây';
  return [
    ...(differs(termOf(legalTime), termOf(chosen.legalTime))
      ? [complaint('TOP_LEVEL_DIFFERS', 'legalTime', detail)]
      : []),
    ...(cases.every((one) => one.steps) && differs(steps, chosen.steps)
      ? [complaint('TOP_LEVEL_DIFFERS', 'steps', detail)]
      : []),
  ];
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
  if (maxRounds === 1 && supplement.nextRoundWithin)
    found.push(
      complaint('NEVER_READ', 'supplement.nextRoundWithin', 'Chỉ được yêu cầu một lần nên không có lần sau'),
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

/** Why time may not count: reasons the engine has words for, besides those open to every procedure. */
export const checkExcludedPeriods = ({ excludedPeriods = [] }: ProcedureDefinition): Complaint[] => [
  ...checkOnce(excludedPeriods, 'excludedPeriods'),
  ...excludedPeriods.flatMap((code, index) =>
    PROCEDURE_PAUSE_REASONS.includes(code)
      ? []
      : [
          complaint(
            'UNKNOWN_PAUSE_REASON',
            `excludedPeriods[${index}]`,
            `Không có lý do "${code}" cho thời gian không tính`,
          ),
        ],
  ),
];

/** More time is given for a reason that is named, and only so much of it. */
export function checkExtensions(definition: ProcedureDefinition): Complaint[] {
  const extensions = definition.extensions ?? [];
  const longest = longestTerm(definition);
  return extensions.flatMap((extension, index) => {
    const path = `extensions[${index}]`;
    const { reason, unit, amount, resultCap } = extension;
    const found: Complaint[] = [];
    if (!reason?.trim())
      found.push(complaint('EXTENSION_WITHOUT_REASON', `${path}.reason`, 'Gia hạn phải có lý do'));
    else if (extensions.findIndex((one) => one.reason === reason) < index)
      found.push(complaint('DUPLICATE_ID', `${path}.reason`, 'Lý do gia hạn này đã có ở trên'));
    // "The same day" adds nothing, so it is no amount either.
    if (amount === undefined || amount === null || unit === 'SAME_DAY')
      found.push(complaint('EXTENSION_WITHOUT_AMOUNT', `${path}.amount`, 'Gia hạn phải ghi thêm bao lâu'));
    else found.push(...checkTerm({ unit, amount }, path));
    return [...found, ...(resultCap ? checkResultCap(resultCap, longest, `${path}.resultCap`) : [])];
  });
}

/** The whole time with the extension; one that the law's own term fills already would forbid every extension. */
function checkResultCap(cap: Term, longest: number, path: string): Complaint[] {
  const found = checkTerm(cap, path);
  const whole = nominalWorkingDays(cap);
  if (found.length > 0 || whole === null || whole > longest + TOLERANCE) return found;
  return [
    complaint(
      'EXTENSION_WITHOUT_AMOUNT',
      path,
      `Cả thời hạn không quá ${days(whole)}, nhưng riêng thời hạn giải quyết đã ${days(longest)}: không gia hạn được`,
    ),
  ];
}

/** A consultation by whose silence one waits has to fit into the shortest term it applies to. */
export function checkSilence(definition: ProcedureDefinition): Complaint[] {
  const { silence } = definition;
  if (!silence) return [];
  const found = checkTerm(silence.after, 'silence.after');
  const unknown = (field: string, value: string) =>
    complaint('UNKNOWN_SILENCE', `silence.${field}`, `Không quy tắc nào đọc "${value}"`);
  if (!SILENT.includes(silence.subject)) found.push(unknown('subject', silence.subject));
  if (silence.meaning !== 'consent') found.push(unknown('meaning', silence.meaning));
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
export const shortestTerm = (definition: ProcedureDefinition, caseIds?: readonly string[]): number =>
  Math.min(...legalTerms(definition, caseIds), Infinity);

const longestTerm = (definition: ProcedureDefinition): number => Math.max(...legalTerms(definition), 0);

function legalTerms(definition: ProcedureDefinition, caseIds?: readonly string[]): number[] {
  const cases = (definition.cases ?? []).filter((one) => !caseIds || caseIds.includes(one.id));
  const terms = cases.length > 0 ? cases.map((one) => one.legalTime) : [definition.legalTime];
  return terms.map(nominalWorkingDays).filter((one) => one !== null);
}

/** Money is whole đồng; a fee without an amount is set elsewhere (a resolution of the province), where it is noted. */
export const checkFees = ({ fees = [] }: ProcedureDefinition): Complaint[] =>
  fees.flatMap(({ amountVnd, channel, kind }, index) => {
    const path = `fees[${index}]`;
    return [
      ...(amountVnd === undefined || (Number.isSafeInteger(amountVnd) && amountVnd >= 0)
        ? []
        : [complaint('BAD_FEE', `${path}.amountVnd`, `Mức thu không hợp lệ: ${String(amountVnd)}`)]),
      ...(FEE_CHANNELS.includes(channel)
        ? []
        : [complaint('UNKNOWN_CHANNEL', `${path}.channel`, `Không hồ sơ nào nộp qua kênh "${channel}"`)]),
      ...(FEE_KINDS.includes(kind)
        ? []
        : [complaint('BAD_FEE', `${path}.kind`, `Không có khoản thu "${kind}"`)]),
    ];
  });

/** Where posts that sign are named, each is a level, or the bearer of a written authorisation; the commune needs a level. */
export function checkSigners({ signers = [] }: ProcedureDefinition, known: KnownPosts): Complaint[] {
  if (signers.length > 0 && !signers.some((level) => known.positionLevels.includes(level)))
    return [complaint('UNKNOWN_POST', 'signers', `Không có chức vụ nào ký được: ${signers.join(', ')}`)];
  return [
    ...checkOnce(signers, 'signers'),
    ...signers.flatMap((level, index) =>
      known.positionLevels.includes(level) || level === AUTHORISED
        ? []
        : [complaint('UNKNOWN_POST', `signers[${index}]`, `Không có chức vụ "${level}"`)],
    ),
  ];
}
