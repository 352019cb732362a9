/** Why a command is refused now. Runs only when a command arrives, so these rules may become stricter at any time. */
import type { Actor, Command, CommandContext } from '../case/case';
import { closedDay } from '../case/closed-day';
import { refuse, type Refusal } from '../case/refusals';
import { dateOfDay, dueDayOf } from '../time/plain-date';
import { isPastDue } from '../time/timeliness';
import type { Instant, PlainDate } from '../time/types';
import { childrenOf } from './children';
import { LEGAL_CLOCK } from './clocks';
import type { Limits } from './limits';
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

/** The work on the current step itself: taking it up, doing it, sending it back, waiting for somebody. */
const DOES_STEP: readonly CommandType[] = [
  'claim',
  'completeStep',
  'returnToStep',
  'requestSupplement',
  'requestPayment',
  'pause',
  'resume',
  'finish',
];

/** Reasons to pause that are open to every procedure. */
const COMMON_PAUSE_REASONS: readonly string[] = ['SUPPLEMENT', 'VERIFICATION'];

/** Commands that would stop the clock: not any more once its due instant has passed. */
const STOPS_CLOCK: readonly CommandType[] = ['pause', 'requestSupplement', 'requestPayment'];

/**
 * Besides the contract's fields `context.actor` (Actor) lets the two-person rules see who asks, and `context.limits`
 * (Limits) says until when the procedure lets the office act; without them only the other rules are applied.
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
    stepLeft(state, command) ??
    standing(state, type) ??
    missingField(command, type) ??
    byAnother(state, type, actorOf(context), context.relations) ??
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

/**
 * Another's claim or hand-over stands in the way of work on the step. The work itself is then the claimer's or the
 * receiver's alone; a superior takes it back or gives it to somebody else, and so does who handed it over until it is
 * claimed. So whatever may be claimed can be finished or taken back.
 */
function byAnother(
  state: DossierState,
  type: CommandType,
  actor: Actor | null,
  relations: readonly string[],
): Refusal | null {
  const step = state.step;
  if (!step || !actor) return null;
  const { claimedBy, handOver } = step;
  const isHead = relations.includes('stepHead');
  if (type === 'recall')
    return handOver?.by && !isSame(handOver.by, actor) && !isHead
      ? refuse('handedOverByAnother', { holder: handOver.by.name })
      : null;
  const takesIt = DOES_STEP.includes(type);
  const movesIt = type === 'release' || type === 'handOver';
  if (claimedBy && !isSame(claimedBy, actor) && (takesIt || (movesIt && !isHead)))
    return refuse('claimedByAnother', { holder: claimedBy.name, command: type });
  const to = handOver?.toPositionId;
  if (!to || actor.positionId === to) return null;
  const mayMoveIt = isHead || (handOver.by !== null && isSame(handOver.by, actor));
  return takesIt || (movesIt && !mayMoveIt)
    ? refuse('handedToAnother', { position: to, at: handOver.at })
    : null;
}

/**
 * `completeStep` names the step it means, so that of a double click only the first completes one: by then the dossier
 * lies at another step. Said with who moved it there, and when.
 */
function stepLeft(state: DossierState, { type, stepId }: Command): Refusal | null {
  const step = state.step;
  if (type !== 'completeStep' || typeof stepId !== 'string' || !step || stepId === step.id) return null;
  const visit = state.history[state.history.length - 1];
  const by = visit ? visit.by : (state.last.by ?? null);
  return {
    ...refuse('stepAlreadyLeft', {
      step: stepOf(state, stepId)?.name ?? stepId,
      current: currentStep(state)?.name ?? step.id,
      holder: by?.name ?? '—',
      at: step.since,
    }),
    by: { type: visit?.outcome === 'returned' ? 'returnedToStep' : 'stepCompleted', at: step.since, by },
  };
}

/** The same person, or the same post (a dated substitute acts in the post of the absent holder). */
const isSame = (holder: Holder, actor: Actor): boolean =>
  (holder.personId !== null && holder.personId === actor.personId) ||
  (holder.positionId !== null && holder.positionId === actor.positionId);

function pastDue(type: CommandType, context: CommandContext, now: Instant): Refusal | null {
  const due = context.dues[LEGAL_CLOCK] ?? null;
  if (due === null || !isPastDue(due, now)) return null;
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
    case 'refuse':
      return tooLate('refusalTooLate', limitsIn(context).refusalUntil, now);
    case 'requestSupplement':
      return (
        tooLate('supplementTooLate', limitsIn(context).supplementUntil, now) ?? alreadyHeld(state, command)
      );
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
  const newDueOn = String(command.newDueOn);
  if (newDueOn <= dueOn) return refuse('notLater', { due: dueOn });
  const latest = latestExtension(command, limitsIn(context));
  if (latest !== undefined && newDueOn > latest) return refuse('extensionTooLong', { latest });
  return closedDay(newDueOn, context);
}

/** A reason of the procedure is named by its code and has its own amount; other words have the most it gives. */
function latestExtension({ reason }: Command, { extensions = [] }: Limits): PlainDate | undefined {
  const own = extensions.filter((one) => one.reason === reason);
  return (own.length > 0 ? own : extensions)
    .map(({ latestOn }) => latestOn)
    .sort()
    .at(-1);
}

const limitsIn = ({ limits }: CommandContext): Limits => (limits as Limits | undefined) ?? {};

const tooLate = (
  reason: 'refusalTooLate' | 'supplementTooLate',
  until: Instant | undefined,
  now: Instant,
): Refusal | null => (until === undefined || now <= until ? null : refuse(reason, { until }));

/** What the office can read from a shared database must not be asked for again. */
function alreadyHeld(state: DossierState, { items }: Command): Refusal | null {
  const asked = (Array.isArray(items) ? items : []).map((item) => sameName(String(item)));
  const documents = state.procedure.documents
    .filter(
      ({ id, name, sharedSource }) => sharedSource && [id, name].some((one) => asked.includes(sameName(one))),
    )
    .map(({ name, sharedSource }) => `${name} (${sharedSource})`);
  return documents.length > 0 ? refuse('alreadyHeld', { documents }) : null;
}

const sameName = (name: string): string => name.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();

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
