import type { Calendar } from '../time/calendar';
import { addDays, dateOf, dateOfDay, dueDayOf } from '../time/plain-date';
import { isPastDue } from '../time/timeliness';
import type { Instant, PlainDate } from '../time/types';
import { dateWords, hourWords } from '../time/words';

/** How late a duty is, or how long it still has, in working days of its calendar; on the due day itself by the hour. */
export function latenessWords(dueAt: Instant | null, calendar: Calendar, now: Instant): string {
  if (dueAt === null) return 'chưa có hạn';
  const [dueOn, today] = [dateOfDay(dueDayOf(dueAt)), dateOf(now)];
  if (isPastDue(dueAt, now)) {
    const days = workingDaysAfter(dueOn, today, calendar);
    if (days > 0) return `quá hạn ${days} ngày làm việc`;
    return dueOn === today ? `quá hạn từ ${hourWords(dueAt)} hôm nay` : `quá hạn từ ${dateWords(dueOn)}`;
  }
  if (dueOn === today) return `đến hạn ${hourWords(dueAt)} hôm nay`;
  const days = workingDaysAfter(today, dueOn, calendar);
  return days > 0 ? `còn ${days} ngày làm việc` : `đến hạn ${dateWords(dueOn)}`;
}

/** Open days after the first date, up to and with the second. */
function workingDaysAfter(from: PlainDate, to: PlainDate, calendar: Calendar): number {
  let days = 0;
  for (let date = calendar.nextOpen(addDays(from, 1)); date <= to; days += 1)
    date = calendar.nextOpen(addDays(date, 1));
  return days;
}
