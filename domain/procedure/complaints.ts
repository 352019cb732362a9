/** The vocabulary of the validation: what may be wrong with a definition, and the checks that every part shares. */
import { LEVELS } from '../organisation/types';
import { TimeError } from '../time/time-error';
import { checkTerm as checkCounting, sumByUnit } from '../time/terms';
import type { Term } from '../time/types';
import { numberWords, ZONES } from '../time/words';
import type { UnitRule } from './definition';

export type ComplaintCode =
  | 'STEP_SUM_EXCEEDS_LEGAL_TIME'
  | 'CONSULT_EXCEEDS_LEGAL_TIME'
  | 'CHILDREN_EXCEED_LEGAL_TIME'
  | 'UNKNOWN_TIME_UNIT'
  | 'BAD_AMOUNT'
  | 'UNKNOWN_ORG_UNIT'
  | 'STEP_WITHOUT_POST'
  | 'UNKNOWN_POST'
  | 'NO_STEPS'
  | 'DUPLICATE_STEP'
  | 'DUPLICATE_ID'
  | 'UNKNOWN_STEP'
  | 'MISSING_NEXT'
  | 'UNREACHABLE_STEP'
  | 'DEAD_END'
  | 'DELIVERY_NOT_LAST'
  | 'CYCLE_WITHOUT_EXIT'
  | 'UNKNOWN_CASE'
  | 'UNKNOWN_SUPPLEMENT_POLICY'
  | 'SUPPLEMENT_WITHOUT_LIMIT'
  | 'UNKNOWN_CHILD'
  | 'CYCLIC_CHILDREN'
  | 'EXTENSION_WITHOUT_REASON'
  | 'EXTENSION_WITHOUT_AMOUNT'
  | 'ZONE_ALLOCATION_EXCEEDS_EXTENSION'
  | 'ZONE_ALLOCATION_UNIT'
  | 'MISSING_EFFECTIVE_FROM'
  | 'BAD_DATE'
  | 'EFFECTIVE_RANGE'
  | 'BAD_FEE'
  | 'UNKNOWN_LEVEL'
  | 'UNKNOWN_AUTHORITY'
  | 'TOP_LEVEL_DIFFERS'
  | 'UNKNOWN_ZONE'
  | 'UNKNOWN_PAUSE_REASON'
  | 'UNKNOWN_SILENCE'
  | 'UNKNOWN_CHANNEL'
  | 'UNKNOWN_PROCEDURE'
  | 'NEVER_READ'
  | 'TOO_LARGE';

export interface Complaint {
  code: ComplaintCode;
  /** Where in the definition, e.g. `steps[1].sectionKey`. */
  path: string;
  /** For people, in Vietnamese. */
  detail: string;
  /** A `warning` may be published: a default of the engine stands in for what is not said. */
  severity: 'error' | 'warning';
}

/** Units, posts and zones that communes have; the organisation's own lists may be given instead. */
export interface KnownPosts {
  unitKinds: readonly string[];
  sectionKeys: readonly string[];
  positionLevels: readonly string[];
  zones: readonly string[];
  /** Codes of procedures that parts may name, where they are known. */
  procedureCodes?: readonly string[];
  /** Whether a commune has the post, where the organisation is known. */
  hasPost?: (rule: UnitRule & { positionLevel?: string }) => boolean;
}

export const COMMUNE_POSTS: KnownPosts = {
  unitKinds: ['service-centre', 'commune-section', 'commune', 'police', 'external'],
  sectionKeys: ['office', 'economy', 'culture-social'],
  positionLevels: LEVELS,
  zones: ZONES,
};

const TIME_UNITS: readonly string[] = ['WORKING_DAY', 'DAY', 'HOUR', 'MONTH', 'SAME_DAY'];
const HOURS_PER_DAY = 8;
/** Working days of ten years: a longer term is a typing error, and its dates could not be counted. */
const LONGEST = 2_610;
/** A month as working days, for these checks only: ⌈30 × 5/7⌉. */
const WORKING_DAYS_PER_MONTH = 22;
/** Fractions such as 0.1 have no exact sum in binary. */
export const TOLERANCE = 1e-9;

export const complaint = (code: ComplaintCode, path: string, detail: string): Complaint => ({
  code,
  path,
  detail,
  severity: 'error',
});

export const warning = (code: ComplaintCode, path: string, detail: string): Complaint => ({
  ...complaint(code, path, detail),
  severity: 'warning',
});

/** A term as working days, or null when its unit or amount is none. */
export function nominalWorkingDays(term: Term): number | null {
  if (!Number.isFinite(term.amount)) return null;
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

/** Terms one after the other: those of one unit add up exactly, and only the sums are converted. */
export function nominalSum(terms: readonly Term[]): number | null {
  const sums = sumByUnit(terms).map(nominalWorkingDays);
  return sums.reduce((total, one) => (total === null || one === null ? null : total + one), 0);
}

export const days = (amount: number): string => `${numberWords(amount)} ngày làm việc`;

/** What running clocks could not count is refused here, by the same rule. */
export function checkTerm(term: Term, path: string): Complaint[] {
  if (!TIME_UNITS.includes(term.unit))
    return [complaint('UNKNOWN_TIME_UNIT', `${path}.unit`, `Đơn vị thời gian lạ: ${String(term.unit)}`)];
  // Only a term within the day asks for the hour of receipt.
  if (term.cutoff !== undefined && term.unit !== 'SAME_DAY')
    return [complaint('NEVER_READ', `${path}.cutoff`, 'Giờ chốt chỉ có nghĩa với thời hạn trong ngày')];
  try {
    checkCounting(term);
    const working = nominalWorkingDays(term) ?? 0;
    return working <= LONGEST
      ? []
      : [complaint('BAD_AMOUNT', `${path}.amount`, `Thời gian ${days(working)} dài quá mười năm`)];
  } catch (error) {
    if (!(error instanceof TimeError)) throw error;
    return [complaint('BAD_AMOUNT', `${path}.amount`, `Thời gian ${String(term.amount)}: ${error.message}`)];
  }
}

export function checkUnit(rule: UnitRule, path: string, known: KnownPosts): Complaint[] {
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
  const unread = (field: string, only: string): Complaint =>
    complaint('NEVER_READ', `${path}.${field}`, `Chỉ ${only} mới có trường này`);
  return [
    ...(rule.sectionKey && rule.unitKind !== 'commune-section' ? [unread('sectionKey', 'phòng của xã')] : []),
    ...(rule.externalName && rule.unitKind !== 'external'
      ? [unread('externalName', 'cơ quan bên ngoài')]
      : []),
  ];
}

/** Ids are keys of rows, of events and of commands: each once in its list. */
export const checkIds = (list: readonly { id: string }[], path: string): Complaint[] =>
  checkOnce(
    list.map(({ id }) => id),
    path,
  );

export const checkOnce = (list: readonly string[], path: string): Complaint[] =>
  list.flatMap((one, index) =>
    list.indexOf(one) < index ? [complaint('DUPLICATE_ID', `${path}[${index}]`, `Mã ${one} bị trùng`)] : [],
  );
