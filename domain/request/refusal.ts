/** Why a command is not possible now. Runs only when a command arrives, so these rules may become stricter at any time. */
import type { Command, CommandContext, Refusal } from '../case/case';
import { dateOf, dateOfDay, dueDayOf } from '../time/plain-date';
import type { Instant, PlainDate } from '../time/types';
import { activeDuties, concerned } from './duties';
import { allowedByDuty, allowedByStatus, DUTY_COMMANDS, type RequestCommandType } from './matrix';
import type { Assignment, RequestState } from './state';

/** A department asks the ward at most twice by itself; a further round needs the provincial office (rules.pause). */
const MAX_INFORMATION_ROUNDS = 2;
/** Granted extensions per duty (rules.extension.recommendation.maxCount). */
const MAX_EXTENSIONS = 2;

const no = (reason: string, detail: string): Refusal => ({ reason, detail });

export function refusal(
  state: RequestState,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  const type = command.type as RequestCommandType;
  if (!allowedByStatus(state.kind, state.status).includes(type))
    return state.closedAt !== null
      ? no('closed', 'Vụ việc đã kết thúc; không nhận thêm thao tác. Nếu cần, xin lập kiến nghị mới.')
      : no('notInThisStatus', `Không thể làm bước này khi vụ việc đang ở trạng thái "${state.status}".`);

  if (DUTY_COMMANDS.includes(type) && !(type === 'setDueDate' && state.status === 'triage')) {
    const duty = concerned(state, command);
    if (!duty) return no('noSuchDuty', 'Đơn vị này không có phân công đang hiệu lực trong vụ việc.');
    if (!allowedByDuty(duty.status, type))
      return no(
        'notInThisDutyStatus',
        `Phân công của đơn vị đang ở trạng thái "${duty.status}", không thể làm bước này.`,
      );
    return dutyRefusal(state, duty, command, context, now);
  }
  return caseRefusal(state, command, now);
}

function dutyRefusal(
  state: RequestState,
  duty: Assignment,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  switch (command.type) {
    case 'return':
      return isPast(context.dues[`acknowledgement:${duty.unitId}`], now)
        ? no(
            'pastAcknowledgement',
            'Đã quá thời gian xác nhận nhiệm vụ; xin đề nghị Văn phòng UBND tỉnh phân công lại.',
          )
        : null;
    case 'contribute':
      return duty.role === 'supporting'
        ? null
        : no('leadDoesNotContribute', 'Đơn vị chủ trì trả lời bằng lệnh "respond".');
    case 'requestInformation':
      return informationRefusal(duty, context, now);
    case 'respond':
      return respondRefusal(duty, command, now);
    case 'confirm':
      return confirmRefusal(state, duty, command);
    case 'dispute':
      return wardRefusal(state, command);
    case 'requestExtension':
      return extensionRefusal(duty, command, context, now);
    case 'decideExtension':
      return decisionRefusal(duty, command, context, now);
    case 'setDueDate':
      return dueDateRefusal(command, now);
    default:
      return null;
  }
}

function caseRefusal(state: RequestState, command: Command, now: Instant): Refusal | null {
  switch (command.type) {
    case 'assign': {
      const lead = activeDuties(state).find(
        (duty) => duty.role === 'lead' && duty.status !== 'assigned' && duty.status !== 'accepted',
      );
      if (lead && state.kind === 'recommendation')
        return no('answerPending', 'Đơn vị chủ trì đang chờ xác nhận câu trả lời; chưa thể phân công lại.');
      if ((command.supportingUnitIds as string[] | undefined)?.includes(command.leadUnitId as string))
        return no('leadAlsoSupports', 'Một đơn vị không thể vừa chủ trì vừa phối hợp.');
      return dueDateRefusal(command, now);
    }
    case 'setDueDate':
      return dueDateRefusal(command, now);
    case 'merge':
      return command.intoId === state.id
        ? no('mergeIntoItself', 'Không thể nhập vụ việc vào chính nó.')
        : null;
    default:
      return null;
  }
}

function informationRefusal(duty: Assignment, context: CommandContext, now: Instant): Refusal | null {
  if (duty.role !== 'lead') return no('notLead', 'Chỉ đơn vị chủ trì hỏi lại địa phương.');
  if (isPast(context.dues[`response:${duty.unitId}`], now))
    return no('pastDue', 'Đã quá hạn trả lời: đồng hồ quá hạn không thể tạm dừng.');
  if (duty.information.length >= MAX_INFORMATION_ROUNDS && !context.relations.includes('office'))
    return no('tooManyRounds', 'Đã hỏi lại địa phương hai lần; lần nữa cần Văn phòng UBND tỉnh.');
  return null;
}

function respondRefusal(duty: Assignment, command: Command, now: Instant): Refusal | null {
  if (duty.role !== 'lead')
    return no('notLead', 'Đơn vị phối hợp đóng góp bằng lệnh "contribute"; đơn vị chủ trì trả lời.');
  if (duty.status === 'done' && (!duty.followUp || duty.followUp.endedAt !== undefined))
    return no('alreadyDone', 'Phân công này đã hoàn thành.');
  if (command.outcome === 'planned' && !command.promisedOn)
    return no('promisedOnMissing', 'Kết quả "sẽ giải quyết" phải có ngày hứa.');
  if (command.outcome === 'solved' && !command.evidence)
    return no('evidenceMissing', 'Kết quả "đã giải quyết" phải kèm minh chứng.');
  return command.promisedOn ? pastDate(command.promisedOn as PlainDate, now) : null;
}

function confirmRefusal(state: RequestState, duty: Assignment, command: Command): Refusal | null {
  const ward = command.wardId as string | undefined;
  const answer = duty.answers[duty.answers.length - 1];
  if (answer && ward && answer.confirmations.some((one) => one.unitId === ward))
    return no('alreadyConfirmed', 'Địa phương này đã xác nhận câu trả lời.');
  return wardRefusal(state, command);
}

/** The asking wards have the first word; whoever names no ward is the provincial office, after their silence. */
function wardRefusal(state: RequestState, command: Command): Refusal | null {
  if (state.kind !== 'recommendation') return null;
  const ward = command.wardId as string | undefined;
  if (ward && !state.wardIds.includes(ward))
    return no('notAsker', 'Địa phương này không phải bên kiến nghị.');
  if (!ward && state.silentSince === null)
    return no(
      'wardStillHasTime',
      'Địa phương còn thời gian xác nhận; Văn phòng chỉ quyết định sau khi địa phương im lặng.',
    );
  return null;
}

function extensionRefusal(
  duty: Assignment,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  const due = context.dues[`response:${duty.unitId}`];
  if (duty.role !== 'lead') return no('notLead', 'Chỉ đơn vị chủ trì xin gia hạn.');
  if (due === null || due === undefined)
    return no('noDeadline', 'Việc này không có thời hạn nên không cần gia hạn.');
  if (isPast(due, now)) return no('pastDue', 'Đã quá hạn: chỉ được xin gia hạn trước khi đến hạn.');
  if (duty.extensionRequest) return no('extensionPending', 'Đã có một đề nghị gia hạn đang chờ quyết định.');
  if (duty.extensions.length >= MAX_EXTENSIONS)
    return no('tooManyExtensions', 'Đã gia hạn hai lần, không thể gia hạn thêm.');
  if ((command.newDueOn as PlainDate) <= dateOfDay(dueDayOf(due)))
    return no('notLater', 'Ngày mới phải sau hạn hiện tại.');
  return null;
}

/** What is granted is more time, and a day that is still to come. */
function decisionRefusal(
  duty: Assignment,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  const request = duty.extensionRequest;
  if (!request) return no('noExtensionRequested', 'Không có đề nghị gia hạn nào đang chờ quyết định.');
  if (!command.granted) return null;
  const newDueOn = (command.newDueOn as PlainDate | undefined) ?? request.newDueOn;
  const due = context.dues[`response:${duty.unitId}`];
  if (due !== null && due !== undefined && newDueOn <= dateOfDay(dueDayOf(due)))
    return no('notLater', 'Ngày mới phải sau hạn hiện tại.');
  return pastDate(newDueOn, now);
}

function dueDateRefusal(command: Command, now: Instant): Refusal | null {
  if (command.dueOn) return pastDate(command.dueOn as PlainDate, now);
  if (command.dueAt !== undefined && (command.dueAt as Instant) <= now)
    return no('pastDate', 'Thời hạn đã ở quá khứ.');
  return null;
}

const pastDate = (date: PlainDate, now: Instant): Refusal | null =>
  date < dateOf(now) ? no('pastDate', `Ngày ${date} đã ở quá khứ.`) : null;

/** Exactly at the due instant is still in time. */
const isPast = (due: Instant | null | undefined, now: Instant): boolean =>
  due !== null && due !== undefined && now > due;
