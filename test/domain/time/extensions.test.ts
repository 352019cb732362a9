/** More time is never less: whatever happens to the calendar, a granted date never shortens a case, and ends on a day with work. */
import { resolveCalendar } from '../../../domain/time/calendar';
import { wayToDue, dueOf } from '../../../domain/time/due';
import { explain } from '../../../domain/time/explain';
import { toIso } from '../../../domain/time/plain-date';
import type { CalendarDay, CalendarLayer, Extension, Ledger } from '../../../domain/time/types';
import { Dice, SEED } from '../../support/dice';
import { bothOf, calendars, randomCase, type Both } from './random';
import { walkDue, type WalkCase } from './walker';
import { LAYERS, VN, at, days, ledger, pause } from './support';

const local = (instant: number): string => toIso(instant).slice(0, 16).replace('T', ' ');
const until = (dueOn: string, decidedAt = '2026-03-11 09:00'): Extension => ({
  dueOn,
  reason: 'Chờ số liệu',
  decidedAt: at(decidedAt),
});
/** Received on Monday 09/03/2026, five working days: due on Monday 16/03/2026 at 17:00. */
const granted = (extensions: Extension[], more: Partial<Ledger> = {}): Ledger =>
  ledger('2026-03-09', days(5), { extensions, ...more });
/** The published calendar with one more version in which these days are closed. */
const closing = (...dates: string[]) =>
  resolveCalendar([
    ...LAYERS,
    {
      id: 'tinh-them',
      version: 1,
      name: 'Nghỉ thêm',
      level: 'province',
      purpose: 'processing',
      publishedOn: '2026-01-01',
      days: dates.map((date): CalendarDay => ({ date, kind: 'closed', name: 'Nghỉ thêm' })),
    },
  ]);

test.each<[what: string, clock: Ledger, expected: string]>([
  ['a Sunday ends on Monday', granted([until('2026-03-22')]), '2026-03-23 17:00'],
  ['a Saturday ends on Monday', granted([until('2026-03-21')]), '2026-03-23 17:00'],
  ['a holiday ends after the holidays', granted([until('2026-04-30')]), '2026-05-04 17:00'],
  ['a working day stays', granted([until('2026-03-20')]), '2026-03-20 17:00'],
  ['before the date of the term counts for nothing', granted([until('2026-03-13')]), '2026-03-16 17:00'],
  [
    'a Sunday before a Monday that is the date of the term',
    granted([until('2026-03-15')]),
    '2026-03-16 17:00',
  ],
  [
    'an earlier one granted after a later one takes nothing back',
    granted([until('2026-03-27'), until('2026-03-20', '2026-03-12 09:00')]),
    '2026-03-27 17:00',
  ],
  [
    'of a person’s clock ends at 24:00 of the day it rolls to',
    granted([until('2026-03-22')], { owner: 'person' }),
    '2026-03-24 00:00',
  ],
  [
    'on a Sunday, with a working day paused since, first rolls and then moves on',
    granted([until('2026-03-22')], { pauses: [pause('2026-03-12', '2026-03-13')] }),
    '2026-03-24 17:00',
  ],
  [
    'of a leader’s date is later than that date',
    granted([until('2026-03-19')], { term: undefined, setDueOn: '2026-03-18' }),
    '2026-03-19 17:00',
  ],
  [
    'before a leader’s date leaves the leader’s word standing',
    granted([until('2026-03-13')], { term: undefined, setDueOn: '2026-03-18' }),
    '2026-03-18 17:00',
  ],
  [
    'an instant on a closed day ends with the next day of work',
    granted([{ dueAt: at('2026-03-22 10:00'), reason: 'X', decidedAt: at('2026-03-11 09:00') }]),
    '2026-03-23 17:00',
  ],
  [
    'an instant on a day of work stays',
    granted([{ dueAt: at('2026-03-20 10:00'), reason: 'X', decidedAt: at('2026-03-11 09:00') }]),
    '2026-03-20 10:00',
  ],
  [
    'on a Sunday, with two days more granted after it, counts on from Monday',
    granted([until('2026-03-22'), { term: days(2), reason: 'X' }]),
    '2026-03-25 17:00',
  ],
])('a date granted: %s', (_what, clock, expected) => {
  expect(local(dueOf(clock, VN).dueAt)).toBe(expected);
});

test('a leader’s date on a closed day is taken as said, to the end of that day', () => {
  const clock = ledger('2026-03-09', undefined, { setDueOn: '2026-03-22' });
  expect(local(dueOf(clock, VN).dueAt)).toBe('2026-03-23 00:00');
});

describe('calendars published after the grant', () => {
  it('that close the granted day move it to the next day of work', () => {
    expect(local(dueOf(granted([until('2026-03-20')]), closing('2026-03-20')).dueAt)).toBe(
      '2026-03-23 17:00',
    );
  });

  it('that move the date of the term past the granted day leave the case what it had without the grant', () => {
    // Four more closed days: the fifth working day is Friday 20/03, the granted day was Tuesday 17/03.
    const calendar = closing('2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13');
    const clock = granted([until('2026-03-17')]);
    expect(local(dueOf(clock, calendar).dueAt)).toBe('2026-03-20 17:00');
    expect(dueOf(clock, calendar).dueAt).toBe(dueOf(granted([]), calendar).dueAt);
  });
});

describe('the reasons say', () => {
  const texts = (clock: Ledger, calendar = VN): string[] =>
    explain(clock, calendar)
      .filter(({ kind }) => kind === 'roll')
      .map(({ text }) => text);

  it('that the granted day is closed, and where it went', () => {
    expect(texts(granted([until('2026-03-22')]))).toEqual([
      'Chủ nhật 22/03/2026: ngày được gia hạn đến là ngày nghỉ, chuyển sang Thứ Hai 23/03/2026.',
    ]);
  });

  it('that it is closed, and then that the clock stood before it', () => {
    const clock = granted([until('2026-03-22')], { pauses: [pause('2026-03-12', '2026-03-13')] });
    expect(texts(clock)).toEqual([
      'Chủ nhật 22/03/2026: ngày được gia hạn đến là ngày nghỉ, chuyển sang Thứ Hai 23/03/2026.',
      'Thứ Hai 23/03/2026: có tạm dừng trước hạn, chuyển sang Thứ Ba 24/03/2026.',
    ]);
  });

  it('that the grant would have shortened the case, and which date stands', () => {
    const calendar = closing('2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13');
    expect(texts(granted([until('2026-03-17')]), calendar)).toEqual([
      'Ngày được gia hạn đến tính ra 17:00 Thứ Ba 17/03/2026, sớm hơn hạn khi không gia hạn; giữ hạn muộn hơn: 17:00 Thứ Sáu 20/03/2026.',
    ]);
  });

  it('nothing of it when the granted day holds', () => {
    expect(texts(granted([until('2026-03-20')]))).toEqual([]);
  });
});

const CASES = 800;
const CALENDARS = 12;
/** Random cases begin in these years and end a little later. */
const FIRST = Date.parse('2025-01-02T00:00:00+07:00');
const SPAN_DAYS = 1_000;
const DAY_MS = 86_400_000;
/** Milliseconds: the engine rounds fractions of a day to whole milliseconds, the walker does not round. */
const ROUNDING = 2;

const dateOf = (instant: number): string => toIso(instant).slice(0, 10);

/** The calendar with a later version of the unit's own, which closes about every sixth day and opens some. */
function published(dice: Dice, { layers }: Both): Both {
  const dates = new Set<string>();
  for (let day = dice.int(0, 6); day < SPAN_DAYS; day += dice.int(1, 11))
    dates.add(dateOf(FIRST + day * DAY_MS));
  const later: CalendarLayer = {
    id: 'z-later',
    version: 1,
    name: 'Công bố sau',
    level: 'unit',
    unitId: 'u',
    purpose: 'processing',
    publishedOn: '2025-01-01',
    days: [...dates].map((date): CalendarDay => {
      const kind = dice.pick(['closed', 'closed', 'open'] as const);
      return { date, kind, name: 'Công bố sau' };
    }),
  };
  // The walker knows one place only: layers of other units are not its business.
  return bothOf([...layers.filter(({ unitId = 'u' }) => unitId === 'u'), later]);
}

interface Grant {
  clock: Ledger;
  walk: WalkCase;
  calendar: Both;
}

/** Random cases with at least one granted date, each before and after a calendar is published. */
const GRANTS: Grant[] = (() => {
  const dice = new Dice(SEED + 8);
  const pool = calendars(dice, CALENDARS).map((before) => [before, published(dice, before)]);
  return Array.from({ length: CASES }, () => {
    const { ledger: random, walk } = randomCase(dice);
    const decidedAt = random.startAt + dice.int(0, 8) * DAY_MS;
    const more = { dueOn: dateOf(decidedAt + dice.int(-2, 40) * DAY_MS), decidedAt };
    const clock = { ...random, cap: undefined, extensions: [...random.extensions, { ...more, reason: 'X' }] };
    const walked = { ...walk, cap: undefined, extensions: [...walk.extensions, more] };
    return dice.pick(pool).map((calendar) => ({
      clock,
      calendar,
      walk: { ...walked, calendar: calendar.walk },
    }));
  }).flat();
})();

/** What is wrong with the random grants; at most three are shown. */
const faultsOf = (check: (grant: Grant) => string | null): string[] =>
  GRANTS.flatMap((grant, index) => {
    const fault = check(grant);
    return fault ? [`grant ${index} of SEED=${SEED}: ${fault} ${JSON.stringify(grant.clock)}`] : [];
  }).slice(0, 3);

test('with a date granted nothing is due earlier than without it, whatever calendar is published later', () => {
  let moved = 0;
  let kept = 0;
  const faults = faultsOf(({ clock, calendar: { engine } }) => {
    const { dueAt } = dueOf(clock, engine);
    const shorter = clock.extensions
      .map((extension, index) => ({ extension, index }))
      .filter(({ extension }) => extension.dueOn !== undefined)
      .map(({ index }) => dueOf({ ...clock, extensions: clock.extensions.toSpliced(index, 1) }, engine).dueAt)
      .filter((without) => {
        moved += without < dueAt ? 1 : 0;
        kept += without === dueAt ? 1 : 0;
        return without > dueAt;
      });
    return shorter.length > 0 ? `due ${local(dueAt)}, without ${shorter.map(local).join(', ')}` : null;
  });
  expect(faults).toEqual([]);
  // Both kinds were really met: grants that give time, and grants that would have taken some.
  expect(Math.min(moved, kept)).toBeGreaterThan(CASES / 10);
});

test('a granted date that counts ends on a day with work, whatever calendar is published later', () => {
  let counted = 0;
  const faults = faultsOf(({ clock, calendar: { engine } }) => {
    const { legs, due } = wayToDue(clock, engine);
    if (legs[0]?.kind !== 'granted') return null;
    counted += 1;
    return engine.isOpen(due.dueOn) ? null : `due on the closed ${due.dueOn}`;
  });
  expect(faults).toEqual([]);
  expect(counted).toBeGreaterThan(CASES / 3);
});

test('the reasons of every granted date end in its due day', () => {
  const faults = faultsOf(({ clock, calendar: { engine } }) => {
    const on = explain(clock, engine).at(-1)?.on;
    const { dueOn } = dueOf(clock, engine);
    return on === dueOn ? null : `the reasons end on ${on}, the clock on ${dueOn}`;
  });
  expect(faults).toEqual([]);
});

test('the minute walker, which knows the rule by itself, comes to the same dates', () => {
  const faults = faultsOf(({ clock, walk, calendar: { engine } }) => {
    const due = dueOf(clock, engine);
    const expected = walkDue(walk);
    const isSame = due.dueOn === expected.on && Math.abs(due.dueAt - expected.at) <= ROUNDING;
    return isSame ? null : `engine ${local(due.dueAt)}, walker ${local(expected.at)}`;
  });
  expect(faults).toEqual([]);
});
