/** Words for people, in both languages, and the codes they stand for. Commands are verbs, as they stand in a sentence. */
import type { RequestCommandType } from './matrix';
import type { AssignmentStatus, RequestStatus } from './state';

interface Words {
  vi: string;
  en: string;
}

export const STATUS_WORDS: Readonly<Record<RequestStatus, Words>> = {
  submitted: { vi: 'Mới gửi', en: 'submitted' },
  triage: { vi: 'Chờ phân công', en: 'waiting to be assigned' },
  assigned: { vi: 'Đã giao, chờ nhận', en: 'assigned, not accepted yet' },
  inProgress: { vi: 'Đang xử lý', en: 'in progress' },
  waitingWard: { vi: 'Chờ địa phương bổ sung', en: 'waiting for the ward' },
  responded: { vi: 'Đã trả lời, chờ xác nhận', en: 'answered, awaiting confirmation' },
  rework: { vi: 'Đang xử lý lại', en: 'being reworked' },
  followUp: { vi: 'Đang theo dõi thực hiện', en: 'followed up' },
  closed: { vi: 'Đã kết thúc', en: 'closed' },
  withdrawn: { vi: 'Đã rút', en: 'withdrawn' },
  merged: { vi: 'Đã nhập vào vụ việc khác', en: 'merged into another' },
  forwarded: { vi: 'Đã chuyển cấp trên', en: 'forwarded to a higher level' },
};

export const DUTY_STATUS_WORDS: Readonly<Record<AssignmentStatus, Words>> = {
  assigned: { vi: 'Chờ nhận', en: 'not accepted yet' },
  accepted: { vi: 'Đã nhận', en: 'accepted' },
  returned: { vi: 'Đã trả lại', en: 'returned' },
  waitingWard: { vi: 'Chờ địa phương', en: 'waiting for the ward' },
  responded: { vi: 'Đã trả lời', en: 'answered' },
  done: { vi: 'Xong', en: 'done' },
};

export const COMMAND_WORDS: Readonly<Record<RequestCommandType, Words>> = {
  assign: { vi: 'phân công', en: 'assign it' },
  split: { vi: 'tách kiến nghị', en: 'split it' },
  accept: { vi: 'nhận việc', en: 'accept the duty' },
  return: { vi: 'trả lại việc', en: 'return the duty' },
  requestInformation: { vi: 'yêu cầu địa phương bổ sung', en: 'ask the ward for information' },
  provideInformation: { vi: 'gửi thông tin bổ sung', en: 'provide information' },
  contribute: { vi: 'gửi ý kiến phối hợp', en: 'contribute' },
  respond: { vi: 'trả lời kết quả', en: 'answer' },
  confirm: { vi: 'xác nhận kết quả', en: 'confirm the answer' },
  dispute: { vi: 'phản hồi không đồng ý', en: 'dispute the answer' },
  requestExtension: { vi: 'xin gia hạn', en: 'ask for an extension' },
  decideExtension: { vi: 'quyết định gia hạn', en: 'decide on an extension' },
  setDueDate: { vi: 'ấn định hạn', en: 'set a due date' },
  merge: { vi: 'nhập vào kiến nghị khác', en: 'merge it into another' },
  forward: { vi: 'chuyển cấp trên', en: 'forward it to a higher level' },
  withdraw: { vi: 'rút vụ việc', en: 'withdraw it' },
  reportProgress: { vi: 'báo cáo tiến độ', en: 'report progress' },
  note: { vi: 'ghi chú', en: 'add a note' },
};
