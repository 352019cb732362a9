/** What all kinds of cases share: events, clocks, what became of a command. */
import { CATEGORIES } from '../../domain/request/state';
import { z } from 'zod';
import { CaseKind, DueKind, Instant, pageOf, PlainDate, Reference, Timeliness } from '../http/schemas';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });

export const CaseEvent = z
  .strictObject({
    version: z.int().meta({ description: 'Số thứ tự, không đứt quãng, từ 1', examples: [2] }),
    type: text('Thì quá khứ của lệnh (past tense)', 'accepted'),
    at: Instant,
    by: z
      .strictObject({ person: Reference.nullable(), position: Reference.nullable() })
      .nullable()
      .meta({ description: 'Ai làm; null khi đến hạn tự động' }),
    onBehalfOf: Reference.optional().meta({ description: 'Làm thay cho ai' }),
    data: z.looseObject({}).meta({
      description: 'Nội dung của lệnh; không có giấy tờ tùy thân',
      examples: [{ unitId: 'gl-so-tai-chinh' }],
    }),
  })
  .meta({ id: 'CaseEvent', description: 'Một lệnh đã nhận hoặc một thời điểm đã tới.' });

export const EventList = pageOf(CaseEvent, 'Sự kiện, cũ trước (oldest first)');

const WorkingTime = z
  .strictObject({
    workingMinutes: z.number().meta({ description: 'Phút làm việc; âm là đã trễ', examples: [900] }),
  })
  .nullable();

export const ExplanationLine = z
  .strictObject({
    kind: z
      .enum(['start', 'skip', 'partial', 'pause', 'extension', 'roll', 'result'])
      .meta({ description: 'Loại dòng', examples: ['skip'] }),
    on: PlainDate.optional(),
    from: PlainDate.optional(),
    to: PlainDate.optional(),
    name: text('Tên ngày hoặc lý do', 'Tết Nguyên đán'),
    text: text('Câu giải thích', 'Không tính từ 16/02/2026 đến 20/02/2026: Tết Nguyên đán'),
    provisional: z
      .boolean()
      .optional()
      .meta({ description: 'Dựa trên lịch chưa công bố chính thức', examples: [true] }),
  })
  .meta({ id: 'ExplanationLine', description: 'Một dòng lý do của ngày hẹn.' });

const stretch = z.strictObject({
  from: Instant,
  to: Instant.nullable().meta({ description: 'null: chưa kết thúc' }),
  reason: text('Lý do', 'chờ địa phương bổ sung thông tin'),
  evidence: text('Căn cứ', 'Công văn 12/CV').optional(),
  openedBy: text('Chức vụ hoặc tên người cho dừng', 'gl-phuong-quy-nhon-cv-tu-phap').optional(),
  closedBy: text('Chức vụ hoặc tên người cho tiếp tục', 'gl-phuong-quy-nhon-cv-tu-phap').optional(),
});
const suspension = stretch.extend({
  legalBasis: text('Văn bản quyết định việc dừng hàng loạt', 'Quyết định 12/QĐ-UBND').optional(),
  version: text('Mã và phiên bản của đợt dừng', 'bao-so-13@2').optional(),
});
const term = z
  .strictObject({
    unit: z
      .enum(['WORKING_DAY', 'DAY', 'HOUR', 'MONTH', 'SAME_DAY'])
      .meta({ description: 'Đơn vị thời hạn', examples: ['WORKING_DAY'] }),
    amount: z.number().meta({ description: 'Số lượng theo đơn vị', examples: [15] }),
    cutoff: text('Giờ chốt trong ngày', '15:00').optional(),
    zone: text('Địa bàn', 'island').optional(),
  })
  .meta({ id: 'Term', description: 'Thời hạn: đơn vị và số lượng.' });

export const LedgerSchema = z
  .strictObject({
    startAt: Instant,
    startReason: text('Vì sao bắt đầu từ đó', 'ngày họp'),
    term: term.optional(),
    setDueOn: PlainDate.optional(),
    setDueAt: Instant.optional(),
    setBy: text('Người ấn định', 'gl-pct-kinh-te').optional(),
    setAt: Instant.optional(),
    zoneExtension: term.optional(),
    extensions: z
      .array(
        z.strictObject({
          reason: text('Lý do', 'Chờ Trung ương'),
          term: term.optional(),
          dueOn: PlainDate.optional(),
          dueAt: Instant.optional(),
          decidedAt: Instant.optional(),
          by: text('Người quyết định', 'Nguyễn Mẫu').optional(),
        }),
      )
      .meta({ description: 'Các lần gia hạn' }),
    extensionCount: z.int().meta({ description: 'Số lần đã gia hạn', examples: [1] }),
    maxExtensions: z
      .int()
      .optional()
      .meta({ description: 'Số lần gia hạn tối đa; vắng mặt: không được gia hạn', examples: [2] }),
    pauses: z.array(stretch).meta({ description: 'Các lần dừng' }),
    suspensions: z.array(suspension).meta({ description: 'Dừng hàng loạt' }),
    restarts: z
      .array(
        z.strictObject({
          requestedAt: Instant,
          reacceptedAt: Instant.nullable().meta({ description: 'null: đang chờ' }),
          reason: text('Lý do', 'Bổ sung hồ sơ').optional(),
        }),
      )
      .meta({ description: 'Các lần tính lại từ đầu' }),
    owner: z
      .enum(['office', 'person'])
      .meta({ description: 'Hết giờ làm việc, hay hết ngày (24:00)', examples: ['office'] }),
    cap: Instant.optional().meta({ description: 'Không được sau thời điểm này' }),
    calendarVersions: z
      .array(z.string())
      .meta({ description: 'Phiên bản lịch đã dùng', examples: [['vn@5']] }),
  })
  .meta({ id: 'Ledger', description: 'Sổ của một thời hạn: từ đây tính ra ngày.' });

export const Deadline = z
  .strictObject({
    clocks: z
      .array(
        z.strictObject({
          id: text('Mã thời hạn', 'response:gl-so-tai-chinh'),
          kind: z
            .enum([
              'legal',
              'step',
              'response',
              'acknowledgement',
              'contribution',
              'triage',
              'supplement',
              'information',
              'confirmation',
              'promise',
              'child',
            ])
            .meta({ description: 'Loại thời hạn', examples: ['response'] }),
          unit: Reference,
          state: z
            .enum(['running', 'paused', 'held', 'done', 'cancelled'])
            .meta({ description: 'Đang chạy, dừng, chờ xác nhận, xong, bỏ', examples: ['running'] }),
          standsFrom: Instant.nullable().meta({
            description: 'Đứng từ thời điểm này đến khi có thông báo (tạm dừng hàng loạt); null = không',
          }),
          round: z.int().meta({ description: 'Vòng đôn đốc', examples: [1] }),
          main: z.boolean().meta({ description: 'Thời hạn của cả vụ việc', examples: [true] }),
          ledger: LedgerSchema.nullable(),
          dueKind: DueKind,
          dueOn: PlainDate.nullable(),
          dueAt: Instant.nullable(),
          timeliness: Timeliness,
          provisional: z.boolean().meta({ description: 'Tạm tính', examples: [false] }),
          calendarVersions: z
            .array(z.string())
            .meta({ description: 'Phiên bản lịch đã dùng', examples: [['vn@5']] }),
          elapsed: WorkingTime.meta({ description: 'Đã dùng' }),
          remaining: WorkingTime.meta({ description: 'Còn lại' }),
          explanation: z.array(ExplanationLine).meta({ description: 'Vì sao là ngày đó' }),
          attribution: z
            .array(
              z.strictObject({
                party: text(
                  'Đơn vị; citizen: chờ người dân; outside: chờ cơ quan bên ngoài; suspended: dừng hàng loạt',
                  'gl-so-tai-chinh',
                ),
                workingMinutes: z.int().meta({ description: 'Phút làm việc', examples: [450] }),
              }),
            )
            .meta({ description: 'Thời gian làm việc thuộc về ai; mỗi phút tính đúng một lần' }),
        }),
      )
      .meta({ description: 'Các thời hạn của vụ việc' }),
    changes: z
      .array(
        z.strictObject({
          at: Instant,
          job: z.uuid().meta({ description: 'Việc đã đổi hạn (xem /jobs/{id})' }),
          why: text('Vì sao', 'Công bố lịch "Lịch làm việc hành chính Việt Nam" (vn), phiên bản 6'),
          clock: text('Thời hạn nào', 'legal'),
          from: Instant.nullable().meta({ description: 'Hạn trước; null = đang dừng' }),
          to: Instant.nullable().meta({ description: 'Hạn sau; null = dừng đến khi có thông báo' }),
        }),
      )
      .meta({ description: 'Hạn đã đổi do công bố lịch hay tạm dừng hàng loạt, cũ nhất trước' }),
  })
  .meta({ id: 'Deadline', description: 'Thời hạn, sổ và lý do.' });

export const CommandFate = z
  .strictObject({
    key: text('Khóa đã hỏi', 'a1b2c3'),
    status: z.enum(['done', 'pending']).meta({ description: 'Đã ghi sổ, hoặc đang chờ', examples: ['done'] }),
    case: z
      .strictObject({
        kind: CaseKind,
        id: z.uuid().meta({ description: 'Mã vụ việc' }),
        href: text('Địa chỉ', '/api/v1/recommendations/…'),
      })
      .optional()
      .meta({ description: 'Vụ việc liên quan' }),
    meeting: z
      .strictObject({ id: z.uuid().meta({ description: 'Mã cuộc họp' }) })
      .optional()
      .meta({ description: 'Cuộc họp đã lập' }),
    version: z
      .int()
      .optional()
      .meta({ description: 'Phiên bản sau lệnh', examples: [3] }),
    type: text('Sự kiện lệnh đã gây ra', 'accepted').optional(),
    at: Instant.optional(),
  })
  .meta({ id: 'CommandFate', description: 'Chuyện gì đã xảy ra với một lệnh.' });

export const Category = z
  .enum(CATEGORIES)
  .meta({ id: 'Category', description: 'Loại kiến nghị (category)', examples: ['funding'] });
