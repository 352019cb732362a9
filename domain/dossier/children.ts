/**
 * The parts of a joined procedure (liên thông): work of other agencies under one dossier, side by side. A part is done
 * when its answer is recorded (`recordChild`); one that has a step of its own is done with that step as well.
 */
import type { Instant } from '../time/types';
import type { ResolvedChild } from '../procedure/procedure';
import type { ChildRecord, DossierState } from './state';

/**
 * `waiting`: for the parts before it; `open`: its clock counts; `dropped`: a part before it was rejected, so it will
 * not come, or the dossier ended first.
 */
export type ChildStatus = 'waiting' | 'open' | 'done' | 'rejected' | 'dropped';
export const CHILD_STATUSES: readonly ChildStatus[] = ['waiting', 'open', 'done', 'rejected', 'dropped'];

export interface ChildStanding {
  child: ResolvedChild;
  status: ChildStatus;
  /** When its clock began; null while it waits, or when it never will. */
  startAt: Instant | null;
  endedAt: Instant | null;
  /** How often it has begun before: once more for each time the step before it was done again. */
  round: number;
  record: ChildRecord | null;
}

/** Where every part stands, in the order of the procedure. */
export function childrenOf(state: DossierState): ChildStanding[] {
  const known = new Map<string, ChildStanding>();
  const { children } = state.procedure;
  const find = (child: ResolvedChild, then: DossierState, above: readonly string[]): ChildStanding => {
    const answered = then.recordedChildren?.findIndex((one) => one.childId === child.id) ?? -1;
    // An answer stays what it was when it was given, whichever steps are done again afterwards.
    const seen = answered < 0 ? then : asItStood(state, answered);
    const key = `${child.id}|${seen.recordedChildren?.length ?? 0}`;
    const found = known.get(key);
    if (found) return found;
    // A published procedure has no circles; one pinned before they were refused begins with the dossier.
    const before = children
      .filter((one) => child.startsAfter.includes(one.id) && !above.includes(one.id))
      .map((one) => find(one, seen, [...above, child.id]));
    const standing = standingOf(seen, child, before, state.recordedChildren?.[answered] ?? null);
    known.set(key, standing);
    return standing;
  };
  return children.map((child) => find(child, state, []));
}

/** The dossier as far as its parts look at it, when that answer was recorded. */
function asItStood(state: DossierState, answer: number): DossierState {
  const recorded = state.recordedChildren ?? [];
  const at = recorded[answer]?.at ?? state.at;
  const current = state.history.find((visit) => visit.since <= at && at < visit.until) ?? state.step;
  return {
    ...state,
    history: state.history.filter(({ until }) => until <= at),
    step: current && { ...current, claimedBy: null, handOver: null },
    recordedChildren: recorded.slice(0, answer),
    result: null,
    end: null,
  };
}

function standingOf(
  state: DossierState,
  child: ResolvedChild,
  before: readonly ChildStanding[],
  record: ChildRecord | null,
): ChildStanding {
  const begins = beginning(state, before);
  const at = (status: ChildStatus, startAt: Instant | null, endedAt: Instant | null): ChildStanding => ({
    child,
    status,
    startAt,
    endedAt,
    round: roundOf(state, before),
    record,
  });
  if (record) return at(record.result, Math.min(begins ?? record.at, record.at), record.at);
  if (begins === null) return at(isHopeless(state, before) ? 'dropped' : 'waiting', null, null);
  // Whatever was still open when the result was recorded ended with it.
  const doneAt = doneWithStep(state, child) ?? state.result?.at ?? null;
  if (doneAt !== null) return at('done', begins, Math.max(begins, doneAt));
  return state.end ? at('dropped', begins, state.end.at) : at('open', begins, null);
}

/** A part begins with the dossier, or when all the parts before it are done; null when it has not. */
function beginning(state: DossierState, before: readonly ChildStanding[]): Instant | null {
  if (state.acceptedAt === null || before.some(({ status }) => status !== 'done')) return null;
  return before.reduce<Instant>((latest, { endedAt }) => Math.max(latest, endedAt ?? 0), state.acceptedAt);
}

const isHopeless = (state: DossierState, before: readonly ChildStanding[]): boolean =>
  state.end !== null ||
  state.result !== null ||
  before.some(({ status }) => status === 'rejected' || status === 'dropped');

function doneWithStep(state: DossierState, { doneWithStep: stepId }: ResolvedChild): Instant | null {
  if (stepId === null || state.step?.id === stepId) return null;
  const visits = state.history.filter((visit) => visit.id === stepId);
  const last = visits[visits.length - 1];
  return last && (last.outcome === 'completed' || last.outcome === 'finished') ? last.until : null;
}

function roundOf(state: DossierState, before: readonly ChildStanding[]): number {
  const done = before.map(
    ({ child, record }) =>
      state.history.filter(
        (visit) => !record && visit.id === child.doneWithStep && visit.outcome === 'completed',
      ).length - 1,
  );
  return Math.max(0, ...done);
}

/**
 * The unit that is chased and whose calendar counts: the agency; for a body outside the tree the centre of the commune
 * that received the dossier and corresponds with it.
 */
export const agencyUnitOf = (state: DossierState, child: ResolvedChild): string =>
  child.unitId ??
  state.procedure.steps.find((step) => step.unitKind === 'service-centre' && step.unitId !== null)?.unitId ??
  state.receivingUnitId;

/** Name for people: that of the outside body; null where the unit's own name is to be used. */
export const agencyName = (child: ResolvedChild): string | null =>
  child.unitId === null ? (child.externalName ?? child.unitKind) : null;
