/** The event an accepted command gives. Also runs on replay: change its meaning only under a patch. */
import type { Command, Reached } from '../case/case';
import type { Instant, PlainDate } from '../time/types';
import { concerned } from './duties';
import type { EventData, NamedDate, SplitItem } from './events';
import { EVENT_OF, isRequestCommand, type RequestCommandType } from './matrix';
import type { Amounts, Outcome, RequestState } from './state';

interface Happened {
  type: string;
  data: Record<string, unknown>;
}

export function outcome(state: RequestState, command: Command): Happened {
  if (!isRequestCommand(command.type)) return { type: 'noted', data: { text: '' } };
  return { type: EVENT_OF[command.type], data: { ...DATA_OF[command.type](state, command) } };
}

/** What each command leaves on record; the API has checked the fields. */
const DATA_OF: {
  [T in RequestCommandType]: (state: RequestState, command: Command) => EventData[(typeof EVENT_OF)[T]];
} = {
  assign: (_, command) => ({
    leadUnitId: text(command.leadUnitId),
    ...given(command, 'supportingUnitIds'),
    ...(command.noDeadline === true ? { noDeadline: true } : {}),
    ...namedDate(command),
  }),
  split: (_, command) => ({ items: (command.items ?? []) as SplitItem[] }),
  accept: (state, command) => ofDuty(state, command),
  return: (state, command) => ({ ...ofDuty(state, command), reason: text(command.reason) }),
  requestInformation: (state, command) => ({ ...ofDuty(state, command), question: text(command.question) }),
  provideInformation: (state, command) => ({
    ...ofDuty(state, command),
    ...given(command, 'wardId'),
    answer: text(command.answer),
    ...given(command, 'documents'),
  }),
  contribute: (state, command) => ({
    ...ofDuty(state, command),
    text: text(command.text),
    agrees: command.agrees === true,
  }),
  respond: (state, command) => ({
    ...ofDuty(state, command),
    outcome: command.outcome as Outcome,
    text: text(command.text),
    ...given(command, 'evidence', 'promisedOn', 'approved'),
  }),
  confirm: (state, command) => ({
    ...ofDuty(state, command),
    ...given(command, 'wardId', 'note'),
  }),
  dispute: (state, command) => ({
    ...ofDuty(state, command),
    ...given(command, 'wardId'),
    reason: text(command.reason),
  }),
  requestExtension: (state, command) => ({
    ...ofDuty(state, command),
    newDueOn: text(command.newDueOn),
    reason: text(command.reason),
  }),
  decideExtension: (state, command) => ({
    ...ofDuty(state, command),
    granted: command.granted === true,
    newDueOn:
      (command.newDueOn as PlainDate | undefined) ?? concerned(state, command)?.extensionRequest?.newDueOn,
    ...given(command, 'reason'),
  }),
  setDueDate: (_, command) => ({ ...given(command, 'unitId'), ...namedDate(command) }),
  merge: (_, command) => ({ intoId: text(command.intoId) }),
  forward: (_, command) => ({ to: text(command.to), reason: text(command.reason) }),
  withdraw: (_, command) => ({ ...given(command, 'unitId', 'wardId'), reason: text(command.reason) }),
  reportProgress: (state, command) => ({
    ...ofDuty(state, command),
    text: text(command.text),
    ...given(command, 'delivered'),
  }),
  note: (_, command) => ({ ...given(command, 'wardId'), text: text(command.text) }),
};

const ofDuty = (state: RequestState, command: Command): { unitId: string } => ({
  unitId: concerned(state, command)?.unitId ?? text(command.unitId),
});

const namedDate = (command: Command): NamedDate => given(command, 'dueOn', 'dueAt', 'setBy', 'reason');

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Fields that may be left out. */
interface Optional {
  unitId: string;
  wardId: string;
  supportingUnitIds: string[];
  documents: string[];
  evidence: string;
  promisedOn: PlainDate;
  approved: Amounts;
  delivered: Amounts;
  note: string;
  reason: string;
  dueOn: PlainDate;
  dueAt: Instant;
  setBy: string;
}

const given = <F extends keyof Optional>(command: Command, ...fields: F[]): Partial<Pick<Optional, F>> =>
  Object.fromEntries(
    fields.filter((field) => command[field] !== undefined).map((field) => [field, command[field]]),
  ) as Partial<Pick<Optional, F>>;

/** The event a reached instant gives; every clock of a request ends in lateness, never in consent. */
export function expire(_state: RequestState, reached: Reached): Happened {
  return {
    type: reached.type,
    data: { clockId: reached.clockId, round: reached.round, dueAt: reached.dueAt },
  };
}
