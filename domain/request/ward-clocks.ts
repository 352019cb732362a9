/** The clocks of whoever asked: information the lead needs, and the word on the answer. */
import type { Clock } from '../case/case';
import { workingDays, type EscalationRules } from '../escalation/rules';
import { lastAnswer, upTo } from './duties';
import { ledger } from './ledger';
import type { Assignment, RequestState } from './state';

/** An answer of a directive is confirmed by the provincial office for the leader who gave it. */
const OFFICE_LADDER = 'LD-NO-OWNER';

/**
 * The ward's own clocks (24:00): information it was asked for, the answer it must confirm. It has one of each, whoever
 * leads: the latest lead's, in a further round.
 */
export function wardClocks(state: RequestState, duty: Assignment, rules: EscalationRules): Clock[] {
  const clocks: Clock[] = [];
  const round = duty.information[duty.information.length - 1];
  const askedWard = state.wardIds[0];
  if (round && askedWard && isLatest(state, duty, ({ information }) => information.length > 0))
    clocks.push({
      id: `information:${askedWard}`,
      kind: 'information',
      unitId: askedWard,
      round: upTo(state, duty).reduce((sum, one) => sum + one.information.length, 0),
      ladder: 'LD-WARD-INFORMATION',
      dueKind: 'default',
      ledger: ledger(round.askedAt, 'đơn vị chủ trì hỏi', {
        term: workingDays(rules.defaultSla.information),
        owner: 'person',
      }),
      state: round.answeredAt === undefined ? 'running' : 'done',
      endedAt: round.answeredAt,
      main: false,
      onDue: 'deadlinePassed',
    });
  // A directive's units answer each for themselves; to a recommendation there is one answer.
  const isConfirmed =
    state.kind === 'directive' || isLatest(state, duty, ({ answers }) => answers.length > 0);
  if (lastAnswer(duty) && isConfirmed) clocks.push(...confirmationClocks(state, duty, rules));
  return clocks;
}

const isLatest = (state: RequestState, duty: Assignment, has: (one: Assignment) => boolean): boolean =>
  state.assignments.findLast(has) === duty;

function confirmationClocks(state: RequestState, duty: Assignment, rules: EscalationRules): Clock[] {
  const answer = lastAnswer(duty);
  if (!answer) return [];
  // A directive's answer is confirmed by the provincial office for the leader who gave it.
  const isDirective = state.kind === 'directive';
  const confirmers = isDirective ? [state.officeUnitId] : state.wardIds;
  return confirmers.map((unitId) => {
    const given =
      answer.confirmations.find((one) => one.unitId === unitId)?.at ??
      answer.confirmedAt ??
      answer.disputedAt;
    return {
      id: isDirective ? `confirmation:${unitId}:${duty.unitId}` : `confirmation:${unitId}`,
      kind: 'confirmation',
      unitId,
      round: upTo(state, duty).reduce((sum, one) => sum + one.answers.length, 0),
      ladder: isDirective ? OFFICE_LADDER : 'LD-WARD-CONFIRMATION',
      dueKind: 'default',
      ledger: ledger(answer.at, 'nhận câu trả lời', {
        term: workingDays(rules.defaultSla.confirmation),
        owner: isDirective ? 'office' : 'person',
      }),
      state: given === undefined ? 'running' : 'done',
      endedAt: given,
      main: false,
      onDue: 'deadlinePassed',
    };
  });
}
