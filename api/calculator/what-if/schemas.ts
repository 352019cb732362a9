/** What would be late under other terms or another calendar: the question and its answer. */
import { z } from 'zod';
import { ExplanationLine } from '../../cases/schemas';
import { CaseKind, Clock, Instant, line, PlainDate, Rate, Reference, UnitId } from '../../http/schemas';
import { TermInput } from '../schemas';

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });
const count = (description: string) =>
  z
    .int()
    .min(0)
    .meta({ description, examples: [12] });

const SupposedDay = z
  .strictObject({
    date: PlainDate,
    kind: z
      .enum(['closed', 'open', 'partial'])
      .meta({ description: 'Nghỉ, làm bù, hoặc làm một phần', examples: ['closed'] }),
    name: line('Tên ngày', 'Nghỉ bù dự kiến', 200),
    intervals: z
      .array(z.tuple([Clock, Clock]))
      .min(1)
      .max(10)
      .optional()
      .meta({ description: 'Giờ làm việc; bắt buộc với partial', examples: [[['07:30', '11:30']]] }),
  })
  .superRefine(({ kind, intervals }, context) => {
    if ((kind === 'partial' && !intervals) || (kind === 'closed' && intervals))
      context.addIssue({
        code: 'custom',
        path: ['intervals'],
        message: 'partial phải có giờ, closed không có giờ (hours for partial, none for closed).',
      });
  });

const oneOf = (fields: readonly string[], least: boolean, value: object, context: z.RefinementCtx): void => {
  const given = fields.filter((field) => value[field as keyof typeof value] !== undefined);
  if (given.length === 0 || (!least && given.length > 1))
    context.addIssue({
      code: 'custom',
      path: given.length > 1 ? [given[1] as string] : [],
      message: `Nêu ${least ? 'ít nhất' : 'đúng'} một: ${fields.join(', ')} (${least ? 'at least' : 'exactly'} one of them).`,
    });
};

const SupposedCalendar = z
  .strictObject({
    days: z
      .array(SupposedDay)
      .min(1)
      .max(400)
      .optional()
      .meta({ description: 'Các ngày đặt thêm lên lịch toàn quốc' }),
    draft: z
      .string()
      .regex(/^.{1,100}@[1-9]\d{0,5}$/, 'Dạng "vn@7" (id@version).')
      .optional()
      .meta({ description: 'Một dự thảo lịch chưa công bố', examples: ['vn@7'] }),
  })
  .superRefine((value, context) => oneOf(['days', 'draft'], false, value, context));

const SupposedChange = z
  .strictObject({
    term: TermInput.optional().meta({ description: 'Thời hạn khác cho thời hạn chính của vụ việc' }),
    step: z
      .strictObject({ id: line('Mã bước của thủ tục', 'S2', 100), term: TermInput })
      .optional()
      .meta({ description: 'Thời hạn khác cho một bước của thủ tục' }),
    calendar: SupposedCalendar.optional().meta({ description: 'Lịch làm việc khác' }),
  })
  .superRefine((value, context) => oneOf(['term', 'step', 'calendar'], true, value, context));

export const WhatIfInput = z
  .strictObject({
    period: z
      .strictObject({ from: PlainDate, to: PlainDate })
      .meta({ description: 'Vụ việc tiếp nhận trong kỳ, tính cả hai ngày; dài nhất 3 năm' }),
    kind: CaseKind.optional(),
    unit: UnitId.optional().meta({ description: 'Chỉ vụ việc liên quan đơn vị này' }),
    procedure: line('Chỉ hồ sơ của thủ tục này', '1.004873', 100).optional(),
    category: line('Chỉ kiến nghị loại này', 'funding', 100).optional(),
    change: SupposedChange.meta({ description: 'Giả định; một hoặc nhiều' }),
    examples: z
      .int()
      .min(0)
      .max(20)
      .optional()
      .meta({ description: 'Số ví dụ, 0–20, mặc định 5', examples: [5] }),
  })
  .meta({
    id: 'WhatIfInput',
    description: 'Câu hỏi: nếu thời hạn hoặc lịch khác đi thì bao nhiêu việc chậm.',
  });

const late = z
  .strictObject({ now: Rate, whatIf: Rate })
  .meta({ description: 'Tỷ lệ chậm trên các thời hạn đã đo: như đang có, và theo giả định' });
const figures = {
  clocks: count('Thời hạn đã đo (clocks measured)'),
  late,
  becameLate: count('Thành chậm'),
  noLongerLate: count('Không còn chậm'),
  earlier: count('Hạn sớm hơn'),
  later: count('Hạn muộn hơn'),
};

const Standing = z.strictObject({
  dueOn: PlainDate,
  dueAt: Instant,
  late: z.boolean().meta({ description: 'Chậm, như danh sách và bảng vẫn tính', examples: [true] }),
  explanation: z.array(ExplanationLine).meta({ description: 'Vì sao' }),
});

export const WhatIf = z
  .strictObject({
    asOf: Instant,
    considered: count('Vụ việc trong phạm vi (cases)'),
    clocks: figures.clocks,
    late,
    becameLate: figures.becameLate,
    noLongerLate: figures.noLongerLate,
    leftOut: z
      .strictObject({
        withoutClock: count('Vụ việc không có thời hạn mà giả định chạm tới'),
        withoutDate: count('Thời hạn không đặt ngày'),
        notCountable: count('Không tính được'),
      })
      .meta({ description: 'Không đo, đếm riêng' }),
    notMoved: z
      .strictObject({
        setByPerson: count('Ngày do lãnh đạo ấn định hoặc đơn vị tự hứa'),
        extendedToDate: count('Đã gia hạn đến một ngày'),
      })
      .meta({ description: 'Thời hạn đổi nhưng ngày vẫn giữ' }),
    movedBy: z
      .strictObject({
        earlier: figures.earlier,
        later: figures.later,
        unchanged: count('Hạn không đổi'),
        days: z
          .array(
            z.strictObject({
              days: z.int().meta({
                description: 'Ngày theo lịch; âm là sớm hơn, ±366 gồm cả xa hơn (calendar days)',
                examples: [-3],
              }),
              clocks: count('Số thời hạn'),
            }),
          )
          .meta({ description: 'Dời bao nhiêu ngày, chỉ các hạn có dời; 0 là dời trong ngày' }),
      })
      .meta({ description: 'Hạn dời đi đâu' }),
    byClock: z
      .array(z.strictObject({ clock: text('main hoặc mã thời hạn của bước', 'step:S2'), ...figures }))
      .meta({ description: 'Theo thời hạn đo' }),
    byUnit: z
      .array(z.strictObject({ unit: Reference, ...figures }))
      .meta({ description: 'Theo đơn vị, thay đổi nhiều trước; nhiều nhất 20' }),
    byProcedure: z
      .array(z.strictObject({ procedure: Reference, ...figures }))
      .meta({ description: 'Theo thủ tục, thay đổi nhiều trước; nhiều nhất 20' }),
    byCategory: z
      .array(z.strictObject({ category: text('Loại', 'funding'), ...figures }))
      .meta({ description: 'Theo loại kiến nghị' }),
    examples: z
      .array(
        z.strictObject({
          kind: CaseKind,
          id: z.uuid().meta({ description: 'Mã vụ việc' }),
          code: z
            .string()
            .nullable()
            .meta({ description: 'Mã số', examples: ['H21.901-261124-0004'] }),
          title: text('Tiêu đề; không có với người quản trị', 'Khai sinh').optional(),
          clock: text('Thời hạn nào', 'legal'),
          unit: Reference,
          now: Standing.meta({ description: 'Như đang có' }),
          whatIf: Standing.meta({ description: 'Theo giả định' }),
        }),
      )
      .meta({ description: 'Vài hạn dời, đổi tình trạng trước' }),
  })
  .meta({ id: 'WhatIf', description: 'Theo giả định thì bao nhiêu việc chậm, thuộc về ai, và vì sao.' });
