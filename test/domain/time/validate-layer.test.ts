import { resolveCalendar } from '../../../domain/time/calendar';
import { validateLayer } from '../../../domain/time/validate-layer';
import type { CalendarDay, CalendarLayer } from '../../../domain/time/types';
import type { LayerCheck } from '../../../domain/time/layer-complaint';
import { LAYERS } from './support';

const NATIONAL = LAYERS.filter(({ level }) => level === 'national').at(-1) as CalendarLayer;
const day = (date: string, more: Partial<CalendarDay> = {}): CalendarDay => ({
  date,
  kind: 'closed',
  name: 'Nghỉ',
  ...more,
});
const told = (layer: CalendarLayer, check?: LayerCheck): [string, string][] =>
  validateLayer(layer, check).map(({ code, path }) => [code, path]);
const draft = (more: Partial<CalendarLayer>): CalendarLayer => ({ ...NATIONAL, days: [], ...more });
const unit = (more: Partial<CalendarLayer>): CalendarLayer =>
  draft({ level: 'unit', unitId: 'u', weekly: undefined, covers: undefined, ...more });

test.each(LAYERS.map((layer) => [`${layer.id}@${layer.version}`, layer] as const))(
  '%s as published has nothing to complain about',
  (_key, layer) => {
    const needs = { from: '2025-01-02', to: layer.covers?.provisionalTo ?? layer.covers?.to ?? '2027-12-31' };
    expect(validateLayer(layer, { needs })).toEqual([]);
  },
);

test.each<[string, CalendarLayer, [string, string][]]>([
  ['a week without a minute', unit({ weekly: { 1: [], 6: [] } }), [['EMPTY_WEEK', 'weekly']]],
  ['a unit without a week of its own', unit({}), []],
  [
    'a national layer without a week',
    draft({ weekly: undefined }),
    [
      ['EMPTY_WEEK', 'weekly'],
      ...[2025, 2026, 2027].map((): [string, string] => ['FULL_YEAR_CLOSED', 'days']),
    ],
  ],
  [
    'hours that overlap',
    unit({
      weekly: {
        1: [
          ['07:30', '11:30'],
          ['11:00', '17:00'],
        ],
      },
    }),
    [['OVERLAPPING_INTERVALS', 'weekly.1[1]']],
  ],
  [
    'hours inside others, out of order',
    unit({
      weekly: {
        1: [
          ['09:00', '10:00'],
          ['07:30', '11:30'],
        ],
      },
    }),
    [['OVERLAPPING_INTERVALS', 'weekly.1[0]']],
  ],
  [
    'hours that touch',
    unit({
      weekly: {
        1: [
          ['07:30', '11:30'],
          ['11:30', '17:00'],
        ],
      },
    }),
    [],
  ],
  ['hours until 24:00', unit({ weekly: { 1: [['16:00', '24:00']] } }), []],
  [
    'hours without a minute',
    unit({
      weekly: {
        1: [
          ['07:30', '07:30'],
          ['13:30', '17:00'],
        ],
      },
    }),
    [['EMPTY_INTERVAL', 'weekly.1[0]']],
  ],
  [
    'hours the wrong way round',
    unit({ weekly: { 1: [['07:30', '11:30']], 2: [['17:00', '13:30']] } }),
    [['EMPTY_INTERVAL', 'weekly.2[0]']],
  ],
  [
    'hours that are none',
    unit({
      weekly: {
        1: [
          ['07:30', '11:30'],
          ['25:00', '26:00'],
          ['7h', '9h'],
        ],
      },
    }),
    [
      ['EMPTY_INTERVAL', 'weekly.1[1]'],
      ['EMPTY_INTERVAL', 'weekly.1[2]'],
    ],
  ],
  [
    'hours of a day',
    unit({
      days: [
        day('2026-03-09', {
          kind: 'partial',
          intervals: [
            ['08:00', '10:00'],
            ['09:00', '11:00'],
          ],
        }),
      ],
    }),
    [['OVERLAPPING_INTERVALS', 'days[0].intervals[1]']],
  ],
  [
    'a date closed and open',
    unit({ days: [day('2026-03-09'), day('2026-03-09', { kind: 'open' })] }),
    [['OPEN_AND_CLOSED', 'days[1].date']],
  ],
  [
    'a date given twice',
    unit({ days: [day('2026-03-09'), day('2026-03-10'), day('2026-03-09')] }),
    [['OPEN_AND_CLOSED', 'days[2].date']],
  ],
  [
    'a half day without hours',
    unit({ days: [day('2026-03-09', { kind: 'partial' })] }),
    [['PARTIAL_WITHOUT_HOURS', 'days[0]']],
  ],
  [
    'an open day with no hours at all',
    unit({ days: [day('2026-03-09', { kind: 'open', intervals: [] })] }),
    [['PARTIAL_WITHOUT_HOURS', 'days[0]']],
  ],
  [
    'a closed day with hours',
    unit({ days: [day('2026-03-09', { intervals: [['08:00', '10:00']] })] }),
    [['CLOSED_WITH_HOURS', 'days[0]']],
  ],
  ['a day that does not exist', unit({ days: [day('2026-02-30')] }), [['BAD_DATE', 'days[0].date']]],
  [
    'days of another age',
    unit({ days: [day('1999-12-31'), day('2101-01-01'), day('2000-01-01')] }),
    [
      ['BAD_DATE', 'days[0].date'],
      ['BAD_DATE', 'days[1].date'],
    ],
  ],
  [
    'dates of the layer itself',
    unit({
      publishedOn: '24/11/2026',
      effectiveFrom: '2026-13-01',
      covers: { from: '2026-01-01', to: '2026-12-32' },
    }),
    [
      ['BAD_DATE', 'publishedOn'],
      ['BAD_DATE', 'effectiveFrom'],
      ['BAD_DATE', 'covers.to'],
    ],
  ],
  [
    'a swap with a day that is not there',
    unit({ days: [day('2026-03-09', { swappedWith: '2026-03-14' })] }),
    [['SWAP_NOT_OPEN', 'days[0].swappedWith']],
  ],
  [
    'a swap with a day that is closed too',
    unit({ days: [day('2026-03-09', { swappedWith: '2026-03-14' }), day('2026-03-14')] }),
    [['SWAP_NOT_OPEN', 'days[0].swappedWith']],
  ],
  [
    'a make-up day for a day that is open',
    unit({
      days: [
        day('2026-03-14', { kind: 'open', swappedWith: '2026-03-09' }),
        day('2026-03-09', { kind: 'open' }),
      ],
    }),
    [['SWAP_NOT_OPEN', 'days[0].swappedWith']],
  ],
  [
    'a swap with itself',
    unit({ days: [day('2026-03-09', { swappedWith: '2026-03-09' })] }),
    [['SWAP_NOT_OPEN', 'days[0].swappedWith']],
  ],
  [
    'a swap that names a third day',
    unit({
      days: [
        day('2026-03-09', { swappedWith: '2026-03-14' }),
        day('2026-03-14', { kind: 'open', swappedWith: '2026-03-10' }),
        day('2026-03-10', { swappedWith: '2026-03-14' }),
      ],
    }),
    [['SWAP_NOT_OPEN', 'days[0].swappedWith']],
  ],
  [
    'a swap told at one end',
    unit({ days: [day('2026-03-09', { swappedWith: '2026-03-14' }), day('2026-03-14', { kind: 'open' })] }),
    [],
  ],
  [
    'a swap with half a make-up day',
    unit({
      days: [
        day('2026-03-09', { swappedWith: '2026-03-14' }),
        day('2026-03-14', { kind: 'partial', intervals: [['07:30', '11:30']] }),
      ],
    }),
    [],
  ],
  ['a unit layer without a unit', unit({ unitId: undefined }), [['UNIT_MISSING', 'unitId']]],
  ['a unit layer with an empty unit', unit({ unitId: ' ' }), [['UNIT_MISSING', 'unitId']]],
  ['a province layer with a unit', unit({ level: 'province' }), [['UNIT_MISSING', 'unitId']]],
  [
    'no names',
    unit({ name: ' ', days: [day('2026-03-09', { name: '' })] }),
    [
      ['NO_NAME', 'name'],
      ['NO_NAME', 'days[0].name'],
    ],
  ],
  ['national years not told', draft({ covers: undefined }), [['GAP_IN_YEARS', 'covers']]],
  [
    'years the wrong way round',
    draft({ covers: { from: '2027-01-01', to: '2026-12-31' } }),
    [['GAP_IN_YEARS', 'covers']],
  ],
  [
    'provisional years that end before the sure ones',
    draft({ covers: { from: '2026-01-01', to: '2026-12-31', provisionalTo: '2026-06-30' } }),
    [['GAP_IN_YEARS', 'covers']],
  ],
  [
    'a day beyond the years, told as certain',
    draft({ days: [day('2028-01-03')] }),
    [['UNCOVERED_DAY', 'days[0]']],
  ],
  [
    'a day of the provisional year, told as certain',
    draft({ days: [day('2027-09-02')] }),
    [['UNCOVERED_DAY', 'days[0]']],
  ],
  [
    'a day of the provisional year, told as provisional',
    draft({ days: [day('2027-09-02', { provisional: true })] }),
    [],
  ],
])('%s', (_what, layer, expected) => {
  expect(told(layer)).toEqual(expected);
  for (const { detail } of validateLayer(layer)) expect(detail).toMatch(/^\p{L}|^"/u);
});

describe('the years that open cases need', () => {
  const only2026 = { from: '2026-01-01', to: '2026-12-31' };
  const needs = (from: string, to: string): LayerCheck => ({ needs: { from, to } });

  test.each<[string, LayerCheck, [string, string][]]>([
    ['inside', needs('2026-03-01', '2026-11-30'), []],
    ['one year short', needs('2026-03-01', '2027-01-01'), [['GAP_IN_YEARS', 'covers']]],
    ['a year before', needs('2025-12-31', '2026-06-01'), [['GAP_IN_YEARS', 'covers']]],
    ['a part of the first year that is not needed', { needs: { from: '2026-02-01', to: '2026-02-02' } }, []],
  ])('%s', (_what, check, expected) => {
    expect(told(draft({ covers: only2026 }), check)).toEqual(expected);
  });

  test('the missing years are named, in one complaint', () => {
    const [one, ...rest] = validateLayer(draft({ covers: only2026 }), needs('2025-06-01', '2028-06-01'));
    expect([one?.detail, rest]).toEqual([expect.stringContaining('2025, 2027, 2028'), []]);
  });

  test('provisional years are years', () => {
    const covers = { ...only2026, provisionalTo: '2027-12-31' };
    expect(told(draft({ covers }), needs('2026-01-01', '2027-12-31'))).toEqual([]);
  });

  test('a year without a working day', () => {
    const closed = Array.from({ length: 366 }, (_, index) =>
      new Date(Date.UTC(2028, 0, 1 + index)).toISOString().slice(0, 10),
    ).map((date) => day(date));
    const covers = { from: '2027-01-01', to: '2028-12-31' };
    expect(told(draft({ covers, days: closed }))).toEqual([['FULL_YEAR_CLOSED', 'days']]);
    // 03/01/2028 is a Monday.
    expect(told(draft({ covers, days: closed.slice(3) }))).toEqual([]);
    expect(told(unit({ days: closed }), needs('2028-01-01', '2028-02-01'))).toEqual([
      ['FULL_YEAR_CLOSED', 'days'],
    ]);
  });
});

test('days before a draft takes effect are answered by the version in use', () => {
  const later = draft({
    version: 6,
    effectiveFrom: '2027-01-01',
    covers: { from: '2027-01-01', to: '2027-12-31' },
    days: [day('2027-01-08', { swappedWith: '2026-12-26' })],
  });
  const made = { ...NATIONAL, days: [day('2026-12-26', { kind: 'open' })] };
  const needs = { from: '2026-03-01', to: '2027-06-01' };
  expect(told(later, { needs, previous: made })).toEqual([]);
  expect(told(later, { needs })).toEqual([
    ['SWAP_NOT_OPEN', 'days[0].swappedWith'],
    ['GAP_IN_YEARS', 'covers'],
  ]);
});

test('everything at once, and what passes can be counted by', () => {
  const broken = draft({
    name: '',
    unitId: 'u',
    weekly: {},
    covers: undefined,
    days: [day('2026-02-30'), day('2026-03-09', { kind: 'partial', swappedWith: '2026-03-10' })],
  });
  expect(
    new Set(told(broken, { needs: { from: '2026-01-01', to: '2026-12-31' } }).map(([code]) => code)),
  ).toEqual(
    new Set([
      'NO_NAME',
      'UNIT_MISSING',
      'BAD_DATE',
      'EMPTY_WEEK',
      'PARTIAL_WITHOUT_HOURS',
      'SWAP_NOT_OPEN',
      'GAP_IN_YEARS',
    ]),
  );
  expect(resolveCalendar([NATIONAL]).isOpen('2026-03-09')).toBe(true);
});
