import { forbidden } from '../../http/problems';

export const notYours = () =>
  forbidden({
    vi: 'Chỉ quản trị viên (hoặc Văn phòng UBND tỉnh, với tạm dừng) dùng việc hàng loạt.',
    en: 'Only the administrator (or, for suspensions, the provincial office) uses jobs.',
  });
