/** Cases from before there were figures: what stands now is taken over as `settle` would write it. */
import fs from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { PROJECT_ROOT } from '../../settings/environment';
import { settled, startBench, type Bench } from '../activities/support';
import { settledDossier } from '../activities/recompute-support';
import { BODIES, Story as Dossier, pinned } from '../domain/dossier/support';
import { FINANCE, SCIENCE, Story, WARD_A } from '../domain/request/support';

let bench: Bench;
beforeAll(async () => void (bench = await startBench()));
afterAll(() => bench.stop());

/** The part of the migration that takes over what is there. */
const takeOver = (): string => {
  const file = path.join(PROJECT_ROOT, 'prisma', 'migrations', '0005_figures', 'migration.sql');
  const [, backfill = ''] = fs.readFileSync(file, 'utf8').split('-- Cases that are there already.');
  return `-- ${backfill}`;
};

const now = (): Promise<object[]> =>
  bench.rows(
    `SELECT case_id, part, status, closed_at, due_on, due_at, done_at, stopped_at, stands_from, answered_at, rated
     FROM figure WHERE until IS NULL ORDER BY case_id, part`,
  );
const onDay = (day: string): Promise<{ status: string }[]> =>
  bench.rows(
    `SELECT status FROM figure WHERE part = '' AND since <= $1 AND (until > $1 OR until IS NULL) ORDER BY status`,
    [new Date(`${day}T23:59:59+07:00`)],
  );

test('open, paused, answered, closed, withdrawn and returned cases, dossiers and directives', async () => {
  const story = (data: object = {}): Story => new Story('2026-11-20 09:00', data, randomUUID());
  const directive = { kind: 'directive', category: null, wardIds: [], leadUnitIds: [SCIENCE, FINANCE] };
  for (const one of [
    story({ supportingUnitIds: [WARD_A] }),
    story({ leadUnitIds: [] }),
    story({ deadline: { kind: 'none' } }),
    story().does('2026-11-25 09:00', 'requestInformation'),
    story().does('2026-11-25 09:00', 'respond'),
    story().does('2026-11-25 09:00', 'respond').does('2026-11-26 09:00', 'confirm'),
    story().does('2026-11-23 09:00', 'withdraw'),
    story().does('2026-11-23 09:00', 'return').does('2026-11-25 09:00', 'assign', { leadUnitId: FINANCE }),
    story(directive).does('2026-11-25 09:00', 'respond', { unitId: FINANCE }),
  ])
    await settled(bench, one);
  const dossier = (): Dossier => new Dossier(pinned('1.009141'), '2026-11-20 09:00');
  for (const one of [
    dossier(),
    dossier().does('2026-11-23 10:00', 'requestSupplement', BODIES.requestSupplement),
    dossier().works('2026-11-23 09:00').does('2026-11-26 09:00', 'finish', BODIES.finish),
    dossier().does('2026-11-23 09:00', 'withdraw', BODIES.withdraw),
  ])
    await settledDossier(bench, randomUUID(), one.events as never);

  const written = await now();
  await bench.owner.query('TRUNCATE figure');
  await bench.owner.query('UPDATE clock SET answered_at = NULL');
  await bench.owner.query('UPDATE cases SET stopped_at = NULL, answered_at = NULL, rated = false');
  await bench.owner.query(takeOver());
  expect(await now()).toEqual(written);

  // What is over was not over before it ended.
  const before = (await onDay('2026-11-22')).map(({ status }) => status);
  expect(before).not.toContain('withdrawn');
  expect(before).not.toContain('finished');
  expect(before).toHaveLength(13);
});
