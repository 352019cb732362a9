/** Rules that are data: default terms, ladders, procedures' terms. Versioned in PostgreSQL; functions receive them. */
import type { Action } from './actions';
import type { LadderStep, Term, ClockTime } from '../time/types';

export type UnitSelector =
  'assigned-unit' | 'dossier-commune' | 'asking-commune' | 'provincial-office' | 'province';

export interface AddresseeRule {
  unit: UnitSelector;
  /** A position level of the organisation, or `leader` (director of a department, chair of a commune, chief of office). */
  role: string;
}

export interface LadderRung extends LadderStep {
  addressee: AddresseeRule;
  alsoNotify?: AddresseeRule[];
  action: Action;
  document?: string;
  requiresAcknowledgement: boolean;
}

export interface Ladder {
  id: string;
  appliesTo: string;
  /** Fires at any hour (urgent); others have their hour in `atTime`. */
  anyHour?: boolean;
  noticeGraceSeconds?: number;
  steps: LadderRung[];
}

/** `escalation.json`: one versioned document. */
export interface EscalationRules {
  ladders: Ladder[];
  defaultSla: {
    acknowledgement: number;
    triage: number;
    informationOnlyReply: number;
    byCategory: Record<string, number>;
    directive: number;
    information: number;
    confirmation: number;
    [key: string]: unknown;
  };
  rules: {
    /** Granted extensions of an answer at most; of dossiers the procedure version says how many. */
    extension: { recommendation: { maxCount: number } };
    acknowledgement: { withinWorkingDays: number };
    [key: string]: unknown;
  };
  /** Nothing leaves outside these hours of open days but by ladders with `anyHour`. */
  quietHours: { from: ClockTime; to: ClockTime };
  /** Hours at which notices leave together; of the actions named, each leaves by itself. */
  digest: { at: ClockTime[]; immediately: string[] };
  noticeGraceSeconds: number;
  dueSoon: { workingDaysLeft: number };
}

export const workingDays = (amount: number): Term => ({ unit: 'WORKING_DAY', amount });
