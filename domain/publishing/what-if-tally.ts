import { diffDays } from '../time/plain-date';
import type { Measured, Comparison, StoredCase } from './what-if';

/** Of the clocks measured both ways. */
export interface Figures {
  clocks: number;
  lateNow: number;
  lateWhatIf: number;
  becameLate: number;
  noLongerLate: number;
  earlier: number;
  later: number;
}

export interface Example {
  case: StoredCase;
  measured: Measured;
}

/** Dates that move further are counted with those that move this far, in calendar days. */
export const FURTHEST_DAYS = 366;

const noFigures = (): Figures => ({
  clocks: 0,
  lateNow: 0,
  lateWhatIf: 0,
  becameLate: 0,
  noLongerLate: 0,
  earlier: 0,
  later: 0,
});

export class Tally {
  considered = 0;
  readonly total = noFigures();
  /** Cases without a clock that the change touches, dates nobody set, ledgers that cannot be counted. */
  readonly leftOut = { withoutClock: 0, withoutDate: 0, notCountable: 0 };
  /** Not moved by a changed term: a person set the date, or an extension went to a date. */
  readonly kept = { set: 0, extended: 0 };
  readonly byClock = new Map<string, Figures>();
  readonly byUnit = new Map<string, Figures>();
  readonly byProcedure = new Map<string, Figures>();
  readonly byCategory = new Map<string, Figures>();
  /** Calendar days later (earlier: negative) → clocks, of those that move. */
  readonly days = new Map<number, number>();
  private found: Example[] = [];

  /** @param wanted how many examples to keep */
  constructor(private readonly wanted: number) {}

  add(one: StoredCase, outcomes: readonly Comparison[]): void {
    this.considered += 1;
    if (outcomes.length === 0) this.leftOut.withoutClock += 1;
    for (const outcome of outcomes) {
      if (typeof outcome === 'string') this.leftOut[outcome] += 1;
      else this.measured(one, outcome);
    }
  }

  /** Those whose lateness changes first, then those that move furthest. */
  examples(): Example[] {
    return this.found.sort(byInterest).slice(0, this.wanted);
  }

  private measured(one: StoredCase, measured: Measured): void {
    const { which, clock, now, whatIf, kept } = measured;
    if (kept) this.kept[kept] += 1;
    const unitId = which === 'main' ? (one.unitId ?? clock.unitId) : clock.unitId;
    const groups = [
      this.total,
      group(this.byClock, which === 'main' ? 'main' : clock.id),
      group(this.byUnit, unitId),
      ...(one.procedure === null ? [] : [group(this.byProcedure, one.procedure)]),
      ...(one.category === null ? [] : [group(this.byCategory, one.category)]),
    ];
    for (const figures of groups) count(figures, measured);
    if (now.dueAt === whatIf.dueAt) return;
    const days = diffDays(now.dueOn, whatIf.dueOn);
    const bounded = Math.max(-FURTHEST_DAYS, Math.min(FURTHEST_DAYS, days));
    this.days.set(bounded, (this.days.get(bounded) ?? 0) + 1);
    if (this.wanted > 0) this.keep({ case: one, measured });
  }

  private keep(example: Example): void {
    this.found.push(example);
    if (this.found.length >= this.wanted * 8) this.found = this.examples();
  }
}

function group(groups: Map<string, Figures>, key: string): Figures {
  const figures = groups.get(key) ?? noFigures();
  groups.set(key, figures);
  return figures;
}

function count(figures: Figures, { now, whatIf }: Measured): void {
  figures.clocks += 1;
  if (now.isLate) figures.lateNow += 1;
  if (whatIf.isLate) figures.lateWhatIf += 1;
  if (whatIf.isLate && !now.isLate) figures.becameLate += 1;
  if (now.isLate && !whatIf.isLate) figures.noLongerLate += 1;
  if (whatIf.dueAt < now.dueAt) figures.earlier += 1;
  if (whatIf.dueAt > now.dueAt) figures.later += 1;
}

const changes = ({ measured: { now, whatIf } }: Example): number => (now.isLate === whatIf.isLate ? 0 : 1);
const distance = ({ measured: { now, whatIf } }: Example): number => Math.abs(whatIf.dueAt - now.dueAt);

/** The id decides between equals, so that the same question has the same answer. */
const byInterest = (a: Example, b: Example): number =>
  changes(b) - changes(a) ||
  distance(b) - distance(a) ||
  (a.case.id + a.measured.clock.id < b.case.id + b.measured.clock.id ? -1 : 1);
