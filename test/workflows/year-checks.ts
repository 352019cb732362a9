/** What must hold for every case of a year of publications, whatever its story: answers name each exception. */
import { entityOf } from '../../domain/case/entities';
import type { CaseEvent, CaseKind, CaseState } from '../../domain/case/case';
import { calendarUnitOf, derive, type DerivationRules, type DerivedClock } from '../../domain/case/derive';
import { rulesBefore } from '../../domain/publishing/moved';
import type { Instant } from '../../domain/time/types';
import type { Suspension } from '../../domain/time/suspension';
import type { Pool } from '../../database/pool';
import type { Engine } from '../support/engine';

/** One entry of the audit saying that a rung was told, and the rung. */
export interface Firing {
  rung: string;
  caseId: string;
  kind: CaseKind;
  clockId: string;
  round: number;
  rungId: string;
  at: Instant;
}

/** Every time a rung fired, in order, those that were recalled later included. */
export async function firingsOf(pool: Pool): Promise<Firing[]> {
  const { rows } = await pool.query<Firing>(
    `SELECT r.id AS rung, r.case_id AS "caseId", c.kind, r.clock_id AS "clockId", r.round, r.rung_id AS "rungId",
       (a.body::jsonb ->> 'at')::float8 AS at
     FROM audit a JOIN rung r ON r.id::text = a.body::jsonb ->> 'rung' JOIN cases c ON c.id = r.case_id
     WHERE a.what = 'escalated' ORDER BY at, r.case_id, r.clock_id, r.level`,
  );
  return rows;
}

interface Told extends CaseEvent {
  caseId: string;
}

/** The facts of every case up to an instant; all of them without one. */
async function factsOf(pool: Pool): Promise<(caseId: string, kind: CaseKind, by?: Instant) => CaseState> {
  const { rows } = await pool.query<Told>(
    `SELECT case_id AS "caseId", type, round(extract(epoch FROM at) * 1000)::float8 AS at, by, data, command_id AS "commandId"
     FROM event ORDER BY case_id, version`,
  );
  return (caseId, kind, by = Infinity) => {
    const events = rows.filter((event) => event.caseId === caseId && event.at <= by);
    const { evolve } = entityOf(kind);
    return events.reduce<CaseState | null>((state, event) => evolve(state, event, caseId), null) as CaseState;
  };
}

/** The rules as they were published at an instant. */
const asOf = (rules: DerivationRules, at: Instant): DerivationRules => rulesBefore(rules, at + 1);

const covers = ({ from, to }: Suspension, at: Instant): boolean => from <= at && (to === null || at < to);

/** Firings that were not yet owed under the rules of their moment, or fell into a suspension of it. */
export async function firedWrongly({ pool, rules }: Engine): Promise<string[]> {
  const [now, facts, firings] = [await rules.current(), await factsOf(pool), await firingsOf(pool)];
  return firings.flatMap((firing) => {
    const then = asOf(now, firing.at);
    const { clocks, rungs } = derive(facts(firing.caseId, firing.kind, firing.at), then);
    const owed = rungs.find((rung) => isOf(firing, rung));
    const clock = clocks.find((one) => one.id === firing.clockId) as DerivedClock;
    const what = `${firing.clockId}/${firing.rungId} at ${new Date(firing.at).toISOString()}`;
    const silent = then.suspensionsFor(calendarUnitOf(clock)).some((one) => covers(one, firing.at));
    return [
      ...(owed?.state === 'armed' && owed.at <= firing.at ? [] : [`${what} was not owed`]),
      ...(silent ? [`${what} broke the silence`] : []),
    ];
  });
}

/** Rungs that stand as fired inside a suspension, as it is known now. */
export async function firedInSilence({ pool, rules }: Engine): Promise<string[]> {
  const { suspensionsFor } = await rules.current();
  const { rows } = await pool.query<{ rung_id: string; clock_id: string; unit: string; fired_at: Date }>(
    `SELECT r.rung_id, r.clock_id, coalesce(k.calendar_unit_id, k.unit_id) AS unit, r.fired_at
     FROM rung r JOIN clock k USING (case_id, clock_id) WHERE r.state = 'fired'`,
  );
  return rows
    .filter(({ unit, fired_at }) => suspensionsFor(unit).some((one) => covers(one, fired_at.getTime())))
    .map(({ clock_id, rung_id, fired_at }) => `${clock_id}/${rung_id} at ${fired_at.toISOString()}`);
}

const isOf = (
  firing: Firing,
  { clockId, round, rungId }: { clockId: string; round: number; rungId: string },
): boolean => firing.clockId === clockId && firing.round === round && firing.rungId === rungId;

/** Rungs that fired again although no publication in between had said that it was not their time. */
export async function firedTwice(
  { pool, rules }: Engine,
  published: readonly Instant[],
): Promise<{ again: Firing[]; faults: string[] }> {
  const [now, facts, firings] = [await rules.current(), await factsOf(pool), await firingsOf(pool)];
  const again = firings.filter((one, index) => firings.slice(0, index).some(({ rung }) => rung === one.rung));
  const faults = again.flatMap((later) => {
    const earlier = firings.findLast(({ rung, at }) => rung === later.rung && at < later.at);
    const between = published.filter((at) => earlier && earlier.at < at && at < later.at);
    const wasRecalled = between.some((at) => {
      const { rungs } = derive(facts(later.caseId, later.kind, at), asOf(now, at));
      const owed = rungs.find((rung) => isOf(later, rung));
      return owed === undefined || owed.state === 'held' || owed.at > at;
    });
    return wasRecalled ? [] : [`${later.clockId}/${later.rungId} at ${new Date(later.at).toISOString()}`];
  });
  return { again, faults };
}

interface ClockRow {
  kind: CaseKind;
  case_id: string;
  clock_id: string;
  state: string;
  due_at: number | null;
  due_on: string | null;
  stands_from: number | null;
  late_at: number | null;
  calendar_versions: string[];
  suspension_versions: string[];
}

/** Clocks whose stored date, or what it rests on, is not what the facts give under the rules in force. */
export async function storedAgainstDerived({ pool, rules }: Engine): Promise<string[]> {
  const [now, facts] = [await rules.current(), await factsOf(pool)];
  const ms = (column: string): string => `round(extract(epoch FROM k.${column}) * 1000)::float8 AS ${column}`;
  const { rows } = await pool.query<ClockRow>(
    `SELECT c.kind, k.case_id, k.clock_id, k.state, ${ms('due_at')}, k.due_on::text, ${ms('stands_from')}, ${ms('late_at')},
       k.calendar_versions, k.suspension_versions
     FROM clock k JOIN cases c ON c.id = k.case_id ORDER BY 2, 3`,
  );
  const kinds = new Map(rows.map(({ case_id, kind }) => [case_id, kind]));
  const have = rows.map(({ kind: _, ...row }) => JSON.stringify(row));
  const want = [...kinds].flatMap(([caseId, kind]) =>
    derive(facts(caseId, kind), now).clocks.map((clock) => JSON.stringify(rowOf(caseId, clock))),
  );
  return [
    ...have.filter((row) => !want.includes(row)).map((row) => `stored: ${row}`),
    ...want.filter((row) => !have.includes(row)).map((row) => `derived: ${row}`),
  ];
}

const rowOf = (caseId: string, clock: DerivedClock): Omit<ClockRow, 'kind'> => ({
  case_id: caseId,
  clock_id: clock.id,
  state: clock.state,
  due_at: clock.due?.dueAt ?? null,
  due_on: clock.due?.dueOn ?? null,
  stands_from: clock.standsFrom,
  late_at: clock.lateAt,
  calendar_versions: clock.calendarVersions,
  suspension_versions: clock.suspensionVersions,
});

/** Clocks that name another national calendar than the one of their end, or when they run the newest. */
export async function wrongVersions(
  pool: Pool,
  published: readonly { version: number; at: Instant }[],
): Promise<string[]> {
  const { rows } = await pool.query<{ clock_id: string; ended: number | null; versions: string[] }>(
    `SELECT clock_id, extract(epoch FROM ended_at)::float8 * 1000 AS ended, calendar_versions AS versions
     FROM clock WHERE ledger IS NOT NULL`,
  );
  return rows.flatMap(({ clock_id, ended, versions }) => {
    const known = published.filter(({ at }) => at <= (ended ?? Infinity)).map(({ version }) => version);
    const want = `vn@${Math.max(...known)}`;
    return versions[0] === want ? [] : [`${clock_id} counts by ${versions.join()} instead of ${want}`];
  });
}
