/** The rules of each kind of case. */
import { dossier } from '../dossier/entity';
import { request } from '../request/entity';
import type { CaseKind, CaseState, Entity } from './case';

const ENTITIES = { dossier, recommendation: request, directive: request } as const satisfies Record<
  CaseKind,
  unknown
>;

export const entityOf = (kind: CaseKind): Entity<CaseState> => ENTITIES[kind] as unknown as Entity<CaseState>;
