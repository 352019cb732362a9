import { lifted, validateSuspension, type Lift } from '../../../domain/publishing/suspensions';
import { organisationOf } from '../../../domain/organisation/model';
import type { OrganisationData } from '../../../domain/organisation/types';
import { touches, suspended, suspensionsInForce, type Suspension } from '../../../domain/time/suspension';
import { at } from '../dossier/support';

const organisation = organisationOf({
  units: [
    { id: 'xa', name: 'Xã Mẫu', kind: 'commune', parentId: null, zone: 'mountainous' },
    { id: 'cu', name: 'Xã cũ', kind: 'commune', parentId: null, effectiveTo: '2026-06-30' },
    { id: 'ban', name: 'Xã của tỉnh bạn', kind: 'commune', parentId: null, scope: 'reference' },
  ],
  positions: [],
  people: [],
  holders: [],
  substitutions: [],
} as unknown as OrganisationData);

const NOW = at('2026-11-28 09:00');
const flood = (more: Partial<Suspension> = {}): Suspension => ({
  id: 'lu',
  version: 1,
  name: 'Lũ tháng 11',
  unitIds: ['xa'],
  from: at('2026-11-27 08:00'),
  to: null,
  legalBasis: 'Công điện 01',
  reason: 'Ngập lụt',
  publishedAt: NOW,
  ...more,
});

describe('a mass suspension', () => {
  test.each<[string, Partial<Suspension>, string[]]>([
    ['of a unit, until further notice, may be published', {}, []],
    ['of a zone', { unitIds: [], zone: 'mountainous' }, []],
    ['of nobody', { unitIds: [] }, ['NOBODY_NAMED unitIds']],
    ['of a unit nobody knows', { unitIds: ['xa', 'x'] }, ['UNKNOWN_UNIT unitIds[1]']],
    ['of a unit of another province', { unitIds: ['ban'] }, ['UNKNOWN_UNIT unitIds[0]']],
    ['of a unit that has ended', { unitIds: ['cu'] }, ['UNIT_NOT_IN_FORCE unitIds[0]']],
    ['of a zone without communes', { zone: 'mat-trang' }, ['UNKNOWN_ZONE zone']],
    ['without a decision that orders it', { legalBasis: ' ' }, ['NO_LEGAL_BASIS legalBasis']],
    ['that ends as it begins', { to: at('2026-11-27 08:00') }, ['ENDS_BEFORE_IT_BEGINS to']],
    ['of a minute', { to: at('2026-11-27 08:01') }, []],
    ['of a year and a day', { to: at('2027-11-28 08:00') }, []],
    ['of a minute more', { to: at('2027-11-28 08:01') }, ['LONGER_THAN_A_YEAR to']],
    ['from a year ago', { from: at('2025-11-27 09:00'), to: NOW }, []],
    ['from before that', { from: at('2025-11-27 08:59'), to: null }, ['NOT_WITHIN_A_YEAR from']],
    ['from a year ahead', { from: at('2027-11-29 09:01') }, ['NOT_WITHIN_A_YEAR from']],
    [
      'with several faults tells them all',
      { unitIds: [], legalBasis: '', to: at('2026-11-26 08:00') },
      ['NOBODY_NAMED unitIds', 'NO_LEGAL_BASIS legalBasis', 'ENDS_BEFORE_IT_BEGINS to'],
    ],
  ])('%s', (_name, more, expected) => {
    expect(
      validateSuspension(flood(more), organisation, NOW).map(({ code, path }) => `${code} ${path}`),
    ).toEqual(expected);
  });
});

describe('ending one', () => {
  const told = (lift: Lift, more: Partial<Suspension> = {}, ...earlier: Suspension[]): unknown => {
    const answer = lifted([...earlier, flood(more)], lift, NOW);
    return 'complaints' in answer ? answer.complaints.map(({ code }) => code) : answer;
  };

  it('lets time run on from now, or from the instant that is said, as a further version with both decisions', () => {
    expect(told({})).toEqual({ version: flood({ version: 2, to: NOW }) });
    expect(told({ at: at('2026-11-30 07:00'), legalBasis: 'Công điện 02' })).toEqual({
      version: flood({ version: 2, to: at('2026-11-30 07:00'), legalBasis: 'Công điện 01; Công điện 02' }),
    });
  });

  test.each<[string, Lift, Partial<Suspension>, unknown]>([
    ['is refused once it has ended', {}, { to: at('2026-11-28 08:00') }, { refused: 'alreadyLifted' }],
    ['is refused once it was revoked', {}, { revoked: true }, { refused: 'alreadyLifted' }],
    ['never prolongs it', { at: at('2026-12-02 08:00') }, { to: at('2026-12-01 08:00') }, ['CANNOT_PROLONG']],
    ['lies within a year', { at: at('2027-11-29 09:01') }, {}, ['NOT_WITHIN_A_YEAR']],
    [
      'lies within a year of its beginning, however late it is said',
      { at: at('2026-12-15 08:00') },
      { from: at('2025-12-05 00:00') },
      ['NOT_WITHIN_A_YEAR'],
    ],
    ['lies after its beginning', { at: at('2026-11-27 08:00') }, {}, ['ENDS_BEFORE_IT_BEGINS']],
    [
      'of one yet to begin needs a later instant',
      {},
      { from: at('2026-12-01 08:00') },
      ['ENDS_BEFORE_IT_BEGINS'],
    ],
  ])('%s', (_name, lift, more, expected) => {
    expect(told(lift, more)).toEqual(expected);
  });

  it('goes by the newest version', () => {
    expect(told({}, { version: 2, to: at('2026-11-28 08:00') }, flood())).toEqual({
      refused: 'alreadyLifted',
    });
  });
});

/** What stands for the commune at noon on 28/11, and how it is told. */
describe('every field of a suspension is obeyed', () => {
  const place = { units: ['xa'], zone: 'mountainous' };
  const standing = (...versions: Suspension[]) =>
    suspensionsInForce(versions, NOW)
      .filter((one) => touches(one, place))
      .map(suspended);
  const before = {
    from: at('2026-11-27 08:00'),
    to: null,
    reason: 'Lũ tháng 11',
    evidence: 'Công điện 01',
    version: 'lu@1',
  };

  test('as it stands', () => expect(standing(flood())).toEqual([before]));

  test.each<[string, Partial<Suspension>, object[]]>([
    ['id', { id: 'bao' }, [{ ...before, version: 'bao@1' }]],
    ['version', { version: 3 }, [{ ...before, version: 'lu@3' }]],
    ['name', { name: 'Bão số 13' }, [{ ...before, reason: 'Bão số 13' }]],
    ['unitIds', { unitIds: ['khac'] }, []],
    ['zone', { unitIds: [], zone: 'mountainous' }, [before]],
    ['from', { from: at('2026-11-26 08:00') }, [{ ...before, from: at('2026-11-26 08:00') }]],
    ['to', { to: NOW }, [{ ...before, to: NOW }]],
    ['legalBasis', { legalBasis: 'Công điện 05' }, [{ ...before, evidence: 'Công điện 05' }]],
    ['publishedAt', { publishedAt: NOW + 1 }, []],
    ['revoked', { revoked: true }, []],
  ])('%s', (_field, change, expected) => {
    expect(standing(flood(change))).toEqual(expected);
  });
});
