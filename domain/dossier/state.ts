/** The facts of one dossier. No computed date and no plan is kept here. */
import type { CaseState } from '../case/case';
import { isPastDue } from '../time/timeliness';
import type { Instant, PlainDate } from '../time/types';
import type { PinnedProcedure, ResolvedStep } from '../procedure/procedure';

/** National status codes of a dossier, 1–10. */
export const STATUS_CODES = {
  registered: 1,
  received: 2,
  notAccepted: 3,
  inProcess: 4,
  supplement: 5,
  financial: 6,
  withdrawn: 7,
  stopped: 8,
  finished: 9,
  returned: 10,
} as const;

export type Status = keyof typeof STATUS_CODES;
export const STATUSES = Object.keys(STATUS_CODES) as Status[];

export type Channel = 'inPerson' | 'online' | 'post';

export interface Applicant {
  name: string;
  kind: 'citizen' | 'business' | 'authority' | 'organisation';
  idNumber?: string;
  phone?: string;
  email?: string;
  address?: string;
}

export interface DossierDocument {
  name: string;
  kind?: 'original' | 'copy' | 'electronic';
}

/** Who holds or did a piece of work, as the control sheet prints it. */
export interface Holder {
  personId: string | null;
  positionId: string | null;
  name: string;
  onBehalfOf?: string;
}

/** Work given to another officer within a step; it can be recalled until it is claimed or the window ends. */
export interface HandOver {
  by: Holder | null;
  toPositionId: string | null;
  at: Instant;
  note?: string;
  /** Who had claimed the step before, to whom a recall gives it back. */
  previous: Holder | null;
}

export interface CurrentStep {
  id: string;
  /** When the dossier came to this step. */
  since: Instant;
  /** Where the step's clock counts from: `since`, or the re-acceptance of a supplement under RESTART. */
  clockFrom: Instant;
  /** Round of the step's clock: one more for every further visit and every RESTART. */
  round: number;
  claimedBy: Holder | null;
  handOver: HandOver | null;
  /** Units whose posts it was handed to while it lay at this step; absent until it was. */
  helperUnitIds?: string[];
}

/** One line of the control sheet. */
export interface StepVisit {
  id: string;
  since: Instant;
  clockFrom: Instant;
  round: number;
  until: Instant;
  outcome: 'completed' | 'returned' | 'finished' | 'ended';
  by: Holder | null;
  note?: string;
  result?: string;
  reason?: string;
}

export interface DossierPause {
  /** Code of the reason, see `PAUSE_REASONS`. */
  reason: string;
  source: 'manual' | 'supplement' | 'payment' | 'reopened';
  evidence?: string;
  from: Instant;
  to: Instant | null;
  openedBy: Holder | null;
  closedBy: Holder | null;
}

export interface SupplementRound {
  items: string[];
  reason: string;
  policy: 'PAUSE' | 'RESTART';
  requestedAt: Instant;
  requestedBy: Holder | null;
  receivedAt: Instant | null;
  documents: DossierDocument[];
}

export interface Payment {
  amount: number | null;
  kind: string;
  requestedAt: Instant;
  paidAt: Instant | null;
  receiptNo: string | null;
}

export interface GrantedExtension {
  newDueOn: PlainDate;
  reason: string;
  at: Instant;
  by: Holder | null;
}

/** Counting anew: a supplement under RESTART, or a reopening with `clock: restart`. */
export interface Restart {
  requestedAt: Instant;
  reacceptedAt: Instant | null;
  reason: string;
}

export interface Result {
  outcome: 'granted' | 'rejected';
  resultNo: string;
  at: Instant;
  by: Holder | null;
}

/**
 * The first result, and the return date it was measured against: in time or late, it stays so in every figure,
 * whatever is corrected, reopened or finished again later.
 */
export interface FirstFinish {
  at: Instant;
  /** The due instant then in force; null when the dossier had no date. */
  dueAt: Instant | null;
}

/** A result that was taken back, kept on record. */
export interface Correction {
  kind: 'corrected' | 'reopened';
  reason: string;
  clock: 'continue' | 'restart' | 'none';
  at: Instant;
  by: Holder | null;
  result: Result | null;
}

/** What a signature covered may change, and then it is void: it stays on record, and the result is signed anew. */
export interface Signature {
  decisionNo: string;
  at: Instant;
  by: Holder | null;
  /** The step at which the dossier lay. */
  stepId: string | null;
  voided?: {
    why: 'returnedToStep' | 'supplementReceived' | 'corrected' | 'reopened';
    at: Instant;
    by: Holder | null;
  };
}

/** The answer of the agency that does a part of a joined procedure. */
export interface ChildRecord {
  childId: string;
  result: 'done' | 'rejected';
  resultNo?: string;
  note?: string;
  at: Instant;
  by: Holder | null;
}

export interface DossierState extends CaseState {
  kind: 'dossier';
  status: Status;
  /** National code 1–10 of `status`. */
  statusCode: number;
  /** Number on the receipt; a provisional one, or null, while registered. */
  code: string | null;
  procedure: PinnedProcedure;
  confidential: boolean;
  /** The commune. */
  receivingUnitId: string;
  /** The unit that decides; the commune unless the procedure says otherwise. */
  competentUnitId: string;
  channel: Channel;
  applicant: Applicant;
  onBehalfOf: string | null;
  documents: DossierDocument[];
  receivedAt: Instant;
  /** When it was entered, later than a back-dated receipt; absent in dossiers opened before this was kept. */
  enteredAt?: Instant;
  /** Start of the legal clock; null while registered. */
  acceptedAt: Instant | null;
  step: CurrentStep | null;
  /** Steps left behind, oldest first: the process control sheet. */
  history: StepVisit[];
  pauses: DossierPause[];
  supplements: SupplementRound[];
  payments: Payment[];
  extensions: GrantedExtension[];
  restarts: Restart[];
  /** Round of the legal clock's rungs: one more for a granted extension, a RESTART, a reopening with a new clock. */
  round: number;
  /** `none` after a reopening without a deadline. */
  deadline: 'law' | 'none';
  /** Oldest first, the void ones too; absent until there is one. */
  signatures?: Signature[];
  result: Result | null;
  /** Absent until there is a result (and for good where the first one was recorded before its date was kept). */
  firstFinish?: FirstFinish;
  corrections: Correction[];
  delivery: { to: string; by: string; at: Instant } | null;
  /** Why and when the dossier ended without a result (status 3, 7, 8). */
  end: { type: string; reason: string; at: Instant; missing?: string[] } | null;
  /** Answers that silence gave. */
  consents: { subject: string; about: string; at: Instant }[];
  /** Answers of other agencies, oldest first; absent until there is one. */
  recordedChildren?: ChildRecord[];
}

/** What the first finish was: in time, late, or without a date to be measured against. */
export function firstFinishTimeliness({ at, dueAt }: FirstFinish): 'doneOnTime' | 'doneLate' | 'noDeadline' {
  if (dueAt === null) return 'noDeadline';
  return isPastDue(dueAt, at) ? 'doneLate' : 'doneOnTime';
}

export const stepOf = (state: DossierState, id: string): ResolvedStep | null =>
  state.procedure.steps.find((step) => step.id === id) ?? null;

export const currentStep = (state: DossierState): ResolvedStep | null =>
  state.step ? stepOf(state, state.step.id) : null;

/** The signature that covers the dossier as it stands. */
export const validSignature = (state: DossierState): Signature | null =>
  state.signatures?.find((one) => !one.voided) ?? null;

/** The ids of all steps from which a way leads to this one. */
export function stepsBefore(state: DossierState, stepId: string): Set<string> {
  const before = new Set<string>();
  const pending = [stepId];
  for (let id = pending.pop(); id !== undefined; id = pending.pop())
    for (const step of state.procedure.steps)
      if (step.next.includes(id) && !before.has(step.id)) {
        before.add(step.id);
        pending.push(step.id);
      }
  before.delete(stepId);
  return before;
}

export const openPause = (state: DossierState): DossierPause | null =>
  state.pauses.find((pause) => pause.to === null) ?? null;

/** A restart that waits for the applicant; the legal clock stands until then. */
export const openRestart = (state: DossierState): Restart | null =>
  state.restarts.find((restart) => restart.reacceptedAt === null) ?? null;

/** True while the legal clock stands still. */
export const isPaused = (state: DossierState): boolean =>
  openPause(state) !== null || openRestart(state) !== null;

/**
 * Working steps that stand between the current step and the end, in order, along the shortest way; empty when the
 * result may be recorded: at a last step, or where only the hand-over to the applicant follows.
 */
export function remainingSteps(state: DossierState): ResolvedStep[] {
  const start = currentStep(state);
  const seen = new Set<string>(start ? [start.id] : []);
  let ways: ResolvedStep[][] = start ? [[start]] : [];
  while (ways.length > 0) {
    const further: ResolvedStep[][] = [];
    for (const way of ways) {
      const next = nextOf(state, way[way.length - 1]);
      if (next.length === 0 || next.some((one) => one.delivery)) return way.slice(1);
      for (const step of next)
        if (!seen.has(step.id)) {
          seen.add(step.id);
          further.push([...way, step]);
        }
    }
    ways = further;
  }
  return [];
}

const nextOf = (state: DossierState, step: ResolvedStep | undefined): ResolvedStep[] =>
  (step?.next ?? []).map((id) => stepOf(state, id)).filter((one) => one !== null);
