/** From the calculator's questions to ledgers and calendars. What cannot be is told with its path, before anything is counted. */
import type { z } from 'zod';
import { dueOf } from '../../domain/time/due';
import { fromIso, startOfDay } from '../../domain/time/plain-date';
import { resolveCalendar, type Calendar } from '../../domain/time/calendar';
import { TimeError } from '../../domain/time/time-error';
import type { Due, Extension, Instant, Ledger, Term } from '../../domain/time/types';
import type { Rules } from '../../database/rules';
import { invalid, type FieldError } from '../http/problems';
import type { CalculationInput } from './schemas';

type Calculated = z.output<typeof CalculationInput>;

/** About a hundred years, in calendar days: no question of an office is longer, and counting day by day stays quick. */
const LONGEST_DAYS = 40_000;
/** Calendar days that one of a unit may take, at most and roughly. */
const ROUGH_DAYS: Record<Term['unit'], number> = {
  WORKING_DAY: 2,
  DAY: 1,
  HOUR: 0.5,
  MONTH: 31,
  SAME_DAY: 1,
};
const DAY_MS = 86_400_000;
/** The years of the contract's dates, as local time has them. */
const YEARS = [startOfDay('2000-01-01'), startOfDay('2100-01-01')] as const;

/** `vn`: the national calendar alone; else a layer's or a unit's, with what lies below it. */
export function calendarAsked(
  { calendar = 'vn', asOf }: { calendar?: string; asOf?: string },
  { layers, organisation }: Rules,
): Calendar {
  const published = layers.filter((layer) => asOf === undefined || layer.publishedOn <= asOf);
  if (!published.some((layer) => layer.level === 'national'))
    throw invalid([
      {
        path: 'asOf',
        message: 'Chưa có lịch nào được công bố đến ngày này (no calendar was published by then).',
      },
    ]);
  // Resolved anew each time: what a stranger asks for, far away in time, is not kept for the life of the process.
  if (organisation.unit(calendar)) {
    const unitId = organisation.chainOf(calendar).map(({ id }) => id);
    return resolveCalendar(published, { asOf, unitId: unitId.reverse() });
  }
  const layer = published.find((one) => one.id === calendar);
  if (!layer)
    throw invalid([{ path: 'calendar', message: `Không có lịch "${calendar}" (unknown calendar).` }]);
  const levels = layer.level === 'national' ? ['national'] : ['national', 'province', 'unit'];
  return resolveCalendar(
    published.filter((one) => levels.includes(one.level)),
    { asOf, unitId: layer.unitId, purpose: layer.purpose },
  );
}

export function ledgerAsked(input: Calculated): Ledger {
  const { unit, amount, cutoff, zone = '', zoneExtension } = input;
  const read = new Reader();
  const startAt = read.instant(input.receivedAt, 'receivedAt');
  const stretches = (name: 'pauses' | 'suspensions') =>
    (input[name] ?? []).map((one, index) => ({
      ...read.stretch(one.from, one.to, `${name}[${index}]`, ['from', 'to']),
      reason: 'reason' in one ? one.reason : one.legalBasis,
    }));
  const supplements = (input.supplements ?? []).map((one, index) => {
    const path = `supplements[${index}]`;
    const round = read.stretch(one.requestedAt, one.reacceptedAt, path, ['requestedAt', 'reacceptedAt']);
    if (one.policy === 'RESTART' && round.from < startAt)
      read.add(`${path}.requestedAt`, 'Không thể trước khi tiếp nhận (before the start).');
    return { ...round, policy: one.policy };
  });
  const extensions = (input.extensions ?? []).map((one, index): Extension => ({
    term: { unit: one.unit, amount: one.amount },
    reason: one.reason,
    ...(one.decidedAt ? { decidedAt: read.instant(one.decidedAt, `extensions[${index}].decidedAt`) } : {}),
  }));
  const ledger: Ledger = {
    startAt,
    startReason: 'tiếp nhận',
    term: { unit, amount, ...(cutoff ? { cutoff } : {}) },
    ...(zoneExtension ? { zoneExtension: { ...zoneExtension, zone } } : {}),
    extensions,
    pauses: [
      ...stretches('pauses'),
      ...supplements
        .filter(({ policy }) => policy === 'PAUSE')
        .map(({ from, to }) => ({ from, to, reason: 'chờ bổ sung hồ sơ' })),
    ],
    suspensions: stretches('suspensions'),
    restarts: supplements
      .filter(({ policy }) => policy === 'RESTART')
      .map(({ from, to }) => ({ requestedAt: from, reacceptedAt: to, reason: 'Bổ sung hồ sơ' })),
    owner: 'office',
  };
  read.end();
  checkLength([
    ['amount', ledger.term],
    ...extensions.map(({ term }, index) => [`extensions[${index}].amount`, term] as const),
    ['zoneExtension.amount', zoneExtension],
  ]);
  checkStanding(ledger);
  return ledger;
}

/** @throws a 422 naming the first term with which the whole becomes longer than anyone counts */
export function checkLength(
  terms: readonly (readonly [path: string, term: Term | undefined])[],
  longestDays = LONGEST_DAYS,
): void {
  let days = 0;
  for (const [path, term] of terms) {
    days += term ? term.amount * ROUGH_DAYS[term.unit] : 0;
    if (days <= longestDays) continue;
    const years = Math.floor(longestDays / 365);
    throw invalid([{ path, message: `Thời hạn dài hơn ${years} năm (longer than ${years} years).` }]);
  }
}

/** Stretches are counted one by one to explain them; many that each last a lifetime are nobody's question. */
function checkStanding({ pauses, suspensions, restarts }: Ledger): void {
  const lists = {
    pauses,
    suspensions,
    supplements: restarts.map((one) => ({ from: one.requestedAt, to: one.reacceptedAt })),
  };
  for (const [path, list] of Object.entries(lists)) {
    const days = list.reduce((sum, { from, to }) => sum + ((to ?? from) - from) / DAY_MS, 0);
    if (days > LONGEST_DAYS * 2)
      throw invalid([{ path, message: 'Cộng lại dài hơn hai trăm năm (longer than two hundred years).' }]);
  }
}

/**
 * Time that has run out cannot be extended: each extension must be decided by the due instant that stood then, which
 * knows only what had happened by then.
 */
export function checkExtensions(ledger: Ledger, calendar: Calendar): void {
  const dated = ledger.extensions
    .map((extension, index) => ({ extension, index, decidedAt: extension.decidedAt }))
    .filter((one): one is typeof one & { decidedAt: Instant } => one.decidedAt !== undefined)
    .sort((a, b) => a.decidedAt - b.decidedAt);
  const granted = new Set(ledger.extensions.filter(({ decidedAt }) => decidedAt === undefined));
  const errors: FieldError[] = [];
  // Whatever is granted or stands only moves the date on, so an earlier one is a lower bound.
  let dueAt = -Infinity;
  for (const { extension, index, decidedAt } of dated) {
    if (decidedAt > dueAt) dueAt = dueAsked(knownAt(decidedAt, ledger, granted), calendar).dueAt;
    if (decidedAt <= dueAt) granted.add(extension);
    else
      errors.push({
        path: `extensions[${index}].decidedAt`,
        message: 'Đã hết hạn trước khi quyết định gia hạn (decided after the due instant).',
      });
  }
  if (errors.length > 0) throw invalid(errors);
}

function knownAt(instant: Instant, ledger: Ledger, granted: ReadonlySet<Extension>): Ledger {
  return {
    ...ledger,
    extensions: ledger.extensions.filter((one) => granted.has(one)),
    pauses: ledger.pauses.filter(({ from }) => from < instant),
    suspensions: ledger.suspensions.filter(({ from }) => from < instant),
    restarts: ledger.restarts.filter(({ requestedAt }) => requestedAt <= instant),
  };
}

/** The due instant; what only counting can find out is told at the amount. */
export function dueAsked(ledger: Ledger, calendar: Calendar): Due {
  const due = counted(() => dueOf(ledger, calendar));
  if (due.dueAt > YEARS[1])
    throw invalid([{ path: 'amount', message: 'Hạn tính ra nằm sau năm 2099 (due after 2099).' }]);
  return due;
}

/** A start before 2000, a calendar without open days: no date, and a clear answer. */
export function counted<T>(count: () => T): T {
  try {
    return count();
  } catch (error) {
    if (error instanceof TimeError) throw invalid([{ path: 'amount', message: error.message }]);
    throw error;
  }
}

/** Instants out of ISO text, with every error found. */
export class Reader {
  private readonly errors: FieldError[] = [];

  instant(text: string, path: string): Instant {
    try {
      const instant = fromIso(text);
      if (instant < YEARS[0] || instant >= YEARS[1])
        this.add(path, 'Năm phải trong khoảng 2000–2099 (year 2000–2099).');
      return instant;
    } catch (error) {
      if (!(error instanceof TimeError)) throw error;
      this.add(path, error.message);
      return 0;
    }
  }

  stretch(
    start: string,
    end: string,
    path: string,
    [first, last]: [string, string],
  ): { from: Instant; to: Instant } {
    const from = this.instant(start, `${path}.${first}`);
    const to = this.instant(end, `${path}.${last}`);
    if (to < from) this.add(`${path}.${last}`, 'Kết thúc trước khi bắt đầu (ends before it starts).');
    return { from, to };
  }

  add(path: string, message: string): void {
    this.errors.push({ path, message });
  }

  end(): void {
    if (this.errors.length > 0) throw invalid(this.errors);
  }
}
