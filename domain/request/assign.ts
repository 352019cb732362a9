/** Giving a request to units: new duties, who takes over from whom, and what they take over. */
import type { Instant } from '../time/types';
import { nextPromiseRound } from './answers';
import { dated, leaderDate } from './dates';
import { activeDuties, dutyOf, leadDuties, promiseOf, returnedParts, unledDuty } from './duties';
import type { EventOf } from './events';
import type { Assignment, Deadline, RequestState } from './state';

export const newDuty = (
  unitId: string,
  role: Assignment['role'],
  at: Instant,
  deadline: Deadline,
  round = 1,
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

/** The provincial office gives it to units, with a date, without one on purpose, or saying nothing about time. */
export function assign(state: RequestState, event: EventOf<'assigned'>): RequestState {
  const date: Deadline | null = event.data.noDeadline ? { kind: 'none' } : leaderDate(event.data, event.at);
  return {
    ...state,
    deadline: isOneOfSeveral(state) ? state.deadline : (date ?? state.deadline),
    assignments: state.kind === 'directive' ? addressed(state, event, date) : handedOver(state, event, date),
    routing: { by: 'person', reason: 'Văn phòng UBND tỉnh phân công' },
  };
}

/** Of a directive that units have already, what is said of one unit's time is not the case's. */
const isOneOfSeveral = ({ kind, assignments }: RequestState): boolean =>
  kind === 'directive' && assignments.length > 0;

/** A recommendation has one lead: another unit takes over from it. Supporters stay unless others are named. */
function handedOver(
  state: RequestState,
  { data, at }: EventOf<'assigned'>,
  date: Deadline | null,
): Assignment[] {
  const { leadUnitId } = data;
  const active = activeDuties(state);
  const supporters = active.filter(({ role }) => role === 'supporting').map(({ unitId }) => unitId);
  const supporting = (data.supportingUnitIds ?? supporters).filter((unitId) => unitId !== leadUnitId);
  const stays = ({ unitId, role }: Assignment): boolean =>
    role === 'lead' ? unitId === leadUnitId : supporting.includes(unitId);
  const lead = leadDuties(state)[0];
  return [
    ...state.assignments.map((duty): Assignment => {
      if (!active.includes(duty)) return duty;
      if (stays(duty)) return date && duty.role === 'lead' ? dated(duty, date) : duty;
      return { ...duty, status: 'returned', returnedAt: at, returnReason: 'reassigned' };
    }),
    ...(lead && stays(lead) ? [] : [takingOver(state, leadUnitId, at, date, lead ?? unledDuty(state))]),
    ...supporting
      .filter((unitId) => !supporters.includes(unitId))
      .map((unitId) => newDuty(unitId, 'supporting', at, { kind: 'default' }, nextRound(state, unitId))),
  ];
}

/**
 * A directive has one duty per unit addressed: further units join, none takes over from another. Who joins takes over
 * a part that was sent back: its own, else the one that waits longest.
 */
function addressed(
  state: RequestState,
  { data, at }: EventOf<'assigned'>,
  date: Deadline | null,
): Assignment[] {
  const unitIds = [...new Set([data.leadUnitId, ...(data.supportingUnitIds ?? [])])];
  const joining = unitIds.filter((unitId) => !dutyOf(state, unitId));
  const waiting = returnedParts(state);
  const parts = new Map<string, Assignment>();
  for (const part of waiting) if (joining.includes(part.unitId)) parts.set(part.unitId, part);
  const others = waiting.filter((part) => !joining.includes(part.unitId));
  for (const unitId of joining) {
    const part = parts.has(unitId) ? undefined : others.shift();
    if (part) parts.set(unitId, part);
  }
  const decided = [...parts.values()];
  return [
    ...state.assignments.map((duty) => {
      if (decided.includes(duty)) return { ...duty, decidedAt: at };
      return date && unitIds.includes(duty.unitId) && duty.status !== 'returned' ? dated(duty, date) : duty;
    }),
    ...joining.map((unitId) => takingOver(state, unitId, at, date, parts.get(unitId))),
  ];
}

/**
 * The term does not begin anew, nor does what was promised to the ward: whoever is given an old matter has its date,
 * with what had been granted, and the promise that runs. Accepting it is a new duty.
 */
function takingOver(
  state: RequestState,
  unitId: string,
  at: Instant,
  date: Deadline | null,
  from: Assignment | undefined,
): Assignment {
  const duty = newDuty(
    unitId,
    'lead',
    at,
    date ?? from?.deadline ?? state.deadline,
    nextRound(state, unitId),
  );
  const promise = from && promiseOf(from);
  return {
    ...duty,
    extensions: date ? [] : (from?.extensions ?? []),
    ...(promise && {
      followUp: {
        ...promise,
        round: nextPromiseRound(state, unitId),
        inherited: true,
        ...(date?.kind === 'leader' ? { deadline: date } : {}),
      },
    }),
  };
}

/** A unit that has the duty again goes on counting its rounds. */
const nextRound = (state: RequestState, unitId: string): number =>
  1 + Math.max(0, ...state.assignments.map((duty) => (duty.unitId === unitId ? duty.round : 0)));
