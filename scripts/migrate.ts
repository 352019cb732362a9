import { migrate } from './lib/migrate';
import { StartProblem, oneLine } from './lib/problem';
import { readSettings } from './lib/settings';

/**
 * Applies the migrations to the database of DATABASE_OWNER_URL, or of DATABASE_URL when that role owns the schema.
 * `npm start` does it by itself; this is for installations that start their processes otherwise.
 * Argument: another folder than `prisma/`.
 */
async function main(): Promise<void> {
  const { databaseUrl, databaseOwnerUrl } = readSettings();
  const url = databaseOwnerUrl ?? databaseUrl;
  if (!url) throw new StartProblem('Cần DATABASE_OWNER_URL hoặc DATABASE_URL (one of them must be set).');
  const applied = await migrate(url, process.argv[2]);
  console.log(applied.length > 0 ? applied.join('\n') : 'up to date');
}

// The engine leaves its lock's 10 s timer behind; without exit() the process would wait for it.
main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof StartProblem ? error.message : oneLine(error));
    process.exit(1);
  },
);
