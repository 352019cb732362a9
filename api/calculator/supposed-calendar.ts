import { resolveCalendar, type Calendar } from '../../domain/time/calendar';
import { TimeError } from '../../domain/time/time-error';
import type { CalendarDay, CalendarLayer } from '../../domain/time/types';
import type { StoredClock } from '../../domain/publishing/what-if';
import type { Rules } from '../../database/rules';
import { invalid, type FieldError } from '../http/problems';

export type CalendarFor = (clock: StoredClock) => Calendar;

/** Extra days of the whole country; a unit's own exception of the same day still decides there. */
export function withDays(days: readonly CalendarDay[], rules: Rules): CalendarFor {
  refuseBadDays(days);
  const dates = new Set(days.map(({ date }) => date));
  const laidOn = (layer: CalendarLayer): CalendarLayer =>
    layer.level === 'national'
      ? { ...layer, days: [...layer.days.filter(({ date }) => !dates.has(date)), ...days] }
      : layer;
  return keptByVersions(
    ({ calendarVersions }) => calendarVersions.join(),
    ({ calendarVersions }) => {
      const layers = chosen(calendarVersions, rules);
      return resolveCalendar(layers.map(laidOn), { unitId: layers.flatMap(({ unitId }) => unitId ?? []) });
    },
  );
}

/** A draft in the place it would have: over the earlier versions of its layer, or as a new layer of its unit. */
export function withDraft(draft: CalendarLayer, rules: Rules): CalendarFor {
  if (draft.purpose === 'reception')
    throw invalid([
      {
        path: 'change.calendar.draft',
        message: 'Lịch tiếp nhận không tính hạn (a reception calendar moves no date).',
      },
    ]);
  const { organisation } = rules;
  return keptByVersions(
    ({ calendarVersions, calendarUnitId }) =>
      `${calendarVersions.join()}|${draft.level === 'unit' ? calendarUnitId : ''}`,
    ({ calendarVersions, calendarUnitId }) => {
      const layers = [...chosen(calendarVersions, rules), draft];
      const own = chosen(calendarVersions, rules).flatMap(({ unitId }) => unitId ?? []);
      // From the wider to the narrower unit, as calendars are laid; what it was counted by stays in any case.
      const chain = organisation.chainOf(calendarUnitId).map(({ id }) => id);
      const others = own.filter((id) => !chain.includes(id));
      return resolveCalendar(layers, { unitId: [...others, ...chain.reverse()] });
    },
  );
}

function chosen(versions: readonly string[], { layers }: Rules): CalendarLayer[] {
  return layers.filter(({ id, version }) => versions.includes(`${id}@${version}`));
}

function keptByVersions(keyOf: (clock: StoredClock) => string, make: CalendarFor): CalendarFor {
  const kept = new Map<string, Calendar>();
  return (clock) => {
    const key = keyOf(clock);
    const calendar = kept.get(key) ?? make(clock);
    kept.set(key, calendar);
    return calendar;
  };
}

function refuseBadDays(days: readonly CalendarDay[]): void {
  const errors: FieldError[] = [];
  days.forEach((day, index) => {
    const path = `change.calendar.days[${index}]`;
    if (days.findIndex(({ date }) => date === day.date) !== index)
      errors.push({ path: `${path}.date`, message: 'Ngày này đã nêu ở trên (named twice).' });
    const problem = problemOf(day);
    if (problem) errors.push({ path: `${path}.intervals`, message: problem });
  });
  if (errors.length > 0) throw invalid(errors);
}

/** Hours are checked where they are always checked: when a calendar is made of them. */
function problemOf(day: CalendarDay): string | null {
  try {
    resolveCalendar([
      {
        id: 'supposed',
        version: 1,
        name: day.name,
        level: 'national',
        purpose: 'processing',
        publishedOn: day.date,
        weekly: {},
        days: [day],
      },
    ]);
    return null;
  } catch (error) {
    if (error instanceof TimeError) return error.message;
    throw error;
  }
}
