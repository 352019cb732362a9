/** The ledger of a clock of a request: when it begins and why, and what is said about its end. */
import type { Instant, Ledger } from '../time/types';

export function ledger(startAt: Instant, startReason: string, rest: Partial<Ledger>): Ledger {
  return {
    startAt,
    startReason,
    extensions: [],
    pauses: [],
    suspensions: [],
    restarts: [],
    owner: 'office',
    ...rest,
  };
}
