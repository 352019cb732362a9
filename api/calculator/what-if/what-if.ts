/**
 * Counts stored ledgers anew under a supposed change. Reads only, page by page from one snapshot, and lets other
 * requests in between, however many cases there are.
 */
import { seenUnits } from '../../../domain/access/visibility';
import { CASE_KINDS, type CaseKind } from '../../../domain/case/case';
import { addDays, instantOf } from '../../../domain/time/plain-date';
import type { PlainDate } from '../../../domain/time/types';
import { outcomesOf, type Change, type StoredCase } from '../../../domain/publishing/what-if';
import { Tally } from '../../../domain/publishing/what-if-tally';
import { ms } from '../../../database/epoch';
import { doneSql } from '../../../database/lateness';
import { inTransaction, type Client, type Pool } from '../../../database/pool';
import { Where } from '../../cases/list';
import { invalid } from '../../http/problems';
import { fewAtOnce, turns } from '../../http/turns';
import type { ViewContext } from '../../cases/view-context';

export interface WhatIfFilter {
  period: { from: PlainDate; to: PlainDate };
  kind?: CaseKind;
  unit?: string;
  procedure?: string;
  category?: string;
}

export interface Supposed extends Change {
  /** Clock id of the step whose term changes. */
  stepClock?: string;
}

/** More cases than a province receives of one procedure in three years; 100,000 take a few seconds. */
const MAX_CASES = 200_000;
/** Cases fetched at a time: some 300 kB of ledgers, read in one go. */
const PAGE = 250;
/** Each holds a connection while it runs. */
const oneOfTwo = fewAtOnce(2);

export function tallyOf(
  pool: Pool,
  filter: WhatIfFilter,
  change: Supposed,
  wanted: number,
  view: ViewContext,
): Promise<Tally> {
  return oneOfTwo(() => inTransaction(pool, (client) => tallyIn(client, filter, change, wanted, view)));
}

async function tallyIn(
  client: Client,
  filter: WhatIfFilter,
  change: Supposed,
  wanted: number,
  view: ViewContext,
): Promise<Tally> {
  await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const where = whereOf(filter, view);
  await refuseTooMany(client, where);
  const tally = new Tally(wanted);
  const published = view.rules.calendarOf;
  const step = where.bind(change.stepClock ?? null);
  await client.query(
    `DECLARE considered NO SCROLL CURSOR FOR
     SELECT c.id, c.kind, coalesce(c.lead_unit_id, m.unit_id) AS "unitId", c.procedure_code AS procedure, c.category,
       ${clockSql('m', doneSql('c'))} AS main, ${clockSql('s', 's.ended_at')} AS step
     FROM cases c LEFT JOIN clock m ON m.case_id = c.id AND m.main
       LEFT JOIN clock s ON s.case_id = c.id AND s.clock_id = ${step}::text WHERE ${where}`,
    where.values,
  );
  const turn = turns();
  for (;;) {
    const { rows } = await client.query<StoredCase>(`FETCH ${PAGE} FROM considered`);
    for (const row of rows) {
      tally.add(row, outcomesOf(row, change, published, view.now));
      const others = turn();
      if (others) await others;
    }
    if (rows.length < PAGE) return tally;
  }
}

async function refuseTooMany(client: Client, where: Where): Promise<void> {
  const { rows } = await client.query<{ cases: number }>(
    `SELECT count(*)::int AS cases FROM (SELECT 1 FROM cases c WHERE ${where} LIMIT ${MAX_CASES + 1}) AS bounded`,
    where.values,
  );
  if ((rows[0]?.cases ?? 0) > MAX_CASES)
    throw invalid([
      {
        path: 'period',
        message: `Hơn ${MAX_CASES} vụ việc: hãy thu hẹp kỳ, đơn vị hoặc thủ tục (too many cases: narrow it).`,
      },
    ]);
}

/** A StoredClock out of `clock` under an alias; null where the case has none. */
const clockSql = (alias: string, endedAt: string): string =>
  `CASE WHEN ${alias}.case_id IS NOT NULL THEN jsonb_build_object('id', ${alias}.clock_id, 'unitId', ${alias}.unit_id,
     'calendarUnitId', coalesce(${alias}.calendar_unit_id, ${alias}.unit_id), 'state', ${alias}.state,
     'endedAt', ${ms(endedAt)}, 'answeredAt', ${ms(`${alias}.answered_at`)}, 'dueOn', ${alias}.due_on, 'dueAt', ${ms(`${alias}.due_at`)},
     'calendarVersions', to_jsonb(${alias}.calendar_versions), 'ledger', ${alias}.ledger) END`;

/** Cases received in the period, as far as lists show them to the caller; who configures counts all of them. */
function whereOf({ period, kind, unit, procedure, category }: WhatIfFilter, view: ViewContext): Where {
  const where = new Where()
    .and('c.opened_at >= ?', new Date(instantOf(period.from, 0)))
    .and('c.opened_at < ?', new Date(instantOf(addDays(period.to, 1), 0)));
  const seen = (kind ? [kind] : CASE_KINDS).map((one) => {
    const units =
      view.identity.role === 'admin' ? 'all' : seenUnits(view.identity, one, view.rules.organisation);
    return units === 'all'
      ? `c.kind = ${where.bind(one)}`
      : `c.kind = ${where.bind(one)} AND c.unit_ids && ${where.bind(units)}::text[]`;
  });
  where.and(seen.map((one) => `(${one})`).join(' OR '));
  if (unit) where.and('c.unit_ids @> ARRAY[?::text]', unit);
  if (procedure) where.and('c.procedure_code = ?', procedure);
  if (category) where.and('c.category = ?', category);
  return where;
}
