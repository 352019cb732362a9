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
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  sleep,
  startChild,
  workflowInfo,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type * as activities from '../activities';
import type { CaseEvent, CaseState, Entity, Opens } from '../domain/case/case';
import { bytesOf, MAX_CARRIED_BYTES, sizeRefusal } from '../domain/case/size';
import type { Instant } from '../domain/time/types';
import {
  CASES_QUEUE,
  CaseBusy,
  caseWorkflowId,
  CommandRefused,
  StaleContext,
  VersionMismatch,
  commandUpdate,
  lookSignal,
  stateQuery,
  type CaseInput,
  type Carried,
  type CommandAnswer,
  type CommandMessage,
  type RefusalDetails,
  type RememberedAnswer,
} from './messages';

/** Retried for ever: the database will come back, and until then the command stands in history. */
const { settle, wakeUp } = proxyActivities<typeof activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s' },
});

/** Further commands are refused while so many wait for PostgreSQL (Temporal allows 10 Updates in flight). */
const MAX_UNSETTLED = 8;
/** … or while the oldest has waited this long, in ms. */
const MAX_UNSETTLED_AGE_MS = 30_000;
/** A command may be dated at most this long before workflow time, in ms: the time it took to arrive. */
const MAX_BACKDATE_MS = 5 * 60_000;
/** Answers carried through continue-as-new; PostgreSQL keeps all of them for good. */
const REMEMBERED_ANSWERS = 50;
/** Temporal refuses Updates beyond 2,000 a run: past this many, wait for a quiet moment to continue as new. */
const BUSY_UPDATES = 1500;
/** PostgreSQL knows more of the case than its workflow (one of them was restored): look again after this, in ms. */
const AHEAD_REST_MS = 60_000;

interface Timer {
  at: Instant;
  fired: boolean;
  scope: CancellationScope;
}

/** Nothing but an Update changes a case: a request to cancel its workflow is left unheard. */
export async function runEntity<S extends CaseState>(entity: Entity<S>, input: CaseInput): Promise<void> {
  await CancellationScope.nonCancellable(() => live(entity, input));
}

async function live<S extends CaseState>(entity: Entity<S>, input: CaseInput): Promise<void> {
  const carried = input.carried;
  let state = carried ? (carried.state as S) : entity.evolve(null, input.opened, input.id);
  let settled = carried?.settled ?? 0;
  let wakeAt: Instant | null = carried?.wakeAt ?? null;
  const answers: RememberedAnswer[] = carried ? [...carried.answers] : [];
  const unsettled: { version: number; event: CaseEvent; since: Instant }[] = carried
    ? []
    : [{ version: 1, event: input.opened, since: Date.now() }];
  // What was re-derived while no run slept on it is asked for at once after continue-as-new.
  let look = carried !== undefined;
  let updates = 0;
  let timer: Timer | null = null;

  const accept = (event: CaseEvent): number => {
    state = entity.evolve(state, event, input.id);
    unsettled.push({ version: state.version, event, since: Date.now() });
    return state.version;
  };

  const refuse = (type: string, reason: string, detail: string): never => {
    const details: RefusalDetails = {
      reason,
      detail,
      version: state.version,
      last: state.last,
      allowed: entity.allowed(state),
    };
    throw ApplicationFailure.create({ type, message: reason, nonRetryable: true, details: [details] });
  };

  const validate = (message: CommandMessage): void => {
    if (answers.some((answer) => answer.commandId === message.commandId)) return;
    const oldest = unsettled[0];
    if (unsettled.length >= MAX_UNSETTLED || (oldest && Date.now() - oldest.since > MAX_UNSETTLED_AGE_MS))
      refuse(CaseBusy, 'busy', 'Vụ việc đang chờ ghi sổ; xin gửi lại sau với cùng khóa.');
    if (updates >= BUSY_UPDATES && !allHandlersFinished())
      refuse(CaseBusy, 'busy', 'Vụ việc đang sắp xếp lại lịch sử; xin gửi lại sau giây lát.');
    if (message.ifMatch !== undefined && message.ifMatch !== state.version)
      refuse(VersionMismatch, 'versionMismatch', 'Vụ việc đã thay đổi từ khi ông/bà xem; xin tải lại.');
    if (message.context.version < state.version)
      refuse(StaleContext, 'staleContext', 'Dữ liệu dùng để xét đã cũ; hệ thống đọc lại.');
    // Judged at the time the event will have: what was in time when it was sent is not late because we were slow.
    const at = eventTime(message.receivedAt, state.at, Date.now());
    const refusal =
      entity.refusal(state, message.command, message.context, at) ??
      sizeRefusal(bytesOf([input.opened, state]), message.command);
    if (refusal) refuse(CommandRefused, refusal.reason, refusal.detail);
  };

  const isSettled = (version: number): Promise<void> =>
    CancellationScope.nonCancellable(() => condition(() => settled >= version));

  const handle = async (message: CommandMessage): Promise<CommandAnswer> => {
    updates += 1;
    const known = answers.find((answer) => answer.commandId === message.commandId);
    if (known) {
      await isSettled(known.version);
      return { version: known.version, bodyHash: known.bodyHash };
    }
    const at = eventTime(message.receivedAt, state.at, Date.now());
    const { type, data } = entity.outcome(state, message.command, at, message.actor);
    const { commandId, bodyHash, actor: by } = message;
    const version = accept({ type, at, by, data, commandId, bodyHash });
    answers.push({ commandId, bodyHash, version });
    if (answers.length > REMEMBERED_ANSWERS) answers.shift();
    await isSettled(version);
    return { version, bodyHash };
  };

  setHandler(commandUpdate, handle, { validator: validate });
  setHandler(lookSignal, () => {
    look = true;
  });
  setHandler(stateQuery, () => state);

  const arm = (at: Instant | null): void => {
    if (timer && !timer.fired && timer.at === at) return;
    timer?.scope.cancel();
    timer = null;
    if (at === null) return;
    const armed: Timer = { at, fired: false, scope: new CancellationScope() };
    timer = armed;
    armed.scope
      .run(() => sleep(Math.max(1, at - Date.now())))
      .then(
        () => {
          armed.fired = true;
        },
        () => undefined, // cancelled: replaced by another instant
      );
  };

  const isTime = (): boolean => look || (wakeAt !== null && wakeAt <= Date.now());
  const carriedNow = (): Carried => ({ schema: 1, state, settled, wakeAt, answers });
  // What does not fit into a new run stays in this one, which has room for a long time yet.
  let tooLarge = 0;
  const fits = (): boolean => {
    if (tooLarge === state.version) return false;
    if (bytesOf([input.opened, carriedNow()]) <= MAX_CARRIED_BYTES) return true;
    tooLarge = state.version;
    return false;
  };
  const mayRest = (): boolean => workflowInfo().continueAsNewSuggested && allHandlersFinished() && fits();

  for (;;) {
    const next = unsettled[0];
    if (next) {
      const result = await settle({
        kind: state.kind,
        id: input.id,
        version: next.version,
        event: next.event,
      });
      settled = next.version;
      unsettled.shift();
      wakeAt = result.wakeAt;
      for (const part of entity.opens?.(next.event) ?? []) await openPart(part, next.event);
    } else if (entity.isClosed(state)) {
      await condition(() => unsettled.length > 0 || allHandlersFinished());
      if (unsettled.length === 0) return;
    } else if (mayRest()) {
      await continueAsNew<(input: CaseInput) => Promise<void>>({ ...input, carried: carriedNow() });
    } else if (isTime()) {
      look = false;
      const answer = await wakeUp({
        kind: state.kind,
        id: input.id,
        version: state.version,
        now: Date.now(),
      });
      if (answer.version === state.version) {
        wakeAt = answer.nextAt;
        for (const reached of answer.reached) {
          if (entity.isClosed(state)) break;
          const { type, data } = entity.expire(state, reached);
          accept({ type, at: Math.max(state.at, Date.now()), by: null, data });
        }
      } else if (unsettled.length === 0) {
        wakeAt = Date.now() + AHEAD_REST_MS;
      }
    } else {
      arm(wakeAt);
      await condition(() => unsettled.length > 0 || isTime() || timer?.fired === true || mayRest());
    }
  }
}

/** A case of its own that outlives this one; opened already is opened. */
async function openPart({ kind, id, data }: Opens, { at, by }: CaseEvent): Promise<void> {
  const opening: CaseInput = { id, opened: { type: 'submitted', at, by, data } };
  try {
    await startChild(kind, {
      args: [opening],
      workflowId: caseWorkflowId(kind, id),
      taskQueue: CASES_QUEUE,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** When the API received it, but not before the case's last event, not after workflow time, at most 5 minutes back. */
function eventTime(receivedAt: Instant, last: Instant, now: Instant): Instant {
  return Math.min(Math.max(receivedAt, last, now - MAX_BACKDATE_MS), Math.max(now, last));
}
