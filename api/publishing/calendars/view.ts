/** Calendars as they are read. */
import type { CalendarLayer } from '../../../domain/time/types';
import type { Pool } from '../../../database/pool';
import type { Identity } from '../../login/identity';
import { asDraft, mustConfigure, waiting } from '../drafts';

export const publishedLayer = ({ publishedAt: _at, ...layer }: CalendarLayer): object => ({
  ...layer,
  status: 'published',
});

export function layerDrafts(pool: Pool, identity: Identity): Promise<object[]> {
  mustConfigure(identity);
  return waiting<CalendarLayer>(pool, 'calendar', asDraft);
}
