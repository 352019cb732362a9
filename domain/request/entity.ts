import type { CaseEvent, Entity, Opens } from '../case/case';
import { DUTY_COMMANDS, allowedByDuty, allowedByStatus } from './matrix';
import { activeDuties } from './duties';
import { evolve } from './evolve';
import { expire, outcome } from './outcome';
import { refusal } from './refusal';
import type { RequestState } from './state';

/** The parts of a split travel in its event, so that nothing but the workflow is needed to open them. */
function partsOf(event: CaseEvent): Opens[] {
  const items = (event.data.items ?? []) as { id?: string; opened?: Record<string, unknown> }[];
  return items.flatMap(({ id, opened }) =>
    id && opened ? [{ kind: 'recommendation', id, data: opened }] : [],
  );
}

/** Recommendations and directives. */
export const request: Entity<RequestState> = {
  refusal,
  outcome,
  expire,
  evolve,
  opens: (event) => (event.type === 'split' ? partsOf(event) : []),
  isClosed: (state) => state.closedAt !== null,
  allowed: (state) =>
    allowedByStatus(state.kind, state.status).filter(
      (command) =>
        !DUTY_COMMANDS.includes(command) ||
        activeDuties(state).some((duty) => allowedByDuty(duty.status, command)),
    ),
};
