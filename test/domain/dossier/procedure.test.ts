import {
  procedureFor,
  resolveUnits,
  validateProcedure,
  type ProcedureDefinition,
} from '../../../domain/dossier';
import { INVALID, PROCEDURES, definitionOf } from './support';

describe('the version a dossier pins', () => {
  test.each(PROCEDURES.map((one) => [`${one.code} v${one.version}`, one] as const))(
    '%s is small',
    (_name, definition) => {
      const pinned = procedureFor(definition);
      expect(JSON.stringify(pinned).length).toBeLessThan(6_000);
      expect(pinned.steps.filter((step) => step.next.length === 0)).toHaveLength(1);
      expect(JSON.parse(JSON.stringify(pinned))).toEqual(pinned);
    },
  );

  test('the case fixes term and steps; the default one is taken where none is named', () => {
    expect(procedureFor(definitionOf('1.004859'), 'bo-sung')).toMatchObject({
      caseId: 'bo-sung',
      legalTerm: { unit: 'SAME_DAY', cutoff: '15:00' },
    });
    expect(procedureFor(definitionOf('1.004859'))).toMatchObject({
      caseId: 'cai-chinh',
      legalTerm: { amount: 3 },
    });
    expect(procedureFor(definitionOf('1.013225'), 'nha-o-rieng-le').steps[1]?.term.amount).toBe(4);
    expect(() => procedureFor(definitionOf('1.013225'), 'khac')).toThrow(RangeError);
  });

  test("the zone's time goes to the steps of the chosen case", () => {
    const amounts = (caseId: string, zone: string) =>
      procedureFor(definitionOf('1.115355'), caseId, zone).steps.map((step) => step.term.amount);
    expect(amounts('cap-lan-dau', 'island')).toEqual([0.5, 1.5, 17, 1, 2, 2.5, 0.5]);
    expect(amounts('bien-dong', 'island')).toEqual([0.5, 22, 2, 0.5]);
    expect(amounts('bien-dong', 'lowland')).toEqual([0.5, 12, 2, 0.5]);
    expect(procedureFor(definitionOf('1.115355'), null, 'lowland').zoneExtension).toBeNull();
  });

  test('silence is pinned for the cases it applies to', () => {
    expect(procedureFor(definitionOf('1.013225'), 'cong-trinh').silence).toMatchObject({
      stepId: 'S2',
      onlineOnly: false,
    });
    expect(procedureFor(definitionOf('1.013225'), 'nha-o-rieng-le').silence).toBeNull();
  });

  test('units and posts are filled in; a body outside the tree has none', () => {
    const resolved = resolveUnits(procedureFor(definitionOf('1.115354')), ({ unitKind, positionLevel }) =>
      unitKind === 'external'
        ? { unitId: null, positionId: null }
        : { unitId: unitKind, positionId: positionLevel ?? null },
    );
    expect(resolved.steps.map((step) => step.unitId)).toEqual([
      'service-centre',
      'commune-section',
      null,
      'commune-section',
      'commune',
      'commune-section',
      'service-centre',
    ]);
    expect(resolved.steps[2]?.externalName).toBe('Văn phòng đăng ký đất đai');
  });
});

describe('validation', () => {
  test.each(PROCEDURES.map((one) => [`${one.code} v${one.version}`, one] as const))(
    '%s may be published',
    (_name, definition) => {
      expect(validateProcedure(definition)).toEqual([]);
    },
  );

  test.each(INVALID.map((one) => [one.id, one] as const))('%s: every complaint at once', (_id, example) => {
    const found = validateProcedure(example.procedure).map(({ code, path }) => `${code} ${path}`);
    expect(found.sort()).toEqual(
      example.expectedComplaints.map(({ code, path }) => `${code} ${path}`).sort(),
    );
  });

  const base = (): ProcedureDefinition => structuredClone(definitionOf('1.009141'));
  const faults = (change: (definition: ProcedureDefinition) => void): string[] => {
    const definition = base();
    change(definition);
    return validateProcedure(definition).map(({ code, path }) => `${code} ${path}`);
  };
  const link = (definition: ProcedureDefinition, ways: string[][]): void =>
    definition.steps.forEach((step, index) => (step.next = ways[index]));

  test.each<[string, (definition: ProcedureDefinition) => void, string[]]>([
    ['no steps', (d) => (d.steps = []), ['NO_STEPS steps']],
    [
      'a step without a post',
      (d) => delete d.steps[1]?.positionLevel,
      ['STEP_WITHOUT_POST steps[1].positionLevel'],
    ],
    ['a repeated step', (d) => Object.assign(d.steps[1] ?? {}, { id: 'S1' }), ['DUPLICATE_STEP steps[1]']],
    ['a dead end', (d) => link(d, [['S2'], ['S3', 'S4'], ['S3'], ['S5'], []]), ['DEAD_END steps[2]']],
    [
      'a way into nothing',
      (d) => link(d, [['S2'], ['S3', 'S9'], ['S4'], ['S5'], []]),
      ['UNKNOWN_STEP steps[1].next'],
    ],
    [
      'a term of nothing',
      (d) => Object.assign(d.legalTime, { amount: -1 }),
      ['BAD_AMOUNT legalTime.amount', 'STEP_SUM_EXCEEDS_LEGAL_TIME steps'],
    ],
    [
      'an outside body without a name',
      (d) => Object.assign(d.steps[1] ?? {}, { unitKind: 'external' }),
      ['UNKNOWN_ORG_UNIT steps[1].externalName'],
    ],
    [
      'a default case that is none',
      (d) => (d.cases = [{ id: 'a', name: 'A', legalTime: d.legalTime }]),
      ['UNKNOWN_CASE defaultCase'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(faults(change)).toEqual(expected);
  });
});
