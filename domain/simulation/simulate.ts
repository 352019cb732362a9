/**
 * What a procedure does to a year of dossiers before anyone publishes it: how many are late, and where the time goes.
 * The same input always gives the same answer.
 */
import { dayNumberOf, endOfDay } from '../time/plain-date';
import type { Calendar } from '../time/calendar';
import type { PlainDate } from '../time/types';
import { numberWords } from '../time/words';
import { nominalWorkingDays } from '../procedure/complaints';
import type { PinnedProcedure, ResolvedStep } from '../procedure/procedure';
import {
  finished,
  saidOf,
  run,
  type Life,
  type Plan,
  type Run,
  type StepPlan,
  type Visit,
} from './simulate-run';

export const DEFAULT_ARRIVALS = 1_000;
export const DEFAULT_SEED = 1;
/** Of the internal term somebody truly works; the rest of it is there for waiting. No source: an assumption. */
const WORKED_PART = 1 / 5;

export interface SimulationInput {
  /** Default 1,000. */
  arrivals?: number;
  /** First and last day on which dossiers come. */
  from: PlainDate;
  to: PlainDate;
  /** By step. Default: one person, and a fifth of the step's internal term per dossier. */
  staffing?: Readonly<Record<string, { staff?: number; minutes?: number }>>;
  /** Part of the dossiers in which something is missing, 0–1. Default 0. */
  supplementShare?: number;
  /** By step that branches: the part of its dossiers for each way on. Default: the first way. */
  branches?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Default 1. */
  seed?: number;
}

export interface Rate {
  numerator: number;
  denominator: number;
  /** Null where the denominator is 0. */
  ratio: number | null;
}

export interface StepLoad {
  id: string;
  name: string;
  /** Null for a body outside, where nobody queues. */
  staff: number | null;
  minutesPerDossier: number;
  /** Dossiers that came, a second time counted again. */
  visits: number;
  /** Mean working minutes per visit. */
  waiting: number;
  working: number;
  /** Of all the time of the office, waiting and working, 0–1. */
  share: number;
  /** Of the time its people have, 0–1; null for a body outside. */
  utilisation: number | null;
  /** Visits longer than the internal term. */
  late: Rate;
}

export interface TimeSpent {
  kind: 'waiting' | 'working' | 'applicant';
  /** Null for the time spent waiting for the applicant. */
  stepId: string | null;
  /** Working minutes of all dossiers together. */
  minutes: number;
  share: number;
}

export interface Simulation {
  seed: number;
  arrivals: number;
  from: PlainDate;
  to: PlainDate;
  late: Rate;
  /** Working minutes from reception to the end of the last step, without the applicant's time. */
  duration: { mean: number; p50: number; p90: number; p95: number; max: number; legal: number };
  steps: StepLoad[];
  /** Most first. */
  whereTimeGoes: TimeSpent[];
  /** For people: what was taken for granted. */
  assumptions: string[];
}

/** @throws RangeError when the counter is never open between the dates, TooMuch */
export const simulate = (...asked: Parameters<typeof simulating>): Simulation =>
  finished(simulating(...asked));

/** The same with stops, for whoever must let others in between. */
export function* simulating(
  procedure: PinnedProcedure,
  input: SimulationInput,
  calendar: Calendar,
  reception: Calendar = calendar,
): Generator<void, Simulation> {
  const plan = planOf(procedure, input, usualDay(calendar, input));
  const done = yield* run(plan, calendar, reception);
  const { lives } = done;
  const spans = lives.map((life) => life.finished - life.arrived - life.applicant).sort((a, b) => a - b);
  const allowed = lives.map((life) => life.allowed).sort((a, b) => a - b);
  const spent = spentBy(lives, procedure.steps);
  return {
    seed: plan.seed,
    arrivals: plan.arrivals,
    from: plan.from,
    to: plan.to,
    late: rate(lives.filter((life) => life.late).length, lives.length),
    duration: {
      mean: rounded(mean(spans)),
      p50: rounded(percentile(spans, 0.5)),
      p90: rounded(percentile(spans, 0.9)),
      p95: rounded(percentile(spans, 0.95)),
      max: rounded(percentile(spans, 1)),
      legal: rounded(percentile(allowed, 0.5)),
    },
    steps: loads(plan, done),
    whereTimeGoes: spent,
    assumptions: assumptionsOf(plan, input),
  };
}

/** Working minutes of the day in the middle, from the shortest open day to the longest: half-days do not count. */
function usualDay(calendar: Calendar, { from, to }: SimulationInput): number {
  const minutes: number[] = [];
  for (let day = dayNumberOf(from); day <= dayNumberOf(to); day += 1) minutes.push(calendar.at(day).minutes);
  const open = minutes.filter((one) => one > 0).sort((a, b) => a - b);
  return percentile(open, 0.5);
}

function planOf(procedure: PinnedProcedure, input: SimulationInput, day: number): Plan {
  const examined = procedure.steps[1] ?? procedure.steps[0];
  return {
    procedure,
    arrivals: input.arrivals ?? DEFAULT_ARRIVALS,
    from: input.from,
    to: input.to,
    seed: input.seed ?? DEFAULT_SEED,
    steps: new Map(
      procedure.steps.map((step) => [step.id, stepPlan(step, day, saidOf(input.staffing, step.id))]),
    ),
    supplementShare: input.supplementShare ?? 0,
    supplementStep: examined?.id ?? '',
    branches: input.branches ?? {},
  };
}

/** A body outside takes the whole of its term and has no queue, unless somebody says how many work there. */
function stepPlan(
  step: ResolvedStep,
  day: number,
  said: { staff?: number; minutes?: number } = {},
): StepPlan {
  const { unit, amount } = step.term;
  const term = unit === 'HOUR' ? amount * 60 : (nominalWorkingDays(step.term) ?? 0) * day;
  const isOutside = step.unitKind === 'external';
  return {
    staff: said.staff ?? (isOutside ? null : 1),
    minutes: said.minutes ?? (isOutside ? term / OUTSIDE_SLOWEST : term * WORKED_PART),
  };
}

/** So that the slowest answer from outside, half as slow again as the mean, comes within the term. */
const OUTSIDE_SLOWEST = 1.5;

function loads(plan: Plan, { lives, axis }: Run): StepLoad[] {
  const visits = visitsByStep(lives);
  const end = Math.max(axis.at(endOfDay(plan.to)), ...lives.map((life) => life.finished));
  const all = sum(lives.flatMap((life) => life.visits.map((visit) => visit.left - visit.arrived)));
  return plan.procedure.steps.map((step) => {
    const own = visits.get(step.id) ?? [];
    const { staff, minutes } = plan.steps.get(step.id) ?? { staff: 1, minutes: 0 };
    const waiting = sum(own.map((visit) => visit.began - visit.arrived));
    const working = sum(own.map((visit) => visit.left - visit.began));
    const capacity = (staff ?? 0) * end;
    return {
      id: step.id,
      name: step.name,
      staff,
      minutesPerDossier: rounded(minutes),
      visits: own.length,
      waiting: rounded(own.length > 0 ? waiting / own.length : 0),
      working: rounded(own.length > 0 ? working / own.length : 0),
      share: part(waiting + working, all),
      utilisation: staff === null ? null : part(working, capacity),
      late: rate(own.filter((visit) => visit.late).length, own.length),
    };
  });
}

function spentBy(lives: readonly Life[], steps: readonly ResolvedStep[]): TimeSpent[] {
  const visits = visitsByStep(lives);
  const spent = [
    ...steps.flatMap(({ id }) => {
      const own = visits.get(id) ?? [];
      return [
        { kind: 'waiting' as const, stepId: id, minutes: sum(own.map((one) => one.began - one.arrived)) },
        { kind: 'working' as const, stepId: id, minutes: sum(own.map((one) => one.left - one.began)) },
      ];
    }),
    { kind: 'applicant' as const, stepId: null, minutes: sum(lives.map((life) => life.applicant)) },
  ];
  const all = sum(spent.map((one) => one.minutes));
  return spent
    .filter((one) => one.minutes > 0)
    .sort((a, b) => b.minutes - a.minutes)
    .map((one) => ({ ...one, minutes: rounded(one.minutes), share: part(one.minutes, all) }));
}

function visitsByStep(lives: readonly Life[]): Map<string, Visit[]> {
  const visits = new Map<string, Visit[]>();
  for (const life of lives)
    for (const visit of life.visits) {
      const own = visits.get(visit.stepId);
      if (own) own.push(visit);
      else visits.set(visit.stepId, [visit]);
    }
  return visits;
}

function assumptionsOf(plan: Plan, input: SimulationInput): string[] {
  const { procedure } = plan;
  const { supplement } = procedure;
  const of = (test: (step: ResolvedStep) => boolean): string =>
    procedure.steps
      .filter(test)
      .map((step) => step.id)
      .join(', ');
  const isOutside = (step: ResolvedStep): boolean => plan.steps.get(step.id)?.staff === null;
  const alone = of((step) => !isOutside(step) && saidOf(input.staffing, step.id)?.staff === undefined);
  const guessed = of((step) => !isOutside(step) && saidOf(input.staffing, step.id)?.minutes === undefined);
  const outside = of(isOutside);
  const branching = of((step) => step.next.length > 1 && !saidOf(plan.branches, step.id));
  return [
    `${plan.arrivals} hồ sơ đến đều trong giờ tiếp nhận, nộp trực tiếp; mọi người chỉ làm trong giờ làm việc và chỉ làm thủ tục này.`,
    'Ai đến trước làm trước; mỗi hồ sơ mất từ một nửa đến một lần rưỡi thời gian trung bình của bước.',
    'Trễ hạn tính khi xong bước cuối, theo đúng lịch và cách tính hạn của hồ sơ thật.',
    ...(alone ? [`Bước ${alone}: một người (không ai nói khác).`] : []),
    ...(guessed ? [`Bước ${guessed}: mỗi hồ sơ mất một phần năm thời hạn nội bộ (không ai nói khác).`] : []),
    ...(outside
      ? [`Bước ${outside}: cơ quan bên ngoài, không xếp hàng, chậm nhất là hết thời hạn nội bộ.`]
      : []),
    ...(branching ? [`Bước ${branching}: luôn đi hướng đầu tiên (không ai nói khác).`] : []),
    plan.supplementShare > 0
      ? `${numberWords(plan.supplementShare * 100)}% hồ sơ thiếu giấy tờ, thấy ở bước ${plan.supplementStep} khi đã xem xong; người nộp bổ sung trong vòng nửa thời hạn của mình; ${supplement.policy === 'RESTART' ? 'nhận đủ thì tính lại từ đầu' : 'trong lúc chờ thì dừng thời hạn'}; bước đó làm lại.`
      : 'Không hồ sơ nào phải bổ sung.',
    ...(procedure.children.length > 0
      ? ['Các phần việc liên thông không tính riêng, chỉ tính bước chờ của chúng.']
      : []),
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const mean = (numbers: readonly number[]): number => (numbers.length > 0 ? sum(numbers) / numbers.length : 0);
/** Of sorted numbers the smallest that at least this part does not exceed; 0 of none. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
const rate = (numerator: number, denominator: number): Rate => ({
  numerator,
  denominator,
  ratio: denominator > 0 ? numerator / denominator : null,
});
const part = (some: number, all: number): number =>
  all > 0 ? Math.round((some / all) * 10_000) / 10_000 : 0;
const rounded = (minutes: number): number => Math.round(minutes * 10) / 10;
