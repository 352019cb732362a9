/** Legal time: dates, calendars, due instants, their reasons, rungs. Pure; may be imported by workflow code. */
export * from './types';
export { TimeError, type TimeErrorReason } from './time-error';
export {
  addDays,
  addMonths,
  clockOf,
  compareDates,
  dateOf,
  diffDays,
  endOfDay,
  formatDate,
  fromIso,
  instantOf,
  isDate,
  isoWeekday,
  minuteOfDay,
  minutesOf,
  parseDate,
  startOfDay,
  toIso,
  type DateParts,
} from './plain-date';
export { layersFromNational, versionsInForce, type LayerChoice, type NationalCalendarFile } from './layers';
export type { LayerCheck, LayerComplaint, LayerComplaintCode } from './layer-complaint';
export { validateLayer } from './validate-layer';
export { Calendar, WEEKDAY_NAMES, resolveCalendar } from './calendar';
export type { DayView, MinuteInterval } from './working-time';
export { DEFAULT_CUTOFF, MAX_AMOUNT, checkTerm } from './terms';
export { dueOf } from './due';
export { elapsed, remaining, standsSince, type WorkingTime } from './remaining';
export {
  CITIZEN,
  OUTSIDE,
  SUSPENDED,
  attribute,
  inWholeMinutes,
  stopsOf,
  type AttributionQuestion,
  type Claim,
  type Share,
} from './attribution';
export { latestStart } from './backward';
export { explain, type ReasonNames } from './explain';
export { rungAt } from './rungs';
export { DUE_SOON_DAYS, timelinessOf, type Timeliness, type TimelinessQuestion } from './timeliness';
export { dateWords, dayWords, deadlineWords, instantWords, termWords } from './words';
export { inForce, suspended, suspensionKey, touches, type Place, type Suspension } from './suspension';
