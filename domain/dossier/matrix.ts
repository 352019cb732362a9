/**
 * The one table that says what may be asked of a dossier in which status. Transitions (national codes):
 * 1→2|3|7 · 2→4|5|6|7|8 · 4→4|5|6|7|8|9 · 5→4|7|8 · 6→4|7|8 · 9→10 · 9→4 only as a recorded correction or reopening.
 */
import type { Status } from './state';

/** Every command and the event it becomes. */
export const EVENT_OF = {
  accept: 'accepted',
  refuse: 'refused',
  handOver: 'handedOver',
  recall: 'recalled',
  claim: 'claimed',
  release: 'released',
  completeStep: 'stepCompleted',
  returnToStep: 'returnedToStep',
  requestSupplement: 'supplementRequested',
  receiveSupplement: 'supplementReceived',
  requestPayment: 'paymentRequested',
  recordPayment: 'paymentRecorded',
  pause: 'paused',
  resume: 'resumed',
  extend: 'extended',
  sign: 'signed',
  finish: 'finished',
  deliver: 'delivered',
  withdraw: 'withdrawn',
  stop: 'stopped',
  correct: 'corrected',
  reopen: 'reopened',
  recordChild: 'childRecorded',
  note: 'noted',
} as const;

export type CommandType = keyof typeof EVENT_OF;
export const COMMANDS = Object.keys(EVENT_OF) as CommandType[];

export const isCommandType = (type: string): type is CommandType => Object.hasOwn(EVENT_OF, type);

/**
 * First work on a received dossier (claim, hand over, complete a step) puts it in process. `finish` at `received`
 * serves procedures with a single working step; others are told which steps remain. Money paid at the counter may be
 * recorded without having been requested. Another agency's answer (`recordChild`) comes when it comes, also while the
 * applicant is waited for.
 */
export const MATRIX = {
  registered: ['accept', 'refuse', 'withdraw', 'note'],
  received: [
    'claim',
    'handOver',
    'completeStep',
    'requestSupplement',
    'requestPayment',
    'recordPayment',
    'pause',
    'resume',
    'extend',
    'finish',
    'withdraw',
    'stop',
    'recordChild',
    'note',
  ],
  notAccepted: [],
  inProcess: [
    'claim',
    'release',
    'handOver',
    'recall',
    'completeStep',
    'returnToStep',
    'requestSupplement',
    'requestPayment',
    'recordPayment',
    'pause',
    'resume',
    'extend',
    'sign',
    'finish',
    'withdraw',
    'stop',
    'recordChild',
    'note',
  ],
  supplement: ['receiveSupplement', 'withdraw', 'stop', 'recordChild', 'note'],
  financial: ['recordPayment', 'withdraw', 'stop', 'recordChild', 'note'],
  withdrawn: [],
  stopped: [],
  finished: ['deliver', 'correct', 'reopen', 'note'],
  returned: [],
} as const satisfies Record<Status, readonly CommandType[]>;

export const inMatrix = (status: Status, type: CommandType): boolean =>
  (MATRIX[status] as readonly CommandType[]).includes(type);

/** Statuses in which nothing more can happen; a finished dossier stays open until its result is handed over. */
export const isFinal = (status: Status): boolean => MATRIX[status].length === 0;
