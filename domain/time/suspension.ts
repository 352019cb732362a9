/**
 * Mass suspensions: working time of named units, or of a whole zone, stands still from an instant to an instant or
 * until further notice (storm, flood, an outage). Published in versions like calendars: one that is lifted or
 * revoked has another version, the earlier ones stay on record.
 */
import type { Instant, Pause } from './types';

export interface Suspension {
  id: string;
  version: number;
  name: string;
  /** Units whose clocks stand, with everything below them. */
  unitIds: string[];
  /** Every unit of a commune of this zone. */
  zone?: string;
  from: Instant;
  /** Null = until further notice. */
  to: Instant | null;
  /** The decision that orders it; without one no clock may be stopped. */
  legalBasis: string;
  reason: string;
  publishedAt: Instant;
  /** As if it had never been. */
  revoked?: boolean;
}

/** A unit and what it lies in, from itself upwards. */
export interface Place {
  units: readonly string[];
  zone?: string;
}

export const suspensionKey = ({ id, version }: Pick<Suspension, 'id' | 'version'>): string =>
  `${id}@${version}`;

/** Suspensions in force at an instant (without one: now), each in the version of that instant. */
export function suspensionsInForce(suspensions: readonly Suspension[], at?: Instant): Suspension[] {
  const newest = new Map<string, Suspension>();
  for (const one of suspensions) {
    if (at !== undefined && one.publishedAt > at) continue;
    const known = newest.get(one.id);
    if (!known || one.version > known.version) newest.set(one.id, one);
  }
  return [...newest.values()].filter((one) => !one.revoked).sort((a, b) => a.from - b.from);
}

export const touches = (suspension: Suspension, { units, zone }: Place): boolean =>
  suspension.unitIds.some((id) => units.includes(id)) ||
  (suspension.zone !== undefined && suspension.zone === zone);

/** What a clock's ledger records of a suspension. */
export const suspended = (one: Suspension): Pause => ({
  from: one.from,
  to: one.to,
  reason: one.name,
  evidence: one.legalBasis,
  version: suspensionKey(one),
});
