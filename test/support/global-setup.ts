/** One PostgreSQL and one Temporal server for the whole run; each test file takes a database and a namespace of its own. */
import pg from 'pg';
import { loadDemo } from '../../prisma/seed/load-demo';
import { EMPTY_TEMPLATE, statement } from './database';
import { startTestServers, type TestServers } from '../../scripts/lib/test-servers';

declare global {
  var testServers: TestServers | undefined;
}

export default async function setup(): Promise<void> {
  const servers = await startTestServers({ temporal: true });
  globalThis.testServers = servers;
  const name = new URL(servers.ownerUrl).pathname.slice(1);
  await statement(servers.superUrl, `CREATE DATABASE ${EMPTY_TEMPLATE} TEMPLATE ${name}`);
  const pool = new pg.Pool({ connectionString: servers.ownerUrl, max: 2 });
  await loadDemo(pool);
  await pool.end();
  process.env.TEST_DATABASE_URL = servers.databaseUrl;
  process.env.TEST_SUPER_URL = servers.superUrl;
  process.env.TEST_OWNER_URL = servers.ownerUrl;
  process.env.TEST_TEMPORAL_ADDRESS = servers.temporalAddress;
}
