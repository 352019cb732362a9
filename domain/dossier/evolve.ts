/** The next state of a dossier. Total: an event that no longer fits only moves the version on, so replay never stops. */
import { lateKey, stamp, type CaseEvent } from '../case/case';
import { holderOf, type DossierEvent, type Opening } from './events';
import {
  acceptAt,
  closePauses,
  endCase,
  enterStep,
  leaveStep,
  openingState,
  takeBack,
  toStatus,
  voidSignature,
} from './transitions';
import { stepsBefore, validSignature, type DossierState, type Holder } from './state';

export function evolve(state: DossierState | null, event: CaseEvent, id: string): DossierState {
  if (state === null) return open(event, id);
  return apply(stamp(state, event), event as unknown as DossierEvent);
}

/** The first event opens the dossier: at the counter the clock starts at the moment of receipt. */
function open(event: CaseEvent, id: string): DossierState {
  const opening = event.data as unknown as Opening;
  const opened = stamp(openingState(opening, id, event.at), event);
  // A dossier cannot have been received after the event that says so.
  return event.type === 'received' ? acceptAt(opened, Math.min(opening.receivedAt, event.at)) : opened;
}

function apply(state: DossierState, event: DossierEvent): DossierState {
  const { at } = event;
  const by = holderOf(event.by);
  switch (event.type) {
    case 'accepted':
      return acceptAt({ ...state, code: event.data.code ?? state.code }, at);
    case 'refused':
      return endCase(state, 'notAccepted', event.type, event.data.reason, at, by, event.data.missing);
    case 'withdrawn':
    case 'stopped':
      return endCase(state, event.type, event.type, event.data.reason, at, by);
    case 'claimed':
      return working(state, { claimedBy: by, handOver: null });
    case 'released':
      return working(state, { claimedBy: null });
    case 'handedOver':
      return handOver(state, event, by);
    case 'recalled':
      return working(state, { claimedBy: state.step?.handOver?.previous ?? null, handOver: null });
    case 'stepCompleted': {
      const { note, result, nextStepId } = event.data;
      const left = leaveStep(toStatus(state, 'inProcess'), 'completed', at, by, {
        ...(note === undefined ? {} : { note }),
        ...(result === undefined ? {} : { result }),
      });
      return nextStepId ? enterStep(left, nextStepId, at) : left;
    }
    case 'returnedToStep':
      return returnToStep(state, event, by);
    case 'supplementRequested':
      return requestSupplement(state, event, at);
    case 'supplementReceived':
      return receiveSupplement(voidSignature(state, 'supplementReceived', at, by), event.data.documents, at);
    case 'paymentRequested':
      return {
        ...toStatus(state, 'financial'),
        payments: [...state.payments, { ...event.data, requestedAt: at, paidAt: null, receiptNo: null }],
        pauses: [
          ...state.pauses,
          {
            reason: 'CITIZEN_FINANCIAL_OBLIGATION',
            source: 'payment',
            from: at,
            to: null,
            openedBy: by,
            closedBy: null,
          },
        ],
      };
    case 'paymentRecorded':
      return recordPayment(state, event.data.receiptNo, event);
    case 'paused':
      return {
        ...state,
        pauses: [
          ...state.pauses,
          { ...event.data, source: 'manual', from: at, to: null, openedBy: by, closedBy: null },
        ],
      };
    case 'resumed':
      return closePauses(state, at, by, 'manual');
    case 'extended':
      return {
        ...state,
        extensions: [...state.extensions, { ...event.data, at, by }],
        round: state.round + 1,
      };
    case 'signed':
      return {
        ...state,
        signatures: [
          ...(state.signatures ?? []),
          { decisionNo: event.data.decisionNo, at, by, stepId: state.step?.id ?? null },
        ],
      };
    case 'finished':
      return {
        ...leaveStep(toStatus(state, 'finished'), 'finished', at, by, {}),
        result: { outcome: event.data.result, resultNo: event.data.resultNo, at, by },
        ...firstFinish(state, event),
      };
    case 'delivered':
      return { ...toStatus(state, 'returned'), delivery: { ...event.data, at } };
    case 'corrected':
      return takeBack(state, 'corrected', 'continue', event.data.reason, event.data.stepId, at, by);
    case 'reopened':
      return takeBack(state, 'reopened', event.data.clock, event.data.reason, event.data.stepId, at, by);
    case 'deadlinePassed':
      return late(state, event);
    case 'supplementLapsed':
      return lapse(state, 'supplement', event);
    case 'paymentLapsed':
      return lapse(state, 'financial', event);
    case 'silenceConsented':
      return {
        ...state,
        consents: [...state.consents, { subject: event.data.subject, about: event.data.about, at }],
      };
    case 'childRecorded':
      return { ...state, recordedChildren: [...(state.recordedChildren ?? []), { ...event.data, at, by }] };
    case 'noted':
    default:
      return state;
  }
}

/** First work on a received dossier puts it in process. */
function working(state: DossierState, change: Partial<NonNullable<DossierState['step']>>): DossierState {
  return { ...toStatus(state, 'inProcess'), step: state.step && { ...state.step, ...change } };
}

/** The unit of the receiver is at work on the dossier from now on, until the step is left. */
function handOver(state: DossierState, { at, data }: EventOf<'handedOver'>, by: Holder | null): DossierState {
  const { toUnitId, ...to } = data;
  const helpers = state.step?.helperUnitIds ?? [];
  return working(state, {
    claimedBy: null,
    handOver: { by, at, previous: state.step?.claimedBy ?? null, ...to },
    ...(toUnitId && !helpers.includes(toUnitId) ? { helperUnitIds: [...helpers, toUnitId] } : {}),
  });
}

/** Sent back to the signing step or before it, the dossier is signed anew; sent back to a later step, it stays signed. */
function returnToStep(
  state: DossierState,
  { at, data: { stepId, reason } }: EventOf<'returnedToStep'>,
  by: Holder | null,
): DossierState {
  const signedAt = validSignature(state)?.stepId ?? stepId;
  const isCovered = stepId !== signedAt && !stepsBefore(state, signedAt).has(stepId);
  const signed = isCovered ? state : voidSignature(state, 'returnedToStep', at, by);
  return enterStep(leaveStep(signed, 'returned', at, by, { reason }), stepId, at);
}

type EventOf<T extends DossierEvent['type']> = Extract<DossierEvent, { type: T }>;

/** PAUSE: the clock stands and goes on. RESTART: the clock stands until re-acceptance, from which counting starts anew. */
function requestSupplement(
  state: DossierState,
  event: EventOf<'supplementRequested'>,
  at: number,
): DossierState {
  const { items, reason, policy } = event.data;
  const by = holderOf(event.by);
  return {
    ...toStatus(state, 'supplement'),
    supplements: [
      ...state.supplements,
      { items, reason, policy, requestedAt: at, requestedBy: by, receivedAt: null, documents: [] },
    ],
    ...(policy === 'RESTART'
      ? { restarts: [...state.restarts, { requestedAt: at, reacceptedAt: null, reason }] }
      : {
          pauses: [
            ...state.pauses,
            {
              reason: 'SUPPLEMENT',
              source: 'supplement',
              evidence: reason,
              from: at,
              to: null,
              openedBy: by,
              closedBy: null,
            },
          ],
        }),
  };
}

function receiveSupplement(
  state: DossierState,
  documents: DossierState['documents'],
  at: number,
): DossierState {
  const last = state.supplements.length - 1;
  const received: DossierState = {
    ...closePauses(toStatus(state, 'inProcess'), at, null, 'supplement'),
    supplements: state.supplements.map((round, index) =>
      index === last ? { ...round, receivedAt: at, documents } : round,
    ),
    documents: [...state.documents, ...documents],
  };
  if (state.supplements[last]?.policy !== 'RESTART') return received;
  return {
    ...received,
    restarts: state.restarts.map((one) => (one.reacceptedAt === null ? { ...one, reacceptedAt: at } : one)),
    round: state.round + 1,
    step: state.step && { ...state.step, clockFrom: at, round: state.step.round + 1 },
  };
}

/** Ends a requested payment; otherwise notes money paid at the counter, which stops no clock. */
function recordPayment(state: DossierState, receiptNo: string, event: DossierEvent): DossierState {
  const { at } = event;
  if (state.status !== 'financial') {
    const paid = { amount: null, kind: 'counter', requestedAt: at, paidAt: at, receiptNo };
    return { ...state, payments: [...state.payments, paid] };
  }
  return {
    ...closePauses(toStatus(state, 'inProcess'), at, holderOf(event.by), 'payment'),
    payments: state.payments.map((one) => (one.paidAt === null ? { ...one, paidAt: at, receiptNo } : one)),
  };
}

/** Set once: a dossier finished again after a correction or a reopening keeps what its first finish was. */
function firstFinish(
  state: DossierState,
  { at, data }: EventOf<'finished'>,
): Pick<DossierState, 'firstFinish'> {
  if (state.firstFinish || state.corrections.length > 0 || data.dueAt === undefined) return {};
  return { firstFinish: { at, dueAt: data.dueAt } };
}

function late(
  state: DossierState,
  event: EventOf<'deadlinePassed' | 'supplementLapsed' | 'paymentLapsed'>,
): DossierState {
  return { ...state, late: { ...state.late, [lateKey(event.data.clockId, event.data.round)]: event.at } };
}

/** What was asked for did not come: the dossier is stopped, unless it came after all. */
function lapse(
  state: DossierState,
  awaited: 'supplement' | 'financial',
  event: EventOf<'supplementLapsed' | 'paymentLapsed'>,
): DossierState {
  if (state.status !== awaited) return state;
  return endCase(late(state, event), 'stopped', event.type, event.data.reason, event.at, null);
}
