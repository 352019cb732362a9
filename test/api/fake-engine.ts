/** Workflows without Temporal: the same entities and the same `settle`, in this process, in order. */
import type { Client } from '@temporalio/client';
import { useDeps } from '../../activities/context';
import { beginJob, finishJob, wakeMoved } from '../../activities/jobs';
import { recompute } from '../../activities/recompute';
import { settle as settleIn } from '../../activities/settle';
import type { Engine, Sent } from '../../api/engine';
import { entityOf } from '../../domain/case/entities';
import type { CaseKind, CaseState } from '../../domain/case/case';
import type { Pool } from '../../database/pool';
import type { RulesStore } from '../../database/rules';
import {
  CommandRefused,
  StaleContext,
  VersionMismatch,
  type CaseInput,
  type JobStep,
  type SettleInput,
} from '../../workflows/messages';

export interface FakeEngine extends Engine {
  /** Set to make the next sends end so. */
  fate: 'normal' | 'accepted' | 'throws';
  failure: Error | null;
  /** How far the application's clock is ahead, in ms. */
  aheadMs: number;
}

export function fakeEngine(pool: Pool, rules: RulesStore): FakeEngine {
  const signals = {
    workflow: {
      signalWithStart: () => Promise.resolve(),
      getHandle: () => ({ signal: () => Promise.resolve() }),
    },
  };
  const settle = (input: SettleInput): Promise<unknown> => {
    useDeps({ pool, rules, temporal: signals as unknown as Client });
    return settleIn(input);
  };
  const states = new Map<string, CaseState>();

  const startCase = async (kind: CaseKind, { id, opened }: CaseInput): Promise<void> => {
    if (engine.failure) throw engine.failure;
    if (states.has(id)) return;
    states.set(id, entityOf(kind).evolve(null, opened, id));
    await settle({ kind, id, version: 1, event: opened });
  };

  /** As with the engine, starting a job twice is starting it once. */
  const jobs = new Map<string, Promise<void>>();
  const runJob = async (jobId: string): Promise<void> => {
    useDeps({ pool, rules, temporal: signals as unknown as Client });
    const step = (): JobStep => ({ jobId, now: Date.now() + engine.aheadMs });
    await beginJob(step());
    while ((await recompute(step())).more);
    await finishJob(step());
    while ((await wakeMoved(step())).more);
  };

  const engine: FakeEngine = {
    fate: 'normal',
    failure: null,
    aheadMs: 0,
    startCase,
    async startJob({ id }) {
      if (engine.failure) throw engine.failure;
      const job = jobs.get(id) ?? runJob(id);
      jobs.set(id, job);
      await job;
    },
    async startMeeting(input) {
      if (engine.failure) throw engine.failure;
      const ids = (kind: string): string[] =>
        input.cases.filter((one) => one.kind === kind).map((one) => one.id);
      await pool.query(
        `INSERT INTO meeting (id, title, held_on, created_at, created_by, body_hash, cases, settled_at)
         VALUES ($1, $2, $3, now(), $4, $5, $6, now()) ON CONFLICT DO NOTHING`,
        [
          input.id,
          input.title,
          input.heldOn,
          input.createdBy,
          input.bodyHash,
          JSON.stringify({ recommendations: ids('recommendation'), directives: ids('directive') }),
        ],
      );
      for (const one of input.cases) await startCase(one.kind, { id: one.id, opened: one.opened });
    },
    async send(kind, id, message): Promise<Sent> {
      if (engine.failure) throw engine.failure;
      const entity = entityOf(kind);
      const state = states.get(id);
      if (!state || entity.isClosed(state)) return { kind: 'gone' };
      const refused = (type: string, reason: string, detail: string): Sent => ({
        kind: 'refused',
        type,
        details: { reason, detail, version: state.version, last: state.last, allowed: entity.allowed(state) },
      });
      if (message.ifMatch !== undefined && message.ifMatch !== state.version)
        return refused(VersionMismatch, 'versionMismatch', 'cũ');
      if (message.context.version < state.version) return refused(StaleContext, 'staleContext', 'cũ');
      const refusal = entity.refusal(state, message.command, message.context, message.receivedAt);
      if (refusal) return refused(CommandRefused, refusal.reason, refusal.detail);
      if (engine.fate === 'accepted') {
        engine.aheadMs += 60_000;
        return { kind: 'accepted' };
      }
      const { commandId, bodyHash, actor: by } = message;
      const event = {
        ...entity.outcome(state, message.command, message.receivedAt, by),
        at: message.receivedAt,
        by,
        commandId,
        bodyHash,
      };
      const next = entity.evolve(state, event, id);
      states.set(id, next);
      await settle({ kind, id, version: next.version, event });
      for (const part of entity.opens?.(event) ?? [])
        await startCase(part.kind, {
          id: part.id,
          opened: { type: 'submitted', at: event.at, by, data: part.data },
        });
      return { kind: 'settled', answer: { version: next.version, bodyHash } };
    },
    isServing: () => Promise.resolve(true),
  };
  return engine;
}
