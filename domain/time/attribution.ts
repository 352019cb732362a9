/** Whose working time went by: every working minute belongs to exactly one party. */
import type { Calendar } from './calendar';
import { MINUTE_MS } from './plain-date';
import type { Instant, Ledger } from './types';
import { mergePauses, workedMs } from './working-time';

/** Party of the minutes in which a mass suspension held: nobody could work. */
export const SUSPENDED = 'suspended';
/** Party of the minutes in which the applicant was waited for. */
export const CITIZEN = 'citizen';
/** Party of the minutes in which a body outside the tree of units was waited for. */
export const OUTSIDE = 'outside';

/** Somebody had the case, or it waited for somebody, in `[from, to)`; `to` null = still. */
export interface Claim {
  party: string;
  from: Instant;
  to: Instant | null;
}

export interface Share {
  party: string;
  workingMinutes: number;
}

export interface AttributionQuestion {
  calendar: Calendar;
  from: Instant;
  until: Instant;
  /** Who answers for the minutes that nobody else claims. */
  owner: string;
  /** What the case waited for. */
  stops: readonly Claim[];
  /** Who had the case while it ran. */
  held?: readonly Claim[];
}

/**
 * The working time of `[from, until)` by party; the shares add up to all of it. A minute that several claim goes to
 * the first in this order: a mass suspension, the applicant, whoever else was waited for in the order in which they
 * are first named, whoever held the case; what is left is the owner's. The owner is always told, others only with a
 * share. An office is thus never charged for a minute in which it waited.
 */
export function attribute(question: AttributionQuestion): Share[] {
  const { calendar, from, until, owner, stops, held = [] } = question;
  const shares = new Map<string, number>([[owner, 0]]);
  let claimed: Claim[] = [];
  let unclaimed = workedMs(calendar, from, until);
  const give = (party: string, left: number): void => {
    shares.set(party, (shares.get(party) ?? 0) + unclaimed - left);
    unclaimed = left;
  };
  for (const [party, claims] of [...byParty(stops.toSorted((a, b) => rank(a) - rank(b))), ...byParty(held)]) {
    claimed = [...claimed, ...claims];
    give(party, workedMs(calendar, from, until, mergePauses(claimed, until)));
  }
  give(owner, 0);
  return [...shares]
    .filter(([party, ms]) => ms > 0 || party === owner)
    .map(([party, ms]) => ({ party, workingMinutes: ms / MINUTE_MS }));
}

function rank({ party }: Claim): number {
  return party === SUSPENDED ? 0 : party === CITIZEN ? 1 : 2;
}

function byParty(claims: readonly Claim[]): Map<string, Claim[]> {
  const parties = new Map<string, Claim[]>();
  for (const claim of claims) parties.set(claim.party, [...(parties.get(claim.party) ?? []), claim]);
  return parties;
}

/** What a ledger waited for; `partyOf` tells who a pause with that reason waits for. Rounds of supplements wait for the applicant. */
export function stopsOf(
  { pauses, suspensions, restarts }: Ledger,
  partyOf: (reason: string) => string,
): Claim[] {
  return [
    ...suspensions.map(({ from, to }) => ({ party: SUSPENDED, from, to })),
    ...pauses.map(({ from, to, reason }) => ({ party: partyOf(reason), from, to })),
    ...restarts.map(({ requestedAt, reacceptedAt }) => ({
      party: CITIZEN,
      from: requestedAt,
      to: reacceptedAt,
    })),
  ];
}

/** Shares in whole minutes that still add up: the total rounded, each share the difference between rounded sums. */
export function inWholeMinutes(shares: readonly Share[]): Share[] {
  let sum = 0;
  return shares.map(({ party, workingMinutes }) => {
    const before = Math.round(sum);
    sum += workingMinutes;
    return { party, workingMinutes: Math.round(sum) - before };
  });
}
