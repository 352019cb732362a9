/** Why the hour of receipt matters, in words. For terms in days and months it does not: their first day is never counted. */
import type { Calendar } from './calendar';
import { MINUTE_MS, clockOf, dayOf, dayStart, minutesOf } from './plain-date';
import { DEFAULT_CUTOFF, closingOf } from './terms';
import type { Instant, Term } from './types';
import { instantWords } from './words';
import { advance, type DayView } from './working-time';

/** What came out of hours or after the cut-off, and what follows from it; null when it came in time. */
export function receptionNote(term: Term, at: Instant, calendar: Calendar): string | null {
  if (term.unit === 'HOUR') return hourNote(at, calendar);
  return term.unit === 'SAME_DAY' ? sameDayNote(term, at, calendar) : null;
}

function hourNote(at: Instant, calendar: Calendar): string | null {
  const first = advance(calendar, at, 1) - 1;
  if (first === at) return null;
  const day = calendar.at(dayOf(at));
  return `Nhận ngoài giờ làm việc${day.open ? '' : closedWords(day)}, nên đếm từ ${instantWords(first)}.`;
}

function sameDayNote({ cutoff = DEFAULT_CUTOFF }: Term, at: Instant, calendar: Calendar): string | null {
  const day = calendar.at(dayOf(at));
  const close = closingOf(day, 'office');
  const until = clockOf((close - dayStart(day.number)) / MINUTE_MS);
  const why = !day.open
    ? `Nhận ngoài giờ làm việc${closedWords(day)}`
    : at > close
      ? `Nhận ngoài giờ làm việc (ngày này làm đến ${until})`
      : at > dayStart(day.number) + minutesOf(cutoff) * MINUTE_MS
        ? `Nhận sau giờ chốt ${cutoff}`
        : null;
  return why && `${why}, nên trả trong ngày làm việc kế tiếp.`;
}

function closedWords({ name }: DayView): string {
  return name === undefined ? '' : ` (${name})`;
}
