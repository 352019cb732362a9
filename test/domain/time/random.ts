import { resolveCalendar, type Calendar } from '../../../domain/time/calendar';
import type { CalendarLayer, Extension, Ledger, Term } from '../../../domain/time/types';
import { randomLayers } from './random-calendar';
import type { Dice } from '../../support/dice';
import { LAYERS, MINH_HOA_A, VN } from './support';
import type { WalkCase, WalkTerm } from './walker';
import { WALK_COMMUNE, WALK_VN, WalkCalendar } from './walker-calendar';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const FIRST = Date.parse('2025-01-02T00:00:00+07:00');

/** Minutes of a day at which rules change, with one minute either side now and then. */
const EDGES = [0, 419, 420, 449, 450, 451, 690, 691, 809, 810, 899, 900, 901, 1_019, 1_020, 1_021, 1_439];

export function instant(dice: Dice, from: number, spanDays: number): number {
  const day = from + dice.int(0, spanDays) * DAY;
  return day + (dice.chance(0.5) ? dice.pick(EDGES) : dice.int(0, 1_439)) * MINUTE;
}

const dayBegin = (at: number): number => Math.floor((at + 7 * 60 * MINUTE) / DAY) * DAY - 7 * 60 * MINUTE;
const dateText = (at: number): string => new Date(at + 7 * 60 * MINUTE).toISOString().slice(0, 10);

export function term(dice: Dice): Term {
  const unit = dice.pick([
    'WORKING_DAY',
    'WORKING_DAY',
    'WORKING_DAY',
    'DAY',
    'HOUR',
    'MONTH',
    'SAME_DAY',
  ] as const);
  switch (unit) {
    case 'WORKING_DAY':
      return {
        unit,
        amount: dice.chance(0.5)
          ? dice.int(1, 30)
          : dice.pick([0.1, 0.125, 0.25, 0.35, 0.5, 1 / 3, 0.7, 1.5, 2.3, 4.75, 6.25, 7.5, 17.5]),
      };
    case 'HOUR':
      return { unit, amount: dice.pick([0.25, 0.5, 1, 3.5, 4, 7.5, 8, 15, 16, 40]) };
    case 'DAY':
      return { unit, amount: dice.int(1, 45) };
    case 'MONTH':
      return { unit, amount: dice.int(1, 3) };
    case 'SAME_DAY':
      return {
        unit,
        amount: 0,
        ...(dice.chance(0.3) ? { cutoff: dice.pick(['10:00', '16:30', '17:00']) } : {}),
      };
  }
}

function stretch(dice: Dice, start: number): { from: number; to: number } {
  const from = instant(dice, dayBegin(start), 20);
  const to = dice.chance(0.4)
    ? dayBegin(from) + dice.int(1, 6) * DAY
    : from + dice.int(0, 5 * 1_440) * MINUTE;
  return dice.chance(0.3) ? { from: dayBegin(from), to } : { from, to: Math.max(from, to) };
}

/** A calendar in both readings. */
export interface Both {
  /** As published, for the unit `u`. */
  layers: CalendarLayer[];
  engine: Calendar;
  walk: WalkCalendar;
}

const COMMUNE = LAYERS.map((layer) => (layer.id === 'oc-xa-minh-hoa-a' ? { ...layer, unitId: 'u' } : layer));
const FILE: Both = { layers: LAYERS, engine: VN, walk: WALK_VN };

/** The published calendars and random ones. */
export function calendars(dice: Dice, random: number): Both[] {
  const made = Array.from({ length: random }, (): Both => bothOf(randomLayers(dice)));
  return [FILE, { layers: COMMUNE, engine: MINH_HOA_A, walk: WALK_COMMUNE }, ...made];
}

export function bothOf(layers: CalendarLayer[]): Both {
  return { layers, engine: resolveCalendar(layers, { unitId: 'u' }), walk: new WalkCalendar(layers) };
}

/** One case in both notations. */
export function randomCase(dice: Dice, calendar = FILE): { walk: WalkCase; ledger: Ledger } {
  const start = instant(dice, FIRST, 900);
  const some = (probability: number, most: number) => (dice.chance(probability) ? dice.int(1, most) : 0);
  const list = <T>(length: number, make: () => T): T[] => Array.from({ length }, make);
  const pauses = list(some(0.6, 3), () => stretch(dice, start));
  const suspensions = list(some(0.25, 2), () => stretch(dice, start));
  // A storm does not care whether the clock stood already.
  const [first] = pauses;
  if (first && dice.chance(0.2))
    suspensions.push({
      from: first.from + dice.int(-600, 600) * MINUTE,
      to: first.to + dice.int(600, 3_000) * MINUTE,
    });
  const restarts = list(some(0.15, 2), () => {
    const requestedAt = Math.max(start, instant(dice, dayBegin(start), 6));
    return { requestedAt, reacceptedAt: requestedAt + dice.int(0, 8 * 1_440) * MINUTE };
  }).sort((a, b) => a.requestedAt - b.requestedAt);
  if (restarts.length === 2)
    restarts[1]!.requestedAt = Math.max(restarts[1]!.requestedAt, restarts[0]!.reacceptedAt);
  if (restarts.length === 2)
    restarts[1]!.reacceptedAt = Math.max(restarts[1]!.reacceptedAt, restarts[1]!.requestedAt);
  const extensions = list(some(0.3, 3), (): Extension & { decidedAt: number } => {
    const decidedAt = Math.max(start, instant(dice, dayBegin(start), 10));
    if (dice.chance(0.2))
      return { dueOn: dateText(decidedAt + dice.int(0, 25) * DAY), decidedAt, reason: 'X' };
    return { term: term(dice), decidedAt, reason: 'X' };
  });
  const set = dice.pick(['term', 'term', 'term', 'term', 'term', 'term', 'on', 'at'] as const);
  const far = instant(dice, dayBegin(start), 40);
  const base = {
    term: set === 'term' ? term(dice) : undefined,
    setDueOn: set === 'on' ? dateText(far) : undefined,
    setDueAt: set === 'at' ? far : undefined,
    owner: dice.chance(0.3) ? ('person' as const) : ('office' as const),
    cap: dice.chance(0.05) ? instant(dice, dayBegin(start), 30) : undefined,
    restarts,
  };
  const zone = base.term && dice.chance(0.15) ? term(dice) : undefined;
  const walkExtensions = extensions as { term?: WalkTerm; dueOn?: string; decidedAt: number }[];
  return {
    walk: {
      ...base,
      calendar: calendar.walk,
      start,
      zone,
      extensions: walkExtensions,
      standing: [...pauses, ...suspensions],
    },
    ledger: {
      ...base,
      startAt: start,
      startReason: 'Tiếp nhận',
      zoneExtension: zone && { ...zone, zone: 'mountainous' },
      extensions,
      pauses: pauses.map((pause) => ({ ...pause, reason: 'P' })),
      suspensions: suspensions.map((pause) => ({ ...pause, reason: 'S' })),
    },
  };
}
