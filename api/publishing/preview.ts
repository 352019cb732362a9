import { PAUSE_REASONS } from '../../domain/dossier/texts';
import { datesOf, type DerivedClock, calendarUnitOf } from '../../domain/case/derive';
import { newPreview, type Example, type Preview } from '../../domain/publishing/preview';
import { dateOf } from '../../domain/time/plain-date';
import { explain } from '../../domain/time/explain';
import type { Instant } from '../../domain/time/types';
import { previewOf } from '../../database/preview';
import type { Rules } from '../../database/rules';
import type { Scope } from '../../database/scope';
import { type AnyState } from '../cases/rows';
import type { Deps } from '../deps';
import { scopeOf, type Publication } from './publish';
import { iso } from '../cases/view-context';
import { withoutWords } from '../cases/without-words';

/** Previews of one process take turns: each derives thousands of cases. */
let turn: Promise<unknown> = Promise.resolve();

export function previewView(
  publication: Publication,
  rules: Rules,
  then: Rules,
  deps: Deps,
): Promise<object> {
  const { kind, body } = publication;
  const of = { kind, id: body.id, version: body.version };
  return previewOfScope(scopeOf(publication, rules), rules, then, deps, of);
}

export function previewOfScope(
  scope: Scope,
  rules: Rules,
  then: Rules,
  deps: Deps,
  publication: object | null = null,
): Promise<object> {
  const mine = turn.then(async () => {
    const now = deps.now();
    const isNobody = scope.unitIds?.length === 0;
    const preview = isNobody ? newPreview(now) : await previewOf(deps.pool, scope, then, now);
    const examples = await Promise.all(preview.examples.map((one) => exampleView(one, rules, then, deps)));
    return { ...figures(preview, rules), publication, examples };
  });
  turn = mine.catch(() => undefined);
  return mine;
}

function figures(preview: Preview, { organisation }: Rules): object {
  const { asOf, cases, moved, dates, stopping, resuming, failed } = preview;
  const unit = (id: string): object => ({ id, name: organisation.unit(id)?.name ?? id });
  const groups = (map: Preview['byKind'], name: (key: string) => unknown = (key) => key): object[] =>
    [...map]
      .sort(([a, x], [b, y]) => y.moved - x.moved || (a < b ? -1 : 1))
      .map(([key, counts]) => ({ key: name(key), ...counts }));
  const named = (count: number, examples: readonly Example[]): object => ({
    count,
    cases: examples.map(({ kind, id, code, clockId, from, to }) => ({
      kind,
      id,
      code,
      clock: clockId,
      from: iso(from),
      to: iso(to),
    })),
  });
  return {
    asOf: iso(asOf),
    cases,
    moved,
    dates,
    byDays: [...preview.byDays].sort(([a], [b]) => a - b).map(([days, count]) => ({ days, dates: count })),
    stopping,
    resuming,
    byKind: groups(preview.byKind),
    byUnit: groups(preview.byUnit, unit),
    byProcedure: groups(preview.byProcedure),
    becomingLate: named(preview.becomingLateCount, preview.becomingLate),
    noLongerLate: named(preview.noLongerLateCount, preview.noLongerLate),
    failed: failed.slice(0, 50),
  };
}

async function exampleView(example: Example, rules: Rules, then: Rules, deps: Deps): Promise<object> {
  const { kind, id, code, clockId, from, to, unitId } = example;
  const { rows } = await deps.pool.query<{ state: AnyState }>('SELECT state FROM cases WHERE id = $1', [id]);
  const state = rows[0]?.state;
  const side = (at: Instant | null, by: Rules): object => ({
    dueOn: at === null ? null : dateOf(at - 1),
    dueAt: iso(at),
    explanation: state ? reasons(datesOf(state, by).clocks, clockId, by) : [],
  });
  return {
    kind,
    id,
    code,
    clock: clockId,
    unit: unitId && { id: unitId, name: rules.organisation.unit(unitId)?.name ?? unitId },
    from: side(from, rules),
    to: side(to, then),
  };
}

function reasons(clocks: readonly DerivedClock[], clockId: string, rules: Rules): object[] {
  const clock = clocks.find(({ id }) => id === clockId);
  if (!clock?.ledger) return [];
  return explain(
    withoutWords(clock.ledger),
    rules.calendarFor(calendarUnitOf(clock)),
    undefined,
    PAUSE_REASONS,
  );
}
