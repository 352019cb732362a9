import { z } from 'zod';
import { line, Money } from '../http/schemas';

export const Amounts = z
  .strictObject({
    money: Money.optional(),
    posts: z
      .int()
      .min(0)
      .max(1_000_000)
      .optional()
      .meta({ description: 'Biên chế, người (posts)', examples: [3] }),
    equipment: z
      .array(
        z.strictObject({
          name: line('Tên thiết bị (equipment)', 'Máy quét tài liệu'),
          quantity: z
            .int()
            .min(1)
            .max(1_000_000)
            .meta({ description: 'Số lượng, chiếc (pieces)', examples: [5] }),
        }),
      )
      .max(100)
      .optional()
      .meta({ description: 'Thiết bị' }),
  })
  .meta({ id: 'Amounts', description: 'Tiền (đồng), biên chế (người), thiết bị (chiếc).' });
