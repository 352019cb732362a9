/** Lists of published rules and of the organisation. */
import { z } from 'zod';
import { dateOf } from '../../domain/time/plain-date';
import type { Pool } from '../../database/pool';
import type { Rules } from '../../database/rules';
import type { Identity } from '../login/identity';
import { limitOf, cursorOf, readCursor } from '../cases/list';
import { route, type Route } from '../http/route';
import { ListQuery, pageOf, PlainDate } from '../http/schemas';
import { layerDrafts, publishedLayer } from './calendars/view';
import { procedureDrafts, publishedProcedure } from './procedures/view';
import { suspensionDrafts, suspensionView } from './suspensions/view';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });
const date = PlainDate.nullable().meta({
  description: 'Ngày; null là không giới hạn',
  examples: ['2025-07-01'],
});
const id = text('Mã', 'gl-phuong-quy-nhon');

const Unit = z
  .strictObject({
    id,
    name: text('Tên', 'Phường Quy Nhơn'),
    shortName: z
      .string()
      .nullable()
      .meta({ description: 'Tên ngắn', examples: ['Quy Nhơn'] }),
    kind: text('Loại đơn vị', 'commune'),
    parentId: z
      .string()
      .nullable()
      .meta({ description: 'Đơn vị cấp trên', examples: ['gl-ubnd-tinh'] }),
    code: z
      .string()
      .nullable()
      .meta({ description: 'Mã định danh', examples: ['H21.901'] }),
    effectiveFrom: date,
    effectiveTo: date,
  })
  .meta({ id: 'Unit', description: 'Đơn vị.' });

const Position = z
  .strictObject({
    id,
    unitId: text('Đơn vị', 'gl-so-tai-chinh'),
    title: text('Chức danh', 'Giám đốc Sở Tài chính'),
    level: text('Cấp', 'director'),
    canSign: z.boolean().meta({ description: 'Được ký', examples: [true] }),
    holder: z
      .strictObject({
        id: text('Mã người', 'person-011'),
        name: text('Tên', 'Nguyễn Mẫu'),
        onBehalfOf: text('Thay cho ai', 'Lê Mẫu Ba').optional(),
      })
      .nullable()
      .meta({ description: 'Người giữ hoặc thay hôm nay; null là khuyết' }),
  })
  .meta({ id: 'Position', description: 'Chức vụ.' });

const Substitution = z
  .strictObject({
    id,
    positionId: text('Chức vụ', 'gl-so-tai-chinh-chuyen-vien'),
    absentPersonId: text('Người vắng', 'person-013'),
    substitutePersonId: text('Người thay', 'person-036'),
    from: PlainDate,
    to: PlainDate,
    reason: text('Lý do', 'Đi công tác'),
    canSign: z.boolean().meta({ description: 'Được ký thay', examples: [false] }),
  })
  .meta({ id: 'Substitution', description: 'Thay thế có thời hạn.' });

const published = z
  .looseObject({})
  .meta({ description: 'Toàn văn phiên bản đã công bố', examples: [{ id: 'vn', version: 5 }] });

/** A list of published things, paged by its order. */
function listOf<T extends z.ZodType>(
  path: string,
  summary: string,
  item: T,
  read: (rules: Rules, today: string, pool: Pool) => readonly unknown[] | Promise<readonly unknown[]>,
): Route {
  return route(
    {
      method: 'get',
      path,
      tag: 'rules',
      summary,
      query: z.strictObject(ListQuery),
      returns: pageOf(item, summary),
    },
    async ({ query }, deps) => {
      return pageBy(query, await read(await deps.rules(), dateOf(deps.now()), deps.pool));
    },
  );
}

function pageBy(query: { limit?: string; cursor?: string }, all: readonly unknown[]): object {
  const from =
    readCursor<{ n: number }>(query.cursor, ({ n }) => Number.isInteger(n) && (n as number) >= 0)?.n ?? 0;
  const until = from + limitOf(query.limit);
  return { items: all.slice(from, until), nextCursor: until < all.length ? cursorOf({ n: until }) : null };
}

/** `?status=draft` lists what waits to be published. */
function draftableList(
  path: string,
  summary: string,
  read: (rules: Rules) => readonly unknown[],
  readDrafts: (pool: Pool, identity: Identity, rules: Rules) => Promise<readonly unknown[]>,
): Route {
  return route(
    {
      method: 'get',
      path,
      tag: 'rules',
      summary,
      query: z.strictObject({
        ...ListQuery,
        status: z
          .enum(['published', 'draft'])
          .default('published')
          .meta({ description: 'Đã công bố hay dự thảo', examples: ['draft'] }),
      }),
      returns: pageOf(published, summary),
    },
    async ({ query, identity }, deps) => {
      const rules = await deps.rules();
      return pageBy(
        query,
        query.status === 'draft' ? await readDrafts(deps.pool, identity, rules) : read(rules),
      );
    },
  );
}

export const ruleRoutes: Route[] = [
  listOf('/units', 'Các đơn vị', Unit, ({ organisation }) =>
    organisation.units
      .filter((unit) => unit.scope !== 'reference')
      .map(({ id: unitId, name, shortName, kind, parentId, code, effectiveFrom, effectiveTo }) => ({
        id: unitId,
        name,
        shortName: shortName ?? null,
        kind,
        parentId,
        code: code ?? null,
        effectiveFrom: effectiveFrom ?? null,
        effectiveTo: effectiveTo ?? null,
      })),
  ),
  listOf('/positions', 'Các chức vụ và người giữ hôm nay', Position, ({ organisation }, today) =>
    organisation.positions.map(({ id: positionId, unitId, title, level, canSign }) => {
      const holder = organisation.holderOn(positionId, today);
      const name = (personId: string): string => organisation.person(personId)?.name ?? personId;
      return {
        id: positionId,
        unitId,
        title,
        level,
        canSign: canSign ?? false,
        holder: holder && {
          id: holder.personId,
          name: name(holder.personId),
          ...(holder.onBehalfOf ? { onBehalfOf: name(holder.onBehalfOf) } : {}),
        },
      };
    }),
  ),
  listOf('/substitutions', 'Các thay thế có thời hạn', Substitution, async (_rules, _today, pool) => {
    const { rows } = await pool.query<object>(
      `SELECT id, position_id AS "positionId", absent_person_id AS "absentPersonId", substitute_person_id AS "substitutePersonId",
         from_on::text AS "from", to_on::text AS "to", reason, can_sign AS "canSign" FROM substitution ORDER BY id`,
    );
    return rows;
  }),
  draftableList('/calendars', 'Các lịch làm việc', ({ layers }) => layers.map(publishedLayer), layerDrafts),
  draftableList(
    '/suspensions',
    'Các lần tạm dừng thời hạn hàng loạt, mọi phiên bản',
    ({ suspensions }) => suspensions.map((one) => suspensionView(one, 'published')),
    suspensionDrafts,
  ),
  draftableList(
    '/procedures',
    'Các thủ tục, mọi phiên bản',
    ({ procedures }) => procedures.map(publishedProcedure),
    procedureDrafts,
  ),
  listOf('/routing-rules', 'Bảng phân công', published, ({ routing }) => routing),
];
