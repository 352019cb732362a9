/** What waits in the outbox, and what each notice would say if it left now. */
import type { CaseKind, ClockKind } from '../../domain/case/case';
import { expectedOf } from '../../domain/escalation/actions';
import { silent, type NoticeItem } from '../../domain/escalation/digest';
import { latenessWords } from '../../domain/escalation/lateness-words';
import { ladderOf } from '../../domain/escalation/ladders';
import type { MovedItem } from '../../domain/escalation/moved-notice';
import type { Instant } from '../../domain/time/types';
import type { Client } from '../../database/pool';
import type { Rules } from '../../database/rules';

/** Persons served in one transaction. */
export const BATCH = 200;

export interface Letter {
  id: string;
  personId: string;
  kind: 'escalation' | 'correction' | 'moved';
  /** `waits`: its clock is paused or held; should it run on, the notice is due again. */
  stands: 'yes' | 'waits' | 'no';
  item: NoticeItem | null;
  moved: MovedItem | null;
}

interface Row extends Omit<Letter, 'item'> {
  rung: RungRow | null;
}

interface RungRow {
  id: string;
  rungId: string;
  ladder: string;
  level: number;
  at: Instant;
  office: string;
  isAddressee: boolean;
  isOpen: boolean;
  clockId: string;
  clock: ClockKind | null;
  calendarUnitId: string | null;
  dueAt: Instant | null;
  caseKind: CaseKind;
  caseId: string;
  code: string | null;
  title: string;
  wardIds: string[];
  fromGroup: string | null;
  giver: string | null;
  duties: { dueAt: Instant | null }[] | null;
  earlier: { level: number; firedAt: Instant; positionId: string | null; personId: string | null }[];
}

const ms = (column: string): string => `floor(extract(epoch FROM ${column}) * 1000)`;

/** Units a directive is addressed to, each with the date it is measured by while it owes. */
const DUTIES_SQL = `(SELECT jsonb_agg(jsonb_build_object('dueAt', ${ms('d.due_at')})) FROM (
   SELECT min(x.due_at) FILTER (WHERE x.state = 'running' AND x.stands_from IS NULL) AS due_at FROM clock x
   WHERE x.case_id = c.id AND x.kind IN ('response', 'promise') AND x.state <> 'cancelled' GROUP BY x.unit_id) d)`;

const EARLIER_SQL = `(SELECT coalesce(jsonb_agg(jsonb_build_object('level', e.level, 'firedAt', ${ms('e.fired_at')},
   'positionId', e.position_id, 'personId', e.person_id) ORDER BY e.at, e.level), '[]')
   FROM rung e WHERE e.case_id = r.case_id AND e.clock_id = r.clock_id AND e.round = r.round
     AND (e.at, e.level) < (r.at, r.level) AND e.state = 'fired' AND e.requires_ack AND e.acknowledged_at IS NULL)`;

const RUNG_SQL = `jsonb_build_object('id', r.id, 'rungId', r.rung_id, 'ladder', r.ladder, 'level', r.level, 'at', ${ms('r.at')},
   'office', r.office, 'isAddressee', r.person_id = o.person_id,
   'isOpen', r.state = 'fired' AND r.requires_ack AND r.acknowledged_at IS NULL,
   'clockId', r.clock_id, 'clock', k.kind, 'calendarUnitId', k.calendar_unit_id, 'dueAt', ${ms('k.due_at')},
   'caseKind', c.kind, 'caseId', c.id, 'code', c.code, 'title', c.title, 'wardIds', c.ward_ids,
   'fromGroup', c.state ->> 'fromGroup', 'giver', coalesce(c.state -> 'deadline' ->> 'setBy', m.chair_position_id,
     c.state ->> 'authorPositionId'),
   'duties', CASE WHEN c.kind = 'directive' THEN ${DUTIES_SQL} END, 'earlier', ${EARLIER_SQL})`;

/**
 * Locks what is to leave, then looks whether it still stands: a `settle` that withdraws it meanwhile waits, or is seen.
 * Officials before applicants: a publication tells thousands of these, and no warning waits behind them.
 */
export async function lockLetters(client: Client, now: Instant): Promise<Row[]> {
  const { rows: locked } = await client.query<{ id: string }>(
    `WITH person AS (
       SELECT person_id FROM outbox WHERE sent_at IS NULL AND send_at <= $1 GROUP BY person_id
       ORDER BY bool_or(channel = 'applicant'), min(send_at) LIMIT ${BATCH}
     )
     SELECT o.id FROM outbox o JOIN person USING (person_id) WHERE o.sent_at IS NULL AND o.send_at <= $1
     ORDER BY o.id FOR UPDATE OF o SKIP LOCKED`,
    [new Date(now)],
  );
  // An escalation whose duty is done, or has a new round since, is nobody's trouble any more; nor is a date that has
  // moved again, or whose case is over. The clock of the rung is asked, never the status of the case.
  const { rows } = await client.query<Row>(
    `SELECT o.id, o.person_id AS "personId", o.kind,
       CASE o.kind
         WHEN 'correction' THEN CASE WHEN r.state <> 'fired' THEN 'yes' ELSE 'no' END
         WHEN 'moved' THEN CASE WHEN c.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.kind = 'moved'
           AND n.case_id = o.case_id AND n.person_id = o.person_id AND n.id > o.id) THEN 'yes' ELSE 'no' END
         ELSE CASE WHEN r.state <> 'fired' OR k.round <> r.round OR k.state IN ('done', 'cancelled') OR k.round IS NULL THEN 'no'
           WHEN k.state IN ('paused', 'held') OR k.stands_from IS NOT NULL THEN 'waits' ELSE 'yes' END
       END AS stands,
       CASE WHEN r.id IS NOT NULL THEN ${RUNG_SQL} END AS rung,
       CASE WHEN j.id IS NOT NULL THEN jsonb_build_object('jobId', j.id, 'why', j.title, 'caseKind', c.kind, 'caseId', c.id,
         'code', c.code, 'title', c.title, 'changes', jc.changes) END AS moved
     FROM outbox o LEFT JOIN rung r ON r.id = o.rung_id LEFT JOIN cases c ON c.id = o.case_id
     LEFT JOIN meeting m ON m.id = c.meeting_id
     LEFT JOIN job j ON j.id = o.job_id LEFT JOIN job_case jc ON jc.job_id = o.job_id AND jc.case_id = o.case_id
     LEFT JOIN clock k ON k.case_id = r.case_id AND k.clock_id = r.clock_id
     WHERE o.id = ANY($1) ORDER BY o.id`,
    [locked.map((row) => row.id)],
  );
  return rows;
}

/** With what each says now, by the rules and the names as they are. */
export const written = (rows: readonly Row[], rules: Rules, now: Instant): Letter[] =>
  rows.map(({ rung, ...letter }) => ({
    ...letter,
    item: rung && letter.kind !== 'moved' ? itemOf(rung, letter.kind, rules, now) : null,
  }));

function itemOf(rung: RungRow, kind: 'escalation' | 'correction', rules: Rules, now: Instant): NoticeItem {
  const { organisation, escalation } = rules;
  const calendar = rules.calendarFor(rung.calendarUnitId ?? rung.office);
  const requiresAcknowledgement = rung.isOpen && rung.isAddressee;
  const silence = silent(rung.earlier, escalation, rules.calendarFor(organisation.provincialOffice.id), now);
  return {
    escalationId: rung.id,
    caseKind: rung.caseKind,
    caseId: rung.caseId,
    code: rung.code,
    title: rung.title,
    clock: rung.clock ?? 'response',
    clockId: rung.clockId,
    level: rung.level,
    rungAt: rung.at,
    dueAt: rung.dueAt,
    requiresAcknowledgement,
    unacknowledged: silence.map(({ level, firedAt, positionId, personId }) => ({
      level,
      firedAt,
      by: [organisation.position(positionId ?? '')?.title, organisation.person(personId ?? '')?.name]
        .filter(Boolean)
        .join(' '),
    })),
    unit: unitName(rung.office, rules),
    askedBy: askedBy(rung, rules),
    expected:
      kind === 'correction' ? 'bỏ qua thông báo trước' : expected(rung, requiresAcknowledgement, rules),
    lateness: latenessWords(rung.dueAt, calendar, now),
    duties: rung.duties ?? [],
  };
}

const unitName = (id: string, { organisation }: Rules): string => organisation.unit(id)?.name ?? id;

function expected(rung: RungRow, requiresAcknowledgement: boolean, { escalation }: Rules): string {
  const step = ladderOf(rung.ladder, escalation).steps.find(({ id }) => id === rung.rungId);
  return expectedOf({
    action: step?.action ?? 'remind',
    clock: rung.clockId.startsWith('contribution:') ? 'contribution' : (rung.clock ?? 'response'),
    document: step?.document,
    isAddressee: rung.isAddressee,
    requiresAcknowledgement,
  });
}

/** Wards named one by one; of more the number. */
const MOST_WARDS = 3;

/** Who asked. Of a dossier the commune that received it: its applicant's name is for those at work on it. */
function askedBy(rung: RungRow, rules: Rules): string | null {
  if (rung.caseKind === 'directive') return rules.organisation.position(rung.giver ?? '')?.title ?? null;
  if (rung.fromGroup !== null) return 'tất cả xã, phường';
  if (rung.wardIds.length > MOST_WARDS) return `${rung.wardIds.length} xã, phường`;
  return rung.wardIds.map((id) => unitName(id, rules)).join(', ') || null;
}
