/** The moves that events share: opening, entering and leaving a step, closing pauses, ending, taking a result back. */
import type { Instant } from '../time/types';
import type { Opening } from './events';
import {
  STATUS_CODES,
  type DossierPause,
  type DossierState,
  type Holder,
  type Signature,
  type Status,
  type StepVisit,
  validSignature,
} from './state';

/** A dossier handed in, before its first stamp (version 0). */
export function openingState(opening: Opening, id: string, at: Instant): DossierState {
  return {
    schema: 1,
    kind: 'dossier',
    id,
    version: 0,
    at,
    status: 'registered',
    statusCode: STATUS_CODES.registered,
    title: opening.title ?? opening.procedure.name,
    late: {},
    last: { type: '', at, by: null },
    code: opening.code ?? null,
    procedure: opening.procedure,
    confidential: opening.confidential ?? opening.procedure.confidential,
    receivingUnitId: opening.receivingUnitId,
    competentUnitId: opening.competentUnitId ?? opening.receivingUnitId,
    channel: opening.channel,
    applicant: opening.applicant,
    onBehalfOf: opening.onBehalfOf ?? null,
    documents: opening.documents,
    receivedAt: opening.receivedAt,
    enteredAt: at,
    acceptedAt: null,
    step: null,
    history: [],
    pauses: [],
    supplements: [],
    payments: [],
    extensions: [],
    restarts: [],
    round: 0,
    deadline: 'law',
    result: null,
    corrections: [],
    delivery: null,
    end: null,
    consents: [],
  };
}

export const toStatus = (state: DossierState, status: Status): DossierState => ({
  ...state,
  status,
  statusCode: STATUS_CODES[status],
});

/** The legal clock starts, and the dossier lies at its first step. */
export function acceptAt(state: DossierState, at: Instant): DossierState {
  const first = state.procedure.steps[0];
  const accepted = { ...toStatus(state, 'received'), acceptedAt: at };
  return first ? enterStep(accepted, first.id, at) : accepted;
}

export function enterStep(state: DossierState, stepId: string, at: Instant): DossierState {
  const rounds = state.history.filter((visit) => visit.id === stepId).map((visit) => visit.round + 1);
  const round = rounds.reduce((highest, one) => Math.max(highest, one), 0);
  return { ...state, step: { id: stepId, since: at, clockFrom: at, round, claimedBy: null, handOver: null } };
}

/** Writes the line of the control sheet for the step that is left. */
export function leaveStep(
  state: DossierState,
  outcome: StepVisit['outcome'],
  at: Instant,
  by: Holder | null,
  more: Pick<StepVisit, 'note' | 'result' | 'reason'>,
): DossierState {
  if (!state.step) return state;
  const { id, since, clockFrom, round } = state.step;
  return {
    ...state,
    step: null,
    history: [...state.history, { id, since, clockFrom, round, until: at, outcome, by, ...more }],
  };
}

export function closePauses(
  state: DossierState,
  at: Instant,
  by: Holder | null,
  source?: DossierPause['source'],
): DossierState {
  const close = (pause: DossierPause): DossierPause =>
    pause.to === null && (!source || pause.source === source) ? { ...pause, to: at, closedBy: by } : pause;
  return { ...state, pauses: state.pauses.map(close) };
}

/** A signature covers what was signed: when that is taken up again or changes, it holds no more. */
export function voidSignature(
  state: DossierState,
  why: NonNullable<Signature['voided']>['why'],
  at: Instant,
  by: Holder | null,
): DossierState {
  if (!validSignature(state)) return state;
  return {
    ...state,
    signatures: state.signatures?.map((one) => (one.voided ? one : { ...one, voided: { why, at, by } })),
  };
}

/** Ends the dossier without a result. */
export function endCase(
  state: DossierState,
  status: 'notAccepted' | 'withdrawn' | 'stopped',
  type: string,
  reason: string,
  at: Instant,
  by: Holder | null,
  missing?: string[],
): DossierState {
  const ended = leaveStep(closePauses(toStatus(state, status), at, by), 'ended', at, by, {});
  return { ...ended, end: { type, reason, at, ...(missing ? { missing } : {}) } };
}

/**
 * Takes a recorded result back (9 → 4) and says what the legal clock does. A correction mends the office's own error,
 * so the clock counts as if it had never stopped. Reopening says it: `continue` leaves out the stretch since the
 * finish, `restart` counts anew in a new round of rungs, `none` sets no date.
 */
export function takeBack(
  state: DossierState,
  kind: 'corrected' | 'reopened',
  clock: 'continue' | 'restart' | 'none',
  reason: string,
  stepId: string,
  at: Instant,
  by: Holder | null,
): DossierState {
  const { result } = state;
  const back: DossierState = {
    ...enterStep(toStatus(voidSignature(state, kind, at, by), 'inProcess'), stepId, at),
    result: null,
    corrections: [...state.corrections, { kind, reason, clock, at, by, result }],
  };
  if (kind === 'corrected') return back;
  if (clock === 'none') return { ...back, deadline: 'none', round: state.round + 1 };
  if (clock === 'restart')
    return {
      ...back,
      deadline: 'law',
      round: state.round + 1,
      restarts: [...state.restarts, { requestedAt: at, reacceptedAt: at, reason }],
    };
  const stretch: DossierPause = {
    reason: 'FINISHED',
    source: 'reopened',
    evidence: reason,
    from: result?.at ?? at,
    to: at,
    openedBy: result?.by ?? null,
    closedBy: by,
  };
  return { ...back, pauses: [...state.pauses, stretch] };
}
