import type { CalendarDay, CalendarLayer, Interval } from '../../../domain/time/types';
import type { Dice } from '../../support/dice';

const DAY = 86_400_000;
const FIRST = Date.parse('2024-12-01T00:00:00Z');
/** Random receipts lie in 2025–2027, and what they lead to a little later. */
const SPAN = 1_250;

/** Hours of a day: one to three intervals, whole, half and odd days. */
const HOURS: Interval[][] = [
  [
    ['07:30', '11:30'],
    ['13:30', '17:00'],
  ],
  [
    ['07:00', '11:30'],
    ['13:30', '17:00'],
  ],
  [['08:00', '16:00']],
  [
    ['07:00', '09:15'],
    ['09:30', '11:30'],
    ['13:00', '16:45'],
  ],
  [
    ['07:30', '11:30'],
    ['11:30', '15:00'],
  ],
  [
    ['00:00', '04:00'],
    ['20:00', '24:00'],
  ],
];
const HALVES: Interval[][] = [[['07:30', '11:30']], [['13:30', '17:00']], [['09:10', '09:17']]];

function week(dice: Dice): Record<string, Interval[]> {
  const usual = dice.pick(HOURS);
  const weekly: Record<string, Interval[]> = {};
  for (const weekday of ['1', '2', '3', '4', '5'])
    weekly[weekday] = dice.chance(0.1) ? dice.pick([...HOURS, ...HALVES, []]) : usual;
  // At least one day has work, and some desks open on Saturday mornings.
  weekly['2'] = usual;
  weekly['6'] = dice.chance(0.3) ? dice.pick(HALVES) : [];
  return weekly;
}

function day(dice: Dice, date: string): CalendarDay {
  const kind = dice.pick(['closed', 'closed', 'closed', 'open', 'partial'] as const);
  if (kind === 'partial')
    return { date, kind, name: 'Nửa ngày', intervals: dice.pick([...HALVES, ...HOURS]) };
  if (kind === 'open' && dice.chance(0.3)) return { date, kind, name: 'Làm bù', intervals: dice.pick(HOURS) };
  return { date, kind, name: kind === 'open' ? 'Làm bù' : 'Nghỉ' };
}

/** About one dated entry in `every` days, holidays in runs and single days, make-up Saturdays among them. */
function days(dice: Dice, every: number): CalendarDay[] {
  const dated = new Map<string, CalendarDay>();
  for (let offset = dice.int(0, every); offset < SPAN; offset += dice.int(1, 2 * every)) {
    const run = dice.chance(0.15) ? dice.int(2, 9) : 1;
    for (let further = 0; further < run; further += 1) {
      const date = new Date(FIRST + (offset + further) * DAY).toISOString().slice(0, 10);
      dated.set(date, run > 1 ? { date, kind: 'closed', name: 'Nghỉ lễ' } : day(dice, date));
    }
    offset += run;
  }
  return [...dated.values()];
}

/** Layers as published, for `{ unitId: 'u' }`. */
export function randomLayers(dice: Dice): CalendarLayer[] {
  const layer = (id: string, level: CalendarLayer['level'], more: Partial<CalendarLayer>): CalendarLayer => ({
    id,
    version: 1,
    name: id,
    level,
    purpose: 'processing',
    publishedOn: '2024-01-01',
    days: [],
    ...(level === 'unit' ? { unitId: 'u' } : {}),
    ...more,
  });
  const later = (): string => new Date(FIRST + dice.int(100, 1_000) * DAY).toISOString().slice(0, 10);
  const layers = [layer('n', 'national', { weekly: week(dice), days: days(dice, 20) })];
  if (dice.chance(0.6))
    layers.push(
      layer('p', 'province', { days: days(dice, 60), ...(dice.chance(0.3) ? { weekly: week(dice) } : {}) }),
    );
  if (dice.chance(0.7))
    layers.push(
      layer('u', 'unit', {
        days: days(dice, 90),
        ...(dice.chance(0.5) ? { weekly: week(dice) } : {}),
        ...(dice.chance(0.4) ? { effectiveFrom: later() } : {}),
      }),
    );
  for (const of of layers.slice(0, dice.int(0, layers.length)))
    layers.push({
      ...of,
      version: 2,
      weekly: of.weekly && week(dice),
      days: days(dice, 30),
      effectiveFrom: later(),
    });
  return layers;
}
