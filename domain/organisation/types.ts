/**
 * The organisation in words: units, positions, people, who holds what from when to when, and who stands in for whom.
 * Source of names and meanings: `prisma/seed/organisation.json`. All dates are inclusive; a missing end means "still".
 */
import type { PlainDate } from '../time/types';

export type UnitKind =
  | 'province'
  | 'department'
  | 'provincial-office'
  | 'inspectorate'
  | 'police'
  | 'service-centre'
  | 'commune'
  | 'commune-section';

/** Levels from low to high. One order serves every kind of unit, because
 * each kind uses only some: department officer < deputy-director < director; provincial office officer < head <
 * deputy-director < chief-of-office; commune officer < head < chief-of-office < vice-chair < chair. */
export const LEVELS = [
  'officer',
  'head',
  'deputy-director',
  'chief-of-office',
  'director',
  'vice-chair',
  'chair',
] as const;
export type PositionLevel = (typeof LEVELS)[number];

/** Rank of a level, 0 = lowest; -1 for a word that is no level. */
export const rankOf = (level: string): number => (LEVELS as readonly string[]).indexOf(level);

export interface Unit {
  id: string;
  name: string;
  shortName?: string | null;
  kind: UnitKind;
  /** The unit it reports to. Commune police report to the provincial police. */
  parentId: string | null;
  /** Territory served, where it differs from the line of command (commune police). */
  areaUnitId?: string | null;
  sectionKey?: string | null;
  code?: string | null;
  zone?: string | null;
  /** `reference`: belongs to another province and is known by name only. */
  scope?: string | null;
  effectiveFrom?: PlainDate | null;
  effectiveTo?: PlainDate | null;
  /** Units that took over when this one ended. */
  successors?: readonly string[];
}

export interface Position {
  id: string;
  unitId: string;
  title: string;
  level: PositionLevel;
  canSign?: boolean;
  /** Vice-chairs of the province: units they are in charge of. */
  oversees?: readonly string[];
}

export interface Person {
  id: string;
  name: string;
}

export interface Holder {
  positionId: string;
  personId: string;
  from: PlainDate;
  to?: PlainDate | null;
}

/** Someone stands in for an absent holder from `from` to `to`, both inclusive. */
export interface Substitution {
  id: string;
  positionId: string;
  absentPersonId: string;
  substitutePersonId: string;
  from: PlainDate;
  to: PlainDate;
  reason: string;
  canSign?: boolean;
}

export interface OrganisationData {
  units: readonly Unit[];
  positions: readonly Position[];
  people: readonly Person[];
  holders: readonly Holder[];
  substitutions: readonly Substitution[];
}

/** Who answers for a position on a day. */
export interface HolderOn {
  personId: string;
  /** The absent holder the person stands in for. */
  onBehalfOf?: string;
  substitutionId?: string;
  /** True when the holder is away that day and nobody stands in for this position: notices climb, papers still name them. */
  absent?: true;
}

/** A position someone may act in; `onBehalfOf` when as a substitute. */
export interface PositionHeld {
  positionId: string;
  onBehalfOf?: string;
}
