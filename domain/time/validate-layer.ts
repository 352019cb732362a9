/** What is wrong with the draft of a calendar layer, all at once, before anybody counts by it. */
import { clock, complaint, hasWork, isUsable, type LayerCheck, type LayerComplaint } from './layer-complaint';
import { yearComplaints } from './layer-years';
import type { CalendarDay, CalendarLayer, Interval, PlainDate } from './types';

const DAY_KINDS: readonly string[] = ['closed', 'open', 'partial'];
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'];

/** Every fault of the draft; an empty list means that it may be published. */
export function validateLayer(layer: CalendarLayer, check: LayerCheck = {}): LayerComplaint[] {
  return [
    ...nameComplaints(layer),
    ...unitComplaints(layer),
    ...dateComplaints(layer),
    ...weekComplaints(layer),
    ...layer.days.flatMap((day, index) => dayComplaints(day, `days[${index}]`)),
    ...twiceComplaints(layer.days),
    ...swapComplaints(layer, check.previous),
    ...yearComplaints(layer, check),
  ];
}

function nameComplaints({ name, days }: CalendarLayer): LayerComplaint[] {
  const named = [
    { name, path: 'name' },
    ...days.map((day, i) => ({ name: day.name, path: `days[${i}].name` })),
  ];
  return named
    .filter((one) => !one.name?.trim())
    .map(({ path }) =>
      complaint(
        'NO_NAME',
        path,
        path === 'name'
          ? 'Lịch chưa có tên.'
          : 'Ngày này chưa có tên gọi, lời giải thích hạn sẽ không nói được vì sao.',
      ),
    );
}

function unitComplaints({ level, unitId }: CalendarLayer): LayerComplaint[] {
  if (level === 'unit')
    return unitId?.trim()
      ? []
      : [complaint('UNIT_MISSING', 'unitId', 'Lịch của đơn vị phải nêu đơn vị nào.')];
  return unitId === undefined
    ? []
    : [complaint('UNIT_MISSING', 'unitId', 'Chỉ lịch của đơn vị mới gắn với một đơn vị.')];
}

function dateComplaints({ publishedOn, effectiveFrom, covers, days }: CalendarLayer): LayerComplaint[] {
  const dates: [path: string, date: PlainDate | undefined][] = [
    ['publishedOn', publishedOn],
    ['effectiveFrom', effectiveFrom],
    ['covers.from', covers?.from],
    ['covers.to', covers?.to],
    ['covers.provisionalTo', covers?.provisionalTo],
    ...days.flatMap(({ date, swappedWith }, index): [string, PlainDate | undefined][] => [
      [`days[${index}].date`, date],
      [`days[${index}].swappedWith`, swappedWith],
    ]),
  ];
  return dates.flatMap(([path, date]) =>
    date === undefined || isUsable(date)
      ? []
      : [complaint('BAD_DATE', path, `"${date}" không phải một ngày có thật trong các năm 2000–2100.`)],
  );
}

function weekComplaints({ level, weekly }: CalendarLayer): LayerComplaint[] {
  if (!weekly)
    return level === 'national'
      ? [complaint('EMPTY_WEEK', 'weekly', 'Lịch quốc gia phải có giờ làm việc trong tuần.')]
      : [];
  const faults = Object.entries(weekly).flatMap(([weekday, hours]) =>
    WEEKDAYS.includes(weekday)
      ? hoursComplaints(hours, `weekly.${weekday}`)
      : [
          complaint(
            'BAD_WEEKDAY',
            `weekly.${weekday}`,
            `Không có thứ "${weekday}" (1 = thứ Hai … 7 = Chủ nhật).`,
          ),
        ],
  );
  return WEEKDAYS.some((weekday) => hasWork(weekly[weekday]))
    ? faults
    : [...faults, complaint('EMPTY_WEEK', 'weekly', 'Cả tuần không có phút làm việc nào.')];
}

/** Hours may touch but neither be empty nor overlap; each bad time and each overlap is told once. */
function hoursComplaints(hours: readonly Interval[], path: string): LayerComplaint[] {
  const empty = hours.flatMap(([start, end], index) =>
    clock(end) > clock(start)
      ? []
      : [
          complaint(
            'EMPTY_INTERVAL',
            `${path}[${index}]`,
            `Khoảng ${start}–${end} không có phút nào (cần GIỜ:PHÚT, giờ kết thúc sau giờ bắt đầu).`,
          ),
        ],
  );
  const real = hours
    .map(([start, end], index) => ({ start, end, index }))
    .filter(({ start, end }) => clock(end) > clock(start))
    .sort((a, b) => clock(a.start) - clock(b.start));
  const overlapping = real.flatMap((one, position) => {
    const before = real.slice(0, position).find(({ end }) => clock(end) > clock(one.start));
    return before
      ? [
          complaint(
            'OVERLAPPING_INTERVALS',
            `${path}[${one.index}]`,
            `Khoảng ${one.start}–${one.end} chồng lên ${before.start}–${before.end}.`,
          ),
        ]
      : [];
  });
  return [...empty, ...overlapping];
}

function dayComplaints({ kind, intervals, date }: CalendarDay, path: string): LayerComplaint[] {
  const faults = hoursComplaints(intervals ?? [], `${path}.intervals`);
  if (!DAY_KINDS.includes(kind))
    return [...faults, complaint('BAD_KIND', `${path}.kind`, `Ngày ${date}: không có loại ngày "${kind}".`)];
  if (kind === 'closed')
    return intervals?.length
      ? [
          ...faults,
          complaint('CLOSED_WITH_HOURS', path, `Ngày ${date} khai là nghỉ nhưng lại có giờ làm việc.`),
        ]
      : faults;
  const needsHours = kind === 'partial' || intervals !== undefined;
  return needsHours && !intervals?.length
    ? [...faults, complaint('PARTIAL_WITHOUT_HOURS', path, `Ngày ${date} thiếu giờ làm việc.`)]
    : faults;
}

function twiceComplaints(days: readonly CalendarDay[]): LayerComplaint[] {
  const first = new Map<PlainDate, CalendarDay>();
  return days.flatMap((day, index) => {
    const known = first.get(day.date);
    if (!known) first.set(day.date, day);
    const opposite = known && (known.kind === 'closed') !== (day.kind === 'closed');
    const what = opposite ? 'vừa khai là nghỉ vừa khai là làm việc' : 'được khai hai lần';
    return known ? [complaint('OPEN_AND_CLOSED', `days[${index}].date`, `Ngày ${day.date} ${what}.`)] : [];
  });
}

/**
 * A swap has two ends: a working day that becomes a day off and a day off that is worked instead (Labour Code 2019,
 * art. 112: a day is exchanged, not given). Both are dated, one closed and one not, and neither names a third day. The
 * other end may lie before the draft takes effect; then the version in use has it.
 */
function swapComplaints({ days, effectiveFrom }: CalendarLayer, previous?: CalendarLayer): LayerComplaint[] {
  const earlier =
    effectiveFrom === undefined ? [] : (previous?.days ?? []).filter(({ date }) => date < effectiveFrom);
  const byDate = new Map([...earlier, ...days].map((day) => [day.date, day]));
  return days.flatMap((day, index) => {
    const { date, swappedWith, kind } = day;
    if (swappedWith === undefined || !isUsable(swappedWith)) return [];
    const other = byDate.get(swappedWith);
    const why = !other
      ? `ngày ${swappedWith} không có trong bản lịch này`
      : (other.kind === 'closed') === (kind === 'closed')
        ? `cả hai ngày đều là ngày ${kind === 'closed' ? 'nghỉ' : 'làm việc'}`
        : other.swappedWith !== undefined && other.swappedWith !== date
          ? `ngày ${swappedWith} lại hoán đổi với ngày ${other.swappedWith}`
          : undefined;
    return why === undefined
      ? []
      : [
          complaint(
            'SWAP_NOT_OPEN',
            `days[${index}].swappedWith`,
            `Ngày ${date} hoán đổi với ${swappedWith}, nhưng ${why}.`,
          ),
        ];
  });
}
