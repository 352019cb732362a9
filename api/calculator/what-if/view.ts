import { PAUSE_REASONS } from '../../../domain/dossier/texts';
import { explain } from '../../../domain/time/explain';
import { TimeError } from '../../../domain/time/time-error';
import type { Calendar } from '../../../domain/time/calendar';
import type { ExplanationLine, Ledger } from '../../../domain/time/types';
import type { Standing } from '../../../domain/publishing/what-if';
import type { Example, Figures, Tally } from '../../../domain/publishing/what-if-tally';
import type { Pool } from '../../../database/pool';
import { rate } from '../../http/rate';
import { iso, optional, type ViewContext } from '../../cases/view-context';

/** Rows of a breakdown; those that change least are left out. */
const TOP = 20;

export async function whatIfView(tally: Tally, pool: Pool, view: ViewContext): Promise<object> {
  const { total, leftOut, kept } = tally;
  const { earlier, later, ...rest } = figuresView(total);
  const procedures = new Map(view.rules.procedures.map(({ code, name }) => [code, name]));
  return {
    asOf: iso(view.now),
    considered: tally.considered,
    ...rest,
    leftOut,
    notMoved: { setByPerson: kept.set, extendedToDate: kept.extended },
    movedBy: {
      earlier,
      later,
      unchanged: total.clocks - earlier - later,
      days: [...tally.days].sort(([a], [b]) => a - b).map(([days, clocks]) => ({ days, clocks })),
    },
    byClock: top(tally.byClock, (clock) => ({ clock })),
    byUnit: top(tally.byUnit, (id) => ({ unit: view.unit(id) })),
    byProcedure: top(tally.byProcedure, (id) => ({ procedure: { id, name: procedures.get(id) ?? id } })),
    byCategory: top(tally.byCategory, (category) => ({ category })),
    examples: await examplesView(tally.examples(), pool, view),
  };
}

const figuresView = (figures: Figures) => ({
  clocks: figures.clocks,
  late: {
    now: rate(figures.lateNow, figures.clocks),
    whatIf: rate(figures.lateWhatIf, figures.clocks),
  },
  becameLate: figures.becameLate,
  noLongerLate: figures.noLongerLate,
  earlier: figures.earlier,
  later: figures.later,
});

/** Where lateness changes most, then where most dates move. */
function top(groups: ReadonlyMap<string, Figures>, named: (key: string) => object): object[] {
  const changes = ({ becameLate, noLongerLate }: Figures): number => becameLate + noLongerLate;
  const moves = ({ earlier, later }: Figures): number => earlier + later;
  return [...groups]
    .sort(
      ([idA, a], [idB, b]) =>
        changes(b) - changes(a) || moves(b) - moves(a) || b.clocks - a.clocks || (idA < idB ? -1 : 1),
    )
    .slice(0, TOP)
    .map(([key, figures]) => ({ ...named(key), ...figuresView(figures) }));
}

async function examplesView(examples: Example[], pool: Pool, view: ViewContext): Promise<object[]> {
  const { rows } = await pool.query<{ id: string; code: string | null; title: string }>(
    'SELECT id, code, title FROM cases WHERE id = ANY($1::uuid[])',
    [examples.map((example) => example.case.id)],
  );
  const named = new Map(rows.map((row) => [row.id, row]));
  // Who configures sees numbers and rules, never what a case is about or what was written into it.
  const seesContent = view.identity.role !== 'admin';
  return examples.map(({ case: one, measured }) => {
    const { clock, now, whatIf, ledger, calendar } = measured;
    const stands = (standing: Standing, counted: Ledger | null, by: Calendar): object => ({
      dueOn: standing.dueOn,
      dueAt: iso(standing.dueAt),
      late: standing.isLate,
      explanation: reasons(counted, by).filter((line) => seesContent || !HAS_CONTENT.includes(line.kind)),
    });
    return {
      kind: one.kind,
      id: one.id,
      code: named.get(one.id)?.code ?? null,
      ...optional('title', seesContent ? named.get(one.id)?.title : null),
      clock: clock.id,
      unit: view.unit(clock.unitId),
      now: stands(now, clock.ledger, view.rules.calendarOf(clock.calendarVersions)),
      whatIf: stands(whatIf, ledger, calendar),
    };
  });
}

/** Lines with words that somebody wrote into the case. */
const HAS_CONTENT: readonly ExplanationLine['kind'][] = ['pause', 'extension'];

function reasons(ledger: Ledger | null, calendar: Calendar): ExplanationLine[] {
  try {
    return ledger ? explain(ledger, calendar, undefined, PAUSE_REASONS) : [];
  } catch (error) {
    if (error instanceof TimeError) return [];
    throw error;
  }
}
