/** From what was sent to the facts that open a recommendation or directive. */
import { mayEnter, mayEnterDates, ownCommune, type MemberPosition } from '../../domain/access';
import type { Routing, SubmittedData } from '../../domain/request/state';
import type { PlainDate } from '../../domain/time/types';
import { routeByRules, routingText } from '../../domain/routing/route';
import type { Rules } from '../../database/rules';
import type { Checker } from './checks';
import type { Identity } from '../login/identity';
import { forbidden } from '../http/problems';
import type { DirectiveInput, RecommendationInput } from './schemas-request';

export interface Opened {
  data: SubmittedData;
  /** The position in which it is entered. */
  entered: MemberPosition;
}

interface Where {
  meetingId: string | null;
  /** Default terms count from here. */
  countsFrom: PlainDate;
}

const notYours = () =>
  forbidden({
    vi: 'Bạn không được nhập việc này: xã, phường nhập của mình, Văn phòng UBND tỉnh nhập cho mọi nơi và nhập hạn của lãnh đạo.',
    en: 'You may not enter this: a ward enters its own; the provincial office enters for any ward, and leaders’ dates.',
  });

export function openRecommendation(
  item: RecommendationInput,
  where: Where,
  check: Checker,
  identity: Identity,
): Opened {
  const { organisation } = check;
  const wardIds = wardsOf(item, check, identity);
  const entered = mayEnter(identity, 'recommendation', wardIds, organisation);
  const hasDate = item.dueOn !== undefined || item.dueAt !== undefined;
  if (!entered || ((hasDate || item.fromGroup) && !mayEnterDates(identity, organisation))) throw notYours();

  if (item.leadUnitId !== undefined) check.provincialUnit(item.leadUnitId, 'leadUnitId');
  item.supportingUnitIds?.forEach((id, index) => {
    check.provincialUnit(id, `supportingUnitIds[${index}]`);
    if (id === item.leadUnitId)
      check.add(
        `supportingUnitIds[${index}]`,
        'Đơn vị chủ trì không đồng thời phối hợp (lead also supports).',
      );
  });
  const route = routeOf(item, where.countsFrom, check.rules, check);
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
      routing: route.routing,
      leadUnitIds: route.lead ? [route.lead] : [],
      supportingUnitIds: route.lead
        ? (item.supportingUnitIds ?? route.supporting).filter((id) => id !== route.lead)
        : [],
      asked: item.asked ?? null,
    },
  };
}

/** `as`: the position of a leader who gives the task himself, with the instruction on an escalation. */
export function openDirective(
  item: DirectiveInput,
  where: Where,
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
  rules: Rules,
  check: Checker,
): SubmittedData {
  if (part.leadUnitId !== undefined) check.provincialUnit(part.leadUnitId, 'leadUnitId');
  const route = routeOf({ ...part, category: part.category ?? 'other' }, whole.countsFrom, rules, check);
  return {
    ...whole,
    title: part.title,
    category: part.category,
    routing: route.routing,
    leadUnitIds: route.lead ? [route.lead] : [],
    supportingUnitIds: route.lead ? route.supporting : [],
    asked: null,
  };
}

function common(item: RecommendationInput | DirectiveInput, where: Where, check: Checker) {
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

/** First by the explicit lead, then by the table; no match or more than one → a person decides. */
function routeOf(
  item: { title: string; summary?: string; category: string; leadUnitId?: string },
  on: PlainDate,
  rules: Rules,
  check: Checker,
): { lead: string | null; supporting: string[]; routing: Routing } {
  if (item.leadUnitId !== undefined)
    return {
      lead: item.leadUnitId,
      supporting: [],
      routing: { by: 'explicit', reason: 'Người nhập nêu đơn vị chủ trì' },
    };
  const found = routeByRules(
    { text: routingText(item.title, item.summary), category: item.category, on },
    rules.routing,
  );
  if ('triage' in found) {
    const names = found.candidates.map((one) => `${one.lead} (${one.ruleId}: "${one.keyword}")`).join('; ');
    const reason =
      found.triage === 'noMatch'
        ? 'Không dòng nào của bảng phân công khớp; chờ người phân công'
        : `Nhiều đơn vị cùng khớp, chờ người phân công: ${names}`;
    return { lead: null, supporting: [], routing: { by: null, reason } };
  }
  const { lead, ruleId, ruleVersion, keyword } = found;
  if (!check.organisation.isInForce(lead, check.today))
    return {
      lead: null,
      supporting: [],
      routing: { by: null, ruleId, ruleVersion, reason: `Đơn vị của dòng ${ruleId} không còn hoạt động` },
    };
  const supporting = found.supporting.filter((id) => check.organisation.isInForce(id, check.today));
  return {
    lead,
    supporting,
    routing: { by: 'rule', ruleId, ruleVersion, reason: `Khớp "${keyword}" của dòng ${ruleId}` },
  };
}
