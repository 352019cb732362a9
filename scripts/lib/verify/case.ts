/** One case against its events: gaps, fold, projection, audit; then against what its facts derive to. */
import { entityOf } from '../../../domain/case/entities';
import type { CaseState } from '../../../domain/case/case';
import { derive, type Derived } from '../../../domain/case/derive';
import { wholeOf } from '../../../domain/case/figures';
import type { Rules } from '../../../database/rules';
import { checkClocks, checkRungs } from './derived';
import { checkFigures } from './figures';
import { at, count, type Name, type Report } from './fault';
import { difference, parse, stored } from './json';
import { eventOf, type Whole } from './rows';
import { checkLateness } from './lateness';

/** @param jobs ids of the jobs under way: cases they have not come to yet are not up to date, and will be */
export function checkCase(
  whole: Whole,
  rules: Rules,
  now: number,
  report: Report,
  jobs: readonly string[] = [],
): void {
  const { row, events } = whole;
  const name: Name = (code, detail) => report.faults.push({ code, where: `${row.kind} ${row.id}`, detail });
  count(report, 'cases');
  count(report, 'events', events.length);
  checkVersions(whole, name);
  checkAudit(whole, name);
  const state = fold(whole, name);
  if (!state) return;
  checkState(whole, state, name);
  const derived = attempt(() => derive(state, rules), name);
  if (!derived) return;
  if (isHistory(whole, rules)) {
    count(report, 'closed under earlier ladders');
    return;
  }
  const isBehind = row.closed_at === null && !isUpToDate(whole, rules, derived);
  const isAwaited = jobs.some((id) => !whole.visits.some((visit) => visit.job_id === id));
  if (isBehind && isAwaited) {
    count(report, 'waiting for a job');
    return;
  }
  checkLateness(whole, derived, now, name);
  if (isBehind) {
    // Its dates differ for that one reason; each of them by itself says nothing new.
    name(
      'behindRules',
      'open, and derived from a calendar, suspensions or ladders published before the newest',
    );
    return;
  }
  checkProjection(whole, state, derived, name);
  checkClocks(whole, derived, name);
  checkFigures(whole, state, derived, name);
  checkRungs(whole, derived, rules, name);
}

/** I4: 1, 2, 3 … up to the version of the projection. */
function checkVersions({ row, events }: Whole, name: Name): void {
  const versions = events.map((event) => event.version);
  const wrong = versions.findIndex((version, index) => version !== index + 1);
  if (wrong >= 0) name('eventGap', `event ${wrong + 1} is missing; found ${versions[wrong]} in its place`);
  const last = versions[versions.length - 1] ?? 0;
  if (last !== row.version)
    name('eventGap', `projection is at version ${row.version}, the last event is ${last}`);
}

function fold({ row, events }: Whole, name: Name): CaseState | null {
  const entity = entityOf(row.kind);
  return attempt(
    () =>
      events.reduce<CaseState | null>((state, event) => entity.evolve(state, eventOf(event), row.id), null),
    name,
  );
}

function attempt<T>(work: () => T, name: Name): T | null {
  try {
    return work();
  } catch (error) {
    name('notDerivable', error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** I4: the projection's state is the fold of the events. */
function checkState({ row }: Whole, state: CaseState, name: Name): void {
  const differs = difference(stored(row.state), stored(state));
  if (differs) name('stateDiffers', `stored ≠ folded at ${differs}`);
}

/** Columns that lists, filters and boards read. */
function checkProjection({ row }: Whole, state: CaseState, derived: Derived, name: Name): void {
  const main = derived.main;
  const whole = wholeOf(state, derived);
  const isClosed = entityOf(row.kind).isClosed(state);
  const want: Partial<typeof row> = {
    version: state.version,
    status: state.status,
    title: state.title,
    changed_at: state.at,
    due_kind: main?.dueKind ?? 'none',
    due_on: whole.dueOn,
    due_at: whole.dueAt,
    done_at: whole.doneAt,
    paused: main?.state === 'paused',
    stands_from: whole.standsFrom,
    stopped_at: whole.stoppedAt,
    answered_at: whole.answeredAt,
    rated: whole.rated,
    wake_at: derived.wakeAt,
  };
  for (const [column, value] of Object.entries(want)) {
    const have = row[column as keyof typeof row];
    if (have !== value)
      name('projectionDiffers', `${column} is ${show(column, have)}, should be ${show(column, value)}`);
  }
  if ((row.closed_at !== null) !== isClosed)
    name(
      'projectionDiffers',
      `closed_at is ${at(row.closed_at)}, but the case is ${isClosed ? 'over' : 'open'}`,
    );
  if (!isClosed && derived.wakeAt === null && entityOf(row.kind).allowed(state).length === 0)
    name('nobodyAwaited', 'open, without an instant to wake at and without a command anyone could give');
}

const show = (column: string, value: unknown): string =>
  column.endsWith('_at') || column === 'stands_from'
    ? at(value as number | null)
    : JSON.stringify(value ?? null);

/** I5: one audit row for each event, saying the same, and one for each job that moved dates; rungs have theirs (see derived.ts). */
function checkAudit({ row, events, audit, visits }: Whole, name: Name): void {
  for (const { job_id } of visits.filter(({ moved }) => moved))
    if (!audit.some(({ what, body }) => what === 'datesMoved' && parse(body)?.job === job_id))
      name('auditMissing', `the dates that job ${job_id} moved have no audit row`);
  const records = audit.flatMap((one) => {
    const body = parse(one.body);
    return body && body.id === row.id && body.type === one.what ? [{ one, body }] : [];
  });
  for (const event of events) {
    const [first, ...more] = records.filter(({ one }) => one.version === event.version);
    if (!first) name('auditMissing', `event ${event.version} (${event.type}) has no audit row`);
    else {
      const { case_id: id, command_id, version, type, at: happenedAt, by, data } = event;
      const said = {
        id,
        version,
        type,
        at: happenedAt,
        by,
        data,
        ...(command_id === null ? {} : { commandId: command_id }),
      };
      const columns = {
        at: first.one.at,
        by: first.one.by,
        version: first.one.version,
        type: first.one.what,
      };
      const differs =
        difference(stored(first.body), stored(said), 'body') ??
        difference(
          stored(columns),
          stored({ at: event.at, by: event.by, version: event.version, type: event.type }),
        );
      if (differs) name('auditDiffers', `event ${event.version}: audit ≠ event at ${differs}`);
    }
    if (more.length > 0)
      name('auditTooMany', `event ${event.version} (${event.type}) has ${more.length + 1} audit rows`);
  }
  for (const { one } of records)
    if (!events.some((event) => event.version === one.version))
      name('auditTooMany', `audit names event ${one.version} (${one.what}), which is not there`);
}

/**
 * What has ended keeps the calendars and suspensions of its end, so a closed case is derived as it was. Ladders and
 * default terms are not kept like that.
 */
const isHistory = ({ row, clocks }: Whole, { escalationVersion }: Rules): boolean =>
  row.closed_at !== null && clocks.some((clock) => clock.rules_version !== escalationVersion);

function isUpToDate({ clocks }: Whole, rules: Rules, derived: Derived): boolean {
  return clocks.every((clock) => {
    const want = derived.clocks.find((one) => one.id === clock.clock_id);
    if (clock.rules_version !== rules.escalationVersion) return false;
    if (!want) return true;
    const [have, owed] = [
      [clock.calendar_versions, clock.suspension_versions],
      [want.calendarVersions, want.suspensionVersions],
    ];
    return difference(stored(have), stored(owed)) === null;
  });
}
