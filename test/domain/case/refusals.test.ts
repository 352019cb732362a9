import { refusalWords } from '../../../domain/case/refusal-text';
import { REFUSALS } from '../../../domain/case/refusal-words';
import { refuse, type Refusal, type RefusalCode } from '../../../domain/case/refusals';
import {
  COMMAND_WORDS as DOSSIER_COMMANDS,
  STATUS_WORDS as DOSSIER_STATUSES,
} from '../../../domain/dossier/texts';
import {
  COMMAND_WORDS as REQUEST_COMMANDS,
  DUTY_STATUS_WORDS,
  STATUS_WORDS as REQUEST_STATUSES,
} from '../../../domain/request/texts';
import { fromIso } from '../../../domain/time/plain-date';
import { isInWords, said } from '../../support/said';

const AT = fromIso('2026-11-27T17:00:00+07:00');
const ASK = 'requestInformation';

/** One of each, as the rules give them. */
const EXAMPLES: { [Code in RefusalCode]: Refusal } = {
  alreadyAcknowledged: refuse('alreadyAcknowledged'),
  alreadyClaimed: refuse('alreadyClaimed', { holder: 'An' }),
  alreadyConfirmed: refuse('alreadyConfirmed', { ward: 'gl-phuong-quy-nhon' }),
  alreadyDone: refuse('alreadyDone'),
  alreadyHeld: refuse('alreadyHeld', { documents: ['Giấy xác nhận (CSDL hộ tịch điện tử)'] }),
  alreadyPaused: refuse('alreadyPaused'),
  alreadySigned: refuse('alreadySigned', { number: '15/QĐ-UBND', at: AT }),
  answerPending: refuse('answerPending'),
  badValue: refuse('badValue', { fields: ['result'] }),
  busy: refuse('busy'),
  caseFull: refuse('caseFull'),
  childEnded: refuse('childEnded', { child: 'Cấp thẻ' }),
  childNotStarted: refuse('childNotStarted', { child: 'Cấp thẻ', before: ['Khai sinh'] }),
  childrenOpen: refuse('childrenOpen', { children: ['Cấp thẻ', 'Khai sinh'] }),
  chooseNextStep: refuse('chooseNextStep', { steps: ['Thẩm định', 'Trình ký'] }),
  claimedByAnother: refuse('claimedByAnother', { holder: 'An', command: 'completeStep' }),
  closedDay: refuse('closedDay', { date: '2026-12-13', next: '2026-12-14' }),
  closed: refuse('closed', { status: 'forwarded', command: ASK }),
  evidenceMissing: refuse('evidenceMissing'),
  extensionPending: refuse('extensionPending'),
  extensionTooLong: refuse('extensionTooLong', { latest: '2026-12-07' }),
  handedOverByAnother: refuse('handedOverByAnother', { holder: 'An' }),
  handedToAnother: refuse('handedToAnother', { position: 'gl-phuong-a-cb-tu-phap', at: AT }),
  refusalTooLate: refuse('refusalTooLate', { until: AT }),
  supplementTooLate: refuse('supplementTooLate', { until: AT }),
  lastStep: refuse('lastStep', { step: 'Trả kết quả' }),
  hasItsPart: refuse('hasItsPart', { unit: 'gl-so-tai-chinh' }),
  leadAlsoSupports: refuse('leadAlsoSupports'),
  leadDoesNotContribute: refuse('leadDoesNotContribute'),
  mergeIntoItself: refuse('mergeIntoItself'),
  missingField: refuse('missingField', { command: 'returnToStep', fields: ['stepId', 'reason'] }),
  noDeadline: refuse('noDeadline'),
  noEarlierStep: refuse('noEarlierStep'),
  noExtensionRequested: refuse('noExtensionRequested'),
  noOpenChild: refuse('noOpenChild'),
  noSigningAuthority: refuse('noSigningAuthority'),
  noSuchDuty: refuse('noSuchDuty'),
  notAsker: refuse('notAsker', { ward: 'gl-xa-a' }),
  notClaimed: refuse('notClaimed'),
  notEarlierStep: refuse('notEarlierStep', { steps: ['Tiếp nhận'] }),
  nothingToRecall: refuse('nothingToRecall'),
  notInThisDutyStatus: refuse('notInThisDutyStatus', {
    unit: 'gl-so-tai-chinh',
    status: 'waitingWard',
    command: ASK,
  }),
  notInThisStatus: refuse('notInThisStatus', { status: 'waitingWard', command: ASK }),
  notLater: refuse('notLater', { due: '2026-12-10' }),
  notLead: refuse('notLead', { command: ASK }),
  notPaused: refuse('notPaused'),
  pastAcknowledgement: refuse('pastAcknowledgement'),
  pastDate: refuse('pastDate'),
  pastDue: refuse('pastDue', { due: AT, command: ASK }),
  paused: refuse('paused', { since: AT, why: ['VERIFICATION'], command: 'sign' }),
  pauseReasonNotAllowed: refuse('pauseReasonNotAllowed', { allowed: ['SUPPLEMENT', 'CADASTRAL_SURVEY'] }),
  promisedOnMissing: refuse('promisedOnMissing'),
  recallWindowOver: refuse('recallWindowOver', { at: AT, minutes: 30 }),
  staleContext: refuse('staleContext'),
  stepAlreadyLeft: refuse('stepAlreadyLeft', {
    step: 'Thẩm tra hồ sơ',
    current: 'Trình ký',
    holder: 'An',
    at: AT,
  }),
  stepsRemain: refuse('stepsRemain', { steps: ['Thẩm định'] }),
  supplementRoundsUsed: refuse('supplementRoundsUsed', { count: 1, max: 1 }),
  tooManyExtensions: refuse('tooManyExtensions', { count: 2, max: 2 }),
  tooManyRounds: refuse('tooManyRounds', { max: 2 }),
  unknownChild: refuse('unknownChild', { children: ['Cấp thẻ'] }),
  unknownCommand: refuse('unknownCommand'),
  verifierIsAuthor: refuse('verifierIsAuthor'),
  versionMismatch: refuse('versionMismatch'),
  wardStillHasTime: refuse('wardStillHasTime'),
  withdrawn: refuse('withdrawn'),
};

const VIETNAMESE = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹáàãéèíìóòõúùýđ]/i;

describe('every refusal', () => {
  const all = Object.values(EXAMPLES).map((refusal) => [refusal.reason, refusal] as const);

  it.each(all)('%s is said in words, in both languages, for every kind of case', (_code, refusal) => {
    for (const kind of ['recommendation', 'directive', 'dossier'] as const) {
      const { vi, en } = said(refusal, kind);
      expect(vi).toMatch(VIETNAMESE);
      expect(vi).toMatch(/\.$/);
      expect(en).toMatch(/^[“\p{Lu}].*\.$/u);
    }
  });

  it('addresses nobody by a word that is too familiar, and none by two', () => {
    const texts = Object.values(REFUSALS).map(({ vi }) => vi);
    expect(texts.filter((text) => /(^|\P{L})(bạn|anh\/chị|ông\/bà)(\P{L}|$)/iu.test(text))).toEqual([]);
  });
});

it('names statuses, commands, units, positions, dates and reasons', () => {
  expect([
    said(EXAMPLES.notInThisStatus).vi,
    said(EXAMPLES.notInThisDutyStatus).vi,
    said(EXAMPLES.handedToAnother, 'dossier').vi,
    said(EXAMPLES.notLater).vi,
    said(EXAMPLES.paused, 'dossier').vi,
    said(EXAMPLES.pastDue).en,
  ]).toEqual([
    'Đang ở trạng thái "Chờ địa phương bổ sung" nên chưa thể yêu cầu địa phương bổ sung.',
    'Phân công của Sở Tài chính đang ở trạng thái "Chờ địa phương" nên chưa thể yêu cầu địa phương bổ sung.',
    'Bước này đã bàn giao cho Trưởng phòng Tư pháp lúc 17:00 Thứ Sáu 27/11/2026. Xin thu hồi hoặc bàn giao lại.',
    'Ngày mới phải sau hạn hiện tại (10/12/2026).',
    'Thời hạn đang tạm dừng từ 17:00 Thứ Sáu 27/11/2026 (Chờ xác minh). Xin tiếp tục thời hạn trước khi ký.',
    'It was due at 17:00 27/11/2026, so it is not possible to ask the ward for information: a term that is over can neither be stopped nor moved. Give the result as soon as possible.',
  ]);
});

it('one word that two kinds of case share is said as each kind says it', () => {
  const refusal = refuse('closed', { status: 'withdrawn', command: 'withdraw' });
  expect([said(refusal, 'dossier').vi, said(refusal, 'directive').vi]).toEqual([
    expect.stringContaining('"Công dân yêu cầu rút hồ sơ" nên không thể rút hồ sơ'),
    expect.stringContaining('"Đã rút" nên không thể rút vụ việc'),
  ]);
});

it('a unit or position that is gone from the organisation is not named by its id', () => {
  const nobody = {
    kind: 'dossier',
    organisation: { unit: () => undefined, position: () => undefined },
  } as const;
  for (const refusal of [EXAMPLES.notAsker, EXAMPLES.handedToAnother, EXAMPLES.notInThisDutyStatus]) {
    const { vi, en } = refusalWords(refusal, nobody);
    expect([isInWords(vi), isInWords(en)]).toEqual([true, true]);
  }
});

it.each([
  ['statuses of a dossier', DOSSIER_STATUSES],
  ['statuses of a request', REQUEST_STATUSES],
  ['statuses of a duty', DUTY_STATUS_WORDS],
  ['commands of a dossier', DOSSIER_COMMANDS],
  ['commands of a request', REQUEST_COMMANDS],
])('%s have words in both languages', (_what, words) => {
  for (const { vi, en } of Object.values(words))
    for (const text of [vi, en]) expect(text).toMatch(/^[\p{L} ,-]+$/u);
});
