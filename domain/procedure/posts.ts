/** The post that does a step: where a rule of the procedure ("an officer of the economy section") leads in a commune. */
import type { Organisation } from '../organisation/model';
import { rankOf, type Unit } from '../organisation/types';
import type { UnitRule } from './definition';

export interface Post {
  /** Null for a body outside the tree, and for a unit the commune lacks. */
  unitId: string | null;
  /** Null for a unit without a post of that level or above. */
  positionId: string | null;
}

/** Unit and post in the dossier's commune; the next higher level where the unit lacks the one asked for. */
export function postOf(
  rule: UnitRule & { positionLevel?: string },
  communeId: string,
  organisation: Organisation,
): Post {
  const unit = organisation.units.find((one) => isMeant(one, rule, communeId));
  if (!unit) return { unitId: null, positionId: null };
  const wanted = rankOf(rule.positionLevel ?? 'officer');
  const posts = organisation.positionsOf(unit.id).filter((post) => rankOf(post.level) >= wanted);
  const post = posts.reduce<(typeof posts)[number] | undefined>(
    (best, one) => (best && rankOf(best.level) <= rankOf(one.level) ? best : one),
    undefined,
  );
  return { unitId: unit.id, positionId: post?.id ?? null };
}

/** The commune itself, the police that serve it, or a part of it: its service centre, the section named. */
function isMeant(unit: Unit, { unitKind, sectionKey }: UnitRule, communeId: string): boolean {
  if (unitKind === 'commune') return unit.id === communeId;
  if (unitKind === 'police') return unit.kind === 'police' && unit.areaUnitId === communeId;
  if (unit.parentId !== communeId || unit.kind !== unitKind) return false;
  return unitKind !== 'commune-section' || unit.sectionKey === sectionKey;
}
