/** A mass suspension as it is sent, and how it is ended. */
import { z } from 'zod';
import { Instant, line, UnitId } from '../../http/schemas';
import { RuleId } from '../schemas';

export const SuspensionInput = z
  .strictObject({
    id: RuleId.optional().meta({ description: 'Vắng mặt thì hệ thống đặt; mã đã có thì lập phiên bản mới' }),
    name: line('Tên, để giải thích hạn', 'Bão số 13', 200),
    unitIds: z
      .array(UnitId)
      .max(500)
      .default([])
      .meta({ description: 'Đơn vị tạm dừng, kể cả đơn vị trực thuộc' }),
    zone: line('Địa bàn: mọi xã, phường thuộc địa bàn này', 'mountainous', 60).optional(),
    from: Instant.meta({ description: 'Dừng từ thời điểm này' }),
    to: Instant.nullable()
      .default(null)
      .meta({ description: 'Đến thời điểm này; null = đến khi có thông báo' }),
    legalBasis: line('Căn cứ pháp lý, bắt buộc', 'Công điện 01/CĐ-UBND ngày 20/11/2026', 500),
    reason: line('Lý do', 'Ngập lụt, mất điện toàn địa bàn', 2_000),
  })
  .meta({ id: 'SuspensionInput', description: 'Tạm dừng thời hạn hàng loạt.' });

export const LiftInput = z
  .strictObject({
    at: Instant.optional().meta({ description: 'Hết tạm dừng từ thời điểm này; vắng mặt: ngay bây giờ' }),
    legalBasis: line('Căn cứ', 'Công điện 02/CĐ-UBND ngày 22/11/2026', 500).optional(),
  })
  .meta({ description: 'Kết thúc tạm dừng' });
