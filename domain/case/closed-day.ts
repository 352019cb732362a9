/** A new date that an extension names must be a day with work: asked for, decided and set at once alike. */
import type { PlainDate } from '../time/types';
import type { CommandContext } from './case';
import { refuse, type Refusal } from './refusals';

/** Refused with the next working day; a leader's own date is taken as said and never comes here. */
export function closedDay(newDueOn: PlainDate, { nextOpenOn }: CommandContext): Refusal | null {
  if (nextOpenOn === undefined || nextOpenOn === newDueOn) return null;
  return refuse('closedDay', { date: newDueOn, next: nextOpenOn });
}
