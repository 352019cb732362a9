/** Why a command is not possible now. Runs only when a command arrives, so these rules may become stricter at any time. */
import type { Command, CommandContext } from '../case/case';
import { closedDay } from '../case/closed-day';
import { refuse, type Refusal } from '../case/refusals';
import { addDays, dateOfDay, dueDayOf, startOfDay } from '../time/plain-date';
import { isPastDue } from '../time/timeliness';
import type { Instant, PlainDate } from '../time/types';
import { namedDuty } from './dates';
import { activeDuties, concerned, grantedTo, promiseOf, returnedParts } from './duties';
import { allowedByDuty, allowedByStatus, DUTY_COMMANDS, type RequestCommandType } from './matrix';
import type { Assignment, RequestState } from './state';

/** A department asks the ward at most twice by itself; a further round needs the provincial office (rules.pause). */
const MAX_INFORMATION_ROUNDS = 2;

export function refusal(
  state: RequestState,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  const type = command.type as RequestCommandType;
  if (!allowedByStatus(state.kind, state.status).includes(type))
    return state.closedAt !== null
      ? refuse('closed', { status: state.status, command: type })
      : refuse('notInThisStatus', { status: state.status, command: type });

  if (DUTY_COMMANDS.includes(type)) {
    const duty = concerned(state, command);
    if (!duty) return refuse('noSuchDuty');
    if (!allowedByDuty(duty.status, type))
      return refuse('notInThisDutyStatus', { unit: duty.unitId, status: duty.status, command: type });
    return dutyRefusal(state, duty, command, context, now);
  }
  return caseRefusal(state, command, context, now);
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
      return isPastDue(context.dues[`acknowledgement:${duty.unitId}`], now)
        ? refuse('pastAcknowledgement')
        : null;
    case 'contribute':
      return duty.role === 'supporting' ? null : refuse('leadDoesNotContribute');
    case 'requestInformation':
      return informationRefusal(duty, context, now);
    case 'respond':
      return respondRefusal(duty, command, context, now);
    case 'confirm':
      return confirmRefusal(state, duty, command);
    case 'dispute':
      return wardRefusal(state, command);
    case 'requestExtension':
      return extensionRefusal(duty, command, context, now);
    case 'decideExtension':
      return decisionRefusal(duty, command, context, now);
    default:
      return null;
  }
}

function caseRefusal(
  state: RequestState,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  switch (command.type) {
    case 'assign': {
      const lead = activeDuties(state).find(
        (duty) => duty.role === 'lead' && (duty.status === 'responded' || duty.status === 'waitingWard'),
      );
      if (lead && state.kind === 'recommendation') return refuse('answerPending');
      if ((command.supportingUnitIds as string[] | undefined)?.includes(command.leadUnitId as string))
        return refuse('leadAlsoSupports');
      if (hasItsPart(state, command.leadUnitId as string))
        return refuse('hasItsPart', { unit: command.leadUnitId as string });
      return dueDateRefusal(command, context, now);
    }
    case 'setDueDate':
      return whoseDateRefusal(state, command) ?? dueDateRefusal(command, context, now);
    case 'withdraw':
      return partRefusal(state, command);
    case 'merge':
      return command.intoId === state.id ? refuse('mergeIntoItself') : null;
    default:
      return null;
  }
}

/**
 * A unit of a directive that has done its part, or is at work on it while another's waits for a decision: naming it
 * again would give nobody anything.
 */
function hasItsPart(state: RequestState, unitId: string): boolean {
  if (state.kind !== 'directive') return false;
  const duty = activeDuties(state).find((one) => one.unitId === unitId);
  return duty !== undefined && (duty.status === 'done' || returnedParts(state).length > 0);
}

/** Of a directive one part can be withdrawn while what its unit sent back waits for a decision. */
function partRefusal(state: RequestState, { unitId }: Command): Refusal | null {
  if (unitId === undefined || returnedParts(state).some((part) => part.unitId === unitId)) return null;
  const duty = state.assignments.findLast((one) => one.unitId === unitId);
  return duty
    ? refuse('notInThisDutyStatus', { unit: unitId, status: duty.status, command: 'withdraw' })
    : refuse('noSuchDuty');
}

/** A named unit still owes something; without one the date is for all who do. */
function whoseDateRefusal(state: RequestState, { unitId }: Command): Refusal | null {
  if (unitId === undefined) return null;
  const duty = namedDuty(state, unitId);
  if (!duty) return state.assignments.length === 0 ? null : refuse('noSuchDuty');
  return duty.status === 'done' && !promiseOf(duty)
    ? refuse('notInThisDutyStatus', { unit: duty.unitId, status: duty.status, command: 'setDueDate' })
    : null;
}

function informationRefusal(duty: Assignment, context: CommandContext, now: Instant): Refusal | null {
  const command = 'requestInformation';
  const due = context.dues[`response:${duty.unitId}`] ?? null;
  if (duty.role !== 'lead') return refuse('notLead', { command });
  if (due !== null && isPastDue(due, now)) return refuse('pastDue', { due, command });
  if (duty.information.length >= MAX_INFORMATION_ROUNDS && !context.relations.includes('office'))
    return refuse('tooManyRounds', { max: MAX_INFORMATION_ROUNDS });
  return null;
}

function respondRefusal(
  duty: Assignment,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  if (duty.role !== 'lead') return refuse('notLead', { command: 'respond' });
  if (duty.status === 'done' && (!duty.followUp || duty.followUp.endedAt !== undefined))
    return refuse('alreadyDone');
  if (command.outcome === 'planned' && !command.promisedOn) return refuse('promisedOnMissing');
  if (command.outcome === 'solved' && !command.evidence) return refuse('evidenceMissing');
  return command.promisedOn ? pastDate(command.promisedOn as PlainDate, context, now) : null;
}

function confirmRefusal(state: RequestState, duty: Assignment, command: Command): Refusal | null {
  const ward = command.wardId as string | undefined;
  const answer = duty.answers[duty.answers.length - 1];
  if (answer && ward && answer.confirmations.some((one) => one.unitId === ward))
    return refuse('alreadyConfirmed', { ward });
  return wardRefusal(state, command);
}

/** The asking wards have the first word; whoever names no ward is the provincial office, after their silence. */
function wardRefusal(state: RequestState, command: Command): Refusal | null {
  if (state.kind !== 'recommendation') return null;
  const ward = command.wardId as string | undefined;
  if (ward && !state.wardIds.includes(ward)) return refuse('notAsker', { ward });
  if (!ward && state.silentSince === null) return refuse('wardStillHasTime');
  return null;
}

function extensionRefusal(
  duty: Assignment,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  const due = context.dues[`response:${duty.unitId}`];
  if (duty.role !== 'lead') return refuse('notLead', { command: command.type });
  if (due === null || due === undefined) return refuse('noDeadline');
  if (isPastDue(due, now)) return refuse('pastDue', { due, command: command.type });
  if (duty.extensionRequest) return refuse('extensionPending');
  const max = context.maxExtensions ?? 0;
  const count = grantedTo(duty);
  if (count >= max) return refuse('tooManyExtensions', { count, max });
  const dueOn = dateOfDay(dueDayOf(due));
  const newDueOn = command.newDueOn as PlainDate;
  if (newDueOn <= dueOn) return refuse('notLater', { due: dueOn });
  return closedDay(newDueOn, context);
}

/** What is granted is more time, and a day that is still to come. */
function decisionRefusal(
  duty: Assignment,
  command: Command,
  context: CommandContext,
  now: Instant,
): Refusal | null {
  const request = duty.extensionRequest;
  if (!request) return refuse('noExtensionRequested');
  if (!command.granted) return null;
  const newDueOn = (command.newDueOn as PlainDate | undefined) ?? request.newDueOn;
  const due = context.dues[`response:${duty.unitId}`] ?? null;
  const dueOn = due === null ? null : dateOfDay(dueDayOf(due));
  if (dueOn !== null && newDueOn <= dueOn) return refuse('notLater', { due: dueOn });
  const isNamedNow = command.newDueOn !== undefined;
  // A day that was open when it was asked for and has been closed since is moved on by the clock itself.
  return pastDate(newDueOn, context, now) ?? (isNamedNow ? closedDay(newDueOn, context) : null);
}

function dueDateRefusal(command: Command, context: CommandContext, now: Instant): Refusal | null {
  if (command.dueOn) return pastDate(command.dueOn as PlainDate, context, now);
  if (command.dueAt !== undefined && (command.dueAt as Instant) <= now) return refuse('pastDate');
  return null;
}

/** A day is past once it has ended for the unit: at the close of its hours, where they are known. */
const pastDate = (date: PlainDate, { dateEndsAt }: CommandContext, now: Instant): Refusal | null =>
  (dateEndsAt ?? startOfDay(addDays(date, 1))) <= now ? refuse('pastDate') : null;
