/** Dossiers (hồ sơ): one application under one procedure version. */
import type { Entity } from '../case/case';
import { evolve } from './evolve';
import { MATRIX, isFinal } from './matrix';
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
