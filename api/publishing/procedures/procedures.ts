import { appendAudit } from '../../../database/audit';
import { COMMUNE_POSTS, type Complaint, type KnownPosts } from '../../../domain/procedure/complaints';
import { postOf } from '../../../domain/procedure/posts';
import { reviewProcedure } from '../../../domain/procedure/validate';
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import { differences } from '../../../domain/procedure/differences';
import { dateOf, isDate } from '../../../domain/time/plain-date';
import type { Instant, PlainDate } from '../../../domain/time/types';
import { lastPublished, takeDraft } from '../../../database/drafts';
import type { Client, Pool } from '../../../database/pool';
import type { Rules } from '../../../database/rules';
import { conflictOf } from '../../http/problems';
import { mustBeSameBody } from '../../http/same-body';
import type { Deps } from '../../deps';
import { actorOf, type Identity } from '../../login/identity';
import { refuseFaults } from '../faults';
import { callOf, nothingToPublish, publishAlone, type PublishCall } from '../publish';
import { currentVersion, publishedVersions, type Version } from './versions';
import { commandIdOf } from '../../http/ids';
import { iso } from '../../cases/view-context';

/** All that is wrong with it, each with its code; warnings are said elsewhere. */
export function mustBeSound(definition: ProcedureDefinition, rules: Rules): Complaint[] {
  const found = reviewProcedure(definition, knownTo(rules));
  refuseFaults(found.filter(({ severity }) => severity === 'error'));
  return found;
}

/** Posts as the communes have them. A unit that none has is a body outside: the counter answers for it. */
function knownTo({ organisation, procedures }: Rules): KnownPosts {
  const communes = organisation.units.filter(({ kind }) => kind === 'commune');
  return {
    ...COMMUNE_POSTS,
    procedureCodes: procedures.map(({ code }) => code),
    hasPost: (rule) => {
      const posts = communes.map(({ id }) => postOf(rule, id, organisation));
      return (
        posts.every(({ unitId }) => unitId === null) || posts.some(({ positionId }) => positionId !== null)
      );
    },
  };
}

export async function previewVersion(
  { definition, status }: Version,
  rules: Rules,
  deps: Deps,
): Promise<object> {
  const { code, version } = definition;
  const today = dateOf(deps.now());
  const earlier = publishedVersions(rules, code).filter((one) => one.version < version);
  const base = currentVersion(earlier, code, today) ?? null;
  const found = reviewProcedure(definition, knownTo(rules));
  const complaints = found.filter(({ severity }) => severity === 'error').map(said);
  if (status === 'published')
    complaints.push({
      code: 'ALREADY_PUBLISHED',
      path: 'version',
      detail: `Phiên bản ${version} đã công bố.`,
    });
  else if (isPast(definition, today))
    complaints.push({
      code: 'EFFECTIVE_IN_PAST',
      path: 'effectiveFrom',
      detail: `Ngày có hiệu lực ${String(definition.effectiveFrom)} đã qua.`,
    });
  return {
    code,
    version,
    status,
    publishable: complaints.length === 0,
    complaints,
    warnings: warningsIn(found),
    comparedWith: base?.version ?? null,
    differences: differences(base, definition),
    openDossiers: await openDossiers(deps.pool, code, version),
  };
}

const said = ({ code, path, detail }: Complaint): { code: string; path: string; detail: string } => ({
  code,
  path,
  detail,
});

export const warningsIn = (found: readonly Complaint[]): object[] =>
  found.filter(({ severity }) => severity === 'warning').map(said);

/** Dossiers received while it was not yet known cannot be asked to follow it. */
const isPast = ({ effectiveFrom }: ProcedureDefinition, today: PlainDate): boolean =>
  !!effectiveFrom && isDate(effectiveFrom) && effectiveFrom < today;

async function openDossiers(pool: Pool, code: string, version: number): Promise<object> {
  const { rows } = await pool.query<{ version: number; count: number }>(
    `SELECT (state -> 'procedure' ->> 'version')::integer AS version, count(*)::integer AS count FROM cases
     WHERE kind = 'dossier' AND closed_at IS NULL AND procedure_code = $1
       AND (state -> 'procedure' ->> 'version')::integer < $2
     GROUP BY 1 ORDER BY 1`,
    [code, version],
  );
  return { count: rows.reduce((sum, one) => sum + one.count, 0), byVersion: rows };
}

/** Idempotent by subject, address and key: what a key has published it answers again. */
export async function publishProcedure(
  code: string,
  version: number | undefined,
  call: Parameters<typeof callOf>[0],
  deps: Deps,
): Promise<object> {
  const { identity, key, bodyHash } = callOf(call);
  const sent: Sent = {
    commandId: commandIdOf(identity.subject, `procedure:${code}`, key),
    bodyHash,
    identity,
  };
  const before = await publishedBy(deps.pool, sent);
  if (before) return before;
  return publishAlone(deps, async (client, at) => {
    const draft = await takeDraft<ProcedureDefinition>(client, 'procedure', code, version);
    if (!draft) return (await publishedBy(client, sent)) ?? (await refuseNothing(client, code, version));
    const definition = draft.body;
    if (definition.version <= (await lastPublished(client, 'procedure', code)))
      await refuseNothing(client, code, definition.version);
    mustBeSound(definition, await deps.rulesIn(client));
    if (isPast(definition, dateOf(at)))
      throw conflictOf(
        'effectiveInPast',
        `Ngày có hiệu lực ${String(definition.effectiveFrom)} đã qua; xin sửa dự thảo rồi công bố. Dự thảo vẫn được giữ.`,
        `The first day ${String(definition.effectiveFrom)} has passed; change the draft and publish again. It is kept.`,
      );
    await client.query(
      `INSERT INTO procedure_version (code, version, effective_from, body, published_at, published_by)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        code,
        definition.version,
        definition.effectiveFrom,
        JSON.stringify(definition),
        new Date(at),
        identity.subject,
      ],
    );
    await audit(client, definition, sent, at);
    return answerOf(definition, at);
  });
}

interface Sent extends Pick<PublishCall, 'identity' | 'bodyHash'> {
  commandId: string;
}

const answerOf = ({ code, version, effectiveFrom }: ProcedureDefinition, at: Instant): object => ({
  code,
  version,
  status: 'published',
  effectiveFrom,
  publishedAt: iso(at),
});

/** What this very request published before, as the province's audit chain tells it. */
async function publishedBy(client: Pick<Client | Pool, 'query'>, sent: Sent): Promise<object | null> {
  const { rows } = await client.query<{ body: string }>(
    `SELECT body FROM audit WHERE unit_id = 'province' AND what = 'procedurePublished'
       AND body::jsonb ->> 'commandId' = $1 LIMIT 1`,
    [sent.commandId],
  );
  if (!rows[0]) return null;
  const { at, bodyHash, published } = JSON.parse(rows[0].body) as {
    at: Instant;
    bodyHash: string;
    published: ProcedureDefinition;
  };
  mustBeSameBody(bodyHash, sent.bodyHash);
  return answerOf(published, at);
}

async function refuseNothing(client: Client, code: string, version: number | undefined): Promise<never> {
  throw await nothingToPublish(client, 'procedure', code, version);
}

/** In the province's chain: who published what, and by which request. */
async function audit(
  client: Client,
  published: ProcedureDefinition,
  { commandId, bodyHash, identity }: Sent,
  at: Instant,
): Promise<void> {
  const by = actorOf(identity as Identity, null);
  await appendAudit(client, [
    {
      unit: 'province',
      at,
      what: 'procedurePublished',
      by,
      body: { at, by, commandId, bodyHash, published },
    },
  ]);
}
