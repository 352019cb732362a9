/** A database of its own for each test file: a copy of the migrated demo province. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Migrated, nothing loaded; made by the global setup. */
export const EMPTY_TEMPLATE = 'template_empty';

export interface TestDatabase {
  /** The application's role. */
  url: string;
  /** The role that owns the schema: to look behind the rules. */
  ownerUrl: string;
  drop(): Promise<void>;
}

/** @param demo false: migrated, without any data. */
export async function freshDatabase({ demo = true } = {}): Promise<TestDatabase> {
  const owner = new URL(required('TEST_OWNER_URL'));
  const template = demo ? owner.pathname.slice(1) : EMPTY_TEMPLATE;
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = required('TEST_SUPER_URL');
  await statement(admin, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const at = (url: string): string => {
    const own = new URL(url);
    own.pathname = `/${name}`;
    return own.href;
  };
  return {
    url: at(required('TEST_DATABASE_URL')),
    ownerUrl: at(owner.href),
    drop: () => statement(admin, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

export async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Two files may copy the template in the same moment; PostgreSQL refuses one of them while the other copies.
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.query(sql);
      break;
    } catch (error) {
      if (attempt > 100 || (error as { code?: string }).code !== '55006') throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await client.end();
}

export function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `${name} is not set: run the tests through jest.config.js, whose global setup starts the servers`,
    );
  return value;
}
