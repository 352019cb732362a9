/** Refusals that follow from the facts of the dossier alone; the list of available commands rests on the same rules. */
import type { Refusal } from '../case/case';
import { instantWords } from '../time/words';
import { childrenOf } from './children';
import { inMatrix, isFinal, type CommandType } from './matrix';
import type { ResolvedStep } from '../procedure/procedure';
import { currentStep, openPause, remainingSteps, stepOf, type DossierState } from './state';
import { COMMAND_NAMES, STATUS_NAMES, lastText, pauseReasonName } from './texts';

/** What waits until a manual pause is ended: work on the merits, and everything that would move the same clock. */
const WAITS_FOR_RESUME: readonly CommandType[] = [
  'completeStep',
  'returnToStep',
  'requestSupplement',
  'requestPayment',
  'extend',
  'sign',
  'finish',
];

/** Why the dossier as it stands rules the command out, whoever asks and whenever; null when it does not. */
export function standing(state: DossierState, type: CommandType): Refusal | null {
  return wrongStatus(state, type) ?? paused(state, type) ?? byFacts(state, type);
}

function wrongStatus(state: DossierState, type: CommandType): Refusal | null {
  if (inMatrix(state.status, type)) return null;
  const name = STATUS_NAMES[state.status];
  if (isFinal(state.status))
    return refuse(
      'caseClosed',
      `Hồ sơ đã kết thúc ở trạng thái "${name}", không thể ${COMMAND_NAMES[type]}. ${lastText(state)}`,
    );
  return refuse(
    'wrongStatus',
    `Hồ sơ đang ở trạng thái "${name}", chưa thể ${COMMAND_NAMES[type]}. ${lastText(state)}`,
  );
}

function paused(state: DossierState, type: CommandType): Refusal | null {
  const pause = openPause(state);
  if (!pause || !WAITS_FOR_RESUME.includes(type)) return null;
  return refuse(
    'paused',
    `Thời hạn đang tạm dừng từ ${instantWords(pause.from)} (${pauseReasonName(pause.reason)}). Hãy tiếp tục thời hạn trước khi ${COMMAND_NAMES[type]}.`,
  );
}

function byFacts(state: DossierState, type: CommandType): Refusal | null {
  switch (type) {
    case 'claim':
      return claimed(state);
    case 'release':
      return state.step?.claimedBy
        ? null
        : refuse('notClaimed', 'Bước này chưa có ai nhận, không có gì để trả lại.');
    case 'recall':
      return state.step?.handOver
        ? null
        : refuse(
            'nothingToRecall',
            'Không có bàn giao nào đang chờ: chưa bàn giao, hoặc người nhận đã nhận việc.',
          );
    case 'completeStep':
      return lastStep(state);
    case 'finish':
      return stepsRemain(state) ?? childrenOpen(state);
    case 'recordChild':
      return childrenOf(state).some(({ status }) => status === 'open')
        ? null
        : refuse('noOpenChild', 'Hồ sơ không có phần việc liên thông nào đang chờ kết quả.');
    case 'returnToStep':
      return earlierSteps(state).length > 0
        ? null
        : refuse('noEarlierStep', 'Hồ sơ đang ở bước đầu tiên, không có bước nào trước đó để trả về.');
    case 'requestSupplement':
      return roundsUsed(state);
    case 'pause':
      return openPause(state) ? refuse('alreadyPaused', 'Thời hạn đang tạm dừng rồi.') : null;
    case 'resume':
      return openPause(state) ? null : refuse('notPaused', 'Thời hạn đang chạy, không có gì để tiếp tục.');
    case 'extend':
      return extensionsUsed(state);
    case 'sign':
      return state.signature
        ? refuse(
            'alreadySigned',
            `Đã ký số ${state.signature.decisionNo} lúc ${instantWords(state.signature.at)}. Hãy ghi kết quả.`,
          )
        : null;
    default:
      return null;
  }
}

function claimed(state: DossierState): Refusal | null {
  const holder = state.step?.claimedBy;
  if (!holder) return null;
  return refuse(
    'alreadyClaimed',
    `${holder.name} đã nhận bước này. Người đó cần trả lại việc hoặc bàn giao trước.`,
  );
}

function lastStep(state: DossierState): Refusal | null {
  const step = currentStep(state);
  if (step && step.next.length > 0) return null;
  return refuse(
    'lastStep',
    `"${step?.name ?? ''}" là bước cuối. Hãy dùng lệnh ghi kết quả (finish) để kết thúc hồ sơ.`,
  );
}

function stepsRemain(state: DossierState): Refusal | null {
  const remaining = remainingSteps(state);
  if (remaining.length === 0) return null;
  const names = remaining.map((step) => `${step.id} ${step.name}`).join('; ');
  return refuse(
    'stepsRemain',
    `Chưa thể ghi kết quả vì còn bước: ${names}. Hãy hoàn thành các bước trước đó.`,
  );
}

/** The applicant gets one result of all parts, so none may be outstanding. */
function childrenOpen(state: DossierState): Refusal | null {
  const open = childrenOf(state).filter(({ status }) => status === 'open' || status === 'waiting');
  if (open.length === 0) return null;
  const names = open.map(({ child }) => `${child.id} ${child.name}`).join('; ');
  return refuse(
    'childrenOpen',
    `Chưa thể ghi kết quả vì còn phần việc liên thông: ${names}. Hãy ghi kết quả của từng phần việc trước.`,
  );
}

function roundsUsed(state: DossierState): Refusal | null {
  const { maxRounds } = state.procedure.supplement;
  if (state.supplements.length < maxRounds) return null;
  return refuse(
    'supplementRoundsUsed',
    `Đã yêu cầu bổ sung ${state.supplements.length} lần, thủ tục cho phép ${maxRounds}. Hãy giải quyết theo giấy tờ hiện có, từ chối có lý do hoặc dừng xử lý.`,
  );
}

function extensionsUsed(state: DossierState): Refusal | null {
  const { maxExtensions } = state.procedure;
  if (state.deadline === 'none')
    return refuse('noDueDate', 'Hồ sơ được mở lại không có hạn trả, nên không có ngày hẹn để dời.');
  if (state.extensions.length < maxExtensions) return null;
  return refuse(
    'extensionsUsed',
    `Chỉ được hẹn lại ngày trả ${maxExtensions} lần; hồ sơ này đã hẹn lại ${state.extensions.length} lần.`,
  );
}

/** Visited steps that come before the current one; going back may not turn into skipping ahead. */
export function earlierSteps(state: DossierState): ResolvedStep[] {
  const current = currentStep(state);
  if (!current) return [];
  const before = new Set<string>();
  const pending = [current.id];
  for (let id = pending.pop(); id !== undefined; id = pending.pop())
    for (const step of state.procedure.steps)
      if (step.next.includes(id) && !before.has(step.id)) {
        before.add(step.id);
        pending.push(step.id);
      }
  before.delete(current.id);
  return [...new Set(state.history.map((visit) => visit.id))]
    .filter((id) => before.has(id))
    .map((id) => stepOf(state, id))
    .filter((step) => step !== null);
}

export const refuse = (reason: string, detail: string): Refusal => ({ reason, detail });
