import { routeByRules, type RoutingRow } from '../../../domain/routing/route';
import { validateRouting } from '../../../domain/routing/validate';
import { organisationOf } from '../../../domain/organisation/model';
import type { OrganisationData } from '../../../domain/organisation/types';
import organisationFile from '../../../prisma/seed/organisation.json';
import routing from '../../../prisma/seed/routing.json';

const units = [
  { id: 'tinh', name: 'UBND tỉnh', kind: 'province', parentId: null },
  { id: 'noi', name: 'Sở Nội vụ', kind: 'department', parentId: 'tinh' },
  { id: 'tai', name: 'Sở Tài chính', kind: 'department', parentId: 'tinh' },
  { id: 'cu', name: 'Sở cũ', kind: 'department', parentId: 'tinh', effectiveTo: '2026-12-31' },
  { id: 'xa', name: 'Xã Mẫu', kind: 'commune', parentId: 'tinh' },
  { id: 'ban', name: 'Sở của tỉnh bạn', kind: 'department', parentId: 'tinh', scope: 'reference' },
];
const organisation = organisationOf({
  units,
  positions: [],
  people: [],
  holders: [],
  substitutions: [],
} as unknown as OrganisationData);
const check = { today: '2026-11-28', organisation };

const row = (more: Partial<RoutingRow> & Record<string, unknown> = {}): RoutingRow => ({
  id: 'R1',
  version: 1,
  priority: 10,
  keywords: ['biên chế'],
  lead: 'noi',
  supporting: ['tai'],
  ...more,
});
const told = (...rows: RoutingRow[]): string[] =>
  validateRouting(rows, check).map(({ code, path }) => `${code} ${path}`);

it('the table of the demo province has nothing to complain about', () => {
  const demo = organisationOf(organisationFile as unknown as OrganisationData);
  expect(validateRouting(routing.rows, { today: '2026-11-28', organisation: demo })).toEqual([]);
});

/** One row beside a sound one, and what is told. */
test.each<[string, Partial<RoutingRow> & Record<string, unknown>, string[]]>([
  ['that is sound', {}, []],
  ['with remarks of whoever wrote it', { certainty: 'inferred', basis: 'Quyết định 1', note: 'xem lại' }, []],
  ['with a field that no rule reads', { suporting: ['tai'] }, ['UNKNOWN_FIELD rows[0].suporting']],
  ['without an id', { id: ' ' }, ['NO_ID rows[0].id']],
  ['without a version', { version: undefined }, ['BAD_VERSION rows[0].version']],
  ['in version 0', { version: 0 }, ['BAD_VERSION rows[0].version']],
  ['from a day that is none', { effectiveFrom: '2026-02-30' }, ['BAD_DATE rows[0].effectiveFrom']],
  ['to a day that is none', { effectiveTo: '31/12/2026' }, ['BAD_DATE rows[0].effectiveTo']],
  [
    'that ends before it begins',
    { effectiveFrom: '2026-12-02', effectiveTo: '2026-12-01' },
    ['EFFECTIVE_RANGE rows[0].effectiveTo'],
  ],
  ['for one day', { effectiveFrom: '2026-12-02', effectiveTo: '2026-12-02' }, []],
  ['of half a priority', { priority: 1.5 }, ['BAD_PRIORITY rows[0].priority']],
  ['without a priority', { priority: undefined }, ['BAD_PRIORITY rows[0].priority']],
  ['without keywords', { keywords: [] }, ['NO_KEYWORDS rows[0].keywords']],
  ['with an empty keyword', { keywords: ['biên chế', ' '] }, ['EMPTY_KEYWORD rows[0].keywords[1]']],
  ['with signs for a keyword', { keywords: ['--'] }, ['EMPTY_KEYWORD rows[0].keywords[0]']],
  ['with an invisible keyword', { keywords: ['\u200b\u3164\u00ad'] }, ['EMPTY_KEYWORD rows[0].keywords[0]']],
  [
    'with a keyword twice, once in capitals',
    { keywords: ['biên chế', 'BIÊN  CHẾ'] },
    ['DUPLICATE_KEYWORD rows[0].keywords[1]'],
  ],
  ['for a category nobody can choose', { category: 'sport' }, ['UNKNOWN_CATEGORY rows[0].category']],
  ['for one category', { category: 'staffing' }, []],
  ['for a lead nobody knows', { lead: 'x' }, ['UNKNOWN_UNIT rows[0].lead']],
  ['for a commune as lead', { lead: 'xa' }, ['CANNOT_LEAD rows[0].lead']],
  ['for another province’s department', { lead: 'ban' }, ['CANNOT_LEAD rows[0].lead']],
  [
    'for a lead that ends while the row lasts',
    { lead: 'cu', effectiveTo: '2027-01-01' },
    ['UNIT_NOT_IN_FORCE rows[0].lead'],
  ],
  ['for a lead that ends with the row', { lead: 'cu', effectiveTo: '2026-12-31' }, []],
  [
    'that begins after its lead has ended',
    { lead: 'cu', effectiveFrom: '2027-01-01' },
    ['UNIT_NOT_IN_FORCE rows[0].lead'],
  ],
  [
    'with a supporting unit nobody knows',
    { supporting: ['tai', 'x'] },
    ['UNKNOWN_UNIT rows[0].supporting[1]'],
  ],
  ['with a supporting unit twice', { supporting: ['tai', 'tai'] }, ['DUPLICATE_UNIT rows[0].supporting[1]']],
  ['with its lead supporting itself', { supporting: ['noi'] }, ['LEAD_SUPPORTS rows[0].supporting[0]']],
])('a row %s', (_name, more, expected) => {
  expect(told(row(more), row({ id: 'R9', keywords: ['máy in'] }))).toEqual(expected);
});

test('a row that ended before today may name units that have ended since', () => {
  const ended = row({ lead: 'cu', effectiveTo: '2026-11-27' });
  expect(validateRouting([ended], { ...check, today: '2027-03-01' })).toEqual([]);
});

/** Rows together, and what is told. */
test.each<[string, RoutingRow[], string[]]>([
  ['the same id and version twice', [row(), row({ lead: 'tai', supporting: [] })], ['DUPLICATE_ROW rows[1]']],
  ['two versions, the newer from a later day', [row(), row({ version: 2, effectiveFrom: '2027-01-01' })], []],
  ['two versions for the same days', [row(), row({ version: 2 })], ['NEVER_DECIDES rows[0]']],
  [
    'a row whose every keyword holds one of a higher row',
    [
      row({ keywords: ['thêm biên chế', 'biên chế y tế'] }),
      row({ id: 'R2', priority: 20, lead: 'tai', supporting: [] }),
    ],
    ['NEVER_DECIDES rows[0]'],
  ],
  [
    'a row with one keyword of its own',
    [
      row({ keywords: ['thêm biên chế', 'nhân sự'] }),
      row({ id: 'R2', priority: 20, lead: 'tai', supporting: [] }),
    ],
    [],
  ],
  [
    'a higher row that is there for some days only',
    [row(), row({ id: 'R2', priority: 20, effectiveFrom: '2027-01-01', lead: 'tai', supporting: [] })],
    [],
  ],
  [
    'a higher row for one category only',
    [row(), row({ id: 'R2', priority: 20, category: 'staffing', lead: 'tai', supporting: [] })],
    [],
  ],
  [
    'a higher row for all categories above one for a single one',
    [row({ category: 'staffing' }), row({ id: 'R2', priority: 20, lead: 'tai', supporting: [] })],
    ['NEVER_DECIDES rows[0]'],
  ],
  [
    'equals that name two leads: a person is asked, with both names',
    [row(), row({ id: 'R2', lead: 'tai', supporting: [] })],
    [],
  ],
])('%s', (_name, rows, expected) => {
  expect(told(...rows)).toEqual(expected);
});

/** Each field changed alone, and what the table then says; the matter is "Xin thêm biên chế", category staffing, of 01/12/2026. */
describe('every field of a row is obeyed', () => {
  const subject = { text: 'Xin thêm biên chế', category: 'staffing', on: '2026-12-01' };
  const other = row({ id: 'R2', priority: 5, keywords: ['xin'], lead: 'tai', supporting: [] });
  const before = {
    lead: 'noi',
    supporting: ['tai'],
    ruleId: 'R1',
    ruleVersion: 1,
    keyword: 'biên chế',
  };
  const byOther = { lead: 'tai', supporting: [], ruleId: 'R2', ruleVersion: 1, keyword: 'xin' };

  test('as it stands', () => expect(routeByRules(subject, [row(), other])).toEqual(before));

  test.each<[string, Partial<RoutingRow>, object]>([
    ['id', { id: 'R3' }, { ...before, ruleId: 'R3' }],
    ['version', { version: 7 }, { ...before, ruleVersion: 7 }],
    ['effectiveFrom', { effectiveFrom: '2026-12-02' }, byOther],
    ['effectiveTo', { effectiveTo: '2026-11-30' }, byOther],
    ['priority', { priority: 4 }, byOther],
    ['keywords', { keywords: ['nhân sự'] }, byOther],
    ['category', { category: 'training' }, byOther],
    ['lead', { lead: 'cu' }, { ...before, lead: 'cu' }],
    ['supporting', { supporting: ['cu'] }, { ...before, supporting: ['cu'] }],
  ])('%s', (_field, change, expected) => {
    expect(routeByRules(subject, [row(change), other])).toEqual(expected);
  });
});
