/** Whether a calendar layer says enough about the years it is needed for. */
import { complaint, hasWork, isUsable, type LayerCheck, type LayerComplaint } from './layer-complaint';
import { dateOfDay, dayNumberOf, weekdayOfDay, type DayNumber } from './plain-date';
import type { CalendarLayer, PlainDate } from './types';
import { dateWords } from './words';

export function yearComplaints(layer: CalendarLayer, check: LayerCheck): LayerComplaint[] {
  return [...coverComplaints(layer, check), ...closedYearComplaints(layer, check)];
}

/** The days a version can say something about, provisionally at the end; undefined when it does not tell or is wrong. */
function coveredBy(
  layer: CalendarLayer | undefined,
): { from: PlainDate; to: PlainDate; sure: PlainDate } | undefined {
  const covers = layer?.covers;
  if (!covers) return undefined;
  const { from, to, provisionalTo = to } = covers;
  if (![from, to, provisionalTo].every(isUsable) || from > to || provisionalTo < to) return undefined;
  return { from, to: provisionalTo, sure: to };
}

function coverComplaints(layer: CalendarLayer, { needs, previous }: LayerCheck): LayerComplaint[] {
  const { covers, level, effectiveFrom, days } = layer;
  const gap = (path: string, detail: string) => complaint('GAP_IN_YEARS', path, detail);
  if (!covers)
    return level === 'national'
      ? [gap('covers', 'Lịch quốc gia phải nói rõ dùng được cho những năm nào.')]
      : [];
  const span = coveredBy(layer);
  if (!span) {
    const { from, to, provisionalTo = to } = covers;
    return [from, to, provisionalTo].every(isUsable)
      ? [gap('covers', 'Khoảng thời gian lịch dùng được bị ngược (ngày đầu phải trước ngày cuối).')]
      : [];
  }
  const before = effectiveFrom === undefined ? undefined : coveredBy(previous);
  const isCovered = (date: PlainDate): boolean =>
    before && effectiveFrom !== undefined && date < effectiveFrom
      ? before.from <= date && date <= before.to
      : span.from <= date && date <= span.to;
  const missing = yearsOf(needs).filter((year) => !ends(year, needs, effectiveFrom).every(isCovered));
  const uncovered = days.flatMap(({ date, provisional }, index) =>
    !isUsable(date) || provisional || (span.from <= date && date <= span.sure)
      ? []
      : [
          complaint(
            'UNCOVERED_DAY',
            `days[${index}]`,
            `Ngày ${dateWords(date)} nằm ngoài các năm lịch dùng được nhưng không ghi là tạm tính.`,
          ),
        ],
  );
  return missing.length > 0
    ? [
        gap('covers', `Có vụ việc đang tính hạn qua năm ${missing.join(', ')} nhưng lịch chưa có.`),
        ...uncovered,
      ]
    : uncovered;
}

function yearsOf(span: { from: PlainDate; to: PlainDate } | undefined): number[] {
  if (!span || !isUsable(span.from) || !isUsable(span.to)) return [];
  const first = Number(span.from.slice(0, 4));
  return Array.from(
    { length: Math.max(0, Number(span.to.slice(0, 4)) - first + 1) },
    (_, index) => first + index,
  );
}

/** The days of a year at which what covers it can change: its needed ends, and either side of the draft's beginning. */
function ends(year: number, needs: LayerCheck['needs'], effectiveFrom?: PlainDate): PlainDate[] {
  const first = later(`${year}-01-01`, needs?.from);
  const last = earlier(`${year}-12-31`, needs?.to);
  const inside =
    effectiveFrom !== undefined && isUsable(effectiveFrom) && first < effectiveFrom && effectiveFrom <= last;
  return inside ? [first, dateOfDay(dayNumberOf(effectiveFrom) - 1), effectiveFrom, last] : [first, last];
}

const later = (a: PlainDate, b = a): PlainDate => (a > b ? a : b);
const earlier = (a: PlainDate, b = a): PlainDate => (a < b ? a : b);

/** A year without any work is a mistake of typing, not a calendar. What the draft leaves to others counts as open. */
function closedYearComplaints(layer: CalendarLayer, { needs, previous }: LayerCheck): LayerComplaint[] {
  const covered = coveredBy(layer);
  const dated = layer.days.filter(({ date }) => isUsable(date)).map(({ date }) => Number(date.slice(0, 4)));
  return [...new Set([...yearsOf(needs ?? covered), ...dated])]
    .sort((a, b) => a - b)
    .filter((year) => !hasOpenDay(year, layer, previous))
    .map((year) => complaint('FULL_YEAR_CLOSED', 'days', `Năm ${year} không có ngày làm việc nào.`));
}

function hasOpenDay(year: number, layer: CalendarLayer, previous?: CalendarLayer): boolean {
  const opening = openings(layer);
  const before = previous && openings(previous);
  const from =
    layer.effectiveFrom !== undefined && isUsable(layer.effectiveFrom)
      ? dayNumberOf(layer.effectiveFrom)
      : -Infinity;
  const end = dayNumberOf(`${year}-12-31`);
  for (let day = dayNumberOf(`${year}-01-01`); day <= end; day += 1) {
    const isOpen = day >= from ? opening : before;
    if (!isOpen || isOpen(day)) return true;
  }
  return false;
}

/** Whether a version alone opens a day. */
function openings({ level, weekly, days }: CalendarLayer): (day: DayNumber) => boolean {
  const dated = new Map(days.filter(({ date }) => isUsable(date)).map((day) => [dayNumberOf(day.date), day]));
  const leftToOthers = !weekly && level !== 'national';
  return (number) => {
    const day = dated.get(number);
    if (day) return day.kind !== 'closed' && (day.intervals === undefined || hasWork(day.intervals));
    return leftToOthers || hasWork(weekly?.[String(weekdayOfDay(number))]);
  };
}
