/** What the parts of the board share: every figure is a count over the same rows, with the same conditions, as the list it links to. */
import type { CaseKind } from '../../domain/case/case';
import { WHOLE } from '../../domain/case/figures';
import { addDays, instantOf } from '../../domain/time/plain-date';
import type { PlainDate } from '../../domain/time/types';
import { figureJoin, stoodAt } from '../../database/figures';
import type { Judged } from '../../database/lateness';
import { judgedBy, judging, visible, Where } from '../cases/list';
import type { ViewContext } from '../cases/view-context';

export interface BoardFilter {
  unit?: string;
  from?: PlainDate;
  /** Figures are those of the end of this day; absent: of this moment. */
  to?: PlainDate;
}

export const linkTo = (path: string, query: Record<string, string | undefined>): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/api/v1/${path}?${new URLSearchParams(given).toString()}`;
};

export interface Look {
  where: Where;
  judged: Judged;
  /** `cases c`, and what stood of them on a past day. */
  from: string;
  /** Alias of the row that says how the case stands. */
  s: string;
  /** That an alias of `figure` is what stood at that moment. */
  stood(alias: string): string;
}

/** The cases of a kind that the caller may see, received in the period, as they stand at its end. */
export function lookAt(kind: CaseKind, { unit, from, to }: BoardFilter, view: ViewContext): Look {
  const where = visible(new Where().and('c.kind = ?', kind), kind, view);
  if (unit) where.and('c.unit_ids @> ARRAY[?::text]', unit);
  if (from) where.and('c.opened_at >= ?', new Date(instantOf(from, 0)));
  if (to) where.and('c.opened_at < ?', new Date(instantOf(addDays(to, 1), 0)));
  const by = judging(to, view);
  const judged = judgedBy(where, by, view);
  const at = by.isPast ? judged.now : null;
  return {
    where,
    judged,
    from: at === null ? 'cases c' : `cases c ${figureJoin(where.bind(WHOLE), at)}`,
    s: at === null ? 'c' : 's',
    stood: (alias) => stoodAt(alias, at),
  };
}
