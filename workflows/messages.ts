/**
 * Everything that crosses between API, workflows and activities: task queues, workflow ids, updates, signals,
 * failure types. Importable from anywhere; imports no Temporal runtime beyond message definitions.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CommandMessage, Objection } from '../domain/case/admit';
import type { CaseEvent, CaseKind, CaseState } from '../domain/case/case';
import type { Refusal } from '../domain/case/refusals';
import type { Instant } from '../domain/time/types';

/** Cases: their commands and their own timers. */
export const CASES_QUEUE = 'cases';
/** Agendas and the postman: what people see never waits behind the cases. */
export const AGENDAS_QUEUE = 'agendas';

/** Jobs: beside the agendas, so that a herd of cases does not hold up what moves their dates. */
export const JOBS_QUEUE = AGENDAS_QUEUE;

export const caseWorkflowId = (kind: CaseKind, id: string): string => `${kind}:${id}`;
export const meetingWorkflowId = (id: string): string => `meeting:${id}`;
export const agendaWorkflowId = (office: string): string => `agenda:${office}`;
export const jobWorkflowId = (id: string): string => `job:${id}`;
export const POSTMAN_ID = 'postman';
/** Row of table `agenda` that holds the postman's sleep; no unit has this id. */
export const POSTMAN_OFFICE = '@postman';

export interface CommandAnswer {
  /** Version of the case after this command. */
  version: number;
  /** Hash of the body first sent with this id; differs from the sender's when a key was used twice. */
  bodyHash: string;
}

/** Input of a case workflow: how it was opened, or what the run before carried over. */
export interface CaseInput {
  id: string;
  opened: CaseEvent;
  carried?: Carried;
}

/** State through continue-as-new. Plain JSON; `schema` allows an upgrade function later. */
export interface Carried {
  schema: 1;
  state: CaseState;
  settled: number;
  wakeAt: Instant | null;
  answers: RememberedAnswer[];
}

export interface RememberedAnswer {
  commandId: string;
  bodyHash: string;
  version: number;
}

export const commandUpdate = defineUpdate<CommandAnswer, [CommandMessage]>('command');
/** "Look again": an instant of yours may have moved earlier. Carries nothing; losing one is harmless. */
export const lookSignal = defineSignal('look');
/** For operators and `verify`; people read PostgreSQL. */
export const stateQuery = defineQuery<CaseState>('state');

/** Failure types of refused commands. Details: [RefusalDetails]. */
export const CommandRefused = 'CommandRefused';
/** `If-Match` names another version. */
export const VersionMismatch = 'VersionMismatch';
/** The context was read before the case's last event: read again and repeat. */
export const StaleContext = 'StaleContext';
/** The failure by which the sender knows what to do: read again, repeat, or hear why not. */
export const FAILURE_OF = {
  versionMismatch: VersionMismatch,
  staleContext: StaleContext,
  rules: CommandRefused,
} as const satisfies Record<Objection['because'], string>;

/** Too much unsettled: come back later (503). */
export const CaseBusy = 'CaseBusy';

export interface RefusalDetails extends Refusal {
  version: number;
  last: CaseState['last'];
  allowed: string[];
}

export interface SettleInput {
  kind: CaseKind;
  id: string;
  version: number;
  event: CaseEvent;
}
export interface SettleResult {
  /** Next instant of the case itself, spread included; null = it waits for a person. */
  wakeAt: Instant | null;
}
export interface WakeUpInput {
  kind: CaseKind;
  id: string;
  version: number;
  now: Instant;
}
export interface WakeUpResult {
  /** The version that was judged; the loop drops the answer when an event came since. */
  version: number;
  reached: { type: string; clockId: string; round: number; dueAt: Instant }[];
  nextAt: Instant | null;
}
export interface ChaseInput {
  office: string;
  now: Instant;
}
export interface ChaseResult {
  fired: number;
  /** Earliest rung still armed; null = none. */
  nextAt: Instant | null;
}

/** One case a meeting opens. */
export interface MeetingCase {
  kind: 'recommendation' | 'directive';
  id: string;
  opened: CaseEvent;
}
export interface MeetingInput {
  id: string;
  title: string;
  heldOn: string;
  chairPositionId: string | null;
  createdBy: string;
  createdAt: Instant;
  bodyHash: string;
  cases: MeetingCase[];
}

/** A job over many cases (table `job`); `phase` through continue-as-new. */
export interface JobInput {
  id: string;
  phase?: 'dates' | 'waking';
}
export interface JobStep {
  jobId: string;
  now: Instant;
}
