import { differences } from '../../../domain/procedure/differences';
import { PROCEDURES, definitionOf } from '../dossier/support';

const texts = (...versions: Parameters<typeof differences>): string[] =>
  differences(...versions).map(({ text }) => text);

describe('what a new version changes', () => {
  test.each(PROCEDURES.map((one) => [`${one.code} v${one.version}`, one] as const))(
    '%s differs in nothing from itself',
    (_name, one) => {
      expect(differences(one, structuredClone(one))).toEqual([]);
    },
  );

  test('is told in words, with the published change of who signs', () => {
    expect(texts(definitionOf('2.000815', 1), definitionOf('2.000815', 2))).toEqual([
      'Có hiệu lực từ: 01/07/2025 → 01/11/2025',
      'Bước S3: đơn vị: UBND cấp xã → Văn phòng HĐND và UBND',
      expect.stringMatching(/^Bước S3: chức vụ: phó chủ tịch → /),
      expect.stringMatching(/^Người ký: /),
      'Có hiệu lực đến: 31/10/2025 → (không có)',
    ]);
  });

  test('names terms, steps, cases, fees, papers and parts', () => {
    const joined = structuredClone(definitionOf('2.000986'));
    Object.assign(joined, {
      legalTime: { unit: 'WORKING_DAY', amount: 18 },
      fees: [{ channel: 'all', kind: 'fee', amountVnd: 5000 }],
    });
    joined.steps = joined.steps.filter((step) => step.id !== 'S3');
    Object.assign(joined.children?.[1]?.clock ?? {}, { amount: 12 });
    joined.requiredDocuments?.pop();
    const told = texts(definitionOf('2.000986'), joined);
    expect(told).toContain('Thời hạn giải quyết: 20 ngày làm việc → 18 ngày làm việc');
    expect(told).toContain('Các bước: S1, S2, S3, S4, S5 → S1, S2, S4, S5');
    expect(told).toContain('Khoản thu 1: fee (all): 0 đồng → fee (all): 5000 đồng');
    expect(told).toContain('Phần việc C2: thời hạn: 15 ngày → 12 ngày');
    expect(told).toContain('Bước S3: thời hạn nội bộ: 0,5 ngày làm việc → (không có)');
    expect(told.filter((text) => text.startsWith('Giấy tờ'))).toHaveLength(1);
  });

  test('of a first version is everything', () => {
    const all = differences(null, definitionOf('1.115355'));
    expect(all.every(({ before, after }) => before === null && after !== null)).toBe(true);
    expect(all.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'cases.bien-dong.steps.S2.internalTime',
        'zoneExtension.stepAllocation.S3',
        'excludedPeriods',
      ]),
    );
  });
});
