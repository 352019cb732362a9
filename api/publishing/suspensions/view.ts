/** Suspensions as they are read. */
import type { Suspension } from '../../../domain/time/suspension';
import type { Pool } from '../../../database/pool';
import type { Rules } from '../../../database/rules';
import { iso } from '../../cases/view-context';
import type { Identity } from '../../login/identity';
import { waiting } from '../drafts';
import { mustSuspend } from './draft';

export const suspensionView = (
  { from, to, publishedAt, ...suspension }: Suspension,
  status: 'draft' | 'published',
): object => ({
  ...suspension,
  from: iso(from),
  to: iso(to),
  status,
  ...(status === 'published' ? { publishedAt: iso(publishedAt) } : {}),
});

export function suspensionDrafts(pool: Pool, identity: Identity, rules: Rules): Promise<object[]> {
  mustSuspend(identity, rules);
  return waiting<Suspension>(pool, 'suspension', (body) => suspensionView(body, 'draft'));
}
