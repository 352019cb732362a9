/** Cases derived anew after rules were published: in batches, each one transaction, each case once. */
import { appendAudit } from '../database/audit';
import type { CaseKind, CaseState } from '../domain/case/case';
import { derive, type Derived } from '../domain/case/derive';
import { figuresOf } from '../domain/case/figures';
import { changesOf, recalled, rulesBefore, type Change } from '../domain/publishing/moved';
import { nextDigest } from '../domain/escalation/leaving';
import { applicantOf } from '../domain/escalation/moved-notice';
import { addresseeOf } from '../domain/escalation/addressee';
import type { RequestState } from '../domain/request/state';
import { dateOf } from '../domain/time/plain-date';
import type { Instant } from '../domain/time/types';
import type { Client } from '../database/pool';
import { asWritten, DUES_SQL } from '../database/preview';
import { whileRulesStand } from '../database/rules-lock';
import type { Rules } from '../database/rules';
import { scopeSql, type Scope } from '../database/scope';
import { POSTMAN_OFFICE, type JobStep } from '../workflows/messages';
import { activityDeps } from './context';
import { writeClocks, writeRungs } from '../database/derived';
import { faultPoint } from './faults';
import { asDate, auditUnit, mainColumns } from '../database/store';
import { writeFigures } from '../database/figures';
import { oversleeping } from '../database/agenda-sleep';
import { wakeAgenda } from './wake';

/** Cases in one transaction: a command to one of them waits for no longer than this takes. */
const BATCH = 100;
/** Batches follow each other for this long, in ms, before the workflow is asked for more. */
const SPELL_MS = 3_000;

interface Row {
  id: string;
  kind: CaseKind;
  state: CaseState;
  opened_at: Date;
  wake_at: Date | null;
  dues: Record<string, number | null> | null;
}

interface JobRow {
  id: string;
  scope: Scope;
  cursor: string | null;
  published_at: Date | null;
}

interface Done {
  row: Row;
  derived: Derived;
  recalled: ReturnType<typeof recalled>;
  changes: Change[];
  /** The case sleeps past its new wake-up. */
  wakeAt: Instant | null;
}
type Recomputed = Done | { row: Row; why: string };

/** The next batches; the job's own row says where to go on, so that doing it again after a crash does the next one. */
export async function recompute(step: JobStep): Promise<{ more: boolean }> {
  const until = performance.now() + SPELL_MS;
  let more = true;
  while (more && performance.now() < until) more = await nextBatch(step);
  return { more };
}

async function nextBatch({ jobId, now }: JobStep): Promise<boolean> {
  const { pool, rules } = activityDeps();
  const { more, offices } = await whileRulesStand(pool, async (client) => {
    const job = await lockJob(client, jobId);
    const published = await rules.current(client);
    const rows = await lockBatch(client, job);
    const outcomes = rows.map((row) => attempt(row, job, published, now));
    const done = outcomes.flatMap((outcome) => ('derived' in outcome ? outcome : []));
    await writeCases(client, done);
    const cases = done.map(({ row, derived, recalled: early }) => ({ id: row.id, derived, recalled: early }));
    await writeClocks(client, cases, published.escalationVersion);
    const corrections = await writeRungs(client, cases, { type: 'rulesPublished', at: now });
    await writeFigures(
      client,
      done.map(({ row, derived }) => ({ id: row.id, figures: figuresOf(row.state, derived) })),
      now,
    );
    const letters = await tell(client, job, done, published, now);
    await record(client, job, outcomes, now);
    const earliest = await earliestRungs(client, done);
    const leaving = Math.min(letters, corrections > 0 ? now : Infinity);
    if (leaving < Infinity) earliest.set(POSTMAN_OFFICE, leaving);
    const asleep = await oversleeping(client, earliest);
    await audit(client, job, done, now);
    return { more: rows.length === BATCH, offices: asleep };
  });
  faultPoint('recompute:committed');
  await Promise.all(offices.map(wakeAgenda));
  return more;
}

async function lockJob(client: Client, id: string): Promise<JobRow> {
  const { rows } = await client.query<JobRow>(
    `SELECT j.id, j.scope, j.cursor, coalesce(l.published_at, s.published_at) AS published_at FROM job j
     LEFT JOIN calendar_layer l ON j.published ->> 'kind' = 'calendar'
       AND l.id = j.published ->> 'id' AND l.version = (j.published ->> 'version')::integer
     LEFT JOIN suspension s ON j.published ->> 'kind' = 'suspension'
       AND s.id = j.published ->> 'id' AND s.version = (j.published ->> 'version')::integer
     WHERE j.id = $1 FOR UPDATE OF j`,
    [id],
  );
  if (!rows[0]) throw new Error(`no job ${id}`);
  return rows[0];
}

async function lockBatch(client: Client, { scope, cursor }: JobRow): Promise<Row[]> {
  const values: unknown[] = [];
  const where = scopeSql(scope, values);
  const after = cursor === null ? '' : `AND c.id > $${values.push(cursor)}`;
  const { rows: locked } = await client.query<{ id: string }>(
    `SELECT c.id FROM cases c WHERE ${where} ${after} ORDER BY c.id LIMIT ${BATCH} FOR UPDATE OF c`,
    values,
  );
  // Read once they are locked: dates that a `settle` wrote while this waited for it are seen with the case itself.
  const { rows } = await client.query<Row>(
    `SELECT c.id, c.kind, c.state, c.opened_at, c.wake_at, ${DUES_SQL} AS dues
     FROM cases c WHERE c.id = ANY($1) ORDER BY c.id`,
    [locked.map(({ id }) => id)],
  );
  return rows;
}

/** One case that cannot be derived is named and holds nobody up; it stays as it was. */
function attempt(row: Row, { published_at: published }: JobRow, rules: Rules, now: Instant): Recomputed {
  try {
    const derived = derive(row.state, rules);
    const old = row.wake_at?.getTime() ?? Infinity;
    const wakeAt = derived.wakeAt !== null && derived.wakeAt < old ? derived.wakeAt : null;
    const before = published && deriveBefore(row.state, rules, published.getTime());
    if (!published || !before) {
      const changes = changesOf(asWritten(derived.clocks, row.dues ?? {}), derived.clocks);
      return { row, derived, recalled: new Set(), changes, wakeAt };
    }
    // A case entered since had no other date before.
    const changes =
      row.opened_at < published ? changesOf(before.clocks, derived.clocks, published.getTime()) : [];
    return { row, derived, recalled: recalled(before, derived, now), changes, wakeAt };
  } catch (error) {
    return { row, why: error instanceof Error ? error.message : String(error) };
  }
}

/** What was derived before; null when it could not be: what is published now may be the cure. */
function deriveBefore(state: CaseState, rules: Rules, published: Instant): Derived | null {
  try {
    return derive(state, rulesBefore(rules, published));
  } catch {
    return null;
  }
}

async function writeCases(client: Client, done: readonly Done[]): Promise<void> {
  const rows = done.map(({ row, derived }) => ({ id: row.id, ...mainColumns(row.state, derived) }));
  await client.query(
    `UPDATE cases c SET due_kind = w.due_kind, due_on = w.due_on, due_at = w.due_at, done_at = w.done_at,
       paused = w.paused, stands_from = w.stands_from, stopped_at = w.stopped_at, answered_at = w.answered_at,
       wake_at = w.wake_at
     FROM jsonb_to_recordset($1::jsonb) AS w (id uuid, due_kind text, due_on date, due_at timestamptz, done_at timestamptz,
       paused boolean, stands_from timestamptz, stopped_at timestamptz, answered_at timestamptz, wake_at timestamptz)
     WHERE c.id = w.id`,
    [JSON.stringify(rows)],
  );
}

/**
 * Whoever holds the duty hears of it with the next digest, at once when there is less time than before; so do those the
 * date was promised to when the case's own date moved: the applicant, or the wards that asked.
 * @returns when the first notice leaves, Infinity when there is none
 */
async function tell(
  client: Client,
  job: JobRow,
  done: readonly Done[],
  rules: Rules,
  now: Instant,
): Promise<Instant> {
  const digest = nextDigest(now, rules.escalation, rules.calendarFor(rules.organisation.provinceUnit.id));
  const letters = done.flatMap(({ row, derived, changes }) => {
    const isEarlier = changes.some(({ from, to }) => to !== null && (from === null || to < from));
    const send_at = new Date(isEarlier ? now : digest);
    return concerned(row.state, derived, changes, rules, now).map((person_id) => ({
      person_id,
      channel: person_id === applicantOf(row.id) ? 'applicant' : 'inbox',
      case_id: row.id,
      send_at,
    }));
  });
  if (letters.length === 0) return Infinity;
  await client.query(
    `INSERT INTO outbox (person_id, channel, kind, case_id, job_id, created_at, send_at)
     SELECT person_id, channel, 'moved', case_id, $2, $3, send_at
     FROM jsonb_to_recordset($1::jsonb) AS n (person_id text, channel text, case_id uuid, send_at timestamptz)
     ON CONFLICT (job_id, case_id, person_id) WHERE job_id IS NOT NULL DO NOTHING`,
    [JSON.stringify(letters), job.id, new Date(now)],
  );
  return Math.min(...letters.map((letter) => letter.send_at.getTime()));
}

/** Persons to be told, nobody twice. */
function concerned(
  state: CaseState,
  { clocks }: Derived,
  changes: readonly Change[],
  { organisation }: Rules,
  now: Instant,
): string[] {
  const officer = (unitId: string, assignee?: string): string[] => {
    const where = { assignedUnitId: unitId, assigneePositionId: assignee ?? null };
    const rule = { unit: 'assigned-unit', role: 'officer' } as const;
    const found = addresseeOf(rule, where, organisation, dateOf(now));
    return found ? [found.personId] : [];
  };
  const holders = changes.flatMap(({ clockId, unitId }) =>
    officer(unitId, clocks.find((clock) => clock.id === clockId)?.assignee),
  );
  if (!changes.some(({ main }) => main)) return [...new Set(holders)];
  const promised =
    state.kind === 'dossier'
      ? [applicantOf(state.id)]
      : (state as RequestState).wardIds.flatMap((unitId) => officer(unitId));
  return [...new Set([...holders, ...promised])];
}

async function record(
  client: Client,
  job: JobRow,
  outcomes: readonly Recomputed[],
  now: Instant,
): Promise<void> {
  const rows = outcomes.map((outcome) =>
    'derived' in outcome
      ? {
          case_id: outcome.row.id,
          result: 'done',
          changes: outcome.changes,
          wake_at: asDate(outcome.wakeAt),
        }
      : { case_id: outcome.row.id, result: 'failed', reason: outcome.why, changes: [] },
  );
  await client.query(
    `INSERT INTO job_case (job_id, case_id, result, reason, at, changes, wake_at)
     SELECT $2, case_id, result, reason, $3, changes, wake_at
     FROM jsonb_to_recordset($1::jsonb) AS d (case_id uuid, result text, reason text, changes jsonb, wake_at timestamptz)`,
    [JSON.stringify(rows), job.id, new Date(now)],
  );
  const last = outcomes[outcomes.length - 1];
  if (last)
    await client.query('UPDATE job SET cursor = $2, looked = looked + $3 WHERE id = $1', [
      job.id,
      last.row.id,
      outcomes.length,
    ]);
}

async function audit(client: Client, job: JobRow, done: readonly Done[], now: Instant): Promise<void> {
  const entries = done
    .filter(({ changes }) => changes.length > 0)
    .map(({ row: { id, state }, changes }) => ({
      unit: auditUnit(state),
      at: now,
      what: 'datesMoved',
      caseId: id,
      version: state.version,
      by: null,
      body: { id, at: now, job: job.id, changes },
    }));
  await appendAudit(client, entries);
}

/** Of the batch's rungs that are armed the earliest of each office; what has fired wakes nobody. */
async function earliestRungs(client: Client, done: readonly Done[]): Promise<Map<string, Instant>> {
  const { rows } = await client.query<{ office: string; at: Date }>(
    `SELECT office, min(coalesce(retry_at, at)) AS at FROM rung WHERE case_id = ANY($1::uuid[]) AND state = 'armed' GROUP BY office`,
    [done.map(({ row }) => row.id)],
  );
  return new Map(rows.map(({ office, at }) => [office, at.getTime()]));
}
