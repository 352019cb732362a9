/**
 * A year of dossiers through the queues of one procedure, event by event on the axis of working time. Every chance is
 * drawn from the seed and the dossier's number, never from the order of events, so that another staffing meets the
 * same dossiers.
 */
import { dueOf } from '../time/due';
import { DAY_MS, endOfDay } from '../time/plain-date';
import type { Calendar } from '../time/calendar';
import type { Instant, Ledger, PlainDate, Term } from '../time/types';
import type { PinnedProcedure, ResolvedStep } from '../procedure/procedure';
import { draw } from './chance';
import { Happenings } from './happenings';
import { WorkingAxis } from './working-axis';

/** A run with every choice made. */
export interface Plan {
  procedure: PinnedProcedure;
  arrivals: number;
  from: PlainDate;
  to: PlainDate;
  seed: number;
  steps: ReadonlyMap<string, StepPlan>;
  /** Part of the dossiers in which something is missing, 0–1. */
  supplementShare: number;
  /** Where it is noticed. */
  supplementStep: string;
  /** By step, the part of its dossiers that takes each way on; the first way where nothing is said. */
  branches: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface StepPlan {
  /** Null: a body outside, whose people are not ours to count; nobody queues there. */
  staff: number | null;
  minutes: number;
}

/** One stay of a dossier at a step; minutes on the axis of working time. */
export interface Visit {
  stepId: string;
  arrived: number;
  began: number;
  left: number;
  late: boolean;
}

export interface Life {
  arrivedAt: Instant;
  arrived: number;
  finished: number;
  visits: Visit[];
  /** Working minutes spent waiting for the applicant. */
  applicant: number;
  /** Working minutes the law gave, from reception to the due instant. */
  allowed: number;
  late: boolean;
}

export interface Run {
  lives: Life[];
  axis: WorkingAxis;
}

/** Half as fast to half as slow again: no two dossiers take the same time. */
const SLOWEST = 1.5;
const FASTEST = 0.5;
/** A dossier sent round in a circle leaves it after so many visits to one step. */
const MOST_VISITS = 10;

/** What is drawn; a different number each, so that no two draws are the same. */
const DRAW = { arrival: 1, missing: 2, applicant: 3, service: 4, branch: 5 } as const;

/** More visits of dossiers to steps than anyone's question needs; each takes some ten microseconds. */
export const MOST_VISITS_IN_ALL = 500_000;

/** The run would visit steps more often than `MOST_VISITS_IN_ALL`. */
export class TooMuch extends Error {}

/**
 * Stops after every visit or so, for whoever runs it to let others in between; `finished` runs it to the end.
 * @throws RangeError when the counter is never open between the dates
 * @throws TooMuch
 */
export function* run(plan: Plan, calendar: Calendar, reception: Calendar): Generator<void, Run> {
  const axis = new WorkingAxis(calendar, plan.from);
  return yield* new Office(plan, calendar, axis, new WorkingAxis(reception, plan.from)).live();
}

/** What a generator comes to, without a stop. */
export function finished<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

interface Dossier extends Life {
  index: number;
  step: ResolvedStep;
  /** From where its legal clock counts, and its stops. */
  clockFrom: Instant;
  pauses: Ledger['pauses'];
  asked: boolean;
  arrivedAtStep: number;
  began: number;
}

interface Queue {
  plan: StepPlan;
  free: number;
  waiting: Dossier[];
  head: number;
}

class Office {
  private readonly steps: ReadonlyMap<string, ResolvedStep>;
  private readonly queues = new Map<string, Queue>();
  private readonly happenings = new Happenings();
  private readonly toEnd: ReadonlyMap<string, number>;
  private visited = 0;

  constructor(
    private readonly plan: Plan,
    private readonly calendar: Calendar,
    private readonly axis: WorkingAxis,
    private readonly reception: WorkingAxis,
  ) {
    this.steps = new Map(plan.procedure.steps.map((step) => [step.id, step]));
    this.toEnd = stepsToEnd(plan.procedure.steps);
    for (const [id, one] of plan.steps)
      this.queues.set(id, { plan: one, free: one.staff ?? Infinity, waiting: [], head: 0 });
  }

  *live(): Generator<void, Run> {
    const lives = yield* this.receive();
    for (const dossier of lives)
      this.happenings.add(dossier.arrived, () => this.join(dossier, dossier.arrived));
    for (let next = this.happenings.next(); next; next = this.happenings.next()) {
      next.happens();
      yield;
    }
    return { lives, axis: this.axis };
  }

  /** Dossiers come at any minute the counter is open, none more likely than another. */
  private *receive(): Generator<void, Dossier[]> {
    const first = this.plan.procedure.steps[0];
    const open = this.plan.from <= this.plan.to ? this.reception.at(endOfDay(this.plan.to)) : 0;
    if (this.plan.arrivals > 0 && (open <= 0 || !first))
      throw new RangeError(`the counter is not open between ${this.plan.from} and ${this.plan.to}`);
    const received: Dossier[] = [];
    for (let index = 0; index < this.plan.arrivals; index += 1) {
      const minute = draw(this.plan.seed, index, DRAW.arrival) * open;
      const arrivedAt = this.reception.instant(minute) ?? endOfDay(this.plan.to);
      const arrived = this.axis.at(arrivedAt);
      received.push({
        index,
        arrivedAt,
        arrived,
        finished: arrived,
        visits: [],
        applicant: 0,
        allowed: this.dueOn(this.plan.procedure.legalTerm, arrivedAt, []) - arrived,
        late: false,
        step: first as ResolvedStep,
        clockFrom: arrivedAt,
        pauses: [],
        asked: false,
        arrivedAtStep: arrived,
        began: arrived,
      });
      yield;
    }
    return received;
  }

  private join(dossier: Dossier, now: number): void {
    dossier.arrivedAtStep = now;
    const queue = this.queueOf(dossier);
    queue.waiting.push(dossier);
    this.serve(queue, now);
  }

  private serve(queue: Queue, now: number): void {
    for (let next = queue.waiting[queue.head]; next && queue.free > 0; next = queue.waiting[queue.head]) {
      const dossier = next;
      queue.head += 1;
      queue.free -= 1;
      dossier.began = now;
      const pace = draw(this.plan.seed, dossier.index, DRAW.service, dossier.visits.length);
      const done = now + queue.plan.minutes * (FASTEST + (SLOWEST - FASTEST) * pace);
      this.happenings.add(done, () => this.leave(dossier, queue, done));
    }
  }

  private leave(dossier: Dossier, queue: Queue, now: number): void {
    queue.free += 1;
    const { step } = dossier;
    if (++this.visited > MOST_VISITS_IN_ALL) throw new TooMuch();
    dossier.visits.push({
      stepId: step.id,
      arrived: dossier.arrivedAtStep,
      began: dossier.began,
      left: now,
      late: this.isLateAtStep(dossier, now),
    });
    if (!this.asksApplicant(dossier, now)) {
      const next = this.nextOf(dossier);
      if (next) {
        dossier.step = next;
        this.join(dossier, now);
      } else this.finish(dossier, now);
    }
    this.serve(queue, now);
  }

  /** Something is missing: the dossier waits for the applicant, then lies at the same step again. */
  private asksApplicant(dossier: Dossier, now: number): boolean {
    const { seed, supplementShare, supplementStep, procedure } = this.plan;
    if (dossier.asked || dossier.step.id !== supplementStep) return false;
    if (draw(seed, dossier.index, DRAW.missing) >= supplementShare) return false;
    const from = this.axis.instant(now);
    if (from === null) return false;
    dossier.asked = true;
    const days =
      (calendarDays(procedure.supplement.applicantTerm) / 2) * draw(seed, dossier.index, DRAW.applicant);
    // At the counter, in its next open minute.
    const brought = this.reception.at(from + Math.max(1, days) * DAY_MS) + 1;
    const to = this.reception.instant(brought) ?? from;
    const back = this.axis.at(to);
    if (procedure.supplement.policy === 'RESTART') dossier.clockFrom = to;
    else dossier.pauses.push({ from, to, reason: 'SUPPLEMENT' });
    dossier.applicant += back - now;
    this.happenings.add(back, () => this.join(dossier, back));
    return true;
  }

  private finish(dossier: Dossier, now: number): void {
    dossier.finished = now;
    dossier.late = now > this.dueOn(this.plan.procedure.legalTerm, dossier.clockFrom, dossier.pauses);
  }

  private isLateAtStep(dossier: Dossier, now: number): boolean {
    const at = this.axis.instant(dossier.arrivedAtStep);
    return at === null || now > this.dueOn(dossier.step.term, at, []);
  }

  /** The due instant as real clocks have it, on the axis. */
  private dueOn(term: Term, startAt: Instant, pauses: Ledger['pauses']): number {
    const { zoneExtension, legalTerm } = this.plan.procedure;
    const ledger: Ledger = {
      startAt,
      startReason: '',
      term,
      ...(term === legalTerm && zoneExtension ? { zoneExtension } : {}),
      extensions: [],
      pauses,
      suspensions: [],
      restarts: [],
      owner: 'office',
    };
    return this.axis.at(dueOf(ledger, this.calendar).dueAt) + TOLERANCE;
  }

  /** The first way on unless shares are given; a circle is left for the way that ends soonest. */
  private nextOf(dossier: Dossier): ResolvedStep | null {
    const { step, visits } = dossier;
    if (visits.length >= MOST_VISITS * this.steps.size) return null;
    const visited = (id: string): number => visits.filter((one) => one.stepId === id).length;
    const shares = saidOf(this.plan.branches, step.id);
    const limit = shares ? MOST_VISITS : 1;
    const ways = step.next.filter((id) => this.steps.has(id) && visited(id) < limit);
    const soonest = [...step.next].sort(
      (a, b) => (this.toEnd.get(a) ?? Infinity) - (this.toEnd.get(b) ?? Infinity),
    )[0];
    const chance = draw(this.plan.seed, dossier.index, DRAW.branch, visits.length);
    const id = (shares && chooseBy(shares, ways, chance)) ?? ways[0] ?? soonest;
    return (id !== undefined && this.steps.get(id)) || null;
  }

  private queueOf({ step }: Dossier): Queue {
    const queue = this.queues.get(step.id);
    if (!queue) throw new RangeError(`no plan for step ${step.id}`);
    return queue;
  }
}

/** Sums of fractions of minutes are not exact; a hundredth of a second late is not late. */
const TOLERANCE = 1e-4;

/** What was said of that id, and never what every object has. */
export const saidOf = <T>(said: Readonly<Record<string, T>> | undefined, id: string): T | undefined =>
  said && Object.hasOwn(said, id) ? said[id] : undefined;

const calendarDays = (term: Term): number =>
  term.unit === 'MONTH' ? term.amount * 30 : term.unit === 'HOUR' ? term.amount / 8 : term.amount;

function chooseBy(
  shares: Readonly<Record<string, number>>,
  ways: readonly string[],
  chance: number,
): string | undefined {
  const total = ways.reduce((sum, id) => sum + (saidOf(shares, id) ?? 0), 0);
  let left = chance * total;
  return total > 0 ? ways.find((id) => (left -= saidOf(shares, id) ?? 0) < 0) : undefined;
}

/** How many steps lie between each step and an end. */
function stepsToEnd(steps: readonly ResolvedStep[]): Map<string, number> {
  const distance = new Map<string, number>();
  for (let round = 0; round < steps.length; round += 1)
    for (const { id, next } of steps) {
      const way = next.length === 0 ? 0 : 1 + Math.min(...next.map((one) => distance.get(one) ?? Infinity));
      distance.set(id, Math.min(way, distance.get(id) ?? Infinity));
    }
  return distance;
}
