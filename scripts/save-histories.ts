/**
 * Lives the stories of test/workflows/lives.ts on a real server and keeps their histories for the replay tests, under
 * the SDK's version. Run after a change of the workflows that needs a patch; files of earlier versions stay.
 *
 * `npm run histories` saves all of them, `npm run histories -- job joined` these two and leaves the others as they were.
 */
import fs from 'node:fs';
import path from 'node:path';
import sdk from '@temporalio/workflow/package.json';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { temporal } from '@temporalio/proto';
import { useUtc } from '../settings/environment';
import setup from '../test/support/global-setup';
import teardown from '../test/support/global-teardown';
import { startEngine, type Engine } from '../test/support/engine';
import { LIVES, LONG_LIVES, type Life } from '../test/workflows/lives';
import { startEngineOnSmallServer } from '../test/workflows/small-server';

const FOLDER = path.resolve(__dirname, '../test/fixtures/histories');
const SDK = sdk.version.replace(/\.\d+$/, '');
/** History events after which the second server suggests to continue as new. */
const SUGGESTED_AT = 60;
/** No fixture is larger, in bytes. */
const MAX_SIZE = 150_000;

async function main(): Promise<void> {
  useUtc();
  fs.mkdirSync(FOLDER, { recursive: true });
  await setup();
  await saveAll(await startEngine(), LIVES);
  await saveAll(await startEngineOnSmallServer(SUGGESTED_AT), LONG_LIVES);
  await teardown();
}

async function saveAll(engine: Engine, lives: Record<string, Life>): Promise<void> {
  const wanted = process.argv.slice(2);
  for (const [name, live] of Object.entries(lives)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const workflowId = await live(engine);
    const last = await ended(engine, workflowId);
    const started = last.events?.[0]?.workflowExecutionStartedEventAttributes;
    if (started?.continuedExecutionRunId)
      save(`${name}-first-run`, await history(engine, workflowId, started.firstExecutionRunId ?? undefined));
    save(name, last);
  }
  await engine.stop();
}

async function history(engine: Engine, workflowId: string, runId?: string) {
  return engine.client.workflow.getHandle(workflowId, runId).fetchHistory();
}

/** The history once the case has ended; what does not end (an agenda) is taken as it stands after 3 s. */
async function ended(engine: Engine, workflowId: string) {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const { status } = await engine.client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return history(engine, workflowId);
}

function save(name: string, kept: temporal.api.history.v1.IHistory): void {
  // Stack traces of retried activities name the folder they ran in; a fixture does not.
  const root = `${path.resolve(__dirname, '..')}/`;
  const text = `${historyToJSON(kept as Parameters<typeof historyToJSON>[0])}\n`.replaceAll(root, '');
  if (text.length > MAX_SIZE)
    throw new Error(`${name}: ${text.length} bytes is more than a fixture should have`);
  fs.writeFileSync(path.join(FOLDER, `${name}-sdk${SDK}.json`), text);
  process.stdout.write(`${name}: ${kept.events?.length ?? 0} events, ${Math.ceil(text.length / 1024)} KB\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error('save-histories:', error);
    process.exit(1);
  },
);
