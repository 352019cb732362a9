/** Dossiers as officials read them. Identity papers and contacts stay out: lists hold the same objects. */
import { agencyName, childrenOf, type ChildStanding } from '../../domain/dossier/children';
import { currentStep, type DossierState, firstFinishTimeliness, isPaused } from '../../domain/dossier/state';
import { feesFor } from '../../domain/procedure/procedure';
import { availableCommands } from './available';
import type { CaseRow } from './rows';
import { escalationOf, iso, optional, type ViewContext } from './view-context';

/** Before it is accepted, and when it never is, a dossier has only its provisional number. */
export const codeOf = ({ code, provisionalCode }: Pick<CaseRow, 'code' | 'provisionalCode'>): string =>
  code ?? provisionalCode ?? '';

export function dossierView(row: CaseRow, view: ViewContext): object {
  const state = row.state as DossierState;
  const { procedure } = state;
  return {
    id: row.id,
    code: codeOf(row),
    ...optional('provisionalCode', row.provisionalCode),
    version: row.version,
    status: state.status,
    statusCode: state.statusCode,
    title: state.title,
    procedure: {
      code: procedure.code,
      version: procedure.version,
      name: procedure.name,
      case: procedure.caseId,
      ...optional('caseName', procedure.caseName),
    },
    receivingUnit: view.unit(state.receivingUnitId),
    competentUnit: view.unit(state.competentUnitId),
    channel: state.channel,
    applicant: { name: state.applicant.name, kind: state.applicant.kind },
    step: stepView(row, state, view),
    receivedAt: iso(state.receivedAt),
    ...withoutKind(view.due(row)),
    clock: clockWord(row, state, view),
    children: childrenOf(state).map((standing) => childView(row, standing, view)),
    fees: feesOf(state),
    requiredDocuments: procedure.documents,
    ...optional(
      'result',
      state.result && {
        outcome: state.result.outcome,
        resultNo: state.result.resultNo,
        at: iso(state.result.at),
      },
    ),
    signatures: (state.signatures ?? []).map(({ decisionNo, at, by, voided }) => ({
      decisionNo,
      at: iso(at),
      ...optional('by', by?.name),
      ...optional(
        'voided',
        voided && { why: voided.why, at: iso(voided.at), ...optional('by', voided.by?.name) },
      ),
    })),
    ...optional(
      'firstFinish',
      state.firstFinish && {
        at: iso(state.firstFinish.at),
        timeliness: firstFinishTimeliness(state.firstFinish),
      },
    ),
    escalation: escalationOf(row, view),
    availableCommands: availableCommands(row, view.identity, view.rules, view.now),
  };
}

const withoutKind = ({ dueOn, dueAt, timeliness }: ReturnType<ViewContext['due']>): object => ({
  dueOn,
  dueAt,
  timeliness,
});

export function clockWord(
  row: CaseRow,
  state: DossierState,
  view: ViewContext,
): 'notStarted' | 'running' | 'paused' | 'stopped' {
  if (state.acceptedAt === null) return 'notStarted';
  const legal = row.clocks.find((clock) => clock.kind === 'legal');
  if (!legal || legal.state === 'done' || legal.state === 'cancelled') return 'stopped';
  return isPaused(state) || view.stands(row.due) ? 'paused' : 'running';
}

function stepView(row: CaseRow, state: DossierState, view: ViewContext): object | null {
  const step = currentStep(state);
  if (!step || !state.step) return null;
  const clock = row.clocks.find((one) => one.id === `step:${step.id}`);
  const holder = state.step.claimedBy;
  const positionId = state.step.handOver?.toPositionId ?? holder?.positionId ?? step.positionId;
  const { dueAt, timeliness } = view.clock(clock);
  return {
    id: step.id,
    name: step.name,
    unit: step.unitId === null ? null : view.unit(step.unitId),
    position: positionId === null ? null : view.position(positionId),
    ...optional('assignee', holder && { id: holder.personId ?? holder.positionId ?? '', name: holder.name }),
    dueAt,
    timeliness,
  };
}

/** A part of a joined procedure: who does it and by when. */
function childView(
  row: CaseRow,
  { child, status, startAt, record }: ChildStanding,
  view: ViewContext,
): object {
  const clock = row.clocks.find((one) => one.id === `child:${child.id}`);
  const { dueOn, dueAt, timeliness } = view.clock(clock);
  return {
    id: child.id,
    name: child.name,
    procedureCode: child.procedureCode,
    agency: child.unitId === null ? { id: null, name: agencyName(child) } : view.unit(child.unitId),
    status,
    ...optional('startedAt', iso(startAt)),
    dueOn,
    dueAt,
    timeliness,
    ...optional(
      'record',
      record && {
        result: record.result,
        ...optional('resultNo', record.resultNo),
        ...optional('note', record.note),
        at: iso(record.at),
        ...optional('by', record.by?.name),
      },
    ),
  };
}

/** What the procedure charges on this channel, and what was asked for or paid. */
function feesOf(state: DossierState): object[] {
  const listed = feesFor(state.procedure, state.channel).map(({ kind, amountVnd, per, note }) => ({
    kind,
    amount: amountVnd ?? null,
    ...optional('per', per),
    ...optional('note', note),
  }));
  const asked = state.payments.map((payment) => ({
    kind: payment.kind,
    amount: payment.amount,
    requestedAt: iso(payment.requestedAt),
    ...optional('paidAt', iso(payment.paidAt)),
    ...optional('receiptNo', payment.receiptNo),
  }));
  return [...listed, ...asked];
}
