/**
 * Whose the current step of a dossier is: of the post it is assigned to and its peers, or of whoever it was handed to
 * or who claimed it; and who stands above them and may take it back. Whatever may be claimed can be finished or taken back.
 */
import { type DossierState, type Holder, stepOf } from '../dossier/state';
import type { ResolvedStep } from '../procedure/procedure';
import type { Organisation } from '../organisation/model';
import { rankOf } from '../organisation/types';
import { COMMITTEE_LEADERS, type Member, type MemberPosition } from './member';

export type StepRelation = 'stepHolder' | 'stepHead' | 'handedOver';

export function stepRelations(
  member: Member,
  position: MemberPosition,
  state: DossierState,
  org: Organisation,
  isCounter: boolean,
): StepRelation[] {
  const step = state.step && stepOf(state, state.step.id);
  if (!state.step || !step) return [];
  const { claimedBy, handOver } = state.step;
  const relations: StepRelation[] = [];
  const isReceiver = isHeldBy(claimedBy, member, position) || position.positionId === handOver?.toPositionId;
  if (isReceiver || doesStep(position, step, state, isCounter)) relations.push('stepHolder');
  if (isAbove(position, step, workerOf(state, step, org), org)) relations.push('stepHead');
  if (isHeldBy(handOver?.by ?? null, member, position)) relations.push('handedOver');
  return relations;
}

/** The post of the step, and those of the same or a higher level in its unit. */
function doesStep(
  { positionId, unitId, level }: MemberPosition,
  step: ResolvedStep,
  state: DossierState,
  isCounter: boolean,
): boolean {
  // A step at a body outside the tree is recorded by the counter that corresponds with it.
  if (step.unitId === null) return isCounter;
  const isPeer = unitId === step.unitId && rankOf(level) >= rankOf(step.positionLevel);
  // A commune's chair may do what its vice-chairs may.
  const isChair = unitId === step.unitId && unitId === state.receivingUnitId && level === 'chair';
  return positionId === step.positionId || isPeer || isChair;
}

/** The same post (a dated substitute acts in the post of the absent holder), or the person where no post was named. */
const isHeldBy = (holder: Holder | null, { personId }: Member, { positionId }: MemberPosition): boolean =>
  holder !== null &&
  (holder.positionId === null
    ? holder.personId !== null && holder.personId === personId
    : holder.positionId === positionId);

interface Worker {
  unitId: string;
  level: string;
}

/** Who has the step now: its claimer, else the post it was handed to, else the post that the procedure names. */
function workerOf({ step: current }: DossierState, step: ResolvedStep, org: Organisation): Worker | null {
  const positionId = current?.claimedBy?.positionId ?? current?.handOver?.toPositionId;
  const position = positionId ? org.position(positionId) : undefined;
  if (position) return position;
  return step.unitId === null ? null : { unitId: step.unitId, level: step.positionLevel };
}

/** Of a higher level than the worker, in the worker's unit or the step's, or leading the commune above either. */
function isAbove(
  { unitId, level }: MemberPosition,
  step: ResolvedStep,
  worker: Worker | null,
  org: Organisation,
): boolean {
  if (!worker || rankOf(level) <= rankOf(worker.level)) return false;
  return [worker.unitId, step.unitId].some((id) => {
    if (id === null) return false;
    const leads = org.unit(unitId)?.kind === 'commune' && COMMITTEE_LEADERS.includes(level);
    return unitId === id || (leads && org.unit(id)?.parentId === unitId);
  });
}
