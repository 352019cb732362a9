/** What would move if rules were published: counts, and a few cases to look at. Pure; fed case by case. */
import type { CaseKind, ClockKind } from '../case/case';
import type { DerivedClock } from '../case/derive';
import { latenessFacts } from '../case/figures';
import { isLate } from '../time/timeliness';
import { changesOf, dateInForce, daysMoved, type Change } from './moved';
import type { Instant } from '../time/types';

export interface PreviewedCase {
  id: string;
  kind: CaseKind;
  code: string | null;
  unitId: string | null;
  procedure: string | null;
  before: readonly DerivedClock[];
  after: readonly DerivedClock[];
}

export interface Example {
  kind: CaseKind;
  id: string;
  code: string | null;
  unitId: string | null;
  clockId: string;
  clock: ClockKind;
  from: Instant | null;
  to: Instant | null;
}

interface Group {
  cases: number;
  moved: number;
}

export interface Preview {
  asOf: Instant;
  /** Open cases that were looked at, and those of them with a date that moves. */
  cases: number;
  moved: number;
  /** Dates of clocks that move: by calendar days (negative = earlier), and those that stop or run again. */
  dates: number;
  byDays: Map<number, number>;
  stopping: number;
  resuming: number;
  byKind: Map<string, Group>;
  byUnit: Map<string, Group>;
  byProcedure: Map<string, Group>;
  becomingLate: Example[];
  noLongerLate: Example[];
  becomingLateCount: number;
  noLongerLateCount: number;
  examples: Example[];
  failed: { id: string; reason: string }[];
}

const EXAMPLES = 10;
/** Cases named one by one that become late, or stop being late. */
const NAMED = 50;

export const newPreview = (asOf: Instant): Preview => ({
  asOf,
  cases: 0,
  moved: 0,
  dates: 0,
  byDays: new Map(),
  stopping: 0,
  resuming: 0,
  byKind: new Map(),
  byUnit: new Map(),
  byProcedure: new Map(),
  becomingLate: [],
  noLongerLate: [],
  becomingLateCount: 0,
  noLongerLateCount: 0,
  examples: [],
  failed: [],
});

export function addCase(preview: Preview, one: PreviewedCase): void {
  const changes = changesOf(one.before, one.after);
  const isMoved = changes.length > 0;
  preview.cases += 1;
  preview.moved += isMoved ? 1 : 0;
  group(preview.byKind, one.kind, isMoved);
  if (one.unitId) group(preview.byUnit, one.unitId, isMoved);
  if (one.procedure) group(preview.byProcedure, one.procedure, isMoved);
  for (const change of changes) addChange(preview, change);
  const shown = changes.find(({ main }) => main) ?? changes[0];
  if (shown && preview.examples.length < EXAMPLES) preview.examples.push(exampleOf(one, shown));
  addLateness(preview, one);
}

function group(groups: Map<string, Group>, key: string, isMoved: boolean): void {
  const known = groups.get(key) ?? { cases: 0, moved: 0 };
  groups.set(key, { cases: known.cases + 1, moved: known.moved + (isMoved ? 1 : 0) });
}

function addChange(preview: Preview, change: Change): void {
  preview.dates += 1;
  const days = daysMoved(change);
  if (days !== null) preview.byDays.set(days, (preview.byDays.get(days) ?? 0) + 1);
  else if (change.to === null) preview.stopping += 1;
  else preview.resuming += 1;
}

/** A case is late as soon as one of its duties is, as boards and lists show it. */
function addLateness(preview: Preview, one: PreviewedCase): void {
  const wasLate = lateDuty(one.before, preview.asOf);
  const isNowLate = lateDuty(one.after, preview.asOf);
  if ((wasLate === null) === (isNowLate === null)) return;
  const id = (wasLate ?? isNowLate)?.id;
  const [before, after] = [
    one.before.find((clock) => clock.id === id),
    one.after.find((clock) => clock.id === id),
  ];
  if (!before || !after) return;
  const example = exampleOf(one, {
    clockId: after.id,
    kind: after.kind,
    from: dateInForce(before),
    to: dateInForce(after),
  });
  if (isNowLate) preview.becomingLateCount += 1;
  else preview.noLongerLateCount += 1;
  const named = isNowLate ? preview.becomingLate : preview.noLongerLate;
  if (named.length < NAMED) named.push(example);
}

/** Of the duties that give the case its date one that is late, if any. */
const lateDuty = (clocks: readonly DerivedClock[], now: Instant): DerivedClock | null =>
  clocks.find((clock) => clock.main && ONGOING.includes(clock.state) && isLate(latenessFacts(clock), now)) ??
  null;

const ONGOING: readonly DerivedClock['state'][] = ['running', 'paused', 'held'];

const exampleOf = (
  { id, kind, code, unitId }: PreviewedCase,
  change: Pick<Change, 'clockId' | 'kind' | 'from' | 'to'>,
): Example => ({
  id,
  kind,
  code,
  unitId,
  clockId: change.clockId,
  clock: change.kind,
  from: change.from,
  to: change.to,
});
