/** A procedure version as published (the shape of `procedures.json`); the dossier keeps only what procedure.ts pins. */
import type { ClockTime, PlainDate, Term, TermUnit } from '../time/types';

export type PositionLevel = string;
export type UnitKind = 'service-centre' | 'commune-section' | 'commune' | 'police' | 'external';

/** Which unit of the dossier's commune does a step or a part; `external` is a body outside the tree. */
export interface UnitRule {
  unitKind: UnitKind | string;
  sectionKey?: string;
  externalName?: string;
}

export interface StepDefinition extends UnitRule {
  id: string;
  name: string;
  positionLevel?: PositionLevel;
  internalTime: Term;
  /** Ids of the steps that may follow. If no step has it, steps run in the listed order. */
  next?: string[];
  /** The step only hands the result over; absent: see `isDelivery` in procedure.ts. */
  delivery?: boolean;
  certainty?: string;
}

export interface CaseDefinition {
  id: string;
  name: string;
  legalTime: Term;
  steps?: StepDefinition[];
  authority?: string;
  authorityName?: string;
  /** Where the zone's extra time goes in this case; step id → amount. */
  zoneStepAllocation?: Record<string, number>;
}

export interface ZoneExtensionDefinition {
  zones: string[];
  unit: TermUnit;
  amount: number;
  stepAllocation?: Record<string, number>;
}

export type SupplementPolicy = 'PAUSE' | 'RESTART';

export interface SupplementDefinition {
  policy: SupplementPolicy;
  maxRounds?: number;
  /** Until when the office may ask, and ask again, and refuse. Terms of the office, not of the applicant. */
  within?: Term;
  nextRoundWithin?: Term;
  refusalWithin?: Term;
  /** The applicant's own term to hand the missing papers in. Default 30 days. */
  applicantTerm?: Term;
}

export interface SilenceDefinition {
  subject: 'applicant' | 'consulted-agency' | string;
  about: string;
  appliesToCases?: string[];
  after: Term;
  meaning: 'consent' | string;
  /** The step in which the answer is awaited. Default: the second step, where the content is examined. */
  step?: string;
}

export interface FeeDefinition {
  channel: 'all' | 'direct' | 'online' | string;
  kind: string;
  amountVnd?: number;
  per?: string;
  note?: string;
}

export interface DocumentDefinition {
  id: string;
  name: string;
  /** Readable from that shared database, so it must not be asked for again. */
  sharedSource?: string;
}

export interface ExtensionDefinition {
  reason: string;
  unit: TermUnit;
  amount: number;
  resultCap?: Term;
  note?: string;
}

export interface ChildDefinition {
  id: string;
  name: string;
  procedureCode: string | null;
  agency: UnitRule;
  startsAfter: string[];
  clock: Term;
}

export interface ProcedureDefinition {
  code: string;
  version: number;
  name: string;
  field?: string;
  level: string;
  effectiveFrom: PlainDate | null;
  effectiveTo?: PlainDate | null;
  legalTime: Term & { cutoff?: ClockTime };
  defaultCase?: string;
  cases?: CaseDefinition[];
  zoneExtension?: ZoneExtensionDefinition;
  supplement?: SupplementDefinition;
  silence?: SilenceDefinition;
  excludedPeriods?: string[];
  extensions?: ExtensionDefinition[];
  fees?: FeeDefinition[];
  requiredDocuments?: DocumentDefinition[];
  children?: ChildDefinition[];
  signers?: PositionLevel[];
  /** Never shown to the public by its code. */
  confidential?: boolean;
  steps: StepDefinition[];
  [field: string]: unknown;
}
