/** Stories of one dossier for the tests: given events, when a command comes, then the state, the refusal or the date. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor, CaseEvent, Command, CommandContext } from '../../../domain/case/case';
import { said } from '../../support/said';
import { clocksOf, type DossierClock } from '../../../domain/dossier/clocks';
import { dossier } from '../../../domain/dossier/entity';
import { openingOf, type Opening } from '../../../domain/dossier/events';
import { limitsOf } from '../../../domain/dossier/limits';
import type { DerivationRules } from '../../../domain/case/derive';
import type { Suspension } from '../../../domain/time/suspension';
import { procedureFor, resolveUnits, type PinnedProcedure } from '../../../domain/procedure/procedure';
import type { DossierState } from '../../../domain/dossier/state';
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import type { EscalationRules } from '../../../domain/escalation/rules';
import { resolveCalendar, type Calendar } from '../../../domain/time/calendar';
import { dueOf } from '../../../domain/time/due';
import { layersFromNational } from '../../../domain/time/layers';
import { fromIso, toIso } from '../../../domain/time/plain-date';
import type { Due, Instant } from '../../../domain/time/types';

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(join(__dirname, '../../fixtures', name), 'utf8')) as T;

export const PROCEDURES = fixture<{ procedures: ProcedureDefinition[] }>('procedures.json').procedures;
export const INVALID = fixture<{
  examples: {
    id: string;
    expectedComplaints: { code: string; path: string }[];
    procedure: ProcedureDefinition;
  }[];
}>('procedures-invalid.json').examples;

export const CALENDAR: Calendar = resolveCalendar(layersFromNational(fixture('calendar-vn.json')));

/** Only the ids matter here; what a rung does is tested where rungs are. */
export const RULES = {
  ladders: [
    { id: 'LD-DOSSIER', appliesTo: 'dossier', steps: [] },
    { id: 'LD-DOSSIER-STEP', appliesTo: 'dossier-step', steps: [] },
  ],
} as unknown as EscalationRules;

const rulesWith = (suspensions: Suspension[]): DerivationRules => ({
  escalation: RULES,
  calendarFor: () => CALENDAR,
  suspensionsFor: () => suspensions,
});

/** `2026-11-25 09:00`, local time. */
export const at = (text: string): Instant => fromIso(`${text.replace(' ', 'T')}:00+07:00`);
/** The other way round, to the minute. */
export const clock = (instant: Instant | null | undefined): string | null =>
  instant === null || instant === undefined ? null : toIso(instant).slice(0, 16).replace('T', ' ');

export const COMMUNE = 'gl-xa-minh-hoa-a';
const SECTIONS: Record<string, string> = {
  office: 'van-phong',
  economy: 'kinh-te',
  'culture-social': 'van-hoa-xa-hoi',
};

export const person = (name: string, positionId: string): Actor => ({
  subject: `sub-${name}`,
  personId: `p-${name}`,
  name,
  positionId,
});
export const AN = person('An', 'xa-a-vp-cv-1');
export const BINH = person('Bình', 'xa-a-vp-cv-2');
export const CHAIR = person('Chung', 'xa-a-chu-tich');

export function definitionOf(code: string, version = 1): ProcedureDefinition {
  const found = PROCEDURES.find((one) => one.code === code && one.version === version);
  if (!found) throw new Error(`no procedure ${code} v${version}`);
  return found;
}

/** Pinned and with the units of the test commune. */
export const resolved = (procedure: PinnedProcedure): PinnedProcedure =>
  resolveUnits(procedure, (rule) => {
    if (rule.unitKind === 'external') return { unitId: null, positionId: null };
    const unitId =
      rule.unitKind === 'commune'
        ? COMMUNE
        : rule.unitKind === 'police'
          ? `${COMMUNE}-cong-an`
          : `${COMMUNE}-${SECTIONS[rule.sectionKey ?? ''] ?? 'ttpvhcc'}`;
    return { unitId, positionId: `${unitId}:${rule.positionLevel ?? 'officer'}` };
  });

export const pinned = (code: string, caseId?: string, zone?: string, version = 1): PinnedProcedure =>
  resolved(procedureFor(definitionOf(code, version), caseId, zone));

interface Circumstances {
  by?: Actor;
  /** Due instant of the legal clock as the API reads it; derived when absent. */
  legalDue?: Instant | null;
  maySign?: boolean;
  /** False: the API does not say who asks. */
  named?: boolean;
  /** Mass suspensions in force. */
  suspensions?: Suspension[];
}

export class Story {
  state: DossierState;
  readonly events: CaseEvent[] = [];

  constructor(procedure: PinnedProcedure, openedAt: string, opening: Partial<Opening> = {}) {
    const { type, data } = openingOf({
      procedure,
      receivingUnitId: COMMUNE,
      channel: 'inPerson',
      applicant: { name: 'Nguyễn Thị Mẫu', kind: 'citizen' },
      receivedAt: at(openedAt),
      documents: [{ name: 'Tờ khai', kind: 'original' }],
      ...opening,
    });
    const event: CaseEvent = { type, at: at(openedAt), by: AN, data };
    this.events.push(event);
    this.state = json(dossier.evolve(null, event, 'dossier-1'));
  }

  /** Sends a command that must be accepted. */
  does(
    when: string,
    type: string,
    fields: Record<string, unknown> = {},
    circumstances: Circumstances = {},
  ): this {
    const refused = this.refusal(when, type, fields, circumstances);
    if (refused) throw new Error(`${type} refused: ${refused}`);
    const by = circumstances.by ?? AN;
    const command: Command = { type, ...fields };
    const context = this.context(circumstances, when);
    this.append({ at: at(when), by, ...dossier.outcome(this.state, command, at(when), by, context) });
    return this;
  }

  /** The reason a command is refused for, or null. */
  refusal(
    when: string,
    type: string,
    fields: Record<string, unknown> = {},
    circumstances: Circumstances = {},
  ): string | null {
    const refused = dossier.refusal(
      this.state,
      { type, ...fields },
      this.context(circumstances, when),
      at(when),
    );
    if (!refused) return null;
    said(refused, 'dossier');
    return refused.reason;
  }

  /** What the API sends with a command. */
  context(
    {
      by = AN,
      legalDue = this.dueAt('legal'),
      maySign = true,
      named = true,
      suspensions = [],
    }: Circumstances = {},
    when?: string,
  ): CommandContext {
    return {
      version: this.state.version,
      dues: { legal: legalDue },
      relations: [],
      maySign,
      ...(when === undefined ? {} : { limits: limitsOf(this.state, rulesWith(suspensions), at(when)) }),
      ...(named ? { actor: by } : {}),
    };
  }

  /** Lets an instant be reached. */
  reaches(when: string, type: string, clockId: string, round = 0): this {
    const reached = { type, clockId, round, dueAt: at(when) };
    this.append({ at: at(when), by: null, ...dossier.expire(this.state, reached) });
    return this;
  }

  append(event: CaseEvent): void {
    this.events.push(event);
    this.state = json(dossier.evolve(this.state, json(event), this.state.id));
  }

  clocks(): DossierClock[] {
    return clocksOf(this.state, RULES);
  }

  clock(id: string): DossierClock | undefined {
    return this.clocks().find((one) => one.id === id);
  }

  due(id: string, asOf?: string): Due | null {
    const ledger = this.clock(id)?.ledger;
    return ledger ? dueOf(ledger, CALENDAR, asOf ? at(asOf) : undefined) : null;
  }

  dueAt(id: string): Instant | null {
    return this.due(id)?.dueAt ?? null;
  }

  /** Completes steps, five minutes apart, until the result may be recorded. */
  works(from: string): this {
    for (let minute = 0; dossier.allowed(this.state).includes('finish') === false; minute += 5) {
      const when = clock(at(from) + minute * 60_000) ?? from;
      this.does(when, 'completeStep');
    }
    return this;
  }
}

/** State and events travel as JSON; what would not survive shows at once. */
export const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** A complete body for each command, so that only the status can be the reason of a refusal. */
export const BODIES: Record<string, Record<string, unknown>> = {
  accept: {},
  refuse: { reason: 'Thiếu thành phần hồ sơ' },
  handOver: {},
  recall: {},
  claim: {},
  release: {},
  completeStep: {},
  returnToStep: { stepId: 'S1', reason: 'Cần kiểm tra lại' },
  requestSupplement: { items: ['Bản sao căn cước'], reason: 'Thiếu giấy tờ' },
  receiveSupplement: { documents: [{ name: 'Bản sao căn cước', kind: 'copy' }] },
  requestPayment: { amount: 20000, kind: 'fee' },
  recordPayment: { receiptNo: 'BL-01' },
  pause: { reason: 'VERIFICATION', evidence: 'CV 12/UBND' },
  resume: {},
  extend: { newDueOn: '2026-12-31', reason: 'Chờ xác minh' },
  sign: { decisionNo: '15/QĐ-UBND' },
  finish: { result: 'granted', resultNo: 'KQ-01' },
  deliver: { to: 'Nguyễn Thị Mẫu', by: 'tại quầy' },
  withdraw: { reason: 'Không còn nhu cầu' },
  stop: { reason: 'Không đủ điều kiện' },
  correct: { reason: 'Sai họ tên' },
  reopen: { reason: 'Theo quyết định giải quyết khiếu nại', clock: 'continue' },
  recordChild: { childId: 'C2', result: 'done', resultNo: '15/2026' },
  note: { text: 'Đã gọi điện' },
};
