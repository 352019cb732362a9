/**
 * One year and a quarter of the published calendar, lived on the time-skipping server. That server begins today, so the
 * days of the file are moved by whole weeks: weekdays, Tết, swapped days and make-up Saturdays stay as they are.
 */
import pg from 'pg';
import type { Command, CommandContext } from '../../domain/case';
import type { SubmittedData } from '../../domain/request/state';
import type { Engine } from '../support/engine';
import { openRequest, send } from '../support/cases';
import calendar from '../fixtures/calendar-vn.json';

const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;
/** The first day of the story, a Monday. */
const BEGINS = '2025-12-15';

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
    private readonly engine: Engine,
    /** Days between the file and the server. */
    private readonly shift: number,
  ) {}

  static async begin(engine: Engine): Promise<Year> {
    const now = await engine.env?.currentTimeMs();
    if (now === undefined) throw new Error('not a time-skipping engine');
    const today = Math.floor((now + ZONE_MS) / DAY_MS);
    const year = new Year(engine, Math.ceil((today + 1 - dayOf(BEGINS)) / 7) * 7);
    await year.publish();
    return year;
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
    for (let attempt = 0; ; attempt += 1) {
      const { rows } = await this.engine.pool.query<{ late: number }>(
        `SELECT (SELECT count(*) FROM rung WHERE state = 'armed' AND at <= $1)
              + (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND send_at <= $1)
              + (SELECT count(*) FROM cases WHERE closed_at IS NULL AND wake_at <= $1) AS late`,
        [new Date(this.at(when))],
      );
      if (Number(rows[0]?.late) === 0) return;
      if (attempt > 200) throw new Error(`${when}: somebody sleeps on`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async open(overrides: Partial<SubmittedData> = {}): Promise<string> {
    return openRequest(this.engine.client, await this.now(), overrides);
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

  private async publish(): Promise<void> {
    const client = new pg.Client({ connectionString: this.engine.database.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{
      id: string;
      version: number;
      body: { days: { date: string }[]; covers?: object };
    }>('SELECT id, version, body FROM calendar_layer');
    for (const { id, version, body } of rows) {
      const days = body.days.map((day) => ({ ...day, date: this.on(day.date) }));
      const moved = { ...body, days, covers: undefined, effectiveFrom: undefined };
      await client.query('UPDATE calendar_layer SET body = $3 WHERE id = $1 AND version = $2', [
        id,
        version,
        moved,
      ]);
    }
    await client.end();
  }
}
