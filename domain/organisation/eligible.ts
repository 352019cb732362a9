/** Which units may ask, lead, support or be given a task on a day, and whose word sets a date. */
import type { PlainDate } from '../time/types';
import type { Organisation } from './model';
import type { Position, PositionLevel, UnitKind } from './types';

/** Agencies of the province: they lead and support recommendations. */
const PROVINCIAL_KINDS: readonly UnitKind[] = ['department', 'provincial-office', 'inspectorate', 'police'];

/** Levels whose holders set dates for others. */
const LEADER_LEVELS: readonly PositionLevel[] = ['chair', 'vice-chair', 'director', 'chief-of-office'];

/**
 * Why a unit is not eligible. `unknown`: also one that belongs to another province and is known by name only;
 * `notInForce`: it has ended, or has not begun; `wrongKind`: no unit of its kind is.
 */
export type Ineligible = 'unknown' | 'notInForce' | 'wrongKind';

type Units = Pick<Organisation, 'unit' | 'provinceUnit' | 'isInForce'>;

/** A commune asks: it may be named as the asker of a recommendation, and receives dossiers. */
export const mayAsk = (unitId: string, on: PlainDate, org: Units): Ineligible | null =>
  check(unitId, on, org, isCommune);

/** An agency of the province leads or supports; commune police and service centres answer through theirs. */
export const mayLead = (unitId: string, on: PlainDate, org: Units): Ineligible | null =>
  check(unitId, on, org, isProvincialAgency);

/** Leaders of the province give tasks to its agencies and to communes, not to the parts of a commune. */
export const mayBeAddressed = (unitId: string, on: PlainDate, org: Units): Ineligible | null =>
  check(unitId, on, org, (id) => isCommune(id, org) || isProvincialAgency(id, org));

/** Dates are set by leaders: of a People's Committee, of a department, of the provincial office. */
export const maySetDates = ({ level }: Position): boolean => LEADER_LEVELS.includes(level);

/** On whichever day: an agency directly under the People's Committee of the province. */
export function isProvincialAgency(unitId: string, org: Units): boolean {
  const unit = org.unit(unitId);
  if (!unit || unit.scope === 'reference') return false;
  return PROVINCIAL_KINDS.includes(unit.kind) && unit.parentId === org.provinceUnit.id;
}

const isCommune = (unitId: string, org: Units): boolean => org.unit(unitId)?.kind === 'commune';

function check(
  unitId: string,
  on: PlainDate,
  org: Units,
  isOfKind: (unitId: string, org: Units) => boolean,
): Ineligible | null {
  const unit = org.unit(unitId);
  if (!unit || unit.scope === 'reference') return 'unknown';
  if (!org.isInForce(unitId, on)) return 'notInForce';
  return isOfKind(unitId, org) ? null : 'wrongKind';
}
