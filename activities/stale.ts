/** Rungs whose rules were published anew since they were derived: a rung is never fired at an instant that moved. */
import type { CaseState } from '../domain/case/case';
import { derive, suspensionsSince } from '../domain/case/derive';
import type { Instant } from '../domain/time/types';
import type { Suspension } from '../domain/time/suspension';
import type { Client } from '../database/pool';
import type { Rules } from '../database/rules';

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

export interface StillDue<R> {
  due: R[];
  /** Rungs of cases that cannot be derived, by the rules as they are now or at all. */
  stuck: { id: string; why: string }[];
}

/** Of the due rungs those that are still due under the rules as they are now; the others move or are cancelled. */
export async function stillDue<R extends DerivedRungRow>(
  client: Client,
  rungs: R[],
  office: string,
  rules: Rules,
  now: Instant,
): Promise<StillDue<R>> {
  // An office's rungs count by few calendars, and a herd has thousands of them.
  const inForce = new Map<string, { calendar: string; suspensions: readonly Suspension[] }>();
  const inForceAt = (unit: string) => {
    const known = inForce.get(unit) ?? {
      calendar: rules.calendarFor(unit).versions.join(),
      suspensions: rules.suspensionsFor(unit),
    };
    inForce.set(unit, known);
    return known;
  };
  const isStale = (rung: R): boolean => {
    const { calendar, suspensions } = inForceAt(rung.calendar_unit_id ?? office);
    return (
      rung.rules_version !== rules.escalationVersion ||
      rung.calendar_versions.join() !== calendar ||
      rung.suspension_versions.join() !== suspensionsSince(rung.start_at, suspensions).join()
    );
  };
  const stale = rungs.filter(isStale);
  if (stale.length === 0) return { due: rungs, stuck: [] };
  const { instants, failed } = await instantsNow(client, stale, rules);
  const stuck = stale.flatMap(({ id, case_id }) => {
    const why = failed.get(case_id);
    return why === undefined ? [] : [{ id, why }];
  });
  const late = stale.filter(
    (rung) => !failed.has(rung.case_id) && (instants.get(keyOf(rung)) ?? Infinity) > now,
  );
  for (const rung of late) await move(client, rung.id, instants.get(keyOf(rung)) ?? null, now);
  return { due: rungs.filter((rung) => !late.includes(rung) && !failed.has(rung.case_id)), stuck };
}

const keyOf = (rung: { case_id: string; clock_id: string; round: number; rung_id: string }): string =>
  [rung.case_id, rung.clock_id, rung.round, rung.rung_id].join('|');

async function instantsNow(
  client: Client,
  rungs: DerivedRungRow[],
  rules: Rules,
): Promise<{ instants: Map<string, Instant>; failed: Map<string, string> }> {
  const { rows } = await client.query<{ state: CaseState }>('SELECT state FROM cases WHERE id = ANY($1)', [
    [...new Set(rungs.map((rung) => rung.case_id))],
  ]);
  const instants = new Map<string, Instant>();
  const failed = new Map<string, string>();
  for (const { state } of rows)
    try {
      for (const { clockId, round, rungId, at, state: rung } of derive(state, rules).rungs)
        if (rung === 'armed')
          instants.set(keyOf({ case_id: state.id, clock_id: clockId, round, rung_id: rungId }), at);
    } catch (error) {
      failed.set(state.id, error instanceof Error ? error.message : String(error));
    }
  return { instants, failed };
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
