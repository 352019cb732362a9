/** Who may give which command: the tables, and what they leave to the facts of the case. */
import type { CaseKind } from '../case/case';
import { childrenOf } from '../dossier/children';
import type { CommandType as DossierCommandType } from '../dossier/matrix';
import type { DossierState } from '../dossier/state';
import type { Organisation } from '../organisation/model';
import { lastAnswer, leadDuties } from '../request/duties';
import type { DirectiveCommandType, RequestCommandType } from '../request/matrix';
import type { RequestState } from '../request/state';
import type { Capacity, Relation } from './capacities';
import type { Member } from './member';
import type { AnyState } from './units-concerned';

const RECOMMENDATION = {
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
} satisfies Record<RequestCommandType, readonly Relation[]>;

const DIRECTIVE = {
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
} satisfies Record<DirectiveCommandType, readonly Relation[]>;

const STEP: readonly Relation[] = ['stepHolder'];
const COUNTER: readonly Relation[] = ['receiving'];
const ANYONE_CONCERNED: readonly Relation[] = [
  'receiving',
  'stepHolder',
  'stepHead',
  'commune-leader',
  'unit',
];

const DOSSIER = {
  accept: COUNTER,
  refuse: COUNTER,
  handOver: ['stepHolder', 'stepHead', 'handedOver'],
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
} satisfies Record<DossierCommandType, readonly Relation[]>;

const TABLES = { recommendation: RECOMMENDATION, directive: DIRECTIVE, dossier: DOSSIER } satisfies Record<
  CaseKind,
  object
>;

/** Who may give the command, best first; a word that is no command is nobody's. */
function mayGive(kind: CaseKind, command: string): readonly Relation[] {
  const table: Readonly<Record<string, readonly Relation[]>> = TABLES[kind];
  return Object.hasOwn(table, command) ? (table[command] ?? []) : [];
}

/** The capacities in which the member may give a command, best first; empty = not allowed. */
export function capacitiesFor(
  command: string,
  capacities: readonly Capacity[],
  state: AnyState,
  childId?: unknown,
): Capacity[] {
  return mayGive(state.kind, command)
    .filter((relation) => state.kind === 'dossier' || mayAs(relation, command, state))
    .flatMap((relation) => capacities.filter((capacity) => capacity.relation === relation))
    .filter(
      (capacity) =>
        state.kind !== 'dossier' || command !== 'recordChild' || isOwnPart(capacity, state, childId),
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

/** One ward of many cannot withdraw what all asked. */
function mayAs(relation: Relation, command: string, state: RequestState): boolean {
  if (state.kind !== 'recommendation') return true;
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
