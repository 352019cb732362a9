import { resolveCalendar } from '../../../domain/time/calendar';
import { versionsInForce, type LayerChoice } from '../../../domain/time/layers';
import type { CalendarLayer } from '../../../domain/time/types';
import { LAYERS, at } from './support';

const MORNING: CalendarLayer['weekly'] = { 1: [['08:00', '12:00']], 2: [['08:00', '12:00']] };
const NOON: CalendarLayer['weekly'] = { 1: [['13:00', '15:00']], 2: [['13:00', '15:00']] };

function unit(version: number, more: Partial<CalendarLayer> = {}): CalendarLayer {
  const base = { id: 'u', name: 'Xã', purpose: 'processing', publishedOn: '2026-01-01', days: [] } as const;
  return { ...base, level: 'unit', unitId: 'u', version, weekly: MORNING, ...more, days: more.days ?? [] };
}

const UNIT = { unitId: 'u' };
const versions = (layers: CalendarLayer[], choice: LayerChoice = UNIT) =>
  resolveCalendar([...LAYERS, ...layers], choice).versions;

describe('as seen at an instant', () => {
  test.each([
    ['2026-05-07 23:59', 'vn@3'],
    ['2026-05-08 00:00', 'vn@4'],
    ['2024-11-26 00:00', 'vn@1'],
    ['2024-11-25 23:59', 'vn@1'],
    ['2001-01-01 00:00', 'vn@1'],
  ])('at %s the calendar is %s', (instant, version) => {
    expect(resolveCalendar(LAYERS, { at: at(instant) }).versions).toEqual([version]);
  });

  test('an exact instant of publication counts to the millisecond', () => {
    const published = at('2026-03-09 10:00');
    const layers = [unit(1), unit(2, { publishedOn: '2026-03-09', publishedAt: published, weekly: NOON })];
    expect(versions(layers, { ...UNIT, at: published - 1 })).toEqual(['vn@3', 'u@1']);
    expect(versions(layers, { ...UNIT, at: published })).toEqual(['vn@3', 'u@2']);
    expect(versions(layers, { ...UNIT, asOf: '2026-03-09' })).toEqual(['vn@3', 'u@2']);
  });

  test('before the first calendar the layers of province and unit do not count', () => {
    expect(versions([unit(1)], { ...UNIT, at: at('2024-01-01') })).toEqual(['vn@1']);
  });

  test('without any national layer there is still no calendar', () => {
    expect(() =>
      resolveCalendar([unit(1, { weekly: undefined })], { ...UNIT, at: at('2024-01-01') }),
    ).toThrow(expect.objectContaining({ reason: 'NO_CALENDAR' }));
  });
});

describe('a version that takes effect later', () => {
  const old = unit(1);
  const later = unit(2, { weekly: NOON, effectiveFrom: '2026-07-01' });

  test('leaves the days before to the version before it', () => {
    const calendar = resolveCalendar([...LAYERS, later, old], UNIT);
    expect(calendar.versions).toEqual(['vn@5', 'u@1', 'u@2']);
    // 29/06/2026 is a Monday, 06/07/2026 too.
    expect([calendar.day('2026-06-29').minutes, calendar.day('2026-07-06').minutes]).toEqual([240, 120]);
    expect([calendar.day('2026-06-30').minutes, calendar.day('2026-07-01').minutes]).toEqual([240, 0]);
  });

  test('takes the dated exceptions of the version before it along with its days', () => {
    const day = { date: '2026-07-06', kind: 'closed', name: 'Cũ' } as const;
    const calendar = resolveCalendar([...LAYERS, unit(1, { days: [day] }), later], UNIT);
    expect(calendar.day('2026-07-06')).toMatchObject({ open: true, minutes: 120 });
  });

  test.each<[string, CalendarLayer[], string[]]>([
    [
      'one without a first day ends the stack',
      [unit(1), unit(2), unit(3, { effectiveFrom: '2026-07-01' })],
      ['u@2', 'u@3'],
    ],
    [
      'three steps',
      [unit(1), unit(2, { effectiveFrom: '2026-05-01' }), unit(3, { effectiveFrom: '2026-07-01' })],
      ['u@1', 'u@2', 'u@3'],
    ],
    [
      'a newer version in effect earlier replaces the one between',
      [unit(1), unit(2, { effectiveFrom: '2026-07-01' }), unit(3, { effectiveFrom: '2026-05-01' })],
      ['u@1', 'u@3'],
    ],
    [
      'the same first day: the newer',
      [unit(1, { effectiveFrom: '2026-07-01' }), unit(2, { effectiveFrom: '2026-07-01' })],
      ['u@2'],
    ],
    ['nothing before the first', [unit(1, { effectiveFrom: '2026-07-01' })], ['u@1']],
  ])('%s', (_what, layers, expected) => {
    expect(versions(layers)).toEqual(['vn@5', ...expected]);
    expect(versions([...layers].reverse())).toEqual(['vn@5', ...expected]);
  });

  test('one that was taken back leaves its days to the version before it, unless that is taken back too', () => {
    const [first, wrong] = [unit(1), unit(3, { effectiveFrom: '2026-05-01' })];
    const second = { ...later, version: 2 };
    const back = { ...second, version: 4, takesBack: 3 };
    expect(versions([first, second, wrong, back])).toEqual(['vn@5', 'u@1', 'u@4']);
    expect(versions([first, second, wrong, back, { ...wrong, version: 5, takesBack: 4 }])).toEqual([
      'vn@5',
      'u@1',
      'u@5',
    ]);
    // A version for all days, taken back, gives the earlier days back as well.
    const all = [first, second, unit(3), back];
    expect(versions(all)).toEqual(['vn@5', 'u@1', 'u@4']);
  });

  test('one not yet published by then does not count at all', () => {
    const announced = { ...later, publishedOn: '2026-06-15' };
    expect(versions([old, announced], { ...UNIT, at: at('2026-06-14') })).toEqual(['vn@4', 'u@1']);
  });

  test('resolving exactly the versions in use again gives the same calendar', () => {
    const layers = [...LAYERS, unit(1), unit(2, { effectiveFrom: '2026-08-01' }), { ...later, version: 3 }];
    const calendar = resolveCalendar(layers, UNIT);
    const used = layers.filter(({ id, version }) => calendar.versions.includes(`${id}@${version}`));
    const again = resolveCalendar(used, UNIT);
    expect(again.versions).toEqual(calendar.versions);
    for (let day = calendar.day('2026-06-01').number; day < calendar.day('2026-10-01').number; day += 1)
      expect(again.at(day)).toEqual(calendar.at(day));
  });
});

test('the keys are told without the calendar, and are the calendar’s own', () => {
  const layers = [...LAYERS, unit(1), unit(2, { effectiveFrom: '2026-07-01' })];
  for (const choice of [{}, UNIT, { at: at('2020-01-01') }, { ...UNIT, asOf: '2026-02-01' }])
    expect(versionsInForce(layers, choice)).toEqual(resolveCalendar(layers, choice).versions);
  // A broken layer is not read, only chosen.
  const broken = unit(3, { weekly: { 1: [['12:00', '08:00']] } });
  expect(versionsInForce([...layers, broken], UNIT)).toEqual(['vn@5', 'u@3']);
  expect(() => versionsInForce(LAYERS, { asOf: '2024-11-25' })).toThrow(
    expect.objectContaining({ reason: 'NO_CALENDAR' }),
  );
});
