import { fromIso } from '../../../domain/time/plain-date';
import { layersFromNational } from '../../../domain/time/layers';
import { resolveCalendar } from '../../../domain/time/calendar';
import type { CalendarLayer, Ledger, Pause, Term } from '../../../domain/time/types';
import calendarFile from '../../fixtures/calendar-vn.json';

export const LAYERS: CalendarLayer[] = layersFromNational(calendarFile);
/** Version 5, as everybody sees it today. */
export const VN = resolveCalendar(LAYERS);
/** The commune with an 8-hour day and one half-day (17/07/2026). */
export const MINH_HOA_A = resolveCalendar(LAYERS, { unitId: 'gl-xa-minh-hoa-a' });

/** `2026-11-24 15:30` local time as an instant. */
export function at(local: string): number {
  const [date, time = '00:00'] = local.split(' ');
  return fromIso(`${date}T${time}:00+07:00`);
}

export function pause(from: string, to: string | null, reason = 'VERIFICATION'): Pause {
  return { from: at(from), to: to === null ? null : at(to), reason };
}

export function ledger(start: string, term: Term | undefined, more: Partial<Ledger> = {}): Ledger {
  return {
    startAt: at(start),
    startReason: 'Tiếp nhận hồ sơ',
    term,
    extensions: [],
    pauses: [],
    suspensions: [],
    restarts: [],
    owner: 'office',
    ...more,
  };
}

export function days(amount: number): Term {
  return { unit: 'WORKING_DAY', amount };
}
