/** Calendars, mass suspensions, previews of what they move, and the jobs that move it. */
import { z } from 'zod';
import { CaseId, CaseKind, Instant, MOST_VERSIONS, PlainDate, Reference } from '../http/schemas';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });
const count = (description: string, example = 12) =>
  z
    .int()
    .min(0)
    .meta({ description, examples: [example] });

/** Ids that people read in explanations and URLs. */
export const RuleId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,62}$/, 'Chữ thường, số và dấu gạch nối (a–z, 0–9, -).')
  .meta({ description: 'Mã do người lập đặt (id)', examples: ['gl-dip-le-2027'] });
export const RuleParams = z.strictObject({ id: RuleId });

export const VersionChoice = z
  .strictObject({
    version: z
      .int32()
      .min(1)
      .max(MOST_VERSIONS)
      .optional()
      .meta({ description: 'Phiên bản dự thảo; vắng mặt: dự thảo đang chờ', examples: [6] }),
  })
  .meta({ description: 'Dự thảo nào' });

export const DraftKept = z
  .strictObject({
    id: RuleId,
    version: z.int().meta({ description: 'Phiên bản sẽ có khi công bố', examples: [6] }),
    status: z.literal('draft').meta({ description: 'Chưa có hiệu lực', examples: ['draft'] }),
    complaints: z
      .array(
        z.strictObject({
          code: text('Mã lỗi', 'EMPTY_WEEK'),
          path: text('Chỗ sai', 'weekly'),
          detail: text('Vì sao', 'Tuần không có giờ làm việc'),
        }),
      )
      .meta({ description: 'Luôn rỗng: dự thảo có lỗi bị từ chối với 422' }),
  })
  .meta({ id: 'DraftKept', description: 'Dự thảo đã được giữ.' });

export const PublishedVersions = z
  .strictObject({
    id: RuleId,
    versions: z
      .array(z.looseObject({}).meta({ description: 'Toàn văn một phiên bản' }))
      .meta({ description: 'Các phiên bản đã công bố, mới nhất sau cùng' }),
    draft: z.looseObject({}).nullable().meta({ description: 'Dự thảo đang chờ' }),
  })
  .meta({ id: 'PublishedVersions', description: 'Các phiên bản của một lịch hay một lần tạm dừng.' });

export const Published = z
  .strictObject({
    kind: z.enum(['calendar', 'suspension']).meta({ description: 'Loại', examples: ['calendar'] }),
    id: text('Mã', 'vn'),
    version: z.int().meta({ description: 'Phiên bản', examples: [6] }),
  })
  .meta({ description: 'Đã công bố gì' });

export const JobStarted = z
  .strictObject({
    published: Published.nullable(),
    job: z
      .strictObject({
        id: z.uuid().meta({ description: 'Mã việc' }),
        title: text('Việc gì', 'Công bố lịch vn, phiên bản 6'),
        href: text('Nơi xem tiến độ', '/api/v1/jobs/…'),
      })
      .meta({ description: 'Việc cập nhật hạn các vụ việc đang mở' }),
  })
  .meta({ id: 'JobStarted', description: 'Đã công bố; hạn các vụ việc đang được cập nhật.' });

const DateOf = z
  .strictObject({
    dueOn: PlainDate.nullable().meta({ description: 'Hạn; null = dừng đến khi có thông báo' }),
    dueAt: Instant.nullable(),
    explanation: z
      .array(z.looseObject({}).meta({ description: 'Một dòng giải thích' }))
      .meta({ description: 'Vì sao' }),
  })
  .meta({ description: 'Hạn và vì sao' });

const Named = z.strictObject({
  kind: CaseKind,
  id: CaseId,
  code: z
    .string()
    .nullable()
    .meta({ description: 'Mã số', examples: ['H21.901-261124-0001'] }),
  clock: text('Thời hạn nào', 'legal'),
  from: Instant.nullable().meta({ description: 'Hạn trước; null = đang dừng' }),
  to: Instant.nullable().meta({ description: 'Hạn sau; null = dừng đến khi có thông báo' }),
});
const group = (key: z.ZodType) =>
  z.array(z.strictObject({ key, cases: count('Vụ việc đang mở'), moved: count('Trong đó đổi hạn', 3) }));

export const PreviewResult = z
  .strictObject({
    asOf: Instant,
    publication: Published.nullable(),
    cases: count('Vụ việc đang mở được xét'),
    moved: count('Vụ việc có hạn thay đổi', 3),
    dates: count('Số hạn (đồng hồ) thay đổi', 5),
    byDays: z
      .array(
        z.strictObject({
          days: z.int().meta({ description: 'Dời bao nhiêu ngày lịch; âm là sớm hơn', examples: [1] }),
          dates: count('Số hạn', 5),
        }),
      )
      .meta({ description: 'Dời bao lâu' }),
    stopping: count('Hạn dừng đến khi có thông báo', 0),
    resuming: count('Hạn chạy lại', 0),
    byKind: group(CaseKind).meta({ description: 'Theo loại' }),
    byUnit: group(Reference).meta({ description: 'Theo đơn vị' }),
    byProcedure: group(text('Mã thủ tục', '2.000815')).meta({ description: 'Theo thủ tục' }),
    becomingLate: z
      .strictObject({
        count: count('Số vụ việc', 0),
        cases: z.array(Named).meta({ description: 'Kể tên tối đa 50' }),
      })
      .meta({ description: 'Thành quá hạn' }),
    noLongerLate: z
      .strictObject({
        count: count('Số vụ việc', 0),
        cases: z.array(Named).meta({ description: 'Kể tên tối đa 50' }),
      })
      .meta({ description: 'Hết quá hạn' }),
    examples: z
      .array(
        Named.omit({ from: true, to: true }).extend({ unit: Reference.nullable(), from: DateOf, to: DateOf }),
      )
      .meta({ description: 'Mười ví dụ với giải thích cũ và mới' }),
    failed: z
      .array(z.strictObject({ id: CaseId, reason: text('Vì sao không tính được', 'NO_OPEN_DAY') }))
      .meta({ description: 'Vụ việc không tính được, sẽ giữ nguyên' }),
  })
  .meta({
    id: 'Preview',
    description: 'Nếu công bố thì hạn của vụ việc nào đổi, đổi ra sao; chưa có gì thay đổi.',
  });
