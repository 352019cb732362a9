/** One sound version that uses every field, for tests that change one field at a time. */
import type { ProcedureDefinition, StepDefinition } from '../../../domain/procedure/definition';
import type { Term } from '../../../domain/time/types';

export const days = (amount: number): Term => ({ unit: 'WORKING_DAY', amount });
export const step = (
  id: string,
  name: string,
  amount: number,
  more: Partial<StepDefinition> = {},
): StepDefinition => ({
  id,
  name,
  unitKind: 'commune-section',
  sectionKey: 'office',
  positionLevel: 'officer',
  internalTime: days(amount),
  ...more,
});
export const counter = { unitKind: 'service-centre', sectionKey: undefined };

export const base = (): ProcedureDefinition => ({
  code: 'P1',
  version: 1,
  name: 'Thủ tục mẫu',
  field: 'Hộ tịch',
  level: 'commune',
  effectiveFrom: '2026-01-01',
  effectiveTo: '2026-12-31',
  legalTime: days(10),
  defaultCase: 'a',
  cases: [
    { id: 'a', name: 'Thường', legalTime: days(10) },
    {
      id: 'b',
      name: 'Gấp',
      legalTime: days(4),
      authority: 'external',
      authorityName: 'Chi cục',
      zoneStepAllocation: { B2: 2 },
      steps: [
        step('B1', 'Nhận', 1, counter),
        step('B2', 'Chi cục xét', 2, {
          unitKind: 'external',
          sectionKey: undefined,
          externalName: 'Chi cục',
        }),
      ],
    },
  ],
  zoneExtension: {
    zones: ['mountainous'],
    ...days(3),
    stepAllocation: { S2: 3 },
  } as ProcedureDefinition['zoneExtension'],
  supplement: {
    policy: 'PAUSE',
    maxRounds: 2,
    within: days(7),
    nextRoundWithin: days(5),
    refusalWithin: days(3),
    applicantTerm: { unit: 'DAY', amount: 10 },
  },
  silence: {
    subject: 'consulted-agency',
    about: 'Lấy ý kiến',
    appliesToCases: ['a'],
    after: days(2),
    meaning: 'consent',
    step: 'S2',
  },
  excludedPeriods: ['PUBLIC_POSTING'],
  extensions: [{ reason: 'VERIFICATION', ...days(2), resultCap: days(12) }],
  fees: [{ channel: 'direct', kind: 'fee', amountVnd: 8000, per: 'copy', note: 'NQ 09' }],
  requiredDocuments: [{ id: 'D1', name: 'Giấy xác nhận', sharedSource: 'CSDL hộ tịch' }],
  children: [
    {
      id: 'C1',
      name: 'Phần một',
      procedureCode: null,
      agency: { unitKind: 'police' },
      startsAfter: [],
      clock: days(2),
    },
    {
      id: 'C2',
      name: 'Phần hai',
      procedureCode: null,
      agency: { unitKind: 'external', externalName: 'Bảo hiểm' },
      startsAfter: ['C1'],
      clock: days(2),
    },
  ],
  signers: ['chair'],
  confidential: false,
  steps: [
    step('S1', 'Tiếp nhận', 1, { ...counter, next: ['S2'] }),
    step('S2', 'Thẩm tra', 4, { next: ['S3', 'S4'] }),
    step('S3', 'Ký', 1, { unitKind: 'commune', sectionKey: undefined, positionLevel: 'chair', next: ['S4'] }),
    step('S4', 'Trả kết quả', 1, { ...counter, next: [], delivery: true }),
  ],
});

type Definition = ProcedureDefinition;
export const change = (d: Definition, path: 'supplement' | 'silence' | 'zoneExtension', more: object) =>
  Object.assign(d[path] ?? {}, more);
export const first = (list: readonly object[] | undefined, more: object) =>
  Object.assign(list?.[0] ?? {}, more);
export const second = (list: readonly object[] | undefined, more: object) =>
  Object.assign(list?.[1] ?? {}, more);
