/**
 * `npm run verify:deadlines`: does every stored date follow from its own ledger and the calendar versions it names?
 * Looks at DATABASE_URL, or at the running instance of DATA_DIR; needs PostgreSQL alone. Ends with 1 when a date
 * differs or cannot be derived, with 2 when it could not look.
 */
import { createPool } from '../database/pool';
import { rulesStore } from '../database/rules';
import { inWords } from './lib/problem';
import { readSettings } from '../settings/environment';
import { checkDeadlines, faultLine, type DeadlineReport } from './lib/verify/deadlines';
import { whereToLook } from './lib/verify/where';

/** Faults printed one by one; a broken database is not made readable by more. */
const PRINTED = 200;

async function main(): Promise<void> {
  const { databaseUrl } = whereToLook(readSettings('visitor'));
  const pool = createPool(databaseUrl, 2);
  try {
    const begun = Date.now();
    const report = await checkDeadlines(pool, rulesStore(pool));
    print(report, Date.now() - begun);
    process.exitCode = report.faults.length > 0 ? 1 : 0;
  } finally {
    await pool.end();
  }
}

function print({ faults, clocks, undated }: DeadlineReport, tookMs: number): void {
  for (const fault of faults.slice(0, PRINTED)) console.log(`✗ ${faultLine(fault)}`);
  if (faults.length > PRINTED) console.log(`✗ … ${faults.length - PRINTED} more`);
  console.log(`${clocks} clocks · ${undated} without a date · ${(tookMs / 1000).toFixed(1)} s`);
  const kinds = new Map<string, number>();
  for (const { code } of faults) kinds.set(code, (kinds.get(code) ?? 0) + 1);
  if (kinds.size > 0) console.log([...kinds].map(([code, number]) => `${code}: ${number}`).join(' · '));
  console.log(faults.length === 0 ? '✓ every date follows from its ledger' : `✗ ${faults.length} faults`);
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(inWords(error));
    process.exitCode = 2;
  });
