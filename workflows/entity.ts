/**
 * The one loop that runs every case. Facts arrive as Updates or as reached instants; the loop alone calls
 * activities, one at a time and in order, so nothing here needs a lock.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type * as activities from '../activities';
import { accepted, objection, type CommandMessage } from '../domain/case/admit';
import type { CaseEvent, CaseState, Entity } from '../domain/case/case';
import { refuse, type Refusal } from '../domain/case/refusals';
import { bytesOf, MAX_CARRIED_BYTES } from '../domain/case/size';
import type { Instant } from '../domain/time/types';
import { Alarm } from './alarm';
import {
  CaseBusy,
  FAILURE_OF,
  commandUpdate,
  lookSignal,
  stateQuery,
  type CaseInput,
  type Carried,
  type CommandAnswer,
  type RefusalDetails,
  type RememberedAnswer,
} from './messages';
import { openCase } from './open-case';

/** Retried for ever: the database will come back, and until then the command stands in history. */
const { settle, wakeUp } = proxyActivities<typeof activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s' },
});

/** Further commands are refused while so many wait for PostgreSQL (Temporal allows 10 Updates in flight). */
const MAX_UNSETTLED = 8;
/** … or while the oldest has waited this long, in ms. */
const MAX_UNSETTLED_AGE_MS = 30_000;
/** Answers carried through continue-as-new; PostgreSQL keeps all of them for good. */
const REMEMBERED_ANSWERS = 50;
/** Temporal refuses Updates beyond 2,000 a run: past this many, wait for a quiet moment to continue as new. */
const BUSY_UPDATES = 1500;
/** PostgreSQL knows more of the case than its workflow (one of them was restored): look again after this, in ms. */
const AHEAD_REST_MS = 60_000;

/** Nothing but an Update changes a case: a request to cancel its workflow is left unheard. */
export async function runEntity<S extends CaseState>(entity: Entity<S>, input: CaseInput): Promise<void> {
  await CancellationScope.nonCancellable(() => live(entity, input));
}

async function live<S extends CaseState>(entity: Entity<S>, input: CaseInput): Promise<void> {
  const { id, opened, carried } = input;
  let state = carried ? (carried.state as S) : entity.evolve(null, opened, id);
  let settled = carried?.settled ?? 0;
  let wakeAt: Instant | null = carried?.wakeAt ?? null;
  const answers: RememberedAnswer[] = carried ? [...carried.answers] : [];
  const unsettled: { version: number; event: CaseEvent; since: Instant }[] = carried
    ? []
    : [{ version: 1, event: opened, since: Date.now() }];
  // What was re-derived while no run slept on it is asked for at once after continue-as-new.
  let look = carried !== undefined;
  let updates = 0;
  const alarm = new Alarm();

  const record = (event: CaseEvent): number => {
    state = entity.evolve(state, event, id);
    unsettled.push({ version: state.version, event, since: Date.now() });
    return state.version;
  };

  const reject = (type: string, refusal: Refusal): never => {
    const details: RefusalDetails = {
      ...refusal,
      version: state.version,
      last: state.last,
      allowed: entity.allowed(state),
    };
    throw ApplicationFailure.create({
      type,
      message: refusal.reason,
      nonRetryable: true,
      details: [details],
    });
  };

  const answered = ({ commandId }: CommandMessage): RememberedAnswer | undefined =>
    answers.find((answer) => answer.commandId === commandId);

  const validate = (message: CommandMessage): void => {
    if (answered(message)) return;
    const oldest = unsettled[0];
    if (unsettled.length >= MAX_UNSETTLED || (oldest && Date.now() - oldest.since > MAX_UNSETTLED_AGE_MS))
      reject(CaseBusy, refuse('busy'));
    if (updates >= BUSY_UPDATES && !allHandlersFinished()) reject(CaseBusy, refuse('busy'));
    const against = objection(entity, state, opened, message, Date.now());
    if (against) reject(FAILURE_OF[against.because], against.refusal);
  };

  const isSettled = (version: number): Promise<void> =>
    CancellationScope.nonCancellable(() => condition(() => settled >= version));

  const take = (message: CommandMessage): RememberedAnswer => {
    const version = record(accepted(entity, state, message, Date.now()));
    const answer = { commandId: message.commandId, bodyHash: message.bodyHash, version };
    answers.push(answer);
    if (answers.length > REMEMBERED_ANSWERS) answers.shift();
    return answer;
  };

  const handle = async (message: CommandMessage): Promise<CommandAnswer> => {
    updates += 1;
    const { version, bodyHash } = answered(message) ?? take(message);
    await isSettled(version);
    return { version, bodyHash };
  };

  setHandler(commandUpdate, handle, { validator: validate });
  setHandler(lookSignal, () => {
    look = true;
  });
  setHandler(stateQuery, () => state);

  const isTime = (): boolean => look || (wakeAt !== null && wakeAt <= Date.now());
  const carriedNow = (): Carried => ({ schema: 1, state, settled, wakeAt, answers });
  // What does not fit into a new run stays in this one, which has room for a long time yet.
  let tooLarge = 0;
  const fits = (): boolean => {
    if (tooLarge === state.version) return false;
    if (bytesOf([opened, carriedNow()]) <= MAX_CARRIED_BYTES) return true;
    tooLarge = state.version;
    return false;
  };
  const mayRest = (): boolean => workflowInfo().continueAsNewSuggested && allHandlersFinished() && fits();

  const settleNext = async ({ version, event }: { version: number; event: CaseEvent }): Promise<void> => {
    const result = await settle({ kind: state.kind, id, version, event });
    settled = version;
    unsettled.shift();
    wakeAt = result.wakeAt;
    for (const part of entity.opens?.(event) ?? []) {
      const { at, by } = event;
      await openCase(part.kind, { id: part.id, opened: { type: 'submitted', at, by, data: part.data } });
    }
  };

  const recordWhatIsReached = async (): Promise<void> => {
    look = false;
    const judged = await wakeUp({ kind: state.kind, id, version: state.version, now: Date.now() });
    if (judged.version !== state.version) {
      // A command came since: its settling tells the next instant. Otherwise PostgreSQL is ahead.
      if (unsettled.length === 0) wakeAt = Date.now() + AHEAD_REST_MS;
      return;
    }
    wakeAt = judged.nextAt;
    for (const reached of judged.reached) {
      if (entity.isClosed(state)) break;
      const { type, data } = entity.expire(state, reached);
      record({ type, at: Math.max(state.at, Date.now()), by: null, data });
    }
  };

  const news = async (): Promise<void> => {
    alarm.set(wakeAt);
    await condition(() => unsettled.length > 0 || isTime() || alarm.hasRung || mayRest());
  };

  for (;;) {
    const next = unsettled[0];
    if (next) await settleNext(next);
    else if (entity.isClosed(state)) {
      await condition(() => unsettled.length > 0 || allHandlersFinished());
      if (unsettled.length === 0) return;
    } else if (mayRest())
      await continueAsNew<(input: CaseInput) => Promise<void>>({ ...input, carried: carriedNow() });
    else if (isTime()) await recordWhatIsReached();
    else await news();
  }
}
