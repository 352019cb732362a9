/** What a digest says to one reader: a line for each case, merged from the rungs that still stand. */
import type { CaseKind } from '../case/case';
import type { Calendar } from '../time/calendar';
import { dateOf } from '../time/plain-date';
import { isPastDue } from '../time/timeliness';
import type { Instant } from '../time/types';
import type { EscalationRules } from './rules';
import { FOR_INFORMATION } from './actions';

/** A rung that asked for an instruction and got none in its time. */
export interface Silence {
  level: number;
  firedAt: Instant;
  /** Who gave none: post and name. */
  by: string;
}

/** One fired rung, as it is told to one reader. */
export interface NoticeItem {
  escalationId: string;
  caseKind: CaseKind;
  caseId: string;
  code: string | null;
  title: string;
  clock: string;
  clockId: string;
  level: number;
  /** When the rung stood; of two the later one says more. */
  rungAt: Instant;
  dueAt: Instant | null;
  /** Only of the addressee: a copy asks for nothing. */
  requiresAcknowledgement: boolean;
  /** Earlier rungs of this clock without an instruction: silence is told to the next (rules.acknowledgement). */
  unacknowledged: Silence[];
  /** Name of the unit that owes. */
  unit: string;
  /** Who asked: wards of a recommendation, giver of a directive, receiving commune of a dossier. */
  askedBy: string | null;
  /** What the reader is expected to do, in words. */
  expected: string;
  /** `quá hạn 3 ngày làm việc` */
  lateness: string;
  /** Due instants of all units a directive is addressed to; what is done has none. */
  duties: { dueAt: Instant | null }[];
}

/** A line of the digest, as it is kept in the inbox. */
export interface DigestLine extends Omit<NoticeItem, 'rungAt' | 'duties'> {
  href: string;
}

/**
 * One line a case: overdue first, then by due date, then by id. Of several rungs of one clock the reader hears the
 * latest; clocks and units of one case share its line, which asks for one instruction.
 */
export function digest(items: readonly NoticeItem[], now: Instant): DigestLine[] {
  return groups(items, ({ caseId }) => caseId)
    .map((ofCase) => lineOf(ofCase, now))
    .sort((a, b) => byUrgency(a, b, now) || (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0));
}

function groups(items: readonly NoticeItem[], keyOf: (item: NoticeItem) => string): NoticeItem[][] {
  const byKey = new Map<string, NoticeItem[]>();
  for (const item of items) byKey.set(keyOf(item), [...(byKey.get(keyOf(item)) ?? []), item]);
  return [...byKey.values()];
}

type Dated = Pick<NoticeItem, 'dueAt'>;

const byUrgency = (a: Dated, b: Dated, now: Instant): number =>
  Number(isPastDue(b.dueAt, now)) - Number(isPastDue(a.dueAt, now)) ||
  (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity);

const isLater = (a: NoticeItem, b: NoticeItem): boolean =>
  a.rungAt > b.rungAt || (a.rungAt === b.rungAt && a.level > b.level);

const latest = (items: readonly NoticeItem[]): NoticeItem | undefined =>
  items.reduce<NoticeItem | undefined>(
    (best, item) => (best && !isLater(item, best) ? best : item),
    undefined,
  );

function lineOf(ofCase: readonly NoticeItem[], now: Instant): DigestLine {
  const told = groups(ofCase, ({ clockId }) => clockId)
    .flatMap((ofClock) => latest(ofClock) ?? [])
    .sort((a, b) => byUrgency(a, b, now) || b.level - a.level);
  const { escalationId, caseKind, caseId, code, title, clock, clockId, level, dueAt, askedBy, ...first } =
    told[0] as NoticeItem;
  // The one to acknowledge covers those before it.
  const asked = latest(ofCase.filter(({ requiresAcknowledgement }) => requiresAcknowledgement));
  return {
    escalationId: asked?.escalationId ?? escalationId,
    caseKind,
    caseId,
    code,
    title,
    clock,
    clockId,
    level,
    dueAt,
    requiresAcknowledgement: asked !== undefined,
    unacknowledged: told.flatMap(({ unacknowledged }) => unacknowledged),
    unit: unitsOf(told),
    askedBy,
    expected: expectedOf(asked ? [...told, asked] : told),
    lateness: latenessOf(first, now),
    href: `/api/v1/${caseKind}s/${caseId}`,
  };
}

/** Units named one by one; of more the number. */
const MOST_UNITS = 3;

function unitsOf(told: readonly NoticeItem[]): string {
  const units = [...new Set(told.map(({ unit }) => unit))];
  return units.length > MOST_UNITS ? `${units.length} đơn vị` : units.join(', ');
}

function expectedOf(told: readonly NoticeItem[]): string {
  const all = [...new Set(told.map(({ expected }) => expected))];
  const more = all.filter((expected) => expected !== FOR_INFORMATION);
  return (more.length > 0 ? more : all).join('; ');
}

/** Of a directive to several units how many are late, and where the first of them stands. */
function latenessOf({ lateness, duties }: Pick<NoticeItem, 'lateness' | 'duties'>, now: Instant): string {
  if (duties.length < 2) return lateness;
  const late = duties.filter(({ dueAt }) => isPastDue(dueAt, now)).length;
  return `${late}/${duties.length} đơn vị quá hạn (${lateness})`;
}

/** Title of the letter: how many cases, late ones apart. */
export function digestTitle(lines: readonly Dated[], now: Instant): string {
  const late = lines.filter(({ dueAt }) => isPastDue(dueAt, now)).length;
  const rest = lines.length - late;
  const parts = [late > 0 ? `${late} việc đã quá hạn` : '', rest > 0 ? `${rest} việc sắp đến hạn` : ''];
  return parts.filter(Boolean).join(', ');
}

/** Of the earlier rungs without an instruction those whose working days to give one have passed. */
export function silent<R extends { firedAt: Instant }>(
  rungs: readonly R[],
  { rules }: Pick<EscalationRules, 'rules'>,
  calendar: Calendar,
  now: Instant,
): R[] {
  const { withinWorkingDays } = rules.acknowledgement;
  return rungs.filter(
    ({ firedAt }) => calendar.addWorkingDays(dateOf(firedAt), withinWorkingDays) < dateOf(now),
  );
}
