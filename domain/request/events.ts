/** The events of a request with their data: what outcome and expire write and evolve reads, also years later on replay. */
import type { Actor } from '../case/case';
import type { Instant, PlainDate } from '../time/types';
import type { Amounts, Category, Outcome, SubmittedData } from './state';

/** What happened to one duty: the unit that has it. */
interface OfDuty {
  unitId: string;
}

/** A date a leader named: a day, or an instant, and the position that named it. */
export interface NamedDate {
  dueOn?: PlainDate;
  dueAt?: Instant;
  setBy?: string;
  reason?: string;
}

/** A part of a split; `opened` is what its own case begins with. */
export interface SplitItem {
  title: string;
  category: Category | null;
  leadUnitId?: string;
  id?: string;
  opened?: SubmittedData;
}

interface ReachedData {
  clockId: string;
  round: number;
  dueAt: Instant;
}

export interface EventData {
  submitted: SubmittedData;
  assigned: NamedDate & { leadUnitId: string; supportingUnitIds?: string[]; noDeadline?: boolean };
  split: { items: SplitItem[] };
  accepted: OfDuty;
  returned: OfDuty & { reason: string };
  informationRequested: OfDuty & { question: string };
  informationProvided: OfDuty & { wardId?: string; answer: string; documents?: string[] };
  contributed: OfDuty & { text: string; agrees: boolean };
  responded: OfDuty & {
    outcome: Outcome;
    text: string;
    evidence?: string;
    promisedOn?: PlainDate;
    approved?: Amounts;
  };
  /** Without a ward it is the provincial office that decides. */
  confirmed: OfDuty & { wardId?: string; note?: string };
  disputed: OfDuty & { wardId?: string; reason: string };
  extensionRequested: OfDuty & { newDueOn: PlainDate; reason: string };
  extensionDecided: OfDuty & { granted: boolean; newDueOn?: PlainDate; reason?: string };
  /** Without a unit the date is for everyone who still owes something. */
  dueDateSet: NamedDate & { unitId?: string };
  merged: { intoId: string };
  forwarded: { to: string; reason: string };
  /** With a unit only the part of a directive that this unit sent back. */
  withdrawn: { unitId?: string; wardId?: string; reason: string };
  progressReported: OfDuty & { text: string; delivered?: Amounts };
  noted: { wardId?: string; text: string };
  deadlinePassed: ReachedData;
}

export type EventType = keyof EventData;

export interface EventOf<T extends EventType> {
  type: T;
  at: Instant;
  by: Actor | null;
  data: EventData[T];
}

/** An event as evolve finds its rule for it; an unknown type only moves the version on. */
export type RequestEvent = { [T in EventType]: EventOf<T> }[EventType];
