/** State after an event: the fold that workflow, projection and verification share. Total: it never refuses. */
import { lateKey, stamp, type CaseEvent } from '../case/case';
import type { Instant, PlainDate } from '../time/types';
import { activeDuties, dutyOf, isInterim, lastAnswer, leadDuties, mayBeRedated, statusOf } from './duties';
import type { Amounts, Answer, Assignment, Deadline, Outcome, RequestState, SubmittedData } from './state';

export function evolve(state: RequestState | null, event: CaseEvent, id: string): RequestState {
  if (state === null) return open(event, id);
  const next = apply(stamp(structuredCopy(state), event), event);
  return finish(next, event);
}

/** Fields of the events of a request; which are there depends on the type. */
interface EventData {
  unitId?: string;
  reason: string;
  question: string;
  answer: string;
  documents?: string[];
  text: string;
  agrees: boolean;
  newDueOn: PlainDate;
  granted?: boolean;
  delivered?: Amounts;
  intoId: string;
  clockId: string;
  round: number;
  [field: string]: unknown;
}

/** States are plain JSON; a copy keeps the fold free of shared references. */
const structuredCopy = (state: RequestState): RequestState =>
  JSON.parse(JSON.stringify(state)) as RequestState;

function open(event: CaseEvent, id: string): RequestState {
  const data = event.data as unknown as SubmittedData;
  const state: RequestState = {
    schema: 1,
    id,
    version: 1,
    at: event.at,
    late: {},
    last: {
      type: event.type,
      at: event.at,
      by: event.by ? { name: event.by.name, positionId: event.by.positionId } : null,
    },
    kind: data.kind,
    status: 'submitted',
    title: data.title,
    summary: data.summary,
    category: data.category,
    wardIds: data.wardIds,
    fromGroup: data.fromGroup,
    toGroup: data.toGroup,
    bindingness: data.bindingness,
    meetingId: data.meetingId,
    countsFrom: data.countsFrom,
    submittedAt: event.at,
    submittedBy: event.by?.name ?? null,
    authorPositionId: event.by?.positionId ?? null,
    ladder: data.ladder,
    deadlinePhrase: data.deadlinePhrase,
    deadline: data.deadline,
    routing: data.routing,
    officeUnitId: data.officeUnitId,
    triageSince: null,
    triageEndedAt: null,
    triageRound: 1,
    assignments: [
      ...data.leadUnitIds.map((unitId) => newDuty(unitId, 'lead', event.at, data.deadline, 1)),
      ...data.supportingUnitIds.map((unitId) =>
        newDuty(unitId, 'supporting', event.at, { kind: 'default' }, 1),
      ),
    ],
    returns: 0,
    slippages: 0,
    asked: data.asked,
    approved: null,
    delivered: null,
    progress: [],
    notes: [],
    outcome: null,
    silentSince: null,
    closedAt: null,
    closedWhy: null,
    mergedInto: null,
  };
  return finish(state, event);
}

/** Status and triage follow from the duties. */
function finish(state: RequestState, event: CaseEvent): RequestState {
  const status = statusOf(state);
  if (status === 'triage' && (state.triageSince === null || state.triageEndedAt !== null)) {
    if (state.triageEndedAt !== null) state.triageRound += 1;
    state.triageSince = event.at;
    state.triageEndedAt = null;
  }
  if (status !== 'triage' && state.triageSince !== null && state.triageEndedAt === null)
    state.triageEndedAt = event.at;
  if (status === 'closed' && state.closedAt === null) {
    state.closedAt = event.at;
    state.closedWhy = 'answered';
    state.outcome = leadDuties(state).map(lastAnswer).find(Boolean)?.outcome ?? null;
  }
  return { ...state, status };
}

function apply(state: RequestState, event: CaseEvent): RequestState {
  const data = event.data as unknown as EventData;
  const duty = dutyOf(state, data.unitId);
  const at = event.at;
  const by = event.by?.name ?? '';
  switch (event.type) {
    case 'assigned':
      assign(state, event);
      break;
    case 'accepted':
      if (duty) Object.assign(duty, { status: 'accepted', acceptedAt: at });
      break;
    case 'returned':
      if (duty) Object.assign(duty, { status: 'returned', returnedAt: at, returnReason: data.reason });
      state.returns += 1;
      break;
    case 'informationRequested':
      if (duty) {
        duty.information.push({ askedAt: at, question: data.question, askedBy: by });
        Object.assign(duty, { status: 'waitingWard', acceptedAt: duty.acceptedAt ?? at });
      }
      break;
    case 'informationProvided':
      if (duty) {
        const round = duty.information[duty.information.length - 1];
        if (round) Object.assign(round, { answeredAt: at, answer: data.answer, documents: data.documents });
        duty.status = 'accepted';
      }
      break;
    case 'contributed':
      if (duty)
        Object.assign(duty, {
          contribution: { at, text: data.text, agrees: data.agrees },
          status: 'done',
          acceptedAt: duty.acceptedAt ?? at,
          doneAt: at,
        });
      break;
    case 'responded':
      if (duty) respond(state, duty, event);
      break;
    case 'confirmed':
      if (duty) confirm(state, duty, event);
      break;
    case 'disputed':
      if (duty) {
        const answer = lastAnswer(duty);
        if (answer) Object.assign(answer, { disputedAt: at, disputeReason: data.reason });
        duty.status = 'accepted';
        state.silentSince = null;
      }
      break;
    case 'extensionRequested':
      if (duty) duty.extensionRequest = { at, newDueOn: data.newDueOn, reason: data.reason, by };
      break;
    case 'extensionDecided':
      if (duty) decideExtension(duty, data, at, by);
      break;
    case 'dueDateSet':
      setDueDate(state, duty, data, at);
      break;
    case 'progressReported':
      state.progress.push({ at, unitId: data.unitId ?? '', text: data.text, delivered: data.delivered });
      if (data.delivered) state.delivered = data.delivered;
      break;
    case 'noted':
      state.notes.push({ at, by, text: data.text });
      break;
    case 'split':
      end(state, 'closed', at, 'split');
      break;
    case 'merged':
      state.mergedInto = data.intoId;
      end(state, 'merged', at, 'merged');
      break;
    case 'forwarded':
      end(state, 'forwarded', at, data.reason);
      break;
    case 'withdrawn':
      end(state, 'withdrawn', at, data.reason);
      break;
    case 'deadlinePassed':
      late(state, data, at);
      break;
  }
  return state;
}

const newDuty = (
  unitId: string,
  role: Assignment['role'],
  at: Instant,
  deadline: Deadline,
  round: number,
): Assignment => ({
  unitId,
  role,
  status: 'assigned',
  assignedAt: at,
  deadline,
  round,
  extensions: [],
  information: [],
  answers: [],
});

/**
 * A new lead takes over; units that stay keep their duty as it stands. Re-assignment does not restart the default term.
 * A directive has one duty per unit addressed: further units join, none takes over from another.
 */
function assign(state: RequestState, event: CaseEvent): void {
  const data = event.data as { leadUnitId: string; supportingUnitIds?: string[]; noDeadline?: boolean };
  const isDirective = state.kind === 'directive';
  const deadline: Deadline | null = data.noDeadline ? { kind: 'none' } : deadlineFrom(event.data, event.at);
  if (deadline) state.deadline = deadline;
  const wanted = new Map<string, Assignment['role']>([[data.leadUnitId, 'lead']]);
  for (const unitId of data.supportingUnitIds ?? []) wanted.set(unitId, isDirective ? 'lead' : 'supporting');
  for (const duty of activeDuties(state)) {
    const staysSupporting =
      duty.role === 'supporting' && data.supportingUnitIds === undefined && duty.unitId !== data.leadUnitId;
    if (wanted.get(duty.unitId) === duty.role) {
      if (duty.role === 'lead' && deadline && mayBeRedated(duty)) redate(duty, deadline);
      wanted.delete(duty.unitId);
    } else if (!isDirective && !staysSupporting) {
      Object.assign(duty, { status: 'returned', returnedAt: event.at, returnReason: 'reassigned' });
    }
  }
  for (const [unitId, role] of wanted) {
    const before = state.assignments.filter((duty) => duty.unitId === unitId);
    const round = Math.max(0, ...before.map((duty) => duty.round)) + 1;
    state.assignments.push(
      newDuty(unitId, role, event.at, role === 'lead' ? state.deadline : { kind: 'default' }, round),
    );
  }
  state.routing = { by: 'person', reason: 'Văn phòng UBND tỉnh phân công' };
}

function respond(state: RequestState, duty: Assignment, event: CaseEvent): void {
  const data = event.data as {
    outcome: Outcome;
    text: string;
    evidence?: string;
    promisedOn?: PlainDate;
    approved?: Amounts;
  };
  const answer: Answer = {
    at: event.at,
    by: event.by?.name ?? '',
    byPerson: event.by?.personId ?? null,
    outcome: data.outcome,
    text: data.text,
    evidence: data.evidence,
    promisedOn: data.promisedOn,
    approved: data.approved,
    confirmations: [],
  };
  duty.answers.push(answer);
  duty.status = 'responded';
  duty.acceptedAt = duty.acceptedAt ?? event.at;
  duty.extensionRequest = undefined;
  if (data.approved) state.approved = data.approved;
  state.silentSince = null;
}

/** All asking wards agree, or the provincial office decides after silence (its confirmation names no ward). */
function confirm(state: RequestState, duty: Assignment, event: CaseEvent): void {
  const answer = lastAnswer(duty);
  if (!answer) return;
  const ward = (event.data as { wardId?: string }).wardId;
  answer.confirmations.push({ unitId: ward ?? state.officeUnitId, at: event.at, by: event.by?.name ?? '' });
  const isAgreed =
    ward === undefined ||
    state.wardIds.every((one) => answer.confirmations.some((given) => given.unitId === one));
  if (!isAgreed) return;
  answer.confirmedAt = event.at;
  duty.status = 'done';
  duty.doneAt = duty.doneAt ?? answer.at;
  state.silentSince = null;
  followUp(state, duty, answer, event.at);
}

/** A confirmed promise is chased like a duty; a later promise in its place is a slippage. */
function followUp(state: RequestState, duty: Assignment, answer: Answer, at: Instant): void {
  const before = duty.followUp;
  if (!isInterim(answer)) {
    if (before) before.endedAt = answer.at;
    return;
  }
  const promisedOn = answer.promisedOn ?? null;
  const wasCounted =
    before !== undefined && state.late[lateKey(`promise:${duty.unitId}`, before.round)] !== undefined;
  if (before?.promisedOn && promisedOn && promisedOn > before.promisedOn && !wasCounted) state.slippages += 1;
  // A unit that has the duty again goes on counting: its ladder and its lateness are kept by round.
  const rounds = state.assignments.map((one) =>
    one.unitId === duty.unitId ? (one.followUp?.round ?? 0) : 0,
  );
  duty.followUp = { promisedOn, since: at, round: Math.max(0, ...rounds) + 1 };
}

function decideExtension(
  duty: Assignment,
  data: { granted?: boolean; newDueOn?: PlainDate; reason?: string },
  at: Instant,
  by: string,
): void {
  const request = duty.extensionRequest;
  duty.extensionRequest = undefined;
  const newDueOn = data.newDueOn ?? request?.newDueOn;
  if (!data.granted || !newDueOn) return;
  duty.extensions.push({ newDueOn, reason: request?.reason ?? data.reason ?? '', decidedAt: at, by });
  duty.round += 1;
}

function setDueDate(
  state: RequestState,
  duty: Assignment | undefined,
  data: Record<string, unknown>,
  at: Instant,
): void {
  const deadline = deadlineFrom(data, at);
  if (!deadline) return;
  // One unit's date of several is not the case's: a unit that joins later does not inherit it.
  if (!duty || (duty.role === 'lead' && leadDuties(state).length === 1)) state.deadline = deadline;
  // Without a unit the date is for everyone who still owes an answer.
  for (const one of duty ? [duty] : leadDuties(state).filter(mayBeRedated)) redate(one, deadline);
}

/** A new date begins a new round and takes the place of what had been granted before. */
function redate(duty: Assignment, deadline: Deadline): void {
  Object.assign(duty, { deadline, round: duty.round + 1, extensions: [], extensionRequest: undefined });
}

function deadlineFrom(data: Record<string, unknown>, at: Instant): Deadline | null {
  if (data.dueOn === undefined && data.dueAt === undefined) return null;
  return {
    kind: 'leader',
    dueOn: data.dueOn as PlainDate | undefined,
    dueAt: data.dueAt as Instant | undefined,
    setBy: data.setBy as string,
    setAt: at,
    reason: data.reason as string | undefined,
  };
}

function late(state: RequestState, data: { clockId: string; round: number }, at: Instant): void {
  state.late[lateKey(data.clockId, data.round)] = at;
  if (data.clockId.startsWith('confirmation:')) state.silentSince = state.silentSince ?? at;
  // The default term of a follow-up is no promise: only a date that was given can slip.
  const [kind, unitId] = data.clockId.split(':');
  if (kind === 'promise' && dutyOf(state, unitId)?.followUp?.promisedOn) state.slippages += 1;
}

function end(state: RequestState, status: RequestState['status'], at: Instant, why: string): void {
  Object.assign(state, { status, closedAt: at, closedWhy: why });
}
