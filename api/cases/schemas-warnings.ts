/** Warnings in the answer of a command or an opening: it was done as said, and should be looked at once more. */
import { z } from 'zod';
import { PlainDate } from '../http/schemas';

const Warning = z
  .strictObject({
    code: z.enum(['closedDay']).meta({
      description: 'closedDay: hạn lãnh đạo ấn định rơi vào ngày nghỉ (the leader’s date is a closed day)',
      examples: ['closedDay'],
    }),
    path: z
      .string()
      .optional()
      .meta({
        description: 'Của cuộc họp: mục nào (of a meeting: which item)',
        examples: ['recommendations[0]'],
      }),
    dueOn: PlainDate.meta({
      description: 'Ngày đã ấn định, giữ nguyên (the date as set; it stands)',
      examples: ['2026-12-13'],
    }),
    nextOpenOn: PlainDate.meta({
      description: 'Ngày làm việc kế tiếp của đơn vị (the unit’s next working day)',
      examples: ['2026-12-14'],
    }),
    text: z.string().meta({
      description: 'Lời nhắc cho người nhập (in words, in the language asked for)',
      examples: [
        'Chủ nhật 13/12/2026 là ngày nghỉ; hạn vẫn giữ đúng như lãnh đạo đã ấn định. Ngày làm việc kế tiếp là Thứ Hai 14/12/2026.',
      ],
    }),
  })
  .meta({ id: 'Warning', description: 'Điều nên xem lại; việc đã được ghi (done, worth another look).' });

export const Warnings = z.array(Warning).meta({
  description:
    'Chỉ trong câu trả lời của lệnh hoặc lần nhập, khi có điều nên xem lại (only in the answer of a command or an opening)',
});
