/** What was done as it was said, and what whoever said it should look at once more. */
import type { CaseState, Clock } from '../../domain/case/case';
import { clocksOf } from '../../domain/case/derive';
import { dateOfDay, dueDayOf } from '../../domain/time/plain-date';
import type { Ledger, PlainDate } from '../../domain/time/types';
import { dateWords, dayWords } from '../../domain/time/words';
import type { Rules } from '../../database/rules';
import { type Language, say } from '../http/language';

export interface Warning {
  code: 'closedDay';
  /** In the answer of a meeting: which item. */
  path?: string;
  dueOn: PlainDate;
  nextOpenOn: PlainDate;
  text: string;
}

/**
 * A leader's date on a day without work is taken as said, with the next working day named. Judged by the calendars of
 * the instant at which the date was set, so that a repeated request is answered alike.
 */
export function warningsOf(state: CaseState, rules: Rules, language: Language): Warning[] {
  const isSetNow = ({ ledger }: Clock): boolean => ledger?.setAt === state.at;
  const found = clocksOf(state, rules.escalation)
    .filter(isSetNow)
    .flatMap(({ unitId, ledger }) => closedDay(ledger, unitId, state, rules, language));
  // Units with one calendar are told once.
  return found.filter(({ text }, index) => found.findIndex((one) => one.text === text) === index);
}

function closedDay(
  ledger: Ledger | null,
  unitId: string,
  { at }: CaseState,
  rules: Rules,
  language: Language,
): Warning[] {
  const dueOn = ledger?.setDueAt === undefined ? ledger?.setDueOn : dateOfDay(dueDayOf(ledger.setDueAt));
  if (dueOn === undefined) return [];
  const nextOpenOn = rules.calendarFor(unitId, { at }).nextOpen(dueOn);
  if (nextOpenOn === dueOn) return [];
  const text = say(
    {
      vi: `${dayWords(dueOn)} là ngày nghỉ; hạn vẫn giữ đúng như lãnh đạo đã ấn định. Ngày làm việc kế tiếp là ${dayWords(nextOpenOn)}.`,
      en: `${dateWords(dueOn)} is not a working day; the date stands as the leader set it. The next working day is ${dateWords(nextOpenOn)}.`,
    },
    language,
  );
  return [{ code: 'closedDay', dueOn, nextOpenOn, text }];
}

/** Left out where there is nothing to warn of. */
export const withWarnings = (warnings: readonly Warning[]): { warnings?: readonly Warning[] } =>
  warnings.length > 0 ? { warnings } : {};
