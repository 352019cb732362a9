/** Why a time value or a computation was refused; stable codes for callers, the message is for people. */
export type TimeErrorReason =
  | 'BAD_DATE'
  | 'BAD_CLOCK_TIME'
  | 'BAD_INSTANT'
  | 'BAD_TERM'
  | 'BAD_INTERVAL'
  | 'BAD_CALENDAR'
  | 'OUT_OF_RANGE'
  | 'NO_TERM'
  | 'NO_CALENDAR'
  | 'NO_OPEN_DAY';

/** A refused time value or an impossible computation. The message is Vietnamese and may be shown as it is. */
export class TimeError extends Error {
  readonly reason: TimeErrorReason;

  constructor(reason: TimeErrorReason, message: string) {
    super(message);
    this.name = 'TimeError';
    this.reason = reason;
  }
}
