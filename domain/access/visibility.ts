/** Who sees which cases: a ward its own and no other's, a department those it has a duty in, the provincial office all. */
import type { CaseKind } from '../case/case';
import type { Organisation } from '../organisation/model';
import { capacitiesOf, COMMUNE_OVERSEERS } from './capacities';
import { isOffice, isProvinceLeader, speaksFor, type Member } from './member';
import { type AnyState, unitsConcerned } from './units-concerned';

/** Units whose cases of a kind a member sees: everything, or those in the list (compared with `unit_ids`). */
export function seenUnits(member: Member, kind: CaseKind, org: Organisation): 'all' | string[] {
  if (member.role !== 'official') return [];
  if (member.positions.some((position) => isOffice(position, org) || isProvinceLeader(position, org)))
    return 'all';
  const ids = member.positions.flatMap((position) => {
    if (kind !== 'dossier') return [speaksFor(position, org)];
    const commune = org.communeOf(position.unitId)?.id;
    const overseesCommune =
      COMMUNE_OVERSEERS.includes(position.level) || org.unit(position.unitId)?.kind === 'service-centre';
    return commune && overseesCommune ? [position.unitId, commune] : [position.unitId];
  });
  return [...new Set(ids)];
}

/** True when the member may read the case: the same rule as the lists' filter. */
export function maySee(member: Member, state: AnyState, org: Organisation): boolean {
  const seen = seenUnits(member, state.kind, org);
  return (
    seen === 'all' ||
    unitsConcerned(state).some((id) => seen.includes(id)) ||
    capacitiesOf(member, state, org).length > 0
  );
}

/** Existence of a dossier is confidential; that of a recommendation or directive is not. */
export const isConfidential = (kind: CaseKind): boolean => kind === 'dossier';
