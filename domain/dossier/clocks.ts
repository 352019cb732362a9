/** The clocks that follow from the facts of a dossier: the legal one, its steps, what the applicant owes, joined parts. */
import type { Clock } from '../case/case';
import type { EscalationRules } from '../escalation/rules';
import type { Instant, Ledger, Pause, Term } from '../time/types';
import { agencyUnitOf, childrenOf } from './children';
import { currentStep, isPaused, stepOf, type DossierState, type Holder } from './state';

/**
 * `capByMain`: the clock may not outlive the dossier's due instant. That instant needs a calendar, so whoever derives
 * dates sets `ledger.cap` to the main clock's `dueAt` first. A step never moves the due date of the dossier.
 */
export type DossierClock = Clock & { capByMain?: true };

/** The clock that gives the dossier its due date. */
export const LEGAL_CLOCK = 'legal';

const LEGAL_LADDER = 'LD-DOSSIER';
const STEP_LADDER = 'LD-DOSSIER-STEP';
/** Reminders to the applicant, where the rules have such a ladder; today they leave them to the notices. */
const APPLICANT_LADDER = 'LD-APPLICANT';

export function clocksOf(state: DossierState, rules: EscalationRules): DossierClock[] {
  if (state.acceptedAt === null) return [];
  const ladder = (id: string): string | null => (rules.ladders.some((one) => one.id === id) ? id : null);
  return [
    legalClock(state, state.acceptedAt, ladder(LEGAL_LADDER)),
    ...stepClocks(state, ladder(STEP_LADDER)),
    ...supplementClock(state, ladder(APPLICANT_LADDER)),
    ...paymentClock(state, ladder(APPLICANT_LADDER)),
    ...silenceClock(state),
    ...childClocks(state, ladder(LEGAL_LADDER)),
  ];
}

/** The return date the law gives. Done when the result is recorded (status 9), which is where timeliness is measured. */
function legalClock(state: DossierState, acceptedAt: Instant, ladder: string | null): DossierClock {
  const ledger: Ledger = {
    ...emptyLedger(acceptedAt, startReason(state), state.procedure.legalTerm),
    ...(state.procedure.zoneExtension ? { zoneExtension: state.procedure.zoneExtension } : {}),
    extensions: state.extensions.map((one) => ({
      dueOn: one.newDueOn,
      reason: one.reason,
      decidedAt: one.at,
      ...who('by', one.by),
    })),
    pauses: ledgerPauses(state, acceptedAt),
    restarts: state.restarts.map((one) => ({ ...one })),
  };
  const none = state.deadline === 'none';
  return {
    id: LEGAL_CLOCK,
    kind: 'legal',
    unitId: holdingUnit(state),
    calendarUnitId: state.competentUnitId,
    round: state.round,
    dutySince: sinceEntry(state, acceptedAt),
    ladder: none ? null : ladder,
    dueKind: none ? 'none' : 'law',
    ledger: none ? null : ledger,
    ...progress(state, state.result?.at ?? null),
    main: true,
    onDue: 'deadlinePassed',
    ...assignee(state),
  };
}

/** One clock per step visited, with its latest visit; a return to a step is another round. */
function stepClocks(state: DossierState, ladder: string | null): DossierClock[] {
  const visits = new Map<
    string,
    { clockFrom: Instant; round: number; until: Instant | null; ended: boolean }
  >();
  for (const visit of state.history) visits.set(visit.id, { ...visit, ended: visit.outcome === 'ended' });
  if (state.step) visits.set(state.step.id, { ...state.step, until: null, ended: false });
  return [...visits].map(([id, visit]) => {
    const step = stepOf(state, id);
    const running = visit.until === null;
    return {
      id: `step:${id}`,
      kind: 'step',
      unitId: step?.unitId ?? state.receivingUnitId,
      round: visit.round,
      dutySince: sinceEntry(state, visit.clockFrom),
      ladder,
      dueKind: 'default',
      ledger: {
        ...emptyLedger(
          visit.clockFrom,
          `Nhận bước "${step?.name ?? id}"`,
          step?.term ?? state.procedure.legalTerm,
        ),
        pauses: allPauses(state, visit.clockFrom),
      },
      ...(running
        ? { state: isPaused(state) ? 'paused' : 'running' }
        : { state: visit.ended ? 'cancelled' : 'done', endedAt: visit.until ?? visit.clockFrom }),
      main: false,
      onDue: 'deadlinePassed',
      capByMain: true,
      ...(running ? assignee(state) : {}),
    };
  });
}

/** The applicant's own term to hand in what is missing, to 24:00 of its last day; then the dossier is stopped. */
function supplementClock(state: DossierState, ladder: string | null): DossierClock[] {
  const round = state.supplements[state.supplements.length - 1];
  if (!round) return [];
  return [
    personClock(state, ladder, {
      id: 'supplement',
      round: state.supplements.length - 1,
      startAt: round.requestedAt,
      startReason: 'Yêu cầu bổ sung giấy tờ',
      term: state.procedure.supplement.applicantTerm,
      doneAt: round.receivedAt,
      onDue: 'supplementLapsed',
    }),
  ];
}

/** The applicant's own term to pay. Money paid at the counter without a request has no term. */
function paymentClock(state: DossierState, ladder: string | null): DossierClock[] {
  const requested = state.payments.filter((one) => one.kind !== 'counter');
  const payment = requested[requested.length - 1];
  if (!payment) return [];
  return [
    personClock(state, ladder, {
      id: 'payment',
      round: requested.length - 1,
      startAt: payment.requestedAt,
      startReason: 'Yêu cầu thực hiện nghĩa vụ tài chính',
      term: state.procedure.paymentTerm,
      doneAt: payment.paidAt,
      onDue: 'paymentLapsed',
    }),
  ];
}

interface PersonDuty {
  id: string;
  round: number;
  startAt: Instant;
  startReason: string;
  term: Term;
  doneAt: Instant | null;
  onDue: string;
}

function personClock(state: DossierState, ladder: string | null, duty: PersonDuty): DossierClock {
  return {
    id: duty.id,
    kind: 'supplement',
    unitId: state.receivingUnitId,
    round: duty.round,
    ladder,
    dueKind: 'default',
    ledger: { ...emptyLedger(duty.startAt, duty.startReason, duty.term), owner: 'person' },
    ...(duty.doneAt !== null
      ? { state: 'done', endedAt: duty.doneAt }
      : state.end
        ? { state: 'cancelled', endedAt: state.end.at }
        : { state: 'running' }),
    main: false,
    onDue: duty.onDue,
  };
}

/** Silence that means consent: runs while the dossier lies at the step in which the answer is awaited. */
function silenceClock(state: DossierState): DossierClock[] {
  const { silence } = state.procedure;
  if (!silence || (silence.onlineOnly && state.channel !== 'online')) return [];
  const atStep = state.step?.id === silence.stepId ? state.step : null;
  const past = state.history.filter((visit) => visit.id === silence.stepId);
  const visit = atStep ?? past[past.length - 1];
  if (!visit) return [];
  const consent = state.consents.find((one) => one.at >= visit.since);
  const endedAt = consent?.at ?? (atStep ? null : (past[past.length - 1]?.until ?? null));
  return [
    {
      id: 'silence',
      kind: 'confirmation',
      unitId: stepOf(state, silence.stepId)?.unitId ?? state.receivingUnitId,
      round: visit.round,
      ladder: null,
      dueKind: 'law',
      ledger: {
        ...emptyLedger(visit.since, silence.about, silence.after),
        owner: silence.subject === 'applicant' ? 'person' : 'office',
      },
      ...(endedAt === null ? { state: 'running' } : { state: 'done', endedAt }),
      main: false,
      onDue: 'silenceConsented',
    },
  ];
}

/**
 * Parts of a joined procedure, each chased at its agency by that agency's calendar. While the dossier waits for its
 * applicant its parts wait too; and no part may outlast the dossier, whose return date the applicant was told.
 */
function childClocks(state: DossierState, ladder: string | null): DossierClock[] {
  return childrenOf(state).flatMap((standing): DossierClock[] => {
    const { child, startAt, endedAt, round } = standing;
    if (startAt === null) return [];
    return [
      {
        id: `child:${child.id}`,
        kind: 'child',
        unitId: agencyUnitOf(state, child),
        round,
        dutySince: sinceEntry(state, startAt),
        ladder,
        dueKind: 'law',
        ledger: {
          ...emptyLedger(startAt, `Bắt đầu phần việc "${child.name}"`, child.term),
          pauses: allPauses(state, startAt),
        },
        ...progress(state, standing.status === 'dropped' ? null : endedAt),
        main: false,
        onDue: 'deadlinePassed',
        capByMain: true,
      },
    ];
  });
}

/** Nobody had the duty before the dossier was entered, whatever day of receipt was written down. */
const sinceEntry = (state: DossierState, startAt: Instant): Instant =>
  Math.max(startAt, state.enteredAt ?? startAt);

/** Where a clock of the office stands: done, cancelled with the dossier, paused with it, or running. */
function progress(state: DossierState, doneAt: Instant | null): Pick<Clock, 'state' | 'endedAt'> {
  if (doneAt !== null) return { state: 'done', endedAt: doneAt };
  if (state.end) return { state: 'cancelled', endedAt: state.end.at };
  return { state: isPaused(state) ? 'paused' : 'running' };
}

export const emptyLedger = (startAt: Instant, reason: string, term: Term): Ledger => ({
  startAt,
  startReason: reason,
  term,
  extensions: [],
  pauses: [],
  suspensions: [],
  restarts: [],
  owner: 'office',
});

const startReason = (state: DossierState): string =>
  state.channel === 'inPerson'
    ? 'Tiếp nhận hồ sơ nộp trực tiếp'
    : `Tiếp nhận hồ sơ nộp ${state.channel === 'online' ? 'trực tuyến' : 'qua bưu chính'}`;

function ledgerPauses(state: DossierState, since: Instant): Pause[] {
  return state.pauses
    .filter((pause) => pause.to === null || pause.to > since)
    .map((pause) => ({
      from: pause.from,
      to: pause.to,
      reason: pause.reason,
      ...(pause.evidence ? { evidence: pause.evidence } : {}),
      ...who('openedBy', pause.openedBy),
      ...who('closedBy', pause.closedBy),
    }));
}

/** For clocks other than the legal one a wait under RESTART is a pause. */
export function allPauses(state: DossierState, since: Instant): Pause[] {
  const waits = state.restarts
    .filter(
      (one) => one.reacceptedAt === null || (one.reacceptedAt > since && one.reacceptedAt > one.requestedAt),
    )
    .map((one) => ({
      from: one.requestedAt,
      to: one.reacceptedAt,
      reason: 'SUPPLEMENT',
      evidence: one.reason,
    }));
  return [...ledgerPauses(state, since), ...waits];
}

const who = <K extends string>(key: K, holder: Holder | null): { [key in K]?: string } =>
  (holder ? { [key]: holder.positionId ?? holder.name } : {}) as { [key in K]?: string };

/** The unit whose turn it is: that of the current step, after the end that of the last step, else the commune. */
function holdingUnit(state: DossierState): string {
  const last = state.history[state.history.length - 1];
  const step = currentStep(state) ?? (last ? stepOf(state, last.id) : null);
  return step?.unitId ?? state.receivingUnitId;
}

function assignee(state: DossierState): { assignee?: string } {
  const id =
    state.step?.claimedBy?.positionId ??
    state.step?.handOver?.toPositionId ??
    currentStep(state)?.positionId ??
    null;
  return id ? { assignee: id } : {};
}
