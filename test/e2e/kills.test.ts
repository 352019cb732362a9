/** SIGKILL of worker, API, Temporal and PostgreSQL under load; some kills of the worker between commit and report. */
import { randomUUID } from 'node:crypto';
import { createPool, type Pool } from '../../database/pool';
import { rulesStore } from '../../database/rules';
import { verify } from '../../scripts/verify';
import { get, sendUntilKnown } from '../support/http';
import { startInstance, type Child, type Instance } from '../support/instance';

const CASES = 24;
const LANES = 6;
/** Chance that the worker dies right after a commit of `settle`, before anybody hears of it. */
const CHANCE_IN_FLIGHT = '0.05';

interface Told {
  id: string;
  versions: number[];
}

describe('an instance whose processes are killed at work', () => {
  let instance: Instance;
  let tokens: Record<'office' | 'science' | 'ward', string>;
  let pool: Pool;
  let killed: Child[] = [];

  beforeAll(async () => {
    instance = await startInstance({ FAULT_POINT: `settle:committed:${CHANCE_IN_FLIGHT}` });
    tokens = {
      office: instance.token('office'),
      science: instance.token('science'),
      ward: instance.token('ward'),
    };
  }, 180_000);
  afterAll(async () => {
    await pool?.end();
    await instance?.stop();
  }, 60_000);

  it('loses nothing, doubles nothing and leaves nothing half done', async () => {
    const told = await underFire(() => lanes(CASES, LANES, () => oneLife(instance.url, tokens)));
    const inFlight = instance.log('worker').split('fault point settle:committed: killed').length - 1;
    console.log(`killed: ${killed.join(', ')}; workers killed with a settle in flight: ${inFlight}`);
    expect(inFlight).toBeGreaterThan(0);
    expect(new Set(killed)).toEqual(new Set(['worker', 'api', 'temporal', 'postgres']));

    for (const { id, versions } of told) {
      expect(versions).toEqual([1, 2, 3, 4, 5]);
      const { body } = await get<{ items: { type: string; version: number }[] }>(
        `${instance.url}/api/v1/recommendations/${id}/events`,
        tokens.office,
      );
      expect(body.items.map((event) => event.type)).toEqual([
        'submitted',
        'accepted',
        'noted',
        'responded',
        'confirmed',
      ]);
      expect(body.items.map((event) => event.version)).toEqual([1, 2, 3, 4, 5]);
    }
    pool = createPool(instance.databaseUrl(), 4);
    expect(await verify({ pool, rules: rulesStore(pool), now: Date.now() })).toEqual([]);
  }, 400_000);

  /** Kills one process after the other, every few seconds, until the work is done. */
  async function underFire<T>(work: () => Promise<T>): Promise<T> {
    let isDone = false;
    const order: Child[] = ['api', 'temporal', 'worker', 'postgres'];
    killed = [];
    const fire = (async () => {
      for (let turn = 0; !isDone || turn < order.length; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 4_000));
        const child = order[turn % order.length] as Child;
        const pid = instance.pid(child);
        if (pid === undefined) continue;
        process.kill(pid, 'SIGKILL');
        killed.push(child);
        if (turn + 1 >= order.length * 2) break;
      }
    })();
    try {
      return await work();
    } finally {
      isDone = true;
      await fire;
    }
  }
});

/** A recommendation from the day it is entered to the day the ward agrees; every command repeated until it is known. */
async function oneLife(
  url: string,
  tokens: { office: string; science: string; ward: string },
): Promise<Told> {
  const versions: number[] = [];
  const must = async (path: string, token: string, body: unknown): Promise<Record<string, unknown>> => {
    const sent = await sendUntilKnown(`${url}/api/v1${path}`, token, body, randomUUID());
    if (sent.status !== 200 && sent.status !== 201)
      throw new Error(`${JSON.stringify(body)}: ${sent.status} ${JSON.stringify(sent.body)}`);
    versions.push(sent.body.version as number);
    return sent.body;
  };
  const opened = await must('/recommendations', tokens.office, {
    title: 'Trang bị máy quét cho bộ phận một cửa',
    category: 'equipment',
    fromUnitId: 'gl-phuong-quy-nhon',
    leadUnitId: 'gl-so-khoa-hoc-cong-nghe',
  });
  const id = opened.id as string;
  const command = `/recommendations/${id}/commands`;
  await must(command, tokens.science, { type: 'accept' });
  await must(command, tokens.science, { type: 'note', text: 'đã khảo sát' });
  await must(command, tokens.science, {
    type: 'respond',
    outcome: 'solved',
    text: 'đã cấp',
    evidence: 'biên bản 12/BB',
  });
  await must(command, tokens.ward, { type: 'confirm' });
  return { id, versions };
}

/** Runs `count` lives, `width` at a time. */
async function lanes<T>(count: number, width: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let left = count;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (left > 0) {
        left -= 1;
        results.push(await work());
      }
    }),
  );
  return results;
}
