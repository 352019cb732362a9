/** What boards, lists and figures need of a case, and of each unit's part in it. Pure; written down whenever it changes. */
import type { DossierState, FirstFinish } from '../dossier/state';
import type { RequestState } from '../request/state';
import { dateOfDay, dueDayOf } from '../time/plain-date';
import type { LatenessFacts } from '../time/timeliness';
import type { Instant, PlainDate } from '../time/types';
import type { CaseState } from './case';
import type { Derived, DerivedClock } from './derive';

/** The part of a case that is the case itself. */
export const WHOLE = '';

export interface Figure extends Required<LatenessFacts> {
  /** `WHOLE`, or the id of the unit whose duty this is. */
  part: string;
  /** Status of the case. */
  status: string;
  /** When the case, or the unit's part, was over; null while it goes on. */
  closedAt: Instant | null;
  dueOn: PlainDate | null;
  /** It ended in a way that rates count: answered, or decided; not split, merged, withdrawn or forwarded. */
  rated: boolean;
}

/** The facts by which a derived clock is judged. One that was cancelled was not done. */
export const latenessFacts = (clock: DerivedClock): Required<LatenessFacts> => ({
  dueAt: clock.due?.dueAt ?? null,
  doneAt: clock.state === 'done' ? (clock.endedAt ?? null) : null,
  stoppedAt: clock.stoppedAt,
  standsFrom: clock.standsFrom,
  answeredAt: clock.answeredAt ?? null,
});

/** When the case was over, whatever ended it. */
export function closedAtOf(state: CaseState): Instant | null {
  if (state.kind !== 'dossier') return (state as RequestState).closedAt;
  const { delivery, end } = state as DossierState;
  return delivery?.at ?? end?.at ?? null;
}

/** The case first, then the parts of its units. */
export const figuresOf = (state: CaseState, derived: Derived): Figure[] => [
  wholeOf(state, derived),
  ...partsOf(state, derived),
];

export function wholeOf(state: CaseState, { main }: Derived): Figure {
  const facts = main ? factsOf(main) : NO_CLOCK;
  const whole = { part: WHOLE, status: state.status, closedAt: closedAtOf(state), ...facts };
  if (state.kind !== 'dossier')
    return { ...whole, rated: state.status === 'closed' && (state as RequestState).closedWhy === 'answered' };
  const { result, end, firstFinish } = state as DossierState;
  // Whatever was reopened, corrected or withdrawn since: a dossier is measured by its first finish.
  const isOver = result !== null || end !== null;
  return { ...whole, ...(isOver && firstFinish ? measuredAt(firstFinish) : {}), rated: result !== null };
}

const measuredAt = ({ at, dueAt }: FirstFinish): Pick<Figure, 'doneAt' | 'dueAt' | 'dueOn'> => ({
  doneAt: at,
  dueAt,
  dueOn: dueAt === null ? null : dateOfDay(dueDayOf(dueAt)),
});

/**
 * The duties of a recommendation or directive, one per unit: what it owes now, or what it owed last. A duty that was
 * returned is nobody's; the promise of a follow-up takes the place of the answer it came from.
 */
function partsOf(state: CaseState, { clocks }: Derived): Figure[] {
  if (state.kind === 'dossier') return [];
  const { assignments } = state as RequestState;
  const units = new Set(
    assignments.filter(({ status }) => status !== 'returned').map(({ unitId }) => unitId),
  );
  const clock = (id: string): DerivedClock | undefined => clocks.find((one) => one.id === id);
  const clockOf = (unitId: string): DerivedClock | undefined =>
    clock(`promise:${unitId}`) ?? clock(`response:${unitId}`) ?? clock(`contribution:${unitId}`);
  // Until someone leads, the date promised to the ward stands against the office.
  const office = clock('response');
  const duties = office ? [office] : [];
  return [...duties, ...[...units].map(clockOf).filter((one) => one !== undefined)].map((one) => {
    const isOver = one.state === 'done' || one.state === 'cancelled';
    return {
      part: one.unitId,
      status: state.status,
      closedAt: (isOver ? one.endedAt : undefined) ?? closedAtOf(state),
      ...factsOf(one),
      rated: one.state === 'done',
    };
  });
}

const factsOf = (clock: DerivedClock): Required<LatenessFacts> & Pick<Figure, 'dueOn'> => ({
  dueOn: clock.due?.dueOn ?? null,
  ...latenessFacts(clock),
});

const NO_CLOCK = {
  dueOn: null,
  dueAt: null,
  doneAt: null,
  stoppedAt: null,
  standsFrom: null,
  answeredAt: null,
};
