/** What can be wrong, by name. A stable code for programs, a line for people. */

/** The invariant (design, chapter 10) that a fault breaks, and what exactly broke. */
export type FaultCode =
  /** I4: event versions have a gap or do not begin with 1. */
  | 'eventGap'
  /** I4: the stored state is not the fold of the events. */
  | 'stateDiffers'
  /** I4: a column of the projection is not what follows from the state. */
  | 'projectionDiffers'
  /** Rules refuse to derive dates from the facts. */
  | 'notDerivable'
  /** I6b: a stored clock is not the re-derived one, or one of the two is missing. */
  | 'clockDiffers'
  | 'clockMissing'
  | 'clockTooMany'
  /** I4: a past day's figures have a gap or two answers, or those of now are not what follows from the state. */
  | 'figureGap'
  | 'figureDiffers'
  /** I6b: the same for rungs; `rungTooMany` includes an armed rung of a clock that is over. */
  | 'rungDiffers'
  | 'rungMissing'
  | 'rungTooMany'
  /** I6b: open, derived from ladders, calendars or suspensions that are no longer the newest, and no job is on its way. */
  | 'behindRules'
  /** I3 */
  | 'firedEarly'
  | 'firedTwice'
  | 'firedUnrecorded'
  | 'toldTwice'
  /** I5 */
  | 'auditHash'
  | 'auditGap'
  | 'auditHead'
  | 'auditMissing'
  | 'auditTooMany'
  | 'auditDiffers'
  /** I6 */
  | 'nobodyAwaited'
  | 'rungOverdue'
  | 'outboxOverdue'
  | 'lateNotRecorded'
  | 'lateUnchased'
  /** A job that is not done, or whose cases were not told, long after it should have been. */
  | 'jobUnfinished'
  | 'jobCaseUntold'
  /** The engine and PostgreSQL disagree (asked only with a Temporal client). */
  | 'workflowMissing'
  | 'workflowDiffers'
  | 'workflowSilent'
  | 'caseUnsettled';

export interface Fault {
  code: FaultCode;
  /** What people can look up: a case's id, an office, a chain's unit. */
  where: string;
  detail: string;
}

/** Everything one run found. */
export interface Report {
  faults: Fault[];
  /** Worth knowing, no fault: rungs set aside with a reason, agendas that were being woken just then. */
  notices: string[];
  /** How much was looked at, by name. */
  counts: Record<string, number>;
}

export const emptyReport = (): Report => ({ faults: [], notices: [], counts: {} });

export const count = (report: Report, name: string, by = 1): void => {
  report.counts[name] = (report.counts[name] ?? 0) + by;
};

/** Names one fault of the thing under examination. */
export type Name = (code: FaultCode, detail: string) => void;

/** An instant in UTC milliseconds as people read it; null stays a word. */
export const at = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? 'none' : new Date(ms).toISOString();
