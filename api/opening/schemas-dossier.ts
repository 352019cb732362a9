/** What opens a dossier, and its commands. */
import { z } from 'zod';
import { Instant, line, Money, PlainDate, PositionId, prose, UnitId } from '../http/schemas';

export const Document = z
  .strictObject({
    name: line('Tên giấy tờ (document)', 'Tờ khai đăng ký khai sinh'),
    kind: z
      .enum(['original', 'copy', 'electronic'])
      .meta({ description: 'Bản chính, bản sao, bản điện tử', examples: ['original'] }),
  })
  .meta({ id: 'Document', description: 'Một giấy tờ trong hồ sơ.' });

const Documents = z.array(Document).max(200).meta({ description: 'Giấy tờ nộp (documents)' });

export const Applicant = z
  .strictObject({
    name: line('Họ tên hoặc tên tổ chức (name)', 'Nguyễn Mẫu', 300),
    kind: z
      .enum(['citizen', 'business', 'authority', 'organisation'])
      .meta({ description: 'Loại người nộp', examples: ['citizen'] }),
    idNumber: line('Số định danh (identity number)', '052000000001', 50).optional(),
    phone: line('Điện thoại (phone)', '0900000000', 30).optional(),
    email: z
      .email()
      .max(254)
      .optional()
      .meta({ description: 'Thư điện tử (e-mail)', examples: ['mau@example.vn'] }),
    address: line('Địa chỉ (address)', 'Phường Quy Nhơn, tỉnh Gia Lai').optional(),
  })
  .meta({ id: 'Applicant', description: 'Người nộp hồ sơ.' });

export const NewDossier = z
  .strictObject({
    procedureCode: line('Mã thủ tục (procedure code)', '1.001193', 50),
    procedureCase: line('Trường hợp của thủ tục (case of the procedure)', 'default', 50).optional(),
    receivingUnitId: UnitId.meta({
      description: 'Xã, phường tiếp nhận (commune)',
      examples: ['gl-phuong-quy-nhon'],
    }),
    channel: z
      .enum(['inPerson', 'online', 'post'])
      .meta({ description: 'Kênh nộp: trực tiếp, trực tuyến, bưu chính', examples: ['inPerson'] }),
    applicant: Applicant,
    receivedAt: Instant.optional().meta({ description: 'Lúc nộp; bỏ trống là bây giờ (default: now)' }),
    documents: Documents,
    onBehalfOf: line('Nộp thay cho ai (on whose behalf)', 'Trần Mẫu').optional(),
  })
  .meta({ id: 'NewDossier', description: 'Hồ sơ mới.' });
export type DossierInput = z.output<typeof NewDossier>;

const reason = prose('Lý do (reason)', 'Thiếu giấy chứng sinh.');
const note = prose('Ghi chú (note)', 'Đã kiểm tra.');
const command = <T extends string, S extends z.ZodRawShape>(type: T, id: string, shape: S) =>
  z
    .strictObject({
      type: z.literal(type).meta({ description: 'Tên lệnh (command)', examples: [type] }),
      ...shape,
    })
    .meta({ id });

export const DossierCommand = z
  .discriminatedUnion('type', [
    command('accept', 'DossierAccept', {}),
    command('refuse', 'DossierRefuse', {
      reason,
      missing: z
        .array(line('Giấy tờ thiếu (missing)', 'Giấy chứng sinh'))
        .max(100)
        .optional()
        .meta({ description: 'Giấy tờ còn thiếu' }),
    }),
    command('handOver', 'DossierHandOver', { toPositionId: PositionId.optional(), note: note.optional() }),
    command('recall', 'DossierRecall', {}),
    command('claim', 'DossierClaim', {}),
    command('release', 'DossierRelease', {}),
    command('completeStep', 'DossierCompleteStep', {
      stepId: line(
        'Bước muốn hoàn thành; nếu hồ sơ đã sang bước khác thì không làm gì (step meant; refused when the dossier has left it)',
        'S2',
        50,
      ).optional(),
      note: note.optional(),
      result: line('Kết quả của bước, hoặc mã bước kế tiếp khi có nhiều (result)', 'Đạt').optional(),
    }),
    command('returnToStep', 'DossierReturnToStep', { stepId: line('Bước trả về (step)', 'S2', 50), reason }),
    command('requestSupplement', 'DossierRequestSupplement', {
      items: z
        .array(line('Giấy tờ cần bổ sung (item)', 'Giấy chứng sinh'))
        .min(1)
        .max(100)
        .meta({ description: 'Giấy tờ cần bổ sung' }),
      reason,
    }),
    command('receiveSupplement', 'DossierReceiveSupplement', { documents: Documents.min(1) }),
    command('requestPayment', 'DossierRequestPayment', {
      amount: Money,
      kind: line('Loại khoản thu (kind)', 'fee', 100),
    }),
    command('recordPayment', 'DossierRecordPayment', {
      receiptNo: line('Số biên lai (receipt)', 'BL-0001', 100),
    }),
    command('pause', 'DossierPause', {
      reason: line('Mã lý do dừng (reason code)', 'FORCE_MAJEURE'),
      evidence: prose('Căn cứ (evidence)', 'Công văn 12/CV'),
    }),
    command('resume', 'DossierResume', {}),
    command('extend', 'DossierExtend', { newDueOn: PlainDate, reason }),
    command('sign', 'DossierSign', { decisionNo: line('Số quyết định (decision)', '123/QĐ-UBND', 100) }),
    command('finish', 'DossierFinish', {
      result: z
        .enum(['granted', 'rejected'])
        .meta({ description: 'Kết quả: chấp thuận hoặc từ chối', examples: ['granted'] }),
      resultNo: line('Số kết quả (result number)', '45/2026', 100),
    }),
    command('deliver', 'DossierDeliver', {
      to: line('Trả cho ai (to)', 'Nguyễn Mẫu'),
      by: line('Bằng cách nào (by)', 'Trực tiếp'),
    }),
    command('withdraw', 'DossierWithdraw', { reason }),
    command('stop', 'DossierStop', { reason }),
    command('correct', 'DossierCorrect', { reason }),
    command('reopen', 'DossierReopen', {
      reason,
      clock: z
        .enum(['continue', 'restart', 'none'])
        .meta({ description: 'Thời hạn: tiếp tục, tính lại, không có', examples: ['continue'] }),
    }),
    command('recordChild', 'DossierRecordChild', {
      childId: line('Phần việc liên thông (part of a joined procedure)', 'C2', 50),
      result: z.enum(['done', 'rejected']).meta({
        description: 'Kết quả của cơ quan: xong hoặc từ chối (done or rejected)',
        examples: ['done'],
      }),
      resultNo: line('Số kết quả của cơ quan (its number)', '15/2026', 100).optional(),
      note: note.optional(),
    }),
    command('note', 'DossierNote', { text: prose('Nội dung (text)', 'Đã gọi điện cho người nộp.') }),
  ])
  .meta({ id: 'DossierCommand', description: 'Lệnh trên một hồ sơ.' });
