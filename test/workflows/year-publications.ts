/** Calendars and suspensions of the year, published on the days they were, as the office publishes them. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import pg from 'pg';
import { temporalEngine } from '../../api/engine';
import { identityOf } from '../../api/login/identity';
import type { Deps } from '../../api/deps';
import { publishDraft, type Publication } from '../../api/publishing/publish';
import { layersFromNational } from '../../domain/time/layers';
import { validateLayer } from '../../domain/time/validate-layer';
import type { CalendarLayer } from '../../domain/time/types';
import type { Suspension } from '../../domain/time/suspension';
import { saveDraft } from '../../database/drafts';
import { inTransaction } from '../../database/pool';
import calendar from '../fixtures/calendar-vn.json';
import { until } from './support';
import { storedAgainstDerived } from './year-checks';
import type { Year } from './year';

/** Known when the year begins: the versions published in 2024 and in October 2025. */
const KNOWN_VERSIONS = [1, 2];

const nobody: RequestHandler = (_request, _response, next) => next();

/** A version with every one of its days moved. */
function moved(layer: CalendarLayer, year: Year): CalendarLayer {
  const { covers, effectiveFrom } = layer;
  return {
    ...layer,
    publishedOn: year.on(layer.publishedOn),
    days: layer.days.map((day) => ({
      ...day,
      date: year.on(day.date),
      ...(day.swappedWith === undefined ? {} : { swappedWith: year.on(day.swappedWith) }),
    })),
    ...(covers && {
      covers: {
        from: year.on(covers.from),
        to: year.on(covers.to),
        ...(covers.provisionalTo === undefined ? {} : { provisionalTo: year.on(covers.provisionalTo) }),
      },
    }),
    ...(effectiveFrom === undefined ? {} : { effectiveFrom: year.on(effectiveFrom) }),
  };
}

const isNational = ({ level }: CalendarLayer): boolean => level === 'national';

export class Publications {
  /** Jobs by what was published: `vn@3`, `bao-so-5@1`. */
  readonly jobs: Record<string, string> = {};
  /** When each was published. */
  readonly at: Record<string, number> = {};
  /** Dates that were not those of the rules in force when their job was done. */
  readonly leftBehind: string[] = [];

  private constructor(
    private readonly year: Year,
    private readonly layers: readonly CalendarLayer[],
  ) {}

  /** Nothing but what was known on the first day is published. */
  static async begin(year: Year): Promise<Publications> {
    const layers = layersFromNational(calendar).map((layer) => moved(layer, year));
    const owner = new pg.Client({ connectionString: year.engine.database.ownerUrl });
    await owner.connect();
    await owner.query(
      `ALTER TABLE calendar_layer DISABLE TRIGGER calendar_immutable; DELETE FROM calendar_layer;
       ALTER TABLE calendar_layer ENABLE TRIGGER calendar_immutable`,
    );
    for (const layer of layers)
      if (!isNational(layer) || KNOWN_VERSIONS.includes(layer.version))
        await owner.query(
          'INSERT INTO calendar_layer (id, version, published_on, body) VALUES ($1, $2, $3, $4)',
          [layer.id, layer.version, layer.publishedOn, JSON.stringify(layer)],
        );
    await owner.end();
    return new Publications(year, layers);
  }

  /** The next version of the national calendar. */
  async calendar(version: number): Promise<void> {
    const find = (wanted: number) => this.layers.find((one) => isNational(one) && one.version === wanted);
    const layer = find(version);
    if (!layer) throw new Error(`no version ${version}`);
    await this.publish('calendar', layer.id, layer, ({ body }) => {
      const complaints = validateLayer(body as CalendarLayer, { previous: find(version - 1) });
      if (complaints.length > 0) throw new Error(JSON.stringify(complaints));
    });
  }

  /** A suspension, or another version of one. Instants in the words of the file. */
  async suspension(
    id: string,
    { from, to, ...body }: Pick<Suspension, 'name' | 'unitIds'> & { from: string; to: string | null },
  ): Promise<void> {
    const instants = { from: this.year.at(from), to: to === null ? null : this.year.at(to) };
    const order = { legalBasis: 'Công điện 01/CĐ-UBND', reason: 'Thiên tai', publishedAt: 0 };
    await this.publish('suspension', id, { ...body, ...order, ...instants, id, version: 0 });
  }

  /** Drafted and published at the server's time; then its job is done by the worker. */
  private async publish(
    kind: Publication['kind'],
    id: string,
    body: Publication['body'],
    check?: (publication: Publication) => void,
  ): Promise<void> {
    const { engine } = this.year;
    const now = await this.year.now();
    const deps = this.deps(now);
    const identity = identityOf('admin', await deps.rules(), now);
    const draft = await inTransaction(engine.pool, (client) =>
      saveDraft(client, kind, id, (version) => ({ ...body, version }), identity.subject, now),
    );
    const call = { identity, key: randomUUID(), bodyHash: 'as sent' };
    const { body: answer } = await publishDraft(kind, id, undefined, call, deps, check);
    const name = `${id}@${draft.version}`;
    const jobId = (answer as { job: { id: string } }).job.id;
    this.jobs[name] = jobId;
    this.at[name] = now;
    await until(`job of ${name} is done`, () => this.isDone(jobId));
    await this.year.quiet(name, await this.year.now());
    this.leftBehind.push(...(await storedAgainstDerived(engine)).map((one) => `after ${name}: ${one}`));
  }

  private async isDone(jobId: string): Promise<boolean> {
    const { rows } = await this.year.engine.pool.query(
      `SELECT 1 FROM job WHERE id = $1 AND state = 'done'
         AND NOT EXISTS (SELECT 1 FROM job_case WHERE job_id = $1 AND wake_at IS NOT NULL)`,
      [jobId],
    );
    return rows.length > 0;
  }

  private deps(now: number): Deps {
    const { pool, rules, client, namespace } = this.year.engine;
    return {
      pool,
      rules: () => rules.current(),
      rulesIn: (connection) => rules.current(connection),
      engine: temporalEngine(client, namespace),
      authenticate: nobody,
      limits: { subject: nobody, anybody: nobody },
      now: () => now,
      checkResponses: true,
    };
  }
}
