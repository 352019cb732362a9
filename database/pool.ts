/** Connections to PostgreSQL with limits, and the one way to run a transaction. */
import pg from 'pg';

/** A query that runs longer than this, in ms, is cancelled: nothing here should take a tenth of it. */
const STATEMENT_TIMEOUT_MS = 15_000;
/** A server that does not answer at all (frozen, cut off) is given up after this long, in ms. */
const QUERY_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5_000;
/** Waiting for a connection longer than this, in ms, is an outage to be told, not to be sat out. */
const CONNECT_TIMEOUT_MS = 3_000;

export type Pool = pg.Pool;
export type Client = pg.PoolClient;

/**
 * @param max connections; workers keep activities at two fewer, so that none waits inside the pool
 * @param answerWithinMs a server that does not answer at all is given up after this long
 */
export function createPool(url: string, max = 10, answerWithinMs = QUERY_TIMEOUT_MS): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: answerWithinMs,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS * 2,
  });
  // A connection that dies while idle is simply replaced; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/**
 * Runs `work` in one transaction; a connection whose transaction failed to end is thrown away.
 * @param begin statements that begin it, in one round trip
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: Client) => Promise<T>,
  begin = 'BEGIN',
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
