/** Looking things up in the facts of a request. */
import type { Answer, Assignment, RequestState, RequestStatus } from './state';

/** Duties in force: not sent back, not taken over by another unit. */
export const activeDuties = (state: RequestState): Assignment[] =>
  state.assignments.filter((duty) => duty.status !== 'returned');

export const leadDuties = (state: RequestState): Assignment[] =>
  activeDuties(state).filter((duty) => duty.role === 'lead');

export const dutyOf = (state: RequestState, unitId: string | undefined): Assignment | undefined =>
  activeDuties(state).find((duty) => duty.unitId === unitId);

export const lastAnswer = (duty: Assignment): Answer | undefined => duty.answers[duty.answers.length - 1];

/** The answer is still owed, so a leader may set another date for it. */
export const mayBeRedated = (duty: Assignment): boolean =>
  duty.status === 'assigned' || duty.status === 'accepted' || duty.status === 'waitingWard';

/** Outcomes after which something is still to come. */
export const isInterim = (answer: Answer): boolean =>
  answer.outcome === 'planned' || answer.outcome === 'inProgress';

/**
 * The duty a command concerns: the one of its `unitId`; for what others do about a duty (confirm, provide
 * information, decide) the one that is in the fitting status.
 */
export function concerned(
  state: RequestState,
  command: { type: string; unitId?: string },
): Assignment | undefined {
  const leads = leadDuties(state);
  switch (command.type) {
    case 'provideInformation':
      return leads.find((duty) => duty.status === 'waitingWard') ?? leads[0];
    case 'confirm':
    case 'dispute':
      return named(leads, command.unitId) ?? leads.find((duty) => duty.status === 'responded') ?? leads[0];
    case 'decideExtension':
      return named(leads, command.unitId) ?? leads.find((duty) => duty.extensionRequest) ?? leads[0];
    case 'setDueDate':
      return command.unitId ? dutyOf(state, command.unitId) : (leads.find(mayBeRedated) ?? leads[0]);
    default:
      return dutyOf(state, command.unitId);
  }
}

const named = (duties: Assignment[], unitId: string | undefined): Assignment | undefined =>
  unitId ? duties.find((duty) => duty.unitId === unitId) : undefined;

/** The status of the whole case follows from its duties until something ended it. */
export function statusOf(state: RequestState): RequestStatus {
  if (state.closedAt !== null) return state.status;
  const leads = leadDuties(state);
  if (leads.length === 0) return 'triage';
  if (leads.every((duty) => duty.status === 'done'))
    return leads.some((duty) => duty.followUp && duty.followUp.endedAt === undefined) ? 'followUp' : 'closed';
  const open = leads.filter((duty) => duty.status !== 'done');
  if (open.every((duty) => duty.status === 'responded')) return 'responded';
  if (open.every((duty) => duty.status === 'waitingWard')) return 'waitingWard';
  if (open.every((duty) => duty.status === 'assigned')) return 'assigned';
  return open.some((duty) => duty.status === 'accepted' && lastAnswer(duty)?.disputedAt)
    ? 'rework'
    : 'inProgress';
}
