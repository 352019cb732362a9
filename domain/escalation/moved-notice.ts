/** What people are told when published rules moved the date of a case. */
import type { Change } from '../publishing/moved';
import { dateOf } from '../time/plain-date';
import type { Instant } from '../time/types';
import { dayWords } from '../time/words';

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
