/** Which event an accepted command or a reached instant gives. Runs again on replay: total, and never stricter than it was. */
import type { Actor, Command, CommandContext, Reached } from '../case/case';
import type { Instant } from '../time/types';
import { LEGAL_CLOCK } from './clocks';
import type { EventData, EventType } from './events';
import { EVENT_OF, isCommandType, type CommandType } from './matrix';
import { currentStep, type DossierDocument, type DossierState } from './state';

type NewEvent = { type: string; data: Record<string, unknown> };

export function outcome(
  state: DossierState,
  command: Command,
  _at: Instant,
  _by: Actor,
  context: CommandContext,
): NewEvent {
  if (!isCommandType(command.type)) return { type: 'noted', data: { text: '' } };
  const event: { type: EventType; data: EventData[EventType] } = {
    type: EVENT_OF[command.type],
    data: dataOf(state, command.type, command, context),
  };
  return { type: event.type, data: { ...event.data } };
}

function dataOf(
  state: DossierState,
  type: CommandType,
  command: Command,
  context: CommandContext,
): EventData[EventType] {
  const reason = text(command.reason);
  switch (type) {
    case 'accept':
      // The receipt number is given by the API, which alone knows the serial of the day.
      return typeof command.code === 'string' ? { code: command.code } : {};
    case 'refuse':
      return { reason, ...(Array.isArray(command.missing) ? { missing: texts(command.missing) } : {}) };
    case 'handOver':
      return {
        toPositionId: typeof command.toPositionId === 'string' ? command.toPositionId : null,
        ...optional(command, 'toUnitId'),
        ...optional(command, 'note'),
      };
    case 'recall':
    case 'claim':
    case 'release':
    case 'resume':
      return {};
    case 'completeStep':
      return {
        stepId: state.step?.id ?? '',
        nextStepId: nextStepId(state, command),
        ...optional(command, 'note'),
        ...optional(command, 'result'),
      };
    case 'returnToStep':
      return { fromStepId: state.step?.id ?? '', stepId: text(command.stepId), reason };
    case 'requestSupplement':
      return {
        items: texts(command.items),
        reason,
        policy: state.procedure.supplement.policy,
        round: state.supplements.length + 1,
      };
    case 'receiveSupplement':
      return { documents: documents(command.documents) };
    case 'requestPayment':
      return { amount: typeof command.amount === 'number' ? command.amount : null, kind: text(command.kind) };
    case 'recordPayment':
      return { receiptNo: text(command.receiptNo) };
    case 'pause':
      return { reason, evidence: text(command.evidence) };
    case 'extend':
      return { newDueOn: text(command.newDueOn), reason };
    case 'sign':
      return { decisionNo: text(command.decisionNo) };
    case 'finish':
      return {
        result: command.result === 'rejected' ? 'rejected' : 'granted',
        resultNo: text(command.resultNo),
        ...dueAtFinish(context),
      };
    case 'deliver':
      return { to: text(command.to), by: text(command.by) };
    case 'withdraw':
    case 'stop':
      return { reason };
    case 'correct':
      return { reason, stepId: finishedAtStep(state) };
    case 'reopen':
      return { reason, clock: clockChoice(command.clock), stepId: finishedAtStep(state) };
    case 'recordChild':
      return {
        childId: text(command.childId),
        result: command.result === 'rejected' ? 'rejected' : 'done',
        ...optional(command, 'resultNo'),
        ...optional(command, 'note'),
      };
    case 'note':
      return { text: text(command.text) };
  }
}

/** The event of a reached instant. What is no longer awaited becomes a plain fact without effect (see evolve). */
export function expire(state: DossierState, reached: Reached): NewEvent {
  const data = { clockId: reached.clockId, round: reached.round, dueAt: reached.dueAt };
  switch (reached.type) {
    case 'supplementLapsed':
      return {
        type: 'supplementLapsed',
        data: { ...data, reason: 'Hết thời hạn bổ sung mà người nộp chưa bổ sung giấy tờ.' },
      };
    case 'paymentLapsed':
      return {
        type: 'paymentLapsed',
        data: { ...data, reason: 'Hết thời hạn thực hiện nghĩa vụ tài chính mà chưa nộp tiền.' },
      };
    case 'silenceConsented': {
      const silence = state.procedure.silence;
      return {
        type: 'silenceConsented',
        data: { ...data, subject: silence?.subject ?? '', about: silence?.about ?? '' },
      };
    }
    default:
      return { type: reached.type, data };
  }
}

function nextStepId(state: DossierState, command: Command): string | null {
  const next = currentStep(state)?.next ?? [];
  const named = next.find((id) => id === command.result);
  return named ?? next[0] ?? null;
}

/** A result taken back returns the dossier to the step in which it was recorded. */
const finishedAtStep = (state: DossierState): string =>
  state.history[state.history.length - 1]?.id ?? state.procedure.steps[0]?.id ?? '';

/** The return date in force when the result was recorded: what the finish is measured against for good. */
function dueAtFinish({ dues }: CommandContext): { dueAt?: Instant | null } {
  const dueAt = dues[LEGAL_CLOCK];
  return dueAt === undefined ? {} : { dueAt };
}

const clockChoice = (value: unknown): 'continue' | 'restart' | 'none' =>
  value === 'restart' || value === 'none' ? value : 'continue';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const optional = <K extends 'note' | 'result' | 'resultNo' | 'toUnitId'>(
  command: Command,
  field: K,
): { [key in K]?: string } =>
  (typeof command[field] === 'string' ? { [field]: command[field] } : {}) as { [key in K]?: string };

function documents(value: unknown): DossierDocument[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: unknown) => (typeof one === 'string' ? { name: one } : (one as DossierDocument)));
}
