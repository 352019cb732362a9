import type { CalendarLayer } from '../../domain/time/types';
import type { Suspension } from '../../domain/time/suspension';
import type { Client } from '../../database/pool';
import type { Deps } from '../deps';
import { conflictOf, notFound } from '../http/problems';
import { publish, type Publication, type PublishCall } from './publish';
import type { Reply } from '../http/route';

interface JobRow {
  title: string;
  state: string;
  published: { kind: Publication['kind']; id: string; version: number } | null;
  undone: boolean;
}

export function undo(jobId: string, call: PublishCall, deps: Deps): Promise<Reply<object>> {
  return publish(call, deps, async (client) => {
    const { rows } = await client.query<JobRow>(
      `SELECT title, state, published, EXISTS (SELECT 1 FROM job u WHERE u.undoes = j.id) AS undone FROM job j WHERE id = $1`,
      [jobId],
    );
    const job = rows[0];
    if (!job) throw notFound({ vi: 'Không có việc này.', en: 'No such job.' });
    if (!job.published)
      throw conflictOf(
        'nothingToUndo',
        'Việc này không công bố gì nên không có gì để hoàn tác.',
        'It published nothing.',
      );
    if (job.undone) throw conflictOf('alreadyUndone', 'Việc này đã được hoàn tác.', 'It was undone already.');
    const publication = await before(client, job.published);
    return { publication, undoes: jobId, title: `Hoàn tác: ${job.title}` };
  });
}

const TABLES = { calendar: 'calendar_layer', suspension: 'suspension' } as const;

/** The version before, published anew; without one, a layer that says nothing or a suspension that never was. */
async function before(
  client: Client,
  { kind, id, version }: NonNullable<JobRow['published']>,
): Promise<Publication> {
  const { rows } = await client.query<{ version: number; body: CalendarLayer | Suspension }>(
    `SELECT version, body FROM ${TABLES[kind]} WHERE id = $1 AND version >= $2 - 1 ORDER BY version`,
    [id, version],
  );
  const newest = rows[rows.length - 1];
  if (newest?.version !== version)
    throw conflictOf(
      'supersededSince',
      `Từ đó đã công bố phiên bản ${newest?.version}; chỉ hoàn tác được lần công bố mới nhất.`,
      'A newer version was published since; only the newest can be undone.',
    );
  const earlier = rows.find((row) => row.version === version - 1)?.body;
  const next = { version: version + 1 };
  if (kind === 'calendar') {
    const { id: layerId, name, level, unitId, purpose, publishedOn } = newest.body as CalendarLayer;
    const silent = { id: layerId, name, level, unitId, purpose, publishedOn };
    return {
      kind,
      body: {
        ...((earlier as CalendarLayer | undefined) ?? { ...silent, days: [] }),
        ...next,
        takesBack: version,
      },
    };
  }
  const body = (earlier ?? { ...newest.body, revoked: true }) as Suspension;
  return { kind, body: { ...body, ...next } };
}
