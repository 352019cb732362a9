/** Reading much, changing nothing, and seeing one moment of it. */
import type { Client, Pool } from '../../../database/pool';

/** A batch of cases and a page of clocks or audit rows take far less; ms. */
const STATEMENT_TIMEOUT_MS = 120_000;

/** All reads see the same moment; a settle that commits meanwhile is seen whole or not at all. */
export async function inSnapshot<T>(pool: Pool, read: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
    const result = await read(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failure);
  }
}
