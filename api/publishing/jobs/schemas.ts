/** Jobs over many cases: what is asked for, how far it is, what it did to each case. */
import { z } from 'zod';
import { CaseId, CaseKind, Instant, line, UnitId, uuid } from '../../http/schemas';
import { Published } from '../schemas';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });
const count = (description: string, example = 12) =>
  z
    .int()
    .min(0)
    .meta({ description, examples: [example] });

const JobFilter = z
  .strictObject({
    unitIds: z.array(UnitId).max(500).optional().meta({ description: 'Đơn vị, kể cả đơn vị trực thuộc' }),
    zone: line('Địa bàn', 'mountainous', 60).optional(),
    kind: CaseKind.optional(),
    procedure: line('Mã thủ tục', '2.000815', 60).optional(),
  })
  .meta({ description: 'Vụ việc nào' });

export const JobInput = z
  .strictObject({
    kind: z.enum(['recalculate', 'suspend', 'bulkCommand', 'reassign']).meta({
      description: 'recalculate: tính lại hạn; suspend: tạm dừng hàng loạt (bulkCommand, reassign chưa có)',
      examples: ['recalculate'],
    }),
    filter: JobFilter.optional(),
    ids: z
      .array(CaseId)
      .min(1)
      .max(1_000)
      .optional()
      .meta({ description: 'Đúng những vụ việc này (chỉ với recalculate)' }),
    command: z
      .looseObject({})
      .optional()
      .meta({
        description: 'Với suspend: {id?, name, from, to?, legalBasis, reason}',
        examples: [{ name: 'Bão số 13' }],
      }),
    dryRun: z
      .boolean()
      .default(false)
      .meta({ description: 'Chỉ xem trước, không thay đổi gì', examples: [true] }),
  })
  .meta({ id: 'JobInput', description: 'Một việc trên nhiều vụ việc.' });

export const JobParams = z.strictObject({ id: uuid('Mã việc') });

export const JobView = z
  .strictObject({
    id: z.uuid().meta({ description: 'Mã việc' }),
    kind: z.enum(['recalculate', 'suspend']).meta({ description: 'Loại việc', examples: ['recalculate'] }),
    title: text('Việc gì', 'Công bố lịch vn, phiên bản 6'),
    state: z.enum(['waiting', 'running', 'done']).meta({ description: 'Tiến độ', examples: ['running'] }),
    dryRun: z.boolean().meta({ description: 'Chỉ xem trước', examples: [false] }),
    createdAt: Instant,
    createdBy: text('Người công bố', 'admin'),
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
    published: Published.nullable(),
    progress: z
      .strictObject({ total: count('Vụ việc đang mở lúc bắt đầu').nullable(), looked: count('Đã xét', 250) })
      .meta({ description: 'Đã xét bao nhiêu' }),
    counts: z
      .strictObject({
        done: count('Đã tính lại', 250),
        moved: count('Trong đó đổi hạn', 30),
        failed: count('Không tính được, giữ nguyên', 0),
        toWake: count('Vụ việc còn chờ được gọi dậy sớm hơn', 0),
        behind: count('Vụ việc đang mở còn theo lịch cũ khi xong', 0).nullable(),
      })
      .meta({ description: 'Kết quả' }),
    preview: z.looseObject({}).nullable().meta({ description: 'Kết quả xem trước, khi dryRun' }),
    cases: text('Kết quả từng vụ việc', '/api/v1/jobs/…/cases'),
    undo: text('Hoàn tác bằng POST', '/api/v1/jobs/…/undo')
      .nullable()
      .meta({ description: 'Hoàn tác bằng POST; null khi không hoàn tác được' }),
    undoneBy: z.uuid().nullable().meta({ description: 'Việc đã hoàn tác việc này' }),
    undoes: z.uuid().nullable().meta({ description: 'Việc mà việc này hoàn tác' }),
  })
  .meta({ id: 'Job', description: 'Một việc trên nhiều vụ việc và kết quả.' });

export const JobCase = z
  .strictObject({
    case: z
      .strictObject({
        kind: CaseKind,
        id: CaseId,
        code: z.string().nullable().meta({ description: 'Mã số' }),
      })
      .meta({ description: 'Vụ việc' }),
    result: z.enum(['done', 'failed']).meta({ description: 'Kết quả', examples: ['done'] }),
    reason: z.string().nullable().meta({ description: 'Vì sao không tính được' }),
    at: Instant,
    changes: z
      .array(
        z.strictObject({
          clock: text('Thời hạn nào', 'legal'),
          from: Instant.nullable().meta({ description: 'Hạn trước; null = đang dừng' }),
          to: Instant.nullable().meta({ description: 'Hạn sau; null = dừng đến khi có thông báo' }),
        }),
      )
      .meta({ description: 'Hạn đã đổi; rỗng là đã xét và giữ nguyên' }),
  })
  .meta({ id: 'JobCase', description: 'Một việc đã làm gì với một vụ việc.' });
