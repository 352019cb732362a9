import { COMMUNE_POSTS } from '../../../domain/procedure/complaints';
import { procedureFor } from '../../../domain/procedure/procedure';
import { reviewProcedure, validateProcedure } from '../../../domain/procedure/validate';
import type { ProcedureDefinition, ChildDefinition } from '../../../domain/procedure/definition';
import type { Term } from '../../../domain/time/types';
import { INVALID, PROCEDURES, definitionOf } from '../dossier/support';

type Change = (definition: ProcedureDefinition) => void;

/** What is complained of after a change to a sound definition: `CODE path`, warnings left out. */
function faults(code: string, change: Change): string[] {
  const definition = structuredClone(definitionOf(code));
  change(definition);
  return validateProcedure(definition).map((one) => `${one.code} ${one.path}`);
}

/** Gives every step the ways listed for it. */
const link =
  (...ways: string[][]): Change =>
  (d) =>
    d.steps.forEach((step, index) => (step.next = ways[index]));

const step = (d: ProcedureDefinition, index: number, change: object): void => {
  Object.assign(d.steps[index] ?? {}, change);
};
const child = (d: ProcedureDefinition, index: number, change: Partial<ChildDefinition>): void => {
  Object.assign(d.children?.[index] ?? {}, change);
};

describe('what is published', () => {
  test.each(PROCEDURES.map((one) => [`${one.code} v${one.version}`, one] as const))(
    '%s has no fault',
    (_name, definition) => {
      expect(validateProcedure(definition)).toEqual([]);
    },
  );

  test('leaves only the limits of supplements to the defaults, which is said', () => {
    const said = PROCEDURES.flatMap((one) => reviewProcedure(one));
    expect(new Set(said.map(({ code, severity }) => `${severity} ${code}`))).toEqual(
      new Set(['warning SUPPLEMENT_WITHOUT_LIMIT']),
    );
    expect(said[0]?.detail).toContain('2 lần');
  });
});

test.each(INVALID.map((one) => [one.id, one] as const))('%s: every complaint at once', (_id, example) => {
  const found = validateProcedure(example.procedure);
  expect(found.map(({ code, path }) => `${code} ${path}`).sort()).toEqual(
    example.expectedComplaints.map(({ code, path }) => `${code} ${path}`).sort(),
  );
  for (const { detail } of found) expect(detail.length).toBeGreaterThan(10);
});

/** Five steps, three working days. */
describe('steps (1.009141)', () => {
  test.each<[string, Change, string[]]>([
    ['none', (d) => (d.steps = []), ['NO_STEPS steps']],
    [
      'one without a post',
      (d) => step(d, 1, { positionLevel: undefined }),
      ['STEP_WITHOUT_POST steps[1].positionLevel'],
    ],
    [
      'one with a post no commune has',
      (d) => step(d, 1, { positionLevel: 'mayor' }),
      ['STEP_WITHOUT_POST steps[1].positionLevel'],
    ],
    [
      'one at a unit no commune has',
      (d) => step(d, 1, { unitKind: 'district' }),
      ['UNKNOWN_ORG_UNIT steps[1].unitKind'],
    ],
    [
      'one at an outside body without a name',
      (d) => step(d, 1, { unitKind: 'external' }),
      ['UNKNOWN_ORG_UNIT steps[1].externalName'],
    ],
    ['a repeated one', (d) => step(d, 1, { id: 'S1' }), ['DUPLICATE_STEP steps[1]']],
    [
      'one in an unknown unit of time',
      (d) => step(d, 1, { internalTime: { unit: 'WEEK', amount: 1 } }),
      ['UNKNOWN_TIME_UNIT steps[1].internalTime.unit'],
    ],
    ['one nobody comes to', link(['S3'], ['S3'], ['S4'], ['S5'], []), ['UNREACHABLE_STEP steps[1]']],
    ['a way into nothing', link(['S2'], ['S3', 'S9'], ['S4'], ['S5'], []), ['UNKNOWN_STEP steps[1].next']],
    [
      'a dead end: its only way leads into nothing',
      link(['S2'], ['S3', 'S4'], ['S9'], ['S5'], []),
      ['UNKNOWN_STEP steps[2].next', 'DEAD_END steps[2]'],
    ],
    [
      'a step that leads to itself alone',
      link(['S2'], ['S3', 'S4'], ['S3'], ['S5'], []),
      ['CYCLE_WITHOUT_EXIT steps[2]'],
    ],
    [
      'a circle without a way out, and what leads into it',
      link(['S2'], ['S3'], ['S4'], ['S3'], []),
      [
        'DEAD_END steps[0]',
        'DEAD_END steps[1]',
        'CYCLE_WITHOUT_EXIT steps[2]',
        'CYCLE_WITHOUT_EXIT steps[3]',
        'UNREACHABLE_STEP steps[4]',
      ],
    ],
    ['a circle with a way out', link(['S2'], ['S3'], ['S2', 'S4'], ['S5'], []), []],
    [
      'ways written for some steps only',
      (d) => step(d, 0, { next: ['S2'] }),
      [
        'MISSING_NEXT steps[1]',
        'MISSING_NEXT steps[2]',
        'UNREACHABLE_STEP steps[2]',
        'MISSING_NEXT steps[3]',
        'UNREACHABLE_STEP steps[3]',
        'MISSING_NEXT steps[4]',
        'UNREACHABLE_STEP steps[4]',
      ],
    ],
    [
      'together longer than the law allows',
      (d) => step(d, 1, { internalTime: { unit: 'WORKING_DAY', amount: 1.25 } }),
      ['STEP_SUM_EXCEEDS_LEGAL_TIME steps'],
    ],
    [
      'one that only hands over, with more to come',
      (d) => step(d, 1, { delivery: true }),
      ['DELIVERY_NOT_LAST steps[1].delivery'],
    ],
    ['a signer no commune has', (d) => (d.signers = ['king']), ['UNKNOWN_POST signers']],
  ])('%s', (_name, change, expected) => {
    expect(faults('1.009141', change)).toEqual(expected);
  });

  test('may take the whole term, whatever its unit: those of one unit add up before they are converted', () => {
    const within = (unit: Term['unit'], legal: number, each: number): string[] =>
      faults('1.009141', (d) => {
        d.legalTime = { unit, amount: legal };
        d.steps.forEach((one) => (one.internalTime = { unit, amount: each }));
      });
    expect(within('DAY', 30, 6)).toEqual([]);
    expect(within('SAME_DAY', 0, 0)).toEqual([]);
    expect(within('DAY', 30, 7)).toEqual(['STEP_SUM_EXCEEDS_LEGAL_TIME steps']);
  });

  test('with a post that no commune has at that unit are left to nobody', () => {
    const known = { ...COMMUNE_POSTS, hasPost: (rule: { unitKind: string }) => rule.unitKind !== 'commune' };
    expect(
      reviewProcedure(definitionOf('1.009141'), known).map(({ code, path }) => `${code} ${path}`),
    ).toEqual(expect.arrayContaining(['STEP_WITHOUT_POST steps[3].positionLevel']));
  });

  test('may be called as any object is', () => {
    const definition = structuredClone(definitionOf('1.009141'));
    step(definition, 1, { id: 'constructor' });
    expect(procedureFor(definition).steps[1]?.term).toEqual(definition.steps[1]?.internalTime);
  });

  test('named twice as the next one follow once', () => {
    const definition = structuredClone(definitionOf('1.009141'));
    link(['S2', 'S2'], ['S3'], ['S4'], ['S5'], [])(definition);
    expect(procedureFor(definition).steps[0]?.next).toEqual(['S2']);
  });

  test('where ways branch, the longest one is named beside the sum', () => {
    const definition = structuredClone(definitionOf('1.009141'));
    link(['S2', 'S3'], ['S4'], ['S4'], ['S5'], [])(definition);
    step(definition, 1, { internalTime: { unit: 'WORKING_DAY', amount: 2 } });
    expect(validateProcedure(definition).map(({ detail }) => detail)).toEqual([
      'Các bước cộng lại 4 ngày làm việc, chỉ được 3 ngày làm việc; đường dài nhất S1 → S2 → S4 → S5 mất 3,5 ngày làm việc',
    ]);
  });
});

const terms = (amount: number): Term => ({ unit: 'WORKING_DAY', amount });

describe('cases', () => {
  const houses = (d: ProcedureDefinition) => d.cases?.[1];
  test.each<[string, Change, string[]]>([
    [
      'steps of a case longer than its own term',
      (d) => Object.assign(houses(d)?.legalTime ?? {}, { amount: 6 }),
      ['STEP_SUM_EXCEEDS_LEGAL_TIME cases[1].steps'],
    ],
    [
      'shared steps longer than the term of one case',
      (d) => delete houses(d)?.steps,
      ['STEP_SUM_EXCEEDS_LEGAL_TIME cases[1].legalTime'],
    ],
    ['no default one', (d) => delete d.defaultCase, ['UNKNOWN_CASE defaultCase']],
    ['a repeated one', (d) => d.cases?.push(...d.cases.slice(0, 1)), ['DUPLICATE_ID cases[2]']],
    [
      'silence in an unknown one',
      (d) => d.silence?.appliesToCases?.push('x'),
      ['UNKNOWN_CASE silence.appliesToCases'],
    ],
    [
      'a consultation longer than the term',
      (d) => Object.assign(d.silence?.after ?? {}, { amount: 15 }),
      ['CONSULT_EXCEEDS_LEGAL_TIME silence.after'],
    ],
    [
      'a consultation longer than the shortest term it applies to',
      (d) => delete d.silence?.appliesToCases,
      ['CONSULT_EXCEEDS_LEGAL_TIME silence.after'],
    ],
    [
      'a consultation at no step',
      (d) => Object.assign(d.silence ?? {}, { step: 'S9' }),
      ['UNKNOWN_STEP silence.step'],
    ],
    [
      'a consultation at a step of another case only',
      (d) => {
        Object.assign(d.silence ?? {}, { appliesToCases: d.cases?.map(({ id }) => id), after: terms(1) });
        Object.assign(d.silence ?? {}, { step: 'only-here' });
        for (const one of d.cases ?? []) one.steps = structuredClone(one.steps ?? d.steps);
        for (const one of d.cases?.slice(1) ?? []) Object.assign(one.steps?.[1] ?? {}, { id: 'only-here' });
      },
      ['UNKNOWN_STEP silence.step'],
    ],
    [
      'a consultation at a step of the one case it applies to',
      (d) => {
        const only = d.cases?.find(({ id }) => id === d.silence?.appliesToCases?.[0]);
        Object.assign(d.steps[1] ?? {}, { id: 'only-here' });
        if (only) only.steps = structuredClone(d.steps);
        Object.assign(d.silence ?? {}, { step: 'only-here' });
      },
      [],
    ],
    [
      'a consultation in an unknown unit of time',
      (d) => Object.assign(d.silence?.after ?? {}, { unit: 'WEEK' }),
      ['UNKNOWN_TIME_UNIT silence.after.unit'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(faults('1.013225', change)).toEqual(expected);
  });
});

describe('amounts', () => {
  const term = (amount: number, unit: Term['unit'] = 'WORKING_DAY'): Term => ({ unit, amount });
  test.each([0, -1, 9_999, 1e9, Number.NaN, Number.POSITIVE_INFINITY])(
    '%d is no term of a step',
    (amount) => {
      expect(faults('1.009141', (d) => step(d, 1, { internalTime: term(amount) }))).toContain(
        'BAD_AMOUNT steps[1].internalTime.amount',
      );
    },
  );
  test.each<[string, Term]>([
    ['half a calendar day', term(0.5, 'DAY')],
    ['the same day, twice', term(2, 'SAME_DAY')],
    ['a cut-off at no hour', { unit: 'SAME_DAY', amount: 0, cutoff: '25:00' }],
    ['a negative term', term(-1)],
    ['eight hundred years', term(9_999, 'MONTH')],
  ])('%s is no legal term', (_name, legalTime) => {
    expect(faults('1.009141', (d) => (d.legalTime = legalTime))).toContain('BAD_AMOUNT legalTime.amount');
  });
  test('the term of a part is one too', () => {
    expect(faults('2.000986', (d) => child(d, 1, { clock: term(1e9, 'DAY') }))).toContain(
      'BAD_AMOUNT children[1].clock.amount',
    );
  });
});

describe('supplements', () => {
  const supplement =
    (change: object): Change =>
    (d) =>
      (d.supplement = {
        policy: 'PAUSE',
        maxRounds: 1,
        applicantTerm: { unit: 'DAY', amount: 10 },
        ...change,
      });
  test.each<[string, object, string[]]>([
    ['a rule with its limits', {}, []],
    ['an unknown policy', { policy: 'STOP' }, ['UNKNOWN_SUPPLEMENT_POLICY supplement.policy']],
    ['no policy', { policy: undefined }, ['UNKNOWN_SUPPLEMENT_POLICY supplement.policy']],
    ['no rounds at all', { maxRounds: 0 }, ['SUPPLEMENT_WITHOUT_LIMIT supplement.maxRounds']],
    ['rounds without end', { maxRounds: 1e9 }, ['SUPPLEMENT_WITHOUT_LIMIT supplement.maxRounds']],
    ['half a round', { maxRounds: 1.5 }, ['SUPPLEMENT_WITHOUT_LIMIT supplement.maxRounds']],
    [
      'an applicant without time',
      { applicantTerm: { unit: 'DAY', amount: 0 } },
      ['BAD_AMOUNT supplement.applicantTerm.amount'],
    ],
    [
      'an office in an unknown unit of time',
      { within: { unit: 'WEEK', amount: 1 } },
      ['UNKNOWN_TIME_UNIT supplement.within.unit'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(faults('1.009141', supplement(change))).toEqual(expected);
  });

  test('a rule that names no limit may be published, and the default is said', () => {
    const definition = { ...definitionOf('1.009141'), supplement: { policy: 'PAUSE' as const } };
    expect(reviewProcedure(definition).map(({ severity, path }) => `${severity} ${path}`)).toEqual([
      'warning supplement.maxRounds',
      'warning supplement.applicantTerm',
    ]);
  });
});

/** C1, then C2 and C3 side by side: 12 of 20 working days. */
describe('parts of a joined procedure (2.000986)', () => {
  test.each<[string, Change, string[]]>([
    [
      'longer one after the other than the dossier',
      (d) => child(d, 1, { clock: { unit: 'DAY', amount: 28 } }),
      ['CHILDREN_EXCEED_LEGAL_TIME children'],
    ],
    [
      'the same two in a row',
      (d) => child(d, 2, { startsAfter: ['C2'], clock: { unit: 'DAY', amount: 14 } }),
      ['CHILDREN_EXCEED_LEGAL_TIME children'],
    ],
    ['side by side they fit', (d) => child(d, 2, { clock: { unit: 'DAY', amount: 15 } }), []],
    [
      'one that waits for itself',
      (d) => child(d, 1, { startsAfter: ['C2'] }),
      ['CYCLIC_CHILDREN children[1].startsAfter'],
    ],
    [
      'two that wait for each other',
      (d) => {
        child(d, 1, { startsAfter: ['C3'] });
        child(d, 2, { startsAfter: ['C2'] });
      },
      ['CYCLIC_CHILDREN children[1].startsAfter', 'CYCLIC_CHILDREN children[2].startsAfter'],
    ],
    [
      'one that waits for nothing known',
      (d) => child(d, 1, { startsAfter: ['C9'] }),
      ['UNKNOWN_CHILD children[1].startsAfter'],
    ],
    [
      'one in an unknown unit of time',
      (d) => child(d, 1, { clock: { unit: 'WEEK' as Term['unit'], amount: 2 } }),
      ['UNKNOWN_TIME_UNIT children[1].clock.unit'],
    ],
    [
      'one at an unknown agency',
      (d) => child(d, 1, { agency: { unitKind: 'district-police' } }),
      ['UNKNOWN_ORG_UNIT children[1].agency.unitKind'],
    ],
    ['a repeated one', (d) => child(d, 2, { id: 'C2' }), ['DUPLICATE_ID children[2]']],
  ])('%s', (_name, change, expected) => {
    expect(faults('2.000986', change)).toEqual(expected);
  });
});

describe('extensions, dates, fees, papers', () => {
  const extension =
    (change: object): Change =>
    (d) =>
      Object.assign(d.extensions?.[0] ?? {}, change);
  test.each<[string, Change, string[]]>([
    [
      'an extension without a reason',
      extension({ reason: ' ' }),
      ['EXTENSION_WITHOUT_REASON extensions[0].reason'],
    ],
    [
      'an extension without an amount',
      extension({ amount: undefined }),
      ['EXTENSION_WITHOUT_AMOUNT extensions[0].amount'],
    ],
    [
      'an extension by the same day',
      extension({ unit: 'SAME_DAY', amount: 0 }),
      ['EXTENSION_WITHOUT_AMOUNT extensions[0].amount'],
    ],
    ['an extension by less than nothing', extension({ amount: -2 }), ['BAD_AMOUNT extensions[0].amount']],
    [
      'an extension capped at nothing',
      extension({ resultCap: { unit: 'WORKING_DAY', amount: 0 } }),
      ['BAD_AMOUNT extensions[0].resultCap.amount'],
    ],
    ['no first day', (d) => (d.effectiveFrom = null), ['MISSING_EFFECTIVE_FROM effectiveFrom']],
    ['a day that is none', (d) => (d.effectiveFrom = '2027-02-30'), ['BAD_DATE effectiveFrom']],
    ['a last day that is none', (d) => (d.effectiveTo = '2027-13-01'), ['BAD_DATE effectiveTo']],
    [
      'over before it begins',
      (d) => Object.assign(d, { effectiveFrom: '2027-03-02', effectiveTo: '2027-03-01' }),
      ['EFFECTIVE_RANGE effectiveTo'],
    ],
    [
      'in force for one day',
      (d) => Object.assign(d, { effectiveFrom: '2027-03-01', effectiveTo: '2027-03-01' }),
      [],
    ],
    [
      'a fee below nothing',
      (d) => Object.assign(d.fees?.[0] ?? {}, { amountVnd: -8000 }),
      ['BAD_FEE fees[0].amountVnd'],
    ],
    [
      'a fee of half a đồng',
      (d) => Object.assign(d.fees?.[0] ?? {}, { amountVnd: 0.5 }),
      ['BAD_FEE fees[0].amountVnd'],
    ],
    [
      'a repeated paper',
      (d) => d.requiredDocuments?.push(...d.requiredDocuments.slice(0, 1)),
      [expect.stringMatching(/^DUPLICATE_ID requiredDocuments/)],
    ],
  ])('%s', (_name, change, expected) => {
    expect(faults('2.000986', change)).toEqual(expected);
  });
});

/** Ten more working days in the mountains, six of them for S2 and four for S3. */
describe("the zone's extra time (1.115354)", () => {
  const zone =
    (change: object): Change =>
    (d) =>
      Object.assign(d.zoneExtension ?? {}, change);
  test.each<[string, Change, string[]]>([
    [
      'more given out than there is',
      zone({ stepAllocation: { S2: 6, S3: 5 } }),
      ['ZONE_ALLOCATION_EXCEEDS_EXTENSION zoneExtension.stepAllocation'],
    ],
    [
      'given to a step that is none',
      zone({ stepAllocation: { S9: 1 } }),
      ['UNKNOWN_STEP zoneExtension.stepAllocation'],
    ],
    [
      'given in another unit than the step counts in',
      zone({ unit: 'DAY' }),
      [
        'ZONE_ALLOCATION_UNIT zoneExtension.stepAllocation.S2',
        'ZONE_ALLOCATION_UNIT zoneExtension.stepAllocation.S3',
      ],
    ],
    ['taken away', zone({ stepAllocation: { S2: -1 } }), ['BAD_AMOUNT zoneExtension.stepAllocation.S2']],
    ['of no length', zone({ amount: 0, stepAllocation: {} }), ['BAD_AMOUNT zoneExtension.amount']],
    [
      'on the same day',
      zone({ unit: 'SAME_DAY', amount: 0, stepAllocation: {} }),
      ['EXTENSION_WITHOUT_AMOUNT zoneExtension.amount'],
    ],
    [
      'that makes a step last half a calendar day more',
      (d) => {
        d.legalTime = { unit: 'DAY', amount: 12 };
        d.steps.forEach((one) => (one.internalTime = { unit: 'DAY', amount: 1 }));
        zone({ unit: 'DAY', stepAllocation: { S2: 2.5 } })(d);
      },
      ['BAD_AMOUNT zoneExtension.stepAllocation.S2'],
    ],
    [
      'that makes more hours than are counted',
      (d) => {
        d.legalTime = { unit: 'HOUR', amount: 9_000 };
        zone({ unit: 'HOUR', amount: 9_000, stepAllocation: {} })(d);
      },
      ['BAD_AMOUNT legalTime'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(faults('1.115354', change)).toEqual(expected);
  });

  test('a case gives its own time to its own steps', () => {
    const changed = (d: ProcedureDefinition): void => {
      Object.assign(d.cases?.[1] ?? {}, { zoneStepAllocation: { S2: 11, S9: 1 } });
    };
    expect(faults('1.115355', changed)).toEqual([
      'UNKNOWN_STEP cases[1].zoneStepAllocation',
      'ZONE_ALLOCATION_EXCEEDS_EXTENSION cases[1].zoneStepAllocation',
    ]);
  });
});
