/** I6b and I3: stored clocks and rungs against those that the facts give with the rules in force. */
import { entityOf } from '../../../domain/case/entities';
import type { CaseState } from '../../../domain/case/case';
import {
  derive,
  calendarUnitOf,
  type DerivationRules,
  type Derived,
  type DerivedClock,
  type DerivedRung,
} from '../../../domain/case/derive';
import { at, type Name } from './fault';
import { difference, parse, stored } from './json';
import { eventOf, type RungRow, type Whole } from './rows';

/** The columns of table `clock` that a derived clock gives. */
const columnsOf = (clock: DerivedClock, main: boolean): Record<string, unknown> => ({
  kind: clock.kind,
  unit_id: clock.unitId,
  calendar_unit_id: calendarUnitOf(clock),
  round: clock.round,
  ladder: clock.ladder,
  due_kind: clock.dueKind,
  state: clock.state,
  main,
  due_on: clock.due?.dueOn ?? null,
  due_at: clock.due?.dueAt ?? null,
  original_due_on: clock.due?.originalDueOn ?? null,
  ended_at: clock.endedAt ?? null,
  late_at: clock.lateAt,
  answered_at: clock.answeredAt ?? null,
  stands_from: clock.standsFrom,
  on_due: clock.onDue,
  assignee: clock.assignee ?? null,
  provisional: clock.due?.provisional ?? false,
  calendar_versions: clock.calendarVersions,
  suspension_versions: clock.suspensionVersions,
  ledger: clock.ledger,
});

export function checkClocks({ clocks }: Whole, derived: Derived, name: Name): void {
  for (const want of derived.clocks) {
    const row = clocks.find((one) => one.clock_id === want.id);
    if (!row) {
      name('clockMissing', `clock ${want.id} (${want.state}, due ${at(want.due?.dueAt)}) is not stored`);
      continue;
    }
    for (const [column, value] of Object.entries(columnsOf(want, want.id === derived.main?.id))) {
      const differs = difference(stored(row[column]), stored(value), column);
      if (differs)
        name(
          'clockDiffers',
          `clock ${want.id}: stored ≠ derived at ${readable(column, row[column], value, differs)}`,
        );
    }
  }
  for (const row of clocks)
    if (!derived.clocks.some((one) => one.id === row.clock_id))
      name('clockTooMany', `clock ${row.clock_id} is stored, but does not follow from the facts`);
}

const readable = (column: string, have: unknown, want: unknown, otherwise: string): string =>
  column.endsWith('_at') || column === 'stands_from'
    ? `${column}: ${at(have as number | null)} ≠ ${at(want as number | null)}`
    : otherwise;

const keyOf = (clockId: string, round: number, rungId: string): string => `${clockId}#${round}/${rungId}`;

export function checkRungs(whole: Whole, derived: Derived, rules: DerivationRules, name: Name): void {
  const rows = new Map(whole.rungs.map((row) => [keyOf(row.clock_id, row.round, row.rung_id), row]));
  for (const want of derived.rungs) {
    const key = keyOf(want.clockId, want.round, want.rungId);
    const row = rows.get(key);
    rows.delete(key);
    if (!row) name('rungMissing', `rung ${key}, ${want.state} for ${at(want.at)}, is not stored`);
    // Withdrawn, it waits while its clock is held, and is armed again when it is owed again.
    else if (row.state !== 'fired' && !(row.state === 'withdrawn' && want.state === 'held'))
      checkWaiting(row, want, key, name);
  }
  for (const [key, row] of rows)
    if (row.state === 'armed' || row.state === 'held')
      name('rungTooMany', `rung ${key} is ${row.state} for ${at(row.at)}, but nothing is owed`);
  for (const row of whole.rungs) checkFired(whole, row, rules, name);
}

/** A rung that has not fired stands as derived. */
function checkWaiting(row: RungRow, want: DerivedRung, key: string, name: Name): void {
  const have = { state: row.state, at: row.at, office: row.office, level: row.level, ladder: row.ladder };
  for (const [column, value] of Object.entries(have)) {
    const owed = want[column as keyof typeof have];
    if (value === owed) continue;
    const both = column === 'at' ? `${at(value as number)} ≠ ${at(owed as number)}` : `${value} ≠ ${owed}`;
    name('rungDiffers', `rung ${key}: stored ≠ derived at ${column}: ${both}`);
  }
}

/** I3: never before its instant, recorded exactly once; once more only when it was withdrawn and then owed again. */
function checkFired(whole: Whole, row: RungRow, rules: DerivationRules, name: Name): void {
  const key = keyOf(row.clock_id, row.round, row.rung_id);
  const fires = whole.audit.filter((one) => one.what === 'escalated' && parse(one.body)?.rung === row.id);
  const hasFired = row.state === 'fired' || row.state === 'withdrawn';
  if (hasFired && (row.fired_at === null || row.fired_at < row.at))
    name('firedEarly', `rung ${key} fired ${at(row.fired_at)}, its instant is ${at(row.at)}`);
  if (hasFired && fires.length === 0)
    name('firedUnrecorded', `rung ${key} fired ${at(row.fired_at)} without an audit row`);
  if (!hasFired && row.fired_at !== null)
    name('rungDiffers', `rung ${key} is ${row.state}, and yet says that it fired ${at(row.fired_at)}`);
  const once = hasFired ? 1 : 0;
  // Each publication may have taken it back once.
  const again = whole.visits.length;
  if (fires.length > once + again && fires.length > once + again + timesOwedAgain(whole, row, rules))
    name('firedTwice', `rung ${key} is ${row.state} and was recorded as fired ${fires.length} times`);
}

/** How often an event made the rung owed again that was not owed just before. */
function timesOwedAgain({ row: one, events }: Whole, rung: RungRow, rules: DerivationRules): number {
  const entity = entityOf(one.kind);
  let state: CaseState | null = null;
  let arming = 0;
  let wasOwed = false;
  for (const event of events) {
    state = entity.evolve(state, eventOf(event), one.id);
    const isOwed = derive(state, rules).rungs.some(
      (want) =>
        want.clockId === rung.clock_id &&
        want.round === rung.round &&
        want.rungId === rung.rung_id &&
        want.state === 'armed',
    );
    if (isOwed && !wasOwed) arming += 1;
    wasOwed = isOwed;
  }
  return Math.max(0, arming - 1);
}
