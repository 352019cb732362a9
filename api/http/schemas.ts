/** Building blocks of the contract. Wire values are plain: ISO strings, integers, codes. */
import { z } from 'zod';
import { isVisible } from '../../domain/text/visible';

/** Nothing but spaces is told as too short; nothing but what is never drawn is told here. */
const isSeen = (text: string): boolean => text === '' || isVisible(text);

/** A short line of text, in which somebody who reads it sees something. */
export const line = (description: string, example: string, max = 500) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(isSeen, 'Chỉ có ký tự không nhìn thấy; xin ghi nội dung (nothing visible).')
    .meta({ description, examples: [example] });

/** A paragraph or more; 20,000 characters hold ten printed pages. */
export const prose = (description: string, example: string, max = 20_000) => line(description, example, max);

/** Version numbers are `integer` in the database. */
export const MOST_VERSIONS = 2 ** 31 - 1;

export const UnitId = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: 'Mã đơn vị (unit id)', examples: ['gl-so-tai-chinh'] });

export const PositionId = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: 'Mã chức vụ (position id)', examples: ['gl-pct-kinh-te'] });

/** Dates outside these years are typing errors. */
const isPlausible = (text: string): boolean => /^20\d\d-/.test(text);

export const PlainDate = z.iso
  .date()
  .refine(isPlausible, 'Năm phải trong khoảng 2000–2099 (year 2000–2099).')
  .meta({
    description: 'Ngày theo lịch Việt Nam (calendar date, Asia/Ho_Chi_Minh)',
    examples: ['2026-12-10'],
  });

export const Instant = z.iso
  .datetime({ offset: true })
  .refine(isPlausible, 'Năm phải trong khoảng 2000–2099 (year 2000–2099).')
  .meta({
    description: 'Thời điểm ISO 8601 có múi giờ (instant with offset)',
    examples: ['2026-12-10T17:00:00+07:00'],
  });

export const Clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ description: 'Giờ trong ngày HH:MM (time of day)', examples: ['15:00'] });

/** A UUID in its one spelling, lower case, however it was sent. */
export const uuid = (description: string) => z.uuid().toLowerCase().meta({ description });

export const CaseId = z
  .uuid()
  .toLowerCase()
  .meta({ description: 'Mã vụ việc (UUID)', examples: ['0b7c8c1e-6a52-8b1e-9d0a-3f5a4f3c2b1a'] });

/** Up to one quadrillion dong, the order of the state budget. */
export const Money = z
  .int()
  .min(0)
  .max(1_000_000_000_000_000)
  .meta({ description: 'Số tiền, đồng (VND)', examples: [1_200_000_000] });

export const Reference = z
  .strictObject({
    id: z.string().meta({ description: 'Mã (id)', examples: ['gl-phuong-quy-nhon'] }),
    name: z.string().meta({ description: 'Tên hiển thị (name for people)', examples: ['Phường Quy Nhơn'] }),
  })
  .meta({ id: 'Reference', description: 'Tham chiếu đến một đơn vị, chức vụ hoặc người.' });

export const Rate = z
  .strictObject({
    numerator: z.int().meta({ description: 'Tử số, vụ việc (cases)', examples: [41] }),
    denominator: z.int().meta({ description: 'Mẫu số, vụ việc (cases)', examples: [48] }),
    ratio: z
      .number()
      .nullable()
      .meta({ description: 'Tỷ lệ 0–1, sáu chữ số; null khi mẫu số bằng 0', examples: [0.854167] }),
  })
  .meta({ id: 'Rate', description: 'Tỷ lệ kèm tử số và mẫu số.' });

export const Timeliness = z
  .enum(['notDue', 'dueSoon', 'overdue', 'doneOnTime', 'doneLate', 'noDeadline'])
  .meta({
    id: 'Timeliness',
    description:
      'Tình trạng hạn, tính lúc đọc (computed at read time); dueSoon = còn tối đa 2 ngày làm việc.',
    examples: ['dueSoon'],
  });

export const DueKind = z.enum(['leader', 'default', 'law', 'promise', 'none']).meta({
  id: 'DueKind',
  description:
    'Hạn từ đâu: lãnh đạo ấn định, mặc định theo loại, theo luật, đơn vị tự hứa (promise), hoặc không đặt hạn.',
  examples: ['default'],
});

export const CaseKind = z
  .enum(['recommendation', 'directive', 'dossier'])
  .meta({ description: 'Loại vụ việc (kind of case)', examples: ['recommendation'] });

/** A case by its id or by its code, each in its one spelling. */
export const CaseParams = z.strictObject({
  id: z
    .union([
      z.uuid().toLowerCase(),
      z
        .string()
        .regex(/^[A-Za-z0-9.-]{5,60}$/)
        .toUpperCase(),
    ])
    .meta({
      description: 'Mã vụ việc (UUID) hoặc số hiệu, kể cả số tạm (id or code)',
      examples: ['0b7c8c1e-6a52-8b1e-9d0a-3f5a4f3c2b1a'],
    }),
});

export const ProblemSchema = z
  .strictObject({
    type: z
      .string()
      .meta({ description: 'URI của loại lỗi', examples: ['urn:thong-suot:problem:notInThisStatus'] }),
    title: z.string().meta({ description: 'Tên lỗi', examples: ['Không thực hiện được theo quy định'] }),
    status: z.int().meta({ description: 'Mã HTTP', examples: [409] }),
    detail: z
      .string()
      .meta({ description: 'Giải thích cho người đọc', examples: ['Phân công này đã hoàn thành.'] }),
    reason: z.string().meta({ description: 'Mã lý do ổn định cho chương trình', examples: ['alreadyDone'] }),
    errors: z
      .array(
        z.strictObject({
          path: z.string().meta({
            description: 'Vị trí trong thân hoặc truy vấn',
            examples: ['recommendations[1].category'],
          }),
          message: z.string().meta({ description: 'Vì sao không hợp lệ', examples: ['Invalid option'] }),
        }),
      )
      .optional()
      .meta({ description: 'Từng trường không hợp lệ (422)' }),
    by: z
      .strictObject({
        type: z.string().meta({ description: 'Sự kiện gần nhất', examples: ['responded'] }),
        person: z
          .string()
          .nullable()
          .meta({ description: 'Người làm', examples: ['Trần Mẫu Hai'] }),
        position: Reference.nullable(),
        at: Instant,
      })
      .optional()
      .meta({ description: 'Ai đã làm gì khi nào (409, 412)' }),
    availableCommands: z
      .array(z.string())
      .optional()
      .meta({ description: 'Lệnh người gọi làm được bây giờ (409)' }),
  })
  .meta({ id: 'Problem', description: 'Lỗi theo RFC 9457, application/problem+json.' });

export const ListQuery = {
  limit: z
    .string()
    .regex(/^([1-9]|[1-9]\d|1\d\d|200)$/, 'Từ 1 đến 200 (1–200).')
    .optional()
    .meta({ description: 'Số dòng mỗi trang, 1–200, mặc định 50 (rows per page)', examples: ['50'] }),
  cursor: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({ description: 'nextCursor của trang trước (opaque)', examples: ['eyJhIjpudWxsfQ'] }),
};

export const pageOf = <T extends z.ZodType>(item: T, description: string) =>
  z.strictObject({
    items: z.array(item).meta({ description }),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Con trỏ trang sau; null ở trang cuối', examples: [null] }),
  });

export const booleanText = (description: string) =>
  z
    .enum(['true', 'false'])
    .optional()
    .meta({ description, examples: ['true'] });

export const Pending = z
  .strictObject({
    key: z.string().meta({ description: 'Idempotency-Key đã gửi', examples: ['a1b2c3'] }),
    status: z.literal('pending').meta({ description: 'Đã nhận, chưa ghi sổ xong', examples: ['pending'] }),
    href: z.string().meta({ description: 'Nơi hỏi lại', examples: ['/api/v1/commands/a1b2c3'] }),
  })
  .meta({ id: 'Pending', description: 'Lệnh đã được nhận bền vững; hỏi lại ở href.' });
