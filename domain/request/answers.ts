/** Answers of a request: given, confirmed or disputed, and the promise that follows an interim one. */
import { lateKey } from '../case/case';
import { dateOf } from '../time/plain-date';
import type { Instant } from '../time/types';
import { dutyOf, changeDuty, isInterim, lastAnswer, promiseOf, unledDuty } from './duties';
import { withDateAfterAnswer } from './dates';
import type { EventOf } from './events';
import type { Answer, Assignment, FollowUp, RequestState } from './state';

export function respond(state: RequestState, { data, at, by }: EventOf<'responded'>): RequestState {
  const duty = dutyOf(state, data.unitId);
  if (!duty) return state;
  const answer: Answer = {
    at,
    by: by?.name ?? '',
    byPerson: by?.personId ?? null,
    outcome: data.outcome,
    text: data.text,
    evidence: data.evidence,
    promisedOn: data.promisedOn,
    approved: data.approved,
    confirmations: [],
  };
  return {
    ...changeDuty(state, duty, {
      answers: [...duty.answers, answer],
      status: 'responded',
      acceptedAt: duty.acceptedAt ?? at,
      extensionRequest: undefined,
    }),
    approved: data.approved ?? state.approved,
    silentSince: null,
  };
}

/** All asking wards agree, or the provincial office decides after silence (its confirmation names no ward). */
export function confirm(state: RequestState, { data, at, by }: EventOf<'confirmed'>): RequestState {
  const duty = dutyOf(state, data.unitId);
  const given = duty && lastAnswer(duty);
  if (!duty || !given) return state;
  const mark = { unitId: data.wardId ?? state.officeUnitId, at, by: by?.name ?? '' };
  const answer: Answer = { ...given, confirmations: [...given.confirmations, mark] };
  const isAgreed =
    data.wardId === undefined ||
    state.wardIds.every((ward) => answer.confirmations.some(({ unitId }) => unitId === ward));
  if (!isAgreed) return changeDuty(state, duty, withAnswer(duty, answer));
  const { followUp, slipped } = followUpOf(state, duty, answer, at);
  return {
    ...changeDuty(state, duty, {
      ...withAnswer(duty, { ...answer, confirmedAt: at }),
      status: 'done',
      doneAt: duty.doneAt ?? answer.at,
      dateAfterAnswer: undefined,
      followUp,
    }),
    silentSince: null,
    slippages: state.slippages + (slipped ? 1 : 0),
  };
}

/** The answer counts as if it had never been given; a date named meanwhile takes effect. */
export function dispute(state: RequestState, { data, at }: EventOf<'disputed'>): RequestState {
  const duty = dutyOf(state, data.unitId);
  if (!duty) return state;
  const answer = lastAnswer(duty);
  const back = withDateAfterAnswer({ ...duty, status: 'accepted' });
  const disputed = answer ? withAnswer(back, { ...answer, disputedAt: at, disputeReason: data.reason }) : {};
  return { ...changeDuty(state, duty, { ...back, ...disputed }), silentSince: null };
}

const withAnswer = (duty: Assignment, answer: Answer): Pick<Assignment, 'answers'> => ({
  answers: [...duty.answers.slice(0, -1), answer],
});

/**
 * A confirmed promise is chased like a duty; a later promise in its place, or a final answer after its day, is a
 * slippage, counted once per promise. A leader's date named since the answer stands in the promise's place.
 */
function followUpOf(
  state: RequestState,
  duty: Assignment,
  answer: Answer,
  at: Instant,
): { followUp: FollowUp | undefined; slipped: boolean } {
  const before = promiseOf(duty);
  const isUncounted = before?.promisedOn && !before.slipped;
  if (!isInterim(answer)) {
    const slipped = Boolean(isUncounted && dateOf(answer.at) > (before.promisedOn ?? ''));
    return {
      followUp: before && { ...before, endedAt: answer.at, ...(slipped ? { slipped } : {}) },
      slipped,
    };
  }
  const promisedOn = answer.promisedOn ?? null;
  const since = duty.dateAfterAnswer ?? before?.deadline;
  return {
    followUp: {
      promisedOn,
      since: at,
      round: nextPromiseRound(state, duty.unitId),
      ...(since && since.setAt >= answer.at ? { deadline: since } : {}),
      ...(before?.inherited ? { inherited: true } : {}),
    },
    slipped: Boolean(isUncounted && promisedOn && promisedOn > (before.promisedOn ?? '')),
  };
}

/** A unit that has the duty again goes on counting: its ladder and its lateness are kept by round. */
export const nextPromiseRound = (state: RequestState, unitId: string): number =>
  1 +
  Math.max(0, ...state.assignments.map((one) => (one.unitId === unitId ? (one.followUp?.round ?? 0) : 0)));

/** A due instant that passed is a fact. Of a follow-up only a date that was promised can slip, and once. */
export function late(state: RequestState, { data, at }: EventOf<'deadlinePassed'>): RequestState {
  const next = { ...state, late: { ...state.late, [lateKey(data.clockId, data.round)]: at } };
  const [kind, unitId] = data.clockId.split(':');
  if (kind === 'confirmation') return { ...next, silentSince: state.silentSince ?? at };
  const duty = kind !== 'promise' ? undefined : unitId ? dutyOf(state, unitId) : unledDuty(state);
  const promise = duty && promiseOf(duty);
  if (!duty || !promise?.promisedOn || promise.deadline || promise.slipped) return next;
  return {
    ...changeDuty(next, duty, { followUp: { ...promise, slipped: true } }),
    slippages: state.slippages + 1,
  };
}
