/**
 * Does every stored date follow from its own ledger? Looks at the row alone: the ledger and the calendar versions it
 * names. Whether the ledger follows from the facts is what `npm run verify` asks.
 */
import { ms } from '../../../database/epoch';
import type { CaseKind } from '../../../domain/case/case';
import { dueOf } from '../../../domain/time/due';
import { TimeError } from '../../../domain/time/time-error';
import type { Calendar } from '../../../domain/time/calendar';
import type { Due, Instant, Ledger } from '../../../domain/time/types';
import type { Pool } from '../../../database/pool';
import type { Rules, RulesStore } from '../../../database/rules';
import { at } from './fault';
import { inSnapshot } from './snapshot';

/** `dueDiffers`: another date follows. `notDerivable`: none follows. `unknownCalendar`: a version was never published. */
export type DeadlineFaultCode = 'dueDiffers' | 'notDerivable' | 'unknownCalendar';

export interface DeadlineFault {
  code: DeadlineFaultCode;
  kind: CaseKind;
  caseId: string;
  /** What people call the case; null while it has no number. */
  caseCode: string | null;
  clockId: string;
  /** First column that differs; null where nothing could be compared. */
  field: string | null;
  stored: string | null;
  derived: string | null;
  /** Why nothing could be derived. */
  detail?: string;
}

export interface DeadlineReport {
  faults: DeadlineFault[];
  clocks: number;
  /** Clocks without a date, on purpose. */
  undated: number;
}

/** Clocks read at a time: about 2 MB of ledgers. */
const PAGE = 2_000;

interface Row {
  case_id: string;
  case_kind: CaseKind;
  code: string | null;
  clock_id: string;
  due_on: string | null;
  due_at: Instant | null;
  original_due_on: string | null;
  provisional: boolean;
  calendar_versions: string[];
  ledger: Ledger | null;
}

interface Last {
  case_id: string;
  clock_id: string;
}

/** Every stored clock, page by page; safe beside a running engine, since each page is one snapshot. */
export async function checkDeadlines(pool: Pool, rules: RulesStore): Promise<DeadlineReport> {
  const report: DeadlineReport = { faults: [], clocks: 0, undated: 0 };
  let last: Last | undefined;
  do {
    const after = last;
    last = await inSnapshot(pool, async (client) => {
      const { rows } = await client.query<Row>(PAGE_OF_CLOCKS, [
        after?.case_id ?? null,
        after?.clock_id ?? null,
      ]);
      if (rows.length === 0) return undefined;
      const calendars = calendarsOf(await rules.current(client));
      for (const row of rows) {
        report.clocks += 1;
        if (row.ledger === null && row.due_at === null) report.undated += 1;
        const fault = faultOf(row, calendars);
        if (fault) report.faults.push(fault);
      }
      return rows[rows.length - 1];
    });
  } while (last);
  return report;
}

const PAGE_OF_CLOCKS = `SELECT k.case_id, c.kind AS case_kind, c.code, k.clock_id, k.due_on::text,
    ${ms('k.due_at')} AS due_at, k.original_due_on::text, k.provisional,
    k.calendar_versions, k.ledger
  FROM clock k JOIN cases c ON c.id = k.case_id
  WHERE $1::uuid IS NULL OR (k.case_id, k.clock_id) > ($1::uuid, $2::text)
  ORDER BY k.case_id, k.clock_id LIMIT ${PAGE}`;

function faultOf(row: Row, calendars: Calendars): DeadlineFault | null {
  const where = {
    kind: row.case_kind,
    caseId: row.case_id,
    caseCode: row.code,
    clockId: row.clock_id,
    field: null,
    stored: at(row.due_at),
    derived: null,
  };
  if (row.ledger === null) return firstDifference(row, null, where);
  const calendar = calendars(row.calendar_versions);
  if (typeof calendar === 'string') return { ...where, code: 'unknownCalendar', detail: calendar };
  let due: Due;
  try {
    due = dueOf(row.ledger, calendar);
  } catch (error) {
    // A ledger that was tampered with may have any shape; whatever it breaks in, the clock is named.
    const detail =
      error instanceof TimeError
        ? `${error.reason}: ${error.message}`
        : `ledger unreadable: ${String(error)}`;
    return { ...where, code: 'notDerivable', detail };
  }
  return firstDifference(row, due, where);
}

/** The calendar a row names, or what is wrong with the name. */
type Calendars = (versions: readonly string[]) => Calendar | string;

function calendarsOf(rules: Rules): Calendars {
  const published = new Set(rules.layers.map(({ id, version }) => `${id}@${version}`));
  const found = new Map<string, Calendar | string>();
  const find = (versions: readonly string[]): Calendar | string => {
    const unknown = versions.filter((one) => !published.has(one));
    if (versions.length === 0) return 'no calendar version is named';
    if (unknown.length > 0) return `${unknown.join(', ')} was never published`;
    try {
      const calendar = rules.calendarOf(versions);
      if (calendar.versions.join() === versions.join()) return calendar;
      return `${versions.join(', ')} is no calendar: together they make ${calendar.versions.join(', ')}`;
    } catch (error) {
      if (error instanceof TimeError) return `${versions.join(', ')}: ${error.message}`;
      throw error;
    }
  };
  return (versions) => {
    const key = versions.join();
    const known = found.get(key) ?? find(versions);
    found.set(key, known);
    return known;
  };
}

function firstDifference(
  row: Row,
  due: Due | null,
  where: Omit<DeadlineFault, 'code'>,
): DeadlineFault | null {
  const pairs: [field: string, stored: string | null, derived: string | null][] = [
    ['due_at', row.due_at === null ? null : at(row.due_at), due && at(due.dueAt)],
    ['due_on', row.due_on, due && due.dueOn],
    ['original_due_on', row.original_due_on, due && due.originalDueOn],
    ['provisional', String(row.provisional), String(due?.provisional ?? false)],
  ];
  const [found] = pairs.filter(([, stored, derived]) => stored !== derived);
  if (!found) return null;
  const [field, stored, derived] = found;
  return { ...where, code: 'dueDiffers', field, stored, derived };
}

/** One line for people. */
export function faultLine({
  code,
  kind,
  caseId,
  caseCode,
  clockId,
  field,
  stored,
  derived,
  detail,
}: DeadlineFault): string {
  const what = detail ?? `${field}: stored ${stored ?? 'none'} ≠ derived ${derived ?? 'none'}`;
  const date = code === 'dueDiffers' ? '' : `stored due ${stored ?? 'none'}; `;
  return `${code}  ${kind} ${caseCode ?? 'without a code'} (${caseId}) clock ${clockId}: ${date}${what}`;
}
