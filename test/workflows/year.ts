/**
 * One year and a quarter of the published calendar, lived on the time-skipping server. That server begins today, so the
 * days of the file are moved by whole weeks: weekdays, Tết, swapped days and make-up Saturdays stay as they are.
 */
import type { Command, CommandContext } from '../../domain/case/case';
import type { PinnedProcedure } from '../../domain/procedure/procedure';
import type { SubmittedData } from '../../domain/request/state';
import type { Term } from '../../domain/time/types';
import type { Engine } from '../support/engine';
import { openRequest, send } from '../support/cases';
import calendar from '../fixtures/calendar-vn.json';
import { openDossier, procedureOf } from './dossiers';
import { until } from './support';

const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;
/** The first day of the story, a Monday. */
const BEGINS = '2025-12-15';
/** A procedure whose dossiers lie at one step of the commune for as long as it takes. */
const LONG_PROCEDURE = { code: '1.004873', step: 'S2' };

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const dateOfDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Working days of the file, by its words alone: Monday to Friday unless closed, and Saturdays declared open. */
export function isOpenInFile(date: string): boolean {
  const exception = calendar.days.find((one) => one.date === date);
  if (exception) return exception.kind !== 'closed';
  return new Date(`${date}T00:00:00Z`).getUTCDay() % 6 !== 0;
}

export class Year {
  private constructor(
    readonly engine: Engine,
    /** Days between the file and the server. */
    private readonly shift: number,
  ) {}

  static async begin(engine: Engine): Promise<Year> {
    const now = await engine.env?.currentTimeMs();
    if (now === undefined) throw new Error('not a time-skipping engine');
    const today = Math.floor((now + ZONE_MS) / DAY_MS);
    return new Year(engine, Math.ceil((today + 1 - dayOf(BEGINS)) / 7) * 7);
  }

  /** `2026-02-13 08:00` of the file as an instant of the server. */
  at(when: string): number {
    const [date = '', time = '08:00'] = when.split(' ');
    return Date.parse(`${dateOfDay(dayOf(date) + this.shift)}T${time}:00+07:00`);
  }

  /** A date of the file as the server has it. */
  on(date: string): string {
    return dateOfDay(dayOf(date) + this.shift);
  }

  /** An instant of the server in the words of the file: `2026-02-13 08:00`. */
  words(instant: number | Date): string {
    const local = new Date(Number(instant) + ZONE_MS - this.shift * DAY_MS).toISOString();
    return `${local.slice(0, 10)} ${local.slice(11, 16)}`;
  }

  now(): Promise<number> {
    return this.engine.env?.currentTimeMs() ?? Promise.reject(new Error('no time to skip'));
  }

  /** Lives until then, and until everybody has done what was due by then. */
  async goTo(when: string): Promise<void> {
    const rest = this.at(when) - (await this.now());
    if (rest > 0) await this.engine.env?.sleep(rest);
    await this.quiet(when, this.at(when));
  }

  /** Waits until nobody sleeps past what was due by an instant. */
  async quiet(what: string, by: number): Promise<void> {
    await until(`${what}: nobody sleeps on`, async () => {
      const { rows } = await this.engine.pool.query<{ late: number }>(
        `SELECT ((SELECT count(*) FROM rung WHERE state = 'armed' AND at <= $1)
              + (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND send_at <= $1)
              + (SELECT count(*) FROM cases WHERE closed_at IS NULL AND wake_at <= $1))::integer AS late`,
        [new Date(by)],
      );
      return rows[0]?.late === 0;
    });
  }

  async open(overrides: Partial<SubmittedData> = {}): Promise<string> {
    return openRequest(this.engine.client, await this.now(), overrides);
  }

  /** A dossier at one step of the commune, with a term that long. */
  async receive(legalTerm: Term): Promise<string> {
    const { code, step } = LONG_PROCEDURE;
    const procedure: PinnedProcedure = { ...(await procedureOf(this.engine, code, [step])), legalTerm };
    return openDossier(this.engine.client, procedure, await this.now());
  }

  async order(id: string, command: Command, context: Partial<CommandContext> = {}): Promise<void> {
    const { rows } = await this.engine.pool.query<{ clock_id: string; due_at: Date | null }>(
      'SELECT clock_id, due_at FROM clock WHERE case_id = $1',
      [id],
    );
    const dues = Object.fromEntries(rows.map((row) => [row.clock_id, row.due_at?.getTime() ?? null]));
    await send(this.engine.client, 'recommendation', id, command, {
      now: await this.now(),
      context: { dues, ...context },
    });
  }

  /** When a clock is due as it is written now, in the words of the file. */
  async due(id: string, clockId: string): Promise<string> {
    const { rows } = await this.engine.pool.query<{ due_at: Date; stands_from: Date | null }>(
      'SELECT due_at, stands_from FROM clock WHERE case_id = $1 AND clock_id = $2',
      [id, clockId],
    );
    const [clock] = rows;
    if (!clock) throw new Error(`case ${id} has no clock ${clockId}`);
    return clock.stands_from ? `stands from ${this.words(clock.stands_from)}` : this.words(clock.due_at);
  }

  /** Rungs of a clock that wait for their time, in the words of the file. */
  async waiting(id: string, clockId: string): Promise<string[]> {
    const { rows } = await this.engine.pool.query<{ rung_id: string; at: Date; state: string }>(
      `SELECT rung_id, at, state FROM rung WHERE case_id = $1 AND clock_id = $2 AND state IN ('armed', 'held') ORDER BY round, level`,
      [id, clockId],
    );
    return rows.map(({ rung_id, at, state }) =>
      state === 'armed' ? `${rung_id} ${this.words(at)}` : `${rung_id} held`,
    );
  }
}
