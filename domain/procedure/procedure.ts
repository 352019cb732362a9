/**
 * The procedure version a dossier keeps for life: only what its rules and its clocks need, with the case chosen and
 * the zone's extra time already laid on. It travels in the first event of the workflow, so it stays small.
 */
import type { PlainDate, Term } from '../time/types';
import type {
  CaseDefinition,
  ChildDefinition,
  DocumentDefinition,
  ExtensionDefinition,
  FeeDefinition,
  ProcedureDefinition,
  SilenceDefinition,
  StepDefinition,
  SupplementPolicy,
  UnitRule,
} from './definition';

/** How many times papers may be asked for where the procedure does not say: told once, and once more after an answer. */
export const DEFAULT_SUPPLEMENT_ROUNDS = 2;
/** The applicant's term to hand in missing papers or to pay, where the procedure does not say (design, no legal source). */
export const DEFAULT_APPLICANT_TERM: Term = { unit: 'DAY', amount: 30 };
/** Re-appointments of the return date per dossier, where the version does not say. */
export const DEFAULT_EXTENSIONS = 1;

/** Unit and post resolved for the dossier's commune; null until resolved, unit null for a body outside the tree. */
interface Resolved extends UnitRule {
  unitId: string | null;
  positionId: string | null;
}

/** A step with its internal term (zone time included) and, once resolved, the unit and post that do it. */
export interface ResolvedStep extends Resolved {
  id: string;
  name: string;
  positionLevel: string;
  term: Term;
  /** Steps that may follow; empty at the end. With more than one, `completeStep {result}` names the step. */
  next: string[];
  /** True for a last step that only hands the result over: a dossier may be finished before it. */
  delivery: boolean;
}

/** A part of a joined procedure (liên thông) with a clock of its own. */
export interface ResolvedChild extends Resolved {
  id: string;
  name: string;
  procedureCode: string | null;
  startsAfter: string[];
  term: Term;
  /**
   * The part is done when this step is completed, or sooner when its answer is recorded; null: only then. Dossiers
   * received before answers could be recorded have the last working step here where no step bears the part's name.
   */
  doneWithStep: string | null;
}

export interface PinnedProcedure {
  code: string;
  version: number;
  name: string;
  caseId: string | null;
  caseName: string | null;
  legalTerm: Term;
  /** The extra time of the commune's zone, where it has one. */
  zoneExtension: (Term & { zone: string }) | null;
  steps: ResolvedStep[];
  supplement: {
    policy: SupplementPolicy;
    maxRounds: number;
    applicantTerm: Term;
    within?: Term;
    nextRoundWithin?: Term;
    refusalWithin?: Term;
  };
  paymentTerm: Term;
  fees: FeeDefinition[];
  documents: DocumentDefinition[];
  silence: { subject: string; about: string; after: Term; stepId: string; onlineOnly: boolean } | null;
  excludedPeriods: string[];
  extensions: ExtensionDefinition[];
  maxExtensions: number;
  children: ResolvedChild[];
  signers: string[];
  confidential: boolean;
}

/** The version as one dossier keeps it. Throws a RangeError for a case the procedure does not have: callers check first. */
export function procedureFor(
  definition: ProcedureDefinition,
  caseId?: string | null,
  zone?: string | null,
): PinnedProcedure {
  const chosen = chooseCase(definition, caseId);
  const extension = definition.zoneExtension;
  const zoned = extension && zone && extension.zones.includes(zone) ? { ...extension, zone } : null;
  const allocation = zoned ? allocationOf(definition, chosen) : {};
  const steps = pinSteps(chosen?.steps ?? definition.steps, allocation);
  const supplement = definition.supplement;
  return {
    code: definition.code,
    version: definition.version,
    name: definition.name,
    caseId: chosen?.id ?? null,
    caseName: chosen?.name ?? null,
    legalTerm: termOf(chosen?.legalTime ?? definition.legalTime),
    zoneExtension: zoned ? { unit: zoned.unit, amount: zoned.amount, zone: zoned.zone } : null,
    steps,
    supplement: {
      policy: supplement?.policy ?? 'PAUSE',
      maxRounds: supplement?.maxRounds ?? DEFAULT_SUPPLEMENT_ROUNDS,
      applicantTerm: supplement?.applicantTerm ?? DEFAULT_APPLICANT_TERM,
      ...(supplement?.within ? { within: termOf(supplement.within) } : {}),
      ...(supplement?.nextRoundWithin ? { nextRoundWithin: termOf(supplement.nextRoundWithin) } : {}),
      ...(supplement?.refusalWithin ? { refusalWithin: termOf(supplement.refusalWithin) } : {}),
    },
    paymentTerm: DEFAULT_APPLICANT_TERM,
    fees: (definition.fees ?? []).map(({ channel, kind, amountVnd, per, note }) => ({
      channel,
      kind,
      ...(amountVnd === undefined ? {} : { amountVnd }),
      ...(per === undefined ? {} : { per }),
      ...(note === undefined ? {} : { note }),
    })),
    documents: (definition.requiredDocuments ?? []).map(({ id, name, sharedSource }) => ({
      id,
      name,
      ...(sharedSource === undefined ? {} : { sharedSource }),
    })),
    silence: pinSilence(definition.silence, steps, chosen?.id ?? null),
    excludedPeriods: definition.excludedPeriods ?? [],
    extensions: (definition.extensions ?? []).map(({ reason, unit, amount, resultCap }) => ({
      reason,
      unit,
      amount,
      ...(resultCap ? { resultCap: termOf(resultCap) } : {}),
    })),
    maxExtensions: DEFAULT_EXTENSIONS,
    children: (definition.children ?? []).map((child) => pinChild(child, steps)),
    signers: definition.signers ?? [],
    confidential: definition.confidential ?? false,
  };
}

/** What the version charges for a dossier handed in this way; `direct` is the counter and the post. */
export const feesFor = ({ fees }: PinnedProcedure, channel: string): FeeDefinition[] =>
  fees.filter((fee) => fee.channel === 'all' || fee.channel === (channel === 'online' ? 'online' : 'direct'));

/** Fills in units and posts for the commune of the dossier; `resolve` answers null for a body outside the tree. */
export function resolveUnits(
  procedure: PinnedProcedure,
  resolve: (rule: UnitRule & { positionLevel?: string }) => {
    unitId: string | null;
    positionId: string | null;
  },
): PinnedProcedure {
  return {
    ...procedure,
    steps: procedure.steps.map((step) => ({ ...step, ...resolve(step) })),
    children: procedure.children.map((child) => ({ ...child, ...resolve(child) })),
  };
}

/** The version a dossier received on that day keeps: of those in force the highest. */
export function versionInForce(
  procedures: readonly ProcedureDefinition[],
  code: string,
  on: PlainDate,
): ProcedureDefinition | undefined {
  return procedures
    .filter(
      (one) =>
        one.code === code &&
        (!one.effectiveFrom || one.effectiveFrom <= on) &&
        (!one.effectiveTo || on <= one.effectiveTo),
    )
    .sort((a, b) => b.version - a.version)[0];
}

/** The case by its id, else the default one; null for a procedure without cases. */
export function chooseCase(definition: ProcedureDefinition, caseId?: string | null): CaseDefinition | null {
  const wanted = caseId ?? definition.defaultCase ?? null;
  const found = (definition.cases ?? []).find((one) => one.id === wanted) ?? null;
  if (caseId && !found) throw new RangeError(`procedure ${definition.code} has no case ${caseId}`);
  return found;
}

/** Zone time by step. A case with steps of its own needs an allocation of its own; the top-level one names other steps. */
export function allocationOf(
  definition: ProcedureDefinition,
  chosen: CaseDefinition | null,
): Record<string, number> {
  if (chosen?.zoneStepAllocation) return chosen.zoneStepAllocation;
  return chosen?.steps ? {} : (definition.zoneExtension?.stepAllocation ?? {});
}

/** The steps that follow each step: as written, or in the listed order where no step says. */
export function nextSteps(steps: readonly StepDefinition[], index: number): string[] {
  const step = steps[index];
  if (!step) return [];
  if (steps.some((one) => one.next)) return [...new Set(step.next)];
  const following = steps[index + 1];
  return following ? [following.id] : [];
}

function pinSteps(steps: readonly StepDefinition[], allocation: Record<string, number>): ResolvedStep[] {
  return steps.map((step, index) => {
    const next = nextSteps(steps, index);
    const extra = Object.hasOwn(allocation, step.id) ? (allocation[step.id] ?? 0) : 0;
    const term = termOf(step.internalTime);
    return {
      id: step.id,
      name: step.name,
      unitKind: step.unitKind,
      ...(step.sectionKey ? { sectionKey: step.sectionKey } : {}),
      ...(step.externalName ? { externalName: step.externalName } : {}),
      unitId: null,
      positionId: null,
      positionLevel: step.positionLevel ?? 'officer',
      term: extra ? { ...term, amount: term.amount + extra } : term,
      next,
      delivery: step.delivery ?? isDelivery(step, index, next),
    };
  });
}

/** Published data do not mark it: a last step at the one-stop counter, other than the first, hands the result over. */
const isDelivery = (step: StepDefinition, index: number, next: readonly string[]): boolean =>
  index > 0 && next.length === 0 && step.unitKind === 'service-centre';

function pinSilence(
  silence: SilenceDefinition | undefined,
  steps: readonly ResolvedStep[],
  caseId: string | null,
): PinnedProcedure['silence'] {
  if (!silence || silence.meaning !== 'consent') return null;
  if (silence.appliesToCases && !(caseId && silence.appliesToCases.includes(caseId))) return null;
  const stepId = silence.step ?? (steps[1] ?? steps[0])?.id;
  if (!stepId) return null;
  // The applicant's silence counts on the electronic form only, which an online dossier alone has.
  const onlineOnly = silence.subject === 'applicant';
  return { subject: silence.subject, about: silence.about, after: termOf(silence.after), stepId, onlineOnly };
}

/** A part that our own officers do has a step of its name; the others end with their agency's answer. */
function pinChild(child: ChildDefinition, steps: readonly ResolvedStep[]): ResolvedChild {
  return {
    id: child.id,
    name: child.name,
    procedureCode: child.procedureCode,
    unitKind: child.agency.unitKind,
    ...(child.agency.sectionKey ? { sectionKey: child.agency.sectionKey } : {}),
    ...(child.agency.externalName ? { externalName: child.agency.externalName } : {}),
    unitId: null,
    positionId: null,
    startsAfter: child.startsAfter,
    term: termOf(child.clock),
    doneWithStep: steps.find((step) => step.name === child.name)?.id ?? null,
  };
}

export const termOf = (term: Term): Term => ({
  unit: term.unit,
  amount: term.amount,
  ...(term.cutoff ? { cutoff: term.cutoff } : {}),
});
