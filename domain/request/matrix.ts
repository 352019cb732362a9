/** The one matrix of what is possible: by status of the case, and by status of the duty a command concerns. */
import type { AssignmentStatus, RequestStatus } from './state';

/** Every command and the event it becomes: the one declaration that all other tables are checked against. */
export const EVENT_OF = {
  assign: 'assigned',
  split: 'split',
  accept: 'accepted',
  return: 'returned',
  requestInformation: 'informationRequested',
  provideInformation: 'informationProvided',
  contribute: 'contributed',
  respond: 'responded',
  confirm: 'confirmed',
  dispute: 'disputed',
  requestExtension: 'extensionRequested',
  decideExtension: 'extensionDecided',
  setDueDate: 'dueDateSet',
  merge: 'merged',
  forward: 'forwarded',
  withdraw: 'withdrawn',
  reportProgress: 'progressReported',
  note: 'noted',
} as const;

export type RequestCommandType = keyof typeof EVENT_OF;
export const REQUEST_COMMANDS = Object.keys(EVENT_OF) as RequestCommandType[];

export const isRequestCommand = (type: string): type is RequestCommandType => Object.hasOwn(EVENT_OF, type);

/** Commands that only a recommendation has. */
const RECOMMENDATION_ONLY = [
  'split',
  'requestInformation',
  'provideInformation',
  'contribute',
  'merge',
  'forward',
  'reportProgress',
] as const satisfies readonly RequestCommandType[];

/** Commands a directive has. */
export type DirectiveCommandType = Exclude<RequestCommandType, (typeof RECOMMENDATION_ONLY)[number]>;

const isDirectiveCommand = (type: RequestCommandType): type is DirectiveCommandType =>
  !(RECOMMENDATION_ONLY as readonly string[]).includes(type);

const working = [
  'assign',
  'accept',
  'return',
  'requestInformation',
  'contribute',
  'respond',
  'confirm',
  'dispute',
  'requestExtension',
  'decideExtension',
  'setDueDate',
  'merge',
  'forward',
  'withdraw',
  'reportProgress',
  'note',
] as const;

const BY_STATUS = {
  submitted: [],
  triage: ['assign', 'split', 'setDueDate', 'merge', 'forward', 'withdraw', 'note'],
  assigned: [...working, 'split'],
  inProgress: working,
  waitingWard: [
    'provideInformation',
    'contribute',
    'accept',
    'return',
    'setDueDate',
    'merge',
    'forward',
    'withdraw',
    'reportProgress',
    'note',
  ],
  // `respond`: a directive's unit that owes a final answer, while another's answer awaits confirmation.
  responded: [
    'assign',
    'respond',
    'confirm',
    'dispute',
    'contribute',
    'accept',
    'return',
    'setDueDate',
    'withdraw',
    'note',
  ],
  rework: working,
  // `accept`, `return`: a unit that took over the promise.
  followUp: [
    'assign',
    'accept',
    'return',
    'respond',
    'confirm',
    'dispute',
    'setDueDate',
    'reportProgress',
    'withdraw',
    'note',
  ],
  closed: [],
  withdrawn: [],
  merged: [],
  forwarded: [],
} satisfies Record<RequestStatus, readonly RequestCommandType[]>;

/** What a unit's own duty allows; commands that concern no duty are not listed. */
const BY_DUTY = {
  assigned: [
    'accept',
    'return',
    'requestInformation',
    'contribute',
    'respond',
    'requestExtension',
    'decideExtension',
    'reportProgress',
  ],
  accepted: [
    'requestInformation',
    'contribute',
    'respond',
    'requestExtension',
    'decideExtension',
    'reportProgress',
  ],
  waitingWard: ['provideInformation', 'reportProgress'],
  responded: ['confirm', 'dispute'],
  done: ['respond', 'reportProgress'],
  returned: [],
} satisfies Record<AssignmentStatus, readonly RequestCommandType[]>;

/** Commands that concern one duty: their `unitId` names whose. */
export const DUTY_COMMANDS: readonly string[] = [...new Set(Object.values(BY_DUTY).flat())];

export function allowedByStatus(
  kind: 'recommendation' | 'directive',
  status: RequestStatus,
): RequestCommandType[] {
  const commands: readonly RequestCommandType[] = BY_STATUS[status];
  return commands.filter((command) => kind === 'recommendation' || isDirectiveCommand(command));
}

export function allowedByDuty(status: AssignmentStatus, command: string): boolean {
  return (BY_DUTY[status] as readonly string[]).includes(command);
}
