/** Procedures as they are read. */
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import type { Pool } from '../../../database/pool';
import type { Identity } from '../../login/identity';
import { asDraft, mustConfigure, waiting } from '../drafts';

export const publishedProcedure = (definition: ProcedureDefinition): object => ({
  ...definition,
  status: 'published',
});

/** Only whoever may publish a draft sees it. */
export function procedureDrafts(pool: Pool, identity: Identity): Promise<object[]> {
  mustConfigure(identity);
  return waiting<ProcedureDefinition>(pool, 'procedure', asDraft);
}
