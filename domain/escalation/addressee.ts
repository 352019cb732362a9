/**
 * To whom a rung of a ladder goes: from the rule (unit selector and role) to a position and the person who answers for
 * it that day. Source: notes and `rules.fallback` of `prisma/seed/escalation.json`.
 *
 * The way up, each hop recorded:
 * 1. The post of the level asked for, in the selected unit. A commune that has no such post itself includes its sections
 *    and service centre (not the police, who report to the provincial police). Several posts of one level: the
 *    assignee's, else the author's, else the first in file order; of vice-chairs the one in charge of the unit. An absent holder's dated substitute is the holder.
 *    (A step at the commune itself, such as a signature, has no officer: its assignee is reminded.)
 * 2. Vacant, absent or no such level: the next higher level in the unit, then the one above that. In a commune the way up
 *    leads from the post's own section to the vice-chair and the chair, never to another section.
 * 3. Nobody at or above that level: the highest level of the unit with someone present.
 * 4. Nobody in the unit: the leaders of its commune, if it belongs to one; then the province's vice-chair in charge;
 *    then the chair; then whoever of the province's leaders is present.
 *
 * `leader`, and `director` in a unit without directors, is the highest level the unit itself has: the director of a
 * department, the chair of a commune, the chief of the provincial office, the head of a section.
 */
import type { AddresseeRule, UnitSelector } from './rules';
import type { PlainDate } from '../time/types';
import type { Organisation } from '../organisation/model';
import { LEVELS, rankOf, type Position, type PositionLevel, type Unit } from '../organisation/types';

/** What of a case decides who is meant. */
export interface CaseUnits {
  /** Unit that holds the step or the duty. */
  assignedUnitId: string;
  /** Commune of the dossier; left out, the commune of the assigned unit. */
  communeId?: string | null;
  /** The ward that asked; left out, the commune of the assigned unit. */
  askingCommuneId?: string | null;
  /** Position of whoever took the duty on. */
  assigneePositionId?: string | null;
  /** Position in which the case was entered. */
  authorPositionId?: string | null;
}

/** A post that was passed over, or a level that was not there (`positionId` null), and why, for people. */
export interface Hop {
  positionId: string | null;
  why: string;
}

export interface Addressee {
  positionId: string;
  personId: string;
  /** The absent holder the person stands in for. */
  onBehalfOf?: string;
  /** Empty when the post asked for was there and its holder present. */
  hops: Hop[];
}

const LEVEL_NAMES: Record<PositionLevel, string> = {
  officer: 'công chức',
  head: 'trưởng phòng',
  'deputy-director': 'cấp phó của người đứng đầu',
  'chief-of-office': 'chánh văn phòng',
  director: 'giám đốc',
  'vice-chair': 'phó chủ tịch',
  chair: 'chủ tịch',
};

/** Levels a commune's sections share with it; directors belong to the service centre alone. */
const COMMUNE_WIDE: readonly PositionLevel[] = ['officer', 'head', 'chief-of-office'];

/** Posts a rule may name in the unit it selects; a word that is none of them is refused when it is published. */
export const ROLES_OF: Readonly<Record<UnitSelector, readonly string[]>> = {
  'assigned-unit': [...LEVELS, 'leader'],
  'dossier-commune': ['officer', 'head', 'chief-of-office', 'vice-chair', 'chair', 'leader'],
  'asking-commune': ['officer', 'head', 'chief-of-office', 'vice-chair', 'chair', 'leader'],
  'provincial-office': ['officer', 'head', 'deputy-director', 'chief-of-office', 'leader'],
  province: ['vice-chair', 'chair'],
};

/** `2026-11-16` as people here write it: `16/11/2026`. */
const written = (date: PlainDate): string => date.split('-').reverse().join('/');

/** The unit a selector means, or null when the case does not say. */
function selectedUnit(rule: AddresseeRule, where: CaseUnits, org: Organisation): Unit | null {
  const commune = (id: string | null | undefined): Unit | null =>
    (id ? (org.communeOf(id) ?? org.unit(id)) : org.communeOf(where.assignedUnitId)) ?? null;
  switch (rule.unit) {
    case 'assigned-unit':
      return org.unit(where.assignedUnitId) ?? null;
    case 'dossier-commune':
      return commune(where.communeId);
    case 'asking-commune':
      return commune(where.askingCommuneId);
    case 'provincial-office':
      return org.provincialOffice;
    case 'province':
      return org.provinceUnit;
  }
}

/** Posts of a level in a unit; a commune without one is searched through its sections and its service centre. */
function postsAt(level: PositionLevel, unit: Unit, org: Organisation): Position[] {
  const own = org.positionsOf(unit.id).filter((p) => p.level === level);
  if (own.length > 0 || unit.kind !== 'commune' || !COMMUNE_WIDE.includes(level)) return own;
  const parts = new Set(org.childrenOf(unit.id).map((u) => u.id));
  return org.positions.filter((p) => parts.has(p.unitId) && p.level === level);
}

/** The highest level a unit has posts for, filled or not. */
function topLevel(unit: Unit, org: Organisation): PositionLevel | null {
  const ranks = org.positionsOf(unit.id).map((p) => rankOf(p.level));
  return LEVELS[Math.max(-1, ...ranks)] ?? null;
}

/** The province's vice-chair whose `oversees` names the unit, its commune, or what it reports to. */
export function viceChairInCharge(unitId: string, org: Organisation): Position | null {
  const viceChairs = org.positionsOf(org.provinceUnit.id).filter((p) => p.level === 'vice-chair');
  return overseerOf(unitId, viceChairs, org);
}

/** Of these posts the one whose `oversees` names the unit, else what it belongs to, nearest first. */
function overseerOf(unitId: string, posts: readonly Position[], org: Organisation): Position | null {
  for (const unit of org.chainOf(unitId)) {
    const found = posts.find((p) => p.oversees?.includes(unit.id));
    if (found) return found;
  }
  return null;
}

/** One search; remembers what was tried so that nobody is recorded twice. */
class Climb {
  readonly hops: Hop[] = [];
  private readonly tried = new Set<string>();

  constructor(
    private readonly where: CaseUnits,
    private readonly org: Organisation,
    private readonly on: PlainDate,
  ) {}

  note(why: string): null {
    this.hops.push({ positionId: null, why });
    return null;
  }

  /** The person behind a post, or null with the reason recorded. */
  take(post: Position): Addressee | null {
    if (this.tried.has(post.id)) return null;
    this.tried.add(post.id);
    const holder = this.org.holderOn(post.id, this.on);
    if (!holder) {
      this.hops.push({ positionId: post.id, why: `${post.title}: chức vụ đang khuyết` });
      return null;
    }
    if (holder.absent) {
      this.hops.push({ positionId: post.id, why: `${post.title}: vắng mặt, chưa có người thay` });
      return null;
    }
    if (holder.onBehalfOf === undefined) {
      return { positionId: post.id, personId: holder.personId, hops: this.hops };
    }
    const substitution = holder.substitutionId ? this.org.substitution(holder.substitutionId) : undefined;
    const term = substitution ? ` từ ${written(substitution.from)} đến ${written(substitution.to)}` : '';
    const reason = substitution ? ` (${substitution.reason})` : '';
    this.hops.push({ positionId: post.id, why: `${post.title}: vắng mặt${term}${reason}, đã có người thay` });
    return { positionId: post.id, personId: holder.personId, onBehalfOf: holder.onBehalfOf, hops: this.hops };
  }

  /**
   * Of several posts of one level: the one in charge of the assigned unit (vice-chairs of a commune share out its
   * sections), else the assignee's, else the author's, else the first in file order.
   */
  preferred(posts: readonly Position[]): Position | undefined {
    const { assignedUnitId, assigneePositionId, authorPositionId } = this.where;
    return (
      overseerOf(assignedUnitId, posts, this.org) ??
      posts.find((p) => p.id === assigneePositionId) ??
      posts.find((p) => p.id === authorPositionId) ??
      posts[0]
    );
  }

  private any(posts: readonly Position[]): Addressee | null {
    const first = this.preferred(posts);
    const ordered = first ? [first, ...posts.filter((p) => p !== first)] : [];
    for (const post of ordered) {
      const found = this.take(post);
      if (found) return found;
    }
    return null;
  }

  /** The next higher level of the unit with someone present, then the one above that. */
  above(level: PositionLevel, unit: Unit): Addressee | null {
    for (const higher of LEVELS.slice(rankOf(level) + 1)) {
      const found = this.any(this.org.positionsOf(unit.id).filter((p) => p.level === higher));
      if (found) return found;
    }
    return null;
  }

  /** The highest level of the unit with someone present; a commune includes its sections. */
  highest(unit: Unit): Addressee | null {
    for (const level of [...LEVELS].reverse()) {
      const found = this.any(postsAt(level, unit, this.org));
      if (found) return found;
    }
    return null;
  }

  /** Work a commune's leader holds (a signature): the reminder meant for the officer goes to that leader. */
  private ownAssignee(level: PositionLevel, unit: Unit): Position | undefined {
    const own = this.org.positionsOf(unit.id);
    if (level !== 'officer' || own.some((p) => p.level === level)) return undefined;
    return own.find((p) => p.id === this.where.assigneePositionId);
  }

  /** The post asked for, else up within the unit, else the highest level present there. */
  inUnit(role: string, unit: Unit): Addressee | null {
    const own = this.org.positionsOf(unit.id);
    const top = topLevel(unit, this.org);
    const isLeader = role === 'leader' || (role === 'director' && !own.some((p) => p.level === 'director'));
    const level = isLeader ? top : LEVELS[rankOf(role)];
    if (!level) return this.note(`${unit.name} không có chức vụ nào`);
    if (isLeader && role !== 'leader') this.note(`${unit.name} không có cấp giám đốc; gửi người đứng đầu`);
    const post = this.ownAssignee(level, unit) ?? this.preferred(postsAt(level, unit, this.org));
    if (!post) this.note(`${unit.name} không có cấp ${LEVEL_NAMES[level]}`);
    const section = post && post.unitId !== unit.id ? this.org.unit(post.unitId) : undefined;
    return (
      (post && this.take(post)) ??
      (section ? this.above(level, section) : null) ??
      this.above(level, unit) ??
      this.highest(unit)
    );
  }

  /** The province's vice-chair in charge of a unit. */
  inCharge(unitId: string): Addressee | null {
    const post = viceChairInCharge(unitId, this.org);
    if (post) return this.take(post);
    return this.note(`Không có phó chủ tịch nào của tỉnh phụ trách ${this.org.unit(unitId)?.name ?? unitId}`);
  }
}

/**
 * Who gets a notice that day; null only when nobody at all is left up to the chair of the province.
 * @throws for a unit or a role nobody knows: it never climbs to a leader for want of understanding
 */
export function addresseeOf(
  rule: AddresseeRule,
  where: CaseUnits,
  org: Organisation,
  on: PlainDate,
): Addressee | null {
  if (!ROLES_OF[rule.unit]?.includes(rule.role))
    throw new Error(`unknown addressee ${rule.unit}/${rule.role}`);
  const climb = new Climb(where, org, on);
  const province = org.provinceUnit;
  if (rule.unit === 'province' && rule.role === 'vice-chair') {
    return (
      climb.inCharge(where.assignedUnitId) ?? climb.above('vice-chair', province) ?? climb.highest(province)
    );
  }
  const unit = selectedUnit(rule, where, org);
  const found = unit ? climb.inUnit(rule.role, unit) : climb.note('Không xác định được đơn vị nhận');
  if (found) return found;
  const start = unit ?? org.unit(where.assignedUnitId) ?? province;
  const commune = org.communeOf(start.id);
  return (
    (commune && commune !== unit
      ? (climb.above('chief-of-office', commune) ?? climb.highest(commune))
      : null) ??
    (start === province ? null : climb.inCharge(start.id)) ??
    climb.above('vice-chair', province) ??
    climb.highest(province)
  );
}
