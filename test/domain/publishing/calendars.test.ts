import { validateCalendar, type Published } from '../../../domain/publishing/calendars';
import { organisationOf } from '../../../domain/organisation/model';
import type { OrganisationData } from '../../../domain/organisation/types';
import { resolveCalendar } from '../../../domain/time/calendar';
import { dueOf } from '../../../domain/time/due';
import { explain } from '../../../domain/time/explain';
import { fromIso, toIso } from '../../../domain/time/plain-date';
import type { CalendarDay, CalendarLayer, Interval, Ledger } from '../../../domain/time/types';

const organisation = organisationOf({
  units: [
    { id: 'xa', name: 'Xã Mẫu', kind: 'commune', parentId: null },
    { id: 'cu', name: 'Xã cũ', kind: 'commune', parentId: null, effectiveTo: '2026-06-30' },
    { id: 'ban', name: 'Xã của tỉnh bạn', kind: 'commune', parentId: null, scope: 'reference' },
  ],
  positions: [],
  people: [],
  holders: [],
  substitutions: [],
} as unknown as OrganisationData);

const HOURS: Interval[] = [
  ['07:30', '11:30'],
  ['13:30', '17:00'],
];
const WEEK = { 1: HOURS, 2: HOURS, 3: HOURS, 4: HOURS, 5: HOURS };
const vn: CalendarLayer = {
  id: 'vn',
  version: 1,
  name: 'Lịch quốc gia',
  level: 'national',
  purpose: 'processing',
  publishedOn: '2026-01-01',
  weekly: WEEK,
  days: [],
  covers: { from: '2026-01-01', to: '2027-12-31' },
};
const own: CalendarLayer = {
  id: 'lich-xa',
  version: 1,
  name: 'Giờ của xã',
  level: 'unit',
  unitId: 'xa',
  purpose: 'processing',
  publishedOn: '2026-01-01',
  weekly: WEEK,
  days: [{ date: '2026-12-24', kind: 'closed', name: 'Hội làng' }],
};
const published = (...layers: CalendarLayer[]): Published => ({
  layers,
  organisation,
  now: fromIso('2026-11-28T09:00:00+07:00'),
});
const closed = (date: string, more: Partial<CalendarDay> = {}): CalendarDay => ({
  date,
  kind: 'closed',
  name: 'Nghỉ bão',
  ...more,
});

describe('the draft of a calendar beside what is published', () => {
  const told = (draft: CalendarLayer, beside: Published): string[] =>
    validateCalendar(draft, beside).map(({ code, path }) => `${code} ${path}`);

  test.each<[string, CalendarLayer, Published, string[]]>([
    ['a first national one', vn, published(), []],
    ['another version of it', { ...vn, days: [closed('2026-12-01')] }, published(vn), []],
    ['a second national one', { ...vn, id: 'vn-2' }, published(vn), ['SECOND_LAYER id']],
    ['the first of a unit', own, published(vn), []],
    ['of a unit nobody knows', { ...own, unitId: 'x' }, published(vn), ['UNKNOWN_UNIT unitId']],
    ['of a unit of another province', { ...own, unitId: 'ban' }, published(vn), ['UNKNOWN_UNIT unitId']],
    ['of a unit that has ended', { ...own, unitId: 'cu' }, published(vn), ['UNKNOWN_UNIT unitId']],
    [
      'that moves a layer to another level',
      { ...own, level: 'province', unitId: undefined },
      published(vn, own),
      ['OTHER_LAYER level'],
    ],
    [
      'that moves a layer to another unit',
      { ...own, unitId: 'xa' },
      published({ ...own, unitId: 'cu' }),
      ['OTHER_LAYER level'],
    ],
    [
      'that turns processing into reception',
      { ...own, purpose: 'reception' },
      published(own),
      ['OTHER_PURPOSE purpose'],
    ],
    [
      'with a week where another layer of the unit has one: one of them would be read by nobody',
      { ...own, id: 'khac', days: [] },
      published(vn, own),
      ['SECOND_LAYER weekly'],
    ],
    [
      'with a day that another layer of the unit has',
      { ...own, id: 'khac', weekly: undefined },
      published(vn, own),
      ['SECOND_LAYER days[0].date'],
    ],
    [
      'with a day that only an earlier version of the other layer had',
      { ...own, id: 'khac', weekly: undefined },
      published(vn, own, { ...own, version: 2, days: [] }),
      [],
    ],
    [
      'for reception beside one for processing',
      { ...own, id: 'khac', purpose: 'reception' },
      published(own),
      [],
    ],
    [
      'with a day before it takes effect that the version in use does not have: nobody would count by it',
      { ...vn, effectiveFrom: '2027-01-01', days: [closed('2026-12-01'), closed('2027-02-01')] },
      published(vn),
      ['BEFORE_EFFECTIVE days[0]'],
    ],
    [
      'with the days of the version in use, taking effect later',
      { ...vn, effectiveFrom: '2027-01-01', days: [closed('2026-12-01'), closed('2027-02-01')] },
      published({ ...vn, days: [closed('2026-12-01')] }),
      [],
    ],
    [
      'that changes a day before it takes effect',
      { ...vn, effectiveFrom: '2027-01-01', days: [closed('2026-12-01', { name: 'Khác' })] },
      published({ ...vn, days: [closed('2026-12-01')] }),
      ['BEFORE_EFFECTIVE days[0]'],
    ],
    [
      'that leaves out a year in which open cases are counted',
      { ...vn, covers: { from: '2026-01-01', to: '2026-12-31' } },
      { ...published(vn), counted: { from: '2026-11-01', to: '2027-02-01' } },
      ['GAP_IN_YEARS covers'],
    ],
    [
      'that covers what is covered today, though cases reach further',
      vn,
      { ...published(vn), counted: { from: '2026-11-01', to: '2029-02-01' } },
      [],
    ],
  ])('%s', (_name, draft, beside, expected) => {
    expect(told(draft, beside)).toEqual(expected);
  });
});

/**
 * Received in the commune on Monday 21/12/2026, 16:00; three working days: Tuesday, Wednesday, Friday, since Thursday is
 * the village's day off. What each field changes of the date and its reasons.
 */
describe('every field of a calendar is obeyed', () => {
  const ledger: Ledger = {
    startAt: fromIso('2026-12-21T16:00:00+07:00'),
    startReason: 'Tiếp nhận',
    term: { unit: 'WORKING_DAY', amount: 3 },
    extensions: [],
    pauses: [],
    suspensions: [],
    restarts: [],
    owner: 'office',
  };
  const dueBy = (layers: CalendarLayer[], purpose: 'processing' | 'reception' = 'processing'): string => {
    const calendar = resolveCalendar(layers, { unitId: 'xa', purpose, asOf: '2026-12-31' });
    const due = dueOf(ledger, calendar);
    const why = explain(ledger, calendar).find(
      ({ kind, on }) => kind !== 'result' && on === '2026-12-24',
    )?.name;
    return `${toIso(due.dueAt).slice(0, 16)}${due.provisional ? ' tạm tính' : ''}; ${calendar.versions.join(' ')}; ${why ?? '-'}`;
  };
  const before = '2026-12-25T17:00; vn@1 lich-xa@1; Hội làng';

  test('as it stands', () => expect(dueBy([vn, own])).toBe(before));

  const [village] = own.days as [CalendarDay];
  const day = (more: Partial<CalendarDay>): Partial<CalendarLayer> => ({ days: [{ ...village, ...more }] });
  test.each<[string, Partial<CalendarLayer>, string]>([
    ['id', { id: 'khac' }, '2026-12-25T17:00; vn@1 khac@1; Hội làng'],
    ['version', { version: 4 }, '2026-12-25T17:00; vn@1 lich-xa@4; Hội làng'],
    ['unitId', { unitId: 'khac' }, '2026-12-24T17:00; vn@1; -'],
    ['purpose', { purpose: 'reception' }, '2026-12-24T17:00; vn@1; -'],
    ['publishedOn', { publishedOn: '2027-01-01' }, '2026-12-24T17:00; vn@1; -'],
    ['effectiveFrom', { effectiveFrom: '2026-12-25' }, '2026-12-24T17:00; vn@1 lich-xa@1; -'],
    [
      'weekly',
      { weekly: { ...WEEK, 5: [['07:30', '11:30']] } },
      '2026-12-25T11:30; vn@1 lich-xa@1; Hội làng',
    ],
    ['covers', { covers: { from: '2026-01-01', to: '2026-12-22' } }, `${before.replace(';', ' tạm tính;')}`],
    ['days[].date', day({ date: '2026-12-25' }), '2026-12-24T17:00; vn@1 lich-xa@1; -'],
    ['days[].name', day({ name: 'Nghỉ bão' }), '2026-12-25T17:00; vn@1 lich-xa@1; Nghỉ bão'],
    ['days[].kind open', day({ kind: 'open' }), '2026-12-24T17:00; vn@1 lich-xa@1; Hội làng'],
    [
      'days[].kind partial, days[].intervals',
      day({ kind: 'partial', intervals: [['08:00', '10:00']] }),
      '2026-12-24T10:00; vn@1 lich-xa@1; Hội làng',
    ],
    ['days[].provisional', day({ provisional: true }), '2026-12-25T17:00 tạm tính; vn@1 lich-xa@1; Hội làng'],
  ])('%s', (_field, change, expected) => {
    expect(dueBy([vn, { ...own, ...change }])).toBe(expected);
  });

  test('the level decides whom it concerns: a province layer counts in every unit', () => {
    const elsewhere = (layer: CalendarLayer) => resolveCalendar([vn, layer], { unitId: 'khac' }).versions;
    expect([elsewhere(own), elsewhere({ ...own, level: 'province', unitId: undefined })]).toEqual([
      ['vn@1'],
      ['vn@1', 'lich-xa@1'],
    ]);
  });

  test('reception hours open the counter and move no date', () => {
    const saturday: CalendarLayer = {
      ...own,
      id: 'tiep-nhan',
      purpose: 'reception',
      weekly: { 6: HOURS },
      days: [],
    };
    const open = (purpose: 'processing' | 'reception'): boolean =>
      resolveCalendar([vn, saturday], { unitId: 'xa', purpose }).isOpen('2026-12-26');
    expect([open('reception'), open('processing'), dueBy([vn, own, saturday])]).toEqual([
      true,
      false,
      before,
    ]);
  });

  test('a version taken back counts on no day', () => {
    const again = { ...own, version: 3, effectiveFrom: '2027-01-01', takesBack: 2 };
    const mistake = { ...own, version: 2, days: [closed('2026-12-22'), village] };
    expect(dueBy([vn, own, mistake])).toBe('2026-12-28T17:00; vn@1 lich-xa@2; Hội làng');
    expect(dueBy([vn, own, mistake, again])).toBe('2026-12-25T17:00; vn@1 lich-xa@1 lich-xa@3; Hội làng');
  });

  /** Fields that only the draft is judged by. */
  test.each<[string, Partial<CalendarLayer>, string]>([
    ['name', { name: ' ' }, 'NO_NAME name'],
    ['days[].swappedWith', day({ swappedWith: '2026-12-26' }), 'SWAP_NOT_OPEN days[0].swappedWith'],
    [
      'covers.provisionalTo',
      { covers: { from: '2026-01-01', to: '2026-12-31', provisionalTo: '2026-06-30' } },
      'GAP_IN_YEARS covers',
    ],
    ['a weekday that is none', { weekly: { ...WEEK, 8: HOURS } }, 'BAD_WEEKDAY weekly.8'],
    ['a kind of day that is none', day({ kind: 'half' as 'open' }), 'BAD_KIND days[0].kind'],
  ])('%s: the draft is refused', (_field, change, expected) => {
    const faults = validateCalendar({ ...own, ...change }, published(vn));
    expect(faults.map(({ code, path }) => `${code} ${path}`)).toEqual([expected]);
  });
});
