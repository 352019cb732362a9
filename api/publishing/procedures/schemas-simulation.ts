/** A year of dossiers under one version of a procedure: what is asked and what came of it. */
import { z } from 'zod';
import { PlainDate, Rate, UnitId } from '../../http/schemas';
import { VersionChoice } from '../schemas';
import { id, ProcedureCode } from './schemas';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });
/** A day's work of 10,000 dossiers is a second of this process; more would keep others waiting. */
const MOST_ARRIVALS = 10_000;
const share = (description: string, example: number) =>
  z
    .number()
    .min(0)
    .max(1)
    .meta({ description, examples: [example] });

export const SimulationRequest = z
  .strictObject({
    version: VersionChoice.shape.version.meta({
      description: 'Phiên bản; vắng mặt: dự thảo đang chờ, không có thì phiên bản đang có hiệu lực',
    }),
    case: id('Trường hợp của thủ tục; vắng mặt: mặc định', 'nha-o-rieng-le').optional(),
    unitId: UnitId.optional().meta({
      description: 'Lịch và địa bàn của đơn vị này; vắng mặt: lịch của tỉnh',
      examples: ['gl-phuong-quy-nhon'],
    }),
    arrivals: z
      .int()
      .min(0)
      .max(MOST_ARRIVALS)
      .optional()
      .meta({ description: 'Số hồ sơ đến; vắng mặt: 1000', examples: [1000] }),
    from: PlainDate.optional().meta({ description: 'Ngày đầu nhận hồ sơ; vắng mặt: hôm nay' }),
    to: PlainDate.optional().meta({ description: 'Ngày cuối nhận hồ sơ; vắng mặt: một năm từ ngày đầu' }),
    staffing: z
      .record(
        id('Mã bước', 'S2'),
        z.strictObject({
          staff: z
            .int()
            .min(1)
            .max(1_000)
            .optional()
            .meta({ description: 'Số người', examples: [2] }),
          minutes: z
            .number()
            .positive()
            .max(100_000)
            .optional()
            .meta({ description: 'Phút làm việc trung bình mỗi hồ sơ', examples: [45] }),
        }),
      )
      .optional()
      .meta({
        description: 'Theo bước; vắng mặt: 1 người, một phần năm thời hạn nội bộ',
        examples: [{ S2: { staff: 2, minutes: 45 } }],
      }),
    supplementShare: share('Phần hồ sơ phải bổ sung, 0–1; vắng mặt: 0', 0.1).optional(),
    branches: z
      .record(id('Mã bước', 'S2'), z.record(id('Mã bước theo sau', 'S3'), share('Phần hồ sơ', 0.3)))
      .optional()
      .meta({
        description: 'Bước có nhiều hướng: phần hồ sơ đi mỗi hướng; vắng mặt: hướng đầu tiên',
        examples: [{ S2: { S3: 0.3, S4: 0.7 } }],
      }),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .optional()
      .meta({ description: 'Hạt giống: cùng số cho cùng kết quả; vắng mặt: 1', examples: [42] }),
  })
  .meta({ id: 'SimulationRequest', description: 'Mô phỏng một năm hồ sơ.' });

const minutes = (description: string, example: number) =>
  z.number().meta({ description: `${description} (phút làm việc)`, examples: [example] });

export const SimulationResult = z
  .strictObject({
    code: ProcedureCode,
    version: z.int().meta({ description: 'Phiên bản', examples: [2] }),
    status: z.enum(['published', 'draft']).meta({ description: 'Trạng thái', examples: ['draft'] }),
    seed: z.int().meta({ description: 'Hạt giống đã dùng', examples: [1] }),
    arrivals: z.int().meta({ description: 'Số hồ sơ đến', examples: [1000] }),
    from: PlainDate,
    to: PlainDate,
    late: Rate.meta({ description: 'Hồ sơ trễ hạn' }),
    duration: z
      .strictObject({
        mean: minutes('Trung bình', 1033.8),
        p50: minutes('Một nửa số hồ sơ xong trong', 921.7),
        p90: minutes('90% xong trong', 1815.7),
        p95: minutes('95% xong trong', 2021.1),
        max: minutes('Lâu nhất', 3687.8),
        legal: minutes('Luật cho, hồ sơ ở giữa', 1574.8),
      })
      .meta({ description: 'Từ khi nhận đến khi xong bước cuối, không kể thời gian chờ người nộp' }),
    steps: z
      .array(
        z.strictObject({
          id: text('Mã bước', 'S2'),
          name: text('Tên bước', 'Thẩm tra nội dung hồ sơ'),
          staff: z
            .int()
            .nullable()
            .meta({ description: 'Số người; null là cơ quan bên ngoài, không xếp hàng', examples: [1] }),
          minutesPerDossier: minutes('Trung bình mỗi hồ sơ', 90),
          visits: z.int().meta({ description: 'Lượt hồ sơ, làm lại tính thêm', examples: [1101] }),
          waiting: minutes('Chờ, trung bình mỗi lượt', 120.5),
          working: minutes('Làm, trung bình mỗi lượt', 89.7),
          share: share('Phần trong toàn bộ thời gian của cơ quan', 0.57),
          utilisation: share(
            'Phần thời gian người ở bước này bận; null là cơ quan bên ngoài',
            0.92,
          ).nullable(),
          late: Rate.meta({ description: 'Lượt quá thời hạn nội bộ' }),
        }),
      )
      .meta({ description: 'Từng bước' }),
    whereTimeGoes: z
      .array(
        z.strictObject({
          kind: z
            .enum(['waiting', 'working', 'applicant'])
            .meta({ description: 'Chờ đến lượt, đang làm, chờ người nộp', examples: ['waiting'] }),
          stepId: z
            .string()
            .nullable()
            .meta({ description: 'Bước; null là chờ người nộp', examples: ['S2'] }),
          minutes: minutes('Của mọi hồ sơ cộng lại', 716_882.5),
          share: share('Phần trong tổng', 0.57),
        }),
      )
      .meta({ description: 'Thời gian đi đâu, nhiều nhất trước' }),
    assumptions: z
      .array(z.string().meta({ examples: ['Bước S2: một người (không ai nói khác).'] }))
      .meta({ description: 'Những điều coi như đúng, bằng lời' }),
  })
  .meta({ id: 'SimulationResult', description: 'Kết quả mô phỏng.' });
