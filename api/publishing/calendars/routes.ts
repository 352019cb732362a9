/** Calendars as published data: draft, preview, publish. */
import { mayConfigure } from '../../../domain/access/member';
import { dateOf } from '../../../domain/time/plain-date';
import { validateCalendar } from '../../../domain/publishing/calendars';
import type { CalendarLayer, PlainDate } from '../../../domain/time/types';
import { readDraft } from '../../../database/drafts';
import type { Pool } from '../../../database/pool';
import { asIf, type Rules } from '../../../database/rules';
import type { z } from 'zod';
import type { Deps } from '../../deps';
import { asDraft, keepDraft, mustConfigure } from '../drafts';
import { refuseFaults } from '../faults';
import { previewView } from '../preview';
import { notFound } from '../../http/problems';
import { callOf, publishDraft } from '../publish';
import { route, type Route } from '../../http/route';
import {
  DraftKept,
  JobStarted,
  PreviewResult,
  PublishedVersions,
  RuleParams,
  VersionChoice,
} from '../schemas';
import { CalendarInput } from './schemas';
import { publishedLayer } from './view';

const tag = 'rules';

export const calendarRoutes: Route[] = [
  route(
    {
      method: 'get',
      path: '/calendars/{id}',
      tag,
      summary: 'Các phiên bản của một lịch',
      params: RuleParams,
      returns: PublishedVersions,
    },
    async ({ params: { id }, identity }, deps) => {
      const [rules, draft] = await Promise.all([
        deps.rules(),
        mayConfigure(identity) ? readDraft<CalendarLayer>(deps.pool, 'calendar', id) : null,
      ]);
      const versions = rules.layers.filter((layer) => layer.id === id).map(publishedLayer);
      if (versions.length === 0 && !draft) throw noCalendar();
      return { id, versions, draft: draft && asDraft(draft.body) };
    },
  ),
  route(
    {
      method: 'post',
      path: '/calendars',
      tag,
      summary: 'Lập dự thảo lịch hoặc phiên bản mới của một lịch',
      description: 'Dự thảo có lỗi bị từ chối với 422, kể mọi lỗi. Lập lại thì thay dự thảo đang chờ.',
      body: CalendarInput,
      returns: DraftKept,
      status: 201,
      idempotent: true,
    },
    async ({ body, identity, receivedAt }, deps) => {
      mustConfigure(identity);
      const rules = await deps.rules();
      const layer = layerOf(body, dateOf(deps.now()));
      await mustBeSound(layer, rules, deps);
      return keepDraft('calendar', { id: layer.id }, layer, { identity, receivedAt }, deps);
    },
  ),
  route(
    {
      method: 'post',
      path: '/calendars/{id}/preview',
      tag,
      summary: 'Nếu công bố dự thảo lịch này thì hạn nào đổi',
      params: RuleParams,
      body: VersionChoice,
      returns: PreviewResult,
    },
    async ({ params, body, identity }, deps) => {
      mustConfigure(identity);
      const draft = await readDraft<CalendarLayer>(deps.pool, 'calendar', params.id, body.version);
      if (!draft) throw noDraft();
      const rules = await deps.rules();
      const layer = { ...draft.body, publishedAt: deps.now() };
      await mustBeSound(layer, rules, deps);
      return previewView({ kind: 'calendar', body: layer }, rules, asIf(rules, { layer }), deps);
    },
  ),
  route(
    {
      method: 'post',
      path: '/calendars/{id}/publish',
      tag,
      summary: 'Công bố dự thảo lịch; hạn các vụ việc đang mở được cập nhật',
      params: RuleParams,
      body: VersionChoice,
      returns: JobStarted,
      status: 202,
      idempotent: true,
    },
    async (call, deps) => {
      mustConfigure(call.identity);
      const { params, body } = call;
      return publishDraft('calendar', params.id, body.version, callOf(call), deps, (publication, rules) =>
        mustBeSound(publication.body as CalendarLayer, rules, deps),
      );
    },
  ),
];

const noCalendar = () => notFound({ vi: 'Không có lịch này.', en: 'No such calendar.' });
const noDraft = () =>
  notFound({ vi: 'Lịch này không có dự thảo đang chờ.', en: 'This calendar has no draft waiting.' });

function layerOf(input: z.output<typeof CalendarInput>, today: PlainDate): CalendarLayer {
  const layer = { ...input, version: 0, publishedOn: today };
  delete layer.status;
  delete layer.takesBack;
  return layer as CalendarLayer;
}

/** All that is wrong with it, for the dates of the cases that are open now. */
async function mustBeSound(layer: CalendarLayer, rules: Rules, { pool, now }: Deps): Promise<void> {
  const { layers, organisation } = rules;
  refuseFaults(
    validateCalendar(layer, { layers, organisation, now: now(), counted: await daysCounted(pool) }),
  );
}

/** From the earliest start to the latest date of a clock that still runs. */
async function daysCounted(pool: Pool): Promise<{ from: PlainDate; to: PlainDate } | undefined> {
  const { rows } = await pool.query<{ from: PlainDate | null; to: PlainDate | null }>(
    `SELECT to_char(to_timestamp(min((k.ledger ->> 'startAt')::float8) / 1000) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') AS "from",
       max(k.due_on)::text AS "to"
     FROM clock k JOIN cases c ON c.id = k.case_id
     WHERE c.closed_at IS NULL AND k.state NOT IN ('done', 'cancelled') AND k.ledger IS NOT NULL`,
  );
  const { from = null, to = null } = rows[0] ?? {};
  return from === null || to === null ? undefined : { from, to };
}
