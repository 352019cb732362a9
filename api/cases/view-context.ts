import type { Calendar } from '../../domain/time/calendar';
import { dateOf, toIso } from '../../domain/time/plain-date';
import type { Instant } from '../../domain/time/types';
import { standsSince } from '../../domain/time/remaining';
import { timelinessOf, type Timeliness } from '../../domain/time/timeliness';
import type { Rules } from '../../database/rules';
import type { CaseRow, ClockRow, MainDue } from './rows';
import type { Identity } from '../login/identity';

export interface Reference {
  id: string;
  name: string;
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

  due(row: CaseRow): ReturnType<ViewContext['dueFields']> & { dueKind: MainDue['dueKind'] } {
    return {
      dueKind: row.due.dueKind,
      ...this.dueFields(row.due.dueOn, row.due.dueAt, endOfMain(row), this.stands(row.due)),
    };
  }

  /** Paused by its own facts, or by a suspension of the whole unit that has begun. */
  stands({ paused, standsFrom }: Pick<MainDue, 'paused' | 'standsFrom'>): boolean {
    return paused || (standsFrom !== null && standsFrom <= this.now);
  }

  clock(clock: ClockRow | undefined): ReturnType<ViewContext['dueFields']> & { dueKind: MainDue['dueKind'] } {
    if (!clock) return { dueKind: 'none', ...this.dueFields(null, null, null) };
    const isDone = clock.state === 'done';
    const fields = this.dueFields(
      clock.dueOn,
      clock.dueAt,
      isDone ? clock.endedAt : null,
      this.isStopped(clock),
    );
    if (clock.state !== 'cancelled' || clock.dueAt === null) return { dueKind: clock.dueKind, ...fields };
    // Ended without being done: it was late by then, or it never came due.
    const wasLate = (clock.endedAt ?? this.now) > clock.dueAt;
    return { dueKind: clock.dueKind, ...fields, timeliness: wasLate ? 'overdue' : 'notDue' };
  }

  /** It stands, and stopped in time; a step may have been late when its dossier stopped. */
  private isStopped({ state, ledger, dueAt, standsFrom }: ClockRow): boolean {
    const paused = state === 'paused' && ledger ? standsSince(ledger) : null;
    const since = this.stands({ paused: false, standsFrom }) ? standsFrom : paused;
    return since !== null && dueAt !== null && since <= dueAt;
  }

  dueFields(
    dueOn: string | null,
    dueAt: Instant | null,
    doneAt: Instant | null,
    paused = false,
  ): { dueOn: string | null; dueAt: string | null; timeliness: Timeliness } {
    return {
      dueOn,
      dueAt: iso(dueAt),
      timeliness: timelinessOf({ dueAt, doneAt, paused, now: this.now, calendar: this.calendar }),
    };
  }

  today(): string {
    return dateOf(this.now);
  }
}

/** A case that ended otherwise than by its answer is measured at its end. */
const endOfMain = (row: CaseRow): Instant | null => row.due.doneAt ?? closedAtOf(row);

export const closedAtOf = ({ state }: CaseRow): Instant | null =>
  state.kind === 'dossier' ? (state.delivery?.at ?? state.end?.at ?? null) : state.closedAt;

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
