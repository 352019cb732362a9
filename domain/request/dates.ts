/** Dates of a request: a leader's, a granted extension, and on which clock they take effect. */
import type { Instant } from '../time/types';
import {
  changeDuty,
  dutyOf,
  isInterim,
  lastAnswer,
  leadDuties,
  owedDuties,
  promiseOf,
  returnedParts,
  unledDuty,
} from './duties';
import type { EventData, EventOf, NamedDate } from './events';
import type { Assignment, Deadline, LeaderDate, RequestState } from './state';

export function leaderDate({ dueOn, dueAt, setBy, reason }: NamedDate, setAt: Instant): LeaderDate | null {
  if (dueOn === undefined && dueAt === undefined) return null;
  return { kind: 'leader', dueOn, dueAt, setBy: setBy ?? '', setAt, reason };
}

/**
 * A leader's date takes effect on what is to be met next. Without a unit it is for everyone who still owes something.
 * One unit's date of several is not the case's: a unit that joins later does not inherit it.
 */
export function setDueDate(state: RequestState, { data, at }: EventOf<'dueDateSet'>): RequestState {
  const date = leaderDate(data, at);
  if (!date) return state;
  const named = data.unitId === undefined ? undefined : namedDuty(state, data.unitId);
  if (named?.role === 'supporting') return changeDuty(state, named, redated(named, date));
  const unled = unledDuty(state);
  const owed = owedDuties(state);
  const meant = named ? [named] : owed.length > 0 ? owed : unled ? [unled] : [];
  const isOneOfSeveral = named && leadDuties(state).length + returnedParts(state).length > 1;
  return {
    ...state,
    deadline: isOneOfSeveral ? state.deadline : date,
    unledRound: isUnled(state) && (!named || named === unled) ? state.unledRound + 1 : state.unledRound,
    assignments: state.assignments.map((duty) => (meant.includes(duty) ? dated(duty, date) : duty)),
  };
}

/** A unit's duty in force, or the part of a directive that it sent back. */
export const namedDuty = (state: RequestState, unitId: string): Assignment | undefined =>
  dutyOf(state, unitId) ?? returnedParts(state).find((duty) => duty.unitId === unitId);

const isUnled = (state: RequestState): boolean => state.triageSince !== null && state.triageEndedAt === null;

/**
 * The answer that awaits confirmation is judged by the date in force when it was given; a date named meanwhile waits
 * for the rework or the follow-up. An interim answer never holds the promise that runs: there it counts at once.
 */
export function dated(duty: Assignment, date: Deadline): Assignment {
  const promise = promiseOf(duty);
  if (duty.status === 'done' && !promise) return duty;
  const answer = duty.status === 'responded' ? lastAnswer(duty) : undefined;
  // No date on purpose concerns the answer that is still owed; a follow-up always has a clock.
  if (date.kind !== 'leader') return promise || answer ? duty : redated(duty, date);
  const isHeld = answer && !(promise && isInterim(answer));
  return isHeld ? { ...duty, dateAfterAnswer: date } : redated(duty, date);
}

/** A new date begins a new round, takes the place of what had been granted, and decides what was asked for. */
function redated(duty: Assignment, date: Deadline): Assignment {
  const promise = promiseOf(duty);
  const decided = { ...duty, extensionRequest: undefined, dateAfterAnswer: undefined };
  return promise && date.kind === 'leader'
    ? { ...decided, followUp: { ...promise, deadline: date, round: promise.round + 1 } }
    : { ...decided, deadline: date, round: duty.round + 1, extensions: [] };
}

/** The duty with the date that waits for its answer, as it is shown meanwhile. */
export const withDateAfterAnswer = (duty: Assignment): Assignment =>
  duty.dateAfterAnswer ? redated(duty, duty.dateAfterAnswer) : duty;

export function decideExtension(
  duty: Assignment,
  data: EventData['extensionDecided'],
  at: Instant,
  by: string,
): Assignment {
  const request = duty.extensionRequest;
  const decided = { ...duty, extensionRequest: undefined };
  const newDueOn = data.newDueOn ?? request?.newDueOn;
  if (!data.granted || !newDueOn) return decided;
  const granted = { newDueOn, reason: request?.reason ?? data.reason ?? '', decidedAt: at, by };
  return { ...decided, extensions: [...duty.extensions, granted], round: duty.round + 1 };
}
