import type { Calendar } from '../../domain/time/calendar';
import { dateOf, toIso } from '../../domain/time/plain-date';
import type { Instant } from '../../domain/time/types';
import { closedAtOf } from '../../domain/case/figures';
import { standsSince } from '../../domain/time/remaining';
import { isPastDue, timelinessOf, type LatenessFacts, type Timeliness } from '../../domain/time/timeliness';
import type { Rules } from '../../database/rules';
import type { CaseRow, ClockRow, MainDue } from './rows';
import type { Identity } from '../login/identity';

export interface Reference {
  id: string;
  name: string;
}

export interface DueFields {
  dueOn: string | null;
  dueAt: string | null;
  timeliness: Timeliness;
}

export class ViewContext {
  /** Nearness is counted by the province's calendar, so that boards, lists and single reads agree. */
  readonly calendar: Calendar;

  constructor(
    readonly rules: Rules,
    readonly identity: Identity,
    readonly now: Instant,
  ) {
    this.calendar = rules.calendarFor(rules.organisation.provinceUnit.id);
  }

  unit(id: string): Reference {
    return { id, name: this.rules.organisation.unit(id)?.name ?? id };
  }

  position(id: string): Reference {
    return { id, name: this.rules.organisation.position(id)?.title ?? id };
  }

  person(id: string): Reference {
    return { id, name: this.rules.organisation.person(id)?.name ?? id };
  }

  due(row: CaseRow): DueFields & { dueKind: MainDue['dueKind'] } {
    const { dueKind, dueOn, ...facts } = row.due;
    // A case that ended otherwise than by its answer is measured at its end.
    return { dueKind, ...this.dueFields(dueOn, { ...facts, doneAt: facts.doneAt ?? closedAtOf(row.state) }) };
  }

  /** Paused by its own facts, or by a suspension of the whole unit that has begun. */
  stands({ paused, standsFrom }: Pick<MainDue, 'paused' | 'standsFrom'>): boolean {
    return paused || (standsFrom !== null && standsFrom <= this.now);
  }

  clock(clock: ClockRow | undefined): DueFields & { dueKind: MainDue['dueKind'] } {
    if (!clock) return { dueKind: 'none', ...this.dueFields(null, {}) };
    const { dueKind, dueOn, dueAt, state, endedAt, ledger, standsFrom, answeredAt } = clock;
    const stoppedAt = state === 'paused' && ledger ? standsSince({ ...ledger, suspensions: [] }) : null;
    const doneAt = state === 'done' ? endedAt : null;
    const fields = this.dueFields(dueOn, { dueAt, doneAt, stoppedAt, standsFrom, answeredAt });
    if (state !== 'cancelled' || dueAt === null) return { dueKind, ...fields };
    // Ended without being done: it was late by then, or it never came due.
    return { dueKind, ...fields, timeliness: isPastDue(dueAt, endedAt ?? this.now) ? 'overdue' : 'notDue' };
  }

  dueFields(dueOn: string | null, facts: LatenessFacts): DueFields {
    const timeliness = timelinessOf({
      ...facts,
      now: this.now,
      calendar: this.calendar,
      dueSoonDays: this.rules.escalation.dueSoon.workingDaysLeft,
    });
    return { dueOn, dueAt: iso(facts.dueAt), timeliness };
  }

  today(): string {
    return dateOf(this.now);
  }
}

export function iso(at: Instant): string;
export function iso(at: Instant | null | undefined): string | null;
export function iso(at: Instant | null | undefined): string | null {
  return at === null || at === undefined ? null : toIso(at);
}

/** Leaves absent members out: `optional('closedAt', value)` spread into an object. */
export const optional = <K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } =>
  (value === null || value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

export function escalationOf(row: CaseRow, view: ViewContext): object {
  return {
    level: row.rungs.reduce((highest, rung) => Math.max(highest, rung.level), 0),
    rungs: row.rungs.map((rung) => ({
      level: rung.level,
      at: iso(rung.at),
      clock: rung.clockId,
      addressee: rung.positionId === null ? null : view.position(rung.positionId),
      ...optional('onBehalfOf', rung.onBehalfOf === null ? null : view.person(rung.onBehalfOf).name),
      ...optional('acknowledgedAt', iso(rung.acknowledgedAt)),
    })),
  };
}
