/** The organisation as an index: look-ups over one version of units, positions, holders and substitutions. */
import type { PlainDate } from '../time/types';
import type {
  Holder,
  HolderOn,
  OrganisationData,
  Person,
  Position,
  PositionHeld,
  Substitution,
  Unit,
  UnitKind,
} from './types';

const within = (
  on: PlainDate,
  from: PlainDate | null | undefined,
  to: PlainDate | null | undefined,
): boolean => (!from || from <= on) && (!to || on <= to);

function groupBy<T>(rows: readonly T[], key: (row: T) => string | null | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const k = key(row);
    if (!k) continue;
    const group = groups.get(k);
    if (group) group.push(row);
    else groups.set(k, [row]);
  }
  return groups;
}

/** An immutable index over one version of the organisation. "File order" is the order of the arrays it was built from. */
export class Organisation {
  private readonly unitById: Map<string, Unit>;
  private readonly positionById: Map<string, Position>;
  private readonly personById: Map<string, Person>;
  private readonly positionsByUnit: Map<string, Position[]>;
  private readonly childrenByParent: Map<string, Unit[]>;
  private readonly holdersByPosition: Map<string, Holder[]>;
  private readonly holdersByPerson: Map<string, Holder[]>;
  private readonly substitutionsByPosition: Map<string, Substitution[]>;
  private readonly substitutionsByAbsent: Map<string, Substitution[]>;
  private readonly substitutionsBySubstitute: Map<string, Substitution[]>;
  private readonly positionSeq: Map<string, number>;

  constructor(private readonly data: OrganisationData) {
    this.unitById = new Map(data.units.map((u) => [u.id, u]));
    this.positionById = new Map(data.positions.map((p) => [p.id, p]));
    this.personById = new Map(data.people.map((p) => [p.id, p]));
    this.positionsByUnit = groupBy(data.positions, (p) => p.unitId);
    this.childrenByParent = groupBy(data.units, (u) => u.parentId);
    this.holdersByPosition = groupBy(data.holders, (h) => h.positionId);
    this.holdersByPerson = groupBy(data.holders, (h) => h.personId);
    this.substitutionsByPosition = groupBy(data.substitutions, (s) => s.positionId);
    this.substitutionsByAbsent = groupBy(data.substitutions, (s) => s.absentPersonId);
    this.substitutionsBySubstitute = groupBy(data.substitutions, (s) => s.substitutePersonId);
    this.positionSeq = new Map(data.positions.map((p, i) => [p.id, i]));
  }

  get units(): readonly Unit[] {
    return this.data.units;
  }

  get positions(): readonly Position[] {
    return this.data.positions;
  }

  unit(id: string): Unit | undefined {
    return this.unitById.get(id);
  }

  position(id: string): Position | undefined {
    return this.positionById.get(id);
  }

  person(id: string): Person | undefined {
    return this.personById.get(id);
  }

  /** Positions of exactly this unit, in file order. */
  positionsOf(unitId: string): readonly Position[] {
    return this.positionsByUnit.get(unitId) ?? [];
  }

  /** Units that report to this one directly, in file order. */
  childrenOf(unitId: string): readonly Unit[] {
    return this.childrenByParent.get(unitId) ?? [];
  }

  /** The province's own unit (the People's Committee). */
  get provinceUnit(): Unit {
    return this.only('province');
  }

  /** The office of the provincial People's Committee. */
  get provincialOffice(): Unit {
    return this.only('provincial-office');
  }

  private only(kind: UnitKind): Unit {
    const found = this.data.units.find((u) => u.kind === kind && u.scope !== 'reference');
    if (!found) throw new Error(`The organisation has no unit of kind ${kind}`);
    return found;
  }

  /** True on the days the unit exists; an unknown start counts as open. */
  isInForce(unitId: string, on: PlainDate): boolean {
    const unit = this.unit(unitId);
    return unit !== undefined && within(on, unit.effectiveFrom, unit.effectiveTo);
  }

  /** Communes of the province on a day, in file order; those of other provinces and former ones are left out. */
  allCommunes(on: PlainDate): Unit[] {
    return this.data.units.filter(
      (u) => u.kind === 'commune' && u.scope !== 'reference' && within(on, u.effectiveFrom, u.effectiveTo),
    );
  }

  /** The unit, then what it belongs to: the area it serves first, then its line of command upwards. Nearest first. */
  chainOf(unitId: string): Unit[] {
    const chain: Unit[] = [];
    const queue = [unitId];
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      const unit = this.unit(id);
      if (!unit || chain.includes(unit)) continue;
      chain.push(unit);
      if (unit.areaUnitId) queue.push(unit.areaUnitId);
      if (unit.parentId) queue.push(unit.parentId);
    }
    return chain;
  }

  /** The commune a unit is or belongs to: sections, the service centre, and the police by the area they serve. */
  communeOf(unitId: string): Unit | null {
    return this.chainOf(unitId).find((u) => u.kind === 'commune') ?? null;
  }

  /** True for the unit itself and whatever it belongs to, by line of command or by area. */
  isWithin(unitId: string, outerId: string): boolean {
    return this.chainOf(unitId).some((u) => u.id === outerId);
  }

  /** True when a dated substitution says the person is away that day, whichever of their posts it names. */
  isAbsent(personId: string, on: PlainDate): boolean {
    return (this.substitutionsByAbsent.get(personId) ?? []).some((s) => within(on, s.from, s.to));
  }

  /** The substitution in force for a position; of several the one that began last, then the later in file order. */
  private substitutionOn(
    positionId: string,
    absent: readonly string[],
    on: PlainDate,
  ): Substitution | undefined {
    return (this.substitutionsByPosition.get(positionId) ?? [])
      .filter((s) => within(on, s.from, s.to) && (absent.length === 0 || absent.includes(s.absentPersonId)))
      .filter((s) => !this.isAbsent(s.substitutePersonId, on))
      .reduce<Substitution | undefined>((best, s) => (best && best.from > s.from ? best : s), undefined);
  }

  substitution(id: string): Substitution | undefined {
    return this.data.substitutions.find((s) => s.id === id);
  }

  /**
   * Who answers for a position on a day: the holder who is present, else the dated substitute, else the absent holder
   * (marked so). Null = vacant and nobody stands in. Absence is of the person: who is on leave is away from all posts, also from those the
   * substitution does not name.
   */
  holderOn(positionId: string, on: PlainDate): HolderOn | null {
    const holders = (this.holdersByPosition.get(positionId) ?? []).filter((h) => within(on, h.from, h.to));
    const present = holders.find((h) => !this.isAbsent(h.personId, on));
    if (present) return { personId: present.personId };
    const substitution = this.substitutionOn(
      positionId,
      holders.map((h) => h.personId),
      on,
    );
    if (substitution) {
      return {
        personId: substitution.substitutePersonId,
        onBehalfOf: substitution.absentPersonId,
        substitutionId: substitution.id,
      };
    }
    const away = holders[0];
    return away ? { personId: away.personId, absent: true } : null;
  }

  /** Positions a person may act in on a day: own ones (also while a substitute stands in), then those substituted. */
  positionsHeldBy(personId: string, on: PlainDate): PositionHeld[] {
    const own = (this.holdersByPerson.get(personId) ?? [])
      .filter((h) => within(on, h.from, h.to))
      .map((h): PositionHeld => ({ positionId: h.positionId }));
    const substituted = (this.substitutionsBySubstitute.get(personId) ?? [])
      .filter((s) => within(on, s.from, s.to) && !own.some((h) => h.positionId === s.positionId))
      .map((s): PositionHeld => ({ positionId: s.positionId, onBehalfOf: s.absentPersonId }));
    const seq = (held: PositionHeld): number => this.positionSeq.get(held.positionId) ?? 0;
    return [...own.sort((a, b) => seq(a) - seq(b)), ...substituted];
  }

  /** Ids of the units a person works in on a day (exactly these; use `communeOf` or `isWithin` for what they belong to). */
  unitsOf(personId: string, on: PlainDate): string[] {
    const ids = this.positionsHeldBy(personId, on).map((h) => this.position(h.positionId)?.unitId);
    return [...new Set(ids.filter((id): id is string => id !== undefined))];
  }

  /** May the person sign in this position that day? A substitute only when the substitution says so. */
  maySign(positionId: string, personId: string, on: PlainDate): boolean {
    if (!this.position(positionId)?.canSign) return false;
    const own = (this.holdersByPosition.get(positionId) ?? []).some(
      (h) => h.personId === personId && within(on, h.from, h.to),
    );
    return (
      own ||
      (this.substitutionsByPosition.get(positionId) ?? []).some(
        (s) => s.substitutePersonId === personId && s.canSign === true && within(on, s.from, s.to),
      )
    );
  }
}

export const organisationOf = (data: OrganisationData): Organisation => new Organisation(data);
