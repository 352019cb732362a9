/**
 * A person as access sees them: a role and the positions held or substituted today. People act through their
 * positions, never by their name. What follows from the position alone is answered here.
 */
import type { Organisation } from '../organisation/model';

export interface MemberPosition {
  positionId: string;
  unitId: string;
  level: string;
  /** The absent holder this position is substituted for. */
  onBehalfOf?: string;
}

/** What access needs to know of a person. */
export interface Member {
  role: 'official' | 'admin' | 'citizen';
  personId: string | null;
  positions: readonly MemberPosition[];
}

/** Levels that lead a People's Committee, of the province or of a commune. */
export const COMMITTEE_LEADERS: readonly string[] = ['chair', 'vice-chair'];

/** The unit someone speaks for in recommendations and directives: the department itself, or the commune of a section. */
export function speaksFor(position: MemberPosition, org: Organisation): string {
  const kind = org.unit(position.unitId)?.kind;
  const commune = kind === 'commune-section' ? org.communeOf(position.unitId) : null;
  return commune?.id ?? position.unitId;
}

/** Works in the office of the provincial People's Committee. */
export const isOffice = (position: MemberPosition, org: Organisation): boolean =>
  position.unitId === org.provincialOffice.id;

/** Chair or vice-chair of the province. */
export const isProvinceLeader = (position: MemberPosition, org: Organisation): boolean =>
  position.unitId === org.provinceUnit.id && COMMITTEE_LEADERS.includes(position.level);

/** True for officials: everybody else has no business with cases. */
export const mayUseCases = (member: Member): boolean =>
  member.role === 'official' && member.positions.length > 0;

/** True for the provincial office, the only one that enters leaders' dates. */
export const mayEnterDates = (member: Member, org: Organisation): boolean =>
  member.role === 'official' && member.positions.some((position) => isOffice(position, org));

/** May write and publish calendars and procedures. */
export const mayConfigure = (member: Member): boolean => member.role === 'admin';

/** May declare that working time stands still: whoever configures, and the provincial office for the province's leaders. */
export const maySuspend = (member: Member, org: Organisation): boolean =>
  mayConfigure(member) || mayEnterDates(member, org);
