/** In which capacities a person stands to a case, and through which position: what the tables of commands ask for. */
import type { DossierState } from '../dossier/state';
import type { Organisation } from '../organisation/model';
import type { RequestState } from '../request/state';
import {
  COMMITTEE_LEADERS,
  isOffice,
  isProvinceLeader,
  speaksFor,
  type Member,
  type MemberPosition,
} from './member';
import { stepRelations, type StepRelation } from './step-work';
import { type AnyState, unitsAtWork, unitsConcerned } from './units-concerned';

/** In which capacity someone stands to a case. */
export type Relation =
  /** The provincial office: triages, decides extensions, enters meetings and leaders' dates. */
  | 'office'
  /** Chair or vice-chair of the province: sees everything, notes. */
  | 'leader'
  /** Unit with a lead duty in force. */
  | 'lead'
  /** Unit with a supporting duty in force. */
  | 'supporting'
  /** The commune that asked. */
  | 'ward'
  /** Chair or vice-chair of a commune the case belongs to. */
  | 'commune-leader'
  /** Clerk of the service centre of the commune that receives the dossier. */
  | 'receiving'
  /**
   * `stepHolder`: has the post of the dossier's current step, a peer of it, or the one it was handed to or claimed in.
   * `stepHead`: a superior of whoever has the step: hands it to another and takes it back.
   * `handedOver`: handed it over and may recall it.
   */
  | StepRelation
  /** Official of the agency that does a part of a joined procedure. */
  | 'agency'
  /** Works in a unit the case concerns or concerned. */
  | 'unit';

/** A relation and the position (and unit) it comes from: official acts name the position used. */
export interface Capacity {
  relation: Relation;
  positionId: string;
  /** The unit acted for: the one with the duty, the asking commune, the unit of the step. */
  unitId: string;
  onBehalfOf?: string;
}

/** Posts in a commune that see all of its dossiers. */
export const COMMUNE_OVERSEERS: readonly string[] = [...COMMITTEE_LEADERS, 'chief-of-office'];

/** Every capacity in which a member stands to a case, by position. */
export function capacitiesOf(member: Member, state: AnyState, org: Organisation): Capacity[] {
  if (member.role !== 'official') return [];
  return member.positions.flatMap((position) => {
    const { positionId, onBehalfOf } = position;
    const capacity = (relation: Relation, unitId: string): Capacity => ({
      relation,
      positionId,
      unitId,
      onBehalfOf,
    });
    const general = [
      ...(isOffice(position, org) ? [capacity('office', position.unitId)] : []),
      ...(isProvinceLeader(position, org) ? [capacity('leader', position.unitId)] : []),
    ];
    const special =
      state.kind === 'dossier'
        ? dossierRelations(member, position, state, org)
        : requestRelations(position, state, org);
    return [...general, ...special.map(([relation, unitId]) => capacity(relation, unitId))];
  });
}

/** The relations alone, without repetition. */
export const relationsOf = (member: Member, state: AnyState, org: Organisation): Relation[] => [
  ...new Set(capacitiesOf(member, state, org).map((capacity) => capacity.relation)),
];

function requestRelations(
  position: MemberPosition,
  state: RequestState,
  org: Organisation,
): [Relation, string][] {
  const unitId = speaksFor(position, org);
  const relations: [Relation, string][] = [];
  for (const duty of state.assignments)
    if (duty.unitId === unitId && duty.status !== 'returned') relations.push([duty.role, unitId]);
  if (state.wardIds.includes(unitId)) relations.push(['ward', unitId]);
  if (unitsConcerned(state).includes(unitId)) {
    if (org.unit(position.unitId)?.kind === 'commune' && COMMITTEE_LEADERS.includes(position.level))
      relations.push(['commune-leader', unitId]);
    relations.push(['unit', unitId]);
  }
  return relations;
}

function dossierRelations(
  member: Member,
  position: MemberPosition,
  state: DossierState,
  org: Organisation,
): [Relation, string][] {
  const { unitId, level } = position;
  const relations: [Relation, string][] = [];
  const commune = org.communeOf(unitId)?.id;
  const isCounter = org.unit(unitId)?.kind === 'service-centre' && commune === state.receivingUnitId;
  if (isCounter) relations.push(['receiving', unitId]);
  if (unitId === state.receivingUnitId && COMMITTEE_LEADERS.includes(level))
    relations.push(['commune-leader', unitId]);
  for (const relation of stepRelations(member, position, state, org, isCounter))
    relations.push([relation, unitId]);
  if (state.procedure.children.some((child) => child.unitId === unitId)) relations.push(['agency', unitId]);
  if (
    unitsAtWork(state).some((id) => id === unitId) ||
    (commune === state.receivingUnitId && COMMUNE_OVERSEERS.includes(level))
  )
    relations.push(['unit', unitId]);
  return relations;
}
