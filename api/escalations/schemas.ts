/** Escalations, what is instructed about them, and notices. */
import { z } from 'zod';
import { CaseKind, Instant, prose, Reference } from '../http/schemas';
import { MeetingDirective } from '../opening/schemas-request';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });

export const EscalationItem = z
  .strictObject({
    id: z.uuid().meta({ description: 'Mã lần đôn đốc' }),
    case: z
      .strictObject({
        kind: CaseKind,
        id: z.uuid().meta({ description: 'Mã vụ việc' }),
        code: z
          .string()
          .nullable()
          .meta({ description: 'Mã số', examples: ['KN-2026-000001'] }),
        title: text('Tiêu đề', 'Bổ sung kinh phí sửa chữa trụ sở phường'),
        href: text('Địa chỉ', '/api/v1/recommendations/…'),
      })
      .meta({ description: 'Vụ việc' }),
    clock: text('Thời hạn nào', 'response:gl-so-tai-chinh'),
    unit: Reference.meta({ description: 'Đơn vị có việc chậm' }),
    level: z.int().meta({ description: 'Bậc (level)', examples: [3] }),
    firedAt: Instant,
    dueAt: Instant.nullable().meta({ description: 'Hạn của thời hạn đó' }),
    addressee: z
      .strictObject({
        position: Reference.nullable(),
        person: Reference.nullable(),
        onBehalfOf: Reference.optional(),
      })
      .meta({ description: 'Ai được gọi: chức vụ, người, thay cho ai' }),
    requiresAcknowledgement: z
      .boolean()
      .meta({ description: 'Phải có ý kiến chỉ đạo bằng văn bản', examples: [true] }),
    acknowledgedAt: Instant.optional(),
    acknowledgedBy: text('Người đã chỉ đạo', 'Nguyễn Mẫu Một').optional(),
    instruction: text('Ý kiến chỉ đạo', 'Sở Tài chính báo cáo trước 17 giờ.').optional(),
    directive: z
      .strictObject({ id: z.uuid().meta({ description: 'Mã chỉ đạo đã lập' }) })
      .optional()
      .meta({ description: 'Chỉ đạo lập cùng lúc' }),
  })
  .meta({ id: 'EscalationItem', description: 'Một lần đôn đốc đã phát ra.' });

export const Acknowledgement = z
  .strictObject({
    instruction: prose(
      'Ý kiến chỉ đạo bằng văn bản (written instruction)',
      'Sở Tài chính báo cáo trước 17 giờ hôm nay.',
    ),
    directive: MeetingDirective.optional().meta({ description: 'Lập luôn một chỉ đạo (lãnh đạo tỉnh)' }),
  })
  .meta({ id: 'Acknowledgement', description: 'Người được gọi ghi ý kiến chỉ đạo.' });

export const NotificationItem = z
  .strictObject({
    id: z.uuid().meta({ description: 'Mã thông báo' }),
    at: Instant,
    kind: text('Loại', 'escalation'),
    title: text('Tiêu đề', '2 việc quá hạn'),
    items: z.array(z.looseObject({})).meta({ description: 'Từng việc trong thông báo' }),
    readAt: Instant.optional(),
  })
  .meta({ id: 'Notification', description: 'Một thông báo trong hộp thư của người gọi.' });
