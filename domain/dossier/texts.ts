/** Words for people (Vietnamese) and the codes they stand for. */
import type { CaseState } from '../case/case';
import { instantWords } from '../time/words';
import type { CommandType } from './matrix';
import type { Status } from './state';

export const STATUS_NAMES: Record<Status, string> = {
  registered: 'Mới đăng ký',
  received: 'Được tiếp nhận',
  notAccepted: 'Không được tiếp nhận',
  inProcess: 'Đang xử lý',
  supplement: 'Yêu cầu bổ sung giấy tờ',
  financial: 'Yêu cầu thực hiện nghĩa vụ tài chính',
  withdrawn: 'Công dân yêu cầu rút hồ sơ',
  stopped: 'Dừng xử lý',
  finished: 'Đã xử lý xong',
  returned: 'Đã trả kết quả',
};

export const COMMAND_NAMES: Record<CommandType, string> = {
  accept: 'tiếp nhận',
  refuse: 'từ chối tiếp nhận',
  handOver: 'bàn giao',
  recall: 'thu hồi bàn giao',
  claim: 'nhận việc',
  release: 'trả lại việc',
  completeStep: 'hoàn thành bước',
  returnToStep: 'trả về bước trước',
  requestSupplement: 'yêu cầu bổ sung',
  receiveSupplement: 'nhận giấy tờ bổ sung',
  requestPayment: 'yêu cầu nộp tiền',
  recordPayment: 'ghi nhận đã nộp tiền',
  pause: 'tạm dừng thời hạn',
  resume: 'tiếp tục thời hạn',
  extend: 'hẹn lại ngày trả',
  sign: 'ký',
  finish: 'ghi kết quả',
  deliver: 'trả kết quả',
  withdraw: 'rút hồ sơ',
  stop: 'dừng xử lý',
  correct: 'đính chính kết quả',
  reopen: 'mở lại hồ sơ',
  recordChild: 'ghi kết quả phần việc liên thông',
  note: 'ghi chú',
};

/** Reasons for which a clock may stand still; the procedure lists those of its own in `excludedPeriods`. */
export const PAUSE_REASONS: Record<string, string> = {
  LAND_PRICE_DETERMINATION: 'Xác định giá đất cụ thể',
  LAND_FEE_DEDUCTION: 'Xác định khoản được trừ vào tiền đất',
  TAX_AUTHORITY_ASSESSMENT: 'Cơ quan thuế tính tiền phải nộp, miễn giảm, ghi nợ',
  CITIZEN_FINANCIAL_OBLIGATION: 'Người dân hoàn thành nghĩa vụ tài chính',
  LAND_POOLING_AGREEMENT: 'Thỏa thuận tích tụ, góp đất',
  CADASTRAL_SURVEY: 'Trích đo địa chính',
  VIOLATION_HANDLING: 'Xem xét vi phạm',
  EXPERT_ASSESSMENT: 'Trưng cầu giám định',
  PUBLIC_POSTING: 'Niêm yết công khai',
  MEDIA_NOTICE: 'Đăng tin trên báo, đài',
  INHERITANCE_DIVISION: 'Chia thừa kế',
  INFRASTRUCTURE_COST: 'Xác định chi phí hạ tầng',
  VERIFICATION: 'Chờ xác minh',
  SUPPLEMENT: 'Chờ người dân bổ sung',
  /** The stretch between a finish and a reopening whose clock continues. */
  FINISHED: 'Hồ sơ đã có kết quả, chưa mở lại',
};

/** Reasons open to every procedure. */
export const COMMON_PAUSE_REASONS = ['SUPPLEMENT', 'VERIFICATION'];

export const pauseReasonName = (code: string): string =>
  (Object.hasOwn(PAUSE_REASONS, code) && PAUSE_REASONS[code]) || code;

/** Who did the last thing and when, for the sentence that explains a refusal. */
export const lastText = (state: CaseState): string =>
  `Thao tác gần nhất: ${state.last.by?.name ?? 'hệ thống'} lúc ${instantWords(state.last.at)}.`;
