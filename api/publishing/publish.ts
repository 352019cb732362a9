import { appendAudit } from '../../database/audit';
import type { CalendarLayer, Instant } from '../../domain/time/types';
import type { Suspension } from '../../domain/time/suspension';
import { dateOf } from '../../domain/time/plain-date';
import { type DraftKind, lastPublished, takeDraft } from '../../database/drafts';
import type { Client } from '../../database/pool';
import { publishing } from '../../database/rules-lock';
import type { Rules } from '../../database/rules';
import type { Scope } from '../../database/scope';
import { notFound, Problem } from '../http/problems';
import { mustBeSameBody } from '../http/same-body';
import type { Deps } from '../deps';
import { actorOf, type Identity } from '../login/identity';
import { bodyHashOf, uuidOf } from '../http/ids';
import { RULES_MS } from '../live';
import { sleep } from '../http/wait';
import { type Call, Reply } from '../http/route';

export type Publication =
  { kind: 'calendar'; body: CalendarLayer } | { kind: 'suspension'; body: Suspension };

export interface PublishCall {
  identity: Identity;
  key: string;
  bodyHash: string;
}

/** A key says what was sent to this very address. */
export const callOf = ({
  identity,
  key,
  bodyHash,
  url,
}: Pick<Call<unknown, unknown, unknown>, 'identity' | 'key' | 'bodyHash' | 'url'>): PublishCall => ({
  identity,
  key,
  bodyHash: bodyHashOf([url, bodyHash]),
});

/** A repeated call is the same job. */
export const jobIdOf = ({ identity, key }: PublishCall): string => uuidOf('job', identity.subject, key);

/** Which open cases a publication concerns; of a suspension also those that an earlier version named. */
export function scopeOf(publication: Publication, { organisation, suspensions }: Rules): Scope {
  const units = (test: (id: string) => boolean): Scope => ({
    unitIds: organisation.units.filter(({ id }) => test(id)).map(({ id }) => id),
  });
  if (publication.kind === 'calendar') {
    const { level, unitId, purpose } = publication.body;
    if (purpose === 'reception') return { unitIds: [] }; // no clock counts by it
    return level === 'unit' && unitId ? units((id) => organisation.isWithin(id, unitId)) : {};
  }
  const versions = [publication.body, ...suspensions.filter((one) => one.id === publication.body.id)];
  return units((id) =>
    versions.some(
      ({ unitIds, zone }) =>
        unitIds.some((outer) => organisation.isWithin(id, outer)) ||
        (zone !== undefined && organisation.communeOf(id)?.zone === zone),
    ),
  );
}

export function titleOf({ kind, body }: Publication): string {
  if (kind === 'calendar') return `Công bố lịch "${body.name}" (${body.id}), phiên bản ${body.version}`;
  if (body.revoked) return `Hủy bỏ tạm dừng "${body.name}"`;
  return body.to !== null && body.version > 1
    ? `Kết thúc tạm dừng "${body.name}"`
    : `Tạm dừng "${body.name}" (${body.legalBasis})`;
}

/** Publishes the draft; answers with the job that moves the open cases. */
export function publishDraft(
  kind: Publication['kind'],
  id: string,
  version: number | undefined,
  call: PublishCall,
  deps: Deps,
  check: (publication: Publication, rules: Rules) => void | Promise<void> = () => undefined,
): Promise<Reply<object>> {
  return publish(
    call,
    deps,
    async (client, _at, rules) => {
      const draft = await takeDraft<Publication['body']>(client, kind, id, version);
      if (!draft || draft.version <= (await lastPublished(client, kind, id)))
        throw await nothingToPublish(client, kind, id, version ?? draft?.version);
      const publication = { kind, body: draft.body } as Publication;
      await check(publication, rules);
      return { publication };
    },
    DRAFT_KEPT,
  );
}

/** What a refusal says of what was sent. */
interface Kept {
  vi: string;
  en: string;
}
const DRAFT_KEPT: Kept = {
  vi: 'xin công bố sau khi việc đó xong. Dự thảo vẫn được giữ.',
  en: 'publish when it is done. The draft is kept.',
};
export const NOTHING_KEPT: Kept = {
  vi: 'chưa có gì thay đổi; xin gửi lại sau khi việc đó xong.',
  en: 'nothing has changed; send this again when it is done.',
};

interface ToPublish {
  publication: Publication;
  undoes?: string;
  title?: string;
}

/** @param build runs under the publishing lock */
export async function publish(
  call: PublishCall,
  deps: Deps,
  build: (client: Client, at: Instant, rules: Rules) => Promise<ToPublish>,
  kept: Kept = NOTHING_KEPT,
): Promise<Reply<object>> {
  const { identity, bodyHash } = call;
  const jobId = jobIdOf(call);
  // Read before the lock is held: under it a version that has not changed needs no further connection.
  await deps.rules();
  await publishAlone(deps, async (client, now) => {
    const { rows } = await client.query<{ body_hash: string }>('SELECT body_hash FROM job WHERE id = $1', [
      jobId,
    ]);
    if (rows[0]) return mustBeSameBody(rows[0].body_hash, bodyHash);
    await nobodyAtWork(client, kept);
    const at = await afterTheLast(client, now);
    const rules = await deps.rulesIn(client);
    const { publication, undoes, title } = await build(client, at, rules);
    await write(client, publication, identity, at);
    await client.query(
      `INSERT INTO job (id, kind, title, created_at, created_by, body_hash, published, undoes, scope)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        jobId,
        publication.kind === 'suspension' ? 'suspend' : 'recalculate',
        title ?? titleOf(publication),
        new Date(at),
        JSON.stringify(actorOf(identity, null)),
        bodyHash,
        JSON.stringify({
          kind: publication.kind,
          id: publication.body.id,
          version: publication.body.version,
        }),
        undoes ?? null,
        JSON.stringify(scopeOf(publication, rules)),
      ],
    );
    await audit(client, publication, jobId, identity, at);
  });
  return startJob(jobId, deps);
}

/** Those who publish in one process take turns: waiting for the lock each would hold a connection that others need. */
let turn: Promise<unknown> = Promise.resolve();

export function underLock<T>(deps: Deps, work: (client: Client, at: Instant) => Promise<T>): Promise<T> {
  const mine = turn.then(() => publishing(deps.pool, deps.now, work));
  turn = mine.catch(() => undefined);
  return mine;
}

/** Answers when every process has the new rules: each may keep those before for a moment. */
export async function publishAlone<T>(
  deps: Deps,
  work: (client: Client, at: Instant) => Promise<T>,
): Promise<T> {
  const result = await underLock(deps, work);
  await sleep(RULES_MS);
  return result;
}

/** The watch begins it should the engine be away now: it is published, and will be done. */
export async function startJob(jobId: string, deps: Deps): Promise<Reply<object>> {
  await deps.engine.startJob({ id: jobId }).catch(() => undefined);
  const { rows } = await deps.pool.query<{ published: object | null; title: string }>(
    'SELECT published, title FROM job WHERE id = $1',
    [jobId],
  );
  const href = `/api/v1/jobs/${jobId}`;
  const { published = null, title = '' } = rows[0] ?? {};
  return new Reply(202, { published, job: { id: jobId, title, href } }, { Location: href });
}

/** One at a time: what a case had before and has after is then the work of one publication. */
export async function nobodyAtWork(client: Client, kept: Kept): Promise<void> {
  const { rows } = await client.query<{ id: string; title: string }>(
    `SELECT id, title FROM job WHERE state <> 'done' LIMIT 1`,
  );
  if (rows[0])
    throw new Problem(409, 'jobRunning', {
      vi: `Việc "${rows[0].title}" đang cập nhật hạn các vụ việc; ${kept.vi}`,
      en: `A job is still moving dates; ${kept.en}`,
    });
}

/** An instant after every publication so far, though another process published whose clock is ahead. */
async function afterTheLast(client: Client, now: Instant): Promise<Instant> {
  const { rows } = await client.query<{ last: number | null }>(
    `SELECT ceil(extract(epoch FROM max(published_at)) * 1000)::float8 AS last
     FROM (SELECT published_at FROM calendar_layer UNION ALL SELECT published_at FROM suspension) p`,
  );
  return Math.max(now, (rows[0]?.last ?? 0) + 1);
}

/** Why there is nothing to publish: no such thing, a version that is out already, or no draft. */
export async function nothingToPublish(
  client: Client,
  kind: DraftKind,
  id: string,
  version?: number,
): Promise<Problem> {
  const last = await lastPublished(client, kind, id);
  if (last === 0) return notFound({ vi: 'Không có dự thảo này.', en: 'There is no such draft.' });
  const isOut = version !== undefined && version <= last;
  return new Problem(409, isOut ? 'alreadyPublished' : 'noDraft', {
    vi: isOut
      ? `Phiên bản ${version} đã được công bố; muốn thay đổi xin lập dự thảo mới từ phiên bản ${last}.`
      : `Không có dự thảo nào đang chờ; phiên bản đã công bố mới nhất là ${last}.`,
    en: isOut
      ? `Version ${version} is published already; make a new draft from version ${last} to change it.`
      : `No draft is waiting; version ${last} is the newest one published.`,
  });
}

async function write(
  client: Client,
  { kind, body }: Publication,
  { subject }: Identity,
  at: Instant,
): Promise<void> {
  if (kind === 'calendar')
    await client.query(
      `INSERT INTO calendar_layer (id, version, published_on, published_at, published_by, body) VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        body.id,
        body.version,
        dateOf(at),
        new Date(at),
        subject,
        JSON.stringify({ ...body, publishedOn: dateOf(at) }),
      ],
    );
  else
    await client.query(
      'INSERT INTO suspension (id, version, published_at, published_by, body) VALUES ($1, $2, $3, $4, $5)',
      [body.id, body.version, new Date(at), subject, JSON.stringify(body)],
    );
}

/** In the province's chain: who published what. */
async function audit(
  client: Client,
  { kind, body }: Publication,
  job: string,
  identity: Identity,
  at: Instant,
): Promise<void> {
  const by = actorOf(identity, null);
  await appendAudit(client, [
    {
      unit: 'province',
      at,
      what: `${kind}Published`,
      by,
      body: { at, by, job, published: body },
    },
  ]);
}
