/** Fired rungs as people read them. */
import { seenUnits } from '../../domain/access/visibility';
import { CASE_KINDS, type CaseKind } from '../../domain/case/case';
import type { Instant } from '../../domain/time/types';
import { ms } from '../../database/epoch';
import type { Where } from '../cases/list';
import { iso, optional, type ViewContext } from '../cases/view-context';

/** Who acknowledged, and under which key and body, so that a repeated request is answered alike. */
export interface AcknowledgedBy {
  subject: string;
  personId: string | null;
  name: string;
  positionId: string | null;
  onBehalfOf?: string;
  commandId: string;
  bodyHash: string;
  directiveId?: string;
}

export interface EscalationRow {
  id: string;
  state: string;
  kind: CaseKind;
  caseId: string;
  code: string | null;
  title: string;
  unitIds: string[];
  clockId: string;
  office: string;
  level: number;
  firedAt: Instant;
  dueAt: Instant | null;
  positionId: string | null;
  personId: string | null;
  onBehalfOf: string | null;
  requiresAck: boolean;
  acknowledgedAt: Instant | null;
  acknowledgedBy: AcknowledgedBy | null;
  instruction: string | null;
}

export const ESCALATION_COLUMNS = `r.id, r.state, c.kind, c.id AS "caseId", c.code, c.title, c.unit_ids AS "unitIds", r.clock_id AS "clockId",
  r.office, r.level, floor(extract(epoch FROM r.fired_at) * 1000)::float8 AS "firedAt", ${ms('k.due_at')} AS "dueAt",
  r.position_id AS "positionId", r.person_id AS "personId", r.on_behalf_of AS "onBehalfOf", r.requires_ack AS "requiresAck",
  ${ms('r.acknowledged_at')} AS "acknowledgedAt", r.acknowledged_by AS "acknowledgedBy", r.instruction
  FROM rung r JOIN cases c ON c.id = r.case_id LEFT JOIN clock k ON k.case_id = r.case_id AND k.clock_id = r.clock_id`;

/** Escalations of cases the caller sees, and those addressed to the caller's posts. */
export function visibleEscalations(where: Where, view: ViewContext): Where {
  const { identity, rules } = view;
  const conditions = CASE_KINDS.map((kind) => {
    const units = seenUnits(identity, kind, rules.organisation);
    const isKind = `c.kind = ${where.bind(kind)}`;
    return units === 'all' ? isKind : `${isKind} AND c.unit_ids && ${where.bind(units)}::text[]`;
  });
  const mine = `r.position_id = ANY(${where.bind(identity.positions.map((position) => position.positionId))}::text[])`;
  return where.and([...conditions, mine].map((one) => `(${one})`).join(' OR '));
}

export function escalationView(row: EscalationRow, view: ViewContext): object {
  const { acknowledgedBy: by } = row;
  return {
    id: row.id,
    case: {
      kind: row.kind,
      id: row.caseId,
      code: row.code,
      title: row.title,
      href: `/api/v1/${row.kind}s/${row.caseId}`,
    },
    clock: row.clockId,
    unit: view.unit(row.office),
    level: row.level,
    firedAt: iso(row.firedAt),
    dueAt: iso(row.dueAt),
    addressee: {
      position: row.positionId === null ? null : view.position(row.positionId),
      person: row.personId === null ? null : view.person(row.personId),
      ...optional('onBehalfOf', row.onBehalfOf === null ? null : view.person(row.onBehalfOf)),
    },
    requiresAcknowledgement: row.requiresAck,
    ...optional('acknowledgedAt', iso(row.acknowledgedAt)),
    ...optional('acknowledgedBy', by?.name),
    ...optional('instruction', row.instruction),
    ...optional('directive', by?.directiveId && { id: by.directiveId }),
  };
}
