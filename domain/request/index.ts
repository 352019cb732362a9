import type { Entity } from '../case';
import { DUTY_COMMANDS, allowedByDuty, allowedByStatus } from './matrix';
import { activeDuties, concerned } from './duties';
import { evolve } from './evolve';
import { expire, outcome } from './outcome';
import { refusal } from './refusal';
import type { RequestState } from './state';

/** Recommendations and directives. */
export const request: Entity<RequestState> = {
  refusal,
  outcome,
  expire,
  evolve,
  isClosed: (state) => state.closedAt !== null,
  allowed: (state) =>
    allowedByStatus(state.kind, state.status).filter(
      (command) =>
        !DUTY_COMMANDS.includes(command) ||
        (command === 'setDueDate' && state.status === 'triage') ||
        activeDuties(state).some((duty) => allowedByDuty(duty.status, command)),
    ),
};

export { clocksOf } from './clocks';
export { concerned };
