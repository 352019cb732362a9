/**
 * What dossiers, recommendations and directives have in common: facts as events, commands that may be refused,
 * clocks derived from facts. Pure; time is always an argument.
 */
import type { Instant, Ledger, PlainDate } from '../time/types';
import type { Refusal } from './refusals';

export type CaseKind = 'recommendation' | 'directive' | 'dossier';
export const CASE_KINDS: readonly CaseKind[] = ['recommendation', 'directive', 'dossier'];

/** Who acts. Official acts name the position used; a substitute's acts name for whom. */
export interface Actor {
  /** Login subject of the token. */
  subject: string;
  personId: string | null;
  name: string;
  positionId: string | null;
  /** The absent holder a dated substitute acts for. */
  onBehalfOf?: string;
}

/** One accepted command or one reached instant. `type` is the past tense of the command. */
export interface CaseEvent<D = Record<string, unknown>> {
  type: string;
  at: Instant;
  /** Null when an instant was reached by itself. */
  by: Actor | null;
  data: D;
  /** Update id of the command, hash of (subject, case, key). */
  commandId?: string;
  /** Hash of the command's body: the same key with another body is refused. */
  bodyHash?: string;
}

/** What every state carries, whatever the kind. */
export interface CaseState {
  schema: 1;
  kind: CaseKind;
  id: string;
  /** Number of the last event; events are numbered without gaps from 1. */
  version: number;
  /** Instant of the last event; the next one is not earlier. */
  at: Instant;
  status: string;
  title: string;
  /** Deadlines that became facts: `<clock id>#<round>` → when recorded. */
  late: Record<string, Instant>;
  /** Last event by type, for "who did what when" in refusals. */
  last: { type: string; at: Instant; by: { name: string; positionId: string | null } | null };
}

/** A command as it reaches the workflow. `unitId` is the duty it concerns, filled in by the API where the caller left it out. */
export interface Command {
  type: string;
  unitId?: string;
  [field: string]: unknown;
}

/** What a refusal needs from PostgreSQL, read by the API at `version` of the case, so history shows what it was judged by. */
export interface CommandContext {
  version: number;
  /** Due instants now in force by clock id; null = no date. */
  dues: Record<string, Instant | null>;
  /** Capacities in which the actor is related to the case (see domain/access/capacities.ts). */
  relations: string[];
  /** Requests: extensions one duty may be granted, as published. Without it none is. */
  maxExtensions?: number;
  /** Requests: when the day that the command names ends for the unit concerned. */
  dateEndsAt?: Instant;
  /** The first working day on or after the new date that an extension names, in the calendar of its clock. */
  nextOpenOn?: PlainDate;
  /** Dossiers: may the acting position sign this procedure today? */
  maySign?: boolean;
  /** Who gives the command; filled in by the workflow. */
  actor?: Actor;
  [field: string]: unknown;
}

export type ClockKind =
  | 'legal'
  | 'step'
  | 'response'
  | 'acknowledgement'
  | 'contribution'
  | 'triage'
  | 'supplement'
  | 'information'
  | 'confirmation'
  | 'promise'
  | 'child';

/** `leader`: a leader set the date; `default`: the default term; `law`: the procedure's term; `promise`: the unit's own
 * promise after a confirmed interim answer, never mistaken for a leader's date; `none`: no date, on purpose. */
export type DueKind = 'leader' | 'default' | 'law' | 'promise' | 'none';

/** A clock derived from the facts of a case. */
export interface Clock {
  /** Stable within the case, e.g. `response:gl-so-tai-chinh`. */
  id: string;
  kind: ClockKind;
  /** Unit whose duty it measures; its agenda chases it, and its calendar counts. */
  unitId: string;
  /** Unit whose calendar counts where it is another: a return date may not move with whoever holds the dossier. */
  calendarUnitId?: string;
  /** A granted extension, a leader's new date or a RESTART begins a new round of rungs. */
  round: number;
  /** Ladder id of the escalation data, or null for a clock nobody is chased by. */
  ladder: string | null;
  /** Of an urgent duty the ordinary ladder, whose reminders before the due day are kept (rules.urgentReminders). */
  reminders?: string;
  /** Since when the unit has this duty, where counting starts on another day; no rung is owed for the time before. */
  dutySince?: Instant;
  dueKind: DueKind;
  /** Null with dueKind `none`. */
  ledger: Ledger | null;
  /** `paused`: stands still. `held`: runs, but its rungs wait (an answer awaits confirmation). */
  state: 'running' | 'paused' | 'held' | 'done' | 'cancelled';
  /** When the duty was done (timeliness is measured against it), or the clock ended. */
  endedAt?: Instant;
  /** The instant of an answer that waits to be confirmed. */
  answeredAt?: Instant;
  /** Its due instant may not lie after the main clock's (steps, acknowledgements). */
  capByMain?: boolean;
  /** True for the clock that gives the case its due date; of several, the earliest still running. */
  main: boolean;
  /** Event type when the due instant is reached; `deadlinePassed` unless the rule says otherwise. */
  onDue: string;
  /** Person or position first in line (a step's claimer); the ladder's "assignee". */
  assignee?: string;
}

/** An instant of a case that has been reached: the clock and the round it belongs to. */
export interface Reached {
  type: string;
  clockId: string;
  round: number;
  dueAt: Instant;
}

/** A case to be opened: its id and the data of its first event. */
export interface Opens {
  kind: CaseKind;
  id: string;
  data: Record<string, unknown>;
}

/** The pure functions of one kind of case. `refusal` runs only when a command arrives; `outcome` and `evolve` also on replay. */
export interface Entity<S extends CaseState> {
  /** Why the command is refused in this state, or null. */
  refusal(state: S, command: Command, context: CommandContext, now: Instant): Refusal | null;
  /** The event an accepted command gives (its `data`; type is the past tense). `context`: what it was judged by. */
  outcome(
    state: S,
    command: Command,
    at: Instant,
    by: Actor,
    context: CommandContext,
  ): { type: string; data: Record<string, unknown> };
  /** The event a reached instant gives. */
  expire(state: S, reached: Reached): { type: string; data: Record<string, unknown> };
  /** The next state. The first event opens the case (`state` null). */
  evolve(state: S | null, event: CaseEvent, id: string): S;
  /** Cases that an event opens (the parts of a split). Started by the workflow once the event is settled. */
  opens?(event: CaseEvent): Opens[];
  /** True when nothing more can happen: the workflow ends. */
  isClosed(state: S): boolean;
  /** Commands the matrix allows in this state, whoever asks. */
  allowed(state: S): string[];
}

/** Fields of CaseState after an event: call it first in every `evolve`. */
export function stamp<S extends CaseState>(state: S, event: CaseEvent): S {
  return {
    ...state,
    version: state.version + 1,
    at: event.at,
    last: {
      type: event.type,
      at: event.at,
      by: event.by ? { name: event.by.name, positionId: event.by.positionId } : null,
    },
  };
}

export const lateKey = (clockId: string, round: number): string => `${clockId}#${round}`;
