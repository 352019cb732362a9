/** The leader's board. */
import { z } from 'zod';
import { Instant, PlainDate, Rate, Reference, UnitId } from '../http/schemas';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });
const count = (description: string) =>
  z
    .int()
    .min(0)
    .meta({ description: `${description}, số vụ việc (cases)`, examples: [12] });
const href = (...figures: string[]) =>
  z
    .strictObject(
      Object.fromEntries(
        figures.map((figure) => [figure, text('Danh sách chứng minh', '/api/v1/recommendations?open=true')]),
      ),
    )
    .meta({ description: 'Danh sách chứng minh từng con số (the list behind each figure)' });

const requestFigures = {
  open: count('Đang mở'),
  overdue: count('Quá hạn'),
  dueSoon: count('Sắp đến hạn'),
  noDeadline: count('Không đặt hạn'),
};
const groupFigures = {
  ...requestFigures,
  worstDaysLate: z
    .int()
    .min(0)
    .meta({ description: 'Trễ nhiều nhất, ngày theo lịch (calendar days)', examples: [7] }),
  onTime: Rate.meta({
    description: 'Xong đúng hạn trên số đã xong có hạn; tách, gộp, rút, chuyển cấp trên không tính',
  }),
  href: href('open', 'overdue', 'dueSoon', 'noDeadline', 'onTime', 'resolved'),
};

export const RequestBoard = z
  .strictObject({
    ...requestFigures,
    byDepartment: z
      .array(z.strictObject({ unit: Reference, ...groupFigures }))
      .meta({ description: 'Theo đơn vị, mỗi đơn vị tính theo phần việc của mình, nhiều quá hạn trước' }),
    byWard: z
      .array(z.strictObject({ unit: Reference, ...groupFigures }))
      .meta({ description: 'Theo xã, phường kiến nghị' }),
    byCategory: z
      .array(z.strictObject({ category: text('Loại', 'funding'), ...groupFigures }))
      .meta({ description: 'Theo loại' }),
    href: href('open', 'overdue', 'dueSoon', 'noDeadline'),
  })
  .meta({ id: 'RequestBoard', description: 'Bảng kiến nghị hoặc chỉ đạo.' });

const dossierFigures = {
  received: count('Nhận trong kỳ'),
  carriedOver: count('Kỳ trước chuyển sang'),
  finished: z
    .strictObject({
      early: count('Sớm'),
      onTime: count('Đúng ngày'),
      late: count('Trễ'),
      noDeadline: count('Không có ngày hẹn'),
    })
    .meta({ description: 'Đã giải quyết, theo lần xong đầu tiên (by the first finish)' }),
  inProcess: z
    .strictObject({
      onTime: count('Trong hạn'),
      overdue: count('Quá hạn'),
      noDeadline: count('Chưa có ngày hẹn (mới đăng ký, mở lại không hẹn)'),
    })
    .meta({ description: 'Đang giải quyết' }),
  supplement: count('Chờ bổ sung'),
  financial: count('Chờ nghĩa vụ tài chính'),
  stopped: count('Dừng'),
  withdrawn: count('Rút hoặc không tiếp nhận'),
  onTimeOfResolved: Rate.meta({ description: 'Đúng hạn trên đã giải quyết có hạn' }),
  resolvedOfReceived: Rate.meta({ description: 'Đã giải quyết trên đã nhận, không kể đã rút' }),
  onTimeOfReceived: Rate.meta({ description: 'Đúng hạn trên đã nhận có hạn, không kể đã rút' }),
  href: href(
    'received',
    'carriedOver',
    'early',
    'onTime',
    'late',
    'finishedNoDeadline',
    'inProcessOnTime',
    'inProcessOverdue',
    'inProcessNoDeadline',
    'supplement',
    'financial',
    'stopped',
    'withdrawn',
  ),
};

export const Dashboard = z
  .strictObject({
    asOf: Instant,
    recommendations: RequestBoard,
    directives: RequestBoard,
    dossiers: z
      .strictObject({
        from: PlainDate,
        to: PlainDate,
        ...dossierFigures,
        byUnit: z
          .array(z.strictObject({ unit: Reference, ...dossierFigures }))
          .meta({ description: 'Theo nơi tiếp nhận' }),
      })
      .meta({ description: 'Hồ sơ trong kỳ' }),
    escalations: z
      .strictObject({
        waitingForInstruction: count('Chờ ý kiến chỉ đạo'),
        oldest: Instant.nullable().meta({ description: 'Lần lâu nhất đang chờ' }),
        href: href('waitingForInstruction'),
      })
      .meta({ description: 'Đôn đốc đang chờ chỉ đạo' }),
  })
  .meta({ id: 'Dashboard', description: 'Bảng của lãnh đạo; mỗi con số có danh sách chứng minh.' });

export const DashboardQuery = z.strictObject({
  unit: UnitId.optional(),
  from: PlainDate.optional().meta({
    description:
      'Nhận từ ngày này (received from). Vắng: hồ sơ tính từ đầu năm của ngày cuối kỳ (from 1 January of the year of `to`), kiến nghị và chỉ đạo không giới hạn',
    examples: ['2026-01-01'],
  }),
  to: PlainDate.optional().meta({
    description:
      'Ngày cuối kỳ, tính hết ngày: số liệu như cuối ngày đó (as at the end of this day). Vắng: hiện tại',
    examples: ['2026-12-31'],
  }),
});
