/**
 * What makes escalation rules fit to be published: every field is one that a rule reads, every addressee somebody, no
 * call at night, nothing climbs higher than it may. All faults are told at once.
 */
import { ACTION_CODES } from './actions';
import { ROLES_OF } from './addressee';
import { LADDERS } from './ladders';
import type { AddresseeRule, EscalationRules, Ladder, LadderRung } from './rules';
import { checkFields, fault, type Fault } from './validate-fields';

/** Every fault of the document; an empty list means that it may be published. */
export function validateEscalation(document: unknown): Fault[] {
  const found = checkFields(document, '');
  // Of a document in which something is missing or of another shape the rest cannot be read.
  if (found.some(({ code }) => code === 'BAD_VALUE' || code === 'MISSING_FIELD')) return found;
  const rules = document as EscalationRules;
  return [
    ...found,
    ...checkLadders(rules.ladders),
    ...rules.ladders.flatMap((ladder, index) => checkLadder(ladder, `ladders[${index}]`, rules)),
    ...checkHours(rules),
    ...checkImmediately(rules),
  ];
}

/** @throws with every fault, one a line; called wherever escalation rules are published */
export function publishable(document: unknown): EscalationRules {
  const faults = validateEscalation(document);
  if (faults.length > 0)
    throw new Error(
      [
        'escalation rules cannot be published:',
        ...faults.map(({ code, path, detail }) => `${path}: ${code} ${detail}`),
      ].join('\n'),
    );
  return document as EscalationRules;
}

/** Each ladder that clocks name is there, once, and no other: a duty without its ladder would be chased by nobody. */
function checkLadders(ladders: readonly Ladder[]): Fault[] {
  const ids = ladders.map(({ id }) => id);
  const missing = Object.keys(LADDERS).filter((id) => !ids.includes(id));
  const rungs = ladders.flatMap(({ steps }, index) =>
    steps.map(({ id }, step) => ({ id, path: `ladders[${index}].steps[${step}].id` })),
  );
  return [
    ...missing.map((id) => fault('MISSING_LADDER', 'ladders', `Thiếu thang đôn đốc ${id}`)),
    ...repeated(ladders.map(({ id }, index) => ({ id, path: `ladders[${index}].id` }))),
    // A clock may climb two ladders: an urgent one keeps reminders of the ordinary one.
    ...repeated(rungs),
  ];
}

const repeated = (list: readonly { id: string; path: string }[]): Fault[] =>
  list.flatMap(({ id, path }, index) =>
    list.findIndex((one) => one.id === id) < index ? [fault('DUPLICATE_ID', path, `Mã ${id} bị trùng`)] : [],
  );

function checkLadder(ladder: Ladder, path: string, rules: EscalationRules): Fault[] {
  const known = LADDERS[ladder.id];
  if (!known) return [fault('UNKNOWN_LADDER', `${path}.id`, `Không thời hạn nào dùng thang ${ladder.id}`)];
  const found: Fault[] = [];
  if (ladder.appliesTo !== known.appliesTo)
    found.push(
      fault('NO_EFFECT', `${path}.appliesTo`, `Thang ${ladder.id} luôn dùng cho "${known.appliesTo}"`),
    );
  const after = ladder.steps.some((step) => offset(step) > 0);
  if (after && !ladder.steps.some((step) => offset(step) === 0))
    found.push(
      fault('NO_FIRST_CALL', `${path}.steps`, 'Sau hạn phải có lần gọi đầu vào đúng hạn (độ lệch 0)'),
    );
  return [
    ...found,
    ...ladder.steps.flatMap((step, index) => [
      ...checkWhen(step, `${path}.steps[${index}]`, ladder, rules),
      ...checkOrder(step, ladder.steps[index - 1], `${path}.steps[${index}]`),
      ...checkWho(step, `${path}.steps[${index}]`, known.throughProvince),
    ]),
  ];
}

const offset = ({ offsetMinutes, offsetWorkingDays }: LadderRung): number =>
  offsetMinutes ?? offsetWorkingDays ?? 0;

/** Working days with an hour of the day, or minutes at any hour. */
function checkWhen(step: LadderRung, path: string, ladder: Ladder, { quietHours }: EscalationRules): Fault[] {
  const byMinutes = step.offsetMinutes !== undefined;
  if (byMinutes === (step.offsetWorkingDays !== undefined))
    return [fault('BAD_OFFSET', path, 'Đúng một trong offsetWorkingDays và offsetMinutes')];
  if (byMinutes && !ladder.anyHour)
    return [
      fault(
        'BAD_OFFSET',
        `${path}.offsetMinutes`,
        'Chỉ thang gọi bất kỳ giờ nào (anyHour) mới tính theo phút',
      ),
    ];
  if (byMinutes && step.atTime !== undefined)
    return [fault('NO_EFFECT', `${path}.atTime`, 'Tính theo phút thì không có giờ trong ngày')];
  const isAwake = ladder.anyHour || step.atTime === undefined || isWithin(step.atTime, quietHours);
  return isAwake
    ? []
    : [
        fault(
          'OUTSIDE_QUIET_HOURS',
          `${path}.atTime`,
          `Ngoài giờ được đôn đốc ${quietHours.from}–${quietHours.to}`,
        ),
      ];
}

/** A higher level is called no earlier than the one below it. */
function checkOrder(step: LadderRung, before: LadderRung | undefined, path: string): Fault[] {
  if (!before) return [];
  const inOneUnit = (step.offsetMinutes === undefined) === (before.offsetMinutes === undefined);
  const isEarlier =
    inOneUnit &&
    (offset(step) < offset(before) ||
      (offset(step) === offset(before) && (step.atTime ?? '') < (before.atTime ?? '')));
  return step.level < before.level || isEarlier
    ? [fault('WRONG_ORDER', path, `Bậc ${step.id} phải sau và không thấp hơn bậc ${before.id}`)]
    : [];
}

function checkWho(step: LadderRung, path: string, throughProvince: boolean): Fault[] {
  const action = ACTION_CODES.includes(step.action)
    ? []
    : [fault('UNKNOWN_ACTION', `${path}.action`, `Không có việc cần làm "${step.action}"`)];
  const told = [
    { rule: step.addressee, at: `${path}.addressee` },
    ...(step.alsoNotify ?? []).map((rule, index) => ({ rule, at: `${path}.alsoNotify[${index}]` })),
  ];
  return [...action, ...told.flatMap(({ rule, at }) => checkAddressee(rule, at, throughProvince))];
}

function checkAddressee({ unit, role }: AddresseeRule, path: string, throughProvince: boolean): Fault[] {
  const roles: readonly string[] | undefined = ROLES_OF[unit];
  if (!roles) return [fault('UNKNOWN_ADDRESSEE', `${path}.unit`, `Không có cách chọn đơn vị "${unit}"`)];
  if (!roles.includes(role))
    return [fault('UNKNOWN_ADDRESSEE', `${path}.role`, `Đơn vị "${unit}" không có chức vụ "${role}"`)];
  return unit === 'province' && !throughProvince
    ? [fault('ABOVE_CHIEF_OF_OFFICE', path, 'Thang này chỉ được lên đến chánh văn phòng')]
    : [];
}

const isWithin = (time: string, { from, to }: EscalationRules['quietHours']): boolean =>
  from <= time && time <= to;

function checkHours({ quietHours, digest }: EscalationRules): Fault[] {
  const found: Fault[] = [];
  if (quietHours.from >= quietHours.to)
    found.push(fault('WRONG_ORDER', 'quietHours.to', 'Giờ kết thúc phải sau giờ bắt đầu'));
  digest.at.forEach((time, index) => {
    const before = digest.at[index - 1];
    if (!isWithin(time, quietHours))
      found.push(
        fault('OUTSIDE_QUIET_HOURS', `digest.at[${index}]`, 'Bản tổng hợp phải gửi trong giờ được đôn đốc'),
      );
    if (before !== undefined && before >= time)
      found.push(fault('WRONG_ORDER', `digest.at[${index}]`, 'Các giờ gửi phải tăng dần'));
  });
  return found;
}

function checkImmediately({ ladders, digest }: EscalationRules): Fault[] {
  const used = ladders.flatMap(({ steps }) => steps.map(({ action }): string => action));
  return digest.immediately.flatMap((action, index) =>
    used.includes(action)
      ? []
      : [fault('NO_EFFECT', `digest.immediately[${index}]`, `Không bậc nào có việc cần làm "${action}"`)],
  );
}
