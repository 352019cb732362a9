/** References in what is sent: units, positions, dates. Problems are collected with their paths and told together. */
import { dayEndsAt } from '../../domain/request/day-close';
import type { Deadline } from '../../domain/request/state';
import { addDays, dateOf, fromIso } from '../../domain/time/plain-date';
import type { Instant, PlainDate } from '../../domain/time/types';
import type { Organisation } from '../../domain/organisation/model';
import {
  type Ineligible,
  mayAsk,
  mayBeAddressed,
  mayLead,
  maySetDates,
} from '../../domain/organisation/eligible';
import type { Rules } from '../../database/rules';
import { type FieldError, invalid } from '../http/problems';

/** A meeting is entered at most this long before it is held. */
const MAX_AHEAD_DAYS = 366;

/** Collects what is wrong under a path; `end` answers 422 when there was anything. */
export class Checker {
  readonly errors: FieldError[] = [];
  readonly today: PlainDate;
  readonly organisation: Organisation;

  constructor(
    readonly rules: Rules,
    readonly now: Instant,
    private readonly prefix = '',
    errors?: FieldError[],
  ) {
    this.organisation = rules.organisation;
    this.today = dateOf(now);
    if (errors) this.errors = errors;
  }

  /** The same collection, deeper in the body. */
  at(path: string): Checker {
    return new Checker(this.rules, this.now, this.path(path), this.errors);
  }

  add(path: string, message: string): void {
    this.errors.push({ path: this.path(path), message });
  }

  end(): void {
    if (this.errors.length > 0) throw invalid(this.errors);
  }

  private path(path: string): string {
    return this.prefix && path ? `${this.prefix}.${path}` : this.prefix || path;
  }

  commune(id: string, path: string): void {
    this.unit(id, path, mayAsk, 'không phải xã, phường (not a commune)');
  }

  /** A unit that can lead or support. */
  provincialUnit(id: string, path: string): void {
    this.unit(id, path, mayLead, 'không phải cơ quan cấp tỉnh (not a provincial agency)');
  }

  /** A unit a leader gives a task to. */
  addressee(id: string, path: string): void {
    this.unit(id, path, mayBeAddressed, 'không nhận chỉ đạo của tỉnh (not an addressee of directives)');
  }

  private unit(
    id: string,
    path: string,
    eligible: (unitId: string, on: PlainDate, org: Organisation) => Ineligible | null,
    wrongKind: string,
  ): void {
    const name = this.organisation.unit(id)?.name ?? '';
    switch (eligible(id, this.today, this.organisation)) {
      case 'unknown':
        return this.add(path, 'Không có đơn vị này trong tỉnh (unknown unit).');
      case 'notInForce':
        return this.add(path, `${name} không còn hoạt động (not in force).`);
      case 'wrongKind':
        return this.add(path, `${name} ${wrongKind}.`);
      case null:
        return;
    }
  }

  leader(positionId: string, path: string): void {
    const position = this.organisation.position(positionId);
    if (!position) this.add(path, 'Không có chức vụ này (unknown position).');
    else if (!maySetDates(position)) this.add(path, `${position.title} không phải lãnh đạo (not a leader).`);
  }

  /** Held, or planned for the months to come; a day beyond is a typing error that would put off every reminder. */
  heldOn(date: PlainDate): void {
    if (date > addDays(this.today, MAX_AHEAD_DAYS))
      this.add('heldOn', 'Ngày quá xa trong tương lai (more than a year ahead).');
  }

  position(positionId: string, path: string): void {
    if (!this.organisation.position(positionId)) this.add(path, 'Không có chức vụ này (unknown position).');
  }

  /** A day is past at the close of the provincial office, as in a command. */
  private isOver(date: PlainDate): boolean {
    return dayEndsAt(date, this.rules.calendarFor(this.organisation.provincialOffice.id)) <= this.now;
  }

  /** Turns what was said about time into a Deadline; shape was checked by the schema. */
  deadline(value: { dueOn?: string; dueAt?: string; setBy?: string; noDeadline?: boolean }): Deadline {
    if (value.noDeadline) return { kind: 'none' };
    if (value.dueOn === undefined && value.dueAt === undefined) return { kind: 'default' };
    const setBy = value.setBy ?? '';
    this.leader(setBy, 'setBy');
    if (value.dueOn !== undefined && this.isOver(value.dueOn))
      this.add(
        'dueOn',
        'Ngày đã ở quá khứ, hoặc hôm nay đã hết giờ làm việc (in the past, or closed for today).',
      );
    const dueAt = value.dueAt === undefined ? undefined : fromIso(value.dueAt);
    if (dueAt !== undefined && dueAt <= this.now) this.add('dueAt', 'Thời điểm đã ở quá khứ (in the past).');
    return {
      kind: 'leader',
      ...(value.dueOn ? { dueOn: value.dueOn } : {}),
      ...(dueAt !== undefined ? { dueAt } : {}),
      setBy,
      setAt: this.now,
    };
  }
}
