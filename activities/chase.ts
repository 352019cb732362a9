import { appendAudit } from '../database/audit';
import type { Addressee } from '../domain/escalation/addressee';
import { ladderOf } from '../domain/escalation/ladders';
import { leavesAt } from '../domain/escalation/leaving';
import { toldBy } from '../domain/escalation/told';
import { dateOf } from '../domain/time/plain-date';
import type { Instant } from '../domain/time/types';
import type { Client } from '../database/pool';
import { whileRulesStand } from '../database/rules-lock';
import type { Rules } from '../database/rules';
import { POSTMAN_OFFICE, type ChaseInput, type ChaseResult } from '../workflows/messages';
import { activityDeps } from './context';
import { faultPoint } from './faults';
import { stillDue, type DerivedRungRow } from './stale';
import { oversleeping } from '../database/agenda-sleep';
import { wakeAgenda } from './wake';

/** Rungs fired in one transaction. */
const BATCH = 500;
/** A rung nobody can be found for is set aside for this long, in ms, and named; it holds nobody up. */
const RETRY_MS = 15 * 60_000;

interface DueRung extends DerivedRungRow {
  ladder: string;
  level: number;
  version: number;
  ward_id: string | null;
  receiving_unit_id: string | null;
  author: string | null;
  assignee: string | null;
  audit_unit: string;
}

interface Fired {
  rung: DueRung;
  main: Addressee;
  /** Persons told, the addressee first; nobody twice. */
  told: string[];
  leavesAt: Instant;
}

interface Stuck {
  id: string;
  why: string;
}

/** Idempotent: a rung goes armed → fired in the one transaction that writes escalation, audit and outbox. */
export async function chase({ office, now }: ChaseInput): Promise<ChaseResult & { more: boolean }> {
  const { pool, rules } = activityDeps();
  // What fires by rules that are being replaced has fired before the job that follows looks at it.
  const { result, postman } = await whileRulesStand(pool, async (client) => {
    const published = await rules.current(client);
    const locked = await lockDue(client, office, now);
    const { due, stuck: underivable } = await stillDue(client, locked, office, published, now);
    const outcomes = due.map((rung) => attempt(rung, office, published, now));
    const fired = outcomes.flatMap((outcome) => ('main' in outcome ? outcome : []));
    const stuck = [...underivable, ...outcomes.flatMap((outcome) => ('why' in outcome ? outcome : []))];
    if (fired.length > 0) await writeFired(client, fired, now);
    if (stuck.length > 0) await setAside(client, stuck, now);
    const nextAt = await fallAsleep(client, office);
    const leaving = fired.map((one) => one.leavesAt);
    const sleepy =
      leaving.length > 0 ? await oversleeping(client, new Map([[POSTMAN_OFFICE, Math.min(...leaving)]])) : [];
    if (fired.length > 0) await audit(client, fired, now);
    return { result: { fired: fired.length, nextAt, more: locked.length === BATCH }, postman: sleepy };
  });
  faultPoint('chase:committed');
  await Promise.all(postman.map(wakeAgenda));
  return result;
}

/** Rungs a `settle` is changing right now are skipped: it decides, and the next look comes a second later. */
async function lockDue(client: Client, office: string, now: Instant): Promise<DueRung[]> {
  const { rows } = await client.query<DueRung>(
    `SELECT r.id, r.case_id, r.clock_id, r.round, r.rung_id, r.ladder, r.level, c.version, k.calendar_versions, k.rules_version,
            k.calendar_unit_id, k.suspension_versions, (k.ledger ->> 'startAt')::float8 AS start_at,
            CASE WHEN r.office = ANY(c.ward_ids) THEN r.office ELSE c.ward_ids[1] END AS ward_id,
            c.state ->> 'receivingUnitId' AS receiving_unit_id, c.state ->> 'authorPositionId' AS author, k.assignee,
            coalesce(c.ward_ids[1], c.lead_unit_id, 'province') AS audit_unit
     FROM rung r JOIN cases c ON c.id = r.case_id JOIN clock k ON k.case_id = r.case_id AND k.clock_id = r.clock_id
     WHERE r.office = $1 AND r.state = 'armed' AND coalesce(r.retry_at, r.at) <= $2
     ORDER BY r.at, r.case_id, r.level LIMIT ${BATCH} FOR UPDATE OF r SKIP LOCKED`,
    [office, new Date(now)],
  );
  return rows;
}

/** A rung that cannot be fired is named and holds nobody up, whatever is the matter with it. */
function attempt(rung: DueRung, office: string, rules: Rules, now: Instant): Fired | Stuck {
  try {
    return resolve(rung, office, rules, now);
  } catch (error) {
    return { id: rung.id, why: error instanceof Error ? error.message : String(error) };
  }
}

/** To whom it goes today. @throws when its ladder has no such step any more, or nobody at all answers for it */
function resolve(rung: DueRung, office: string, rules: Rules, now: Instant): Fired {
  const ladder = ladderOf(rung.ladder, rules.escalation);
  const step = ladder.steps.find((one) => one.id === rung.rung_id);
  if (!step) throw new Error(`ladder ${ladder.id} has no rung ${rung.rung_id}`);
  const where = {
    assignedUnitId: office,
    communeId: rung.receiving_unit_id,
    askingCommuneId: rung.ward_id,
    assigneePositionId: rung.assignee,
    authorPositionId: rung.author,
  };
  const told = toldBy(step, where, rules.organisation, dateOf(now));
  if (!told) throw new Error('nobody answers for it');
  const { main, persons } = told;
  const calendar = rules.calendarFor(rules.organisation.position(main.positionId)?.unitId ?? office);
  return {
    rung,
    main,
    told: persons,
    leavesAt: leavesAt(now, ladder, step.action, rules.escalation, calendar),
  };
}

async function writeFired(client: Client, fired: Fired[], now: Instant): Promise<void> {
  const rows = fired.map(({ rung, main }) => ({
    id: rung.id,
    position_id: main.positionId,
    person_id: main.personId,
    on_behalf_of: main.onBehalfOf ?? null,
    hops: main.hops,
  }));
  await client.query(
    `UPDATE rung r SET state = 'fired', fired_at = $2, position_id = f.position_id, person_id = f.person_id,
       on_behalf_of = f.on_behalf_of, hops = f.hops, retry_at = NULL, retry_reason = NULL
     FROM jsonb_to_recordset($1::jsonb) AS f (id uuid, position_id text, person_id text, on_behalf_of text, hops jsonb)
     WHERE r.id = f.id`,
    [JSON.stringify(rows), new Date(now)],
  );
  const notices = fired.flatMap(({ rung, told, leavesAt: at }) =>
    told.map((personId) => ({
      person_id: personId,
      rung_id: rung.id,
      case_id: rung.case_id,
      send_at: new Date(at),
    })),
  );
  await client.query(
    `INSERT INTO outbox (person_id, kind, rung_id, case_id, created_at, send_at)
     SELECT n.person_id, 'escalation', n.rung_id, n.case_id, $2, n.send_at
     FROM jsonb_to_recordset($1::jsonb) AS n (person_id text, rung_id uuid, case_id uuid, send_at timestamptz)
     ON CONFLICT (rung_id, person_id, kind) WHERE rung_id IS NOT NULL
       DO UPDATE SET created_at = EXCLUDED.created_at, send_at = EXCLUDED.send_at, sent_at = NULL, outcome = NULL`,
    [JSON.stringify(notices), new Date(now)],
  );
}

async function setAside(client: Client, stuck: Stuck[], now: Instant): Promise<void> {
  await client.query(
    `UPDATE rung r SET retry_at = $2, retry_reason = s.why
     FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, why text) WHERE r.id = s.id`,
    [JSON.stringify(stuck), new Date(now + RETRY_MS)],
  );
}

/** Writes until when the agenda sleeps, under the lock that `settle` compares under. */
async function fallAsleep(client: Client, office: string): Promise<Instant | null> {
  await client.query(
    `INSERT INTO agenda (office, sleeps_until) VALUES ($1, '-infinity') ON CONFLICT (office) DO NOTHING`,
    [office],
  );
  await client.query('SELECT 1 FROM agenda WHERE office = $1 FOR UPDATE', [office]);
  const { rows } = await client.query<{ next: Date | null }>(
    `SELECT min(coalesce(retry_at, at)) AS next FROM rung WHERE office = $1 AND state = 'armed'`,
    [office],
  );
  const next = rows[0]?.next ?? null;
  await client.query(
    `UPDATE agenda SET sleeps_until = coalesce($2, 'infinity'::timestamptz) WHERE office = $1`,
    [office, next],
  );
  return next?.getTime() ?? null;
}

async function audit(client: Client, fired: Fired[], now: Instant): Promise<void> {
  const entries = fired.map(({ rung, main, told }) => ({
    unit: rung.audit_unit,
    at: now,
    what: 'escalated',
    caseId: rung.case_id,
    version: rung.version,
    by: null,
    body: {
      id: rung.case_id,
      at: now,
      rung: rung.id,
      clock: rung.clock_id,
      level: rung.level,
      to: main.positionId,
      person: main.personId,
      told,
    },
  }));
  await appendAudit(client, entries);
}
