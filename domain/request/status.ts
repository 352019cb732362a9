/** The status of a request follows from its duties until something ended it; so does the office's time to find a unit. */
import type { Instant } from '../time/types';
import { isDisputed, lastAnswer, leadDuties, promiseOf, returnedParts } from './duties';
import type { Assignment, RequestState, RequestStatus } from './state';

export function statusOf(state: RequestState): RequestStatus {
  if (state.closedAt !== null) return state.status;
  const leads = leadDuties(state);
  const open = leads.filter((duty) => !isFollowedUp(state, duty) && duty.status !== 'done');
  if (leads.length === 0) return 'triage';
  if (open.length === 0) {
    if (leads.some(promiseOf)) return 'followUp';
    // The rest is done, but what a unit sent back waits for its giver.
    return returnedParts(state).length > 0 ? 'triage' : 'closed';
  }
  const all = (status: Assignment['status']): boolean => open.every((duty) => duty.status === status);
  if (all('responded')) return 'responded';
  if (all('waitingWard')) return 'waitingWard';
  if (open.some((duty) => isAtWork(duty) && isDisputed(state, duty))) return 'rework';
  return all('assigned') ? 'assigned' : 'inProgress';
}

/** Whoever took over a running promise owes its final answer, nothing before. */
const isFollowedUp = (state: RequestState, duty: Assignment): boolean =>
  isAtWork(duty) && promiseOf(duty) !== undefined && !isDisputed(state, duty);

const isAtWork = (duty: Assignment): boolean => duty.status === 'assigned' || duty.status === 'accepted';

/** Status, triage and end as they follow from what happened at `at`. */
export function settled(state: RequestState, at: Instant): RequestState {
  const status = statusOf(state);
  const next = withTriage({ ...state, status }, at);
  if (status !== 'closed' || state.closedAt !== null) return next;
  const outcome = leadDuties(state).map(lastAnswer).find(Boolean)?.outcome ?? null;
  return { ...next, closedAt: at, closedWhy: 'answered', outcome };
}

/**
 * The provincial office's time to find a unit, while nobody leads or a part of a directive was sent back. A further
 * part sent back meanwhile does not put it off; once the first is decided, the next one begins a round of its own.
 */
function withTriage(state: RequestState, at: Instant): RequestState {
  const isRunning = state.triageSince !== null && state.triageEndedAt === null;
  const since = waitsSince(state, isRunning ? (state.triageSince ?? at) : at);
  if (since === null) return isRunning ? { ...state, triageEndedAt: at } : state;
  if (isRunning && since === state.triageSince) return state;
  const triageRound = state.triageSince === null ? state.triageRound : state.triageRound + 1;
  return { ...state, triageSince: since, triageEndedAt: null, triageRound };
}

/** Since when it waits for a unit; null when it does not. */
function waitsSince(state: RequestState, ongoing: Instant): Instant | null {
  if (state.closedAt !== null || state.status === 'closed') return null;
  const [part] = returnedParts(state);
  if (part) return part.returnedAt ?? ongoing;
  return state.status === 'triage' ? ongoing : null;
}
