import type { Capacity } from '../../domain/access/capacities';
import { maySign } from '../../domain/access/commands';
import type { Command, CommandContext } from '../../domain/case/case';
import { dateEndsAt } from '../../domain/request/day-close';
import { activeDuties, concerned, leadDuties } from '../../domain/request/duties';
import { allowedByDuty } from '../../domain/request/matrix';
import type { Assignment, RequestState, SubmittedData } from '../../domain/request/state';
import { dateOf, fromIso } from '../../domain/time/plain-date';
import type { Rules } from '../../database/rules';
import { OWN_DUTY } from '../cases/available';
import type { CaseRow } from '../cases/rows';
import { Checker } from '../opening/checks';
import type { Deps } from '../deps';
import type { Identity } from '../login/identity';
import { uuidOf } from '../http/ids';
import { forbidden, invalid, type Problem } from '../http/problems';
import { openPart } from '../opening/request';

export interface Prepared {
  command: Command;
  /** The capacity in which the command is given. */
  used: Capacity;
}

export async function prepareCommand(
  body: Command,
  allowed: readonly Capacity[],
  row: CaseRow,
  rules: Rules,
  deps: Deps,
  identity: Identity,
): Promise<Prepared> {
  const prepared =
    row.state.kind === 'dossier'
      ? forDossier(body, allowed, row, rules, deps, identity)
      : forRequest(body, allowed, row.state, rules);
  const check = new Checker(rules, deps.now());
  const command = await checked(prepared.command, row, check, deps);
  check.end();
  return { ...prepared, command };
}

/** Of several posts the one that may sign, the one that has the step, or the one above whoever has it. */
function forDossier(
  body: Command,
  allowed: readonly Capacity[],
  row: CaseRow,
  rules: Rules,
  deps: Deps,
  identity: Identity,
): Prepared {
  const state = row.state;
  if (state.kind !== 'dossier') throw new TypeError('not a dossier');
  const handedTo = state.step?.handOver?.toPositionId;
  const holder = state.step?.claimedBy?.positionId;
  const movesIt = body.type === 'release' || body.type === 'handOver';
  const today = dateOf(deps.now());
  const used =
    (body.type === 'sign' &&
      allowed.find((one) => maySign(identity, one.positionId, state, rules.organisation, today))) ||
    allowed.find((one) => one.positionId === handedTo) ||
    allowed.find((one) => one.positionId === holder) ||
    (movesIt && (handedTo || holder) && allowed.find((one) => one.relation === 'stepHead')) ||
    allowed[0];
  if (!used) throw new TypeError('no capacity');
  return { command: body, used };
}

function forRequest(
  body: Command,
  allowed: readonly Capacity[],
  state: RequestState,
  rules: Rules,
): Prepared {
  const first = allowed[0];
  if (!first) throw new TypeError('no capacity');
  if (OWN_DUTY.includes(body.type)) return forOwnDuty(body, allowed, state, first, rules);
  const command = { ...body };
  if (first.relation === 'ward') command.wardId = first.unitId;
  if ((body.type === 'confirm' || body.type === 'dispute') && body.unitId === undefined) {
    const waiting = leadDuties(state).filter((duty) => duty.status === 'responded');
    if (waiting.length > 1) throw ambiguous(waiting, rules);
  }
  return { command, used: first };
}

/** The caller's own duty; the provincial office, where it may, names whose. */
function forOwnDuty(
  body: Command,
  allowed: readonly Capacity[],
  state: RequestState,
  first: Capacity,
  rules: Rules,
): Prepared {
  if (body.unitId !== undefined) {
    const used = allowed.find((one) => one.relation === 'office' || one.unitId === body.unitId);
    if (!used)
      throw forbidden({
        vi: 'Phân công này là của đơn vị khác.',
        en: 'This duty is not your unit’s.',
      });
    return { command: body, used };
  }
  const duties = activeDuties(state).filter((duty) =>
    allowed.some((one) =>
      one.relation === 'office'
        ? duty.role === 'lead'
        : one.unitId === duty.unitId && one.relation === duty.role,
    ),
  );
  const ready = duties.filter((duty) => allowedByDuty(duty.status, body.type));
  if (ready.length > 1) throw ambiguous(ready, rules);
  const duty = ready[0] ?? duties[0];
  if (!duty)
    throw forbidden({
      vi: 'Đơn vị này không có phân công trong vụ việc.',
      en: 'Your unit has no such duty.',
    });
  return {
    command: { ...body, unitId: duty.unitId },
    used: allowed.find((one) => one.unitId === duty.unitId) ?? first,
  };
}

function ambiguous(duties: readonly Assignment[], { organisation }: Rules): Problem {
  const names = duties
    .map(({ unitId }) => organisation.unit(unitId)?.name ?? 'đơn vị đã giải thể')
    .join('; ');
  return invalid([
    { path: 'unitId', message: `Phải nêu phân công của đơn vị nào: ${names} (say whose duty).` },
  ]);
}

/** What calendars say of the day a command names: when it ends, and of an extension the first working day from it on. */
export function daysOf(
  command: Command,
  { state }: CaseRow,
  rules: Rules,
): Pick<CommandContext, 'nextOpenOn' | 'dateEndsAt'> {
  const calendarFor = (unitId: string) => rules.calendarFor(unitId);
  const isDossier = state.kind === 'dossier';
  const unitId = isDossier ? state.competentUnitId : concerned(state, command)?.unitId;
  return {
    ...(typeof command.newDueOn === 'string' && unitId !== undefined
      ? { nextOpenOn: calendarFor(unitId).nextOpen(command.newDueOn) }
      : {}),
    ...(isDossier ? {} : { dateEndsAt: dateEndsAt(state, command, calendarFor) }),
  };
}

/** References, and instants as the domain counts them. */
async function checked(command: Command, row: CaseRow, check: Checker, deps: Deps): Promise<Command> {
  switch (command.type) {
    case 'assign': {
      const { leadUnitId, supportingUnitIds = [] } = command as unknown as {
        leadUnitId: string;
        supportingUnitIds?: string[];
      };
      if (row.kind === 'directive') check.addressee(leadUnitId, 'leadUnitId');
      else check.provincialUnit(leadUnitId, 'leadUnitId');
      supportingUnitIds.forEach((id, index) => check.provincialUnit(id, `supportingUnitIds[${index}]`));
      return dated(command, check);
    }
    case 'setDueDate':
      return dated(command, check);
    case 'split':
      return split(command, row, check);
    case 'merge':
      await mergeTarget(command, row, check, deps);
      return command;
    case 'completeStep':
      if (!knowsStep(command, row)) check.add('stepId', 'Thủ tục không có bước này (no such step).');
      return command;
    case 'handOver':
      return handOver(command, row, check);
    default:
      return command;
  }
}

/** The domain says whether a date has passed; here only who set it. */
function dated(command: Command, check: Checker): Command {
  if (typeof command.setBy === 'string') check.leader(command.setBy, 'setBy');
  return typeof command.dueAt === 'string' ? { ...command, dueAt: fromIso(command.dueAt) } : command;
}

/** The parts are opened after the split is settled, under ids that follow from the whole. */
function split(command: Command, row: CaseRow, check: Checker): Command {
  const state = row.state as RequestState;
  const whole: SubmittedData = {
    kind: 'recommendation',
    title: state.title,
    summary: state.summary,
    category: state.category,
    wardIds: state.wardIds,
    fromGroup: state.fromGroup,
    toGroup: null,
    bindingness: null,
    meetingId: state.meetingId,
    countsFrom: state.countsFrom,
    ladder: state.ladder,
    deadlinePhrase: state.deadlinePhrase,
    deadline: state.deadline,
    routing: state.routing,
    officeUnitId: state.officeUnitId,
    leadUnitIds: [],
    supportingUnitIds: [],
    asked: null,
  };
  const items = command.items as {
    title: string;
    category: SubmittedData['category'];
    leadUnitId?: string;
  }[];
  return {
    ...command,
    items: items.map((item, index) => ({
      ...item,
      id: uuidOf('split', row.id, String(index)),
      opened: openPart(whole, item, check.at(`items[${index}]`)),
    })),
  };
}

async function mergeTarget(command: Command, row: CaseRow, check: Checker, deps: Deps): Promise<void> {
  if (command.intoId === row.id) return; // the rules say why not
  const { rows } = await deps.pool.query<{ closed_at: Date | null }>(
    'SELECT closed_at FROM cases WHERE id = $1 AND kind = $2',
    [command.intoId, row.kind],
  );
  if (!rows[0]) check.add('intoId', 'Không có kiến nghị này (unknown recommendation).');
  else if (rows[0].closed_at) check.add('intoId', 'Kiến nghị nhận đã kết thúc (the target is closed).');
}

/** The post must lie in the dossier's commune; its unit goes along, for the dossier is its work from now on. */
function handOver(command: Command, row: CaseRow, check: Checker): Command {
  if (typeof command.toPositionId !== 'string' || row.state.kind !== 'dossier') return command;
  const { receivingUnitId } = row.state;
  const position = check.organisation.position(command.toPositionId);
  if (!position) {
    check.add('toPositionId', 'Không có chức vụ này (unknown position).');
    return command;
  }
  if (check.organisation.communeOf(position.unitId)?.id !== receivingUnitId)
    check.add('toPositionId', 'Chức vụ không thuộc xã, phường của hồ sơ (not in the dossier’s commune).');
  return { ...command, toUnitId: position.unitId };
}

const knowsStep = ({ stepId }: Command, { state }: CaseRow): boolean =>
  stepId === undefined ||
  (state.kind === 'dossier' && state.procedure.steps.some((step) => step.id === stepId));
