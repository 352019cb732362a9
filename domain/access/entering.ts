/** Who may open a case, and in which position: wards for themselves, the provincial office, clerks at the counter. */
import type { CaseKind } from '../case/case';
import type { Organisation } from '../organisation/model';
import { isOffice, speaksFor, type Member, type MemberPosition } from './member';

/** The position in which a member may open a case, or null. `unitIds`: askers of a recommendation, the receiving commune of a dossier. */
export function mayEnter(
  member: Member,
  kind: CaseKind | 'meeting',
  unitIds: readonly string[],
  org: Organisation,
): MemberPosition | null {
  if (member.role !== 'official') return null;
  const find = (test: (position: MemberPosition) => boolean): MemberPosition | null =>
    member.positions.find(test) ?? null;
  if (kind === 'dossier')
    return find(
      ({ unitId }) =>
        org.unit(unitId)?.kind === 'service-centre' &&
        unitIds.every((id) => org.communeOf(unitId)?.id === id),
    );
  const office = find((position) => isOffice(position, org));
  if (office || kind !== 'recommendation') return office;
  return find(
    (position) =>
      unitIds.length > 0 &&
      unitIds.every((id) => id === speaksFor(position, org) && org.unit(id)?.kind === 'commune'),
  );
}

/** The commune whose recommendations the member enters, when nothing is said. */
export function ownCommune(member: Member, org: Organisation): string | null {
  const ids = member.positions.map((position) => speaksFor(position, org));
  return ids.find((id) => org.unit(id)?.kind === 'commune') ?? null;
}
