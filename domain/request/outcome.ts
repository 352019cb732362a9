/** The event an accepted command gives. Also runs on replay: change its meaning only under a patch. */
import type { Actor, Command, Reached } from '../case/case';
import type { Instant } from '../time/types';
import { concerned, leadDuties } from './duties';
import type { RequestState } from './state';

/** Past tense of each command: the event's type. */
export const EVENT_OF: Record<string, string> = {
  assign: 'assigned',
  split: 'split',
  accept: 'accepted',
  return: 'returned',
  requestInformation: 'informationRequested',
  provideInformation: 'informationProvided',
  contribute: 'contributed',
  respond: 'responded',
  confirm: 'confirmed',
  dispute: 'disputed',
  requestExtension: 'extensionRequested',
  decideExtension: 'extensionDecided',
  setDueDate: 'dueDateSet',
  merge: 'merged',
  forward: 'forwarded',
  withdraw: 'withdrawn',
  reportProgress: 'progressReported',
  note: 'noted',
};

export function outcome(
  state: RequestState,
  command: Command,
  _at: Instant,
  _by: Actor,
): { type: string; data: Record<string, unknown> } {
  const { type, ...data } = command;
  // A directive's new date without a unit is for all who still owe an answer.
  if (type === 'setDueDate' && !command.unitId && leadDuties(state).length > 1)
    return { type: 'dueDateSet', data };
  const duty = concerned(state, command);
  if (type === 'decideExtension')
    return {
      type: 'extensionDecided',
      data: { ...data, unitId: duty?.unitId, newDueOn: data.newDueOn ?? duty?.extensionRequest?.newDueOn },
    };
  return {
    type: EVENT_OF[type] ?? type,
    data: duty && type !== 'assign' ? { ...data, unitId: duty.unitId } : data,
  };
}

/** The event a reached instant gives; every clock of a request ends in lateness, never in consent. */
export function expire(
  _state: RequestState,
  reached: Reached,
): { type: string; data: Record<string, unknown> } {
  return {
    type: reached.type,
    data: { clockId: reached.clockId, round: reached.round, dueAt: reached.dueAt },
  };
}
