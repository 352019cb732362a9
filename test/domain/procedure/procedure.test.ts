import { procedureFor, resolveUnits } from '../../../domain/procedure/procedure';
import { PROCEDURES, definitionOf } from '../dossier/support';

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
