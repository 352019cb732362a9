import type { Instant } from '../domain/time/types';
import { inTransaction, type Client, type Pool } from './pool';

/** Any number of our own, see also prisma/seed/load-demo.ts. */
const RULES_LOCK = 7_215_002;

/** A transaction that derives dates: `inTransaction`, begun under the shared lock (one round trip, as any BEGIN). */
export const whileRulesStand = <T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> =>
  inTransaction(pool, work, `BEGIN; SELECT pg_advisory_xact_lock_shared(${RULES_LOCK})`);

/**
 * A transaction that publishes. `at` is taken when the lock is held: everything derived before lies before it. Keep the
 * work short, every command waits for it.
 */
export const publishing = <T>(
  pool: Pool,
  now: () => Instant,
  work: (client: Client, at: Instant) => Promise<T>,
): Promise<T> =>
  inTransaction(pool, (client) => work(client, now()), `BEGIN; SELECT pg_advisory_xact_lock(${RULES_LOCK})`);
