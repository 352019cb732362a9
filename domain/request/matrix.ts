/** The one matrix of what is possible: by status of the case, and by status of the duty a command concerns. */
import type { AssignmentStatus, RequestStatus } from './state';

export const REQUEST_COMMANDS = [
  'assign',
  'split',
  'accept',
  'return',
  'requestInformation',
  'provideInformation',
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
export type RequestCommandType = (typeof REQUEST_COMMANDS)[number];

/** Commands that only a recommendation has. */
const RECOMMENDATION_ONLY: readonly RequestCommandType[] = [
  'split',
  'requestInformation',
  'provideInformation',
  'contribute',
  'merge',
  'forward',
  'reportProgress',
];

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
  responded: ['respond', 'confirm', 'dispute', 'contribute', 'accept', 'return', 'withdraw', 'note'],
  rework: working,
  followUp: ['respond', 'confirm', 'dispute', 'reportProgress', 'withdraw', 'note'],
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
    'setDueDate',
    'reportProgress',
  ],
  accepted: [
    'requestInformation',
    'contribute',
    'respond',
    'requestExtension',
    'decideExtension',
    'setDueDate',
    'reportProgress',
  ],
  waitingWard: ['provideInformation', 'setDueDate', 'reportProgress'],
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
  return commands.filter((command) => kind === 'recommendation' || !RECOMMENDATION_ONLY.includes(command));
}

export function allowedByDuty(status: AssignmentStatus, command: string): boolean {
  return (BY_DUTY[status] as readonly string[]).includes(command);
}
