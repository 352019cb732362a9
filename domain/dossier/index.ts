/** Dossiers (hồ sơ): one application under one procedure version. */
import type { Entity } from '../case';
import { evolve } from './evolve';
import { COMMANDS, MATRIX, isFinal } from './matrix';
import { expire, outcome } from './outcome';
import { refusal } from './refusal';
import { standing } from './standing';
import type { DossierState } from './state';

export const dossier: Entity<DossierState> = {
  refusal,
  outcome,
  expire,
  evolve,
  isClosed: (state) => isFinal(state.status),
  allowed: (state) => MATRIX[state.status].filter((type) => standing(state, type) === null),
};

export { COMMANDS };
export {
  CHILD_STATUSES,
  agencyName,
  agencyUnitOf,
  childrenOf,
  type ChildStanding,
  type ChildStatus,
} from './children';
export { clocksOf, type DossierClock } from './clocks';
export type { ProcedureDefinition } from './definition';
export { openingOf, type EventData, type EventType, type Opening } from './events';
export { EVENT_OF, MATRIX, isCommandType, isFinal, type CommandType } from './matrix';
export {
  inForce,
  procedureFor,
  resolveUnits,
  type PinnedProcedure,
  type ResolvedChild,
  type ResolvedStep,
} from './procedure';
export { RECALL_WINDOW_MS } from './refusal';
export {
  STATUS_CODES,
  STATUSES,
  currentStep,
  isPaused,
  remainingSteps,
  stepOf,
  type Applicant,
  type Channel,
  type DossierDocument,
  type DossierState,
  type Holder,
  type Status,
  type StepVisit,
} from './state';
export { COMMUNE_POSTS, type Complaint, type ComplaintCode, type KnownPosts } from './complaints';
export { reviewProcedure, validateProcedure } from './validate';
export { COMMAND_NAMES, PAUSE_REASONS, STATUS_NAMES } from './texts';
