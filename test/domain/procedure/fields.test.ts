/**
 * Every field of a procedure version, changed alone: what a dossier received under it does otherwise (what is refused
 * instead is in `unread.test.ts`). Received on Wednesday 25/11/2026, 09:00; the next working days are 26/11, 27/11, 30/11, 01/12 …
 */
import { maySign } from '../../../domain/access/commands';
import type { ProcedureDefinition as Definition } from '../../../domain/procedure/definition';
import { differences } from '../../../domain/procedure/differences';
import { feesFor, versionInForce, procedureFor } from '../../../domain/procedure/procedure';
import type { Organisation } from '../../../domain/organisation/model';
import { AN, BODIES, COMMUNE, Story, clock, resolved } from '../dossier/support';
import { base, change, counter, days, first, second, step } from './support';

interface Where {
  caseId?: string;
  zone?: string;
  channel?: 'inPerson' | 'online';
}
const story = (d: Definition, { caseId, zone, channel = 'inPerson' }: Where = {}): Story =>
  new Story(resolved(procedureFor(d, caseId, zone)), '2026-11-25 09:00', { channel });
const due =
  (id: string, where?: Where) =>
  (d: Definition): unknown =>
    clock(story(d, where).dueAt(id));
/** Why a command is refused at that time, after what was done before. */
const refused =
  (
    when: string,
    type: string,
    fields: object = {},
    ...before: [when: string, type: string, fields?: object][]
  ) =>
  (d: Definition): unknown =>
    done(d, ...before).refusal(when, type, { ...BODIES[type], ...fields });
const done = (d: Definition, ...before: [when: string, type: string, fields?: object][]): Story =>
  before.reduce(
    (one, [when, type, fields]) => one.does(when, type, { ...BODIES[type], ...fields }),
    story(d),
  );
const atS2: [string, string] = ['2026-11-25 10:00', 'completeStep'];
const asked: [string, string] = ['2026-11-25 10:00', 'requestSupplement'];
const handed: [string, string] = ['2026-11-26 09:00', 'receiveSupplement'];
const fees = (d: Definition): unknown => feesFor(procedureFor(d), 'inPerson');
const pinned = (d: Definition): unknown => {
  const { code, version, name, caseName } = procedureFor(d);
  return [code, version, name, caseName].join(' | ');
};
const holder = (d: Definition): unknown => done(d, atS2).clock('step:S2')?.assignee;
const silence = (d: Definition): unknown => {
  const at = done(d, atS2);
  const one = at.clock('silence');
  return one ? `${one.ledger?.startReason} ${clock(at.dueAt('silence'))}` : null;
};
const part =
  (id: string) =>
  (d: Definition): unknown => {
    const one = done(d, ['2026-11-25 10:00', 'recordChild', { childId: 'C1', result: 'done' }]);
    const found = one.clock(`child:${id}`);
    return found ? `${found.unitId} ${found.ledger?.startReason} ${clock(one.dueAt(`child:${id}`))}` : null;
  };
const mayChairSign = (d: Definition): unknown =>
  maySign(
    { personId: AN.personId } as Parameters<typeof maySign>[0],
    'p',
    story(d).state,
    { position: () => ({ level: 'chair' }), maySign: () => true } as unknown as Organisation,
    '2026-11-25',
  );
const counts =
  (on: string) =>
  (d: Definition): unknown =>
    versionInForce([d], 'P1', on)?.version ?? null;
test.each<
  [
    field: string,
    change: (d: Definition) => unknown,
    see: (d: Definition) => unknown,
    before: unknown,
    after: unknown,
  ]
>([
  ['code', (d) => (d.code = 'P2'), pinned, 'P1 | 1 | Thủ tục mẫu | Thường', 'P2 | 1 | Thủ tục mẫu | Thường'],
  [
    'version',
    (d) => (d.version = 2),
    pinned,
    'P1 | 1 | Thủ tục mẫu | Thường',
    'P1 | 2 | Thủ tục mẫu | Thường',
  ],
  ['name', (d) => (d.name = 'Khác'), pinned, 'P1 | 1 | Thủ tục mẫu | Thường', 'P1 | 1 | Khác | Thường'],
  ['effectiveFrom', (d) => (d.effectiveFrom = '2026-11-26'), counts('2026-11-25'), 1, null],
  ['effectiveTo', (d) => (d.effectiveTo = '2026-11-24'), counts('2026-11-25'), 1, null],
  [
    'legalTime.amount of the default case and beside it',
    (d) => [(d.legalTime = days(9)), first(d.cases, { legalTime: days(9) })],
    due('legal'),
    '2026-12-09 17:00',
    '2026-12-08 17:00',
  ],
  [
    'legalTime.unit',
    (d) => first(d.cases, { legalTime: { unit: 'DAY', amount: 10 } }),
    due('legal'),
    '2026-12-09 17:00',
    '2026-12-07 17:00',
  ],
  [
    'legalTime.cutoff',
    (d) => first(d.cases, { legalTime: { unit: 'SAME_DAY', amount: 0, cutoff: '08:00' } }),
    due('legal'),
    '2026-12-09 17:00',
    '2026-11-26 17:00',
  ],
  ['defaultCase', (d) => (d.defaultCase = 'b'), due('legal'), '2026-12-09 17:00', '2026-12-01 17:00'],
  [
    'cases[].id',
    (d) => second(d.cases, { id: 'c' }),
    (d) => {
      try {
        return procedureFor(d, 'b').caseName;
      } catch {
        return 'không có trường hợp này';
      }
    },
    'Gấp',
    'không có trường hợp này',
  ],
  [
    'cases[].name',
    (d) => first(d.cases, { name: 'Đơn giản' }),
    pinned,
    'P1 | 1 | Thủ tục mẫu | Thường',
    'P1 | 1 | Thủ tục mẫu | Đơn giản',
  ],
  [
    'cases[].legalTime',
    (d) => second(d.cases, { legalTime: days(3) }),
    due('legal', { caseId: 'b' }),
    '2026-12-01 17:00',
    '2026-11-30 17:00',
  ],
  [
    'cases[].steps',
    (d) => second(d.cases, { steps: [step('B1', 'Nhận', 2, counter)] }),
    due('step:B1', { caseId: 'b' }),
    '2026-11-26 17:00',
    '2026-11-27 17:00',
  ],
  [
    'cases[].zoneStepAllocation',
    (d) => second(d.cases, { zoneStepAllocation: { B1: 1 } }),
    due('step:B1', { caseId: 'b', zone: 'mountainous' }),
    '2026-11-26 17:00',
    '2026-11-27 17:00',
  ],
  [
    'zoneExtension.zones',
    (d) => change(d, 'zoneExtension', { zones: ['island'] }),
    due('legal', { zone: 'mountainous' }),
    '2026-12-14 17:00',
    '2026-12-09 17:00',
  ],
  [
    'zoneExtension.amount',
    (d) => change(d, 'zoneExtension', { amount: 4 }),
    due('legal', { zone: 'mountainous' }),
    '2026-12-14 17:00',
    '2026-12-15 17:00',
  ],
  [
    'zoneExtension.unit',
    (d) => change(d, 'zoneExtension', { unit: 'HOUR' }),
    due('legal', { zone: 'mountainous' }),
    '2026-12-14 17:00',
    '2026-12-10 10:30',
  ],
  [
    'zoneExtension.stepAllocation',
    (d) => change(d, 'zoneExtension', { stepAllocation: { S1: 1 } }),
    due('step:S1', { zone: 'mountainous' }),
    '2026-11-26 17:00',
    '2026-11-27 17:00',
  ],
  [
    'supplement.policy',
    (d) => change(d, 'supplement', { policy: 'RESTART' }),
    (d) => clock(done(d, asked, handed).dueAt('legal')),
    '2026-12-10 09:00',
    '2026-12-10 17:00',
  ],
  [
    'supplement.maxRounds',
    (d) => change(d, 'supplement', { maxRounds: 1 }),
    refused('2026-11-27 09:00', 'requestSupplement', {}, asked, handed),
    null,
    'supplementRoundsUsed',
  ],
  [
    'supplement.within',
    (d) => change(d, 'supplement', { within: days(1) }),
    refused('2026-11-27 09:00', 'requestSupplement'),
    null,
    'supplementTooLate',
  ],
  [
    'supplement.nextRoundWithin',
    (d) => change(d, 'supplement', { nextRoundWithin: days(1) }),
    refused('2026-11-30 09:00', 'requestSupplement', {}, asked, handed),
    null,
    'supplementTooLate',
  ],
  [
    'supplement.refusalWithin',
    (d) => change(d, 'supplement', { refusalWithin: days(1) }),
    (d) => story(d, { channel: 'online' }).refusal('2026-11-27 09:00', 'refuse', BODIES.refuse),
    null,
    'refusalTooLate',
  ],
  [
    'supplement.applicantTerm',
    (d) => change(d, 'supplement', { applicantTerm: { unit: 'DAY', amount: 5 } }),
    (d) => clock(done(d, asked).dueAt('supplement')),
    '2026-12-08 00:00',
    '2026-12-01 00:00',
  ],
  [
    'silence.subject: the applicant’s counts online only',
    (d) => change(d, 'silence', { subject: 'applicant' }),
    silence,
    'Lấy ý kiến 2026-11-27 17:00',
    null,
  ],
  [
    'silence.about',
    (d) => change(d, 'silence', { about: 'Xin ý kiến' }),
    silence,
    'Lấy ý kiến 2026-11-27 17:00',
    'Xin ý kiến 2026-11-27 17:00',
  ],
  [
    'silence.appliesToCases',
    (d) => change(d, 'silence', { appliesToCases: ['b'] }),
    silence,
    'Lấy ý kiến 2026-11-27 17:00',
    null,
  ],
  [
    'silence.after',
    (d) => change(d, 'silence', { after: days(3) }),
    silence,
    'Lấy ý kiến 2026-11-27 17:00',
    'Lấy ý kiến 2026-11-30 17:00',
  ],
  ['silence.step', (d) => change(d, 'silence', { step: 'S3' }), silence, 'Lấy ý kiến 2026-11-27 17:00', null],
  [
    'excludedPeriods',
    (d) => (d.excludedPeriods = ['MEDIA_NOTICE']),
    refused('2026-11-26 09:00', 'pause', { reason: 'PUBLIC_POSTING' }),
    null,
    'pauseReasonNotAllowed',
  ],
  [
    'extensions[].reason',
    (d) => d.extensions?.push({ reason: 'REMOTE_50KM', unit: 'WORKING_DAY', amount: 1 }),
    refused('2026-11-26 09:00', 'extend', { newDueOn: '2026-12-11', reason: 'REMOTE_50KM' }),
    null,
    'extensionTooLong',
  ],
  [
    'extensions[].amount',
    (d) => first(d.extensions, { amount: 1 }),
    refused('2026-11-26 09:00', 'extend', { newDueOn: '2026-12-11', reason: 'VERIFICATION' }),
    null,
    'extensionTooLong',
  ],
  [
    'extensions[].unit',
    (d) => first(d.extensions, { unit: 'HOUR' }),
    refused('2026-11-26 09:00', 'extend', { newDueOn: '2026-12-11', reason: 'VERIFICATION' }),
    null,
    'extensionTooLong',
  ],
  [
    'extensions[].resultCap',
    (d) => first(d.extensions, { resultCap: days(11) }),
    refused('2026-11-26 09:00', 'extend', { newDueOn: '2026-12-11', reason: 'VERIFICATION' }),
    null,
    'extensionTooLong',
  ],
  ['fees[].channel', (d) => first(d.fees, { channel: 'online' }), fees, base().fees, []],
  [
    'fees[].kind',
    (d) => first(d.fees, { kind: 'charge' }),
    fees,
    base().fees,
    [{ ...base().fees?.[0], kind: 'charge' }],
  ],
  [
    'fees[].amountVnd',
    (d) => first(d.fees, { amountVnd: 1 }),
    fees,
    base().fees,
    [{ ...base().fees?.[0], amountVnd: 1 }],
  ],
  [
    'fees[].per',
    (d) => first(d.fees, { per: 'page' }),
    fees,
    base().fees,
    [{ ...base().fees?.[0], per: 'page' }],
  ],
  [
    'fees[].note',
    (d) => first(d.fees, { note: 'NQ 10' }),
    fees,
    base().fees,
    [{ ...base().fees?.[0], note: 'NQ 10' }],
  ],
  [
    'requiredDocuments[].id',
    (d) => first(d.requiredDocuments, { id: 'D9' }),
    refused('2026-11-26 09:00', 'requestSupplement', { items: ['D1'] }),
    'alreadyHeld',
    null,
  ],
  [
    'requiredDocuments[].name',
    (d) => first(d.requiredDocuments, { name: 'Giấy khác' }),
    refused('2026-11-26 09:00', 'requestSupplement', { items: ['Giấy xác nhận'] }),
    'alreadyHeld',
    null,
  ],
  [
    'requiredDocuments[].sharedSource',
    (d) => first(d.requiredDocuments, { sharedSource: undefined }),
    refused('2026-11-26 09:00', 'requestSupplement', { items: ['Giấy xác nhận'] }),
    'alreadyHeld',
    null,
  ],
  [
    'children[].id',
    (d) => second(d.children, { id: 'C3' }),
    part('C3'),
    null,
    `${COMMUNE}-ttpvhcc Bắt đầu phần việc "Phần hai" 2026-11-27 17:00`,
  ],
  [
    'children[].name',
    (d) => second(d.children, { name: 'Phần cuối' }),
    part('C2'),
    `${COMMUNE}-ttpvhcc Bắt đầu phần việc "Phần hai" 2026-11-27 17:00`,
    `${COMMUNE}-ttpvhcc Bắt đầu phần việc "Phần cuối" 2026-11-27 17:00`,
  ],
  [
    'children[].agency',
    (d) => second(d.children, { agency: { unitKind: 'police' } }),
    part('C2'),
    `${COMMUNE}-ttpvhcc Bắt đầu phần việc "Phần hai" 2026-11-27 17:00`,
    `${COMMUNE}-cong-an Bắt đầu phần việc "Phần hai" 2026-11-27 17:00`,
  ],
  [
    'children[].startsAfter',
    (d) => second(d.children, { startsAfter: [] }),
    due('child:C2'),
    null,
    '2026-11-27 17:00',
  ],
  [
    'children[].clock',
    (d) => first(d.children, { clock: days(1) }),
    due('child:C1'),
    '2026-11-27 17:00',
    '2026-11-26 17:00',
  ],
  [
    'children[].procedureCode',
    (d) => first(d.children, { procedureCode: '1.001193' }),
    (d) => procedureFor(d).children[0]?.procedureCode,
    null,
    '1.001193',
  ],
  ['signers', (d) => (d.signers = ['vice-chair']), mayChairSign, true, false],
  ['confidential', (d) => (d.confidential = true), (d) => story(d).state.confidential, false, true],
  [
    'steps[].id',
    (d) => [first(d.steps, { next: ['S9'] }), second(d.steps, { id: 'S9' })],
    (d) => done(d, atS2).state.step?.id,
    'S2',
    'S9',
  ],
  [
    'steps[].name',
    (d) => second(d.steps, { name: 'Xét' }),
    (d) => done(d, atS2).clock('step:S2')?.ledger?.startReason,
    'Nhận bước "Thẩm tra"',
    'Nhận bước "Xét"',
  ],
  [
    'steps[].unitKind',
    (d) => second(d.steps, { unitKind: 'police', sectionKey: undefined }),
    holder,
    `${COMMUNE}-van-phong:officer`,
    `${COMMUNE}-cong-an:officer`,
  ],
  [
    'steps[].sectionKey',
    (d) => second(d.steps, { sectionKey: 'economy' }),
    holder,
    `${COMMUNE}-van-phong:officer`,
    `${COMMUNE}-kinh-te:officer`,
  ],
  [
    'steps[].externalName',
    (d) => second(d.cases?.[1]?.steps, { externalName: 'Sở' }),
    (d) => procedureFor(d, 'b').steps[1]?.externalName,
    'Chi cục',
    'Sở',
  ],
  [
    'steps[].positionLevel',
    (d) => second(d.steps, { positionLevel: 'head' }),
    holder,
    `${COMMUNE}-van-phong:officer`,
    `${COMMUNE}-van-phong:head`,
  ],
  [
    'steps[].internalTime',
    (d) => second(d.steps, { internalTime: days(2) }),
    (d) => clock(done(d, atS2).dueAt('step:S2')),
    '2026-12-01 17:00',
    '2026-11-27 17:00',
  ],
  ['steps[].next', (d) => first(d.steps, { next: ['S3'] }), (d) => done(d, atS2).state.step?.id, 'S2', 'S3'],
  [
    'steps[].delivery: the step before may record the result',
    (d) => Object.assign(d.steps[3] ?? {}, { delivery: false }),
    refused(
      '2026-11-25 11:00',
      'finish',
      {},
      atS2,
      ['2026-11-25 10:30', 'recordChild', { childId: 'C1' }],
      ['2026-11-25 10:40', 'recordChild', { childId: 'C2' }],
    ),
    null,
    'stepsRemain',
  ],
])('%s', (_field, make, see, before, after) => {
  const changed = base();
  make(changed);
  expect([see(base()), see(changed)]).toEqual([before, after]);
});

test('remarks of whoever wrote it change nothing', () => {
  const remarked: Definition = {
    ...base(),
    field: 'Đất đai',
    notes: ['xem lại'],
    basis: 'Luật',
    certainty: 'verified',
  };
  expect(procedureFor(remarked)).toEqual(procedureFor(base()));
  expect(differences(base(), remarked)).toEqual([]);
});
