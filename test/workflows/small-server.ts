/** A Temporal server that suggests to continue as new early, with an engine on it. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../scripts/lib/ports';
import { Supervisor } from '../../scripts/lib/supervise';
import { temporalServer } from '../../scripts/lib/temporal';
import { startEngine, type Engine } from '../support/engine';

/** @param events history events after which it suggests to continue as new; 4,096 in earnest. */
export async function startEngineOnSmallServer(events: number): Promise<Engine> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'thong-suot-small-'));
  const supervisor = new Supervisor(undefined, () => undefined);
  const port = await freePort();
  const spec = await temporalServer({ dataDir, port, uiPort: 0, namespace: 'default', ui: false });
  const limit = ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${events}`];
  await supervisor.run({ ...spec, args: [...(spec.args ?? []), ...limit] });
  const shared = process.env.TEST_TEMPORAL_ADDRESS;
  process.env.TEST_TEMPORAL_ADDRESS = `127.0.0.1:${port}`;
  const engine = await startEngine();
  process.env.TEST_TEMPORAL_ADDRESS = shared;
  const stop = async (): Promise<void> => {
    await engine.stop();
    await supervisor.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...engine, stop };
}
