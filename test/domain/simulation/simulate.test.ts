import { procedureFor, type PinnedProcedure } from '../../../domain/procedure/procedure';
import { draw } from '../../../domain/simulation/chance';
import { simulate, type SimulationInput } from '../../../domain/simulation/simulate';
import { finished, run, TooMuch } from '../../../domain/simulation/simulate-run';
import { WorkingAxis } from '../../../domain/simulation/working-axis';
import { dateOf } from '../../../domain/time/plain-date';
import { CALENDAR, at, clock, definitionOf } from '../dossier/support';

const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const SEEDS = [1, 2, 3, 42, 2026];
/** Five steps, three working days, PAUSE. */
const procedure = procedureFor(definitionOf('1.009141'));
const simulated = (input: Partial<SimulationInput> = {}, of: PinnedProcedure = procedure) =>
  simulate(of, { ...YEAR, ...input }, CALENDAR);
const everywhere = (staff: number): SimulationInput['staffing'] =>
  Object.fromEntries(procedure.steps.map((step) => [step.id, { staff }]));

describe('a simulated year', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(simulated({ seed: 7, supplementShare: 0.2 })).toEqual(
      simulated({ seed: 7, supplementShare: 0.2 }),
    );
    expect(simulated({ seed: 7 }).duration).not.toEqual(simulated({ seed: 8 }).duration);
    expect(simulated().seed).toBe(1);
  });

  test.each(['1.001193', '1.013225', '1.115354', '2.000986'])(
    'of 1,000 dossiers takes less than a second of work (%s)',
    (code) => {
      const began = process.cpuUsage();
      const answer = simulated({ supplementShare: 0.1 }, procedureFor(definitionOf(code)));
      expect(process.cpuUsage(began).user / 1_000).toBeLessThan(1_000);
      expect(answer.late.denominator).toBe(1_000);
    },
  );

  test('with almost nothing to do has nobody late', () => {
    for (const seed of SEEDS)
      expect(simulated({ arrivals: 20, seed }).late).toEqual({ numerator: 0, denominator: 20, ratio: 0 });
  });

  test('that would never end is followed to the year 2100, and the rest is late', () => {
    const endless = { S3: { staff: 1, minutes: 100_000 } };
    const { late, whereTimeGoes } = simulated({ arrivals: 500, supplementShare: 0.2, staffing: endless });
    expect(late.numerator).toBeGreaterThan(495);
    expect(whereTimeGoes[0]).toMatchObject({ kind: 'waiting', stepId: 'S3' });
    expect(() =>
      simulated({ arrivals: 50, from: '2099-12-01', to: '2099-12-31', supplementShare: 1 }),
    ).not.toThrow();
  });

  test('without a dossier has no rate', () => {
    const { late, duration, whereTimeGoes } = simulated({ arrivals: 0 });
    expect(late).toEqual({ numerator: 0, denominator: 0, ratio: null });
    expect(duration.max).toBe(0);
    expect(whereTimeGoes).toEqual([]);
  });

  test('names the overloaded step first', () => {
    const answer = simulated({ staffing: { ...everywhere(3), S3: { staff: 1, minutes: 150 } } });
    expect(answer.whereTimeGoes[0]).toMatchObject({ kind: 'waiting', stepId: 'S3' });
    const s3 = answer.steps.find((step) => step.id === 'S3');
    expect(s3?.utilisation).toBeGreaterThan(0.95);
    expect(s3?.late.ratio).toBeGreaterThan(0.5);
    expect(answer.late.ratio).toBeGreaterThan(0.5);
    expect(answer.duration.p50).toBeGreaterThan(answer.duration.legal);
  });

  test.each(SEEDS)('has no more late dossiers with more people (seed %d)', (seed) => {
    const busy = (staff: number): SimulationInput['staffing'] =>
      Object.fromEntries(procedure.steps.map((step) => [step.id, { staff, minutes: 300 }]));
    const late = [1, 2, 3].map(
      (staff) =>
        simulated({ seed, arrivals: 500, supplementShare: 0.15, staffing: busy(staff) }).late.numerator,
    );
    expect(late).toEqual([...late].sort((a, b) => b - a));
    expect(late[0]).toBeGreaterThan(late[2] ?? 0);
  });

  test('adds up: shares to one, visits to dossiers, percentiles in order', () => {
    const { steps, whereTimeGoes, duration } = simulated({ supplementShare: 0.1 });
    const total = (numbers: number[]): number => numbers.reduce((sum, one) => sum + one, 0);
    expect(total(steps.map((step) => step.share))).toBeCloseTo(1, 2);
    expect(total(whereTimeGoes.map((one) => one.share))).toBeCloseTo(1, 2);
    expect(whereTimeGoes.map((one) => one.minutes)).toEqual(
      whereTimeGoes.map((one) => one.minutes).sort((a, b) => b - a),
    );
    const { p50, p90, p95, max } = duration;
    expect([p50, p90, p95, max]).toEqual([p50, p90, p95, max].sort((a, b) => a - b));
    expect(steps.map((step) => step.visits >= 1_000)).toEqual([true, true, true, true, true]);
  });

  test('says what was taken for granted, and no more', () => {
    const words = simulated().assumptions.join('\n');
    expect(words).toContain('một phần năm thời hạn nội bộ');
    expect(words).toContain('Không hồ sơ nào phải bổ sung');
    const said = Object.fromEntries(procedure.steps.map(({ id }) => [id, { staff: 1, minutes: 30 }]));
    expect(simulated({ staffing: said }).assumptions.join('\n')).not.toContain('không ai nói khác');
  });

  test('has dates on which the counter opens', () => {
    expect(() => simulated({ from: '2026-02-02', to: '2026-02-01' })).toThrow(RangeError);
    expect(() => simulated({ from: '2026-11-22', to: '2026-11-22' })).toThrow('not open');
  });
});

test('that goes round in circles without end is not followed to its end', () => {
  const [first] = procedure.steps;
  if (!first) throw new Error('steps');
  const last = 39;
  const steps = Array.from({ length: last + 1 }, (_, index) => ({
    ...first,
    id: `S${index}`,
    next: index === last ? [] : [`S${index + 1}`, 'S0'],
  }));
  const branches = Object.fromEntries(
    steps.slice(0, -1).map(({ id, next: [on] }) => [id, { [on ?? '']: 1, S0: 1 }]),
  );
  expect(() => simulated({ arrivals: 10_000, branches }, { ...procedure, steps })).toThrow(TooMuch);
});

describe('missing papers', () => {
  test('stop so many dossiers as was said, at the examination, and that step is done again', () => {
    const { steps, whereTimeGoes } = simulated({ supplementShare: 0.25 });
    expect(steps[1]?.visits).toBeGreaterThan(1_200);
    expect(steps[1]?.visits).toBeLessThan(1_300);
    expect(whereTimeGoes.map((one) => one.kind)).toContain('applicant');
  });

  test.each(['PAUSE', 'RESTART'] as const)("make nobody late by the applicant's time (%s)", (policy) => {
    const waits = { ...procedure, supplement: { ...procedure.supplement, policy } };
    const answer = simulated({ arrivals: 30, supplementShare: 1 }, waits);
    expect(answer.late.numerator).toBe(0);
    expect(answer.duration.max).toBeLessThan(answer.duration.legal);
  });
});

describe('ways that branch', () => {
  const [s1, s2, s3, s4, s5] = procedure.steps;
  if (!s1 || !s2 || !s3 || !s4 || !s5) throw new Error('steps');
  const forked = {
    ...procedure,
    steps: [{ ...s1, next: ['S2', 'S3'] }, { ...s2, next: ['S4'] }, { ...s3, next: ['S4'] }, s4, s5],
  };
  const visits = (of: PinnedProcedure, input: Partial<SimulationInput> = {}): number[] =>
    simulated({ arrivals: 400, ...input }, of).steps.map((step) => step.visits);

  test('are taken the first way, unless shares are given', () => {
    expect(visits(forked)).toEqual([400, 400, 0, 400, 400]);
    const [, first = 0, second = 0] = visits(forked, { branches: { S1: { S2: 1, S3: 3 } } });
    expect(first + second).toBe(400);
    expect(second / 400).toBeCloseTo(0.75, 1);
  });

  test('in a circle come to an end', () => {
    const circle = { ...procedure, steps: [s1, s2, { ...s3, next: ['S2', 'S4'] }, s4, s5] };
    expect(visits(circle)).toEqual([400, 400, 400, 400, 400]);
    const back = visits(circle, { branches: { S3: { S2: 1, S4: 0 } } });
    expect(back[4]).toBe(400);
    expect(back[1]).toBe(4_000);
    const lost = { ...procedure, steps: [s1, { ...s2, next: ['S2'] }] };
    expect(visits(lost)[0]).toBe(400);
  });
});

describe('working time', () => {
  test('closed days are never worked, and nobody works longer than the office is open', () => {
    const steps = new Map(procedure.steps.map((step) => [step.id, { staff: 1, minutes: 90 }]));
    const plan = {
      procedure,
      arrivals: 300,
      ...YEAR,
      seed: 3,
      steps,
      supplementShare: 0.2,
      supplementStep: 'S2',
      branches: {},
    };
    const { lives, axis } = finished(run(plan, CALENDAR, CALENDAR));
    for (const life of lives) {
      expect(CALENDAR.isOpen(dateOf(life.arrivedAt))).toBe(true);
      for (const { arrived, began, left } of life.visits) {
        const [from, to] = [axis.instant(began) ?? 0, axis.instant(left) ?? 0];
        expect([CALENDAR.isOpen(dateOf(from)), CALENDAR.isOpen(dateOf(to))]).toEqual([true, true]);
        expect(CALENDAR.workingMinutesBetween(from, to)).toBeCloseTo(left - began, 3);
        expect(began).toBeGreaterThanOrEqual(arrived);
      }
    }
    // One person per step: a second dossier begins when the first has left.
    const turns = lives
      .flatMap((life) => life.visits.filter((visit) => visit.stepId === 'S4'))
      .sort((a, b) => a.began - b.began);
    for (const [index, turn] of turns.entries())
      expect(turn.began).toBeGreaterThanOrEqual((turns[index - 1]?.left ?? 0) - 1e-6);
  });

  test('laid end to end: Tết has no length, and minutes lead back to the instant', () => {
    const axis = new WorkingAxis(CALENDAR, '2026-02-01');
    const [before, after] = [at('2026-02-13 17:00'), at('2026-02-23 07:00')];
    expect(axis.at(before)).toBe(CALENDAR.workingMinutesBetween(at('2026-02-01 00:00'), before));
    expect(axis.at(after) - axis.at(before)).toBe(0);
    const monday = at('2026-03-02 09:30');
    expect(clock(axis.instant(axis.at(monday)))).toBe('2026-03-02 09:30');
    expect(axis.instant(1e12)).toBeNull();
  });

  test('chance follows from its keys alone, and is spread evenly', () => {
    const drawn = Array.from({ length: 10_000 }, (_, index) => draw(5, index, 1));
    expect(draw(5, 17, 1)).toBe(drawn[17]);
    expect(drawn.reduce((sum, one) => sum + one, 0) / drawn.length).toBeCloseTo(0.5, 1);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    const tenths = Array.from(
      { length: 10 },
      (_, n) => drawn.filter((one) => Math.floor(one * 10) === n).length,
    );
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
