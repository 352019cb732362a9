/**
 * How a case takes a command. Two halves, for they live differently: `objection` is asked once, when the command
 * arrives, and may become stricter at any time; `accepted` runs again on replay and never changes for what was accepted.
 */
import type { Actor, CaseEvent, CaseState, Command, CommandContext, Entity } from './case';
import { refuse, type Refusal } from './refusals';
import { bytesOf, sizeRefusal } from './size';
import type { Instant } from '../time/types';

/** A command on its way to a case. */
export interface CommandMessage {
  /** Hash of (subject, case, key); also the Update id. */
  commandId: string;
  command: Command;
  actor: Actor;
  /** When the API received it: the time of the event, within limits (`eventTime`). */
  receivedAt: Instant;
  context: CommandContext;
  bodyHash: string;
  /** `If-Match`: refused when the case has another version. */
  ifMatch?: number;
}

/** Why a case does not take a command. `staleContext`: it was judged by facts older than the case; read again, repeat. */
export interface Objection {
  because: 'versionMismatch' | 'staleContext' | 'rules';
  refusal: Refusal;
}

export type Admission<S extends CaseState> =
  { objection: Objection } | { objection: null; event: CaseEvent; state: S };

/** A command may be dated at most this long before now, in ms: the time it took to arrive. */
const MAX_BACKDATE_MS = 5 * 60_000;

/** When the API received it, but not before the case's last event, not after now, at most 5 minutes back. */
export function eventTime(receivedAt: Instant, last: Instant, now: Instant): Instant {
  return Math.min(Math.max(receivedAt, last, now - MAX_BACKDATE_MS), Math.max(now, last));
}

/**
 * Why the case does not take the command now, or null. Judged at the time the event will have: what was in time when
 * it was sent is not late because we were slow.
 * @param opened first event of the case; it is carried along with the state, so it counts towards what a case may hold
 */
export function objection<S extends CaseState>(
  entity: Entity<S>,
  state: S,
  opened: CaseEvent,
  message: CommandMessage,
  now: Instant,
): Objection | null {
  const { command, context, ifMatch, receivedAt } = message;
  if (ifMatch !== undefined && ifMatch !== state.version)
    return { because: 'versionMismatch', refusal: refuse('versionMismatch') };
  if (context.version < state.version) return { because: 'staleContext', refusal: refuse('staleContext') };
  const refusal =
    entity.refusal(state, command, context, eventTime(receivedAt, state.at, now)) ??
    sizeRefusal(bytesOf([opened, state]), command);
  return refusal && { because: 'rules', refusal };
}

/** The event of a command that was accepted. */
export function accepted<S extends CaseState>(
  entity: Entity<S>,
  state: S,
  message: CommandMessage,
  now: Instant,
): CaseEvent {
  const { command, actor: by, commandId, bodyHash, receivedAt, context } = message;
  const at = eventTime(receivedAt, state.at, now);
  const { type, data } = entity.outcome(state, command, at, by, context);
  return { type, at, by, data, commandId, bodyHash };
}

/** Both halves at once, for whoever decides in one step. */
export function admit<S extends CaseState>(
  entity: Entity<S>,
  state: S,
  opened: CaseEvent,
  message: CommandMessage,
  now: Instant,
): Admission<S> {
  const against = objection(entity, state, opened, message, now);
  if (against) return { objection: against };
  const event = accepted(entity, state, message, now);
  return { objection: null, event, state: entity.evolve(state, event, state.id) };
}
