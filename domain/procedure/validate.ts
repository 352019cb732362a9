/**
 * What is wrong with a procedure definition, all at once. Conversions here only check that parts fit (8 working hours
 * to a day, n days ≈ ⌈n × 5/7⌉ working days); running clocks use the real calendar.
 */
import { bytesOf } from '../case/size';
import type { ProcedureDefinition } from './definition';
import { COMMUNE_POSTS, checkIds, checkTerm, complaint, type Complaint, type KnownPosts } from './complaints';
import { checkChildren } from './validate-children';
import {
  checkCases,
  checkDates,
  checkExcludedPeriods,
  checkExtensions,
  checkFees,
  checkLevel,
  checkSigners,
  checkSilence,
  checkSupplement,
} from './validate-rules';
import { checkFit, checkSteps, checkZone } from './validate-steps';

/** Every fault of the definition; an empty list means that it may be published. */
export const validateProcedure = (definition: ProcedureDefinition, known?: KnownPosts): Complaint[] =>
  reviewProcedure(definition, known).filter(({ severity }) => severity === 'error');

/** The faults, and what may be published but should be said: where a default of the engine stands in. */
export function reviewProcedure(
  definition: ProcedureDefinition,
  known: KnownPosts = COMMUNE_POSTS,
): Complaint[] {
  return [
    ...checkSize(definition),
    ...checkLevel(definition),
    ...checkDates(definition),
    ...checkTerm(definition.legalTime, 'legalTime'),
    ...checkSteps(definition.steps, 'steps', known),
    ...checkFit(definition, null, ''),
    ...checkZone(definition, null, '', known),
    ...checkSilence(definition),
    ...checkCases(definition),
    ...(definition.cases ?? []).flatMap((one, index) => [
      ...checkTerm(one.legalTime, `cases[${index}].legalTime`),
      ...(one.steps ? checkSteps(one.steps, `cases[${index}].steps`, known) : []),
      ...checkFit(definition, one, `cases[${index}].`),
      ...checkZone(definition, one, `cases[${index}].`, known),
    ]),
    ...checkSupplement(definition.supplement),
    ...checkExcludedPeriods(definition),
    ...checkExtensions(definition),
    ...checkFees(definition),
    ...checkSigners(definition, known),
    ...checkIds(definition.requiredDocuments ?? [], 'requiredDocuments'),
    ...checkChildren(definition, known),
  ];
}

/** Every dossier carries its version with it, through each run of its workflow: a twentieth of what one may carry. */
const MAX_BYTES = 100_000;

function checkSize(definition: ProcedureDefinition): Complaint[] {
  const bytes = bytesOf(definition);
  return bytes <= MAX_BYTES
    ? []
    : [complaint('TOO_LARGE', '', `Định nghĩa dài ${bytes} byte, chỉ được ${MAX_BYTES}`)];
}
