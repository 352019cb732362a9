/** Which clocks the facts of a request give. Dates come later, from calendars (domain/time). */
import type { Clock } from '../case/case';
import { workingDays, type EscalationRules } from '../escalation/rules';
import { instantOf } from '../time/plain-date';
import type { Instant, Ledger, Pause } from '../time/types';
import { withDateAfterAnswer } from './dates';
import { isInterim, lastAnswer, leadDuties, promiseOf, unledDuty, upTo } from './duties';
import { ledger } from './ledger';
import type { Assignment, Deadline, FollowUp, LeaderDate, RequestState } from './state';
import { wardClocks } from './ward-clocks';

export function clocksOf(state: RequestState, rules: EscalationRules): Clock[] {
  const clocks = [
    ...triageClocks(state, rules),
    ...state.assignments.filter(isLatestOfUnit(state)).flatMap((duty) => dutyClocks(state, duty, rules)),
  ];
  return state.closedAt === null ? clocks : clocks.map((clock) => ended(clock, state.closedAt as Instant));
}

/** A unit that had the duty twice is measured by the later assignment. */
const isLatestOfUnit =
  (state: RequestState) =>
  (duty: Assignment, index: number): boolean =>
    !state.assignments.slice(index + 1).some((later) => later.unitId === duty.unitId);

/** What still ran when the case ended is cancelled, not done. */
const ended = (clock: Clock, at: Instant): Clock =>
  clock.state === 'done' || clock.state === 'cancelled'
    ? clock
    : { ...clock, state: 'cancelled', endedAt: at };

/** The office's time to find a unit. Meanwhile the date promised to the ward stands all the same. */
function triageClocks(state: RequestState, rules: EscalationRules): Clock[] {
  if (state.triageSince === null) return [];
  const isOpen = state.triageEndedAt === null;
  const triage: Clock = {
    id: 'triage',
    kind: 'triage',
    unitId: state.officeUnitId,
    round: state.triageRound,
    ladder: 'LD-NO-OWNER',
    dueKind: 'default',
    ledger: ledger(state.triageSince, 'chờ phân công', { term: workingDays(rules.defaultSla.triage) }),
    state: isOpen ? 'running' : 'done',
    endedAt: state.triageEndedAt ?? undefined,
    main: false,
    onDue: 'deadlinePassed',
  };
  return isOpen || leadDuties(state).length === 0 ? [triage, unledClock(state, rules)] : [triage];
}

/** What the unit that is to be found will owe, measured against the office; the triage ladder does the chasing. */
function unledClock(state: RequestState, rules: EscalationRules): Clock {
  const from = unledDuty(state);
  const promise = from && promiseOf(from);
  const clock = promise
    ? promiseClock(state, promise, rules)
    : answerClock(state, from?.deadline ?? state.deadline, from, rules);
  return { ...clock, unitId: state.officeUnitId, ladder: null, round: state.unledRound };
}

function dutyClocks(state: RequestState, duty: Assignment, rules: EscalationRules): Clock[] {
  const clocks = [acknowledgement(state, duty, rules)];
  if (duty.role === 'supporting') clocks.push(contribution(duty, rules));
  else
    clocks.push(
      ...responseClocks(state, duty, rules),
      ...wardClocks(state, duty, rules),
      ...followUpClocks(state, duty, rules),
    );
  return duty.status === 'returned'
    ? clocks.map((clock) => ended({ ...clock, main: false }, duty.returnedAt ?? duty.assignedAt))
    : clocks;
}

/** Accepting a duty, or returning it as not the unit's remit. A new date for the answer begins no new round of this. */
function acknowledgement(state: RequestState, duty: Assignment, rules: EscalationRules): Clock {
  return {
    id: `acknowledgement:${duty.unitId}`,
    kind: 'acknowledgement',
    unitId: duty.unitId,
    round: state.assignments.filter((one) => one.unitId === duty.unitId).length,
    ladder: 'LD-ACKNOWLEDGEMENT',
    dueKind: 'default',
    ledger: ledger(duty.assignedAt, 'nhận phân công', {
      term: workingDays(rules.defaultSla.acknowledgement),
    }),
    capByMain: true,
    state: duty.acceptedAt !== undefined || duty.status === 'done' ? 'done' : 'running',
    endedAt: duty.acceptedAt,
    main: false,
    onDue: 'deadlinePassed',
  };
}

function contribution(duty: Assignment, rules: EscalationRules): Clock {
  const date = duty.deadline.kind === 'leader' ? duty.deadline : null;
  return {
    id: `contribution:${duty.unitId}`,
    kind: 'contribution',
    unitId: duty.unitId,
    round: duty.round,
    ladder: 'LD-CONTRIBUTION',
    dueKind: date ? 'leader' : 'default',
    ledger: ledger(
      duty.assignedAt,
      'nhận phân công phối hợp',
      date ? named(date) : { term: workingDays(rules.defaultSla.informationOnlyReply) },
    ),
    capByMain: date === null,
    state: duty.doneAt === undefined ? 'running' : 'done',
    endedAt: duty.doneAt,
    main: false,
    onDue: 'deadlinePassed',
  };
}

/**
 * The lead's answer. Held while an answer awaits confirmation; done at the first answer later confirmed. Who took over
 * a promise owes no first answer any more.
 */
function responseClocks(state: RequestState, duty: Assignment, rules: EscalationRules): Clock[] {
  if (duty.followUp?.inherited) return [];
  const shown = promiseOf(duty) ? duty : withDateAfterAnswer(duty);
  return [
    {
      ...answerClock(state, shown.deadline, shown, rules, upTo(state, duty)),
      id: `response:${duty.unitId}`,
      unitId: duty.unitId,
      dutySince: duty.assignedAt,
      round: shown.round,
      state: responseState(duty),
      endedAt: duty.doneAt,
      ...(responseState(duty) === 'held' ? { answeredAt: lastAnswer(duty)?.at } : {}),
      main: duty.followUp === undefined,
    },
  ];
}

/** A question to the ward pauses a term; a date that a leader named runs on under it. */
function responseState({ doneAt, status, deadline }: Assignment): Clock['state'] {
  if (doneAt !== undefined) return 'done';
  if (status === 'responded') return 'held';
  return status === 'waitingWard' && deadline.kind !== 'leader' ? 'paused' : 'running';
}

/** Term of the case: a leader's date, the default term of its category, or none on purpose. */
function answerClock(
  state: RequestState,
  deadline: Deadline,
  duty: Assignment | undefined,
  rules: EscalationRules,
  asked: readonly Assignment[] = duty ? upTo(state, duty) : [],
): Clock {
  return {
    id: 'response',
    kind: 'response',
    unitId: state.officeUnitId,
    round: 1,
    ...laddersOf(state),
    dueKind: deadline.kind,
    ledger:
      deadline.kind === 'none'
        ? null
        : ledger(instantOf(state.countsFrom, 0), state.meetingId ? 'ngày họp' : 'ngày tiếp nhận', {
            ...(deadline.kind === 'leader'
              ? named(deadline)
              : { term: workingDays(defaultTerm(state, rules)), pauses: pausesOf(asked) }),
            extensions: (duty?.extensions ?? []).map(({ newDueOn, reason, decidedAt, by }) => ({
              dueOn: newDueOn,
              reason,
              decidedAt,
              by,
            })),
          }),
    state: 'running',
    main: true,
    onDue: 'deadlinePassed',
  };
}

const named = ({ dueOn, dueAt, setBy, setAt }: LeaderDate): Partial<Ledger> => ({
  setDueOn: dueOn,
  setDueAt: dueAt,
  setBy,
  setAt,
});

/** Waiting for the ward, also while another unit led: a new lead's term does not begin anew, nor lose what was waited. */
const pausesOf = (duties: readonly Assignment[]): Pause[] =>
  duties
    .flatMap(({ information }) => information)
    .map((round) => ({
      from: round.askedAt,
      to: round.answeredAt ?? null,
      reason: 'chờ địa phương bổ sung thông tin',
      evidence: round.question,
    }));

export function defaultTerm(state: Pick<RequestState, 'kind' | 'category'>, rules: EscalationRules): number {
  if (state.kind === 'directive') return rules.defaultSla.directive;
  return rules.defaultSla.byCategory[state.category ?? 'other'] ?? rules.defaultSla.byCategory.other ?? 15;
}

/** An urgent matter climbs its own ladder and keeps the reminders of the ordinary one. */
function laddersOf({ kind, ladder }: RequestState): Pick<Clock, 'ladder' | 'reminders'> {
  const ordinary = kind === 'directive' ? 'LD-DIRECTIVE' : 'LD-RECOMMENDATION';
  return ladder === 'urgent' ? { ladder: 'LD-URGENT', reminders: ordinary } : { ladder: ordinary };
}

/** A promise that comes due re-arms the follow-up: the ladder of its matter climbs again. */
function followUpClocks(state: RequestState, duty: Assignment, rules: EscalationRules): Clock[] {
  const shown = withDateAfterAnswer(duty).followUp;
  const promise = promiseOf(duty) ? shown : duty.followUp;
  if (!promise) return [];
  const answer = lastAnswer(duty);
  const isAnswered = duty.status === 'responded' && answer !== undefined && !isInterim(answer);
  return [
    {
      ...promiseClock(state, promise, rules),
      id: `promise:${duty.unitId}`,
      unitId: duty.unitId,
      ...(promise.inherited ? { dutySince: Math.max(duty.assignedAt, promise.since) } : {}),
      round: promise.round,
      state: promise.endedAt !== undefined ? 'done' : isAnswered ? 'held' : 'running',
      endedAt: promise.endedAt,
      ...(promise.endedAt === undefined && isAnswered ? { answeredAt: answer.at } : {}),
    },
  ];
}

/** A leader's date goes before the day that was promised; without either the default term counts anew. */
function promiseClock(
  state: RequestState,
  { deadline, promisedOn, since }: FollowUp,
  rules: EscalationRules,
): Clock {
  const due = deadline
    ? named(deadline)
    : promisedOn
      ? { setDueOn: promisedOn }
      : { term: workingDays(defaultTerm(state, rules)) };
  return {
    id: 'promise',
    kind: 'promise',
    unitId: state.officeUnitId,
    round: 1,
    ...laddersOf(state),
    dueKind: deadline ? 'leader' : promisedOn ? 'promise' : 'default',
    ledger: ledger(since, 'câu trả lời được xác nhận', due),
    state: 'running',
    main: true,
    onDue: 'deadlinePassed',
  };
}
