/** Refusals that follow from the facts of the dossier alone; the list of available commands rests on the same rules. */
import { refuse, type Refusal } from '../case/refusals';
import { childrenOf } from './children';
import { inMatrix, isFinal, type CommandType } from './matrix';
import type { ResolvedStep } from '../procedure/procedure';
import {
  currentStep,
  openPause,
  remainingSteps,
  stepOf,
  stepsBefore,
  validSignature,
  type DossierState,
} from './state';

/** What waits until a manual pause is ended: work on the merits, and everything that would move the same clock. */
const WAITS_FOR_RESUME: readonly CommandType[] = [
  'completeStep',
  'returnToStep',
  'requestSupplement',
  'requestPayment',
  'extend',
  'sign',
  'finish',
];

/** Why the dossier as it stands rules the command out, whoever asks and whenever; null when it does not. */
export function standing(state: DossierState, type: CommandType): Refusal | null {
  return statusRefusal(state, type) ?? paused(state, type) ?? byFacts(state, type);
}

function statusRefusal(state: DossierState, type: CommandType): Refusal | null {
  if (inMatrix(state.status, type)) return null;
  const values = { status: state.status, command: type };
  return isFinal(state.status) ? refuse('closed', values) : refuse('notInThisStatus', values);
}

function paused(state: DossierState, type: CommandType): Refusal | null {
  const pause = openPause(state);
  if (!pause || !WAITS_FOR_RESUME.includes(type)) return null;
  return refuse('paused', { since: pause.from, why: [pause.reason], command: type });
}

function byFacts(state: DossierState, type: CommandType): Refusal | null {
  switch (type) {
    case 'claim':
      return claimed(state);
    case 'release':
      return state.step?.claimedBy ? null : refuse('notClaimed');
    case 'recall':
      return state.step?.handOver ? null : refuse('nothingToRecall');
    case 'completeStep':
      return lastStep(state);
    case 'finish':
      return stepsRemain(state) ?? childrenOpen(state);
    case 'recordChild':
      return childrenOf(state).some(({ status }) => status === 'open') ? null : refuse('noOpenChild');
    case 'returnToStep':
      return earlierSteps(state).length > 0 ? null : refuse('noEarlierStep');
    case 'requestSupplement':
      return roundsUsed(state);
    case 'pause':
      return openPause(state) ? refuse('alreadyPaused') : null;
    case 'resume':
      return openPause(state) ? null : refuse('notPaused');
    case 'extend':
      return extensionsUsed(state);
    case 'sign':
      return alreadySigned(state);
    default:
      return null;
  }
}

function alreadySigned(state: DossierState): Refusal | null {
  const signature = validSignature(state);
  return signature && refuse('alreadySigned', { number: signature.decisionNo, at: signature.at });
}

function claimed(state: DossierState): Refusal | null {
  const holder = state.step?.claimedBy;
  if (!holder) return null;
  return refuse('alreadyClaimed', { holder: holder.name });
}

function lastStep(state: DossierState): Refusal | null {
  const step = currentStep(state);
  if (step && step.next.length > 0) return null;
  return refuse('lastStep', { step: step?.name ?? '' });
}

function stepsRemain(state: DossierState): Refusal | null {
  const remaining = remainingSteps(state);
  if (remaining.length === 0) return null;
  return refuse('stepsRemain', { steps: remaining.map(({ name }) => name) });
}

/** The applicant gets one result of all parts, so none may be outstanding. */
function childrenOpen(state: DossierState): Refusal | null {
  const open = childrenOf(state).filter(({ status }) => status === 'open' || status === 'waiting');
  if (open.length === 0) return null;
  return refuse('childrenOpen', { children: open.map(({ child }) => child.name) });
}

function roundsUsed(state: DossierState): Refusal | null {
  const { maxRounds } = state.procedure.supplement;
  if (state.supplements.length < maxRounds) return null;
  return refuse('supplementRoundsUsed', { count: state.supplements.length, max: maxRounds });
}

function extensionsUsed(state: DossierState): Refusal | null {
  const { maxExtensions } = state.procedure;
  if (state.deadline === 'none') return refuse('noDeadline');
  if (state.extensions.length < maxExtensions) return null;
  return refuse('tooManyExtensions', { count: state.extensions.length, max: maxExtensions });
}

/** Visited steps that come before the current one; going back may not turn into skipping ahead. */
export function earlierSteps(state: DossierState): ResolvedStep[] {
  const current = currentStep(state);
  if (!current) return [];
  const before = stepsBefore(state, current.id);
  return [...new Set(state.history.map((visit) => visit.id))]
    .filter((id) => before.has(id))
    .map((id) => stepOf(state, id))
    .filter((step) => step !== null);
}
