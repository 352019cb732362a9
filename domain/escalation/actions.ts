/** What a rung asks of whoever it is addressed to, in words. */
import type { ClockKind } from '../case/case';

/** The duty itself, as its holder is reminded of it. */
const DUTIES: Record<ClockKind | 'contribution', string> = {
  legal: 'giải quyết và trả kết quả hồ sơ',
  step: 'hoàn thành bước đang giữ',
  response: 'trả lời',
  acknowledgement: 'nhận nhiệm vụ, hoặc trả lại nếu không đúng chức năng',
  triage: 'phân công đơn vị chủ trì',
  supplement: 'bổ sung hồ sơ',
  information: 'gửi thông tin được hỏi',
  confirmation: 'xác nhận câu trả lời, hoặc nêu lý do không đồng ý',
  promise: 'thực hiện điều đã hứa và trả lời',
  child: 'giải quyết phần việc liên thông',
  contribution: 'gửi ý kiến phối hợp',
};

/** Null: the duty itself is what is expected. */
const ACTIONS = {
  remind: null,
  'step-due': null,
  'triage-due': null,
  'accept-due': null,
  'confirmation-due': null,
  warn: 'chỉ đạo để xong trước hạn',
  'warn-and-decide-apology': 'chỉ đạo để xong trước hạn, hoặc quyết định xin lỗi và hẹn lại',
  'check-before-close-of-day': 'kiểm tra trước giờ kết thúc làm việc',
  'first-call': 'chỉ đạo xử lý ngay',
  'second-call': 'chỉ đạo đơn vị xử lý ngay',
  'report-and-list': 'chỉ đạo đơn vị xử lý; việc vào danh sách quá hạn',
  'overdue-first-call': 'chỉ đạo xử lý ngay hồ sơ quá hạn',
  'overdue-second-call': 'chỉ đạo xử lý ngay hồ sơ quá hạn',
  'report-to-province': 'tổng hợp, báo cáo UBND tỉnh',
  'step-late': 'đôn đốc người giữ bước',
  'triage-late': 'chỉ đạo phân công ngay',
  'triage-blocked': 'quyết định đơn vị chủ trì',
  'information-due': 'chỉ đạo gửi thông tin được hỏi',
  'information-late': 'chỉ đạo gửi ngay thông tin được hỏi',
  'confirmation-silent': 'quyết định thay địa phương không trả lời',
  'accept-late': 'chỉ đạo nhận hoặc trả lại nhiệm vụ',
  'accept-blocked': 'quyết định về nhiệm vụ chưa đơn vị nào nhận',
  'contribution-due': 'chỉ đạo gửi ý kiến phối hợp',
  'contribution-late': 'đôn đốc, hoặc cho trả lời khi thiếu ý kiến phối hợp',
  'urgent-call': 'xử lý ngay',
} as const satisfies Record<string, string | null>;

export type Action = keyof typeof ACTIONS;
export const ACTION_CODES = Object.keys(ACTIONS) as Action[];

/** Whoever gets a copy only is asked for nothing. */
export const FOR_INFORMATION = 'để biết';
const IN_WRITING = 'ghi ý kiến chỉ đạo';

export interface Asked {
  action: Action;
  clock: keyof typeof DUTIES;
  /** Paper the rung goes with, e.g. `văn bản đôn đốc lần 1`. */
  document?: string;
  isAddressee: boolean;
  /** A written instruction is still missing. */
  requiresAcknowledgement: boolean;
}

/** `chỉ đạo xử lý ngay; ghi ý kiến chỉ đạo (văn bản đôn đốc lần 1)` */
export function expectedOf({ action, clock, document, isAddressee, requiresAcknowledgement }: Asked): string {
  if (!isAddressee) return FOR_INFORMATION;
  const asked = [ACTIONS[action] ?? DUTIES[clock], ...(requiresAcknowledgement ? [IN_WRITING] : [])];
  return `${asked.join('; ')}${document ? ` (${document})` : ''}`;
}
