/**
 * The command gateway: what people send becomes an Update of the case's workflow. Whatever happens in between, the
 * sender is told the truth: done, refused with its reason, stale, or "it may still happen; repeat with the same key".
 */
import { foreign, unknownCase } from '../cases/permitted';
import { pending, pendingCommands } from '../http/pending';
import { entityOf } from '../../domain/case/entities';
import { capacitiesOf, type Capacity } from '../../domain/access/capacities';
import { capacitiesFor, isOwnAnswer } from '../../domain/access/commands';
import { maySee } from '../../domain/access/visibility';
import type { CaseKind, Command } from '../../domain/case/case';
import { refuse, type Refusal } from '../../domain/case/refusals';
import { StaleContext } from '../../workflows/messages';
import { contextOf } from '../cases/available';
import { type CaseRow, findRecorded, loadCase, loadForCommand, type Recorded, rowAt } from '../cases/rows';
import { daysOf, prepareCommand } from './prepare';
import type { Rules } from '../../database/rules';
import type { Deps } from '../deps';
import { SETTLE_MS } from '../engine';
import { commandIdOf } from '../http/ids';
import { actorOf, type Identity } from '../login/identity';
import { afterwards } from './aftermath';
import { engineAway, forbidden, mayStillHappen, notFound } from '../http/problems';
import { mustBeSameBody } from '../http/same-body';
import { refused, refusedByWorkflow } from './refused';
import type { Language } from '../http/language';
import { Reply } from '../http/route';
import { caseView } from '../cases/view';
import { warningsOf, withWarnings } from '../cases/warnings';
import { ViewContext } from '../cases/view-context';
import { sleep } from '../http/wait';

export interface CommandCall {
  kind: CaseKind;
  id: string;
  body: Command;
  identity: Identity;
  key: string;
  bodyHash: string;
  ifMatch?: number;
  receivedAt: number;
  language: Language;
}

/** Others' commands to the case are waited for this long after receipt, in ms, before the sender hears of it. */
const STALE_MS = 5_000;
/** Pause before the case is read again, in ms; uneven, so that those who wait do not meet again. */
const stalePause = (attempt: number): number => Math.min(20 * 2 ** attempt, 320) * (0.5 + Math.random());

export async function giveCommand(call: CommandCall, deps: Deps): Promise<Reply<object>> {
  const { kind, id, identity, key, bodyHash } = call;
  const commandId = commandIdOf(identity.subject, id, key);
  let meant: Command | null = null;
  for (let attempt = 0; ; attempt += 1) {
    const [rules, { row, recorded }] = await Promise.all([
      deps.rules(),
      loadForCommand(deps.pool, kind, id, commandId),
    ]);
    if (!row) throw unknownCase(identity);
    const view = new ViewContext(rules, identity, deps.now());
    const capacities = capacitiesOf(identity, row.state, rules.organisation);
    if (!maySee(identity, row.state, rules.organisation)) throw foreign(kind, identity);
    if (recorded) return answerAgain(call, recorded, row, deps);

    const asked = (meant ??= asMeant(call.body, row));
    const allowed = capacitiesFor(asked.type, capacities, row.state, asked.childId);
    if (allowed.length === 0) {
      const never = capacities.length > 0 && impossible(row, asked, deps);
      if (never) throw refused(row, never, view);
      throw forbidden({
        vi: 'Tài khoản này không có quyền làm bước này với vụ việc này.',
        en: 'You may not give this command to this case.',
      });
    }
    const { command, used } = await prepareCommand(asked, allowed, row, rules, deps, identity);
    if (row.state.kind !== 'dossier' && isOwnAnswer(identity, command, row.state))
      throw refused(row, refuse('verifierIsAuthor'), view);

    const sent = await deps.engine.send(kind, id, {
      commandId,
      command,
      actor: actorOf(identity, used),
      receivedAt: call.receivedAt,
      context: {
        ...contextOf(row, identity, used, capacities, rules, deps.now()),
        ...daysOf(command, row, rules),
      },
      bodyHash,
      ifMatch: call.ifMatch,
    });
    switch (sent.kind) {
      case 'settled':
        mustBeSameBody(sent.answer.bodyHash, bodyHash);
        return answerDone(call, sent.answer.version, deps);
      case 'accepted':
        return acceptedButUnsettled(call, commandId, deps);
      case 'gone':
        return answerGone(call, commandId, used, deps);
      case 'refused':
        if (sent.type === StaleContext && deps.now() < call.receivedAt + STALE_MS) {
          await sleep(stalePause(attempt));
          continue;
        }
        throw refusedByWorkflow(sent.type, sent.details, row, view);
    }
  }
}

/**
 * A step is completed where the sender saw the dossier. Whoever does not name it means the one it lay at when the
 * command came, also when it has to be read again because another was faster: two clicks at once complete one step.
 */
function asMeant(body: Command, { state }: CaseRow): Command {
  if (body.type !== 'completeStep' || state.kind !== 'dossier' || !state.step) return body;
  return { ...body, stepId: body.stepId ?? state.step.id };
}

/** What the case as it stands rules out for everybody is refused by the rules, not for want of a right. */
function impossible(row: CaseRow, asked: Command, deps: Deps): Refusal | null {
  const entity = entityOf(row.kind);
  const context = { version: row.version, dues: {}, relations: [] };
  const refusal = entity.refusal(row.state, asked, context, deps.now());
  const isForAll = !entity.allowed(row.state).includes(asked.type) || refusal?.reason === 'stepAlreadyLeft';
  return isForAll ? refusal : null;
}

/** The row is there as soon as the Update answers: `settle` committed before. */
async function answerDone(call: CommandCall, version: number, deps: Deps): Promise<Reply<object>> {
  const [rules, row] = await Promise.all([deps.rules(), loadCase(deps.pool, call.kind, call.id)]);
  if (!row || row.version < version) throw mayStillHappen();
  const then = await rowAt(deps.pool, row, version, rules);
  return answered(then, call, rules, deps);
}

async function answerAgain(
  call: CommandCall,
  recorded: Recorded,
  row: CaseRow,
  deps: Deps,
): Promise<Reply<object>> {
  mustBeSameBody(recorded.bodyHash, call.bodyHash);
  const rules = await deps.rules();
  const then = await rowAt(deps.pool, row, recorded.version, rules);
  return answered(then, call, rules, deps);
}

/** The case as it stood after the command. */
async function answered(then: CaseRow, call: CommandCall, rules: Rules, deps: Deps): Promise<Reply<object>> {
  await afterwards(then, call.body.type, deps);
  const body = {
    ...caseView(then, new ViewContext(rules, call.identity, deps.now())),
    ...withWarnings(warningsOf(then.state, rules, call.language)),
  };
  return new Reply(200, body, { ETag: `"${then.version}"` });
}

/** Accepted: it stands in the workflow's history. Looked for a while longer, then 202 and a place to ask. */
async function acceptedButUnsettled(
  call: CommandCall,
  commandId: string,
  deps: Deps,
): Promise<Reply<object>> {
  const until = call.receivedAt + SETTLE_MS;
  for (let pause = 50; deps.now() + pause < until; pause = Math.min(pause * 2, 1_000)) {
    await sleep(pause);
    const recorded = await findRecorded(deps.pool, commandId).catch(() => null);
    if (recorded) return answerDone(call, recorded.version, deps);
  }
  pendingCommands.remember(commandId, { kind: call.kind, id: call.id, subject: call.identity.subject });
  return pending(call.key, commandId);
}

/** The workflow is over: either this very command ended it, or the case is closed and the rules say so. */
async function answerGone(
  call: CommandCall,
  commandId: string,
  used: Capacity,
  deps: Deps,
): Promise<Reply<object>> {
  const { row, recorded } = await loadForCommand(deps.pool, call.kind, call.id, commandId);
  if (!row) throw notFound();
  if (recorded) return answerAgain(call, recorded, row, deps);
  const entity = entityOf(call.kind);
  if (!entity.isClosed(row.state)) throw engineAway();
  const rules = await deps.rules();
  const context = contextOf(row, call.identity, used, [used], rules, deps.now());
  const refusal =
    entity.refusal(row.state, call.body, context, deps.now()) ??
    refuse('closed', { status: row.state.status, command: call.body.type });
  throw refused(row, refusal, new ViewContext(rules, call.identity, deps.now()));
}
