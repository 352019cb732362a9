/** Which units may ask, lead, support or be given a task on a day, and whose word sets a date. */
import type { PlainDate } from '../time/types';
import type { Organisation } from './model';
import type { Position, PositionLevel, Unit, UnitKind } from './types';

/** Agencies of the province: they lead and support recommendations. */
const PROVINCIAL_KINDS: readonly UnitKind[] = ['department', 'provincial-office', 'inspectorate', 'police'];

/** Levels whose holders set dates for others. */
const LEADER_LEVELS: readonly PositionLevel[] = ['chair', 'vice-chair', 'director', 'chief-of-office'];

/**
 * Why a unit is not eligible. `unknown`: also one that belongs to another province and is known by name only;
 * `notInForce`: it has ended, or has not begun; `wrongKind`: no unit of its kind is.
 */
export type Ineligible = 'unknown' | 'notInForce' | 'wrongKind';

/** A commune asks: it may be named as the asker of a recommendation, and receives dossiers. */
export const mayAsk = (unitId: string, on: PlainDate, org: Organisation): Ineligible | null =>
  check(unitId, on, org, isCommune);

/** An agency of the province leads or supports; commune police and service centres answer through theirs. */
export const mayLead = (unitId: string, on: PlainDate, org: Organisation): Ineligible | null =>
  check(unitId, on, org, isProvincial);

/** Leaders of the province give tasks to its agencies and to communes, not to the parts of a commune. */
export const mayBeAddressed = (unitId: string, on: PlainDate, org: Organisation): Ineligible | null =>
  check(unitId, on, org, (unit) => isCommune(unit) || isProvincial(unit, org));

/** Dates are set by leaders: of a People's Committee, of a department, of the provincial office. */
export const maySetDates = ({ level }: Position): boolean => LEADER_LEVELS.includes(level);

function check(
  unitId: string,
  on: PlainDate,
  org: Organisation,
  isOfKind: (unit: Unit, org: Organisation) => boolean,
): Ineligible | null {
  const unit = org.unit(unitId);
  if (!unit || unit.scope === 'reference') return 'unknown';
  if (!org.isInForce(unitId, on)) return 'notInForce';
  return isOfKind(unit, org) ? null : 'wrongKind';
}

const isCommune = (unit: Unit): boolean => unit.kind === 'commune';

/** Directly under the People's Committee of the province. */
const isProvincial = (unit: Unit, org: Organisation): boolean =>
  PROVINCIAL_KINDS.includes(unit.kind) && unit.parentId === org.provinceUnit.id;
