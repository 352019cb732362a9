/**
 * What the domain makes of a saved history today: the accepted Updates through `outcome` and `evolve`, the reached
 * instants through `expire`. Replay itself compares commands only, so this is what notices a changed meaning.
 */
import type { CommandMessage } from '../../domain/case/admit';
import type { temporal } from '@temporalio/proto';
import type { CaseEvent, CaseState, Entity } from '../../domain/case/case';
import { dossier } from '../../domain/dossier/entity';
import { request } from '../../domain/request/entity';
import type { CaseInput, SettleInput, WakeUpResult } from '../../workflows/messages';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type Payloads = temporal.api.common.v1.IPayloads | null | undefined;

export interface Folded {
  /** What `settle` would be given today, in order. */
  expected: SettleInput[];
  /** What the history says it was given. */
  recorded: SettleInput[];
  /** The state at the end of the run. */
  state: CaseState;
  /** Where the run went on, when it did. */
  carried: CaseInput['carried'];
}

export function foldHistory(events: readonly HistoryEvent[]): Folded {
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const kind = started?.workflowType?.name;
  const input = json<CaseInput>(started?.input);
  const fold = new Fold(kind === 'dossier' ? (dossier as unknown as Entity<CaseState>) : request, input);
  let carried: CaseInput['carried'];
  const looks = new Map<string, true>();
  for (const event of events) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
    const completed = event.activityTaskCompletedEventAttributes;
    if (event.workflowTaskStartedEventAttributes) fold.now = millis(event);
    // Commands of an activation come before what its activities answered.
    else if (accepted) fold.command(json<CommandMessage>(accepted.acceptedRequest?.input?.args));
    else if (!event.workflowTaskCompletedEventAttributes && !event.workflowTaskScheduledEventAttributes)
      fold.believe();
    if (scheduled?.activityType?.name === 'wakeUp') looks.set(String(event.eventId), true);
    if (scheduled?.activityType?.name === 'settle') fold.recorded.push(json<SettleInput>(scheduled.input));
    if (completed && looks.has(String(completed.scheduledEventId)))
      fold.heard = json<WakeUpResult>(completed.result);
    const next = event.workflowExecutionContinuedAsNewEventAttributes;
    if (next) carried = json<CaseInput>(next.input).carried;
  }
  return { expected: fold.expected, recorded: fold.recorded, state: fold.state, carried };
}

class Fold {
  readonly expected: SettleInput[] = [];
  readonly recorded: SettleInput[] = [];
  state: CaseState;
  now = 0;
  /** An answer of `wakeUp` that the next activation brings. */
  heard: WakeUpResult | null = null;

  constructor(
    private readonly entity: Entity<CaseState>,
    private readonly input: CaseInput,
  ) {
    this.state = input.carried?.state ?? this.settles(null, input.opened);
  }

  command({ command, actor: by, receivedAt, context, commandId, bodyHash }: CommandMessage): void {
    const latest = Math.max(this.now, this.state.at);
    const at = Math.min(Math.max(receivedAt, this.state.at, this.now - 300_000), latest);
    const { type, data } = this.entity.outcome(this.state, command, at, by, context);
    this.state = this.settles(this.state, { type, at, by, data, commandId, bodyHash });
  }

  /** Called behind the commands of the activation: by then the answer may be outdated. */
  believe(): void {
    const heard = this.heard;
    this.heard = null;
    if (heard?.version !== this.state.version) return;
    for (const reached of heard.reached) {
      if (this.entity.isClosed(this.state)) return;
      const { type, data } = this.entity.expire(this.state, reached);
      const at = Math.max(this.state.at, this.now);
      this.state = this.settles(this.state, { type, at, by: null, data });
    }
  }

  private settles(before: CaseState | null, event: CaseEvent): CaseState {
    const state = this.entity.evolve(before, event, this.input.id);
    this.expected.push({ kind: state.kind, id: this.input.id, version: state.version, event });
    return state;
  }
}

const json = <T>(payloads: Payloads): T => {
  const data = payloads?.payloads?.[0]?.data;
  return JSON.parse(Buffer.from(data ?? []).toString() || 'null') as T;
};

const millis = (event: HistoryEvent): number =>
  Number(event.eventTime?.seconds ?? 0) * 1000 + Math.floor((event.eventTime?.nanos ?? 0) / 1e6);
