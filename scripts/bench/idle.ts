/** One deadline on an idle system: how long after its instant the rung has fired, as another connection sees it. */
import { randomUUID } from 'node:crypto';
import type { SubmittedData } from '../../domain/request/state';
import { dateOf } from '../../domain/time/plain-date';
import { CASES_QUEUE, caseWorkflowId } from '../../workflows/messages';
import { actorOf } from './dossiers';
import { officeAt } from './fixtures';
import { type Bench, waitFor } from './setup';
import { figure, percentile, table } from './stats';

/** From opening to the deadline, ms: time to settle and for everything to fall asleep again. */
const AHEAD_MS = 2_500;
/** How often the row is looked at, ms. */
const LOOK_MS = 4;

export async function idleDeadlines(bench: Bench, times: number): Promise<string> {
  const rungs: number[] = [];
  const facts: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const dueAt = Date.now() + AHEAD_MS;
    const id = await openUrgent(bench, turn, dueAt);
    let fired = NaN;
    let recorded = NaN;
    const look = async (): Promise<boolean> => {
      const { rows } = await bench.pool.query<{ fired: boolean; late: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM rung WHERE case_id = $1 AND rung_id = 'U1' AND state = 'fired') AS fired,
                EXISTS (SELECT 1 FROM event WHERE case_id = $1 AND type = 'deadlinePassed') AS late`,
        [id],
      );
      const now = Date.now();
      if (rows[0]?.fired && Number.isNaN(fired)) fired = now - dueAt;
      if (rows[0]?.late && Number.isNaN(recorded)) recorded = now - dueAt;
      return !Number.isNaN(fired) && !Number.isNaN(recorded);
    };
    await new Promise((resolve) => setTimeout(resolve, dueAt - Date.now() - 50));
    await waitFor('an urgent deadline', look, 30_000, LOOK_MS);
    rungs.push(fired);
    facts.push(recorded);
  }
  const line = (what: string, values: number[]): string[] => [
    what,
    ...[0, 0.5, 1].map((p) => figure(percentile(values, p))),
  ];
  return table(
    ['ms after the instant', 'least', 'median', 'most'],
    [line('rung fired', rungs), line('deadlinePassed recorded', facts)],
  );
}

async function openUrgent(bench: Bench, turn: number, dueAt: number): Promise<string> {
  const id = randomUUID();
  const office = officeAt(turn);
  const data: SubmittedData = {
    kind: 'recommendation',
    title: 'Bench: khẩn',
    summary: null,
    category: 'equipment',
    wardIds: [office.commune],
    fromGroup: null,
    toGroup: null,
    bindingness: null,
    meetingId: null,
    countsFrom: dateOf(dueAt),
    ladder: 'urgent',
    deadlinePhrase: null,
    deadline: { kind: 'leader', dueAt, setBy: 'gl-chu-tich', setAt: Date.now() },
    routing: { by: 'explicit', reason: 'bench' },
    officeUnitId: 'gl-van-phong-ubnd',
    leadUnitIds: ['gl-so-tai-chinh'],
    supportingUnitIds: [],
    asked: null,
  };
  await bench.temporal.workflow.start('recommendation', {
    workflowId: caseWorkflowId('recommendation', id),
    taskQueue: CASES_QUEUE,
    args: [{ id, opened: { type: 'submitted', at: Date.now(), by: actorOf(office), data } }],
  });
  return id;
}
