/** When a day that a command names is over. Asked by the API, which has the calendars; what it finds travels as context. */
import type { Command } from '../case/case';
import type { Calendar } from '../time/calendar';
import { dayNumberOf } from '../time/plain-date';
import { closingOf } from '../time/terms';
import type { Instant, PlainDate } from '../time/types';
import { namedDuty } from './dates';
import { concerned, owedDuties } from './duties';
import type { RequestState } from './state';

/** A day of an office is over at its close. */
export const dayEndsAt = (date: PlainDate, calendar: Calendar): Instant =>
  closingOf(calendar.at(dayNumberOf(date)), 'office');

/**
 * When the day that a command names ends: at the close of the office whose duty it is, the earliest of several. A day
 * at whose close it is already later is past.
 */
export function dateEndsAt(
  state: RequestState,
  command: Command,
  calendarFor: (unitId: string) => Calendar,
): Instant | undefined {
  const requested =
    command.type === 'decideExtension' ? concerned(state, command)?.extensionRequest : undefined;
  const date = command.dueOn ?? command.newDueOn ?? command.promisedOn ?? requested?.newDueOn;
  if (typeof date !== 'string') return undefined;
  const ends = unitsDated(state, command).map((unitId) => dayEndsAt(date, calendarFor(unitId)));
  return Math.min(...ends);
}

function unitsDated(state: RequestState, command: Command): string[] {
  if (command.type === 'assign') return [command.leadUnitId as string];
  const named = command.unitId === undefined ? undefined : namedDuty(state, command.unitId);
  const duties = named ? [named] : owedDuties(state);
  const unitIds = duties.map((duty) => (duty.status === 'returned' ? state.officeUnitId : duty.unitId));
  return unitIds.length > 0 ? unitIds : [state.officeUnitId];
}
