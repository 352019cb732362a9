/** Looking things up in the facts of a request. */
import type { Answer, Assignment, FollowUp, RequestState } from './state';

/** Duties in force: not sent back, not taken over by another unit. */
export const activeDuties = (state: RequestState): Assignment[] =>
  state.assignments.filter((duty) => duty.status !== 'returned');

export const leadDuties = (state: RequestState): Assignment[] =>
  activeDuties(state).filter((duty) => duty.role === 'lead');

export const dutyOf = (state: RequestState, unitId: string | undefined): Assignment | undefined =>
  activeDuties(state).find((duty) => duty.unitId === unitId);

/** The state with one duty changed. */
export const changeDuty = (
  state: RequestState,
  duty: Assignment,
  change: Partial<Assignment>,
): RequestState => ({
  ...state,
  assignments: state.assignments.map((one) => (one === duty ? { ...one, ...change } : one)),
});

export const lastAnswer = (duty: Assignment): Answer | undefined => duty.answers[duty.answers.length - 1];

/** Outcomes after which something is still to come. */
export const isInterim = (answer: Answer): boolean =>
  answer.outcome === 'planned' || answer.outcome === 'inProgress';

/** How many extensions the unit was granted for this duty; what it took over from another does not count. */
export const grantedTo = ({ extensions, assignedAt }: Assignment): number =>
  extensions.filter(({ decidedAt }) => decidedAt >= assignedAt).length;

/** The promise that is still to be kept. */
export const promiseOf = (duty: Assignment): FollowUp | undefined =>
  duty.followUp?.endedAt === undefined ? duty.followUp : undefined;

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
    default:
      return dutyOf(state, command.unitId);
  }
}

const named = (duties: Assignment[], unitId: string | undefined): Assignment | undefined =>
  unitId ? duties.find((duty) => duty.unitId === unitId) : undefined;

/** The duties of the same matter up to this one: to a recommendation there is one answer, of a directive each unit's own. */
export const upTo = (state: RequestState, duty: Assignment): Assignment[] =>
  state.assignments
    .slice(0, state.assignments.indexOf(duty) + 1)
    .filter((one) => one.role === duty.role)
    .filter((one) => state.kind === 'recommendation' || one.unitId === duty.unitId);

/** The last answer was disputed, by whomever it was given; nobody has answered since. */
export const isDisputed = (state: RequestState, duty: Assignment): boolean =>
  upTo(state, duty)
    .flatMap((one) => one.answers)
    .at(-1)?.disputedAt !== undefined;

/** Parts of a directive that a unit sent back and whose giver has not decided yet, the longest waiting first. */
export const returnedParts = (state: RequestState): Assignment[] =>
  state.kind === 'recommendation'
    ? []
    : state.assignments
        .filter((duty) => duty.status === 'returned' && duty.decidedAt === undefined)
        .sort((a, b) => (a.returnedAt ?? 0) - (b.returnedAt ?? 0));

/**
 * The duty whose facts go on while nobody leads: the lead that sent a recommendation back, the returned part of a
 * directive that waits longest. Whoever is given it next takes over its date and its promise.
 */
export const unledDuty = (state: RequestState): Assignment | undefined =>
  state.kind === 'directive'
    ? returnedParts(state)[0]
    : leadDuties(state).length === 0
      ? state.assignments.findLast((duty) => duty.role === 'lead')
      : undefined;

/** Lead duties that still owe something: an answer, a promise, or a unit to do them. */
export const owedDuties = (state: RequestState): Assignment[] => {
  const unled = state.kind === 'directive' ? returnedParts(state) : [];
  return [...leadDuties(state).filter((duty) => duty.status !== 'done' || promiseOf(duty)), ...unled];
};
