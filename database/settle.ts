/** The one statement of truth that writes a case; idempotent by (case id, version). */
import type { CaseEvent, CaseState } from '../domain/case/case';
import { derive } from '../domain/case/derive';
import { figuresOf } from '../domain/case/figures';
import { entityOf } from '../domain/case/entities';
import type { DossierState } from '../domain/dossier/state';
import { dateOf } from '../domain/time/plain-date';
import type { Instant } from '../domain/time/types';
import { oversleeping } from './agenda-sleep';
import { appendAudit } from './audit';
import type { Client, Pool } from './pool';
import { whileRulesStand } from './rules-lock';
import type { Rules, RulesStore } from './rules';
import { POSTMAN_OFFICE, type SettleInput, type SettleResult } from '../workflows/messages';
import { writeClocks, writeRungs } from './derived';
import { writeFigures } from './figures';
import { auditUnit, type Codes, requestScope, takeCode, writeCase, writeEvent } from './store';

export interface SettleDeps {
  pool: Pool;
  rules: RulesStore;
  /** Tells an office's agenda to look again; a wake too many is harmless. */
  wakeAgenda(office: string): Promise<void>;
  /** Called between commit and the agendas' wake: a fault test may end the process here. */
  committed?(): void;
}

/**
 * Writes event, projection, clocks, rungs, audit and agendas' wake-ups in one transaction and answers when the case
 * must next wake. Run again for a version that is there already, it writes nothing and answers with the wake-up as it
 * is now; the agendas are signalled again, for the worker may have died between commit and signal.
 */
export async function settle(
  { pool, rules, wakeAgenda, committed }: SettleDeps,
  { kind, id, version, event }: SettleInput,
): Promise<SettleResult> {
  const { result, offices } = await whileRulesStand(pool, async (client) => {
    const before = await lockCase(client, id);
    if (before && before.version >= version) {
      await isTheSame(client, id, version, event);
      return { result: { wakeAt: before.wakeAt }, offices: await sleepyOffices(client, id, null) };
    }
    if ((before?.version ?? 0) !== version - 1)
      throw new Error(`case ${id}: version ${version} before ${version - 1} is settled`);
    const published = await rules.current(client);
    const state = entityOf(kind).evolve(before?.state ?? null, event, id);
    const derived = derive(state, published);
    await writeCase(client, state, derived, await codesOf(client, before?.codes, state, published));
    await writeEvent(client, id, version, event, {
      wakeAt: derived.wakeAt,
      dues: Object.fromEntries(derived.clocks.map((clock) => [clock.id, clock.due?.dueAt ?? null])),
    });
    await writeClocks(client, [{ id, derived }], published.escalationVersion);
    const corrections = await writeRungs(client, [{ id, derived }], event);
    await writeFigures(client, [{ id, figures: figuresOf(state, derived) }], event.at);
    const asleep = await sleepyOffices(client, id, corrections > 0 ? event.at : null);
    await audit(client, state, event);
    return { result: { wakeAt: derived.wakeAt }, offices: asleep };
  });
  committed?.();
  await Promise.all(offices.map(wakeAgenda));
  return result;
}

/**
 * What stands under this version must be this very event. Another one means that the engine was set back behind
 * PostgreSQL (restored, reset): nothing is answered as written, the case waits and is seen by `verify` and the alarms.
 */
async function isTheSame(client: Client, id: string, version: number, event: CaseEvent): Promise<void> {
  const { rows } = await client.query<{ type: string; command_id: string | null }>(
    'SELECT type, command_id FROM event WHERE case_id = $1 AND version = $2',
    [id, version],
  );
  const there = rows[0];
  if (there?.type !== event.type || there.command_id !== (event.commandId ?? null))
    throw new Error(
      `case ${id}: version ${version} is another event (${there?.type ?? 'none'}) in PostgreSQL`,
    );
}

interface Before {
  version: number;
  state: CaseState;
  codes: Codes;
  wakeAt: Instant | null;
}

async function lockCase(client: Client, id: string): Promise<Before | null> {
  const { rows } = await client.query<{
    version: number;
    state: CaseState;
    code: string | null;
    provisional: string | null;
    wake_at: Date | null;
  }>(
    {
      name: 'case.lock',
      text: 'SELECT version, state, code, provisional_code AS provisional, wake_at FROM cases WHERE id = $1 FOR UPDATE',
    },
    [id],
  );
  const row = rows[0];
  return row
    ? {
        version: row.version,
        state: row.state,
        codes: { code: row.code, provisional: row.provisional },
        wakeAt: row.wake_at?.getTime() ?? null,
      }
    : null;
}

/** Offices that should be awake for this case and may not be; the postman too when something leaves at `lettersAt`. */
async function sleepyOffices(client: Client, id: string, lettersAt: Instant | null): Promise<string[]> {
  const { rows } = await client.query<{ office: string; at: Date }>(
    {
      name: 'case.offices',
      text: `SELECT office, min(coalesce(retry_at, at)) AS at FROM rung WHERE case_id = $1 AND state = 'armed' GROUP BY office`,
    },
    [id],
  );
  const earliest = new Map(rows.map((row) => [row.office, row.at.getTime()]));
  if (lettersAt !== null) earliest.set(POSTMAN_OFFICE, lettersAt);
  return oversleeping(client, earliest);
}

async function codesOf(
  client: Client,
  before: Codes | undefined,
  state: CaseState,
  rules: Rules,
): Promise<Codes> {
  const code = before?.code ?? (await codeFor(client, state, rules));
  const provisional = before
    ? before.provisional
    : code === null
      ? await provisionalCode(client, state)
      : null;
  return { code, provisional };
}

/** Follows from the id, so that it is the same whoever settles; longer should another dossier have the short one. */
async function provisionalCode(client: Client, { id }: CaseState): Promise<string> {
  const digits = id.replaceAll('-', '').toUpperCase();
  const short = `TAM-${digits.slice(0, 8)}`;
  const { rowCount } = await client.query('SELECT FROM cases WHERE provisional_code = $1', [short]);
  return rowCount === 0 ? short : `TAM-${digits.slice(0, 12)}`;
}

/** A dossier has its code from the day its clock starts. */
async function codeFor(client: Client, state: CaseState, rules: Rules): Promise<string | null> {
  if (state.kind !== 'dossier') {
    const scope = requestScope(state);
    return `${scope}-${String(await takeCode(client, scope)).padStart(6, '0')}`;
  }
  const { acceptedAt, receivingUnitId } = state as DossierState;
  if (acceptedAt === null || acceptedAt === undefined) return null;
  const unit = rules.organisation.unit(receivingUnitId);
  const scope = `${unit?.code ?? receivingUnitId.toUpperCase()}-${dateOf(acceptedAt).slice(2).replaceAll('-', '')}`;
  return `${scope}-${String(await takeCode(client, scope)).padStart(4, '0')}`;
}

async function audit(client: Client, state: CaseState, event: CaseEvent): Promise<void> {
  const { type, at, by, data, commandId } = event;
  await appendAudit(client, [
    {
      unit: auditUnit(state),
      at,
      what: type,
      caseId: state.id,
      version: state.version,
      by,
      body: { id: state.id, version: state.version, type, at, by, data, commandId },
    },
  ]);
}
