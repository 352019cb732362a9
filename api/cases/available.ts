/** What this caller may do with this case now: the domain's matrix, cut to the caller's capacities, tried by the rules. */
import { entityOf } from '../../domain/case/entities';
import { capacitiesOf, type Capacity } from '../../domain/access/capacities';
import { capacitiesFor, isOwnAnswer, maySign } from '../../domain/access/commands';
import type { Command, CommandContext } from '../../domain/case/case';
import type { RefusalCode } from '../../domain/case/refusals';
import { activeDuties } from '../../domain/request/duties';
import { allowedByDuty } from '../../domain/request/matrix';
import type { RequestState } from '../../domain/request/state';
import { limitsOf } from '../../domain/dossier/limits';
import { dateOf } from '../../domain/time/plain-date';
import type { Instant } from '../../domain/time/types';
import type { Rules } from '../../database/rules';
import { type CaseRow, duesOf } from './rows';
import { actorOf, type Identity } from '../login/identity';

/** Commands a unit gives about its own duty. */
export const OWN_DUTY = [
  'accept',
  'return',
  'requestInformation',
  'contribute',
  'respond',
  'requestExtension',
  'reportProgress',
];

/** Fillings that pass the rules of content, so that what is left are the rules of the moment. */
const SAMPLE = {
  outcome: 'explained',
  text: '-',
  newDueOn: '2199-12-31',
  granted: false,
  items: ['-'],
  kind: '-',
  receiptNo: '-',
  decisionNo: '-',
  result: 'granted',
  resultNo: '-',
  to: '-',
  by: '-',
  clock: 'continue',
  evidence: '-',
  question: '-',
  answer: '-',
  reason: '-',
};
/** Refusals that speak of the filling, not of the moment. */
const OF_CONTENT: readonly RefusalCode[] = [
  'pauseReasonNotAllowed',
  'notEarlierStep',
  'badValue',
  'missingField',
  'chooseNextStep',
  'extensionTooLong',
];

export function availableCommands(row: CaseRow, identity: Identity, rules: Rules, now: Instant): string[] {
  const { state } = row;
  const capacities = capacitiesOf(identity, state, rules.organisation);
  if (capacities.length === 0) return [];
  const entity = entityOf(row.kind);
  return entity.allowed(state).filter((type) =>
    capacitiesFor(type, capacities, state).some((capacity) => {
      const command = sampleOf(type, capacity, row);
      if (!command || (state.kind !== 'dossier' && isOwnAnswer(identity, command, state))) return false;
      const refusal = entity.refusal(
        state,
        command,
        contextOf(row, identity, capacity, capacities, rules, now),
        now,
      );
      return refusal === null || OF_CONTENT.includes(refusal.reason);
    }),
  );
}

function sampleOf(type: string, capacity: Capacity, row: CaseRow): Command | null {
  if (row.state.kind === 'dossier') return { ...SAMPLE, type };
  const state: RequestState = row.state;
  const command: Command = { ...SAMPLE, type };
  if (OWN_DUTY.includes(type)) {
    const own = activeDuties(state).filter(
      (duty) =>
        capacity.relation === 'office' ||
        (duty.unitId === capacity.unitId && duty.role === capacity.relation),
    );
    const duty = own.find((one) => allowedByDuty(one.status, type));
    return duty ? { ...command, unitId: duty.unitId } : null;
  }
  if (capacity.relation === 'ward') command.wardId = capacity.unitId;
  return command;
}

/** What the rules are judged by: dues and relations as of the version that was read. */
export function contextOf(
  row: CaseRow,
  identity: Identity,
  used: Capacity,
  capacities: readonly Capacity[],
  rules: Rules,
  now: Instant,
): CommandContext {
  const relations = [...new Set(capacities.map((capacity) => capacity.relation))];
  const context: CommandContext = { version: row.version, dues: duesOf(row, now), relations };
  if (row.state.kind === 'dossier') {
    context.maySign = maySign(identity, used.positionId, row.state, rules.organisation, dateOf(now));
    context.limits = limitsOf(row.state, rules, now);
    context.actor = actorOf(identity, used);
  } else {
    context.maxExtensions = rules.escalation.rules.extension.recommendation.maxCount;
  }
  return context;
}
