/**
 * Until when the procedure lets the office ask for papers, turn a dossier away, and move the return date. Terms of the
 * office: counted by its calendar, standing while the dossier stands. They need a calendar, so the API reads them and
 * sends them with the command.
 */
import type { DerivationRules } from '../case/derive';
import { dueOf } from '../time/due';
import { suspended } from '../time/suspension';
import type { Due, Instant, Ledger, PlainDate, Term } from '../time/types';
import { allPauses, emptyLedger, LEGAL_CLOCK, clocksOf } from './clocks';
import type { DossierState } from './state';

/** Absent: the procedure sets no such limit. */
export interface Limits {
  /** The next round of papers may be asked for up to and including this instant. */
  supplementUntil?: Instant;
  /** The dossier may be turned away up to and including this instant. */
  refusalUntil?: Instant;
  /** The last day to which the return date may be moved, by the reason that the procedure names. */
  extensions?: { reason: string; latestOn: PlainDate }[];
}

export function limitsOf(state: DossierState, rules: DerivationRules, now: Instant): Limits {
  const unitId = state.competentUnitId;
  const suspensions = rules.suspensionsFor(unitId).map(suspended);
  const count = (ledger: Ledger): Due =>
    dueOf(
      { ...ledger, suspensions: suspensions.filter(({ to }) => to === null || to > ledger.startAt) },
      rules.calendarFor(unitId),
      now,
    );
  const until = (term: Term | undefined, since: Instant | null): Instant | undefined =>
    term && since !== null
      ? count({ ...emptyLedger(since, '', term), pauses: allPauses(state, since) }).dueAt
      : undefined;
  return {
    supplementUntil: until(...askingTerm(state)),
    refusalUntil: until(
      state.procedure.supplement.refusalWithin,
      latest(state.receivedAt, ...state.supplements.map(({ receivedAt }) => receivedAt)),
    ),
    extensions: extensionLimits(state, rules, count, now),
  };
}

/** The first round counts from the day the clock began, every further one from the papers that came in before it. */
function askingTerm(state: DossierState): [Term | undefined, Instant | null] {
  const { within, nextRoundWithin } = state.procedure.supplement;
  const since = latest(
    state.acceptedAt,
    ...state.supplements.map(({ receivedAt }) => receivedAt),
    ...state.restarts.map(({ reacceptedAt }) => reacceptedAt),
  );
  return [state.supplements.length === 0 ? within : nextRoundWithin, since];
}

function latest(...instants: (Instant | null)[]): Instant | null {
  const known = instants.filter((one) => one !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

/** As much more as the procedure gives for a reason, and never beyond what it gives in all. */
function extensionLimits(
  state: DossierState,
  rules: DerivationRules,
  count: (ledger: Ledger) => Due,
  now: Instant,
): Limits['extensions'] {
  const { extensions } = state.procedure;
  const legal =
    extensions.length > 0
      ? clocksOf(state, rules.escalation).find(({ id }) => id === LEGAL_CLOCK)?.ledger
      : undefined;
  if (!legal) return undefined;
  return extensions.map(({ reason, unit, amount, resultCap }) => {
    const more = { term: { unit, amount }, reason, decidedAt: now };
    const longer = count({ ...legal, extensions: [...legal.extensions, more] }).dueOn;
    const whole = resultCap && count({ ...legal, term: resultCap, extensions: [] }).dueOn;
    return { reason, latestOn: whole !== undefined && whole < longer ? whole : longer };
  });
}
