/** Why a command is refused now. Runs only when a command arrives, so these rules may become stricter at any time. */
import type { Actor, Command, CommandContext, Refusal } from '../case/case';
import { dateOfDay, dueDayOf } from '../time/plain-date';
import type { Instant } from '../time/types';
import { dateWords, instantWords } from '../time/words';
import { childrenOf } from './children';
import { isCommandType, type CommandType } from './matrix';
import { earlierSteps, refuse, standing } from './standing';
import { currentStep, openPause, type DossierState, type Holder } from './state';
import { COMMAND_NAMES, COMMON_PAUSE_REASONS } from './texts';

/** How long a hand-over may be taken back while nobody has claimed it: 30 minutes by the clock (design). */
export const RECALL_WINDOW_MS = 30 * 60_000;

/** The clock that gives the dossier its due date. */
export const LEGAL_CLOCK = 'legal';

/** Fields without which a command says nothing; types and lengths are the API's to check. */
const REQUIRED: Partial<Record<CommandType, readonly string[]>> = {
  refuse: ['reason'],
  returnToStep: ['stepId', 'reason'],
  requestSupplement: ['items', 'reason'],
  requestPayment: ['kind'],
  recordPayment: ['receiptNo'],
  pause: ['reason', 'evidence'],
  extend: ['newDueOn', 'reason'],
  sign: ['decisionNo'],
  finish: ['result', 'resultNo'],
  deliver: ['to', 'by'],
  withdraw: ['reason'],
  stop: ['reason'],
  correct: ['reason'],
  reopen: ['reason', 'clock'],
  recordChild: ['childId', 'result'],
  note: ['text'],
};

/** Commands that work on the current step: another's claim or hand-over stands in their way. */
const STEP_WORK: readonly CommandType[] = ['handOver', 'release', 'completeStep', 'returnToStep'];

/** Commands that would stop the clock: not any more once its due instant is reached. */
const STOPS_CLOCK: readonly CommandType[] = ['pause', 'requestSupplement', 'requestPayment'];

/**
 * Besides the contract's fields `context.actor` (Actor) lets the two-person rules see who asks; without it only the
 * rules that need no name are applied.
 */
export function refusal(
  state: DossierState,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  const { type } = command;
  if (!isCommandType(type)) return refuse('unknownCommand', `Hồ sơ không có lệnh "${type}".`);
  return (
    standing(state, type) ??
    missingField(command, type) ??
    byAnother(state, type, actorOf(context)) ??
    pastDue(type, context, now) ??
    byContent(state, command, type, context, now)
  );
}

const actorOf = (context: CommandContext): Actor | null =>
  (context.actor as Actor | null | undefined) ?? null;

function missingField(command: Command, type: CommandType): Refusal | null {
  const missing = (REQUIRED[type] ?? []).filter((field) => isEmpty(command[field]));
  if (missing.length === 0) return null;
  return refuse('missingField', `Lệnh ${COMMAND_NAMES[type]} còn thiếu: ${missing.join(', ')}.`);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0);

function byAnother(state: DossierState, type: CommandType, actor: Actor | null): Refusal | null {
  const step = state.step;
  if (!step || !actor) return null;
  if (type === 'recall' && step.handOver?.by && !isSame(step.handOver.by, actor))
    return refuse(
      'handedOverByAnother',
      `${step.handOver.by.name} là người bàn giao; chỉ người đó được thu hồi.`,
    );
  if (STEP_WORK.includes(type) && step.claimedBy && !isSame(step.claimedBy, actor))
    return refuse(
      'claimedByAnother',
      `${step.claimedBy.name} đã nhận bước này, nên bạn chưa thể ${COMMAND_NAMES[type]}. Người đó cần trả lại việc hoặc bàn giao.`,
    );
  const to = step.handOver?.toPositionId;
  const works = type === 'claim' || type === 'completeStep' || type === 'returnToStep';
  if (works && to && actor.positionId !== to)
    return refuse(
      'handedToAnother',
      `Bước này đã bàn giao cho chức vụ ${to} lúc ${instantWords(step.handOver?.at ?? 0)}. Hãy thu hồi hoặc bàn giao lại.`,
    );
  return null;
}

/** The same person, or the same post (a dated substitute acts in the post of the absent holder). */
const isSame = (holder: Holder, actor: Actor): boolean =>
  (holder.personId !== null && holder.personId === actor.personId) ||
  (holder.positionId !== null && holder.positionId === actor.positionId);

function pastDue(type: CommandType, context: CommandContext, now: Instant): Refusal | null {
  const due = context.dues[LEGAL_CLOCK] ?? null;
  if (due === null || due > now) return null;
  if (type === 'extend')
    return refuse(
      'pastDue',
      `Đã đến hạn trả lúc ${instantWords(due)}; chỉ được hẹn lại ngày trả trước thời điểm đó. Hãy ghi kết quả sớm nhất.`,
    );
  if (!STOPS_CLOCK.includes(type)) return null;
  return refuse(
    'pastDue',
    `Đã đến hạn trả lúc ${instantWords(due)}; thời hạn đã hết thì không dừng được nữa. Hãy ghi kết quả, hoặc dừng xử lý có lý do.`,
  );
}

function byContent(
  state: DossierState,
  command: Command,
  type: CommandType,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  switch (type) {
    case 'recall':
      return recallWindow(state, now);
    case 'completeStep':
      return nextStepUnclear(state, command);
    case 'returnToStep':
      return notEarlier(state, command);
    case 'pause':
      return pauseReason(state, command);
    case 'resume':
      return openPause(state)?.source === 'manual'
        ? null
        : refuse('notPaused', 'Không có lần tạm dừng nào để tiếp tục.');
    case 'extend':
      return newDate(command, context);
    case 'sign':
      return context.maySign === true
        ? null
        : refuse(
            'noSigningAuthority',
            'Chức vụ của bạn không có thẩm quyền ký thủ tục này vào hôm nay. Hãy trình người có thẩm quyền.',
          );
    case 'finish':
      return oneOf(command, 'result', ['granted', 'rejected']);
    case 'recordChild':
      return oneOf(command, 'result', ['done', 'rejected']) ?? childNotOpen(state, command);
    case 'reopen':
      return oneOf(command, 'clock', ['continue', 'restart', 'none']);
    default:
      return null;
  }
}

function recallWindow(state: DossierState, now: Instant): Refusal | null {
  const at = state.step?.handOver?.at ?? now;
  if (now - at <= RECALL_WINDOW_MS) return null;
  return refuse(
    'recallWindowOver',
    `Bàn giao lúc ${instantWords(at)}, đã quá 30 phút nên không thu hồi được. Hãy đề nghị người nhận bàn giao lại.`,
  );
}

function nextStepUnclear(state: DossierState, command: Command): Refusal | null {
  const next = currentStep(state)?.next ?? [];
  if (next.length <= 1 || next.includes(String(command.result))) return null;
  return refuse(
    'chooseNextStep',
    `Sau bước này có nhiều hướng: hãy ghi mã bước tiếp theo vào result (${next.join(', ')}).`,
  );
}

function notEarlier(state: DossierState, command: Command): Refusal | null {
  const earlier = earlierSteps(state);
  if (earlier.some((step) => step.id === command.stepId)) return null;
  const names = earlier.map((step) => `${step.id} ${step.name}`).join('; ');
  return refuse('notEarlierStep', `Chỉ trả về được bước đã qua: ${names}.`);
}

function pauseReason(state: DossierState, command: Command): Refusal | null {
  const reasons = [...state.procedure.excludedPeriods, ...COMMON_PAUSE_REASONS];
  if (reasons.includes(String(command.reason))) return null;
  return refuse(
    'pauseReasonNotAllowed',
    `Thủ tục này không cho dừng thời hạn với lý do "${String(command.reason)}". Các lý do được phép: ${reasons.join(', ')}.`,
  );
}

function newDate(command: Command, context: CommandContext): Refusal | null {
  const due = context.dues[LEGAL_CLOCK] ?? null;
  if (due === null) return refuse('noDueDate', 'Hồ sơ không có hạn trả nên không có ngày hẹn để dời.');
  const dueOn = dateOfDay(dueDayOf(due));
  if (String(command.newDueOn) > dueOn) return null;
  return refuse('dateNotLater', `Ngày hẹn mới phải sau ngày hẹn hiện tại (${dateWords(dueOn)}).`);
}

function childNotOpen(state: DossierState, { childId }: Command): Refusal | null {
  const children = childrenOf(state);
  const found = children.find(({ child }) => child.id === childId);
  if (!found) {
    const names = children.map(({ child }) => `${child.id} ${child.name}`).join('; ');
    return refuse('unknownChild', `Không có phần việc ${String(childId)}. Các phần việc: ${names}.`);
  }
  if (found.status === 'open') return null;
  if (found.status === 'waiting')
    return refuse(
      'childNotStarted',
      `"${found.child.name}" chưa bắt đầu: còn chờ ${found.child.startsAfter.join(', ')}.`,
    );
  return refuse(
    'childEnded',
    `"${found.child.name}" đã kết thúc${found.endedAt === null ? '' : ` lúc ${instantWords(found.endedAt)}`}.`,
  );
}

function oneOf(command: Command, field: string, values: readonly string[]): Refusal | null {
  if (values.includes(String(command[field]))) return null;
  return refuse('badValue', `${field} phải là một trong: ${values.join(', ')}.`);
}
