/** A layer of the calendar as it is sent: weekly hours and dated exceptions. */
import { z } from 'zod';
import { Clock, line, PlainDate, UnitId } from '../../http/schemas';
import { RuleId } from '../schemas';

const Interval = z
  .tuple([Clock, z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)])
  .meta({ description: 'Khoảng giờ [bắt đầu, kết thúc) (hours)', examples: [['07:30', '11:30']] });

const Day = z
  .strictObject({
    date: PlainDate,
    kind: z
      .enum(['closed', 'open', 'partial'])
      .meta({ description: 'Nghỉ, làm cả ngày, hoặc chỉ các giờ nêu ra', examples: ['closed'] }),
    name: line('Tên ngày, để giải thích hạn', 'Nghỉ bão số 13', 200),
    intervals: z.array(Interval).max(12).optional().meta({ description: 'Giờ làm việc riêng của ngày' }),
    provisional: z
      .boolean()
      .optional()
      .meta({
        description: 'Chưa công bố chính thức: mọi hạn chạm ngày này ghi "tạm tính"',
        examples: [true],
      }),
    swappedWith: PlainDate.optional().meta({ description: 'Ngày hoán đổi với ngày này' }),
    basis: line('Căn cứ', 'Văn bản 12729/VPCP-KGVX', 500).optional(),
  })
  .meta({ id: 'CalendarDay', description: 'Một ngày khác với lịch tuần.' });

const covers = z
  .strictObject({
    from: PlainDate,
    to: PlainDate,
    provisionalTo: PlainDate.optional().meta({ description: 'Sau "to" đến ngày này chỉ là tạm tính' }),
  })
  .meta({ description: 'Các năm lịch này tin được' });

export const CalendarInput = z
  .strictObject({
    id: RuleId.meta({ description: 'Mã lịch; mã đã có thì lập phiên bản mới', examples: ['vn'] }),
    name: line('Tên lịch', 'Lịch làm việc hành chính Việt Nam', 200),
    level: z
      .enum(['national', 'province', 'unit'])
      .meta({ description: 'Cấp: lịch cấp sau chồng lên cấp trước', examples: ['national'] }),
    unitId: UnitId.optional().meta({ description: 'Đơn vị (chỉ với cấp unit), kể cả đơn vị trực thuộc' }),
    purpose: z
      .enum(['processing', 'reception'])
      .default('processing')
      .meta({ description: 'Giờ xử lý hay giờ tiếp nhận', examples: ['processing'] }),
    effectiveFrom: PlainDate.optional().meta({
      description: 'Áp dụng cho các ngày từ ngày này; trước đó theo phiên bản cũ',
    }),
    weekly: z
      .partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), z.array(Interval).max(12))
      .optional()
      .meta({ description: 'Giờ làm theo thứ (1 = thứ Hai); vắng mặt thì theo lịch cấp trên' }),
    days: z.array(Day).max(2_000).default([]).meta({ description: 'Các ngày khác với lịch tuần' }),
    covers: covers.optional(),
    basis: line('Văn bản ban hành', 'Thông báo của Bộ Nội vụ ngày 16/10/2025', 500).optional(),
    // A version that was read and changed may be sent back as it is.
    version: z
      .int()
      .optional()
      .meta({ description: 'Bỏ qua: hệ thống đánh số', examples: [5] }),
    publishedOn: PlainDate.optional().meta({ description: 'Bỏ qua: ngày công bố' }),
    status: z
      .enum(['draft', 'published'])
      .optional()
      .meta({ description: 'Bỏ qua', examples: ['published'] }),
    takesBack: z
      .int()
      .optional()
      .meta({ description: 'Bỏ qua: phiên bản mà một lần hoàn tác đã thay', examples: [5] }),
  })
  .meta({
    id: 'CalendarInput',
    description: 'Dự thảo một lớp lịch: toàn bộ nội dung, không phải phần thay đổi.',
  });
