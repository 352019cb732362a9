/** Jobs that are asked for: a suspension or a recalculation, for real or as a preview that is kept. */
import type { z } from 'zod';
import { maySuspend } from '../../../domain/access/member';
import type { Instant } from '../../../domain/time/types';
import type { Suspension } from '../../../domain/time/suspension';
import type { Client, Pool } from '../../../database/pool';
import { asIf, type Rules } from '../../../database/rules';
import type { Scope } from '../../../database/scope';
import type { Deps } from '../../deps';
import { uuidOf } from '../../http/ids';
import { invalid } from '../../http/problems';
import { mustBeSameBody } from '../../http/same-body';
import { pathOf, Reply } from '../../http/route';
import { actorOf } from '../../login/identity';
import { previewOfScope, previewView } from '../preview';
import {
  jobIdOf,
  nobodyAtWork,
  NOTHING_KEPT,
  publish,
  scopeOf,
  startJob,
  underLock,
  type PublishCall,
} from '../publish';
import { suspensionOf } from '../suspensions/draft';
import { SuspensionInput } from '../suspensions/schemas';
import { notYours } from './rights';
import type { JobInput } from './schemas';

type Input = z.output<typeof JobInput>;

export function suspend(
  { command, filter, dryRun, ids }: Input,
  call: PublishCall,
  rules: Rules,
  deps: Deps,
): Promise<Reply<object>> {
  if (!maySuspend(call.identity, rules.organisation)) throw notYours();
  if (ids)
    throw invalid([
      { path: 'ids', message: 'Tạm dừng theo đơn vị hoặc địa bàn, không theo vụ việc (use filter).' },
    ]);
  // What it would not heed it refuses: the deadlines of more cases than were meant would stand still.
  const unheeded = [
    ...(['kind', 'procedure'] as const)
      .filter((name) => filter?.[name] !== undefined)
      .map((name) => `filter.${name}`),
    ...['unitIds', 'zone'].filter((name) => command?.[name] !== undefined).map((name) => `command.${name}`),
  ];
  if (unheeded.length > 0)
    throw invalid(
      unheeded.map((path) => ({
        path,
        message:
          'Tạm dừng theo đơn vị hoặc địa bàn nêu trong filter, cho mọi vụ việc ở đó (units or a zone, in filter).',
      })),
    );
  const parsed = SuspensionInput.safeParse({ ...command, unitIds: filter?.unitIds, zone: filter?.zone });
  if (!parsed.success)
    throw invalid(
      parsed.error.issues.map(({ path, message }) => ({
        path: `${['unitIds', 'zone'].includes(String(path[0])) ? 'filter' : 'command'}.${pathOf(path)}`,
        message,
      })),
    );
  const id =
    parsed.data.id ?? `tam-dung-${uuidOf('suspension', call.identity.subject, call.key).slice(0, 8)}`;
  const build = (known: Rules): Suspension => ({
    ...suspensionOf(parsed.data, id, known, deps.now()),
    version: versionAfter(known, id),
  });
  const suspension = build(rules);
  if (!dryRun)
    return publish(call, deps, (_client, _at, published) =>
      Promise.resolve({ publication: { kind: 'suspension', body: build(published) } }),
    );
  const publication = { kind: 'suspension' as const, body: suspension };
  return dryRunOf(
    'suspend',
    `Xem trước: tạm dừng "${suspension.name}"`,
    scopeOf(publication, rules),
    call,
    deps,
    () => previewView(publication, rules, asIf(rules, { suspension }), deps),
  );
}

const versionAfter = ({ suspensions }: Rules, id: string): number =>
  Math.max(0, ...suspensions.filter((one) => one.id === id).map(({ version }) => version)) + 1;

export function recalculate(
  { filter = {}, ids, dryRun }: Input,
  call: PublishCall,
  rules: Rules,
  deps: Deps,
): Promise<Reply<object>> {
  const { unitIds, zone, ...narrow } = filter;
  const { organisation } = rules;
  const unknown = (unitIds ?? []).flatMap((id, index) =>
    organisation.unit(id)
      ? []
      : [{ path: `filter.unitIds[${index}]`, message: `Không có đơn vị "${id}" (unknown unit).` }],
  );
  if (unknown.length > 0) throw invalid(unknown);
  const within = organisation.units
    .filter(
      ({ id }) =>
        (unitIds ?? []).some((outer) => organisation.isWithin(id, outer)) ||
        (zone !== undefined && organisation.communeOf(id)?.zone === zone),
    )
    .map(({ id }) => id);
  const scope: Scope = {
    ...narrow,
    ...(ids ? { ids } : {}),
    ...(unitIds || zone !== undefined ? { unitIds: within } : {}),
  };
  if (dryRun)
    return dryRunOf('recalculate', 'Xem trước: tính lại hạn', scope, call, deps, () =>
      previewOfScope(scope, rules, rules, deps),
    );
  return enqueue('recalculate', 'Tính lại hạn theo lịch đang có hiệu lực', scope, call, deps);
}

/** A preview kept as a job that changed nothing. */
async function dryRunOf(
  kind: string,
  title: string,
  scope: Scope,
  call: PublishCall,
  deps: Deps,
  preview: () => Promise<object>,
): Promise<Reply<object>> {
  const result = JSON.stringify({ preview: await preview() });
  const id = await insert(deps.pool, kind, title, scope, call, deps.now(), result);
  const href = `/api/v1/jobs/${id}`;
  return new Reply(202, { published: null, job: { id, title, href } }, { Location: href });
}

async function enqueue(
  kind: string,
  title: string,
  scope: Scope,
  call: PublishCall,
  deps: Deps,
): Promise<Reply<object>> {
  // Beside the job of a publication it would find the same dates moved, and tell everyone a second time.
  const id = await underLock(deps, async (client) => {
    const known = await client.query('SELECT 1 FROM job WHERE id = $1', [jobIdOf(call)]);
    if (known.rowCount === 0) await nobodyAtWork(client, NOTHING_KEPT);
    return insert(client, kind, title, scope, call, deps.now(), null);
  });
  return startJob(id, deps);
}

async function insert(
  client: Pool | Client,
  kind: string,
  title: string,
  scope: Scope,
  call: PublishCall,
  at: Instant,
  result: string | null,
): Promise<string> {
  const id = jobIdOf(call);
  const { rows } = await client.query<{ body_hash: string }>(
    `INSERT INTO job AS j (id, kind, title, dry_run, state, created_at, created_by, body_hash, scope, result, finished_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET id = j.id RETURNING body_hash`,
    [
      id,
      kind,
      title,
      result !== null,
      result === null ? 'waiting' : 'done',
      new Date(at),
      JSON.stringify(actorOf(call.identity, null)),
      call.bodyHash,
      JSON.stringify(scope),
      result,
      result === null ? null : new Date(at),
    ],
  );
  mustBeSameBody(rows[0]?.body_hash, call.bodyHash);
  return id;
}
