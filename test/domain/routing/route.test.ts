import {
  hasPhrase,
  normalise,
  routeByRules,
  routingText,
  type RoutingRow,
} from '../../../domain/routing/route';
import routing from '../../../prisma/seed/routing.json';
import file from '../../fixtures/routing-examples.json';

const rows: RoutingRow[] = routing.rows;
/** What a person is asked, and how many leads stand beside it. */
const TRIAGE: Record<string, object> = {
  'triage-ambiguous': { triage: 'ambiguous' },
  'triage-no-match': { triage: 'noMatch', candidates: [] },
};
const CANDIDATES: Record<string, number | 'several'> = {
  'triage-ambiguous': 'several',
  'triage-no-match': 0,
};
type Expected = { lead: string; supporting: string[] } | string;

describe('routing by the keyword table', () => {
  it.each(file.examples.map((e) => [e.id, e.text, e] as const))('%s: %s', (_id, text, example) => {
    const result = routeByRules({ text, category: example.category, on: example.asOf }, rows);
    const expected = example.expected as Expected;
    expect(result).toMatchObject(
      TRIAGE[String(expected)] ?? { ...(expected as object), ruleVersion: expect.any(Number) },
    );
    const leads = 'candidates' in result ? new Set(result.candidates.map((c) => c.lead)).size : 1;
    // One lead, none, or several to choose from: never one that a person would only have to nod at.
    expect(leads > 1 ? 'several' : leads).toBe(CANDIDATES[String(expected)] ?? 1);
  });

  it('has all 24 examples', () => expect(file.examples).toHaveLength(24));

  const row = (over: Partial<RoutingRow>): RoutingRow => ({
    id: 'R',
    version: 1,
    priority: 10,
    keywords: ['máy in'],
    lead: 'a',
    supporting: [],
    ...over,
  });
  const route = (text: string, table: RoutingRow[], category = 'other', on = '2026-06-01') =>
    routeByRules({ text, category, on }, table);

  it('finds a keyword only as a whole phrase in the Unicode sense', () => {
    expect(hasPhrase(normalise('Xin máy in'), 'máy in')).toBe(true);
    expect(hasPhrase(normalise('(Máy  In), gấp'), 'máy in')).toBe(true);
    for (const text of ['máy ính', 'máy inh', 'đmáy in', 'máy in3', '1máy in']) {
      expect([text, hasPhrase(normalise(text), 'máy in')]).toEqual([text, false]);
    }
  });

  it('reads decomposed letters, capitals and broken lines as the same text', () => {
    expect(route('MÁY\n IN'.normalize('NFD'), [row({})])).toMatchObject({ lead: 'a' });
    expect(route('máy in', [row({ keywords: ['Máy In'.normalize('NFD')] })])).toMatchObject({ lead: 'a' });
  });

  it('takes signs in a keyword literally', () => {
    expect(route('mua c++ (bản mới)', [row({ keywords: ['c++ (bản'] })])).toMatchObject({ lead: 'a' });
    expect(route('abc', [row({ keywords: ['a.c', ''] })])).toMatchObject({ triage: 'noMatch' });
  });

  it('counts rows in force, both days included, and of one id only the newest version', () => {
    const dated = row({ effectiveFrom: '2026-01-02', effectiveTo: '2026-01-31' });
    const by = (on: string) => 'lead' in route('máy in', [dated], 'other', on);
    expect(['2026-01-01', '2026-01-02', '2026-01-31', '2026-02-01'].map(by)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const replaced = [
      row({ version: 1, lead: 'old' }),
      row({ version: 2, lead: 'new', effectiveFrom: '2026-06-01' }),
    ];
    expect(route('máy in', replaced)).toMatchObject({ lead: 'new', ruleVersion: 2 });
    expect(route('máy in', replaced, 'other', '2026-05-31')).toMatchObject({ lead: 'old', ruleVersion: 1 });
  });

  it('keeps the highest priority and joins supporting units in row order without the lead', () => {
    const table = [
      row({ id: 'low', priority: 5, lead: 'z', supporting: ['q'] }),
      row({ id: 'one', supporting: ['c', 'b'] }),
      row({ id: 'two', supporting: ['b', 'a', 'd'] }),
    ];
    expect(route('máy in', table)).toEqual({
      lead: 'a',
      supporting: ['c', 'b', 'd'],
      ruleId: 'one',
      ruleVersion: 1,
      keyword: 'máy in',
    });
  });

  it('names the candidates when several departments fit, and asks a row with a category for the same category', () => {
    const table = [row({ id: 'one' }), row({ id: 'two', lead: 'b', category: 'equipment' })];
    expect(route('máy in', table, 'training')).toMatchObject({ lead: 'a' });
    expect(route('máy in', table, 'equipment')).toEqual({
      triage: 'ambiguous',
      candidates: [
        { ruleId: 'one', ruleVersion: 1, lead: 'a', keyword: 'máy in' },
        { ruleId: 'two', ruleVersion: 1, lead: 'b', keyword: 'máy in' },
      ],
    });
  });

  it('searches title and summary', () => {
    expect(routingText('Trang bị', 'máy in')).toBe('Trang bị máy in');
    expect(routingText('Trang bị', null)).toBe('Trang bị');
  });
});
