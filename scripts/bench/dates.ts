/** How fast a date is counted, in this process alone and beside a loop that only steps from day to day. */
import calendarFile from '../../prisma/seed/calendar-vn.json';
import { dueOf } from '../../domain/time/due';
import { explain } from '../../domain/time/explain';
import { fromIso } from '../../domain/time/plain-date';
import { latestStart } from '../../domain/time/backward';
import { layersFromNational } from '../../domain/time/layers';
import { resolveCalendar, type Calendar } from '../../domain/time/calendar';
import type { CalendarLayer, Ledger } from '../../domain/time/types';
import { figure, percentile, table } from './stats';

/** The commune with hours of its own in the published calendar. */
const COMMUNE = 'gl-xa-minh-hoa-a';
const START = fromIso('2026-03-02T09:00:00+07:00');
const DAY_MS = 86_400_000;
/** Working days of ten years, about. */
const TEN_YEARS = 2_500;
/** Runs that are not counted, until the compiler has settled, in parts of those that are. */
const WARM_UP = 0.5;

/** What the target of issue "The right date" asks, in µs. */
const TARGETS = { month: 50, decade: 1_000 };

const province: CalendarLayer = {
  id: 'bench-province',
  version: 1,
  name: 'Lịch tỉnh',
  level: 'province',
  purpose: 'processing',
  publishedOn: '2025-01-01',
  days: [{ date: '2026-03-20', kind: 'partial', name: 'Hội nghị', intervals: [['07:30', '11:30']] }],
};
const layers = [...layersFromNational(calendarFile), province];

const ledger = (amount: number, more: Partial<Ledger> = {}): Ledger => ({
  startAt: START,
  startReason: 'Tiếp nhận',
  term: { unit: 'WORKING_DAY', amount },
  extensions: [],
  pauses: [],
  suspensions: [],
  restarts: [],
  owner: 'office',
  ...more,
});

const paused: Partial<Ledger> = {
  pauses: [0, 7, 14].map((days) => ({
    from: START + days * DAY_MS,
    to: START + (days + 2) * DAY_MS,
    reason: 'VERIFICATION',
  })),
  extensions: [{ term: { unit: 'WORKING_DAY', amount: 5 }, reason: 'VERIFICATION', decidedAt: START }],
};

interface Figure {
  what: string;
  /** µs of each run. */
  times: number[];
  /** µs at most for the median. */
  target?: number;
}

function measure(what: string, times: number, work: () => unknown, target?: number): Figure {
  for (let run = 0; run < times * WARM_UP; run += 1) work();
  const measured = Array.from({ length: times }, () => {
    const begun = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - begun) / 1_000;
  });
  return { what, times: measured, target };
}

/** The least that counting could cost: one step a day, a weekday and a set of holidays. */
function plainLoop(holidays: ReadonlySet<number>, amount: number): number {
  let day = Math.floor((START + 7 * 3_600_000) / DAY_MS);
  for (let left = amount; left > 0;) {
    day += 1;
    const weekday = (day + 3) % 7;
    if (weekday < 5 && !holidays.has(day)) left -= 1;
  }
  return day;
}

function holidaysOf(calendar: Calendar): Set<number> {
  const first = calendar.day('2025-01-01').number;
  const days = Array.from({ length: 3 * 365 }, (_, index) => calendar.at(first + index));
  return new Set(days.filter(({ open, exception }) => !open && exception).map(({ number }) => number));
}

export function dates(isQuick: boolean): string {
  const runs = isQuick ? 2_000 : 20_000;
  const choice = { unitId: COMMUNE };
  const calendar = resolveCalendar(layers, choice);
  const holidays = holidaysOf(calendar);
  const due = dueOf(ledger(30), calendar).dueAt;
  const loop = measure('a plain loop, 30 working days', runs, () => plainLoop(holidays, 30));
  const longLoop = measure('a plain loop, ten years', runs / 10, () => plainLoop(holidays, TEN_YEARS));
  const month = measure('dueOf, 30 working days', runs, () => dueOf(ledger(30), calendar), TARGETS.month);
  const decade = measure(
    'dueOf, ten years',
    runs / 10,
    () => dueOf(ledger(TEN_YEARS), calendar),
    TARGETS.decade,
  );
  const figures = [
    loop,
    month,
    measure('dueOf, three pauses and an extension', runs, () => dueOf(ledger(30, paused), calendar)),
    measure('explain', runs / 10, () => explain(ledger(30), calendar)),
    measure('latestStart', runs / 10, () => latestStart(due, { unit: 'WORKING_DAY', amount: 30 }, calendar)),
    longLoop,
    decade,
    measure('resolveCalendar, and dueOf by it once', runs / 10, () =>
      dueOf(ledger(30), resolveCalendar(layers, choice)),
    ),
  ];
  const ratio = (a: Figure, b: Figure): string => figure(median(a) / median(b));
  return [
    `${calendar.versions.length} layers (${calendar.versions.join(', ')}), the calendar resolved once; µs.`,
    '',
    table(
      ['', 'median', 'p95', 'target'],
      figures.map((one) => [
        one.what,
        figure(median(one)),
        figure(percentile(one.times, 0.95)),
        one.target === undefined ? '' : `≤ ${one.target} ${median(one) <= one.target ? 'met' : 'MISSED'}`,
      ]),
    ),
    '',
    `dueOf costs ${ratio(month, loop)} times a plain loop over 30 working days, ${ratio(decade, longLoop)} times over ten years.`,
  ].join('\n');
}

const median = ({ times }: Figure): number => percentile(times, 0.5);
