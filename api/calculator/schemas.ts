/** Counting dates: the calculator and its reverse. What a term may be is said here, field by field. */
import { z } from 'zod';
import { MAX_AMOUNT } from '../../domain/time/terms';
import type { Term } from '../../domain/time/types';
import { ExplanationLine } from '../cases/schemas';
import { Clock, Instant, PlainDate } from '../http/schemas';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });

const termFields = {
  unit: z
    .enum(['WORKING_DAY', 'DAY', 'HOUR', 'MONTH', 'SAME_DAY'])
    .meta({ description: 'Đơn vị thời hạn; HOUR là giờ làm việc', examples: ['WORKING_DAY'] }),
  amount: z
    .number()
    .min(0)
    .max(MAX_AMOUNT)
    .meta({
      description: 'Số lượng theo đơn vị; 0 chỉ với SAME_DAY, phần lẻ chỉ với WORKING_DAY và HOUR',
      examples: [7.5],
    }),
};
const cutoff = Clock.optional().meta({
  description: 'SAME_DAY: nhận đến giờ này thì trả trong ngày, mặc định 15:00',
});

/** The same rules as `checkTerm`, told at the field. */
function checkAmount({ unit, amount }: Term, context: z.RefinementCtx): void {
  const refuse = (message: string): void => context.addIssue({ code: 'custom', path: ['amount'], message });
  if (unit === 'SAME_DAY') {
    if (amount !== 0) refuse('SAME_DAY: số lượng là 0 (0 only).');
  } else if (amount === 0) refuse('Phải lớn hơn 0; 0 chỉ với SAME_DAY (greater than 0).');
  else if ((unit === 'DAY' || unit === 'MONTH') && !Number.isInteger(amount))
    refuse('Ngày lịch và tháng phải là số nguyên (a whole number).');
}

const term = z.strictObject(termFields).superRefine(checkAmount);
/** A term by itself, as a change names it. */
export const TermInput = z
  .strictObject({ ...termFields, cutoff })
  .superRefine(checkAmount)
  .meta({ id: 'TermInput', description: 'Thời hạn: đơn vị và số lượng.' });

const reason = text('Lý do', 'Chờ ý kiến').max(2_000);
const calendar = z
  .string()
  .max(100)
  .optional()
  .meta({ description: 'Lịch: vn, mã lịch hoặc mã đơn vị; mặc định vn', examples: ['vn'] });
const asOf = PlainDate.optional().meta({
  description: 'Dùng lịch như đã công bố đến ngày này',
  examples: ['2025-12-20'],
});

export const CalculationInput = z
  .strictObject({
    ...termFields,
    receivedAt: Instant.meta({
      description: 'Bắt đầu tính từ (start)',
      examples: ['2026-02-12T09:00:00+07:00'],
    }),
    calendar,
    pauses: z
      .array(z.strictObject({ from: Instant, to: Instant, reason }))
      .max(200)
      .optional()
      .meta({ description: 'Các lần dừng; phần trùng nhau chỉ tính một lần' }),
    suspensions: z
      .array(
        z.strictObject({
          from: Instant,
          to: Instant,
          legalBasis: text('Văn bản cho dừng (legal basis)', 'Công điện 12/CĐ-UBND').max(2_000),
        }),
      )
      .max(200)
      .optional()
      .meta({ description: 'Các lần tạm dừng hàng loạt (bão, lũ, sự cố hệ thống)' }),
    extensions: z
      .array(
        z
          .strictObject({ ...termFields, reason, decidedAt: Instant.optional() })
          .superRefine(checkAmount)
          .meta({ description: 'Một lần gia hạn; phải quyết định trước khi hết hạn' }),
      )
      .max(100)
      .optional()
      .meta({ description: 'Các lần gia hạn' }),
    supplements: z
      .array(
        z.strictObject({
          policy: z
            .enum(['PAUSE', 'RESTART'])
            .meta({ description: 'Dừng hoặc tính lại từ đầu', examples: ['PAUSE'] }),
          requestedAt: Instant,
          reacceptedAt: Instant,
        }),
      )
      .max(100)
      .optional()
      .meta({ description: 'Các lần bổ sung hồ sơ' }),
    zone: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Địa bàn', examples: ['island'] }),
    zoneExtension: term.optional().meta({ description: 'Thời gian thêm của địa bàn' }),
    cutoff,
    asOf,
  })
  .superRefine(checkAmount)
  .meta({ id: 'CalculationInput', description: 'Câu hỏi: hạn là ngày nào.' });

const calendarVersions = z
  .array(z.string())
  .meta({ description: 'Phiên bản lịch đã dùng', examples: [['vn@5']] });
const provisional = z.boolean().meta({ description: 'Tạm tính vì lịch chưa công bố', examples: [false] });
const explanation = z.array(ExplanationLine).meta({ description: 'Vì sao' });

export const Calculation = z
  .strictObject({
    dueOn: PlainDate,
    dueAt: Instant,
    originalDueOn: PlainDate.meta({ description: 'Ngày khi chưa gia hạn' }),
    provisional,
    calendarVersions,
    explanation,
  })
  .meta({ id: 'Calculation', description: 'Ngày hạn và lý do.' });

export const LatestStartInput = z
  .strictObject({
    ...termFields,
    dueAt: Instant.optional().meta({ description: 'Phải xong chậm nhất lúc này; hoặc dueOn' }),
    dueOn: PlainDate.optional().meta({
      description: 'Phải xong chậm nhất hết giờ làm việc ngày này; hoặc dueAt',
    }),
    calendar,
    cutoff,
    asOf,
  })
  .superRefine(checkAmount)
  .superRefine(({ dueAt, dueOn }, context) => {
    if ((dueAt === undefined) === (dueOn === undefined))
      context.addIssue({
        code: 'custom',
        path: [dueAt === undefined ? 'dueAt' : 'dueOn'],
        message: 'Nêu dueAt hoặc dueOn, không cả hai (one of the two).',
      });
  })
  .meta({ id: 'LatestStartInput', description: 'Câu hỏi: phải bắt đầu chậm nhất khi nào.' });

export const LatestStart = z
  .strictObject({
    latestStartAt: Instant.meta({ description: 'Thời điểm làm việc cuối cùng còn kịp' }),
    latestStartOn: PlainDate.meta({ description: 'Ngày của thời điểm đó' }),
    dueAt: Instant.meta({ description: 'Bắt đầu lúc đó thì hạn là lúc này, không sau hạn đã nêu' }),
    dueOn: PlainDate,
    provisional,
    calendarVersions,
    explanation,
  })
  .meta({ id: 'LatestStart', description: 'Bắt đầu chậm nhất khi nào để kịp hạn.' });
