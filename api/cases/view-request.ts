/** Recommendations and directives as people read them. */
import { lastAnswer, leadDuties, returnedParts } from '../../domain/request/duties';
import type { Assignment, RequestState } from '../../domain/request/state';
import { availableCommands } from './available';
import type { CaseRow, ClockRow } from './rows';
import { escalationOf, iso, optional, type ViewContext } from './view-context';

export function requestView(row: CaseRow, view: ViewContext): object {
  const state = row.state as RequestState;
  const lead = leadDuties(state)[0];
  const general = {
    id: row.id,
    code: row.code,
    version: row.version,
    status: state.status,
    paused: view.stands(row.due),
    title: state.title,
    summary: state.summary,
    ...optional('meeting', row.meeting && { id: row.meeting.id, name: row.meeting.title }),
    submittedAt: iso(state.submittedAt),
    ...optional('closedAt', iso(state.closedAt)),
    ...optional('closedWhy', state.closedWhy),
    ...optional('lead', lead && view.unit(lead.unitId)),
    assignments: state.assignments.map((duty, index) =>
      assignmentView(duty, clockOf(row, state, index), returnedParts(state).includes(duty), view),
    ),
    ...view.due(row),
    ...optional('deadlinePhrase', state.deadlinePhrase),
    routing: state.routing,
    escalation: escalationOf(row, view),
    ...optional('outcome', state.outcome),
    slippages: state.slippages,
    returns: state.returns,
    ...optional('silentSince', iso(state.silentSince)),
    notes: state.notes.map((note) => ({ ...note, at: iso(note.at) })),
    availableCommands: availableCommands(row, view.identity, view.rules, view.now),
  };
  return state.kind === 'directive'
    ? { ...general, ...optional('toGroup', state.toGroup), bindingness: state.bindingness ?? 'order' }
    : { ...general, ...recommendationOnly(state, view) };
}

function recommendationOnly(state: RequestState, view: ViewContext): object {
  return {
    category: state.category ?? 'other',
    wards: state.wardIds.map((id) => view.unit(id)),
    ...optional('fromGroup', state.fromGroup),
    ...optional('asked', state.asked),
    ...optional('approved', state.approved),
    ...optional('delivered', state.delivered),
    ...optional('mergedInto', state.mergedInto),
    progress: state.progress.map(({ at, unitId, text, delivered }) => ({
      at: iso(at),
      unit: view.unit(unitId),
      text,
      ...optional('delivered', delivered),
    })),
  };
}

/** The clock of one duty; of a unit that had the duty twice only the later one has a clock of its own. */
function clockOf(row: CaseRow, state: RequestState, index: number): ClockRow | undefined {
  const duty = state.assignments[index];
  if (!duty || state.assignments.slice(index + 1).some((later) => later.unitId === duty.unitId))
    return undefined;
  const find = (prefix: string): ClockRow | undefined =>
    row.clocks.find((clock) => clock.id === `${prefix}:${duty.unitId}`);
  if (duty.role === 'supporting') return find('contribution');
  return duty.followUp ? (find('promise') ?? find('response')) : find('response');
}

function assignmentView(
  duty: Assignment,
  clock: ClockRow | undefined,
  waits: boolean,
  view: ViewContext,
): object {
  const answer = lastAnswer(duty);
  const open = duty.information[duty.information.length - 1];
  const request = duty.extensionRequest;
  return {
    unit: view.unit(duty.unitId),
    role: duty.role,
    status: duty.status,
    ...view.clock(clock),
    paused:
      clock?.state === 'paused' ||
      (clock !== undefined && view.stands({ paused: false, standsFrom: clock.standsFrom })),
    ...optional(
      'answer',
      answer && {
        outcome: answer.outcome,
        text: answer.text,
        ...optional('evidence', answer.evidence),
        ...optional('promisedOn', answer.promisedOn),
        at: iso(answer.at),
        by: answer.by,
        ...optional('confirmedAt', iso(answer.confirmedAt)),
        ...optional('disputedAt', iso(answer.disputedAt)),
        ...optional('disputeReason', answer.disputeReason),
      },
    ),
    ...optional('extensionRequest', request && { ...request, at: iso(request.at) }),
    ...optional('awaitsDecision', waits || null),
    ...optional('question', open && open.answeredAt === undefined ? open.question : null),
  };
}
