/** Commands of recommendations over HTTP: who may give them, and what sending them twice does. Both tables from the contract. */
import { REQUEST_COMMANDS } from '../../domain/request/matrix';
import { startHarness, type Harness } from './harness';
import { commandsOf, rows, testEnded, testTwice, testWhoMay, type Twice } from './table';

let api: Harness;
beforeAll(async () => {
  api = await startHarness();
});
afterAll(() => api.stop());

const need = {
  title: 'Xin kinh phí sửa mái trụ sở',
  category: 'funding',
  fromUnitId: 'gl-phuong-quy-nhon',
  leadUnitId: 'gl-so-tai-chinh',
  supportingUnitIds: ['gl-so-khoa-hoc-cong-nghe'],
};
const opened = async (body: object = need): Promise<string> => {
  const answer = await api.as('office').post('/api/v1/recommendations', body);
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
};
/** What has happened before, command by command. */
const after =
  (...steps: [role: string, command: string][]) =>
  async (): Promise<string> => {
    const id = await opened();
    for (const [role, command] of steps) {
      const { status, body } = await given.send(role, id, given.bodyOf(command, id));
      expect([command, status, body.reason]).toEqual([command, 200, undefined]);
    }
    return id;
  };

const FAR = '2099-03-16'; // a Monday
const given = commandsOf(() => api, {
  plural: 'recommendations',
  situations: {
    // Nothing in the words leads to a department.
    triage: () => opened({ title: 'Việc khác', category: 'other', fromUnitId: 'gl-phuong-quy-nhon' }),
    assigned: () => opened(),
    'of two wards': () =>
      opened({ ...need, fromUnitId: undefined, fromUnitIds: ['gl-phuong-quy-nhon', 'gl-xa-minh-hoa-a'] }),
    accepted: after(['finance', 'accept']),
    asked: after(['finance', 'requestInformation']),
    answered: after(['finance', 'respond']),
    'extension asked': after(['finance', 'requestExtension']),
    withdrawn: after(['office', 'withdraw']),
  },
  bodies: {
    assign: () => ({ leadUnitId: 'gl-so-y-te' }),
    split: () => ({
      items: [
        { title: 'Phần một', category: 'funding', leadUnitId: 'gl-so-tai-chinh' },
        { title: 'Phần hai', category: 'training', leadUnitId: 'gl-so-y-te' },
      ],
    }),
    accept: () => ({}),
    return: () => ({ reason: 'Không thuộc phạm vi quản lý của Sở.' }),
    requestInformation: () => ({ question: 'Đề nghị gửi dự toán.' }),
    provideInformation: () => ({ answer: 'Gửi kèm dự toán.' }),
    contribute: () => ({ text: 'Thống nhất với phương án.', agrees: true }),
    respond: () => ({ outcome: 'explained', text: 'Kinh phí đã có trong dự toán quý I.' }),
    confirm: () => ({}),
    dispute: () => ({ reason: 'Chưa thấy kinh phí.' }),
    requestExtension: () => ({ newDueOn: FAR, reason: 'Chờ phân bổ.' }),
    decideExtension: () => ({ granted: true }),
    setDueDate: () => ({ dueOn: FAR, setBy: 'gl-chu-tich', reason: 'Theo kết luận họp.' }),
    merge: () => ({ intoId: target }),
    forward: () => ({ to: 'Bộ Tài chính', reason: 'Vượt thẩm quyền.' }),
    withdraw: () => ({ reason: 'Đã tự lo được.' }),
    reportProgress: () => ({ text: 'Đã mở thầu.' }),
    note: () => ({ text: 'Đã gọi điện cho phường.' }),
  },
});

/** The recommendation that others are merged into. */
let target = '';
beforeAll(async () => {
  target = await opened({ ...need, title: 'Kiến nghị nhận' });
});

/**
 * Asked by Quy Nhơn, led by finance, supported by science. Wards act on their own, departments on their duties, the
 * provincial office assigns, dates, decides; leaders note; the counter is no part of it; strangers may not even look.
 */
const WHO = rows(`
  command            | situation       | ward ward-chair ward-b finance science finance-director office chair counter officer admin citizen
  assign             | triage          | 403  403        403    403     403     403              200    403   403     403     403   403
  assign             | assigned        | 403  403        403    403     403     403              200    403   403     403     403   403
  split              | triage          | 403  403        403    403     403     403              200    403   403     403     403   403
  split              | assigned        | 403  403        403    403     403     403              200    403   403     403     403   403
  accept             | assigned        | 403  403        403    200     200     200              403    403   403     403     403   403
  return             | assigned        | 403  403        403    200     200     200              403    403   403     403     403   403
  requestInformation | accepted        | 403  403        403    200     403     200              200    403   403     403     403   403
  provideInformation | asked           | 200  200        403    403     403     403              403    403   403     200     403   403
  contribute         | assigned        | 403  403        403    403     200     403              403    403   403     403     403   403
  respond            | accepted        | 403  403        403    200     403     200              403    403   403     403     403   403
  # The office decides only for wards that stay silent: it is refused by the rules (wardStillHasTime), not for want of a right.
  confirm            | answered        | 200  200        403    403     403     403              409    403   403     200     403   403
  dispute            | answered        | 200  200        403    403     403     403              409    403   403     200     403   403
  requestExtension   | accepted        | 403  403        403    200     403     200              403    403   403     403     403   403
  decideExtension    | extension asked | 403  403        403    403     403     403              200    403   403     403     403   403
  setDueDate         | accepted        | 403  403        403    403     403     403              200    403   403     403     403   403
  setDueDate         | triage          | 403  403        403    403     403     403              200    403   403     403     403   403
  merge              | assigned        | 403  403        403    403     403     403              200    403   403     403     403   403
  forward            | assigned        | 403  403        403    403     403     403              200    403   403     403     403   403
  withdraw           | accepted        | 200  200        403    403     403     403              200    403   403     200     403   403
  withdraw           | of two wards    | 403  403        403    403     403     403              200    403   403     403     403   403
  reportProgress     | accepted        | 403  403        403    200     403     200              403    403   403     403     403   403
  note               | accepted        | 200  200        403    200     200     200              200    200   403     200     403   403
  note               | of two wards    | 200  200        200    200     200     200              200    200   403     200     403   403
`);

testWhoMay(given, WHO);

test('the table names every command of a recommendation', () => {
  expect([...new Set(WHO.map(([command]) => command))].sort()).toEqual([...REQUEST_COMMANDS].sort());
  expect(TWICE.map(([command]) => command).sort()).toEqual([...REQUEST_COMMANDS].sort());
});

/** Once it has ended: whoever had to do with it hears that it has ended, a stranger no more than before. */
const ENDED = rows(`
  command | situation | ward ward-chair ward-b finance science finance-director office chair counter officer admin citizen
  any     | withdrawn | 409  409        403    409     409     409              409    409   403     409     403   403
`);

testEnded(given, ENDED, REQUEST_COMMANDS);

const TWICE: Twice[] = [
  // The unit that was just named may be named again; nothing changes.
  ['assign', 'triage', 'office', { leadUnitId: 'gl-so-noi-vu' }, 200, undefined],
  [
    'split',
    'assigned',
    'office',
    {
      items: [
        { title: 'Khác', category: 'other' },
        { title: 'Khác nữa', category: 'other' },
      ],
    },
    409,
    'closed',
  ],
  ['accept', 'assigned', 'finance', { unitId: 'gl-so-tai-chinh' }, 409, 'notInThisDutyStatus'],
  ['return', 'assigned', 'finance', { reason: 'Khác.' }, 409, 'notInThisStatus'],
  ['requestInformation', 'accepted', 'finance', { question: 'Khác?' }, 409, 'notInThisStatus'],
  ['provideInformation', 'asked', 'ward', { answer: 'Khác.' }, 409, 'notInThisStatus'],
  ['contribute', 'assigned', 'science', { agrees: false }, 409, 'notInThisDutyStatus'],
  ['respond', 'accepted', 'finance', { text: 'Khác.' }, 409, 'notInThisDutyStatus'],
  ['confirm', 'answered', 'ward', { note: 'Khác.' }, 409, 'closed'],
  ['dispute', 'answered', 'ward', { reason: 'Khác.' }, 409, 'notInThisDutyStatus'],
  ['requestExtension', 'accepted', 'finance', { reason: 'Khác.' }, 409, 'extensionPending'],
  ['decideExtension', 'extension asked', 'office', { granted: false }, 409, 'noExtensionRequested'],
  // A leader may say the same date twice; each saying is kept.
  ['setDueDate', 'accepted', 'office', { reason: 'Khác.' }, 200, undefined],
  ['merge', 'assigned', 'office', { intoId: '00000000-0000-4000-8000-000000000000' }, 409, 'closed'],
  ['forward', 'assigned', 'office', { reason: 'Khác.' }, 409, 'closed'],
  ['withdraw', 'assigned', 'ward', { reason: 'Khác.' }, 409, 'closed'],
  ['reportProgress', 'accepted', 'finance', { text: 'Khác.' }, 200, undefined],
  ['note', 'assigned', 'chair', { text: 'Khác.' }, 200, undefined],
];

testTwice(given, TWICE);
