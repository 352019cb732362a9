/** A leader's written instruction on an escalation: once, by the addressee or the dated substitute, on record. */
import { appendAudit } from '../../database/audit';
import { isProvinceLeader, type MemberPosition } from '../../domain/access/member';
import { isConfidential, seenUnits } from '../../domain/access/visibility';
import { dateOf } from '../../domain/time/plain-date';
import type { Instant } from '../../domain/time/types';
import type { z } from 'zod';
import { inTransaction } from '../../database/pool';
import type { CaseEvent } from '../../domain/case/case';
import { Checker } from '../opening/checks';
import { forbidden, notFound, Problem, type ProblemExtra } from '../http/problems';
import { mustBeSameBody } from '../http/same-body';
import type { Deps } from '../deps';
import { type AcknowledgedBy, ESCALATION_COLUMNS, type EscalationRow, escalationView } from './rows';
import { actorOf, type Identity } from '../login/identity';
import { commandIdOf, uuidOf } from '../http/ids';
import { refusalWords } from '../../domain/case/refusal-text';
import { refuse, type Refusal } from '../../domain/case/refusals';
import { openDirective } from '../opening/request';
import type { Acknowledgement } from './schemas';
import { iso, ViewContext } from '../cases/view-context';

interface AcknowledgeCall {
  params: { id: string };
  body: z.output<typeof Acknowledgement>;
  identity: Identity;
  key: string;
  bodyHash: string;
  receivedAt: Instant;
}

export async function acknowledge(call: AcknowledgeCall, deps: Deps): Promise<object> {
  const { params, body, identity, bodyHash, receivedAt } = call;
  const view = new ViewContext(await deps.rules(), identity, deps.now());
  const row = await load(deps, params.id);
  if (!row) throw notFound();
  const commandId = commandIdOf(identity.subject, row.id, call.key);
  const position = identity.positions.find((one) => one.positionId === row.positionId);
  if (!position) throw notAddressee(row, view);
  const directive = body.directive ? directiveCase(call, row, position, view) : null;
  if (!row.acknowledgedAt) {
    if (row.state !== 'fired') throw refused(refuse('withdrawn'), row, view);
    const by: AcknowledgedBy = {
      ...actorOf(identity, position),
      commandId,
      bodyHash,
      ...(directive ? { directiveId: directive.id } : {}),
    };
    await record(deps, row, by, body.instruction, directive, receivedAt);
  }
  const after = await load(deps, params.id);
  if (!after?.acknowledgedBy) throw notFound();
  if (after.acknowledgedBy.commandId !== commandId) throw alreadyAcknowledged(after, view);
  mustBeSameBody(after.acknowledgedBy.bodyHash, bodyHash);
  // The instruction and what it opens are on record; should this process die here, the watch opens the directive.
  if (directive) await deps.engine.startCase('directive', directive);
  return escalationView(after, view);
}

async function load(deps: Deps, id: string): Promise<EscalationRow | null> {
  const { rows } = await deps.pool.query<EscalationRow>(
    `SELECT ${ESCALATION_COLUMNS} WHERE r.id = $1 AND r.fired_at IS NOT NULL`,
    [id],
  );
  return rows[0] ?? null;
}

/**
 * Of two at once one wins; the other finds it acknowledged. An instruction is about the matter: it answers for every
 * call to the same post about this case that stood no later, so a digest line needs one (a directive to many units too).
 */
async function record(
  deps: Deps,
  row: EscalationRow,
  by: AcknowledgedBy,
  instruction: string,
  directive: { id: string; opened: CaseEvent } | null,
  at: Instant,
): Promise<void> {
  await inTransaction(deps.pool, async (client) => {
    const { rows: answered } = await client.query<Answered>(
      `UPDATE rung r SET acknowledged_at = $2, acknowledged_by = $3, instruction = $4,
         opens = CASE WHEN r.id = one.id THEN $5::jsonb END
       FROM rung one WHERE one.id = $1 AND one.state = 'fired' AND one.acknowledged_at IS NULL
         AND r.case_id = one.case_id AND r.position_id = one.position_id AND r.state = 'fired' AND r.acknowledged_at IS NULL
         AND (r.id = one.id OR (r.requires_ack AND r.at <= one.at))
       RETURNING r.id, r.office, r.clock_id AS "clockId", r.level`,
      [row.id, new Date(at), JSON.stringify(by), instruction, directive && JSON.stringify(directive)],
    );
    const entries = answered.map(({ id, office, clockId, level }) => ({
      unit: office,
      at,
      what: 'escalationAcknowledged',
      caseId: row.caseId,
      by,
      body: { escalation: id, case: row.caseId, clock: clockId, level, at, by, instruction },
    }));
    await appendAudit(client, entries);
  });
}

type Answered = Pick<EscalationRow, 'id' | 'office' | 'clockId' | 'level'>;

function directiveCase(
  { body, identity, key, bodyHash, receivedAt }: AcknowledgeCall,
  row: EscalationRow,
  position: MemberPosition,
  view: ViewContext,
): { id: string; opened: CaseEvent } | null {
  if (!body.directive) return null;
  if (!isProvinceLeader(position, view.rules.organisation))
    throw forbidden({
      vi: 'Chỉ lãnh đạo UBND tỉnh giao nhiệm vụ mới khi chỉ đạo.',
      en: 'Only leaders of the province give a new task here.',
    });
  const check = new Checker(view.rules, receivedAt).at('directive');
  const { data } = openDirective(
    body.directive,
    { meetingId: null, countsFrom: dateOf(receivedAt) },
    check,
    identity,
    position,
  );
  check.end();
  const id = uuidOf('acknowledgement', row.id);
  const by = actorOf(identity, position);
  return {
    id,
    opened: {
      type: 'submitted',
      at: receivedAt,
      by,
      data: { ...data },
      commandId: commandIdOf(identity.subject, id, key),
      bodyHash,
    },
  };
}

function notAddressee(row: EscalationRow, { identity, rules }: ViewContext): Problem {
  const seen = seenUnits(identity, row.kind, rules.organisation);
  const sees = seen === 'all' || row.unitIds.some((id) => seen.includes(id));
  return isConfidential(row.kind) && !sees
    ? notFound()
    : forbidden({
        vi: 'Chỉ người được gọi hoặc người thay có thời hạn được ghi ý kiến.',
        en: 'Only the addressee or the dated substitute may acknowledge.',
      });
}

const alreadyAcknowledged = (row: EscalationRow, view: ViewContext): Problem => {
  const { acknowledgedAt, acknowledgedBy } = row;
  return refused(refuse('alreadyAcknowledged'), row, view, {
    by: {
      type: 'acknowledged',
      person: acknowledgedBy?.name ?? null,
      position: acknowledgedBy?.positionId ? view.position(acknowledgedBy.positionId) : null,
      at: iso(acknowledgedAt ?? 0),
    },
  });
};

const refused = (
  refusal: Refusal,
  { kind }: EscalationRow,
  { rules }: ViewContext,
  extra: ProblemExtra = {},
): Problem =>
  new Problem(409, refusal.reason, refusalWords(refusal, { kind, organisation: rules.organisation }), extra);
