/** Workflows without Temporal: the same entities and the same `settle`, in this process, in order. */
import type { Client } from '@temporalio/client';
import { useDeps } from '../../activities/context';
import { beginJob, finishJob, wakeMoved } from '../../activities/jobs';
import { recompute } from '../../activities/recompute';
import { settle as settleIn } from '../../activities/settle';
import type { Engine, Sent } from '../../api/engine';
import { entityOf } from '../../domain/case/entities';
import { admit, type Objection } from '../../domain/case/admit';
import type { CaseEvent, CaseKind, CaseState, Entity } from '../../domain/case/case';
import type { Pool } from '../../database/pool';
import type { RulesStore } from '../../database/rules';
import { FAILURE_OF, type CaseInput, type JobStep, type SettleInput } from '../../workflows/messages';

export interface FakeEngine extends Engine {
  /** Set to make the next sends end so. */
  fate: 'normal' | 'accepted' | 'throws';
  failure: Error | null;
  /** How far the application's clock is ahead, in ms. */
  aheadMs: number;
  /** What time it is for cases and jobs. */
  now(): number;
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
  const cases = new Map<string, { state: CaseState; opened: CaseEvent }>();

  const startCase = async (kind: CaseKind, { id, opened }: CaseInput): Promise<void> => {
    if (engine.failure) throw engine.failure;
    if (cases.has(id)) return;
    cases.set(id, { state: entityOf(kind).evolve(null, opened, id), opened });
    await settle({ kind, id, version: 1, event: opened });
  };

  /** As with the engine, starting a job twice is starting it once. */
  const jobs = new Map<string, Promise<void>>();
  const runJob = async (jobId: string): Promise<void> => {
    useDeps({ pool, rules, temporal: signals as unknown as Client });
    const step = (): JobStep => ({ jobId, now: engine.now() });
    await beginJob(step());
    while ((await recompute(step())).more);
    await finishJob(step());
    while ((await wakeMoved(step())).more);
  };

  const engine: FakeEngine = {
    fate: 'normal',
    failure: null,
    aheadMs: 0,
    now: () => Date.now() + engine.aheadMs,
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
      const held = cases.get(id);
      if (!held || entity.isClosed(held.state)) return { kind: 'gone' };
      const { state, opened } = held;
      const admission = admit(entity, state, opened, message, engine.now());
      if (admission.objection) return refusedBy(admission.objection, entity, state);
      if (engine.fate === 'accepted') {
        engine.aheadMs += 60_000;
        return { kind: 'accepted' };
      }
      const { event, state: next } = admission;
      cases.set(id, { state: next, opened });
      await settle({ kind, id, version: next.version, event });
      for (const part of entity.opens?.(event) ?? [])
        await startCase(part.kind, {
          id: part.id,
          opened: { type: 'submitted', at: event.at, by: event.by, data: part.data },
        });
      return { kind: 'settled', answer: { version: next.version, bodyHash: message.bodyHash } };
    },
    isServing: () => Promise.resolve(true),
  };
  return engine;
}

const refusedBy = ({ because, refusal }: Objection, entity: Entity<CaseState>, state: CaseState): Sent => ({
  kind: 'refused',
  type: FAILURE_OF[because],
  details: { ...refusal, version: state.version, last: state.last, allowed: entity.allowed(state) },
});
