/** Procedures as published data: a definition, its draft and what it would change. */
import { z } from 'zod';
import { Instant, line, PlainDate } from '../../http/schemas';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });
export const id = (description: string, example: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'Chữ không dấu, số, dấu chấm và gạch nối (A–Z, 0–9, . _ -).')
    .meta({ description, examples: [example] });
const list = <T extends z.ZodType>(item: T, max: number, description: string) =>
  z.array(item).max(max).meta({ description });
/** Remarks of whoever wrote the definition: where a value comes from. They change nothing. */
const remarks = {
  certainty: line('Độ chắc chắn của dữ liệu (how certain; no effect)', 'verified', 60).optional(),
  basis: line('Căn cứ (where it is written; no effect)', 'Điều 16 Luật Hộ tịch').optional(),
};

export const ProcedureCode = id('Mã thủ tục hành chính (procedure code)', '1.004873');
export const ProcedureParams = z.strictObject({ code: ProcedureCode });

/** Units and amounts are judged by the validation, which names every fault at once; here only their kind. */
const TermInput = z
  .strictObject({
    unit: text(
      'Đơn vị thời gian: WORKING_DAY, DAY, HOUR (giờ làm việc), MONTH, SAME_DAY (trong ngày)',
      'WORKING_DAY',
    ).max(40),
    amount: z.number().meta({ description: 'Số lượng theo đơn vị; 0 với SAME_DAY', examples: [7.5] }),
    cutoff: text('SAME_DAY: nộp đến giờ này còn tính là trong ngày (HH:MM)', '15:00').max(5).optional(),
  })
  .meta({ id: 'ProcedureTerm', description: 'Một thời hạn.' });

const unitRule = {
  unitKind: line(
    'Loại đơn vị: service-centre, commune-section, commune, police, external (kind of unit)',
    'commune-section',
    60,
  ),
  sectionKey: line('Phòng của xã: office, economy, culture-social', 'office', 60).optional(),
  externalName: line('Tên cơ quan bên ngoài (external)', 'Văn phòng đăng ký đất đai', 200).optional(),
};

const Step = z
  .strictObject({
    id: id('Mã bước (step)', 'S2'),
    name: line('Tên bước', 'Thẩm tra nội dung hồ sơ', 300),
    ...unitRule,
    positionLevel: line('Chức vụ chịu trách nhiệm (level of the post)', 'officer', 60).optional(),
    internalTime: TermInput.meta({ description: 'Thời hạn nội bộ của bước (internal term)' }),
    next: list(
      id('Mã bước', 'S3'),
      20,
      'Các bước có thể theo sau; không bước nào ghi thì theo thứ tự',
    ).optional(),
    delivery: z
      .boolean()
      .optional()
      .meta({ description: 'Bước cuối chỉ trả kết quả cho người nộp', examples: [true] }),
    ...remarks,
  })
  .meta({ id: 'ProcedureStep', description: 'Một bước.' });

const Allocation = z.record(id('Mã bước', 'S3'), z.number()).meta({
  description: 'Phần thời gian cộng thêm của từng bước, theo đơn vị của zoneExtension',
  examples: [{ S3: 10 }],
});

const Case = z
  .strictObject({
    id: id('Mã trường hợp (case)', 'nha-o-rieng-le'),
    name: line('Tên trường hợp', 'Nhà ở riêng lẻ', 300),
    legalTime: TermInput,
    steps: list(Step, 50, 'Các bước riêng của trường hợp').optional(),
    authority: line('Cơ quan có thẩm quyền', 'commune', 100).optional(),
    authorityName: line('Tên cơ quan có thẩm quyền', 'UBND cấp xã', 300).optional(),
    zoneStepAllocation: Allocation.optional(),
    ...remarks,
  })
  .meta({ id: 'ProcedureCase', description: 'Một trường hợp có thời hạn riêng.' });

const Child = z
  .strictObject({
    id: id('Mã phần việc (part)', 'C2'),
    name: line('Tên phần việc; trùng tên một bước thì xong cùng bước đó', 'Đăng ký thường trú', 300),
    procedureCode: ProcedureCode.nullable().meta({ description: 'Mã thủ tục của phần việc, nếu có' }),
    agency: z.strictObject(unitRule).meta({ description: 'Cơ quan làm (agency)' }),
    startsAfter: list(id('Mã phần việc', 'C1'), 20, 'Bắt đầu khi các phần việc này xong; rỗng là cùng hồ sơ'),
    clock: TermInput,
    ...remarks,
  })
  .meta({ id: 'ProcedureChild', description: 'Một phần việc của thủ tục liên thông.' });

/** What may be missing here although it is required is missed by the validation, by its code. */
export const ProcedureInput = z
  .strictObject({
    code: ProcedureCode,
    version: z
      .int()
      .optional()
      .meta({ description: 'Bỏ qua: hệ thống đặt số phiên bản tiếp theo (ignored)', examples: [2] }),
    status: z
      .enum(['published', 'draft'])
      .optional()
      .meta({ description: 'Bỏ qua (ignored)', examples: ['draft'] }),
    name: line('Tên thủ tục', 'Cấp giấy xác nhận tình trạng hôn nhân', 500),
    field: line('Lĩnh vực', 'Hộ tịch', 200).optional(),
    level: line('Cấp giải quyết (level)', 'commune', 60),
    effectiveFrom: text('Ngày có hiệu lực YYYY-MM-DD; bắt buộc, không trước ngày công bố', '2027-03-01')
      .max(10)
      .nullish(),
    effectiveTo: text('Ngày cuối có hiệu lực; bỏ trống là không hạn', '2027-12-31').max(10).nullish(),
    effectiveFromCertainty: remarks.certainty,
    legalTime: TermInput.meta({ description: 'Thời hạn giải quyết theo luật (legal term)' }),
    defaultCase: id('Trường hợp mặc định', 'cong-trinh').optional(),
    cases: list(Case, 50, 'Các trường hợp').optional(),
    zoneExtension: z
      .strictObject({
        zones: list(line('Địa bàn', 'mountainous', 60), 20, 'Địa bàn được cộng thêm'),
        unit: TermInput.shape.unit,
        amount: TermInput.shape.amount,
        stepAllocation: Allocation.optional(),
        allocationCertainty: remarks.certainty,
        ...remarks,
      })
      .optional()
      .meta({ description: 'Thời gian cộng thêm theo địa bàn' }),
    supplement: z
      .strictObject({
        policy: text('PAUSE: dừng thời hạn trong lúc chờ; RESTART: nhận đủ thì tính lại', 'PAUSE').max(40),
        maxRounds: z
          .number()
          .optional()
          .meta({
            description: 'Số lần được yêu cầu bổ sung; bỏ trống là 2 (default 2)',
            examples: [2],
          }),
        within: TermInput.optional(),
        nextRoundWithin: TermInput.optional(),
        refusalWithin: TermInput.optional(),
        applicantTerm: TermInput.optional().meta({
          description: 'Thời hạn bổ sung của người nộp; bỏ trống là 30 ngày (default 30 days)',
        }),
        ...remarks,
      })
      .optional()
      .meta({ description: 'Quy định bổ sung giấy tờ' }),
    silence: z
      .strictObject({
        subject: line('Ai im lặng: applicant, consulted-agency', 'consulted-agency', 60),
        about: line('Về việc gì', 'Lấy ý kiến cơ quan liên quan', 300),
        appliesToCases: list(id('Mã trường hợp', 'cong-trinh'), 50, 'Trường hợp áp dụng').optional(),
        after: TermInput,
        meaning: line('Im lặng nghĩa là gì', 'consent', 60),
        step: id('Bước chờ ý kiến; bỏ trống là bước thứ hai', 'S2').optional(),
        ...remarks,
      })
      .optional()
      .meta({ description: 'Im lặng là đồng ý' }),
    excludedPeriods: list(
      line('Mã lý do', 'PUBLIC_POSTING', 60),
      50,
      'Lý do dừng thời hạn mà thủ tục cho phép',
    ).optional(),
    extensions: list(
      z
        .strictObject({
          reason: z
            .string()
            .max(100)
            .optional()
            .meta({ description: 'Mã lý do', examples: ['VERIFICATION'] }),
          unit: TermInput.shape.unit.optional(),
          amount: TermInput.shape.amount.optional(),
          resultCap: TermInput.optional(),
          note: line('Ghi chú', 'Khi phải xác minh.').optional(),
          ...remarks,
        })
        .meta({ description: 'Một lần gia hạn theo luật' }),
      20,
      'Các lý do gia hạn',
    ).optional(),
    fees: list(
      z
        .strictObject({
          channel: line('Kênh nộp: all, direct, online', 'all', 40),
          kind: line('Loại: fee (lệ phí), charge (phí)', 'fee', 60),
          amountVnd: z
            .number()
            .optional()
            .meta({ description: 'Số tiền, đồng (VND)', examples: [8000] }),
          per: line('Tính theo', 'copy', 60).optional(),
          note: line('Ghi chú', 'Theo nghị quyết HĐND tỉnh').optional(),
          ...remarks,
        })
        .meta({ description: 'Một khoản thu' }),
      50,
      'Phí, lệ phí',
    ).optional(),
    requiredDocuments: list(
      z
        .strictObject({
          id: id('Mã giấy tờ', 'D1'),
          name: line('Tên giấy tờ', 'Tờ khai đăng ký khai sinh'),
          sharedSource: line('Cơ sở dữ liệu dùng chung đã có', 'CSDL quốc gia về dân cư', 200).optional(),
          ...remarks,
        })
        .meta({ description: 'Một giấy tờ' }),
      100,
      'Thành phần hồ sơ',
    ).optional(),
    children: list(Child, 20, 'Các phần việc liên thông').optional(),
    signers: list(line('Chức vụ', 'vice-chair', 60), 20, 'Chức vụ được ký kết quả').optional(),
    confidential: z
      .boolean()
      .optional()
      .meta({ description: 'Không cho tra cứu công khai', examples: [false] }),
    steps: list(Step, 50, 'Các bước, theo thứ tự'),
    notes: list(line('Ghi chú', 'Không thu lệ phí.', 2_000), 50, 'Ghi chú').optional(),
    ...remarks,
  })
  .meta({ id: 'ProcedureInput', description: 'Định nghĩa đầy đủ của một thủ tục.' });

const Complaint = z
  .strictObject({
    code: text('Mã lỗi (code)', 'SUPPLEMENT_WITHOUT_LIMIT'),
    path: text('Chỗ nào', 'supplement.maxRounds'),
    detail: text('Vì sao', 'Chưa ghi số lần yêu cầu bổ sung; áp dụng mặc định 2 lần'),
  })
  .meta({ description: 'Một điều cần nói' });
const version = z.int().meta({ description: 'Phiên bản', examples: [2] });
const warnings = z
  .array(Complaint)
  .meta({ description: 'Không cản công bố: chỗ hệ thống dùng giá trị mặc định (warnings)' });

export const ProcedureVersions = z
  .strictObject({
    code: ProcedureCode,
    versions: z
      .array(z.looseObject({}).meta({ description: 'Toàn văn một phiên bản' }))
      .meta({ description: 'Các phiên bản đã công bố, mới nhất sau cùng' }),
    draft: z.looseObject({}).nullable().meta({ description: 'Dự thảo đang chờ; chỉ quản trị viên thấy' }),
  })
  .meta({ id: 'ProcedureVersions', description: 'Các phiên bản của một thủ tục.' });

export const ProcedureDraft = z
  .strictObject({
    code: ProcedureCode,
    version,
    status: z.literal('draft').meta({ description: 'Chưa có hiệu lực', examples: ['draft'] }),
    complaints: z
      .array(Complaint)
      .meta({ description: 'Luôn rỗng: dự thảo có lỗi bị từ chối với 422, kể mọi lỗi' }),
    warnings,
  })
  .meta({ id: 'ProcedureDraft', description: 'Dự thảo đã được giữ.' });

const openDossiers = z
  .strictObject({
    count: z.int().meta({ description: 'Số hồ sơ đang mở', examples: [12] }),
    byVersion: z
      .array(z.strictObject({ version, count: z.int().meta({ description: 'Số hồ sơ', examples: [12] }) }))
      .meta({ description: 'Theo phiên bản đang giữ' }),
  })
  .meta({ description: 'Hồ sơ đang mở theo các phiên bản trước; giữ nguyên phiên bản của mình (untouched)' });

export const ProcedurePreview = z
  .strictObject({
    code: ProcedureCode,
    version,
    status: z.enum(['published', 'draft']).meta({ description: 'Trạng thái', examples: ['draft'] }),
    publishable: z.boolean().meta({ description: 'Công bố được hôm nay', examples: [true] }),
    complaints: z.array(Complaint).meta({ description: 'Vì sao chưa công bố được; rỗng là được' }),
    warnings,
    comparedWith: version
      .nullable()
      .meta({ description: 'Phiên bản đang có hiệu lực đem so; null khi chưa có', examples: [1] }),
    differences: z
      .array(
        z.strictObject({
          path: text('Chỗ nào', 'steps.S2.internalTime'),
          before: z
            .string()
            .nullable()
            .meta({ description: 'Trước', examples: ['1 ngày làm việc'] }),
          after: z
            .string()
            .nullable()
            .meta({ description: 'Sau', examples: ['2 ngày làm việc'] }),
          text: text('Cả câu', 'Bước S2: thời hạn nội bộ: 1 ngày làm việc → 2 ngày làm việc'),
        }),
      )
      .meta({ description: 'Khác với phiên bản đang có hiệu lực, từng chỗ một' }),
    openDossiers,
  })
  .meta({ id: 'ProcedurePreview', description: 'Nếu công bố thì thay đổi gì; chưa có gì thay đổi.' });

export const ProcedurePublished = z
  .strictObject({
    code: ProcedureCode,
    version,
    status: z.literal('published').meta({ description: 'Đã công bố', examples: ['published'] }),
    effectiveFrom: PlainDate,
    publishedAt: Instant,
  })
  .meta({ id: 'ProcedurePublished', description: 'Phiên bản đã công bố; hồ sơ đã nhận giữ phiên bản cũ.' });
