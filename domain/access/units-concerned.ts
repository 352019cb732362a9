/** Units a case concerns or concerned: they find it in their lists (`unit_ids` of its row) and may read it. */
import type { DossierState } from '../dossier/state';
import type { RequestState } from '../request/state';

export type AnyState = RequestState | DossierState;

/** Asking wards and whoever has or had a duty; the commune of a dossier, the units of its steps, the agencies of its parts. */
export function unitsConcerned(state: AnyState): string[] {
  const ids =
    state.kind === 'dossier'
      ? [...unitsAtWork(state), ...state.procedure.children.map((child) => child.unitId)]
      : [...state.wardIds, ...state.assignments.map((duty) => duty.unitId)];
  return [...new Set(ids.filter((id) => id !== null))];
}

/** Units that work on the dossier itself; agencies of its parts see it, but do not correct or reopen it. */
export const unitsAtWork = (state: DossierState): (string | null)[] => [
  state.receivingUnitId,
  state.competentUnitId,
  ...state.procedure.steps.map((step) => step.unitId),
  ...(state.step?.helperUnitIds ?? []),
];
