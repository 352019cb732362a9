/** Reads the open cases a publication would concern and derives them as if it stood. Nothing is written. */
import { ms } from './epoch';
import type { CaseKind, CaseState } from '../domain/case/case';
import { datesOf, type DerivationRules, type DerivedClock } from '../domain/case/derive';
import { addCase, newPreview, type Preview } from '../domain/publishing/preview';
import type { Instant } from '../domain/time/types';
import type { Pool } from './pool';
import { scopeSql, type Scope } from './scope';

/** Cases derived between two looks at whatever else waits in this process. */
const PAGE = 250;

interface Row {
  id: string;
  kind: CaseKind;
  code: string | null;
  unit_id: string | null;
  procedure: string | null;
  state: CaseState;
  /** Dates as they are written; the key is missing for a clock that is not. */
  dues: Record<string, number | null> | null;
}

export async function previewOf(
  pool: Pool,
  scope: Scope,
  rules: DerivationRules,
  now: Instant,
): Promise<Preview> {
  const preview = newPreview(now);
  let after: string | null = null;
  for (;;) {
    const rows: Row[] = await readPage(pool, scope, after);
    for (const row of rows) look(preview, row, rules);
    const last = rows[rows.length - 1];
    if (!last || rows.length < PAGE) return preview;
    after = last.id;
  }
}

function look(preview: Preview, row: Row, rules: DerivationRules): void {
  try {
    const { clocks } = datesOf(row.state, rules);
    addCase(preview, {
      id: row.id,
      kind: row.kind,
      code: row.code,
      unitId: row.unit_id,
      procedure: row.procedure,
      before: asWritten(clocks, row.dues ?? {}),
      after: clocks,
    });
  } catch (error) {
    preview.failed.push({ id: row.id, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** The same clocks with the dates that are in force. */
export const asWritten = (
  clocks: readonly DerivedClock[],
  dues: Record<string, number | null>,
): DerivedClock[] =>
  clocks.map((clock) => {
    const dueAt = dues[clock.id] ?? null;
    return { ...clock, standsFrom: null, due: clock.due && dueAt !== null ? { ...clock.due, dueAt } : null };
  });

/** Dates in force of a case's clocks; null = it stands until further notice. */
export const DUES_SQL = `(SELECT jsonb_object_agg(k.clock_id,
    CASE WHEN k.stands_from IS NULL THEN ${ms('k.due_at')} END)
  FROM clock k WHERE k.case_id = c.id)`;

async function readPage(pool: Pool, scope: Scope, after: string | null): Promise<Row[]> {
  const values: unknown[] = [];
  const where = scopeSql(scope, values);
  const next = after === null ? '' : `AND c.id > $${values.push(after)}`;
  const { rows } = await pool.query<Row>(
    `SELECT c.id, c.kind, c.code, c.lead_unit_id AS unit_id, c.procedure_code AS procedure, c.state, ${DUES_SQL} AS dues
     FROM cases c WHERE ${where} ${next} ORDER BY c.id LIMIT ${PAGE}`,
    values,
  );
  return rows;
}
