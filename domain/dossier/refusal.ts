/** Why a command is refused now. Runs only when a command arrives, so these rules may become stricter at any time. */
import type { Actor, Command, CommandContext } from '../case/case';
import { refuse, type Refusal } from '../case/refusals';
import { dateOfDay, dueDayOf } from '../time/plain-date';
import type { Instant } from '../time/types';
import { childrenOf } from './children';
import { LEGAL_CLOCK } from './clocks';
import { isCommandType, type CommandType } from './matrix';
import { earlierSteps, standing } from './standing';
import { currentStep, openPause, stepOf, type DossierState, type Holder } from './state';

/** How long a hand-over may be taken back while nobody has claimed it: 30 minutes by the clock (design). */
const RECALL_MINUTES = 30;
export const RECALL_WINDOW_MS = RECALL_MINUTES * 60_000;

/** Fields without which a command says nothing; types and lengths are the API's to check. */
const REQUIRED: Partial<Record<CommandType, readonly string[]>> = {
  refuse: ['reason'],
  returnToStep: ['stepId', 'reason'],
  requestSupplement: ['items', 'reason'],
  requestPayment: ['kind'],
  recordPayment: ['receiptNo'],
  pause: ['reason', 'evidence'],
  extend: ['newDueOn', 'reason'],
  sign: ['decisionNo'],
  finish: ['result', 'resultNo'],
  deliver: ['to', 'by'],
  withdraw: ['reason'],
  stop: ['reason'],
  correct: ['reason'],
  reopen: ['reason', 'clock'],
  recordChild: ['childId', 'result'],
  note: ['text'],
};

/** Commands that work on the current step: another's claim or hand-over stands in their way. */
const STEP_WORK: readonly CommandType[] = ['handOver', 'release', 'completeStep', 'returnToStep'];

/** Reasons to pause that are open to every procedure. */
const COMMON_PAUSE_REASONS: readonly string[] = ['SUPPLEMENT', 'VERIFICATION'];

/** Commands that would stop the clock: not any more once its due instant is reached. */
const STOPS_CLOCK: readonly CommandType[] = ['pause', 'requestSupplement', 'requestPayment'];

/**
 * Besides the contract's fields `context.actor` (Actor) lets the two-person rules see who asks; without it only the
 * rules that need no name are applied.
 */
export function refusal(
  state: DossierState,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  const { type } = command;
  if (!isCommandType(type)) return refuse('unknownCommand');
  return (
    standing(state, type) ??
    missingField(command, type) ??
    byAnother(state, type, actorOf(context)) ??
    pastDue(type, context, now) ??
    byContent(state, command, type, context, now)
  );
}

const actorOf = (context: CommandContext): Actor | null =>
  (context.actor as Actor | null | undefined) ?? null;

function missingField(command: Command, type: CommandType): Refusal | null {
  const fields = (REQUIRED[type] ?? []).filter((field) => isEmpty(command[field]));
  return fields.length === 0 ? null : refuse('missingField', { command: type, fields });
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0);

function byAnother(state: DossierState, type: CommandType, actor: Actor | null): Refusal | null {
  const step = state.step;
  if (!step || !actor) return null;
  if (type === 'recall' && step.handOver?.by && !isSame(step.handOver.by, actor))
    return refuse('handedOverByAnother', { holder: step.handOver.by.name });
  if (STEP_WORK.includes(type) && step.claimedBy && !isSame(step.claimedBy, actor))
    return refuse('claimedByAnother', { holder: step.claimedBy.name, command: type });
  const to = step.handOver?.toPositionId;
  const works = type === 'claim' || type === 'completeStep' || type === 'returnToStep';
  if (works && to && actor.positionId !== to)
    return refuse('handedToAnother', { position: to, at: step.handOver?.at ?? state.at });
  return null;
}

/** The same person, or the same post (a dated substitute acts in the post of the absent holder). */
const isSame = (holder: Holder, actor: Actor): boolean =>
  (holder.personId !== null && holder.personId === actor.personId) ||
  (holder.positionId !== null && holder.positionId === actor.positionId);

function pastDue(type: CommandType, context: CommandContext, now: Instant): Refusal | null {
  const due = context.dues[LEGAL_CLOCK] ?? null;
  if (due === null || due > now) return null;
  if (type !== 'extend' && !STOPS_CLOCK.includes(type)) return null;
  return refuse('pastDue', { due, command: type });
}

function byContent(
  state: DossierState,
  command: Command,
  type: CommandType,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  switch (type) {
    case 'recall':
      return recallWindow(state, now);
    case 'completeStep':
      return nextStepUnclear(state, command);
    case 'returnToStep':
      return notEarlier(state, command);
    case 'pause':
      return pauseReason(state, command);
    case 'resume':
      return openPause(state)?.source === 'manual' ? null : refuse('notPaused');
    case 'extend':
      return newDate(command, context);
    case 'sign':
      return context.maySign === true ? null : refuse('noSigningAuthority');
    case 'finish':
      return oneOf(command, 'result', ['granted', 'rejected']);
    case 'recordChild':
      return oneOf(command, 'result', ['done', 'rejected']) ?? childNotOpen(state, command);
    case 'reopen':
      return oneOf(command, 'clock', ['continue', 'restart', 'none']);
    default:
      return null;
  }
}

function recallWindow(state: DossierState, now: Instant): Refusal | null {
  const at = state.step?.handOver?.at ?? now;
  if (now - at <= RECALL_WINDOW_MS) return null;
  return refuse('recallWindowOver', { at, minutes: RECALL_MINUTES });
}

function nextStepUnclear(state: DossierState, command: Command): Refusal | null {
  const next = currentStep(state)?.next ?? [];
  if (next.length <= 1 || next.includes(String(command.result))) return null;
  return refuse('chooseNextStep', { steps: next.map((id) => stepOf(state, id)?.name ?? id) });
}

function notEarlier(state: DossierState, command: Command): Refusal | null {
  const earlier = earlierSteps(state);
  if (earlier.some((step) => step.id === command.stepId)) return null;
  return refuse('notEarlierStep', { steps: earlier.map(({ name }) => name) });
}

function pauseReason(state: DossierState, command: Command): Refusal | null {
  const allowed = [...state.procedure.excludedPeriods, ...COMMON_PAUSE_REASONS];
  return allowed.includes(String(command.reason)) ? null : refuse('pauseReasonNotAllowed', { allowed });
}

function newDate(command: Command, context: CommandContext): Refusal | null {
  const due = context.dues[LEGAL_CLOCK] ?? null;
  if (due === null) return refuse('noDeadline');
  const dueOn = dateOfDay(dueDayOf(due));
  return String(command.newDueOn) > dueOn ? null : refuse('notLater', { due: dueOn });
}

function childNotOpen(state: DossierState, { childId }: Command): Refusal | null {
  const children = childrenOf(state);
  const found = children.find(({ child }) => child.id === childId);
  if (!found) return refuse('unknownChild', { children: children.map(({ child }) => child.name) });
  if (found.status === 'open') return null;
  const { name, startsAfter } = found.child;
  if (found.status !== 'waiting') return refuse('childEnded', { child: name });
  const before = children
    .filter(({ child }) => startsAfter.includes(child.id))
    .map(({ child }) => child.name);
  return refuse('childNotStarted', { child: name, before });
}

function oneOf(command: Command, field: string, values: readonly string[]): Refusal | null {
  return values.includes(String(command[field])) ? null : refuse('badValue', { fields: [field] });
}
