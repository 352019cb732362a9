/** What published rules change about a case: its dates before and after, and what was told too early. Pure. */
import type { ClockKind } from '../case/case';
import type { DerivationRules, Derived, DerivedClock, DerivedRung } from '../case/derive';
import { dateOf, diffDays } from '../time/plain-date';
import type { Instant } from '../time/types';

/** A clock whose date moved. Null = it stands until further notice. */
export interface Change {
  clockId: string;
  kind: ClockKind;
  unitId: string;
  /** The case's own date: the one that was promised. */
  main: boolean;
  from: Instant | null;
  to: Instant | null;
}

/** The rules as they stood just before an instant; clocks that ended earlier keep those of their end. */
export function rulesBefore(rules: DerivationRules, published: Instant): DerivationRules {
  const until = published - 1;
  const earlier = ({ at = until }: { at?: Instant } = {}) => ({ at: Math.min(at, until) });
  return {
    escalation: rules.escalation,
    calendarFor: (unitId, when) => rules.calendarFor(unitId, earlier(when)),
    suspensionsFor: (unitId, when) => rules.suspensionsFor(unitId, earlier(when)),
  };
}

/** The date a clock stands at; null while it stands until further notice, or without a date. */
export const dateInForce = (clock: DerivedClock): Instant | null =>
  clock.standsFrom === null ? (clock.due?.dueAt ?? null) : null;

/** Open clocks whose date differs; of duties that began at `since` or later none: their date was never another. */
export function changesOf(
  before: readonly DerivedClock[],
  after: readonly DerivedClock[],
  since = Infinity,
): Change[] {
  const earlier = new Map(before.map((clock) => [clock.id, clock]));
  return after.flatMap((clock): Change[] => {
    const old = earlier.get(clock.id);
    if (!old || clock.state === 'done' || clock.state === 'cancelled') return [];
    if (clock.ledger && clock.ledger.startAt >= since) return [];
    const [from, to] = [dateInForce(old), dateInForce(clock)];
    if (from === to) return [];
    return [{ clockId: clock.id, kind: clock.kind, unitId: clock.unitId, main: clock.main, from, to }];
  });
}

/** By how many calendar days a date moved; null when it stopped, or runs again. */
export const daysMoved = ({ from, to }: Pick<Change, 'from' | 'to'>): number | null =>
  from === null || to === null ? null : diffDays(dateOf(from - 1), dateOf(to - 1));

const keyOf = (rung: DerivedRung): string => `${rung.clockId}#${rung.round}/${rung.rungId}`;

/** Rungs whose time had come by the earlier rules and has not, or is not to come at all, by those in force now. */
export function recalled(before: Derived, after: Derived, now: Instant): Set<DerivedRung> {
  const earlier = new Map(before.rungs.map((rung) => [keyOf(rung), rung]));
  return new Set(
    after.rungs.filter((rung) => {
      const old = earlier.get(keyOf(rung));
      if (!old || old.state !== 'armed' || old.at > now) return false;
      return rung.state === 'held' || rung.at > now;
    }),
  );
}
