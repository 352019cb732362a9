/** State after an event: the fold that workflow, projection and verification share. Total: it never refuses. */
import { stamp, type CaseEvent } from '../case/case';
import { confirm, dispute, late, respond } from './answers';
import { assign, newDuty } from './assign';
import { decideExtension, setDueDate } from './dates';
import { changeDuty, dutyOf, leadDuties, returnedParts } from './duties';
import type { EventData, EventOf, EventType, RequestEvent } from './events';
import type { Assignment, RequestState, SubmittedData } from './state';
import { settled } from './status';

export function evolve(state: RequestState | null, event: CaseEvent, id: string): RequestState {
  if (state === null) return settled(stamp(openingState(event, id), event), event.at);
  return settled(apply(stamp(state, event), event as unknown as RequestEvent), event.at);
}

/** A request as it was entered, before its first stamp (version 0). */
function openingState(event: CaseEvent, id: string): RequestState {
  const { leadUnitIds, supportingUnitIds, ...facts } = event.data as unknown as SubmittedData;
  return {
    ...facts,
    schema: 1,
    id,
    version: 0,
    at: event.at,
    late: {},
    last: { type: '', at: event.at, by: null },
    status: 'submitted',
    submittedAt: event.at,
    submittedBy: event.by?.name ?? null,
    authorPositionId: event.by?.positionId ?? null,
    triageSince: null,
    triageEndedAt: null,
    triageRound: 1,
    unledRound: 1,
    assignments: [
      ...leadUnitIds.map((unitId) => newDuty(unitId, 'lead', event.at, facts.deadline)),
      ...supportingUnitIds.map((unitId) => newDuty(unitId, 'supporting', event.at, { kind: 'default' })),
    ],
    returns: 0,
    slippages: 0,
    approved: null,
    delivered: null,
    progress: [],
    notes: [],
    outcome: null,
    silentSince: null,
    closedAt: null,
    closedWhy: null,
    mergedInto: null,
  };
}

type Change<T extends EventType> = (state: RequestState, event: EventOf<T>) => RequestState;

/** What each event changes: a type of events without its rule here does not compile. */
const CHANGES: { [T in Exclude<EventType, 'submitted'>]: Change<T> } = {
  assigned: assign,
  accepted: ofDuty((_, { at }) => ({ status: 'accepted', acceptedAt: at })),
  returned: (state, event) => ({ ...sentBack(state, event), returns: state.returns + 1 }),
  informationRequested: ofDuty((duty, { at, by, data }) => ({
    information: [...duty.information, { askedAt: at, question: data.question, askedBy: by?.name ?? '' }],
    status: 'waitingWard',
    acceptedAt: duty.acceptedAt ?? at,
  })),
  informationProvided: ofDuty((duty, { at, data: { answer, documents } }) => ({
    information: duty.information.map((round, index) =>
      index === duty.information.length - 1 ? { ...round, answeredAt: at, answer, documents } : round,
    ),
    status: 'accepted',
  })),
  contributed: ofDuty((duty, { at, data: { text, agrees } }) => ({
    contribution: { at, text, agrees },
    status: 'done',
    acceptedAt: duty.acceptedAt ?? at,
    doneAt: at,
  })),
  responded: respond,
  confirmed: confirm,
  disputed: dispute,
  extensionRequested: ofDuty((_, { at, by, data: { newDueOn, reason } }) => ({
    extensionRequest: { at, newDueOn, reason, by: by?.name ?? '' },
  })),
  extensionDecided: ofDuty((duty, { at, by, data }) => decideExtension(duty, data, at, by?.name ?? '')),
  dueDateSet: setDueDate,
  progressReported: (state, { at, data: { unitId, text, delivered } }) => ({
    ...state,
    progress: [...state.progress, { at, unitId, text, delivered }],
    delivered: delivered ?? state.delivered,
  }),
  noted: (state, { at, by, data }) => ({
    ...state,
    notes: [...state.notes, { at, by: by?.name ?? '', text: data.text }],
  }),
  split: (state, { at }) => ended(state, 'closed', at, 'split'),
  merged: (state, { at, data }) => ({ ...ended(state, 'merged', at, 'merged'), mergedInto: data.intoId }),
  forwarded: (state, { at, data }) => ended(state, 'forwarded', at, data.reason),
  withdrawn: withdraw,
  deadlinePassed: late,
};

function apply(state: RequestState, event: RequestEvent): RequestState {
  if (!Object.hasOwn(CHANGES, event.type) || event.type === 'submitted') return state;
  return CHANGES[event.type](state, event as never);
}

/** A change of the one duty an event names; of a unit without a duty in force nothing changes. */
function ofDuty<T extends EventType>(
  change: (duty: Assignment, event: EventOf<T>) => Partial<Assignment>,
): Change<T> {
  return (state, event) => {
    const duty = dutyOf(state, (event.data as EventData['accepted']).unitId);
    return duty ? changeDuty(state, duty, change(duty, event)) : state;
  };
}

const sentBack: Change<'returned'> = ofDuty((_, { at, data }) => ({
  status: 'returned',
  returnedAt: at,
  returnReason: data.reason,
}));

/** The whole request; of a directive also one part that a unit sent back. With its last part the directive ends. */
function withdraw(state: RequestState, { at, data }: EventOf<'withdrawn'>): RequestState {
  const part = returnedParts(state).find(({ unitId }) => unitId === data.unitId);
  if (!part) return ended(state, 'withdrawn', at, data.reason);
  const next = changeDuty(state, part, { decidedAt: at });
  const isLast = leadDuties(next).length === 0 && returnedParts(next).length === 0;
  return isLast ? ended(next, 'withdrawn', at, data.reason) : next;
}

const ended = (
  state: RequestState,
  status: RequestState['status'],
  at: number,
  why: string,
): RequestState => ({ ...state, status, closedAt: at, closedWhy: why });
