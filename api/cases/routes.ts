/** What is read of recommendations, directives and dossiers: the same for each. */
import { z } from 'zod';
import { STATUSES } from '../../domain/dossier/state';
import { mayUseCases } from '../../domain/access/member';
import { maySee } from '../../domain/access/visibility';
import type { CaseKind } from '../../domain/case/case';
import { CATEGORIES, REQUEST_STATUSES } from '../../domain/request/state';
import type { CaseFamily } from './family';
import { caseIdOf, type CaseRow, loadCase } from './rows';
import { foreign, unknownCase } from './permitted';
import { noBusiness } from '../http/problems';
import type { Deps } from '../deps';
import type { Identity } from '../login/identity';
import { listCases, type ListFilter } from './list';
import { Reply, route, type Route } from '../http/route';
import { Deadline, EventList } from './schemas';
import {
  booleanText,
  CaseParams,
  line,
  ListQuery,
  pageOf,
  PlainDate,
  Timeliness,
  uuid,
} from '../http/schemas';
import { caseView } from './view';
import { ViewContext } from './view-context';
import { movesOf } from './moves';
import { deadlineView } from './deadline';
import { eventView, readEvents } from './events';

const word = (description: string, example: string) => line(description, example, 200).optional();

const listQuery = (kind: CaseKind) =>
  z.strictObject({
    ...ListQuery,
    sort: z
      .enum(['timeLeft', 'newest'])
      .optional()
      .meta({
        description: 'timeLeft: ít thời gian còn lại trước; newest: mới trước',
        examples: ['timeLeft'],
      }),
    status: someOf(kind === 'dossier' ? STATUSES : REQUEST_STATUSES, 'Trạng thái'),
    open: booleanText('true: chưa kết thúc; false: đã kết thúc'),
    timeliness: someOf(Timeliness.options, 'Tình trạng hạn'),
    rated: booleanText(
      'true: kết thúc được tính tỷ lệ (đã trả lời, đã giải quyết); tách, gộp, rút, chuyển cấp trên không tính',
    ),
    asOf: PlainDate.optional().meta({
      description:
        'Chọn theo tình trạng như cuối ngày này (select by how things stood at the end of this day); mỗi dòng hiển thị hiện trạng',
      examples: ['2026-11-25'],
    }),
    unit: word('Đơn vị liên quan (any involved unit)', 'gl-so-tai-chinh'),
    department: word(
      kind === 'dossier'
        ? 'Nơi tiếp nhận (receiving unit)'
        : "Đơn vị có phần việc; open, timeliness, rated khi đó nói về phần việc của đơn vị (the unit's own duty)",
      'gl-so-tai-chinh',
    ),
    ward: word('Xã, phường', 'gl-phuong-quy-nhon'),
    assignee: word('Người hoặc chức vụ đang giữ', 'gl-phuong-quy-nhon-ho-tich'),
    ...(kind === 'dossier'
      ? {
          procedure: word('Mã thủ tục', '1.001193'),
          early: booleanText('true: xong trước ngày hẹn; false: xong đúng ngày hẹn hoặc sau'),
          carriedOverOn: PlainDate.optional().meta({
            description: 'Nhận trước ngày này và chưa xong trước ngày này',
            examples: ['2026-01-01'],
          }),
          inPeriodFrom: PlainDate.optional().meta({
            description: 'Nhận từ ngày này, hoặc trước đó mà chưa xong trước ngày này',
            examples: ['2026-01-01'],
          }),
        }
      : {
          category: z
            .enum(CATEGORIES)
            .optional()
            .meta({ description: 'Loại', examples: ['funding'] }),
          meeting: uuid('Cuộc họp').optional(),
        }),
    q: word('Tìm trong tiêu đề, nội dung, mã số', 'trụ sở'),
    from: PlainDate.optional().meta({ description: 'Nhập từ ngày (opened from)', examples: ['2026-01-01'] }),
    to: PlainDate.optional().meta({
      description: 'Nhập đến hết ngày (opened to, inclusive)',
      examples: ['2026-12-31'],
    }),
  });

/** One word or several, separated by commas. */
const someOf = (words: readonly string[], what: string) =>
  z
    .string()
    .regex(
      new RegExp(`^(${words.join('|')})(,(${words.join('|')}))*$`),
      `Một hoặc nhiều, cách nhau dấu phẩy: ${words.join(', ')}.`,
    )
    .optional()
    .meta({ description: `${what}, một hoặc nhiều cách nhau dấu phẩy`, examples: [words[0]] });

/** The case, if the caller may read it. */
export async function readable(
  deps: Deps,
  kind: CaseKind,
  idOrCode: string,
  identity: Identity,
): Promise<{ row: CaseRow; view: ViewContext }> {
  if (!mayUseCases(identity)) throw noBusiness();
  const id = await caseIdOf(deps.pool, kind, idOrCode);
  const [rules, row] = await Promise.all([deps.rules(), id && loadCase(deps.pool, kind, id)]);
  if (!row) throw unknownCase(identity);
  if (!maySee(identity, row.state, rules.organisation)) throw foreign(kind, identity);
  return { row, view: new ViewContext(rules, identity, deps.now()) };
}

export function caseRoutes({ kind, plural, name, state }: CaseFamily): Route[] {
  const path = `/${plural}/{id}`;
  const tag = plural;
  return [
    route(
      {
        method: 'get',
        path: `/${plural}`,
        tag,
        summary: `Danh sách ${name}`,
        query: listQuery(kind),
        returns: pageOf(state, `Các ${name}`),
      },
      async ({ query, identity }, deps) => {
        if (!mayUseCases(identity)) throw noBusiness();
        const view = new ViewContext(await deps.rules(), identity, deps.now());
        const page = await listCases(deps.pool, kind, query as ListFilter, view);
        return { items: page.items.map((row) => caseView(row, view)), nextCursor: page.nextCursor };
      },
    ),
    route(
      { method: 'get', path, tag, summary: `Một ${name}`, params: CaseParams, returns: state },
      async ({ params, identity }, deps) => {
        const { row, view } = await readable(deps, kind, params.id, identity);
        return new Reply(200, caseView(row, view), { ETag: `"${row.version}"` });
      },
    ),
    route(
      {
        method: 'get',
        path: `${path}/events`,
        tag,
        summary: `Các sự kiện của một ${name}`,
        params: CaseParams,
        query: z.strictObject(ListQuery),
        returns: EventList,
      },
      async ({ params, query, identity }, deps) => {
        const { row, view } = await readable(deps, kind, params.id, identity);
        const { items, nextCursor } = await readEvents(deps.pool, row.id, query);
        return { items: items.map((event) => eventView(event, view)), nextCursor };
      },
    ),
    route(
      {
        method: 'get',
        path: `${path}/deadline`,
        tag,
        summary: `Thời hạn của một ${name} và lý do`,
        params: CaseParams,
        returns: Deadline,
      },
      async ({ params, identity }, deps) => {
        const { row, view } = await readable(deps, kind, params.id, identity);
        return deadlineView(row, await movesOf(deps.pool, row.id), view);
      },
    ),
  ];
}
