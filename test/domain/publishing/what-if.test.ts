import { resolveCalendar, type Calendar } from '../../../domain/time/calendar';
import type { Ledger, Term } from '../../../domain/time/types';
import {
  outcomesOf,
  type Change,
  type Measured,
  type Comparison,
  type StoredCase,
  type StoredClock,
} from '../../../domain/publishing/what-if';
import { FURTHEST_DAYS, Tally } from '../../../domain/publishing/what-if-tally';
import { LAYERS, VN, at, days, ledger, pause } from '../time/support';

// Monday 01/06/2026 to Friday 12/06 are ten plain working days; no holiday lies near.
const START = '2026-06-01 09:00';
const published = (): Calendar => VN;

function clock(more: Partial<StoredClock> & { ledger?: Ledger | null } = {}): StoredClock {
  return {
    id: 'response:gl-so-tai-chinh',
    unitId: 'gl-so-tai-chinh',
    calendarUnitId: 'gl-so-tai-chinh',
    state: 'done',
    endedAt: at('2026-06-08 10:00'),
    // Five working days from Monday 01/06: Monday 08/06.
    dueOn: '2026-06-08',
    dueAt: at('2026-06-08 17:00'),
    calendarVersions: ['vn@5'],
    ledger: ledger(START, days(5)),
    ...more,
  };
}

const one = (more: Partial<StoredCase> = {}): StoredCase => ({
  id: 'a',
  kind: 'recommendation',
  unitId: 'gl-so-tai-chinh',
  procedure: null,
  category: 'funding',
  main: clock(),
  step: null,
  ...more,
});

const NOW = at('2026-06-10 09:00');
const outcomes = (stored: StoredCase, change: Change, now = NOW): Comparison[] =>
  outcomesOf(stored, change, published, now);
function measured(main: StoredClock, change: Change, now = NOW): Measured {
  const [outcome] = outcomes(one({ main }), change, now);
  if (!outcome || typeof outcome === 'string') throw new Error(String(outcome));
  return outcome;
}
const due = ({ now, whatIf }: Measured) => [now.dueOn, whatIf.dueOn];
const lateness = ({ now, whatIf }: Measured) => [now.isLate, whatIf.isLate];

describe('another term', () => {
  it('moves the date and what was on time becomes late', () => {
    const found = measured(clock(), { term: days(3) });
    expect(due(found)).toEqual(['2026-06-08', '2026-06-04']);
    expect(lateness(found)).toEqual([false, true]);
  });

  it('a longer one makes what was late on time, exactly at its due instant too', () => {
    const main = clock({ endedAt: at('2026-06-10 17:00') });
    expect(lateness(measured(main, { term: days(7) }))).toEqual([true, false]);
    expect(lateness(measured({ ...main, endedAt: at('2026-06-10 17:00') + 1 }, { term: days(7) }))).toEqual([
      true,
      true,
    ]);
  });

  it('keeps pauses: one working day stood still is one day more under either term', () => {
    const main = clock({
      ledger: ledger(START, days(5), { pauses: [pause('2026-06-03 07:30', '2026-06-04 07:30')] }),
      dueOn: '2026-06-09',
      dueAt: at('2026-06-09 17:00'),
    });
    expect(due(measured(main, { term: days(3) }))).toEqual(['2026-06-09', '2026-06-05']);
  });

  it.each<[string, Partial<Ledger>, Term | undefined]>([
    ['a day a leader set', { setDueOn: '2026-06-08' }, undefined],
    ['an instant a leader set', { setDueAt: at('2026-06-08 17:00') }, undefined],
    ['a leader’s day, whatever the term was', { setDueOn: '2026-06-08' }, days(5)],
  ])('does not move %s', (_what, more, term) => {
    const found = measured(clock({ ledger: ledger(START, term, more) }), { term: days(1) });
    expect([due(found), found.kept]).toEqual([['2026-06-08', '2026-06-08'], 'set']);
  });

  it('does not move a date it was extended to, but one it was extended by', () => {
    const granted = { reason: 'x', decidedAt: at('2026-06-03 09:00') };
    const to = clock({
      ledger: ledger(START, days(2), { extensions: [{ ...granted, dueOn: '2026-06-08' }] }),
    });
    const found = measured(to, { term: days(1) });
    expect([due(found), found.kept]).toEqual([['2026-06-08', '2026-06-08'], 'extended']);
    const by = clock({ ledger: ledger(START, days(3), { extensions: [{ ...granted, term: days(2) }] }) });
    expect(due(measured(by, { term: days(1) }))).toEqual(['2026-06-08', '2026-06-04']);
  });

  it('leaves out what has no date and what cannot be counted', () => {
    const change = { term: days(3) };
    expect(outcomes(one({ main: clock({ ledger: null, dueOn: null, dueAt: null }) }), change)).toEqual([
      'withoutDate',
    ]);
    expect(
      outcomes(one({ main: clock({ ledger: { ...ledger(START, days(5)), startAt: 0 } }) }), change),
    ).toEqual(['notCountable']);
    expect(outcomes(one({ main: null }), change)).toEqual([]);
  });
});

describe('late, as lists and boards see it', () => {
  const open = (more: Partial<StoredClock> = {}) => clock({ state: 'running', endedAt: null, ...more });
  const shorter = { term: days(3) };

  it.each<[string, StoredClock, string, [boolean, boolean]]>([
    ['running, before both dates', open(), '2026-06-03 09:00', [false, false]],
    ['running, between them', open(), '2026-06-08 09:00', [false, true]],
    ['running, after both', open(), '2026-06-09 09:00', [true, true]],
    ['held: answered, not confirmed', open({ state: 'held' }), '2026-06-09 09:00', [true, true]],
    [
      'cancelled between them',
      open({ state: 'cancelled', endedAt: at('2026-06-05 09:00') }),
      '2026-07-01',
      [false, true],
    ],
  ])('%s', (_what, main, now, expected) => {
    expect(lateness(measured(main, shorter, at(now)))).toEqual(expected);
  });

  it.each<[string, string, [boolean, boolean]]>([
    ['before both dates', '2026-06-02 09:00', [false, false]],
    ['between them, so it would have been late by then', '2026-06-05 09:00', [false, true]],
  ])('standing since %s', (_when, since, expected) => {
    const main = open({ state: 'paused', ledger: ledger(START, days(5), { pauses: [pause(since, null)] }) });
    expect(lateness(measured(main, shorter, at('2026-07-01')))).toEqual(expected);
  });

  it('suspended until further notice it does not become late, unless it was before', () => {
    const suspended = (since: string) =>
      open({ ledger: ledger(START, days(5), { suspensions: [pause(since, null)] }) });
    expect(lateness(measured(suspended('2026-06-02 09:00'), shorter, at('2026-07-01')))).toEqual([
      false,
      false,
    ]);
    expect(lateness(measured(suspended('2026-06-05 09:00'), shorter, at('2026-07-01')))).toEqual([
      false,
      true,
    ]);
    expect(lateness(measured(suspended('2026-06-20 09:00'), shorter, at('2026-06-15')))).toEqual([
      true,
      true,
    ]);
  });
});

describe('another calendar', () => {
  const [newest] = LAYERS.filter(({ id }) => id === 'vn').sort((a, b) => b.version - a.version);
  const closed = resolveCalendar([
    {
      ...(newest as (typeof LAYERS)[number]),
      days: [...(newest?.days ?? []), { date: '2026-06-03', kind: 'closed', name: 'Nghỉ' }],
    },
  ]);
  const change: Change = { calendarFor: () => closed };

  it('a day off more moves working days, and a leader’s date not', () => {
    expect(due(measured(clock(), change))).toEqual(['2026-06-08', '2026-06-09']);
    const set = measured(clock({ ledger: ledger(START, undefined, { setDueOn: '2026-06-08' }) }), change);
    expect([due(set), set.kept]).toEqual([['2026-06-08', '2026-06-08'], null]);
  });

  it('together with a term both count', () => {
    expect(due(measured(clock(), { ...change, term: days(3) }))).toEqual(['2026-06-08', '2026-06-05']);
  });
});

describe('a step', () => {
  const step = (more: Partial<StoredClock> = {}) => clock({ id: 'step:S2', unitId: 'gl-phuong', ...more });

  it('is measured alone when its term alone changes', () => {
    const found = outcomes(one({ step: step() }), { stepTerm: days(2) }) as Measured[];
    expect(found.map(({ which }) => which)).toEqual(['step']);
    expect(due(found[0] as Measured)).toEqual(['2026-06-08', '2026-06-03']);
  });

  it('is capped by the date of its dossier', () => {
    const [found] = outcomes(one({ step: step() }), { stepTerm: days(9) }) as Measured[];
    expect(found && [due(found), found.ledger.cap]).toEqual([
      ['2026-06-08', '2026-06-08'],
      at('2026-06-08 17:00'),
    ]);
  });

  it('follows the dossier’s supposed date, and is freed from the cap it had', () => {
    const capped = step({
      dueOn: '2026-06-08',
      dueAt: at('2026-06-08 17:00'),
      ledger: ledger(START, days(6), { cap: at('2026-06-08 17:00') }),
    });
    const both = outcomes(one({ step: capped }), { term: days(8), stepTerm: days(7) }) as Measured[];
    expect(both.map(({ which, whatIf }) => [which, whatIf.dueOn])).toEqual([
      ['main', '2026-06-11'],
      ['step', '2026-06-10'],
    ]);
    const shorter = outcomes(one({ step: capped }), { term: days(2), stepTerm: days(7) }) as Measured[];
    expect(shorter.map(({ whatIf }) => whatIf.dueOn)).toEqual(['2026-06-03', '2026-06-03']);
  });

  it('of a dossier without a date now keeps the limit it had', () => {
    const capped = step({ ledger: ledger(START, days(6), { cap: at('2026-06-08 17:00') }) });
    const main = clock({ ledger: null, dueOn: null, dueAt: null });
    const [found] = outcomes(one({ main, step: capped }), { stepTerm: days(9) }) as Measured[];
    expect(found && due(found)).toEqual(['2026-06-08', '2026-06-08']);
  });
});

describe('added up', () => {
  const change = { term: days(3) };
  const add = (tally: Tally, stored: StoredCase) => tally.add(stored, outcomes(stored, change));

  it('gives counts, groups and days that can be counted by hand', () => {
    const tally = new Tally(5);
    // On time on 04/06 either way; on time only under five days; late either way; set by a leader; without a date.
    add(tally, one({ id: '1', main: clock({ endedAt: at('2026-06-04 16:00') }) }));
    add(tally, one({ id: '2', main: clock({ endedAt: at('2026-06-05 10:00') }), category: 'other' }));
    add(tally, one({ id: '3', main: clock({ endedAt: at('2026-06-12 10:00') }), unitId: 'gl-so-y-te' }));
    add(
      tally,
      one({ id: '4', main: clock({ ledger: ledger(START, undefined, { setDueOn: '2026-06-08' }) }) }),
    );
    add(tally, one({ id: '5', main: clock({ ledger: null, dueOn: null, dueAt: null }) }));
    add(tally, one({ id: '6', main: null }));
    expect(tally.considered).toBe(6);
    expect(tally.total).toEqual({
      clocks: 4,
      lateNow: 1,
      lateWhatIf: 2,
      becameLate: 1,
      noLongerLate: 0,
      earlier: 3,
      later: 0,
    });
    expect(tally.leftOut).toEqual({ withoutClock: 1, withoutDate: 1, notCountable: 0 });
    expect(tally.kept).toEqual({ set: 1, extended: 0 });
    expect([...tally.days]).toEqual([[-4, 3]]);
    expect([...tally.byUnit].map(([id, { clocks }]) => [id, clocks])).toEqual([
      ['gl-so-tai-chinh', 3],
      ['gl-so-y-te', 1],
    ]);
    expect([...tally.byCategory].map(([id, { becameLate }]) => [id, becameLate])).toEqual([
      ['funding', 0],
      ['other', 1],
    ]);
    expect(tally.examples().map((example) => example.case.id)).toEqual(['2', '1', '3']);
  });

  it('keeps no more examples than were wanted, the same ones in whatever order cases come', () => {
    const cases = Array.from({ length: 100 }, (_, index) =>
      one({
        id: String(index).padStart(3, '0'),
        main: clock({ endedAt: at(index % 10 ? '2026-06-04 16:00' : '2026-06-05 10:00') }),
      }),
    );
    const ids = (order: StoredCase[]): string[] => {
      const tally = new Tally(3);
      for (const stored of order) add(tally, stored);
      return tally.examples().map((example) => example.case.id);
    };
    expect(ids(cases)).toEqual(['000', '010', '020']);
    expect(ids([...cases].reverse())).toEqual(['000', '010', '020']);
    const none = new Tally(0);
    for (const stored of cases) add(none, stored);
    expect(none.examples()).toEqual([]);
  });

  it('counts what moves beyond a year with what moves a year', () => {
    const tally = new Tally(0);
    const stored = one();
    tally.add(stored, outcomes(stored, { term: days(2_000) }));
    expect([...tally.days]).toEqual([[FURTHEST_DAYS, 1]]);
  });
});
