/** What may be published as a mass suspension, and how one is ended. The law behind each is the decision it names. */
import type { Organisation } from '../organisation/model';
import { dateOf } from '../time/plain-date';
import { suspensionsInForce, type Suspension } from '../time/suspension';
import type { Instant } from '../time/types';

export type SuspensionComplaintCode =
  | 'UNKNOWN_UNIT'
  | 'UNIT_NOT_IN_FORCE'
  | 'NOBODY_NAMED'
  | 'UNKNOWN_ZONE'
  | 'NO_LEGAL_BASIS'
  | 'ENDS_BEFORE_IT_BEGINS'
  | 'LONGER_THAN_A_YEAR'
  | 'NOT_WITHIN_A_YEAR'
  | 'CANNOT_PROLONG';

export interface SuspensionComplaint {
  code: SuspensionComplaintCode;
  /** Where in what was sent, e.g. `unitIds[0]`. */
  path: string;
  /** For people, in Vietnamese. */
  detail: string;
}

/** Longest suspension with an end, and how far from today one may begin or be ended: a year, in ms. */
const YEAR_MS = 366 * 86_400_000;

const complaint = (code: SuspensionComplaintCode, path: string, detail: string): SuspensionComplaint => ({
  code,
  path,
  detail,
});

/** Every fault of the draft; an empty list means that it may be published. */
export function validateSuspension(
  { unitIds, zone, from, to, legalBasis }: Suspension,
  organisation: Pick<Organisation, 'unit' | 'units' | 'isInForce'>,
  now: Instant,
): SuspensionComplaint[] {
  const found = unitIds.flatMap((id, index) => unitComplaints(id, `unitIds[${index}]`, organisation, now));
  const add = (...what: Parameters<typeof complaint>) => void found.push(complaint(...what));
  if (unitIds.length === 0 && zone === undefined)
    add('NOBODY_NAMED', 'unitIds', 'Phải nêu đơn vị hoặc địa bàn');
  if (zone !== undefined && !organisation.units.some((unit) => unit.zone === zone))
    add('UNKNOWN_ZONE', 'zone', `Không có xã, phường nào thuộc địa bàn "${zone}"`);
  if (legalBasis.trim() === '') add('NO_LEGAL_BASIS', 'legalBasis', 'Phải nêu văn bản cho phép tạm dừng');
  if (to !== null && to <= from) add('ENDS_BEFORE_IT_BEGINS', 'to', 'Kết thúc phải sau khi bắt đầu');
  if (to !== null && to > from + YEAR_MS)
    add('LONGER_THAN_A_YEAR', 'to', 'Một lần tạm dừng không quá một năm');
  if (Math.abs(from - now) > YEAR_MS)
    add('NOT_WITHIN_A_YEAR', 'from', 'Bắt đầu phải trong vòng một năm quanh hôm nay');
  return found;
}

/** A unit of another province, or one that has ended, has no clocks that could stand. */
function unitComplaints(
  id: string,
  path: string,
  organisation: Pick<Organisation, 'unit' | 'isInForce'>,
  now: Instant,
): SuspensionComplaint[] {
  const unit = organisation.unit(id);
  if (!unit || unit.scope === 'reference')
    return [complaint('UNKNOWN_UNIT', path, `Không có đơn vị "${id}" trong tỉnh`)];
  return organisation.isInForce(id, dateOf(now))
    ? []
    : [complaint('UNIT_NOT_IN_FORCE', path, `${unit.name} không còn hoạt động`)];
}

export interface Lift {
  /** Absent: now. */
  at?: Instant;
  /** The decision that ends it; told beside the one that ordered it. */
  legalBasis?: string;
}

/**
 * The version that ends a suspension: time runs on from then. What has ended is not ended again, and ending never
 * prolongs.
 */
export function lifted(
  versions: readonly Suspension[],
  { at, legalBasis }: Lift,
  now: Instant,
): { version: Suspension } | { refused: 'alreadyLifted' } | { complaints: SuspensionComplaint[] } {
  const current = suspensionsInForce(versions)[0];
  const to = at ?? now;
  if (!current || (current.to !== null && current.to <= Math.min(to, now)))
    return { refused: 'alreadyLifted' };
  const bad = (code: SuspensionComplaintCode, detail: string) => ({
    complaints: [complaint(code, 'at', detail)],
  });
  if (current.to !== null && to > current.to)
    return bad('CANNOT_PROLONG', 'Tạm dừng đã hết trước đó; muốn kéo dài xin lập phiên bản mới');
  if (to > Math.max(now, current.from + YEAR_MS))
    return bad('NOT_WITHIN_A_YEAR', 'Kết thúc phải trong vòng một năm kể từ khi bắt đầu');
  if (to <= current.from)
    return bad('ENDS_BEFORE_IT_BEGINS', 'Kết thúc phải sau khi bắt đầu; muốn hủy hẳn xin dùng hoàn tác');
  const basis = legalBasis === undefined ? {} : { legalBasis: `${current.legalBasis}; ${legalBasis}` };
  return { version: { ...current, version: current.version + 1, to, ...basis } };
}
