/** The engine against PostgreSQL: every open case has a running workflow, and it holds the state that is projected. */
import { type Client as TemporalClient, WorkflowNotFoundError } from '@temporalio/client';
import { CASE_KINDS, type CaseKind, type CaseState } from '../../../domain/case/case';
import type { Pool } from '../../../database/pool';
import { caseWorkflowId, stateQuery } from '../../../workflows/messages';
import { count, type FaultCode, type Report } from './fault';
import { difference, stored } from './json';

/** Workflows asked at the same time; each answer costs a workflow task of a worker. */
const AT_ONCE = 8;
/** A workflow that gives no answer within this, in ms, is silent: no worker, or one whose code fails. */
const ANSWER_MS = 10_000;
/** A command between acceptance and settling explains a difference; asked again this often, 500 ms apart. */
const ASKED_AGAIN = 6;
/** A workflow older than this, in ms, whose case is not in PostgreSQL, is stuck. */
const SETTLED_WITHIN_MS = 2 * 60_000;

export interface EngineCheck {
  temporal: TemporalClient;
  /** Open cases asked, spread over all of them by id; null = every one, and also every running workflow. */
  sample: number | null;
}

interface Open {
  id: string;
  kind: CaseKind;
}

export async function checkEngine(
  pool: Pool,
  { temporal, sample }: EngineCheck,
  now: number,
  report: Report,
): Promise<void> {
  const { rows } = await pool.query<Open>(
    `SELECT id, kind FROM cases WHERE closed_at IS NULL ORDER BY md5(id::text) ${sample === null ? '' : `LIMIT ${Math.trunc(sample)}`}`,
  );
  const queue = [...rows];
  const work = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) await checkOne(pool, temporal, next, report);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  count(report, 'workflows asked', rows.length);
  if (sample === null) await checkRunning(pool, temporal, now, report);
}

async function checkOne(pool: Pool, temporal: TemporalClient, one: Open, report: Report): Promise<void> {
  const name = (code: FaultCode, detail: string): void => {
    report.faults.push({ code, where: `${one.kind} ${one.id}`, detail });
  };
  const handle = temporal.workflow.getHandle(caseWorkflowId(one.kind, one.id));
  let differs: string | null = null;
  for (let attempt = 0; attempt <= ASKED_AGAIN; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 500));
    let inWorkflow: CaseState;
    try {
      const { status } = await handle.describe();
      if (status.name !== 'RUNNING') {
        if (!(await isOpen(pool, one.id))) return;
        differs = `the workflow is ${status.name.toLowerCase()}, the case is open`;
        continue;
      }
      inWorkflow = await temporal.withDeadline(Date.now() + ANSWER_MS, () => handle.query(stateQuery));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) {
        if (await isOpen(pool, one.id)) name('workflowMissing', 'open, but there is no workflow');
      } else name('workflowSilent', `no answer: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    const { rows } = await pool.query<{ state: CaseState }>('SELECT state FROM cases WHERE id = $1', [
      one.id,
    ]);
    differs = difference(stored(rows[0]?.state), stored(inWorkflow));
    if (differs === null) return;
    differs = `projection ≠ workflow at ${differs}`;
  }
  name('workflowDiffers', differs ?? 'unknown');
}

async function isOpen(pool: Pool, id: string): Promise<boolean> {
  const { rows } = await pool.query('SELECT 1 FROM cases WHERE id = $1 AND closed_at IS NULL', [id]);
  return rows.length > 0;
}

/** Running workflows whose case PostgreSQL does not know: opened, and never settled. */
async function checkRunning(
  pool: Pool,
  temporal: TemporalClient,
  now: number,
  report: Report,
): Promise<void> {
  const types = CASE_KINDS.map((kind) => `"${kind}"`).join(', ');
  const query = `ExecutionStatus = "Running" AND WorkflowType IN (${types})`;
  for await (const { workflowId, startTime } of temporal.workflow.list({ query })) {
    count(report, 'running workflows');
    if (startTime.getTime() > now - SETTLED_WITHIN_MS) continue;
    const [kind, id] = workflowId.split(':');
    const { rows } = await pool.query('SELECT 1 FROM cases WHERE id = $1', [id]);
    if (rows.length === 0)
      report.faults.push({
        code: 'caseUnsettled',
        where: `${kind} ${id}`,
        detail: `its workflow runs since ${startTime.toISOString()}, but the case is not in PostgreSQL`,
      });
  }
}
