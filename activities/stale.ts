/** Rungs whose rules were published anew since they were derived: a rung is never fired at an instant that moved. */
import type { CaseState } from '../domain/case';
import { derive, suspensionsSince } from '../domain/derive';
import type { Instant } from '../domain/time';
import type { Client } from '../prisma/pool';
import type { Rules } from '../prisma/rules';

export interface DerivedRungRow {
  id: string;
  case_id: string;
  clock_id: string;
  round: number;
  rung_id: string;
  calendar_unit_id: string | null;
  start_at: number;
  calendar_versions: string[];
  suspension_versions: string[];
  rules_version: number;
}

/** Of the due rungs those that are still due under the rules as they are now; the others move or are cancelled. */
export async function stillDue<R extends DerivedRungRow>(
  client: Client,
  rungs: R[],
  office: string,
  rules: Rules,
  now: Instant,
): Promise<R[]> {
  const isStale = (rung: R): boolean => {
    const unit = rung.calendar_unit_id ?? office;
    return (
      rung.rules_version !== rules.escalationVersion ||
      rung.calendar_versions.join() !== rules.calendarFor(unit).versions.join() ||
      rung.suspension_versions.join() !== suspensionsSince(rung.start_at, rules.suspensionsFor(unit)).join()
    );
  };
  const stale = rungs.filter(isStale);
  if (stale.length === 0) return rungs;
  const instants = await instantsNow(client, stale, rules);
  const late = stale.filter((rung) => (instants.get(keyOf(rung)) ?? Infinity) > now);
  for (const rung of late) await move(client, rung.id, instants.get(keyOf(rung)) ?? null, now);
  return rungs.filter((rung) => !late.includes(rung));
}

const keyOf = (rung: { case_id: string; clock_id: string; round: number; rung_id: string }): string =>
  [rung.case_id, rung.clock_id, rung.round, rung.rung_id].join('|');

async function instantsNow(
  client: Client,
  rungs: DerivedRungRow[],
  rules: Rules,
): Promise<Map<string, Instant>> {
  const { rows } = await client.query<{ state: CaseState }>('SELECT state FROM cases WHERE id = ANY($1)', [
    [...new Set(rungs.map((rung) => rung.case_id))],
  ]);
  return new Map(
    rows.flatMap(({ state }) =>
      derive(state, rules)
        .rungs.filter((rung) => rung.state === 'armed')
        .map((rung): [string, Instant] => [
          keyOf({ case_id: state.id, clock_id: rung.clockId, round: rung.round, rung_id: rung.rungId }),
          rung.at,
        ]),
    ),
  );
}

/** To its new instant, or away when the rules no longer know it. */
async function move(client: Client, id: string, at: Instant | null, now: Instant): Promise<void> {
  if (at === null)
    await client.query(
      `UPDATE rung SET state = 'cancelled', ended_at = $2, ended_why = 'rulesPublished' WHERE id = $1`,
      [id, new Date(now)],
    );
  else await client.query('UPDATE rung SET at = $2, retry_at = NULL WHERE id = $1', [id, new Date(at)]);
}
