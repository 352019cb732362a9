/** Words for people and the codes they stand for. Commands are verbs, as they stand in a sentence. */
import type { CommandType } from './matrix';
import type { Status } from './state';

interface Words {
  vi: string;
  en: string;
}

/** Vietnamese: the national names of the ten statuses. */
export const STATUS_WORDS: Readonly<Record<Status, Words>> = {
  registered: { vi: 'Mới đăng ký', en: 'registered' },
  received: { vi: 'Được tiếp nhận', en: 'received' },
  notAccepted: { vi: 'Không được tiếp nhận', en: 'not accepted' },
  inProcess: { vi: 'Đang xử lý', en: 'in process' },
  supplement: { vi: 'Yêu cầu bổ sung giấy tờ', en: 'supplement requested' },
  financial: { vi: 'Yêu cầu thực hiện nghĩa vụ tài chính', en: 'payment requested' },
  withdrawn: { vi: 'Công dân yêu cầu rút hồ sơ', en: 'withdrawn by the applicant' },
  stopped: { vi: 'Dừng xử lý', en: 'stopped' },
  finished: { vi: 'Đã xử lý xong', en: 'finished' },
  returned: { vi: 'Đã trả kết quả', en: 'result handed over' },
};

export const COMMAND_WORDS: Readonly<Record<CommandType, Words>> = {
  accept: { vi: 'tiếp nhận', en: 'accept it' },
  refuse: { vi: 'từ chối tiếp nhận', en: 'refuse it' },
  handOver: { vi: 'bàn giao', en: 'hand it over' },
  recall: { vi: 'thu hồi bàn giao', en: 'recall the hand-over' },
  claim: { vi: 'nhận việc', en: 'claim the step' },
  release: { vi: 'trả lại việc', en: 'release the step' },
  completeStep: { vi: 'hoàn thành bước', en: 'complete the step' },
  returnToStep: { vi: 'trả về bước trước', en: 'return to an earlier step' },
  requestSupplement: { vi: 'yêu cầu bổ sung', en: 'request a supplement' },
  receiveSupplement: { vi: 'nhận giấy tờ bổ sung', en: 'receive a supplement' },
  requestPayment: { vi: 'yêu cầu nộp tiền', en: 'request a payment' },
  recordPayment: { vi: 'ghi nhận đã nộp tiền', en: 'record a payment' },
  pause: { vi: 'tạm dừng thời hạn', en: 'pause the term' },
  resume: { vi: 'tiếp tục thời hạn', en: 'end the pause' },
  extend: { vi: 'hẹn lại ngày trả', en: 'move the return date' },
  sign: { vi: 'ký', en: 'sign' },
  finish: { vi: 'ghi kết quả', en: 'record the result' },
  deliver: { vi: 'trả kết quả', en: 'hand over the result' },
  withdraw: { vi: 'rút hồ sơ', en: 'withdraw it' },
  stop: { vi: 'dừng xử lý', en: 'stop it' },
  correct: { vi: 'đính chính kết quả', en: 'correct the result' },
  reopen: { vi: 'mở lại hồ sơ', en: 'reopen it' },
  recordChild: { vi: 'ghi kết quả phần việc liên thông', en: 'record the result of a part' },
  note: { vi: 'ghi chú', en: 'add a note' },
};

/**
 * Reasons for which a clock stands or a date moves; a procedure lists its own in `excludedPeriods` and `extensions`.
 */
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
  FILE_COMPLETION: 'Hoàn thiện hồ sơ theo yêu cầu của cơ quan phối hợp',
  REMOTE_50KM: 'Địa bàn cách xa từ 50 km, đi lại khó khăn',
  /** The stretch between a finish and a reopening whose clock continues. */
  FINISHED: 'Hồ sơ đã có kết quả, chưa mở lại',
};

const PAUSE_REASONS_EN: Readonly<Record<string, string>> = {
  LAND_PRICE_DETERMINATION: 'land price being determined',
  LAND_FEE_DEDUCTION: 'deductible part of the land fee being determined',
  TAX_AUTHORITY_ASSESSMENT: 'tax authority assessing what is due',
  CITIZEN_FINANCIAL_OBLIGATION: 'payment awaited from the citizen',
  LAND_POOLING_AGREEMENT: 'agreement on pooling land',
  CADASTRAL_SURVEY: 'cadastral survey',
  VIOLATION_HANDLING: 'violation being examined',
  EXPERT_ASSESSMENT: 'expert assessment',
  PUBLIC_POSTING: 'public posting',
  MEDIA_NOTICE: 'notice in the media',
  INHERITANCE_DIVISION: 'division of an inheritance',
  INFRASTRUCTURE_COST: 'infrastructure cost being determined',
  VERIFICATION: 'verification',
  SUPPLEMENT: 'supplement awaited from the citizen',
  FILE_COMPLETION: 'file being completed for a partner agency',
  REMOTE_50KM: 'fifty kilometres or more away, hard to reach',
  FINISHED: 'finished, not yet reopened',
};

/** Reasons that a procedure may name for time that does not count; the others only move a date. */
const MOVE_ONLY = ['FINISHED', 'FILE_COMPLETION', 'REMOTE_50KM'];
export const PROCEDURE_PAUSE_REASONS: readonly string[] = Object.keys(PAUSE_REASONS).filter(
  (code) => !MOVE_ONLY.includes(code),
);

export const pauseReasonName = (code: string): string =>
  (Object.hasOwn(PAUSE_REASONS, code) && PAUSE_REASONS[code]) || code;

/** A reason the catalogue of reasons does not know is said as somebody wrote it. */
export const pauseReasonWords = (code: string): Words => ({
  vi: pauseReasonName(code),
  en: (Object.hasOwn(PAUSE_REASONS_EN, code) && PAUSE_REASONS_EN[code]) || pauseReasonName(code),
});
