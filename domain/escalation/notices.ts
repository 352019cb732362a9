/** When a notice may leave, and what it says. Pure; the text is built at the moment of leaving. */
import type { EscalationRules } from './rules';
import type { Change } from '../publishing/moved';
import { addDays, dateOf, instantOf } from '../time/plain-date';
import { dayWords } from '../time/words';
import type { Calendar } from '../time/calendar';
import type { Instant } from '../time/types';

/** Urgent notices leave at once, at any hour; all others with the next digest of an open day after a grace. */
export function leavesAt(
  firedAt: Instant,
  ladder: { anyHour?: boolean; noticeGraceSeconds?: number },
  rules: EscalationRules,
  calendar: Calendar,
): Instant {
  const grace = (ladder.noticeGraceSeconds ?? rules.noticeGraceSeconds) * 1000;
  if (ladder.anyHour) return firedAt + grace;
  return nextDigest(firedAt + grace, rules, calendar);
}

/** The first digest hour of an open day at or after an instant. */
export function nextDigest(after: Instant, rules: EscalationRules, calendar: Calendar): Instant {
  let date = dateOf(after);
  for (;;) {
    if (calendar.isOpen(date)) {
      const hour = rules.digest.at.map((time) => instantOf(date, time)).find((at) => at >= after);
      if (hour !== undefined) return hour;
    }
    date = calendar.nextOpen(addDays(date, 1));
  }
}

/** One escalation that still stands, as a line of a digest. */
export interface NoticeItem {
  escalationId: string;
  caseKind: string;
  caseId: string;
  code: string | null;
  title: string;
  clock: string;
  clockId: string;
  level: number;
  dueAt: Instant | null;
  requiresAcknowledgement: boolean;
  /** Earlier rungs that asked for an instruction and got none in time: the next level is told (rules.acknowledgement). */
  unacknowledged?: { level: number; firedAt: Instant }[];
}

/** Of the earlier rungs without an instruction those whose working day to give one has passed. */
export function silent(
  rungs: { level: number; firedAt: Instant }[],
  rules: EscalationRules,
  calendar: Calendar,
  now: Instant,
): { level: number; firedAt: Instant }[] {
  const { withinWorkingDays } = rules.rules.acknowledgement;
  return rungs.filter(
    ({ firedAt }) => calendar.addWorkingDays(dateOf(firedAt), withinWorkingDays) < dateOf(now),
  );
}

/**
 * Of several rungs of one clock the addressee is told once, with the highest; overdue first, then by due date, then id
 * (digest.order).
 */
export function digest(items: NoticeItem[], now: Instant): NoticeItem[] {
  const highest = new Map<string, NoticeItem>();
  for (const item of items) {
    const key = `${item.caseId}|${item.clockId}`;
    const known = highest.get(key);
    if (!known || item.level > known.level) highest.set(key, item);
  }
  const isLate = (item: NoticeItem): boolean => item.dueAt !== null && item.dueAt < now;
  return [...highest.values()].sort(
    (a, b) =>
      Number(isLate(b)) - Number(isLate(a)) ||
      (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) ||
      (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0),
  );
}

export function noticeTitle(items: NoticeItem[], now: Instant): string {
  const late = items.filter((item) => item.dueAt !== null && item.dueAt < now).length;
  const rest = items.length - late;
  const parts = [late > 0 ? `${late} việc đã quá hạn` : '', rest > 0 ? `${rest} việc sắp đến hạn` : ''];
  return parts.filter(Boolean).join(', ');
}

/** The applicant of a dossier as an addressee: nobody of the organisation; told where the dossier is looked up by code. */
export const applicantOf = (caseId: string): string => `applicant:${caseId}`;

/** A case whose dates moved because rules were published. */
export interface MovedItem {
  jobId: string;
  /** What was published. */
  why: string;
  caseKind: string;
  caseId: string;
  code: string | null;
  title: string;
  changes: Change[];
}

/** Lines in one notice; whoever holds more cases is told how many there are. */
const MOVED_LINES = 200;

/** The first to come due first. */
export const firstOf = (items: readonly MovedItem[]): MovedItem[] => {
  const soonest = ({ changes }: MovedItem): Instant => Math.min(...changes.map(({ to }) => to ?? Infinity));
  return [...items].sort((a, b) => soonest(a) - soonest(b)).slice(0, MOVED_LINES);
};

/** One case is told with its date, several by their number. */
export function movedTitle(items: readonly MovedItem[]): string {
  const why = [...new Set(items.map((item) => item.why))].join('; ');
  const [only, ...others] = items;
  if (others.length > 0) return `${items.length} vụ việc đổi hạn: ${why}`;
  const change = only?.changes.find(({ main }) => main) ?? only?.changes[0];
  const to = change?.to;
  const date = to === null || to === undefined ? 'tạm dừng đến khi có thông báo' : dayWords(dateOf(to - 1));
  return `${only?.code ?? only?.title ?? ''}: hạn mới ${date} (${why})`;
}
