/**
 * The one catalogue of refusals: what people read, in both languages, by code. A placeholder is `{name}` or
 * `{name:kind}` (kinds in `refusals.ts`); statuses, commands, units and positions are named in words, never by code or id.
 * Each sentence says what stands in the way and, where there is one, the way on.
 */
export const REFUSALS = {
  // Every case
  busy: {
    vi: 'Vụ việc đang chờ ghi sổ; chưa có gì thay đổi. Xin gửi lại sau giây lát với cùng khóa.',
    en: 'The case waits for its records to be written; nothing has changed. Repeat with the same key in a moment.',
  },
  caseFull: {
    vi: 'Vụ việc đã ghi quá nhiều nội dung. Xin viết ngắn gọn và dẫn số văn bản thay cho toàn văn.',
    en: 'The case holds too much text. Write briefly and refer to documents by number.',
  },
  closed: {
    vi: 'Vụ việc đã kết thúc ở trạng thái "{status:status}" nên không thể {command:command}. Nếu còn việc cần giải quyết, xin lập hồ sơ hoặc kiến nghị mới.',
    en: 'The case has ended as “{status:status}”, so it is not possible to {command:command}. If something is left to be done, open a new one.',
  },
  notInThisStatus: {
    vi: 'Đang ở trạng thái "{status:status}" nên chưa thể {command:command}.',
    en: 'The status is “{status:status}”, in which it is not possible to {command:command}.',
  },
  staleContext: {
    vi: 'Vụ việc vừa thay đổi nhiều lần trong lúc xét; chưa có gì được ghi. Xin gửi lại với cùng khóa.',
    en: 'The case changed several times while this was judged; nothing was recorded. Repeat with the same key.',
  },
  versionMismatch: {
    vi: 'Vụ việc đã thay đổi sau lần xem gần nhất; thao tác này chưa được ghi. Xin tải lại rồi quyết định.',
    en: 'The case has changed since it was read; nothing was recorded. Read it again, then decide.',
  },

  // Dates, dossiers and requests alike
  closedDay: {
    vi: '{date:day} là ngày nghỉ nên không lấy làm hạn mới được. Ngày làm việc kế tiếp là {next:day}.',
    en: '{date:day} is not a working day, so it cannot be the new due date. The next working day is {next:day}.',
  },
  noDeadline: {
    vi: 'Việc này không có thời hạn nên không có ngày nào để dời.',
    en: 'There is no due date, so there is none to move.',
  },
  notLater: {
    vi: 'Ngày mới phải sau hạn hiện tại ({due:date}).',
    en: 'The new date must be after the present due date ({due:date}).',
  },
  pastDate: {
    vi: 'Thời hạn đã chọn ở trong quá khứ; xin chọn một ngày giờ sắp tới.',
    en: 'The date chosen lies in the past; choose one that is still to come.',
  },
  pastDue: {
    vi: 'Đã hết hạn lúc {due:instant} nên không thể {command:command}: thời hạn đã hết thì không dừng và không dời được nữa. Xin trả kết quả sớm nhất.',
    en: 'It was due at {due:instant}, so it is not possible to {command:command}: a term that is over can neither be stopped nor moved. Give the result as soon as possible.',
  },
  tooManyExtensions: {
    vi: 'Hạn đã được dời {count} lần; quy định cho dời nhiều nhất {max} lần.',
    en: 'The due date has been moved {count} times; {max} are allowed at most.',
  },

  // Recommendations and directives
  alreadyConfirmed: {
    vi: '{ward:unit} đã xác nhận câu trả lời này.',
    en: '{ward:unit} has confirmed this answer already.',
  },
  alreadyDone: { vi: 'Phân công này đã hoàn thành.', en: 'This duty is done.' },
  answerPending: {
    vi: 'Câu trả lời của đơn vị chủ trì đang chờ xác nhận; chưa thể phân công lại.',
    en: 'The lead’s answer awaits confirmation; the matter cannot be assigned anew now.',
  },
  evidenceMissing: {
    vi: 'Kết quả "Đã giải quyết xong" phải kèm minh chứng.',
    en: 'An answer that says “solved” needs evidence.',
  },
  extensionPending: {
    vi: 'Đã có một đề nghị gia hạn đang chờ quyết định.',
    en: 'A request for an extension awaits a decision already.',
  },
  hasItsPart: {
    vi: '{unit:unit} đã có phần việc của mình trong chỉ đạo này; xin giao cho đơn vị khác.',
    en: '{unit:unit} already has its part of this directive; please give it to another unit.',
  },
  leadAlsoSupports: {
    vi: 'Một đơn vị không thể vừa chủ trì vừa phối hợp.',
    en: 'A unit cannot lead and support at once.',
  },
  leadDoesNotContribute: {
    vi: 'Đơn vị chủ trì trả lời kết quả, không gửi ý kiến phối hợp.',
    en: 'The lead answers the matter; contributions come from supporting units.',
  },
  mergeIntoItself: {
    vi: 'Không thể nhập vụ việc vào chính nó.',
    en: 'A case cannot be merged into itself.',
  },
  noExtensionRequested: {
    vi: 'Không có đề nghị gia hạn nào đang chờ quyết định.',
    en: 'No request for an extension awaits a decision.',
  },
  noSuchDuty: {
    vi: 'Đơn vị này không có phân công đang hiệu lực trong vụ việc.',
    en: 'This unit has no duty in force in the matter.',
  },
  notAsker: {
    vi: '{ward:unit} không phải bên kiến nghị.',
    en: '{ward:unit} is not one of the askers.',
  },
  notInThisDutyStatus: {
    vi: 'Phân công của {unit:unit} đang ở trạng thái "{status:dutyStatus}" nên chưa thể {command:command}.',
    en: 'The duty of {unit:unit} is at “{status:dutyStatus}”, in which it is not possible to {command:command}.',
  },
  notLead: {
    vi: 'Chỉ đơn vị chủ trì được {command:command}.',
    en: 'Only the lead unit may {command:command}.',
  },
  pastAcknowledgement: {
    vi: 'Đã hết thời gian nhận hoặc trả lại việc; xin đề nghị Văn phòng UBND tỉnh phân công lại.',
    en: 'The time to accept or return the duty is over; ask the provincial office to assign it anew.',
  },
  promisedOnMissing: {
    vi: 'Kết quả "Sẽ giải quyết" phải có ngày hứa.',
    en: 'An answer that says “planned” needs the day promised.',
  },
  tooManyRounds: {
    vi: 'Đã hỏi lại địa phương {max} lần; lần nữa do Văn phòng UBND tỉnh hỏi.',
    en: 'The ward has been asked {max} times; the provincial office asks any further time.',
  },
  verifierIsAuthor: {
    vi: 'Người trả lời không tự xác nhận câu trả lời của mình; xin để người khác xác nhận.',
    en: 'Nobody confirms an answer they gave themselves; somebody else has to.',
  },
  wardStillHasTime: {
    vi: 'Địa phương còn thời gian xác nhận; Văn phòng chỉ quyết định sau khi địa phương im lặng.',
    en: 'The ward still has time to confirm; the office decides only after its silence.',
  },

  // Dossiers
  alreadyClaimed: {
    vi: '{holder} đã nhận bước này. Người đó cần trả lại việc hoặc bàn giao trước.',
    en: '{holder} has claimed this step; they release it or hand it over first.',
  },
  alreadyPaused: { vi: 'Thời hạn đang tạm dừng rồi.', en: 'The term stands still already.' },
  alreadySigned: {
    vi: 'Đã ký số {number} lúc {at:instant}. Xin ghi kết quả.',
    en: 'It was signed under number {number} at {at:instant}. Record the result.',
  },
  badValue: {
    vi: 'Giá trị không được phép ở mục: {fields:fields}.',
    en: 'A value is not allowed: {fields:fields}.',
  },
  childEnded: { vi: 'Phần việc "{child}" đã kết thúc.', en: 'The part “{child}” has ended already.' },
  childNotStarted: {
    vi: 'Phần việc "{child}" chưa bắt đầu: còn chờ {before:names}.',
    en: 'The part “{child}” has not begun; it waits for {before:names}.',
  },
  childrenOpen: {
    vi: 'Chưa thể ghi kết quả vì còn phần việc liên thông: {children:names}. Xin ghi kết quả của từng phần việc trước.',
    en: 'The result cannot be recorded while parts are open: {children:names}. Record the result of each first.',
  },
  chooseNextStep: {
    vi: 'Sau bước này có nhiều hướng, xin chọn một: {steps:names}.',
    en: 'Several steps may follow; choose one: {steps:names}.',
  },
  claimedByAnother: {
    vi: '{holder} đã nhận bước này nên người khác chưa thể {command:command}. Người đó cần trả lại việc hoặc bàn giao.',
    en: '{holder} has claimed this step, so nobody else may {command:command}; they release it or hand it over first.',
  },
  handedOverByAnother: {
    vi: '{holder} là người bàn giao; chỉ người đó được thu hồi.',
    en: 'Only {holder}, who handed the step over, may recall it.',
  },
  handedToAnother: {
    vi: 'Bước này đã bàn giao cho {position:position} lúc {at:instant}. Xin thu hồi hoặc bàn giao lại.',
    en: 'The step was handed to {position:position} at {at:instant}. Recall it or hand it over again.',
  },
  lastStep: {
    vi: '"{step}" là bước cuối. Xin ghi kết quả để kết thúc hồ sơ.',
    en: '“{step}” is the last step. Record the result to finish the dossier.',
  },
  missingField: {
    vi: 'Để {command:command} còn thiếu: {fields:fields}.',
    en: 'To {command:command}, these are missing: {fields:fields}.',
  },
  noEarlierStep: {
    vi: 'Hồ sơ đang ở bước đầu tiên, không có bước nào trước đó để trả về.',
    en: 'The dossier is at its first step; there is none before it to return to.',
  },
  noOpenChild: {
    vi: 'Hồ sơ không có phần việc liên thông nào đang chờ kết quả.',
    en: 'No part of a joined procedure awaits a result.',
  },
  noSigningAuthority: {
    vi: 'Chức vụ này không có thẩm quyền ký thủ tục này vào hôm nay. Xin trình người có thẩm quyền.',
    en: 'This position may not sign this procedure today. Submit it to somebody who may.',
  },
  notClaimed: {
    vi: 'Bước này chưa có ai nhận, không có gì để trả lại.',
    en: 'Nobody has claimed this step, so there is nothing to release.',
  },
  notEarlierStep: {
    vi: 'Chỉ trả về được bước đã qua: {steps:names}.',
    en: 'Only a step that has been passed can be returned to: {steps:names}.',
  },
  nothingToRecall: {
    vi: 'Không có bàn giao nào đang chờ: chưa bàn giao, hoặc người nhận đã nhận việc.',
    en: 'There is no hand-over to recall: none was made, or it has been claimed.',
  },
  notPaused: {
    vi: 'Không có lần tạm dừng nào để tiếp tục.',
    en: 'There is no pause to end.',
  },
  paused: {
    vi: 'Thời hạn đang tạm dừng từ {since:instant} ({why:pauseReasons}). Xin tiếp tục thời hạn trước khi {command:command}.',
    en: 'The term has stood still since {since:instant} ({why:pauseReasons}). End the pause, then {command:command}.',
  },
  pauseReasonNotAllowed: {
    vi: 'Thủ tục này không cho dừng thời hạn với lý do đã nêu. Các lý do được phép: {allowed:pauseReasons}.',
    en: 'The procedure allows no pause for this reason. Those allowed are: {allowed:pauseReasons}.',
  },
  recallWindowOver: {
    vi: 'Đã bàn giao lúc {at:instant}, quá {minutes} phút nên không thu hồi được. Xin đề nghị người nhận bàn giao lại.',
    en: 'It was handed over at {at:instant}, more than {minutes} minutes ago, and cannot be recalled. Ask the receiver to hand it back.',
  },
  stepAlreadyLeft: {
    vi: 'Hồ sơ không còn ở bước "{step}": {holder} đã chuyển sang bước "{current}" lúc {at:instant}.',
    en: 'The dossier is not at the step “{step}”: {holder} moved it to “{current}” at {at:instant}.',
  },
  stepsRemain: {
    vi: 'Chưa thể ghi kết quả vì còn bước: {steps:names}. Xin hoàn thành các bước này trước.',
    en: 'The result cannot be recorded while steps remain: {steps:names}. Complete them first.',
  },
  alreadyHeld: {
    vi: 'Không yêu cầu người nộp bổ sung giấy tờ đã có trong cơ sở dữ liệu dùng chung: {documents:names}. Xin tra cứu ở đó.',
    en: 'The applicant is not asked for what a shared database holds: {documents:names}. Look it up there.',
  },
  extensionTooLong: {
    vi: 'Thủ tục chỉ cho hẹn lại đến {latest:date} với lý do này.',
    en: 'For this reason the procedure lets the return date move to {latest:date} at most.',
  },
  refusalTooLate: {
    vi: 'Chỉ được từ chối tiếp nhận đến {until:instant}. Xin tiếp nhận hồ sơ; nếu thiếu giấy tờ thì yêu cầu bổ sung.',
    en: 'The dossier could be turned away until {until:instant}. Accept it; ask for a supplement if papers are missing.',
  },
  supplementTooLate: {
    vi: 'Chỉ được yêu cầu bổ sung lần này đến {until:instant}. Xin giải quyết theo giấy tờ hiện có, từ chối có lý do hoặc dừng xử lý.',
    en: 'This supplement could be requested until {until:instant}. Decide on the papers at hand, reject with reasons, or stop.',
  },
  supplementRoundsUsed: {
    vi: 'Đã yêu cầu bổ sung {count} lần, thủ tục cho phép {max} lần. Xin giải quyết theo giấy tờ hiện có, từ chối có lý do hoặc dừng xử lý.',
    en: 'A supplement has been requested {count} times; the procedure allows {max}. Decide on the papers at hand, reject with reasons, or stop.',
  },
  unknownChild: {
    vi: 'Hồ sơ không có phần việc này. Các phần việc: {children:names}.',
    en: 'The dossier has no such part. Its parts are: {children:names}.',
  },
  unknownCommand: { vi: 'Hồ sơ không có thao tác này.', en: 'A dossier has no such command.' },

  // Escalations
  alreadyAcknowledged: {
    vi: 'Lần đôn đốc này đã có ý kiến chỉ đạo.',
    en: 'This escalation has an instruction already.',
  },
  withdrawn: {
    vi: 'Lần đôn đốc này đã được rút vì việc đã xong đúng hạn.',
    en: 'This escalation was withdrawn because the duty was done in time.',
  },
} as const satisfies Record<string, { vi: string; en: string }>;
