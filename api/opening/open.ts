/** Opening cases and meetings: ids follow from (subject, key), so a repeated request finds what the first one made. */
import { ms } from '../../database/epoch';
import type { CaseEvent, CaseKind } from '../../domain/case/case';
import { entityOf } from '../../domain/case/entities';
import type { MeetingInput } from '../../workflows/messages';
import { pendingCommands, pending } from '../http/pending';
import { type CaseRow, loadForCommand, type Recorded, rowAt } from '../cases/rows';
import { isDatabaseAway } from '../http/problems';
import { mustBeSameBody } from '../http/same-body';
import type { Deps } from '../deps';
import { SETTLE_MS } from '../engine';
import { type Identity } from '../login/identity';
import { commandIdOf, uuidOf } from '../http/ids';
import type { Language } from '../http/language';
import { Reply } from '../http/route';
import { caseView } from '../cases/view';
import { ViewContext } from '../cases/view-context';
import { type Warning, warningsOf, withWarnings } from '../cases/warnings';
import { poll } from '../http/wait';

export interface OpeningCall {
  identity: Identity;
  key: string;
  bodyHash: string;
  receivedAt: number;
  language: Language;
}

/** Opens one case; `build` runs only when the key is new. */
export async function openCase(
  kind: CaseKind,
  call: OpeningCall,
  deps: Deps,
  build: () => Promise<Pick<CaseEvent, 'type' | 'data' | 'by'>>,
): Promise<Reply<object>> {
  const { identity, key, bodyHash, receivedAt } = call;
  const id = uuidOf('case', kind, identity.subject, key);
  const commandId = commandIdOf(identity.subject, id, key);
  const look = async (): Promise<{ row: CaseRow; recorded: Recorded } | null> => {
    const { row, recorded } = await loadForCommand(deps.pool, kind, id, commandId);
    return row && recorded ? { row, recorded } : null;
  };
  const before = await look();
  if (before) return answer(before, call, deps);
  const opened = { ...(await build()), at: receivedAt, commandId, bodyHash };
  await deps.engine.startCase(kind, { id, opened });
  const found = await poll(whileAway(look), SETTLE_MS);
  if (found) return answer(found, call, deps);
  pendingCommands.remember(commandId, { kind, id, subject: identity.subject });
  return pending(key, commandId);
}

async function answer(
  { row, recorded }: { row: CaseRow; recorded: Recorded },
  call: OpeningCall,
  deps: Deps,
): Promise<Reply<object>> {
  mustBeSameBody(recorded.bodyHash, call.bodyHash);
  const rules = await deps.rules();
  const then = await rowAt(deps.pool, row, recorded.version, rules);
  const body = {
    ...caseView(then, new ViewContext(rules, call.identity, deps.now())),
    ...withWarnings(warningsOf(then.state, rules, call.language)),
  };
  return new Reply(201, body, { ETag: `"${then.version}"`, Location: `/api/v1/${row.kind}s/${row.id}` });
}

/** Once started it will happen: a database that is away meanwhile is waited for. */
const whileAway =
  <T>(ask: () => Promise<T | null>) =>
  async (): Promise<T | null> => {
    try {
      return await ask();
    } catch (error) {
      if (isDatabaseAway(error)) return null;
      throw error;
    }
  };

interface MeetingRow {
  id: string;
  bodyHash: string;
  cases: { recommendations: string[]; directives: string[] };
  settled: boolean;
}

export const meetingIdOf = (subject: string, key: string): string => uuidOf('meeting', subject, key);

export async function findMeeting(deps: Deps, id: string): Promise<MeetingRow | null> {
  const { rows } = await deps.pool.query<MeetingRow>(
    'SELECT id, body_hash AS "bodyHash", cases, settled_at IS NOT NULL AS settled FROM meeting WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}

export async function openMeeting(
  call: OpeningCall,
  deps: Deps,
  build: (id: string) => Promise<MeetingInput>,
): Promise<Reply<object>> {
  const id = meetingIdOf(call.identity.subject, call.key);
  const before = await findMeeting(deps, id);
  if (before) mustBeSameBody(before.bodyHash, call.bodyHash);
  if (!before?.settled) await deps.engine.startMeeting(await build(id));
  const look = async (): Promise<MeetingRow | null> => {
    const row = await findMeeting(deps, id);
    return row && (row.settled || row.bodyHash !== call.bodyHash) ? row : null;
  };
  const row = before?.settled ? before : await poll(whileAway(look), SETTLE_MS);
  if (!row) return pending(call.key, call.key);
  mustBeSameBody(row.bodyHash, call.bodyHash);
  return new Reply(201, {
    id: row.id,
    recommendations: row.cases.recommendations.map((one) => ({ id: one })),
    directives: row.cases.directives.map((one) => ({ id: one })),
    ...withWarnings(await meetingWarnings(row, call, deps)),
  });
}

/** What to look at once more in the items of a meeting, as they were entered. */
async function meetingWarnings({ cases }: MeetingRow, call: OpeningCall, deps: Deps): Promise<Warning[]> {
  const rules = await deps.rules();
  const { rows } = await deps.pool.query<CaseEvent & { id: string; kind: CaseKind }>(
    `SELECT e.case_id AS id, c.kind, e.type, ${ms('e.at')} AS at, e.by, e.data
     FROM event e JOIN cases c ON c.id = e.case_id
     WHERE e.case_id = ANY($1::uuid[]) AND e.version = 1 AND e.data -> 'deadline' ->> 'kind' = 'leader'`,
    [[...cases.recommendations, ...cases.directives]],
  );
  const opened = new Map(rows.map(({ id, kind, ...event }) => [id, entityOf(kind).evolve(null, event, id)]));
  const ofItems = (ids: readonly string[], list: string): Warning[] =>
    ids.flatMap((id, index) => {
      const state = opened.get(id);
      const warnings = state ? warningsOf(state, rules, call.language) : [];
      return warnings.map((one) => ({ ...one, path: `${list}[${index}]` }));
    });
  return [...ofItems(cases.recommendations, 'recommendations'), ...ofItems(cases.directives, 'directives')];
}
