/**
 * Recommendations (kiến nghị) and directives (chỉ đạo, nhiệm vụ): one life, told in facts.
 * A recommendation has one lead and any number of supporting units; a directive has one lead duty per unit addressed.
 */
import type { CaseState } from '../case/case';
import type { Instant, PlainDate } from '../time/types';

export const REQUEST_STATUSES = [
  'submitted',
  'triage',
  'assigned',
  'inProgress',
  'waitingWard',
  'responded',
  'rework',
  'followUp',
  'closed',
  'withdrawn',
  'merged',
  'forwarded',
] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

export const OUTCOMES = ['solved', 'inProgress', 'planned', 'explained', 'forwarded', 'notAccepted'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const CATEGORIES = [
  'funding',
  'equipment',
  'staffing',
  'training',
  'infrastructure',
  'policy',
  'software',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** A date somebody set, the default term, or no date on purpose. */
export type Deadline =
  | { kind: 'leader'; dueOn?: PlainDate; dueAt?: Instant; setBy: string; setAt: Instant; reason?: string }
  | { kind: 'default' }
  | { kind: 'none' };

export type LeaderDate = Extract<Deadline, { kind: 'leader' }>;

export interface Amounts {
  money?: number;
  posts?: number;
  equipment?: { name: string; quantity: number }[];
}

/** How the lead was found; a person's decision overrides the table and says so. */
export interface Routing {
  by: 'explicit' | 'rule' | 'person' | null;
  ruleId?: string;
  ruleVersion?: number;
  reason: string;
}

/** One round of "waiting for the ward": the department's clock stands, the ward's runs. */
export interface InformationRound {
  askedAt: Instant;
  question: string;
  askedBy: string;
  answeredAt?: Instant;
  answer?: string;
  documents?: string[];
}

export interface Answer {
  at: Instant;
  by: string;
  byPerson: string | null;
  outcome: Outcome;
  text: string;
  evidence?: string;
  promisedOn?: PlainDate;
  approved?: Amounts;
  /** Units that agreed: asking wards, or the provincial office after silence. */
  confirmations: { unitId: string; at: Instant; by: string }[];
  confirmedAt?: Instant;
  disputedAt?: Instant;
  disputeReason?: string;
}

export interface ExtensionRequest {
  at: Instant;
  newDueOn: PlainDate;
  reason: string;
  by: string;
}

/** What follows a confirmed `planned` or `inProgress` answer: the promise that is chased like a duty. */
export interface FollowUp {
  /** Null with `inProgress`: the default term of the category counts anew. */
  promisedOn: PlainDate | null;
  since: Instant;
  round: number;
  /** A leader's date in the promise's place; what was promised stays on record. */
  deadline?: LeaderDate;
  /** The promised day passed without its answer: counted once. */
  slipped?: boolean;
  /** Taken over with the duty: the answer it follows was another unit's. */
  inherited?: boolean;
  /** Set when a final answer was confirmed: the instant of that answer. */
  endedAt?: Instant;
}

export type AssignmentStatus = 'assigned' | 'accepted' | 'returned' | 'waitingWard' | 'responded' | 'done';

/** One unit's duty. */
export interface Assignment {
  unitId: string;
  role: 'lead' | 'supporting';
  status: AssignmentStatus;
  assignedAt: Instant;
  acceptedAt?: Instant;
  returnedAt?: Instant;
  returnReason?: string;
  /** A part of a directive that was sent back: when its giver decided what becomes of it. */
  decidedAt?: Instant;
  deadline: Deadline;
  /** Rounds of the ladder begin with 1; a granted extension or a leader's new date begins the next. */
  round: number;
  extensions: { newDueOn: PlainDate; reason: string; decidedAt: Instant; by: string }[];
  extensionRequest?: ExtensionRequest;
  /** A leader's date named while an answer awaits confirmation: a rework or a follow-up is judged by it. */
  dateAfterAnswer?: LeaderDate;
  information: InformationRound[];
  answers: Answer[];
  followUp?: FollowUp;
  /** Supporting units: their contribution. */
  contribution?: { at: Instant; text: string; agrees: boolean };
  doneAt?: Instant;
}

export interface RequestState extends CaseState {
  kind: 'recommendation' | 'directive';
  status: RequestStatus;
  summary: string | null;
  category: Category | null;
  /** Askers of a recommendation (communes). Empty for a directive. */
  wardIds: string[];
  fromGroup: string | null;
  /** Directive: addressees as named; `toGroup` when a group was addressed. */
  toGroup: string | null;
  bindingness: 'order' | 'request' | 'proposal' | 'own' | null;
  meetingId: string | null;
  /** Default terms count from here: the day of the meeting, else the day of receipt. */
  countsFrom: PlainDate;
  submittedAt: Instant;
  submittedBy: string | null;
  /** Position of the author, the second choice among several posts of one level. */
  authorPositionId: string | null;
  ladder: 'default' | 'urgent';
  /** What was said about time when it was opened; kept as words, never parsed. */
  deadlinePhrase: string | null;
  deadline: Deadline;
  routing: Routing;
  /** Provincial office that triages, decides extensions, follows up. */
  officeUnitId: string;
  /** Since when it waits for a lead; the triage clock. */
  triageSince: Instant | null;
  triageEndedAt: Instant | null;
  triageRound: number;
  /** Rounds of the answer while nobody leads; a leader's date begins the next. */
  unledRound: number;
  assignments: Assignment[];
  /** Times a department sent it back as not its remit. */
  returns: number;
  slippages: number;
  asked: Amounts | null;
  approved: Amounts | null;
  delivered: Amounts | null;
  progress: { at: Instant; unitId: string; text: string; delivered?: Amounts }[];
  notes: { at: Instant; by: string; text: string }[];
  outcome: Outcome | null;
  /** Silence of the ward after an answer, recorded as silence: the provincial office decides. */
  silentSince: Instant | null;
  closedAt: Instant | null;
  closedWhy: string | null;
  mergedInto: string | null;
}

/** What opens a recommendation or directive (data of its first event, type `submitted`). */
export interface SubmittedData {
  kind: 'recommendation' | 'directive';
  title: string;
  summary: string | null;
  category: Category | null;
  wardIds: string[];
  fromGroup: string | null;
  toGroup: string | null;
  bindingness: RequestState['bindingness'];
  meetingId: string | null;
  countsFrom: PlainDate;
  ladder: 'default' | 'urgent';
  deadlinePhrase: string | null;
  deadline: Deadline;
  routing: Routing;
  officeUnitId: string;
  /** Lead duties (one for a recommendation, one per unit for a directive); empty → triage. */
  leadUnitIds: string[];
  supportingUnitIds: string[];
  asked: Amounts | null;
}
