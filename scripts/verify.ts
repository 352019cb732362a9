/**
 * `npm run verify`: is everything as it must be? Looks at DATABASE_URL, or at the running instance of DATA_DIR; with
 * TEMPORAL_ADDRESS (or that instance's own engine) a sample of open cases is compared with their workflows.
 * `-- --engine`: every open case. `-- --no-engine`: PostgreSQL alone. Ends with 1 when there is a fault.
 */
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { createPool } from '../database/pool';
import { rulesStore } from '../database/rules';
import { inWords } from './lib/problem';
import { readSettings } from '../settings/environment';
import { inspect, verify, type Fault, type Report } from './lib/verify';
import { whereToLook } from './lib/verify/where';

export { verify, inspect, type Fault, type Report };

/** Faults printed one by one; a broken database is not made readable by more. */
const PRINTED = 200;

async function main(args: readonly string[]): Promise<void> {
  const settings = readSettings('visitor');
  const { databaseUrl, temporalAddress } = whereToLook(settings);
  const pool = createPool(databaseUrl, 4);
  const connection =
    temporalAddress && !args.includes('--no-engine')
      ? await Connection.connect({ address: temporalAddress, connectTimeout: 5_000 })
      : undefined;
  try {
    const begun = Date.now();
    const report = await inspect({
      pool,
      rules: rulesStore(pool),
      now: begun,
      temporal: connection && new TemporalClient({ connection, namespace: settings.TEMPORAL_NAMESPACE }),
      ...(args.includes('--engine') ? { sample: null } : {}),
    });
    print(report, Date.now() - begun);
    process.exitCode = report.faults.length > 0 ? 1 : 0;
  } finally {
    await connection?.close();
    await pool.end();
  }
}

function print({ faults, notices, counts }: Report, tookMs: number): void {
  for (const { code, where, detail } of faults.slice(0, PRINTED))
    console.log(`✗ ${code}  ${where}: ${detail}`);
  if (faults.length > PRINTED) console.log(`✗ … ${faults.length - PRINTED} more`);
  for (const notice of notices) console.log(`· ${notice}`);
  const kinds = new Map<string, number>();
  for (const { code } of faults) kinds.set(code, (kinds.get(code) ?? 0) + 1);
  const looked = Object.entries(counts).map(([what, number]) => `${number} ${what}`);
  console.log(`${looked.join(' · ') || 'nothing there'} · ${(tookMs / 1000).toFixed(1)} s`);
  if (kinds.size > 0) console.log([...kinds].map(([code, number]) => `${code}: ${number}`).join(' · '));
  console.log(faults.length === 0 ? '✓ no fault' : `✗ ${faults.length} faults`);
}

if (require.main === module)
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(inWords(error));
    process.exitCode = 2;
  });
