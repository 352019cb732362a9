/** From what was sent to the facts that open a recommendation or directive. */
import { mayEnter, ownCommune } from '../../domain/access/entering';
import { mayEnterDates, type MemberPosition } from '../../domain/access/member';
import type { SubmittedData } from '../../domain/request/state';
import type { PlainDate } from '../../domain/time/types';
import { assign, type Assignment, type Subject } from '../../domain/routing/assign';
import type { Checker } from './checks';
import type { Identity } from '../login/identity';
import { forbidden } from '../http/problems';
import type { DirectiveInput, RecommendationInput } from './schemas-request';

export interface Opened {
  data: SubmittedData;
  /** The position in which it is entered. */
  entered: MemberPosition;
}

interface Origin {
  meetingId: string | null;
  /** Default terms count from here. */
  countsFrom: PlainDate;
}

const notYours = () =>
  forbidden({
    vi: 'Không được nhập việc này: xã, phường nhập của mình, Văn phòng UBND tỉnh nhập cho mọi nơi, nhập hạn của lãnh đạo hoặc việc không đặt hạn.',
    en: 'You may not enter this: a ward enters its own; the provincial office enters for any ward, leaders’ dates, and matters without a date.',
  });

export function openRecommendation(
  item: RecommendationInput,
  where: Origin,
  check: Checker,
  identity: Identity,
): Opened {
  const { organisation } = check;
  const wardIds = wardsOf(item, check, identity);
  const entered = mayEnter(identity, 'recommendation', wardIds, organisation);
  const isAboutTime = item.dueOn !== undefined || item.dueAt !== undefined || item.noDeadline === true;
  if (!entered || ((isAboutTime || item.fromGroup) && !mayEnterDates(identity, organisation)))
    throw notYours();

  if (item.leadUnitId !== undefined) check.provincialUnit(item.leadUnitId, 'leadUnitId');
  item.supportingUnitIds?.forEach((id, index) => {
    check.provincialUnit(id, `supportingUnitIds[${index}]`);
    if (id === item.leadUnitId)
      check.add(
        `supportingUnitIds[${index}]`,
        'Đơn vị chủ trì không đồng thời phối hợp (lead also supports).',
      );
  });
  const { lead, supporting, routing } = assignmentOf(item, where.countsFrom, check);
  return {
    entered,
    data: {
      ...common(item, where, check),
      kind: 'recommendation',
      category: item.category,
      wardIds,
      fromGroup: item.fromGroup ?? null,
      toGroup: null,
      bindingness: null,
      routing,
      leadUnitIds: lead === null ? [] : [lead],
      supportingUnitIds: supporting,
      asked: item.asked ?? null,
    },
  };
}

/** `as`: the position of a leader who gives the task himself, with the instruction on an escalation. */
export function openDirective(
  item: DirectiveInput,
  where: Origin,
  check: Checker,
  identity: Identity,
  as: MemberPosition | null = null,
): Opened {
  const entered = as ?? mayEnter(identity, 'directive', [], check.organisation);
  if (!entered) throw notYours();
  item.toUnitIds?.forEach((id, index) => check.addressee(id, `toUnitIds[${index}]`));
  const units =
    item.toUnitIds ??
    (item.toGroup === 'all-communes'
      ? check.organisation.allCommunes(check.today).map((unit) => unit.id)
      : []);
  return {
    entered,
    data: {
      ...common(item, where, check),
      kind: 'directive',
      category: null,
      wardIds: [],
      fromGroup: null,
      toGroup: item.toGroup ?? null,
      bindingness: item.bindingness,
      routing:
        units.length > 0
          ? { by: 'explicit', reason: item.toGroup ? 'Giao cho tất cả xã, phường' : 'Nêu tên đơn vị nhận' }
          : { by: null, reason: 'Chưa nêu tên cơ quan liên quan; chờ Văn phòng UBND tỉnh phân công' },
      leadUnitIds: units,
      supportingUnitIds: [],
      asked: null,
    },
  };
}

/** A part split off keeps askers, meeting, day and date of the whole. */
export function openPart(
  whole: SubmittedData,
  part: { title: string; category: SubmittedData['category']; leadUnitId?: string },
  check: Checker,
): SubmittedData {
  if (part.leadUnitId !== undefined) check.provincialUnit(part.leadUnitId, 'leadUnitId');
  const subject = { ...part, category: part.category ?? 'other' };
  const { lead, supporting, routing } = assignmentOf(subject, whole.countsFrom, check);
  return {
    ...whole,
    title: part.title,
    category: part.category,
    routing,
    leadUnitIds: lead === null ? [] : [lead],
    supportingUnitIds: supporting,
    asked: null,
  };
}

const assignmentOf = (subject: Subject, on: PlainDate, { rules, organisation, today }: Checker): Assignment =>
  assign(subject, rules.routing, organisation, { on, today });

function common(item: RecommendationInput | DirectiveInput, where: Origin, check: Checker) {
  return {
    title: item.title,
    summary: item.summary ?? null,
    meetingId: where.meetingId,
    countsFrom: where.countsFrom,
    ladder: item.ladder ?? 'default',
    deadlinePhrase: item.deadlinePhrase ?? null,
    deadline: check.deadline(item),
    officeUnitId: check.organisation.provincialOffice.id,
  } as const;
}

/** Who asks; a ward that says nothing asks for itself. */
function wardsOf(item: RecommendationInput, check: Checker, identity: Identity): string[] {
  if (item.fromGroup) return check.organisation.allCommunes(check.today).map((unit) => unit.id);
  if (item.fromUnitIds) {
    item.fromUnitIds.forEach((id, index) => check.commune(id, `fromUnitIds[${index}]`));
    return item.fromUnitIds;
  }
  const own = item.fromUnitId ?? ownCommune(identity, check.organisation);
  if (own === null) {
    check.add('fromUnitId', 'Phải nêu xã, phường kiến nghị (the asking commune is needed).');
    return [];
  }
  check.commune(own, 'fromUnitId');
  return [own];
}
