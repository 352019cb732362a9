/** States as they are read: the same objects in lists, single reads and answers of commands. */
import { z } from 'zod';
import { CHILD_STATUSES } from '../../domain/dossier/children';
import { STATUSES } from '../../domain/dossier/state';
import { OUTCOMES, REQUEST_STATUSES } from '../../domain/request/state';
import { Amounts } from './schemas-amounts';
import { Warnings } from './schemas-warnings';
import { DueKind, Instant, PlainDate, Reference, Timeliness } from '../http/schemas';
import { Category } from './schemas';

const dueOn = PlainDate.nullable().meta({
  description: 'Ngày đến hạn; null khi không có hạn',
  examples: ['2026-12-10'],
});
const dueAt = Instant.nullable().meta({ description: 'Thời điểm đến hạn; null khi không có hạn' });
const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });
const commands = z.array(z.string()).meta({
  description: 'Lệnh người gọi làm được bây giờ (what the caller may do now)',
  examples: [['accept', 'return']],
});
const version = z.int().meta({ description: 'Số sự kiện đã có, cũng là ETag (version)', examples: [3] });
const id = z.uuid().meta({ description: 'Mã vụ việc (UUID)' });
const title = text('Tiêu đề (title)', 'Bổ sung kinh phí sửa chữa trụ sở phường');
const code = z
  .string()
  .nullable()
  .meta({ description: 'Mã số cho người dùng (code)', examples: ['KN-2026-000123'] });

export const Escalation = z
  .strictObject({
    level: z
      .int()
      .meta({ description: 'Bậc cao nhất đã gọi, 0 = chưa (highest level fired)', examples: [2] }),
    rungs: z
      .array(
        z.strictObject({
          level: z.int().meta({ description: 'Bậc (level)', examples: [2] }),
          at: Instant.meta({ description: 'Lúc gọi (when it fired)' }),
          clock: text('Thời hạn nào (clock)', 'response:gl-so-tai-chinh'),
          addressee: Reference.nullable().meta({ description: 'Chức vụ được gọi (position)' }),
          onBehalfOf: text('Thay cho ai (for whom)', 'Lê Mẫu Ba').optional(),
          acknowledgedAt: Instant.optional().meta({ description: 'Lúc đã chỉ đạo (acknowledged)' }),
        }),
      )
      .meta({ description: 'Các bậc đã gọi, cũ trước (fired, oldest first)' }),
  })
  .meta({ id: 'Escalation', description: 'Đôn đốc đã phát ra.' });

const assignment = z
  .strictObject({
    unit: Reference,
    role: z.enum(['lead', 'supporting']).meta({ description: 'Chủ trì hoặc phối hợp', examples: ['lead'] }),
    status: z
      .enum(['assigned', 'accepted', 'returned', 'waitingWard', 'responded', 'done'])
      .meta({ description: 'Trạng thái phân công', examples: ['accepted'] }),
    dueOn,
    dueAt,
    dueKind: DueKind,
    timeliness: Timeliness,
    paused: z.boolean().meta({ description: 'Thời hạn đang dừng', examples: [false] }),
    answer: z
      .strictObject({
        outcome: z.enum(OUTCOMES).meta({ description: 'Kết quả trả lời', examples: ['solved'] }),
        text: text('Nội dung trả lời', 'Đã bố trí kinh phí.'),
        evidence: text('Minh chứng', 'Quyết định 123/QĐ-UBND').optional(),
        promisedOn: PlainDate.optional(),
        at: Instant,
        by: text('Người trả lời', 'Trần Mẫu Hai'),
        confirmedAt: Instant.optional(),
        disputedAt: Instant.optional(),
        disputeReason: text('Lý do không đồng ý', 'Chưa nhận được kinh phí').optional(),
      })
      .optional()
      .meta({ description: 'Câu trả lời gần nhất' }),
    extensionRequest: z
      .strictObject({
        newDueOn: PlainDate,
        reason: text('Lý do', 'Chờ Trung ương'),
        at: Instant,
        by: text('Người xin', 'Trần Mẫu Hai'),
      })
      .optional()
      .meta({ description: 'Đề nghị gia hạn đang chờ' }),
    question: text('Câu hỏi đang chờ địa phương', 'Đề nghị gửi dự toán').optional(),
    awaitsDecision: z
      .boolean()
      .optional()
      .meta({
        description:
          'Phần của chỉ đạo mà đơn vị đã trả lại, chờ người giao quyết định: giao đơn vị khác hoặc rút phần này (sent back; the giver assigns it again or withdraws it)',
        examples: [true],
      }),
  })
  .meta({ id: 'Assignment', description: 'Phần việc của một đơn vị.' });

const requestState = {
  id,
  code,
  version,
  status: z.enum(REQUEST_STATUSES).meta({ description: 'Trạng thái (status)', examples: ['assigned'] }),
  paused: z
    .boolean()
    .meta({ description: 'Thời hạn chính đang dừng (main clock stands)', examples: [false] }),
  title,
  summary: z
    .string()
    .nullable()
    .meta({ description: 'Nội dung', examples: ['Mái dột.'] }),
  meeting: Reference.optional().meta({ description: 'Cuộc họp đã nêu' }),
  submittedAt: Instant.meta({ description: 'Lúc nhập (entered)' }),
  closedAt: Instant.optional().meta({ description: 'Lúc kết thúc' }),
  closedWhy: text('Vì sao kết thúc', 'answered').optional(),
  lead: Reference.optional().meta({ description: 'Đơn vị chủ trì' }),
  assignments: z.array(assignment).meta({ description: 'Phân công, gồm cả phân công đã trả lại' }),
  dueOn,
  dueAt,
  dueKind: DueKind,
  timeliness: Timeliness,
  deadlinePhrase: text('Lời nói về thời gian, giữ nguyên', 'sớm').optional(),
  routing: z
    .strictObject({
      by: z
        .enum(['explicit', 'rule', 'person'])
        .nullable()
        .meta({ description: 'Ai phân: chỉ định, bảng, người', examples: ['rule'] }),
      ruleId: text('Dòng của bảng', 'RT-TAICHINH-KINHPHI').optional(),
      ruleVersion: z
        .int()
        .optional()
        .meta({ description: 'Phiên bản dòng', examples: [1] }),
      reason: text('Vì sao', 'khớp "kinh phí"'),
    })
    .meta({ description: 'Vì sao giao cho đơn vị này' }),
  escalation: Escalation,
  outcome: z
    .enum(OUTCOMES)
    .optional()
    .meta({ description: 'Kết quả cuối', examples: ['solved'] }),
  slippages: z.int().meta({ description: 'Số lần lỡ ngày hứa (slipped promises)', examples: [0] }),
  returns: z.int().meta({ description: 'Số lần bị trả lại', examples: [0] }),
  silentSince: Instant.optional().meta({ description: 'Địa phương im lặng từ khi nào' }),
  notes: z
    .array(
      z.strictObject({
        at: Instant,
        by: text('Người ghi', 'Nguyễn Mẫu Một'),
        text: text('Nội dung', 'Làm sớm.'),
      }),
    )
    .meta({ description: 'Ghi chú' }),
  availableCommands: commands,
  warnings: Warnings.optional(),
};

export const Recommendation = z
  .strictObject({
    ...requestState,
    category: Category,
    wards: z.array(Reference).meta({ description: 'Địa phương kiến nghị' }),
    fromGroup: z
      .string()
      .optional()
      .meta({ description: 'Nhóm kiến nghị', examples: ['all-communes'] }),
    asked: Amounts.optional(),
    approved: Amounts.optional(),
    delivered: Amounts.optional(),
    mergedInto: z.uuid().optional().meta({ description: 'Đã nhập vào' }),
    progress: z
      .array(
        z.strictObject({
          at: Instant,
          unit: Reference,
          text: text('Tiến độ', 'Đã mở thầu.'),
          delivered: Amounts.optional(),
        }),
      )
      .meta({ description: 'Báo cáo tiến độ' }),
  })
  .meta({ id: 'Recommendation', description: 'Kiến nghị.' });

export const Directive = z
  .strictObject({
    ...requestState,
    toGroup: z
      .string()
      .optional()
      .meta({ description: 'Nhóm được giao', examples: ['all-communes'] }),
    bindingness: z
      .enum(['order', 'request', 'proposal', 'own'])
      .meta({ description: 'Mức ràng buộc', examples: ['order'] }),
  })
  .meta({ id: 'Directive', description: 'Chỉ đạo, nhiệm vụ.' });

export const Dossier = z
  .strictObject({
    id,
    code: z
      .string()
      .nullable()
      .meta({ description: 'Mã hồ sơ; tạm khi chưa tiếp nhận', examples: ['H21.901-261124-0001'] }),
    provisionalCode: z
      .string()
      .optional()
      .meta({
        description: 'Mã tạm đã báo khi nộp trực tuyến hoặc qua bưu chính; tra được mãi',
        examples: ['TAM-0B7C8C1E'],
      }),
    version,
    status: z
      .enum(STATUSES as [string, ...string[]])
      .meta({ description: 'Trạng thái (status)', examples: ['inProcess'] }),
    statusCode: z
      .int()
      .min(1)
      .max(10)
      .meta({ description: 'Mã trạng thái quốc gia 1–10', examples: [4] }),
    title,
    procedure: z
      .strictObject({
        code: text('Mã thủ tục', '1.001193'),
        version: z.int().meta({ description: 'Phiên bản', examples: [1] }),
        name: text('Tên thủ tục', 'Đăng ký khai sinh'),
        case: z
          .string()
          .nullable()
          .meta({ description: 'Trường hợp', examples: [null] }),
        caseName: text('Tên trường hợp', 'Nhà ở riêng lẻ').optional(),
      })
      .meta({ description: 'Thủ tục, phiên bản giữ suốt đời hồ sơ' }),
    receivingUnit: Reference,
    competentUnit: Reference,
    channel: z.enum(['inPerson', 'online', 'post']).meta({ description: 'Kênh nộp', examples: ['inPerson'] }),
    applicant: z
      .strictObject({ name: text('Người nộp', 'Nguyễn Mẫu'), kind: text('Loại', 'citizen') })
      .meta({ description: 'Người nộp; giấy tờ tùy thân không đưa ra danh sách' }),
    step: z
      .strictObject({
        id: text('Mã bước', 'S2'),
        name: text('Tên bước', 'Thẩm tra nội dung hồ sơ'),
        unit: Reference.nullable(),
        position: Reference.nullable(),
        assignee: Reference.optional().meta({ description: 'Người đã nhận bước' }),
        dueAt,
        timeliness: Timeliness,
      })
      .nullable()
      .meta({ description: 'Bước hiện tại; null khi chưa bắt đầu hoặc đã xong' }),
    receivedAt: Instant.meta({ description: 'Lúc nộp' }),
    dueOn,
    dueAt,
    timeliness: Timeliness,
    clock: z
      .enum(['notStarted', 'running', 'paused', 'stopped'])
      .meta({ description: 'Đồng hồ pháp lý', examples: ['running'] }),
    children: z
      .array(
        z.strictObject({
          id: text('Mã phần việc (part)', 'C2'),
          name: text('Tên phần việc', 'Đăng ký thường trú'),
          procedureCode: z
            .string()
            .nullable()
            .meta({ description: 'Mã thủ tục của phần việc, nếu có', examples: ['1.004222'] }),
          agency: z
            .strictObject({
              id: z
                .string()
                .nullable()
                .meta({
                  description: 'Đơn vị; null là cơ quan bên ngoài',
                  examples: ['gl-phuong-quy-nhon-cong-an'],
                }),
              name: text('Tên cơ quan', 'Công an phường Quy Nhơn'),
            })
            .meta({ description: 'Cơ quan làm phần việc (agency)' }),
          status: z.enum(CHILD_STATUSES).meta({
            description:
              'Chờ phần việc trước, đang làm, xong, bị từ chối, không làm nữa (waiting, open, done, rejected, dropped)',
            examples: ['open'],
          }),
          startedAt: Instant.optional().meta({ description: 'Lúc bắt đầu; bỏ trống khi chưa bắt đầu' }),
          dueOn,
          dueAt,
          timeliness: Timeliness,
          record: z
            .strictObject({
              result: z.enum(['done', 'rejected']).meta({ description: 'Kết quả', examples: ['done'] }),
              resultNo: text('Số kết quả', '15/2026').optional(),
              note: text('Ghi chú', 'Đã trả thẻ.').optional(),
              at: Instant.meta({ description: 'Lúc ghi' }),
              by: text('Người ghi', 'Nguyễn Mẫu').optional(),
            })
            .optional()
            .meta({ description: 'Kết quả đã ghi của cơ quan' }),
        }),
      )
      .meta({
        description: 'Các phần việc liên thông; rỗng với thủ tục thường (parts of a joined procedure)',
      }),
    fees: z
      .array(
        z.strictObject({
          kind: text('Loại khoản thu', 'fee'),
          amount: z
            .int()
            .nullable()
            .meta({ description: 'Số tiền, đồng (VND)', examples: [0] }),
          per: text('Tính theo', 'copy').optional(),
          note: text(
            'Ghi chú của thủ tục, như nghị quyết quy định mức thu',
            'Theo nghị quyết HĐND tỉnh',
          ).optional(),
          requestedAt: Instant.optional(),
          paidAt: Instant.optional(),
          receiptNo: text('Số biên lai', 'BL-0001').optional(),
        }),
      )
      .meta({ description: 'Phí, lệ phí, nghĩa vụ tài chính' }),
    requiredDocuments: z
      .array(
        z.strictObject({
          id: text('Mã giấy tờ', 'D1'),
          name: text('Tên giấy tờ', 'Tờ khai đăng ký khai sinh'),
          sharedSource: text('Cơ sở dữ liệu dùng chung đã có', 'CSDL quốc gia về dân cư').optional(),
        }),
      )
      .meta({
        description: 'Thành phần hồ sơ theo phiên bản thủ tục; cái đã có ở CSDL dùng chung thì không yêu cầu',
      }),
    result: z
      .strictObject({
        outcome: z.enum(['granted', 'rejected']).meta({ description: 'Kết quả', examples: ['granted'] }),
        resultNo: text('Số kết quả', '45/2026'),
        at: Instant,
      })
      .optional()
      .meta({ description: 'Kết quả giải quyết' }),
    signatures: z
      .array(
        z.strictObject({
          decisionNo: text('Số quyết định', '123/QĐ-UBND'),
          at: Instant.meta({ description: 'Lúc ký' }),
          by: text('Người ký', 'Nguyễn Mẫu').optional(),
          voided: z
            .strictObject({
              why: z.enum(['returnedToStep', 'supplementReceived', 'corrected', 'reopened']).meta({
                description:
                  'Hết hiệu lực vì trả về bước ký hoặc bước trước đó, nhận giấy tờ bổ sung, đính chính, mở lại',
                examples: ['returnedToStep'],
              }),
              at: Instant.meta({ description: 'Lúc hết hiệu lực' }),
              by: text('Người làm cho hết hiệu lực', 'Nguyễn Mẫu').optional(),
            })
            .optional()
            .meta({ description: 'Có khi chữ ký không còn hiệu lực; chữ ký vẫn được lưu (voided)' }),
        }),
      )
      .meta({ description: 'Các lần ký, cũ trước; còn hiệu lực nhiều nhất một (signatures)' }),
    firstFinish: z
      .strictObject({
        at: Instant.meta({ description: 'Lúc ghi kết quả lần đầu' }),
        timeliness: z.enum(['doneOnTime', 'doneLate', 'noDeadline']).meta({
          description:
            'Lần đầu có kết quả đúng hạn hay trễ hạn; đính chính, mở lại không làm thay đổi (never changes)',
          examples: ['doneOnTime'],
        }),
      })
      .optional()
      .meta({ description: 'Lần đầu có kết quả (first finish)' }),
    escalation: Escalation,
    availableCommands: commands,
  })
  .meta({ id: 'Dossier', description: 'Hồ sơ thủ tục hành chính.' });
