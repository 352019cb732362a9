/** Which clocks the facts of a request give. Dates come later, from calendars (domain/time). */
import type { Clock, DueKind } from '../case/case';
import { workingDays, type EscalationRules } from '../escalation/rules';
import { instantOf } from '../time/plain-date';
import type { Instant, Ledger, Pause } from '../time/types';
import { isInterim, lastAnswer, leadDuties } from './duties';
import type { Assignment, RequestState } from './state';

const OFFICE_LADDER = 'LD-NO-OWNER';

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

function triageClocks(state: RequestState, rules: EscalationRules): Clock[] {
  if (state.triageSince === null) return [];
  const isOpen = state.triageEndedAt === null && state.closedAt === null;
  const triage: Clock = {
    id: 'triage',
    kind: 'triage',
    unitId: state.officeUnitId,
    round: state.triageRound,
    ladder: OFFICE_LADDER,
    dueKind: 'default',
    ledger: ledger(state.triageSince, 'chờ phân công', { term: workingDays(rules.defaultSla.triage) }),
    state: isOpen ? 'running' : 'done',
    endedAt: state.triageEndedAt ?? undefined,
    main: false,
    onDue: 'deadlinePassed',
  };
  if (leadDuties(state).length > 0) return [triage];
  // Until someone leads, the date promised to the ward stands all the same; the triage ladder does the chasing.
  return [
    triage,
    {
      ...mainClock(state, state.deadline, rules),
      id: 'response',
      unitId: state.officeUnitId,
      ladder: null,
      round: 1,
    },
  ];
}

function dutyClocks(state: RequestState, duty: Assignment, rules: EscalationRules): Clock[] {
  const clocks = [acknowledgement(state, duty, rules)];
  if (duty.role === 'supporting') clocks.push(contribution(duty, rules));
  else
    clocks.push(
      response(state, duty, rules),
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
    ladder: 'LD-RECOMMENDATION',
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
  const isSet = duty.deadline.kind === 'leader';
  return {
    id: `contribution:${duty.unitId}`,
    kind: 'response',
    unitId: duty.unitId,
    round: duty.round,
    ladder: 'LD-RECOMMENDATION',
    dueKind: isSet ? 'leader' : 'default',
    ledger: ledger(
      duty.assignedAt,
      'nhận phân công phối hợp',
      setOr(duty, rules.defaultSla.informationOnlyReply),
    ),
    capByMain: !isSet,
    state: duty.doneAt === undefined ? 'running' : 'done',
    endedAt: duty.doneAt,
    main: false,
    onDue: 'deadlinePassed',
  };
}

const setOr = (duty: Assignment, amount: number): Partial<Ledger> =>
  duty.deadline.kind === 'leader'
    ? {
        setDueOn: duty.deadline.dueOn,
        setDueAt: duty.deadline.dueAt,
        setBy: duty.deadline.setBy,
        setAt: duty.deadline.setAt,
      }
    : { term: workingDays(amount) };

/** The lead's answer. Held while an answer awaits confirmation; done at the first answer later confirmed. */
function response(state: RequestState, duty: Assignment, rules: EscalationRules): Clock {
  const clock = mainClock(state, duty.deadline, rules);
  const isWaiting = duty.status === 'waitingWard';
  const isHeld = duty.status === 'responded' && duty.doneAt === undefined;
  return {
    ...clock,
    id: `response:${duty.unitId}`,
    unitId: duty.unitId,
    round: duty.round,
    ledger: clock.ledger && {
      ...clock.ledger,
      extensions: duty.extensions.map((one) => ({
        dueOn: one.newDueOn,
        reason: one.reason,
        decidedAt: one.decidedAt,
        by: one.by,
      })),
      pauses: pausesOf(duty),
    },
    state: duty.doneAt !== undefined ? 'done' : isWaiting ? 'paused' : isHeld ? 'held' : 'running',
    endedAt: duty.doneAt,
    main: duty.followUp === undefined,
  };
}

/** Waiting for the ward. A date a leader sets is not moved by what had been waited for before. */
function pausesOf(duty: Assignment): Pause[] {
  const since = duty.deadline.kind === 'leader' ? duty.deadline.setAt : 0;
  return duty.information
    .filter((round) => (round.answeredAt ?? Infinity) > since)
    .map((round) => ({
      from: Math.max(round.askedAt, since),
      to: round.answeredAt ?? null,
      reason: 'chờ địa phương bổ sung thông tin',
      evidence: round.question,
    }));
}

/** Term of the case: a leader's date, the default term of its category, or none on purpose. */
function mainClock(state: RequestState, deadline: RequestState['deadline'], rules: EscalationRules): Clock {
  const start = instantOf(state.countsFrom, 0);
  const reason = state.meetingId ? 'ngày họp' : 'ngày tiếp nhận';
  const dueKind: DueKind = deadline.kind;
  const base: Clock = {
    id: 'response',
    kind: 'response',
    unitId: state.officeUnitId,
    round: 1,
    ladder: ladderOf(state),
    dueKind,
    ledger: null,
    state: 'running',
    main: true,
    onDue: 'deadlinePassed',
  };
  if (deadline.kind === 'none') return base;
  if (deadline.kind === 'leader')
    return {
      ...base,
      ledger: ledger(start, reason, {
        setDueOn: deadline.dueOn,
        setDueAt: deadline.dueAt,
        setBy: deadline.setBy,
        setAt: deadline.setAt,
      }),
    };
  return { ...base, ledger: ledger(start, reason, { term: workingDays(defaultTerm(state, rules)) }) };
}

export function defaultTerm(state: Pick<RequestState, 'kind' | 'category'>, rules: EscalationRules): number {
  if (state.kind === 'directive') return rules.defaultSla.directive;
  return rules.defaultSla.byCategory[state.category ?? 'other'] ?? rules.defaultSla.byCategory.other ?? 15;
}

const ladderOf = (state: RequestState): string =>
  state.ladder === 'urgent' ? 'LD-URGENT' : state.kind === 'directive' ? 'LD-DIRECTIVE' : 'LD-RECOMMENDATION';

/**
 * The ward's own clocks (24:00): information it was asked for, the answer it must confirm. It has one of each, whoever
 * leads: the latest lead's, in a further round.
 */
function wardClocks(state: RequestState, duty: Assignment, rules: EscalationRules): Clock[] {
  const clocks: Clock[] = [];
  const round = duty.information[duty.information.length - 1];
  const askedWard = state.wardIds[0];
  if (round && askedWard && isLatest(state, duty, ({ information }) => information.length > 0))
    clocks.push({
      id: `information:${askedWard}`,
      kind: 'information',
      unitId: askedWard,
      round: upTo(state, duty).reduce((sum, one) => sum + one.information.length, 0),
      ladder: 'LD-WARD-INFORMATION',
      dueKind: 'default',
      ledger: ledger(round.askedAt, 'đơn vị chủ trì hỏi', {
        term: workingDays(rules.defaultSla.information),
        owner: 'person',
      }),
      state: round.answeredAt === undefined ? 'running' : 'done',
      endedAt: round.answeredAt,
      main: false,
      onDue: 'deadlinePassed',
    });
  // A directive's units answer each for themselves; to a recommendation there is one answer.
  const isConfirmed =
    state.kind === 'directive' || isLatest(state, duty, ({ answers }) => answers.length > 0);
  if (lastAnswer(duty) && isConfirmed) clocks.push(...confirmationClocks(state, duty, rules));
  return clocks;
}

/** Assignments up to this one; of a directive only those of the same unit. Rounds count on over all of them. */
const upTo = (state: RequestState, duty: Assignment): Assignment[] =>
  state.assignments
    .slice(0, state.assignments.indexOf(duty) + 1)
    .filter((one) => state.kind === 'recommendation' || one.unitId === duty.unitId);

const isLatest = (state: RequestState, duty: Assignment, has: (one: Assignment) => boolean): boolean =>
  state.assignments.findLast(has) === duty;

function confirmationClocks(state: RequestState, duty: Assignment, rules: EscalationRules): Clock[] {
  const answer = lastAnswer(duty);
  if (!answer) return [];
  // A directive's answer is confirmed by the provincial office for the leader who gave it.
  const isDirective = state.kind === 'directive';
  const confirmers = isDirective ? [state.officeUnitId] : state.wardIds;
  return confirmers.map((unitId) => {
    const given =
      answer.confirmations.find((one) => one.unitId === unitId)?.at ??
      answer.confirmedAt ??
      answer.disputedAt;
    return {
      id: isDirective ? `confirmation:${unitId}:${duty.unitId}` : `confirmation:${unitId}`,
      kind: 'confirmation',
      unitId,
      round: upTo(state, duty).reduce((sum, one) => sum + one.answers.length, 0),
      ladder: isDirective ? OFFICE_LADDER : 'LD-WARD-CONFIRMATION',
      dueKind: 'default',
      ledger: ledger(answer.at, 'nhận câu trả lời', {
        term: workingDays(rules.defaultSla.confirmation),
        owner: isDirective ? 'office' : 'person',
      }),
      state: given === undefined ? 'running' : 'done',
      endedAt: given,
      main: false,
      onDue: 'deadlinePassed',
    };
  });
}

/** A promise that comes due re-arms the follow-up: the same ladder climbs again. */
function followUpClocks(state: RequestState, duty: Assignment, rules: EscalationRules): Clock[] {
  const promise = duty.followUp;
  if (!promise) return [];
  const answer = lastAnswer(duty);
  const isAnswered = duty.status === 'responded' && answer !== undefined && !isInterim(answer);
  return [
    {
      id: `promise:${duty.unitId}`,
      kind: 'promise',
      unitId: duty.unitId,
      round: promise.round,
      ladder: ladderOf(state),
      dueKind: promise.promisedOn ? 'promise' : 'default',
      ledger: ledger(
        promise.since,
        'câu trả lời được xác nhận',
        promise.promisedOn
          ? { setDueOn: promise.promisedOn }
          : { term: workingDays(defaultTerm(state, rules)) },
      ),
      state: promise.endedAt !== undefined ? 'done' : isAnswered ? 'held' : 'running',
      endedAt: promise.endedAt,
      main: true,
      onDue: 'deadlinePassed',
    },
  ];
}

function ledger(startAt: Instant, startReason: string, rest: Partial<Ledger>): Ledger {
  return {
    startAt,
    startReason,
    extensions: [],
    pauses: [],
    suspensions: [],
    restarts: [],
    owner: 'office',
    ...rest,
  };
}
