/** What opens recommendations and directives: single items and whole meetings. */
import { Category } from '../cases/schemas';
import { z } from 'zod';
import { Amounts } from '../cases/schemas-amounts';
import { Warnings } from '../cases/schemas-warnings';
import { line, PlainDate, Instant, PositionId, prose, UnitId } from '../http/schemas';

/** Units one item may name; a province has some hundred communes. */
const MAX_UNITS = 500;
/** Items one meeting may bring; more come in a second request. */
const MAX_ITEMS = 300;

const when = {
  dueOn: PlainDate.optional(),
  dueAt: Instant.optional(),
  setBy: PositionId.optional().meta({
    description: 'Chức vụ của lãnh đạo ấn định hạn; bắt buộc khi có hạn (leader who set the date)',
  }),
  noDeadline: z
    .boolean()
    .optional()
    .meta({ description: 'true: chủ ý không đặt hạn (no deadline on purpose)', examples: [false] }),
};

export interface When {
  dueOn?: string;
  dueAt?: string;
  setBy?: string;
  noDeadline?: boolean;
  ladder?: 'default' | 'urgent';
}

/** One date at most, a date needs its leader, and no date on purpose has neither. */
export function checkWhen(value: When, ctx: z.RefinementCtx): void {
  const add = (path: string, message: string): void =>
    ctx.addIssue({ code: 'custom', path: [path], message });
  const hasDate = value.dueOn !== undefined || value.dueAt !== undefined;
  if (value.dueOn !== undefined && value.dueAt !== undefined)
    add('dueAt', 'Chỉ một trong dueOn và dueAt (either dueOn or dueAt).');
  if (hasDate && value.setBy === undefined) add('setBy', 'Hạn phải có người ấn định (a date needs setBy).');
  if (!hasDate && value.setBy !== undefined)
    add('setBy', 'setBy chỉ đi với dueOn hoặc dueAt (setBy needs a date).');
  if (!hasDate && value.ladder === 'urgent')
    add('ladder', 'Hỏa tốc phải có hạn do lãnh đạo ấn định (urgent needs a date).');
  if (hasDate && value.noDeadline)
    add('noDeadline', 'Không thể vừa có hạn vừa không đặt hạn (a date excludes noDeadline).');
}

export function checkExactlyOne<T extends object>(
  value: T,
  fields: (keyof T & string)[],
  ctx: z.RefinementCtx,
  required = true,
): void {
  const given = fields.filter((field) => value[field] !== undefined);
  if (given.length > 1 || (required && given.length === 0))
    ctx.addIssue({
      code: 'custom',
      path: [given[1] ?? fields[0] ?? ''],
      message: `Đúng một trong ${fields.join(', ')} (exactly one).`,
    });
}

const distinct = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;
export const UnitIds = z
  .array(UnitId)
  .max(MAX_UNITS)
  .refine(distinct, 'Có đơn vị lặp lại (duplicate units).')
  .meta({ description: 'Các đơn vị (unit ids)', examples: [['gl-phuong-quy-nhon']] });

const item = {
  title: line('Tiêu đề (title)', 'Bổ sung kinh phí sửa chữa trụ sở phường'),
  summary: prose('Nội dung (summary)', 'Trụ sở xuống cấp, mái dột, cần sửa trước mùa mưa.').optional(),
  fromUnitId: UnitId.optional().meta({
    description: 'Địa phương kiến nghị (asking commune)',
    examples: ['gl-phuong-quy-nhon'],
  }),
  fromUnitIds: UnitIds.min(1).optional(),
  fromGroup: z
    .enum(['all-communes'])
    .optional()
    .meta({ description: 'Nhóm kiến nghị: tất cả xã, phường', examples: ['all-communes'] }),
  category: Category,
  leadUnitId: UnitId.optional().meta({
    description: 'Đơn vị chủ trì; bỏ trống thì phân theo bảng (routed by rules)',
    examples: ['gl-so-tai-chinh'],
  }),
  supportingUnitIds: UnitIds.optional(),
  ...when,
  deadlinePhrase: line(
    'Lời nói về thời gian, giữ nguyên, không suy ra ngày (kept as words)',
    'sớm',
  ).optional(),
  ladder: z
    .enum(['default', 'urgent'])
    .optional()
    .meta({ description: 'Thang đôn đốc (ladder)', examples: ['default'] }),
  asked: Amounts.optional(),
};

const checkItem = (
  value: When & { fromUnitId?: string; fromUnitIds?: string[]; fromGroup?: string },
  ctx: z.RefinementCtx,
): void => {
  checkWhen(value, ctx);
  checkExactlyOne(value, ['fromUnitId', 'fromUnitIds', 'fromGroup'], ctx);
};

export const MeetingRecommendation = z
  .strictObject(item)
  .superRefine(checkItem)
  .meta({ id: 'MeetingRecommendation', description: 'Một kiến nghị nêu trong cuộc họp.' });

export const NewRecommendation = z
  .strictObject({
    ...item,
    heldOn: PlainDate.optional().meta({
      description: 'Ngày nêu; bỏ trống là ngày tiếp nhận (default: day of receipt)',
    }),
  })
  .superRefine((value, ctx) => {
    checkWhen(value, ctx);
    checkExactlyOne(value, ['fromUnitId', 'fromUnitIds', 'fromGroup'], ctx, false);
  })
  .meta({
    id: 'NewRecommendation',
    description: 'Kiến nghị mới; xã, phường bỏ trống fromUnitId thì là của chính mình.',
  });

const task = {
  title: line('Nội dung giao (task)', 'Báo cáo hiện trạng trụ sở các xã, phường'),
  summary: prose('Chi tiết (details)', 'Nêu rõ năm xây dựng, diện tích, kinh phí sửa chữa.').optional(),
  toUnitIds: UnitIds.min(1).optional(),
  toGroup: z
    .enum(['all-communes', 'departments-concerned'])
    .optional()
    .meta({ description: 'Nhóm được giao; departments-concerned chờ phân công', examples: ['all-communes'] }),
  bindingness: z
    .enum(['order', 'request', 'proposal', 'own'])
    .meta({ description: 'Mức ràng buộc: giao, yêu cầu, đề nghị, tự làm', examples: ['order'] }),
  ...when,
  deadlinePhrase: line('Lời nói về thời gian, giữ nguyên', 'trước mắt').optional(),
  ladder: z
    .enum(['default', 'urgent'])
    .optional()
    .meta({ description: 'Thang đôn đốc (ladder)', examples: ['default'] }),
};

const checkTask = (value: When & { toUnitIds?: string[]; toGroup?: string }, ctx: z.RefinementCtx): void => {
  checkWhen(value, ctx);
  checkExactlyOne(value, ['toUnitIds', 'toGroup'], ctx);
};

export const MeetingDirective = z
  .strictObject(task)
  .superRefine(checkTask)
  .meta({ id: 'MeetingDirective', description: 'Một nhiệm vụ lãnh đạo giao trong cuộc họp.' });

export const NewDirective = z
  .strictObject({
    ...task,
    heldOn: PlainDate.optional().meta({ description: 'Ngày giao; bỏ trống là ngày nhập (default: today)' }),
  })
  .superRefine(checkTask)
  .meta({ id: 'NewDirective', description: 'Chỉ đạo, nhiệm vụ mới.' });

export const NewMeeting = z
  .strictObject({
    title: line('Tên cuộc họp (title)', 'Lãnh đạo tỉnh làm việc với phường Quy Nhơn'),
    heldOn: PlainDate.meta({ description: 'Ngày họp (day of the meeting)', examples: ['2026-11-20'] }),
    chairPositionId: PositionId.optional().meta({ description: 'Chức vụ chủ trì (who chaired)' }),
    recommendations: z
      .array(MeetingRecommendation)
      .max(MAX_ITEMS)
      .optional()
      .meta({ description: 'Các kiến nghị' }),
    directives: z.array(MeetingDirective).max(MAX_ITEMS).optional().meta({ description: 'Các chỉ đạo' }),
  })
  .superRefine((value, ctx) => {
    if ((value.recommendations?.length ?? 0) + (value.directives?.length ?? 0) === 0)
      ctx.addIssue({
        code: 'custom',
        path: ['recommendations'],
        message: 'Cuộc họp phải có ít nhất một kiến nghị hoặc chỉ đạo (at least one item).',
      });
  })
  .meta({ id: 'NewMeeting', description: 'Cuộc họp với các kiến nghị và chỉ đạo; tất cả hoặc không gì cả.' });

export type RecommendationInput = z.output<typeof NewRecommendation>;
export type DirectiveInput = z.output<typeof NewDirective>;
export type MeetingBody = z.output<typeof NewMeeting>;

const CreatedId = z.strictObject({ id: z.uuid().meta({ description: 'Mã vụ việc (UUID)' }) });
export const MeetingAnswer = z
  .strictObject({
    id: z.uuid().meta({ description: 'Mã cuộc họp (UUID)' }),
    recommendations: z.array(CreatedId).meta({ description: 'Theo thứ tự gửi (in the order sent)' }),
    directives: z.array(CreatedId).meta({ description: 'Theo thứ tự gửi (in the order sent)' }),
    warnings: Warnings.optional(),
  })
  .meta({ id: 'MeetingAnswer', description: 'Những gì đã lập.' });
