/**
 * Who may see and do what: the one place that decides it. Pure; the API asks before a case hears of a command.
 * People act through the positions they hold or substitute today, never by their name.
 */
import type { CaseKind } from './case/case';
import { childrenOf } from './dossier/children';
import { type DossierState, stepOf } from './dossier/state';
import { rankOf } from './organisation/types';
import type { Organisation } from './organisation/model';
import { leadDuties, lastAnswer } from './request/duties';
import type { RequestState } from './request/state';

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
  /** Holds the post of the dossier's current step, or one of the same or a higher level in its unit. */
  | 'stepHolder'
  /** Superior in the unit of the current step: may hand work over and take it back. */
  | 'stepHead'
  /** Handed the current step over and may recall it. */
  | 'handedOver'
  /** Official of the agency that does a part of a joined procedure. */
  | 'agency'
  /** Works in a unit the case concerns or concerned. */
  | 'unit';

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

/** A relation and the position (and unit) it comes from: official acts name the position used. */
export interface Capacity {
  relation: Relation;
  positionId: string;
  /** The unit acted for: the one with the duty, the asking commune, the unit of the step. */
  unitId: string;
  onBehalfOf?: string;
}

type State = RequestState | DossierState;
const isDossier = (state: State): state is DossierState => state.kind === 'dossier';

const PROVINCE_LEADERS = ['chair', 'vice-chair'];
const COMMUNE_LEADERS = ['chair', 'vice-chair'];
/** Posts in a commune that see all of its dossiers. */
const COMMUNE_OVERSEERS = ['chair', 'vice-chair', 'chief-of-office'];

/** The unit someone speaks for in recommendations and directives: the department itself, or the commune of a section. */
function speaksFor(position: MemberPosition, org: Organisation): string {
  const kind = org.unit(position.unitId)?.kind;
  const commune = kind === 'commune-section' ? org.communeOf(position.unitId) : null;
  return commune?.id ?? position.unitId;
}

const isOffice = (position: MemberPosition, org: Organisation): boolean =>
  position.unitId === org.provincialOffice.id;

const isLeader = (position: MemberPosition, org: Organisation): boolean =>
  position.unitId === org.provinceUnit.id && PROVINCE_LEADERS.includes(position.level);

/** Chair or vice-chair of the province. */
export const isProvinceLeader = isLeader;

/** Every capacity in which a member stands to a case, by position. */
export function capacitiesOf(member: Member, state: State, org: Organisation): Capacity[] {
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
      ...(isLeader(position, org) ? [capacity('leader', position.unitId)] : []),
    ];
    const special = isDossier(state)
      ? dossierRelations(member, position, state, org)
      : requestRelations(position, state, org);
    return [...general, ...special.map(([relation, unitId]) => capacity(relation, unitId))];
  });
}

/** The relations alone, without repetition. */
export const relationsOf = (member: Member, state: State, org: Organisation): Relation[] => [
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
    if (org.unit(position.unitId)?.kind === 'commune' && COMMUNE_LEADERS.includes(position.level))
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
  const { unitId, level, positionId } = position;
  const relations: [Relation, string][] = [];
  const commune = org.communeOf(unitId)?.id;
  const isCounter = org.unit(unitId)?.kind === 'service-centre' && commune === state.receivingUnitId;
  if (isCounter) relations.push(['receiving', unitId]);
  if (unitId === state.receivingUnitId && COMMUNE_LEADERS.includes(level))
    relations.push(['commune-leader', unitId]);
  const step = state.step && stepOf(state, state.step.id);
  if (state.step && step) {
    const handedTo = state.step.handOver?.toPositionId;
    const isPost = positionId === step.positionId || positionId === handedTo;
    const isPeer = unitId === step.unitId && rankOf(level) >= rankOf(step.positionLevel);
    // A commune's chair may do what its vice-chairs may.
    const isChair = unitId === step.unitId && unitId === state.receivingUnitId && level === 'chair';
    // A step at a body outside the tree is recorded by the counter that corresponds with it.
    const isStandIn = step.unitId === null && isCounter;
    if (isPost || isPeer || isChair || isStandIn) relations.push(['stepHolder', unitId]);
    if (unitId === step.unitId && level !== 'officer') relations.push(['stepHead', unitId]);
    const by = state.step.handOver?.by;
    if (by && (by.positionId === positionId || (by.personId !== null && by.personId === member.personId)))
      relations.push(['handedOver', unitId]);
  }
  if (state.procedure.children.some((child) => child.unitId === unitId)) relations.push(['agency', unitId]);
  if (
    unitsAtWork(state).some((id) => id === unitId) ||
    (commune === state.receivingUnitId && COMMUNE_OVERSEERS.includes(level))
  )
    relations.push(['unit', unitId]);
  return relations;
}

/** Units a case concerns or concerned: its row's `unit_ids`. The service centre is found through the steps and the commune. */
export function unitsConcerned(state: State): string[] {
  const ids = isDossier(state)
    ? [...unitsAtWork(state), ...state.procedure.children.map((child) => child.unitId)]
    : [...state.wardIds, ...state.assignments.map((duty) => duty.unitId), state.officeUnitId];
  return [...new Set(ids.filter((id): id is string => id !== null))];
}

/** Units that work on the dossier itself; agencies of its parts see it, but do not correct or reopen it. */
const unitsAtWork = (state: DossierState): (string | null)[] => [
  state.receivingUnitId,
  state.competentUnitId,
  ...state.procedure.steps.map((step) => step.unitId),
];

/** Units whose cases of a kind a member sees: everything, or those in the list (compared with `unit_ids`). */
export function seenUnits(member: Member, kind: CaseKind, org: Organisation): 'all' | string[] {
  if (member.role !== 'official') return [];
  if (member.positions.some((position) => isOffice(position, org) || isLeader(position, org))) return 'all';
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
export function maySee(member: Member, state: State, org: Organisation): boolean {
  const seen = seenUnits(member, state.kind, org);
  return (
    seen === 'all' ||
    unitsConcerned(state).some((id) => seen.includes(id)) ||
    capacitiesOf(member, state, org).length > 0
  );
}

/** Existence of a dossier is confidential; that of a recommendation or directive is not. */
export const isConfidential = (kind: CaseKind): boolean => kind === 'dossier';

const RECOMMENDATION: Record<string, readonly Relation[]> = {
  assign: ['office'],
  split: ['office'],
  accept: ['lead', 'supporting'],
  return: ['lead', 'supporting'],
  requestInformation: ['lead', 'office'],
  provideInformation: ['ward'],
  contribute: ['supporting'],
  respond: ['lead'],
  confirm: ['ward', 'office'],
  dispute: ['ward', 'office'],
  requestExtension: ['lead'],
  decideExtension: ['office'],
  setDueDate: ['office'],
  merge: ['office'],
  forward: ['office'],
  withdraw: ['ward', 'office'],
  reportProgress: ['lead'],
  note: ['office', 'leader', 'lead', 'supporting', 'ward', 'commune-leader'],
};

const DIRECTIVE: Record<string, readonly Relation[]> = {
  assign: ['office'],
  accept: ['lead'],
  return: ['lead'],
  respond: ['lead'],
  confirm: ['office'],
  dispute: ['office'],
  requestExtension: ['lead'],
  decideExtension: ['office'],
  setDueDate: ['office'],
  withdraw: ['office'],
  note: ['office', 'leader', 'lead', 'commune-leader'],
};

const STEP: readonly Relation[] = ['stepHolder'];
const COUNTER: readonly Relation[] = ['receiving'];
const ANYONE_CONCERNED: readonly Relation[] = [
  'receiving',
  'stepHolder',
  'stepHead',
  'commune-leader',
  'unit',
];

const DOSSIER: Record<string, readonly Relation[]> = {
  accept: COUNTER,
  refuse: COUNTER,
  handOver: ['stepHolder', 'stepHead'],
  recall: ['handedOver', 'stepHead'],
  claim: STEP,
  release: ['stepHolder', 'stepHead'],
  completeStep: STEP,
  returnToStep: STEP,
  requestSupplement: STEP,
  receiveSupplement: COUNTER,
  requestPayment: STEP,
  recordPayment: COUNTER,
  pause: STEP,
  resume: STEP,
  extend: ['stepHolder', 'commune-leader'],
  sign: ['stepHolder', 'commune-leader'],
  finish: ['stepHolder', 'commune-leader'],
  deliver: COUNTER,
  withdraw: COUNTER,
  stop: ['stepHolder', 'commune-leader'],
  correct: ['commune-leader', 'stepHolder', 'unit'],
  reopen: ['commune-leader', 'stepHolder', 'unit'],
  recordChild: ['stepHolder', 'receiving', 'agency'],
  note: [...ANYONE_CONCERNED, 'agency', 'office', 'leader'],
};

const MATRIX: Record<CaseKind, Record<string, readonly Relation[]>> = {
  recommendation: RECOMMENDATION,
  directive: DIRECTIVE,
  dossier: DOSSIER,
};

/** The capacities in which the member may give a command, best first; empty = not allowed. */
export function capacitiesFor(
  command: string,
  capacities: readonly Capacity[],
  state: State,
  childId?: unknown,
): Capacity[] {
  const relations = MATRIX[state.kind][command] ?? [];
  return relations
    .filter((relation) => isDossier(state) || mayAs(relation, command, state))
    .flatMap((relation) => capacities.filter((capacity) => capacity.relation === relation))
    .filter(
      (capacity) => !isDossier(state) || command !== 'recordChild' || isOwnPart(capacity, state, childId),
    );
}

/** An agency answers for its own parts; which one, where the command does not say, is any that still runs. */
function isOwnPart({ relation, unitId }: Capacity, state: DossierState, childId: unknown): boolean {
  if (relation !== 'agency') return true;
  return childrenOf(state).some(
    ({ child, status }) =>
      child.unitId === unitId && (childId === undefined ? status === 'open' : child.id === childId),
  );
}

/** The ward has the first word on an answer; one ward of many cannot withdraw what all asked. */
function mayAs(relation: Relation, command: string, state: RequestState): boolean {
  if (state.kind !== 'recommendation') return true;
  if (relation === 'office' && (command === 'confirm' || command === 'dispute'))
    return state.silentSince !== null;
  if (relation === 'ward' && command === 'withdraw')
    return state.wardIds.length === 1 && state.fromGroup === null;
  return true;
}

/** The verifier is not the author: nobody confirms or disputes an answer they gave themselves. */
export function isOwnAnswer(
  member: Member,
  command: { type: string; unitId?: string },
  state: RequestState,
): boolean {
  if (command.type !== 'confirm' && command.type !== 'dispute') return false;
  const duties = leadDuties(state).filter((duty) => !command.unitId || duty.unitId === command.unitId);
  const answered = duties.filter((duty) => duty.status === 'responded');
  return (
    answered.length > 0 &&
    member.personId !== null &&
    answered.every((duty) => lastAnswer(duty)?.byPerson === member.personId)
  );
}

/** May the person sign this dossier's result in that position today? */
export function maySign(
  member: Member,
  positionId: string,
  state: DossierState,
  org: Organisation,
  on: string,
): boolean {
  const { signers } = state.procedure;
  const level = org.position(positionId)?.level;
  if (signers.length > 0 && (!level || !signers.includes(level))) return false;
  return member.personId !== null && org.maySign(positionId, member.personId, on);
}

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

/** True for the provincial office, the only one that enters leaders' dates. */
export const mayEnterDates = (member: Member, org: Organisation): boolean =>
  member.role === 'official' && member.positions.some((position) => isOffice(position, org));

/** True for officials: everybody else has no business with cases. */
export const mayUseCases = (member: Member): boolean =>
  member.role === 'official' && member.positions.length > 0;

/** May write and publish calendars and procedures. */
export const mayConfigure = (member: Member): boolean => member.role === 'admin';

/** May declare that working time stands still: whoever configures, and the provincial office for the province's leaders. */
export const maySuspend = (member: Member, org: Organisation): boolean =>
  mayConfigure(member) || mayEnterDates(member, org);
