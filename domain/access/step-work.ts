/**
 * Whose the current step of a dossier is: of the post it is assigned to and its peers, or of whoever it was handed to
 * or who claimed it; and who stands above them and may take it back. Whatever may be claimed can be finished or taken back.
 */
import { type CurrentStep, type DossierState, type Holder, stepOf } from '../dossier/state';
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
  if (isAbove(position, step, state.step, org)) relations.push('stepHead');
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

/** Where a post stands: the unit it belongs to and its level there. */
type Standing = Pick<MemberPosition, 'unitId' | 'level'>;

/**
 * Of a higher level than whoever has the step, in the same unit or leading the commune above it. Handed over and not yet
 * claimed, the step is still its own post's as much as the receiver's: superiors of either may act.
 */
function isAbove(
  { unitId, level }: MemberPosition,
  step: ResolvedStep,
  current: CurrentStep,
  org: Organisation,
): boolean {
  const own = step.unitId === null ? [] : [{ unitId: step.unitId, level: step.positionLevel }];
  const claimer = standingOf(current.claimedBy?.positionId, org);
  const receiver = standingOf(current.handOver?.toPositionId, org);
  const workers = claimer.length > 0 ? claimer : [...receiver, ...own];
  const leads = org.unit(unitId)?.kind === 'commune' && COMMITTEE_LEADERS.includes(level);
  return (
    workers.some((worker) => rankOf(level) > rankOf(worker.level)) &&
    [...workers, ...own].some(
      (one) => one.unitId === unitId || (leads && org.unit(one.unitId)?.parentId === unitId),
    )
  );
}

/** The post, as far as the organisation still has it. */
function standingOf(positionId: string | null | undefined, org: Organisation): Standing[] {
  const position = positionId ? org.position(positionId) : undefined;
  return position ? [position] : [];
}
