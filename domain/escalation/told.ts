import type { Organisation } from '../organisation/model';
import type { PlainDate } from '../time/types';
import { addresseeOf, type Addressee, type CaseUnits } from './addressee';
import type { LadderRung } from './rules';

export interface Told {
  /** Who is called, and alone is asked to acknowledge. */
  main: Addressee;
  /** Persons who get a notice, the addressee first; nobody twice. */
  persons: string[];
}

/**
 * Whom a rung tells on a day: the addressee (a substitute and, beside, the absent holder acted for), and who else is to
 * know. Null when nobody at all answers for it.
 */
export function toldBy(
  { addressee, alsoNotify = [] }: Pick<LadderRung, 'addressee' | 'alsoNotify'>,
  where: CaseUnits,
  org: Organisation,
  on: PlainDate,
): Told | null {
  const main = addresseeOf(addressee, where, org, on);
  if (!main) return null;
  const copies = alsoNotify.flatMap((rule) => addresseeOf(rule, where, org, on)?.personId ?? []);
  const actedFor = main.onBehalfOf === undefined ? [] : [main.onBehalfOf];
  return { main, persons: [...new Set([main.personId, ...actedFor, ...copies])] };
}
