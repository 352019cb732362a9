/** Fields that no rule could obey in the way they are filled: the draft of a procedure is refused, with code and path. */
import { COMMUNE_POSTS as KNOWN } from '../../../domain/procedure/complaints';
import type { ProcedureDefinition as Definition } from '../../../domain/procedure/definition';
import { validateProcedure } from '../../../domain/procedure/validate';
import { base, change, days, first, second } from './support';

test('the version that is changed has no fault', () => expect(validateProcedure(base())).toEqual([]));

test.each<[field: string, change: (d: Definition) => unknown, expected: string]>([
  ['a level other than the commune’s', (d) => (d.level = 'province'), 'UNKNOWN_LEVEL level'],
  [
    'a term beside the cases that none of them has',
    (d) => (d.legalTime = days(12)),
    'TOP_LEVEL_DIFFERS legalTime',
  ],
  [
    'steps beside cases that all have their own',
    (d) => first(d.cases, { steps: structuredClone(d.steps).map((one) => ({ ...one, name: 'Khác' })) }),
    'TOP_LEVEL_DIFFERS steps',
  ],
  [
    'an hour of receipt for a term in days',
    (d) => first(d.cases, { legalTime: { ...days(10), cutoff: '15:00' } }),
    'NEVER_READ cases[0].legalTime.cutoff',
  ],
  [
    'a section at a unit that has none',
    (d) => first(d.steps, { sectionKey: 'office' }),
    'NEVER_READ steps[0].sectionKey',
  ],
  [
    'the name of a body outside at a unit of the commune',
    (d) => first(d.steps, { externalName: 'Sở' }),
    'NEVER_READ steps[0].externalName',
  ],
  [
    'a case decided by nobody known',
    (d) => first(d.cases, { authority: 'court' }),
    'UNKNOWN_AUTHORITY cases[0].authority',
  ],
  [
    'a body outside that decides and does no step',
    (d) => second(d.cases, { authorityName: 'Sở' }),
    'UNKNOWN_AUTHORITY cases[1].authorityName',
  ],
  [
    'the name of a body where the commune decides',
    (d) => first(d.cases, { authorityName: 'Sở' }),
    'UNKNOWN_AUTHORITY cases[0].authorityName',
  ],
  [
    'a default case without cases',
    (d) => [delete d.cases, delete d.silence?.appliesToCases],
    'UNKNOWN_CASE defaultCase',
  ],
  [
    'a zone no commune is of',
    (d) => change(d, 'zoneExtension', { zones: ['moon'] }),
    'UNKNOWN_ZONE zoneExtension.zones[0]',
  ],
  [
    'more time for no zone',
    (d) => change(d, 'zoneExtension', { zones: [] }),
    'UNKNOWN_ZONE zoneExtension.zones',
  ],
  [
    'the zone’s time given out where there is none',
    (d) => delete d.zoneExtension,
    'NEVER_READ cases[1].zoneStepAllocation',
  ],
  [
    'a term for a second round that is not allowed',
    (d) => change(d, 'supplement', { maxRounds: 1 }),
    'NEVER_READ supplement.nextRoundWithin',
  ],
  [
    'the silence of somebody not waited for',
    (d) => change(d, 'silence', { subject: 'neighbour' }),
    'UNKNOWN_SILENCE silence.subject',
  ],
  [
    'silence that means something else than consent',
    (d) => change(d, 'silence', { meaning: 'refusal' }),
    'UNKNOWN_SILENCE silence.meaning',
  ],
  [
    'time that does not count for an unknown reason',
    (d) => (d.excludedPeriods = ['RAIN']),
    'UNKNOWN_PAUSE_REASON excludedPeriods[0]',
  ],
  ['a reason twice', (d) => d.excludedPeriods?.push('PUBLIC_POSTING'), 'DUPLICATE_ID excludedPeriods[1]'],
  [
    'two amounts for one reason',
    (d) => d.extensions?.push({ reason: 'VERIFICATION', unit: 'DAY', amount: 9 }),
    'DUPLICATE_ID extensions[1].reason',
  ],
  [
    'a whole time that the law’s own term fills',
    (d) => first(d.extensions, { resultCap: days(10) }),
    'EXTENSION_WITHOUT_AMOUNT extensions[0].resultCap',
  ],
  [
    'a fee on a channel nobody uses',
    (d) => first(d.fees, { channel: 'fax' }),
    'UNKNOWN_CHANNEL fees[0].channel',
  ],
  ['a fee of an unknown kind', (d) => first(d.fees, { kind: 'gift' }), 'BAD_FEE fees[0].kind'],
  ['a signer of no level', (d) => d.signers?.push('king'), 'UNKNOWN_POST signers[1]'],
])('%s is refused', (_field, make, expected) => {
  const changed = base();
  make(changed);
  expect(validateProcedure(changed).map(({ code, path }) => `${code} ${path}`)).toContain(expected);
});

test('a part that names a procedure nobody has published is refused', () => {
  const changed = base();
  first(changed.children, { procedureCode: '9.999999' });
  const known = (procedureCodes: string[]) =>
    validateProcedure(changed, { ...KNOWN, procedureCodes }).map(({ code, path }) => `${code} ${path}`);
  expect(known(['1.001193'])).toEqual(['UNKNOWN_PROCEDURE children[0].procedureCode']);
  expect(known(['9.999999'])).toEqual([]);
});
