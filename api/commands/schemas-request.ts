/** Commands of recommendations and directives, one strict object each. */
import { z } from 'zod';
import { OUTCOMES } from '../../domain/request/state';
import { Amounts } from '../cases/schemas-amounts';
import { CaseId, Instant, line, PlainDate, PositionId, prose, UnitId } from '../http/schemas';
import { checkExactlyOne, checkWhen, UnitIds } from '../opening/schemas-request';
import { Category } from '../cases/schemas';

const text = prose('Nội dung (text)', 'Đã bố trí 1,2 tỷ đồng trong dự toán quý I.');
const reason = prose('Lý do (reason)', 'Không thuộc phạm vi quản lý của Sở.');
const unitId = UnitId.optional().meta({
  description:
    'Phân công của đơn vị nào; bỏ trống thì là đơn vị của người gọi (whose duty; default: the caller’s unit)',
  examples: ['gl-so-tai-chinh'],
});
const when = {
  dueOn: PlainDate.optional(),
  dueAt: Instant.optional(),
  setBy: PositionId.optional().meta({ description: 'Lãnh đạo ấn định hạn (leader who set the date)' }),
};

const command = <T extends string, S extends z.ZodRawShape>(type: T, id: string, shape: S) =>
  z
    .strictObject({
      type: z.literal(type).meta({ description: 'Tên lệnh (command)', examples: [type] }),
      ...shape,
    })
    .meta({ id });

const assign = z
  .strictObject({
    type: z.literal('assign').meta({ description: 'Tên lệnh (command)', examples: ['assign'] }),
    leadUnitId: UnitId.meta({ description: 'Đơn vị chủ trì (lead)', examples: ['gl-so-tai-chinh'] }),
    supportingUnitIds: UnitIds.optional(),
    ...when,
    noDeadline: z
      .boolean()
      .optional()
      .meta({ description: 'true: chủ ý không đặt hạn', examples: [false] }),
  })
  .superRefine(checkWhen)
  .meta({ id: 'AssignCommand' });

const setDueDate = z
  .strictObject({
    type: z.literal('setDueDate').meta({ description: 'Tên lệnh (command)', examples: ['setDueDate'] }),
    unitId,
    dueOn: PlainDate.optional(),
    dueAt: Instant.optional(),
    setBy: PositionId,
    reason,
  })
  .superRefine((value, ctx) => checkExactlyOne(value, ['dueOn', 'dueAt'], ctx))
  .meta({ id: 'SetDueDateCommand' });

const respond = z
  .strictObject({
    type: z.literal('respond').meta({ description: 'Tên lệnh (command)', examples: ['respond'] }),
    unitId,
    outcome: z.enum(OUTCOMES).meta({
      description: 'Kết quả (outcome); solved cần evidence, planned cần promisedOn',
      examples: ['solved'],
    }),
    text,
    evidence: prose('Minh chứng: số văn bản, đường dẫn (evidence)', 'Quyết định 123/QĐ-UBND').optional(),
    approved: Amounts.optional(),
    promisedOn: PlainDate.optional().meta({
      description: 'Ngày hứa hoàn thành (promised date)',
      examples: ['2027-03-31'],
    }),
  })
  .superRefine((value, ctx) => {
    if (value.outcome === 'planned' && !value.promisedOn)
      ctx.addIssue({
        code: 'custom',
        path: ['promisedOn'],
        message: 'Kết quả planned phải có ngày hứa (planned needs promisedOn).',
      });
    if (value.outcome === 'solved' && !value.evidence)
      ctx.addIssue({
        code: 'custom',
        path: ['evidence'],
        message: 'Kết quả solved phải có minh chứng (solved needs evidence).',
      });
  })
  .meta({ id: 'RespondCommand' });

const decideExtension = command('decideExtension', 'DecideExtensionCommand', {
  unitId,
  granted: z.boolean().meta({ description: 'Đồng ý hay không (granted)', examples: [true] }),
  newDueOn: PlainDate.optional(),
  reason: reason.optional(),
});

const accept = command('accept', 'AcceptCommand', { unitId });
const giveBack = command('return', 'ReturnCommand', { unitId, reason });
const confirm = command('confirm', 'ConfirmCommand', {
  unitId,
  note: prose('Ghi chú (note)', 'Đã nhận đủ kinh phí.').optional(),
});
const dispute = command('dispute', 'DisputeCommand', { unitId, reason });
const requestExtension = command('requestExtension', 'RequestExtensionCommand', {
  unitId,
  newDueOn: PlainDate,
  reason,
});
const withdraw = command('withdraw', 'WithdrawCommand', { reason });
const withdrawDirective = command('withdraw', 'WithdrawDirectiveCommand', {
  unitId: UnitId.optional().meta({
    description:
      'Chỉ rút phần mà đơn vị này đã trả lại; bỏ trống thì rút cả chỉ đạo (only the part this unit sent back)',
    examples: ['gl-so-tai-chinh'],
  }),
  reason,
});
const note = command('note', 'NoteCommand', { text });

export const RecommendationCommand = z
  .discriminatedUnion('type', [
    assign,
    command('split', 'SplitCommand', {
      items: z
        .array(
          z.strictObject({
            title: line('Tiêu đề phần tách (title)', 'Bổ sung máy quét cho bộ phận một cửa'),
            category: Category,
            leadUnitId: UnitId.optional().meta({
              description: 'Đơn vị chủ trì; bỏ trống thì phân theo bảng',
              examples: ['gl-so-tai-chinh'],
            }),
          }),
        )
        .min(2)
        .max(50)
        .meta({ description: 'Các phần tách ra; mỗi phần là một kiến nghị mới' }),
    }),
    accept,
    giveBack,
    command('requestInformation', 'RequestInformationCommand', {
      unitId,
      question: prose('Câu hỏi cho địa phương (question)', 'Đề nghị gửi dự toán.'),
    }),
    command('provideInformation', 'ProvideInformationCommand', {
      answer: prose('Trả lời (answer)', 'Gửi kèm dự toán 1,2 tỷ đồng.'),
      documents: z
        .array(line('Tài liệu (document)', 'du-toan.pdf'))
        .max(100)
        .optional()
        .meta({ description: 'Tên tài liệu kèm theo' }),
    }),
    command('contribute', 'ContributeCommand', {
      unitId,
      text,
      agrees: z
        .boolean()
        .meta({ description: 'Thống nhất với đơn vị chủ trì hay không (agrees)', examples: [true] }),
    }),
    respond,
    confirm,
    dispute,
    requestExtension,
    decideExtension,
    setDueDate,
    command('merge', 'MergeCommand', {
      intoId: CaseId.meta({ description: 'Nhập vào kiến nghị nào (target)' }),
    }),
    command('forward', 'ForwardCommand', { to: line('Cấp trên nhận (to whom)', 'Bộ Tài chính'), reason }),
    withdraw,
    command('reportProgress', 'ReportProgressCommand', { unitId, text, delivered: Amounts.optional() }),
    note,
  ])
  .meta({ id: 'RecommendationCommand', description: 'Lệnh trên một kiến nghị.' });

export const DirectiveCommand = z
  .discriminatedUnion('type', [
    assign,
    accept,
    giveBack,
    respond,
    confirm,
    dispute,
    requestExtension,
    decideExtension,
    setDueDate,
    withdrawDirective,
    note,
  ])
  .meta({ id: 'DirectiveCommand', description: 'Lệnh trên một chỉ đạo.' });
