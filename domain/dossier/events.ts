/** The events of a dossier with their data: what outcome and expire write and evolve reads, also years later on replay. */
import type { Actor } from '../case/case';
import type { Instant, PlainDate } from '../time/types';
import type { PinnedProcedure } from '../procedure/procedure';
import type { Applicant, Channel, DossierDocument, Holder } from './state';

/** What the API gives when a dossier is handed in. `procedure` has its units resolved. */
export interface Opening {
  procedure: PinnedProcedure;
  receivingUnitId: string;
  competentUnitId?: string;
  channel: Channel;
  applicant: Applicant;
  receivedAt: Instant;
  documents: DossierDocument[];
  code?: string | null;
  title?: string;
  onBehalfOf?: string;
  confidential?: boolean;
}

interface ReachedData {
  clockId: string;
  round: number;
  dueAt: Instant;
}

export interface EventData {
  registered: Opening;
  received: Opening;
  accepted: { code?: string };
  refused: { reason: string; missing?: string[] };
  /** `toUnitId`: the unit of the post it is handed to. */
  handedOver: { toPositionId: string | null; toUnitId?: string; note?: string };
  recalled: Record<string, never>;
  claimed: Record<string, never>;
  released: Record<string, never>;
  stepCompleted: { stepId: string; nextStepId: string | null; note?: string; result?: string };
  returnedToStep: { fromStepId: string; stepId: string; reason: string };
  supplementRequested: { items: string[]; reason: string; policy: 'PAUSE' | 'RESTART'; round: number };
  supplementReceived: { documents: DossierDocument[] };
  paymentRequested: { amount: number | null; kind: string };
  paymentRecorded: { receiptNo: string };
  paused: { reason: string; evidence: string };
  resumed: Record<string, never>;
  extended: { newDueOn: PlainDate; reason: string };
  signed: { decisionNo: string };
  /** `dueAt`: the return date in force then, null for none; absent from events of versions before it was kept. */
  finished: { result: 'granted' | 'rejected'; resultNo: string; dueAt?: Instant | null };
  delivered: { to: string; by: string };
  withdrawn: { reason: string };
  stopped: { reason: string };
  corrected: { reason: string; stepId: string };
  reopened: { reason: string; clock: 'continue' | 'restart' | 'none'; stepId: string };
  childRecorded: { childId: string; result: 'done' | 'rejected'; resultNo?: string; note?: string };
  noted: { text: string };
  deadlinePassed: ReachedData;
  supplementLapsed: ReachedData & { reason: string };
  paymentLapsed: ReachedData & { reason: string };
  silenceConsented: ReachedData & { subject: string; about: string };
}

export type EventType = keyof EventData;

/** An event as evolve switches over it; an unknown type only moves the version on. */
export type DossierEvent = {
  [T in EventType]: { type: T; at: Instant; by: Actor | null; data: EventData[T] };
}[EventType];

/** The first event: at the counter the clock starts, online and by post it waits for `accept`. */
export function openingOf(opening: Opening): {
  type: 'received' | 'registered';
  data: Record<string, unknown>;
} {
  return { type: opening.channel === 'inPerson' ? 'received' : 'registered', data: { ...opening } };
}

export const holderOf = (actor: Actor | null): Holder | null =>
  actor && {
    personId: actor.personId,
    positionId: actor.positionId,
    name: actor.name,
    ...(actor.onBehalfOf ? { onBehalfOf: actor.onBehalfOf } : {}),
  };
