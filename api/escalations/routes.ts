/** Escalations that were fired, their acknowledgement, and the inbox. */
import { z } from 'zod';
import { mayUseCases } from '../../domain/access/member';
import type { Pool } from '../../database/pool';
import { acknowledge } from './acknowledgement';
import { noBusiness } from '../http/problems';
import { ESCALATION_COLUMNS, type EscalationRow, escalationView, visibleEscalations } from './rows';
import { cursorOf, isInstant, limitOf, readCursor, Where } from '../cases/list';
import { isUuid } from '../http/ids';
import { route, type Route } from '../http/route';
import { Acknowledgement, EscalationItem, NotificationItem } from './schemas';
import { booleanText, ListQuery, pageOf, uuid } from '../http/schemas';
import { ViewContext, iso, optional } from '../cases/view-context';
import { readable } from '../cases/events';

const EscalationQuery = z.strictObject({
  ...ListQuery,
  mine: booleanText('true: gửi cho tôi (chức vụ tôi giữ hoặc thay)'),
  acknowledged: booleanText('true: đã có ý kiến; false: chưa có'),
  requiresAcknowledgement: booleanText('true: loại phải có ý kiến'),
  open: booleanText('true: vụ việc chưa kết thúc'),
});

interface Cursor {
  at: number;
  id: string;
}
const isCursor = ({ at, id }: Record<string, unknown>): boolean => isInstant(at) && isUuid(id);

export const escalationRoutes: Route[] = [
  route(
    {
      method: 'get',
      path: '/escalations',
      tag: 'escalations',
      summary: 'Các lần đôn đốc, mới trước',
      query: EscalationQuery,
      returns: pageOf(EscalationItem, 'Các lần đôn đốc'),
    },
    async ({ query, identity }, deps) => {
      if (!mayUseCases(identity)) throw noBusiness();
      const view = new ViewContext(await deps.rules(), identity, deps.now());
      const where = visibleEscalations(new Where().and(`r.state = 'fired'`), view);
      if (query.mine === 'true')
        where.and(
          'r.position_id = ANY(?::text[])',
          identity.positions.map((position) => position.positionId),
        );
      if (query.acknowledged)
        where.and(`r.acknowledged_at IS ${query.acknowledged === 'true' ? 'NOT ' : ''}NULL`);
      if (query.requiresAcknowledgement)
        where.and('r.requires_ack = ?', query.requiresAcknowledgement === 'true');
      if (query.open) where.and(`c.closed_at IS ${query.open === 'true' ? '' : 'NOT '}NULL`);
      const after = readCursor<Cursor>(query.cursor, isCursor);
      if (after)
        where.and(
          "(date_trunc('milliseconds', r.fired_at), r.id) < (?, ?::uuid)",
          new Date(after.at),
          after.id,
        );
      const limit = limitOf(query.limit);
      const { rows } = await deps.pool.query<EscalationRow>(
        `SELECT ${ESCALATION_COLUMNS} WHERE ${where} ORDER BY date_trunc('milliseconds', r.fired_at) DESC, r.id DESC LIMIT ${limit + 1}`,
        where.values,
      );
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items[items.length - 1] : undefined;
      return {
        items: items.map((row) => escalationView(row, view)),
        nextCursor: last ? cursorOf({ at: Math.floor(last.firedAt), id: last.id }) : null,
      };
    },
  ),
  route(
    {
      method: 'post',
      path: '/escalations/{id}/acknowledge',
      tag: 'escalations',
      summary: 'Ghi ý kiến chỉ đạo trên một lần đôn đốc',
      description: 'Chỉ người được gọi hoặc người thay có thời hạn; có thể lập luôn một chỉ đạo.',
      params: z.strictObject({ id: uuid('Mã lần đôn đốc') }),
      body: Acknowledgement,
      returns: EscalationItem,
      idempotent: true,
    },
    async (call, deps) => {
      if (!mayUseCases(call.identity)) throw noBusiness();
      return acknowledge(call, deps);
    },
  ),
  route(
    {
      method: 'get',
      path: '/notifications',
      tag: 'notifications',
      summary: 'Hộp thư của tôi, mới trước',
      query: z.strictObject(ListQuery),
      returns: pageOf(NotificationItem, 'Thông báo'),
    },
    async ({ query, identity }, deps) => inbox(deps.pool, identity.personId, query),
  ),
];

interface NotificationRow {
  id: string;
  at: Date;
  kind: string;
  title: string;
  items: object[];
  readAt: Date | null;
}

async function inbox(
  pool: Pool,
  personId: string | null,
  query: { limit?: string; cursor?: string },
): Promise<object> {
  if (personId === null) return { items: [], nextCursor: null };
  const limit = limitOf(query.limit);
  const where = new Where().and('person_id = ?', personId);
  const after = readCursor<Cursor>(query.cursor, isCursor);
  if (after) where.and("(date_trunc('milliseconds', at), id) < (?, ?::uuid)", new Date(after.at), after.id);
  const { rows } = await pool.query<NotificationRow>(
    `SELECT id, at, kind, title, items, read_at AS "readAt" FROM notification WHERE ${where}
     ORDER BY date_trunc('milliseconds', at) DESC, id DESC LIMIT ${limit + 1}`,
    where.values,
  );
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items[items.length - 1] : undefined;
  return {
    items: items.map(({ id, at, kind, title, items: lines, readAt }) => ({
      id,
      at: iso(at.getTime()),
      kind,
      title,
      items: lines.map((one) => readable(one)),
      ...optional('readAt', iso(readAt?.getTime())),
    })),
    nextCursor: last ? cursorOf({ at: last.at.getTime(), id: last.id }) : null,
  };
}
