import { PAUSE_REASONS } from '../../domain/dossier/texts';
import type { Ledger } from '../../domain/time/types';

/**
 * What officers typed as a reason may name people: citizens who look a code up, and whoever configures, read the kind of a reason only. A mass
 * suspension names a decision that concerns everybody.
 */
export function withoutWords(ledger: Ledger): Ledger {
  const known = (reason: string): string => (Object.hasOwn(PAUSE_REASONS, reason) ? reason : 'theo quy định');
  return {
    ...ledger,
    pauses: ledger.pauses.map(({ from, to, reason }) => ({ from, to, reason: known(reason) })),
    restarts: ledger.restarts.map(({ requestedAt, reacceptedAt }) => ({ requestedAt, reacceptedAt })),
    extensions: ledger.extensions.map((extension) => ({ ...extension, reason: 'hẹn lại ngày trả kết quả' })),
  };
}
