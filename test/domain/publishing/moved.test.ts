/** What a publication changes about a case, told apart from what happened to it. */
import {
  derive,
  type DerivationRules,
  type Derived,
  type DerivedClock,
  type DerivedRung,
} from '../../../domain/case/derive';
import { changesOf, dateInForce, daysMoved, recalled, rulesBefore } from '../../../domain/publishing/moved';
import { suspensionsInForce, type Suspension } from '../../../domain/time/suspension';
import { layersFromNational } from '../../../domain/time/layers';
import { resolveCalendar } from '../../../domain/time/calendar';
import type { CalendarLayer } from '../../../domain/time/types';
import calendarFile from '../../../prisma/seed/calendar-vn.json';
import { RULES, SCIENCE, at, clock, routed } from '../request/support';

const RESPONSE = `response:${SCIENCE}`;
const PUBLISHED = at('2026-11-25 10:00');

const layers = layersFromNational(calendarFile);
const newest = layers.filter(({ id }) => id === 'vn').at(-1) as CalendarLayer;
const version = (number: number, publishedAt: number, ...dates: string[]): CalendarLayer => ({
  ...newest,
  version: number,
  publishedAt,
  days: [...newest.days, ...dates.map((date) => ({ date, kind: 'closed' as const, name: 'Bão' }))],
});
const rulesWith = (all: CalendarLayer[], suspensions: Suspension[] = []): DerivationRules => ({
  ...RULES,
  calendarFor: (unitId, { at: instant } = {}) =>
    resolveCalendar([...layers, ...all], { unitId, ...(instant === undefined ? {} : { at: instant }) }),
  suspensionsFor: (_unitId, { at: instant } = {}) => suspensionsInForce(suspensions, instant),
});
const dates = (derived: Derived): (string | null)[] => derived.clocks.map((one) => clock(one.due?.dueAt));

describe('the rules before a publication', () => {
  const rules = rulesWith([
    version(6, PUBLISHED, '2026-12-02'),
    version(7, PUBLISHED + 60_000, '2026-12-02', '2026-12-03'),
  ]);
  const due = (one: DerivationRules): string | null =>
    clock(derive(routed().state, one).clocks.find(({ id }) => id === RESPONSE)?.due?.dueAt);

  test('are those of the millisecond before it', () => {
    expect(due(rules)).toBe('2026-12-16 17:00');
    expect(due(rulesBefore(rules, PUBLISHED + 60_000))).toBe('2026-12-15 17:00');
    expect(due(rulesBefore(rules, PUBLISHED + 1))).toBe('2026-12-15 17:00');
    expect(due(rulesBefore(rules, PUBLISHED))).toBe('2026-12-14 17:00');
  });

  test('give what ended earlier the rules of its end all the same', () => {
    const story = routed().does('2026-11-25 09:59', 'accept');
    const [early] = dates(derive(story.state, rulesBefore(rules, PUBLISHED + 60_000)));
    expect(early).toBe(dates(derive(story.state, rules))[0]);
    expect(
      derive(story.state, rulesBefore(rules, PUBLISHED)).clocks.map((one) => one.calendarVersions),
    ).toEqual([['vn@5'], ['vn@5']]);
  });

  test('know a suspension in the version before, or not at all', () => {
    const one: Suspension = {
      id: 'bao',
      version: 1,
      name: 'Bão',
      unitIds: [SCIENCE],
      from: at('2026-11-30 00:00'),
      to: null,
      legalBasis: 'CĐ 01',
      reason: 'Bão',
      publishedAt: PUBLISHED,
    };
    const lifted = { ...one, version: 2, to: at('2026-12-03 00:00'), publishedAt: PUBLISHED + 60_000 };
    const suspended = rulesWith([], [one, lifted]);
    const stands = (given: DerivationRules): (number | null)[] =>
      derive(routed().state, given)
        .clocks.filter(({ id }) => id === RESPONSE)
        .map(({ standsFrom }) => standsFrom);
    expect(stands(suspended)).toEqual([null]);
    expect(stands(rulesBefore(suspended, PUBLISHED + 60_000))).toEqual([at('2026-11-30 00:00')]);
    expect(stands(rulesBefore(suspended, PUBLISHED))).toEqual([null]);
    expect(due(rulesBefore(suspended, PUBLISHED))).toBe('2026-12-14 17:00');
  });
});

describe('changes', () => {
  const base = derive(routed().state, RULES).clocks.find(({ id }) => id === RESPONSE) as DerivedClock;
  const with_ = (more: Partial<DerivedClock>, dueAt = base.due?.dueAt ?? 0): DerivedClock => ({
    ...base,
    ...(base.due ? { due: { ...base.due, dueAt } } : {}),
    ...more,
  });
  const later = at('2026-12-15 17:00');

  test('are open clocks with another date', () => {
    expect(changesOf([base], [base])).toEqual([]);
    expect(changesOf([base], [with_({}, later)])).toEqual([
      { clockId: RESPONSE, kind: 'response', unitId: SCIENCE, main: true, from: base.due?.dueAt, to: later },
    ]);
    for (const state of ['paused', 'held'] as const)
      expect(changesOf([base], [with_({ state }, later)])).toHaveLength(1);
    for (const state of ['done', 'cancelled'] as const)
      expect(changesOf([base], [with_({ state }, later)])).toEqual([]);
    expect(changesOf([], [base])).toEqual([]);
    expect(changesOf([base], [])).toEqual([]);
  });

  test('are none for a duty that began when the rules stood already', () => {
    const began = base.ledger?.startAt ?? 0;
    expect(changesOf([base], [with_({}, later)], began)).toEqual([]);
    expect(changesOf([base], [with_({}, later)], began + 1)).toHaveLength(1);
  });

  test('name a clock that stops, or runs again, without a date', () => {
    const stands = with_({ standsFrom: at('2026-12-01 00:00') });
    expect(dateInForce(stands)).toBeNull();
    expect(changesOf([base], [stands])).toMatchObject([{ from: base.due?.dueAt, to: null }]);
    expect(changesOf([stands], [with_({}, later)])).toMatchObject([{ from: null, to: later }]);
    expect(changesOf([stands], [with_({ standsFrom: at('2026-12-02 00:00') })])).toEqual([]);
  });

  test('count whole days; 24:00 belongs to the day that ends', () => {
    const moved = (from: string | null, to: string | null): number | null =>
      daysMoved({ from: from === null ? null : at(from), to: to === null ? null : at(to) });
    expect(moved('2026-12-14 17:00', '2026-12-15 09:00')).toBe(1);
    expect(moved('2026-12-15 09:00', '2026-12-14 17:00')).toBe(-1);
    expect(moved('2026-12-14 09:00', '2026-12-14 17:00')).toBe(0);
    expect(moved('2026-12-14 00:00', '2026-12-15 00:00')).toBe(1);
    expect(moved('2026-12-14 00:00', '2026-12-13 08:00')).toBe(0);
    expect(moved(null, '2026-12-14 17:00')).toBeNull();
    expect(moved('2026-12-14 17:00', null)).toBeNull();
  });
});

describe('rungs told too early', () => {
  const rung = (when: string, more: Partial<DerivedRung> = {}): DerivedRung => ({
    clockId: RESPONSE,
    round: 1,
    rungId: 'K1',
    level: 1,
    office: SCIENCE,
    ladder: 'LD-RECOMMENDATION',
    at: at(when),
    state: 'armed',
    requiresAck: false,
    ...more,
  });
  const of = (...rungs: DerivedRung[]): Derived => ({ clocks: [], rungs, main: null, wakeAt: null });
  const now = at('2026-12-09 09:00');

  test.each<[string, DerivedRung, DerivedRung, boolean]>([
    ['had its time come, and has it ahead now', rung('2026-12-09 08:00'), rung('2026-12-10 08:00'), true],
    ['at this very instant', rung('2026-12-09 09:00'), rung('2026-12-10 08:00'), true],
    ['had it ahead before', rung('2026-12-09 09:01'), rung('2026-12-10 08:00'), false],
    ['moved, and its time has come all the same', rung('2026-12-08 08:00'), rung('2026-12-09 08:00'), false],
    ['is silent now', rung('2026-12-09 08:00'), rung('2026-12-09 08:00', { state: 'held' }), true],
    ['was silent before', rung('2026-12-09 08:00', { state: 'held' }), rung('2026-12-10 08:00'), false],
    ['of another round', rung('2026-12-09 08:00'), rung('2026-12-10 08:00', { round: 2 }), false],
    ['of another clock', rung('2026-12-09 08:00'), rung('2026-12-10 08:00', { clockId: 'triage' }), false],
  ])('%s', (_, before, after, isRecalled) => {
    expect(recalled(of(before), of(after), now)).toEqual(new Set(isRecalled ? [after] : []));
  });
});
