/** Commands of dossiers over HTTP: who may give them, and what sending them twice does. Both tables from the contract. */
import { COMMANDS } from '../../domain/dossier/matrix';
import { startHarness, type Harness } from './harness';
import { commandsOf, rows, testEnded, testTwice, testWhoMay, type Twice } from './table';

let api: Harness;
beforeAll(async () => {
  api = await startHarness();
});
afterAll(() => api.stop());

/** A birth at Quy Nhơn: counter, civil-status office (two steps), a leader of the commune, the office again, counter. */
const birth = {
  procedureCode: '1.001193',
  receivingUnitId: 'gl-phuong-quy-nhon',
  channel: 'inPerson',
  applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
  documents: [{ name: 'Tờ khai', kind: 'original' }],
};
/** With residence and health insurance: parts at other agencies. */
const joined = { ...birth, procedureCode: '2.000986' };

type Step = [role: string, command: string];
/** What has happened before, command by command. */
const after =
  (steps: readonly Step[], body: object = birth) =>
  async (): Promise<string> => {
    const answer = await api.as('counter').post('/api/v1/dossiers', body);
    expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
    const { id } = answer.body as { id: string };
    for (const [role, command] of steps) {
      const { status, body: said } = await given.send(role, id, given.bodyOf(command, id));
      expect([command, status, said.reason]).toEqual([command, 200, undefined]);
    }
    return id;
  };
const done = (...roles: string[]): Step[] => roles.map((role) => [role, 'completeStep']);
const EXAMINED = done('counter', 'officer', 'officer');
const AT_RESULT = [...EXAMINED, ...done('ward-chair', 'officer')];

const given = commandsOf(() => api, {
  plural: 'dossiers',
  situations: {
    'handed in online': after([], { ...birth, channel: 'online' }),
    'at the counter': after([]),
    'being examined': after(done('counter')),
    'claimed by officer': after([...done('counter'), ['officer', 'claim']]),
    'handed over by officer': after([...done('counter'), ['officer', 'handOver']]),
    'waiting for papers': after([...done('counter'), ['officer', 'requestSupplement']]),
    'waiting for money': after([...done('counter'), ['officer', 'requestPayment']]),
    paused: after([...done('counter'), ['officer', 'pause']]),
    'before the leader': after(EXAMINED),
    'result to be recorded': after(AT_RESULT),
    finished: after([...AT_RESULT, ['counter', 'finish']]),
    'with parts elsewhere': after(done('counter', 'officer', 'officer'), joined),
    withdrawn: after([['counter', 'withdraw']]),
  },
  bodies: {
    accept: () => ({}),
    refuse: () => ({ reason: 'Thiếu giấy chứng sinh.' }),
    handOver: () => ({ toPositionId: 'gl-phuong-quy-nhon-van-thu' }),
    recall: () => ({}),
    claim: () => ({}),
    release: () => ({}),
    completeStep: () => ({}),
    returnToStep: () => ({ stepId: 'S1', reason: 'Thiếu chữ ký.' }),
    requestSupplement: () => ({ items: ['Giấy chứng sinh'], reason: 'Chưa có bản chính.' }),
    receiveSupplement: () => ({ documents: [{ name: 'Giấy chứng sinh', kind: 'original' }] }),
    requestPayment: () => ({ amount: 50_000, kind: 'fee' }),
    recordPayment: () => ({ receiptNo: 'BL-0001' }),
    pause: () => ({ reason: 'VERIFICATION', evidence: 'Công văn 12/CV' }),
    resume: () => ({}),
    extend: () => ({ newDueOn: '2099-03-16', reason: 'Chờ xác minh.' }),
    sign: () => ({ decisionNo: '12/QĐ-UBND' }),
    finish: () => ({ result: 'granted', resultNo: '45/2026' }),
    deliver: () => ({ to: 'Nguyễn Mẫu', by: 'Trực tiếp' }),
    withdraw: () => ({ reason: 'Người nộp xin rút.' }),
    stop: () => ({ reason: 'Người nộp đã mất.' }),
    correct: () => ({ reason: 'Sai năm sinh.' }),
    reopen: () => ({ reason: 'Sai năm sinh.', clock: 'continue' }),
    recordChild: () => ({ childId: 'C2', result: 'done' }),
    note: () => ({ text: 'Đã gọi điện cho người nộp.' }),
  },
});

/**
 * The counter receives, asks in and hands out; whoever holds the step works on it; the commune's leaders decide; the
 * province looks on. In the ward the clerk (ward) and the civil-status officer sit in the same office of the second
 * step. For everybody else the dossier does not exist; admin and citizen have no business with cases at all.
 */
const WHO = rows(`
  command           | situation              | ward ward-chair ward-b finance science finance-director office chair counter officer admin citizen
  accept            | handed in online       | 403  403        404    404     404     404              403    403   200     403     403   403
  refuse            | handed in online       | 403  403        404    404     404     404              403    403   200     403     403   403
  claim             | at the counter         | 403  403        404    404     404     404              403    403   200     403     403   403
  claim             | being examined         | 200  403        404    404     404     404              403    403   403     200     403   403
  completeStep      | at the counter         | 403  403        404    404     404     404              403    403   200     403     403   403
  completeStep      | being examined         | 200  403        404    404     404     404              403    403   403     200     403   403
  completeStep      | before the leader      | 403  200        404    404     404     404              403    403   403     403     403   403
  handOver          | being examined         | 200  200        404    404     404     404              403    403   403     200     403   403
  completeStep      | claimed by officer     | 409  403        404    404     404     404              403    403   403     200     403   403
  returnToStep      | being examined         | 200  403        404    404     404     404              403    403   403     200     403   403
  requestSupplement | being examined         | 200  403        404    404     404     404              403    403   403     200     403   403
  receiveSupplement | waiting for papers     | 403  403        404    404     404     404              403    403   200     403     403   403
  requestPayment    | being examined         | 200  403        404    404     404     404              403    403   403     200     403   403
  recordPayment     | waiting for money      | 403  403        404    404     404     404              403    403   200     403     403   403
  pause             | being examined         | 200  403        404    404     404     404              403    403   403     200     403   403
  resume            | paused                 | 200  403        404    404     404     404              403    403   403     200     403   403
  extend            | being examined         | 200  200        404    404     404     404              403    403   403     200     403   403
  sign              | before the leader      | 403  200        404    404     404     404              403    403   403     403     403   403
  stop              | being examined         | 200  200        404    404     404     404              403    403   403     200     403   403
  finish            | result to be recorded  | 403  200        404    404     404     404              403    403   200     403     403   403
  deliver           | finished               | 403  403        404    404     404     404              403    403   200     403     403   403
  correct           | finished               | 200  200        404    404     404     404              403    403   200     200     403   403
  reopen            | finished               | 200  200        404    404     404     404              403    403   200     200     403   403
  withdraw          | being examined         | 403  403        404    404     404     404              403    403   200     403     403   403
  recordChild       | with parts elsewhere   | 403  403        404    404     404     404              403    403   200     403     403   403
  note              | being examined         | 200  200        404    404     404     404              200    200   200     200     403   403
`);

/** What may be taken back, by whoever handed over or claimed; a superior's way is a table of its own with the rules of claims. */
const TAKEN_BACK = rows(`
  command | situation | ward ward-b finance science finance-director office chair counter officer admin citizen
  recall            | handed over by officer | 403  404  404  404  404  403  403  403  200  403  403
  release           | claimed by officer     | 409  404  404  404  404  403  403  403  200  403  403
`);

testWhoMay(given, [...WHO, ...TAKEN_BACK]);

/** Once it has ended: whoever sees it hears that it has ended; for everybody else it does not exist. */
const ENDED = rows(`
  command | situation | ward ward-chair ward-b finance science finance-director office chair counter officer admin citizen
  any     | withdrawn | 409  409        404    404     404     404              409    409   409     409     403   403
`);

testEnded(given, ENDED, COMMANDS);

/** Another body for a command that has no fields: another command. */
const OTHER = { type: 'note', text: 'Khác.' };

const TWICE: Twice[] = [
  ['accept', 'handed in online', 'counter', OTHER, 409, 'notInThisStatus'],
  ['refuse', 'handed in online', 'counter', { reason: 'Khác.' }, 409, 'closed'],
  ['claim', 'at the counter', 'counter', OTHER, 409, 'alreadyClaimed'],
  ['release', 'claimed by officer', 'officer', OTHER, 409, 'notClaimed'],
  ['handOver', 'being examined', 'officer', { toPositionId: 'gl-phuong-quy-nhon-ho-tich' }, 200, undefined],
  ['recall', 'handed over by officer', 'officer', OTHER, 409, 'nothingToRecall'],
  // After the first the step lies with the next post.
  ['completeStep', 'at the counter', 'counter', { note: 'Khác.' }, 403, 'forbidden'],
  // The counter's step is the first: there is none before it.
  ['returnToStep', 'being examined', 'officer', { reason: 'Khác.' }, 409, 'noEarlierStep'],
  ['requestSupplement', 'being examined', 'officer', { reason: 'Khác.' }, 409, 'notInThisStatus'],
  [
    'receiveSupplement',
    'waiting for papers',
    'counter',
    { documents: [{ name: 'Khác', kind: 'copy' }] },
    409,
    'notInThisStatus',
  ],
  ['requestPayment', 'being examined', 'officer', { amount: 60_000 }, 409, 'notInThisStatus'],
  // Money may be taken at the counter at any time, with a receipt each.
  ['recordPayment', 'waiting for money', 'counter', { receiptNo: 'BL-0002' }, 200, undefined],
  ['pause', 'being examined', 'officer', { evidence: 'Khác.' }, 409, 'alreadyPaused'],
  ['resume', 'paused', 'officer', OTHER, 409, 'notPaused'],
  ['extend', 'being examined', 'officer', { reason: 'Khác.' }, 409, 'tooManyExtensions'],
  ['sign', 'before the leader', 'ward-chair', { decisionNo: '13' }, 409, 'alreadySigned'],
  ['finish', 'result to be recorded', 'counter', { resultNo: '46' }, 409, 'notInThisStatus'],
  ['deliver', 'finished', 'counter', { to: 'Khác' }, 409, 'closed'],
  ['withdraw', 'at the counter', 'counter', { reason: 'Khác.' }, 409, 'closed'],
  ['stop', 'being examined', 'ward-chair', { reason: 'Khác.' }, 409, 'closed'],
  ['correct', 'finished', 'counter', { reason: 'Khác.' }, 409, 'notInThisStatus'],
  ['reopen', 'finished', 'ward-chair', { reason: 'Khác.' }, 409, 'notInThisStatus'],
  ['recordChild', 'with parts elsewhere', 'counter', { result: 'rejected' }, 409, 'childEnded'],
  ['note', 'at the counter', 'chair', { text: 'Khác.' }, 200, undefined],
];

testTwice(given, TWICE);

test('the tables name every command of a dossier', () => {
  expect([...new Set([...WHO, ...TAKEN_BACK].map(([command]) => command))].sort()).toEqual(
    [...COMMANDS].sort(),
  );
  expect(TWICE.map(([command]) => command).sort()).toEqual([...COMMANDS].sort());
});
