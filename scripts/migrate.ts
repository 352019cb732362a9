import { migrate } from './lib/migrate';
import { inWords } from './lib/problem';
import { settingsOrExit } from '../settings/environment';

/**
 * Applies the migrations to the database of DATABASE_OWNER_URL, or of DATABASE_URL when that role owns the schema.
 * `npm start` does it by itself; this is for installations that start their processes otherwise.
 * Argument: another folder than `prisma/`.
 */
async function main(): Promise<void> {
  const { DATABASE_OWNER_URL, DATABASE_URL } = settingsOrExit('migrate');
  const applied = await migrate(DATABASE_OWNER_URL ?? DATABASE_URL ?? '', process.argv[2]);
  console.log(applied.length > 0 ? applied.join('\n') : 'up to date');
}

main().catch((error: unknown) => {
  console.error(inWords(error));
  process.exitCode = 1;
});
