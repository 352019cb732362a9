/** Who leads a new recommendation: the unit that was named, else what the table says, else a person decides (triage). */
import type { Routing } from '../request/state';
import type { Organisation } from '../organisation/model';
import type { PlainDate } from '../time/types';
import { routeByRules, routingText, type RoutingRow } from './route';

export interface Subject {
  title: string;
  summary?: string | null;
  category: string;
  /** Named by whoever enters it. */
  leadUnitId?: string;
  supportingUnitIds?: readonly string[];
}

/** `lead` null: nobody leads yet, so nobody supports either. `routing` says by what it was decided, in words too. */
export interface Assignment {
  lead: string | null;
  supporting: string[];
  routing: Routing;
}

/**
 * An explicit lead wins over every row. A row in force on the day of the case decides for a unit that works today; one
 * whose unit has ended decides nothing, and is named to the person who does. Supporting units that were named count
 * instead of those of the row; none supports itself.
 * @param days `on`: the day the case counts from, by which rows are in force; `today`: by which units are
 */
export function assign(
  subject: Subject,
  rows: readonly RoutingRow[],
  organisation: Pick<Organisation, 'isInForce' | 'unit'>,
  { on, today }: { on: PlainDate; today: PlainDate },
): Assignment {
  if (subject.leadUnitId !== undefined)
    return led(subject.leadUnitId, subject.supportingUnitIds ?? [], {
      by: 'explicit',
      reason: 'Người nhập nêu đơn vị chủ trì',
    });
  const { title, summary, category } = subject;
  const nameOf = (unitId: string): string => organisation.unit(unitId)?.name ?? unitId;
  const found = routeByRules({ text: routingText(title, summary), category, on }, rows);
  if ('triage' in found) {
    const names = found.candidates.map(({ lead, keyword }) => `${nameOf(lead)} ("${keyword}")`).join('; ');
    return triage(
      found.triage === 'noMatch'
        ? 'Không dòng nào của bảng phân công khớp; chờ người phân công'
        : `Nhiều đơn vị cùng khớp, chờ người phân công: ${names}`,
    );
  }
  const { lead, keyword, ruleId, ruleVersion } = found;
  const rule = { ruleId, ruleVersion };
  if (!organisation.isInForce(lead, today))
    return triage(`Khớp "${keyword}" nhưng ${nameOf(lead)} không còn hoạt động; chờ người phân công`, rule);
  const working = found.supporting.filter((id) => organisation.isInForce(id, today));
  return led(lead, subject.supportingUnitIds ?? working, {
    by: 'rule',
    ...rule,
    reason: `Khớp "${keyword}" trong bảng phân công`,
  });
}

const led = (lead: string, supporting: readonly string[], routing: Routing): Assignment => ({
  lead,
  supporting: [...new Set(supporting)].filter((id) => id !== lead),
  routing,
});

const triage = (reason: string, rule: Pick<Routing, 'ruleId' | 'ruleVersion'> = {}): Assignment => ({
  lead: null,
  supporting: [],
  routing: { by: null, ...rule, reason },
});
