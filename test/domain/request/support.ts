/** Stories of one recommendation or directive: given what happened, when a command comes, then state, refusal or date. */
import type { Actor, CaseEvent, Command } from '../../../domain/case/case';
import {
  derive,
  reachedAt,
  type Derived,
  type DerivationRules,
  type DerivedClock,
} from '../../../domain/case/derive';
import { request } from '../../../domain/request/entity';
import { dateEndsAt } from '../../../domain/request/day-close';
import { dutyOf } from '../../../domain/request/duties';
import type { Assignment, RequestState, SubmittedData } from '../../../domain/request/state';
import type { EscalationRules } from '../../../domain/escalation/rules';
import { fromIso, toIso } from '../../../domain/time/plain-date';
import { layersFromNational } from '../../../domain/time/layers';
import { resolveCalendar, type Calendar } from '../../../domain/time/calendar';
import type { Instant } from '../../../domain/time/types';
import calendarFile from '../../../prisma/seed/calendar-vn.json';
import escalationFile from '../../../prisma/seed/escalation.json';
import { said } from '../../support/said';
import { FINANCE, OFFICE, QUY_NHON, SCIENCE, recommendationData } from '../../support/cases';

export { FINANCE, OFFICE, QUY_NHON, SCIENCE };
export const WARD_A = 'gl-xa-minh-hoa-a';
export const WARD_B = 'gl-xa-minh-hoa-b';

const LAYERS = layersFromNational(calendarFile);
export const ESCALATION = escalationFile as unknown as EscalationRules;
const calendars = new Map<string, Calendar>();
export const RULES: DerivationRules = {
  escalation: ESCALATION,
  calendarFor: (unitId) => {
    const calendar = calendars.get(unitId) ?? resolveCalendar(LAYERS, { unitId });
    calendars.set(unitId, calendar);
    return calendar;
  },
  suspensionsFor: () => [],
};

/** `2026-11-20 09:00`, local time. */
export const at = (text: string): Instant => fromIso(`${text.replace(' ', 'T')}:00+07:00`);
/** The other way round, to the minute; a day's 24:00 is the next day's 00:00. */
export const clock = (instant: Instant | null | undefined): string | null =>
  instant === null || instant === undefined ? null : toIso(instant).slice(0, 16).replace('T', ' ');
/** A state as it was is never changed by what happens next: whoever tried would throw. */
function frozen<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
export const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const person = (name: string): Actor => ({
  subject: name,
  personId: `person-${name}`,
  name,
  positionId: `position-${name}`,
});

/** Fields that make a command complete, so that only the rules can be the reason of a refusal. */
export const BODIES: Record<string, Record<string, unknown>> = {
  assign: { leadUnitId: FINANCE },
  split: {
    items: [
      { title: 'Máy quét', category: 'equipment' },
      { title: 'Tập huấn', category: 'training' },
    ],
  },
  accept: {},
  return: { reason: 'Không thuộc chức năng của Sở' },
  requestInformation: { question: 'Đề nghị gửi dự toán' },
  provideInformation: { answer: 'Gửi kèm dự toán' },
  contribute: { text: 'Thống nhất', agrees: true },
  respond: { outcome: 'solved', text: 'Đã cấp máy', evidence: 'Quyết định 12/QĐ-SKHCN' },
  confirm: {},
  dispute: { reason: 'Chưa nhận được máy' },
  requestExtension: { newDueOn: '2026-12-25', reason: 'Chờ đấu thầu' },
  decideExtension: { granted: true },
  setDueDate: { dueOn: '2026-12-18', setBy: 'gl-chu-tich', reason: 'Chủ tịch kết luận' },
  merge: { intoId: 'another-case' },
  forward: { to: 'Bộ Khoa học và Công nghệ', reason: 'Vượt thẩm quyền' },
  withdraw: { reason: 'Đã tự giải quyết' },
  reportProgress: { text: 'Đã mở thầu' },
  note: { text: 'Đã gọi điện' },
};

/** Who says it: nobody named = the unit of `unitId`, the asking ward, or the provincial office, as the command needs. */
export interface Told {
  unitId?: string;
  wardId?: string | null;
  relations?: string[];
  [field: string]: unknown;
}

/** Commands a unit gives about its own duty. */
const OWN = [
  'accept',
  'return',
  'requestInformation',
  'contribute',
  'respond',
  'requestExtension',
  'reportProgress',
];
const WARDS = ['confirm', 'dispute', 'provideInformation'];

export class Story {
  state: RequestState;
  readonly events: CaseEvent[] = [];
  readonly id: string;
  /** As published; a test may suppose another number. */
  maxExtensions = ESCALATION.rules.extension.recommendation.maxCount;

  constructor(openedAt: string, data: Partial<SubmittedData> = {}, id = 'case-1') {
    this.id = id;
    const event: CaseEvent = {
      type: 'submitted',
      at: at(openedAt),
      by: person('office'),
      data: { ...recommendationData(data) },
    };
    this.state = frozen(request.evolve(null, json(event), id));
    this.events.push(event);
  }

  /** Sends a command that must be accepted. */
  does(when: string, type: string, told: Told = {}): this {
    const refused = this.refusal(when, type, told);
    if (refused) throw new Error(`${type} refused: ${refused}`);
    const command = this.command(type, told);
    const by = person(command.unitId ?? (command.wardId as string | undefined) ?? 'office');
    const context = { version: this.state.version, dues: {}, relations: [] };
    this.append({ at: at(when), by, ...request.outcome(this.state, command, at(when), by, context) });
    return this;
  }

  /** The reason a command is refused for, or null. */
  refusal(when: string, type: string, told: Told = {}): string | null {
    const { relations = [] } = told;
    const dues = Object.fromEntries(this.derived.clocks.map((one) => [one.id, one.due?.dueAt ?? null]));
    const command = this.command(type, told);
    const context = {
      version: this.state.version,
      dues,
      relations,
      maxExtensions: this.maxExtensions,
      dateEndsAt: dateEndsAt(this.state, command, (unitId) => RULES.calendarFor(unitId)),
    };
    const refused = request.refusal(this.state, command, context, at(when));
    if (!refused) return null;
    said(refused, this.state.kind);
    return refused.reason;
  }

  /** What the API makes of a command: whose duty, which ward. */
  private command(type: string, { relations: _, wardId, ...fields }: Told): Command {
    const command: Command = { type, ...BODIES[type], ...fields };
    const lead = this.state.assignments.find((duty) => duty.role === 'lead' && duty.status !== 'returned');
    if (OWN.includes(type)) command.unitId ??= lead?.unitId;
    const ward = wardId === undefined ? this.state.wardIds[0] : wardId;
    if (WARDS.includes(type) && ward) command.wardId = ward;
    return command;
  }

  /** The case wakes and records what it has reached by itself. */
  wakes(when: string): this {
    for (const reached of reachedAt(this.state, this.derived, RULES, at(when)))
      this.append({ at: at(when), by: null, ...request.expire(this.state, reached) });
    return this;
  }

  append(event: CaseEvent): void {
    this.events.push(event);
    this.state = frozen(request.evolve(this.state, json(event), this.id));
  }

  /** Commands somebody may give now. */
  get allowed(): string[] {
    return request.allowed(this.state);
  }

  get derived(): Derived {
    return derive(this.state, RULES);
  }

  duty(unitId: string): Assignment {
    const duty = dutyOf(this.state, unitId);
    if (!duty) throw new Error(`no duty of ${unitId}`);
    return duty;
  }

  clock(id: string): DerivedClock {
    const found = this.derived.clocks.find((one) => one.id === id);
    if (!found) throw new Error(`no clock ${id}: ${this.derived.clocks.map((one) => one.id).join(', ')}`);
    return found;
  }

  /** Every clock in one line: `state due`, so that a stage is one table. */
  get clocks(): Record<string, string> {
    return Object.fromEntries(
      this.derived.clocks.map((one) => [one.id, `${one.state} ${clock(one.due?.dueAt) ?? 'no date'}`]),
    );
  }

  due(id: string): string | null {
    return clock(this.clock(id).due?.dueAt);
  }

  /** `K1 2026-12-09 08:00 armed` of one clock. */
  rungs(id: string): string[] {
    return this.derived.rungs
      .filter((rung) => rung.clockId === id)
      .map((rung) => `${rung.rungId} ${clock(rung.at)} ${rung.state}`);
  }
}

/** A recommendation that science leads, from the meeting of Friday 20 November 2026; due by default on 14 December. */
export const routed = (data: Partial<SubmittedData> = {}): Story => new Story('2026-11-20 09:00', data);
/** One that no rule matched. */
export const unrouted = (data: Partial<SubmittedData> = {}): Story =>
  routed({ leadUnitIds: [], routing: { by: null, reason: 'không khớp' }, ...data });
/** A directive to two departments. */
export const directive = (data: Partial<SubmittedData> = {}): Story =>
  routed({
    kind: 'directive',
    category: null,
    wardIds: [],
    bindingness: 'order',
    leadUnitIds: [SCIENCE, FINANCE],
    ...data,
  });
