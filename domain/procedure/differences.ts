/** What changes from one version of a procedure to another, field by field, in words for people. */
import type { Term } from '../time/types';
import { dateWords, termWords } from '../time/words';
import type { ProcedureDefinition, StepDefinition, UnitRule } from './definition';
import { pauseReasonName } from '../dossier/texts';

export interface Difference {
  /** Where, with the ids of steps, cases and parts: `steps.S2.internalTime`. */
  path: string;
  /** In words; null where there was, or will be, nothing. */
  before: string | null;
  after: string | null;
  /** The whole sentence. */
  text: string;
}

interface Fact {
  label: string;
  words: string;
}

/** In the order of the new version; what is left out comes last. `before` null: everything is new. */
export function differences(before: ProcedureDefinition | null, after: ProcedureDefinition): Difference[] {
  const then = before ? factsOf(before) : new Map<string, Fact>();
  const now = factsOf(after);
  return [...new Set([...now.keys(), ...then.keys()])].flatMap((path) => {
    const [was, is] = [then.get(path), now.get(path)];
    if (was?.words === is?.words) return [];
    const label = is?.label ?? was?.label ?? path;
    const [from, to] = [was?.words ?? null, is?.words ?? null];
    return [{ path, before: from, after: to, text: `${label}: ${from ?? NOTHING} → ${to ?? NOTHING}` }];
  });
}

const NOTHING = '(không có)';

const UNIT_NAMES: Record<string, string> = {
  'service-centre': 'Trung tâm Phục vụ hành chính công',
  commune: 'UBND cấp xã',
  police: 'Công an cấp xã',
};
const SECTION_NAMES: Record<string, string> = {
  office: 'Văn phòng HĐND và UBND',
  economy: 'Phòng Kinh tế',
  'culture-social': 'Phòng Văn hóa - Xã hội',
};
const POST_NAMES: Record<string, string> = {
  officer: 'công chức',
  head: 'trưởng phòng',
  'deputy-director': 'phó giám đốc',
  'chief-of-office': 'chánh văn phòng',
  director: 'giám đốc',
  'vice-chair': 'phó chủ tịch',
  chair: 'chủ tịch',
};
const POLICY_NAMES: Record<string, string> = {
  PAUSE: 'dừng thời hạn trong lúc chờ',
  RESTART: 'nhận đủ thì tính lại từ đầu',
};

const unitWords = ({ unitKind, sectionKey, externalName }: UnitRule): string =>
  externalName ?? SECTION_NAMES[sectionKey ?? ''] ?? UNIT_NAMES[unitKind] ?? unitKind;
const postWords = (level: string | undefined): string => POST_NAMES[level ?? ''] ?? level ?? NOTHING;
const limitWords = (term: Term): string =>
  term.cutoff ? `${termWords(term)}, nhận đến ${term.cutoff}` : termWords(term);

/** Every field a dossier goes by. Remarks (certainty, basis, notes) change nothing and are left out. */
function factsOf(definition: ProcedureDefinition): Map<string, Fact> {
  const { zoneExtension, supplement, silence } = definition;
  const facts = new Map<string, Fact>();
  const add = (path: string, label: string, words: string | null | undefined): void => {
    if (words !== null && words !== undefined && words !== '') facts.set(path, { label, words });
  };
  const term = (path: string, label: string, value: Term | undefined): void =>
    add(path, label, value && limitWords(value));
  const list = (path: string, label: string, values: readonly string[] | undefined): void =>
    add(path, label, values?.join(', '));

  add('name', 'Tên', definition.name);
  add('effectiveFrom', 'Có hiệu lực từ', definition.effectiveFrom && dateWords(definition.effectiveFrom));
  add('effectiveTo', 'Có hiệu lực đến', definition.effectiveTo && dateWords(definition.effectiveTo));
  term('legalTime', 'Thời hạn giải quyết', definition.legalTime);
  steps(definition.steps, 'steps', '', add, term);
  add('defaultCase', 'Trường hợp mặc định', definition.defaultCase);
  for (const one of definition.cases ?? []) {
    const [path, name] = [`cases.${one.id}`, `Trường hợp "${one.name}"`];
    term(`${path}.legalTime`, `${name}: thời hạn giải quyết`, one.legalTime);
    if (one.steps) steps(one.steps, `${path}.steps`, `${name}: `, add, term);
    allocation(`${path}.zoneStepAllocation`, `${name}: phần cộng thêm`, one.zoneStepAllocation);
  }
  if (zoneExtension) {
    list('zoneExtension.zones', 'Địa bàn được cộng thêm thời gian', zoneExtension.zones);
    term('zoneExtension.amount', 'Thời gian cộng thêm theo địa bàn', zoneExtension);
    allocation('zoneExtension.stepAllocation', 'Phần cộng thêm', zoneExtension.stepAllocation);
  }
  add(
    'supplement.policy',
    'Bổ sung giấy tờ',
    supplement && (POLICY_NAMES[supplement.policy] ?? supplement.policy),
  );
  add('supplement.maxRounds', 'Số lần yêu cầu bổ sung', supplement?.maxRounds?.toString());
  term('supplement.applicantTerm', 'Thời hạn bổ sung của người nộp', supplement?.applicantTerm);
  term('supplement.within', 'Thời hạn yêu cầu bổ sung', supplement?.within);
  term('supplement.nextRoundWithin', 'Thời hạn yêu cầu bổ sung lần sau', supplement?.nextRoundWithin);
  term('supplement.refusalWithin', 'Thời hạn từ chối', supplement?.refusalWithin);
  term('silence.after', 'Im lặng sau thời hạn này là đồng ý', silence?.after);
  add('silence.about', 'Im lặng về việc', silence?.about);
  list('silence.appliesToCases', 'Im lặng áp dụng cho trường hợp', silence?.appliesToCases);
  add('silence.step', 'Bước chờ ý kiến', silence?.step);
  list('excludedPeriods', 'Thời gian không tính', definition.excludedPeriods?.map(pauseReasonName));
  for (const one of definition.extensions ?? [])
    term(`extensions.${one.reason}`, `Gia hạn vì ${pauseReasonName(one.reason)}`, one);
  (definition.fees ?? []).forEach((fee, index) => {
    const amount = fee.amountVnd === undefined ? fee.note : `${fee.amountVnd} đồng`;
    const per = fee.per ? `/${fee.per}` : '';
    add(
      `fees.${index}`,
      `Khoản thu ${index + 1}`,
      `${fee.kind} (${fee.channel}): ${amount ?? NOTHING}${per}`,
    );
  });
  for (const one of definition.requiredDocuments ?? [])
    add(`requiredDocuments.${one.id}`, `Giấy tờ ${one.id}`, one.name);
  for (const child of definition.children ?? []) {
    const [path, name] = [`children.${child.id}`, `Phần việc ${child.id}`];
    add(`${path}.name`, name, child.name);
    add(`${path}.agency`, `${name}: cơ quan`, unitWords(child.agency));
    term(`${path}.clock`, `${name}: thời hạn`, child.clock);
    list(`${path}.startsAfter`, `${name}: bắt đầu sau`, child.startsAfter);
  }
  list('signers', 'Người ký', definition.signers?.map(postWords));
  add('confidential', 'Bảo mật', definition.confidential ? 'có' : null);
  return facts;

  function allocation(path: string, label: string, parts: Record<string, number> | undefined): void {
    for (const [id, amount] of Object.entries(parts ?? {}))
      term(`${path}.${id}`, `${label} cho bước ${id}`, {
        unit: zoneExtension?.unit ?? 'WORKING_DAY',
        amount,
      });
  }
}

function steps(
  all: readonly StepDefinition[],
  path: string,
  prefix: string,
  add: (path: string, label: string, words: string | null | undefined) => void,
  term: (path: string, label: string, value: Term | undefined) => void,
): void {
  add(`${path}.order`, `${prefix}Các bước`, all.map(({ id }) => id).join(', '));
  for (const step of all) {
    const [at, name] = [`${path}.${step.id}`, `${prefix}Bước ${step.id}`];
    add(`${at}.name`, name, step.name);
    add(`${at}.unit`, `${name}: đơn vị`, unitWords(step));
    add(`${at}.positionLevel`, `${name}: chức vụ`, postWords(step.positionLevel));
    term(`${at}.internalTime`, `${name}: thời hạn nội bộ`, step.internalTime);
    add(`${at}.next`, `${name}: đi tiếp`, step.next?.join(', '));
    add(
      `${at}.delivery`,
      `${name}: chỉ trả kết quả`,
      step.delivery === undefined ? null : step.delivery ? 'có' : 'không',
    );
  }
}
