/** Commands of directives over HTTP: who may give them, and what sending them twice does. Both tables from the contract. */
import { allowedByStatus } from '../../domain/request/matrix';
import { startHarness, type Harness } from './harness';
import { commandsOf, rows, testEnded, testTwice, testWhoMay, type Twice } from './table';

let api: Harness;
beforeAll(async () => {
  api = await startHarness();
});
afterAll(() => api.stop());

/** The chair's order to a department and a ward, entered by the provincial office. */
const order = {
  title: 'Báo cáo hiện trạng trụ sở',
  toUnitIds: ['gl-so-tai-chinh', 'gl-phuong-quy-nhon'],
  bindingness: 'order',
};
const opened = async (body: object = order): Promise<string> => {
  const answer = await api.as('office').post('/api/v1/directives', body);
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
  plural: 'directives',
  situations: {
    triage: () => opened({ ...order, toUnitIds: undefined, toGroup: 'departments-concerned' }),
    assigned: () => opened(),
    'answered by finance': after(['finance', 'respond']),
    'extension asked by finance': after(['finance', 'requestExtension']),
    withdrawn: after(['office', 'withdraw']),
  },
  bodies: {
    assign: () => ({ leadUnitId: 'gl-so-y-te' }),
    accept: () => ({}),
    return: () => ({ reason: 'Không thuộc phạm vi quản lý.' }),
    respond: () => ({ outcome: 'explained', text: 'Báo cáo kèm theo.' }),
    confirm: () => ({}),
    dispute: () => ({ reason: 'Thiếu số liệu.' }),
    requestExtension: () => ({ newDueOn: FAR, reason: 'Chờ số liệu.' }),
    decideExtension: () => ({ granted: true, unitId: 'gl-so-tai-chinh' }),
    setDueDate: () => ({ dueOn: FAR, setBy: 'gl-chu-tich', reason: 'Theo kết luận họp.' }),
    withdraw: () => ({ reason: 'Không cần nữa.' }),
    note: () => ({ text: 'Đã nhắc qua điện thoại.' }),
  },
});

/**
 * Addressed to finance and to the ward of Quy Nhơn. The units addressed act on their own duty, the provincial office
 * acts for the leader who gave it, leaders note, others may not even look.
 */
const WHO = rows(`
  command          | situation                  | ward ward-chair ward-b finance science finance-director office chair counter officer admin citizen
  assign           | triage                     | 403  403        403    403     403     403              200    403   403     403     403   403
  assign           | assigned                   | 403  403        403    403     403     403              200    403   403     403     403   403
  accept           | assigned                   | 200  200        403    200     403     200              403    403   403     200     403   403
  return           | assigned                   | 200  200        403    200     403     200              403    403   403     200     403   403
  respond          | assigned                   | 200  200        403    200     403     200              403    403   403     200     403   403
  requestExtension | assigned                   | 200  200        403    200     403     200              403    403   403     200     403   403
  decideExtension  | extension asked by finance | 403  403        403    403     403     403              200    403   403     403     403   403
  setDueDate       | assigned                   | 403  403        403    403     403     403              200    403   403     403     403   403
  setDueDate       | triage                     | 403  403        403    403     403     403              200    403   403     403     403   403
  confirm          | answered by finance        | 403  403        403    403     403     403              200    403   403     403     403   403
  dispute          | answered by finance        | 403  403        403    403     403     403              200    403   403     403     403   403
  withdraw         | assigned                   | 403  403        403    403     403     403              200    403   403     403     403   403
  note             | assigned                   | 200  200        403    200     403     200              200    200   403     200     403   403
`);

testWhoMay(given, WHO);

/** Once it has ended: whoever had to do with it hears that it has ended, a stranger no more than before. */
const ENDED = rows(`
  command | situation | ward ward-chair ward-b finance science finance-director office chair counter officer admin citizen
  any     | withdrawn | 409  409        403    409     403     409              409    409   403     409     403   403
`);

testEnded(given, ENDED, [...new Set(WHO.map(([command]) => command))]);

const TWICE: Twice[] = [
  // The unit that was just named may be named again; nothing changes.
  ['assign', 'triage', 'office', { leadUnitId: 'gl-so-noi-vu' }, 200, undefined],
  ['accept', 'assigned', 'finance', { unitId: 'gl-so-tai-chinh' }, 409, 'notInThisDutyStatus'],
  // The duty that was given back is finance's no more; the ward's goes on.
  ['return', 'assigned', 'finance', { reason: 'Khác.' }, 403, 'forbidden'],
  ['respond', 'assigned', 'ward', { text: 'Khác.' }, 409, 'notInThisDutyStatus'],
  ['confirm', 'answered by finance', 'office', { note: 'Khác.' }, 409, 'notInThisDutyStatus'],
  ['dispute', 'answered by finance', 'office', { reason: 'Khác.' }, 409, 'notInThisDutyStatus'],
  ['requestExtension', 'assigned', 'ward-chair', { reason: 'Khác.' }, 409, 'extensionPending'],
  [
    'decideExtension',
    'extension asked by finance',
    'office',
    { granted: false },
    409,
    'noExtensionRequested',
  ],
  // A leader may say the same date twice; each saying is kept.
  ['setDueDate', 'assigned', 'office', { reason: 'Khác.' }, 200, undefined],
  ['withdraw', 'assigned', 'office', { reason: 'Khác.' }, 409, 'closed'],
  ['note', 'assigned', 'chair', { text: 'Khác.' }, 200, undefined],
];

testTwice(given, TWICE);

test('the tables name every command of a directive', () => {
  const statuses = ['triage', 'assigned', 'inProgress', 'responded', 'rework', 'followUp'] as const;
  const all = [...new Set(statuses.flatMap((status) => allowedByStatus('directive', status)))].sort();
  expect([...new Set(WHO.map(([command]) => command))].sort()).toEqual(all);
  expect(TWICE.map(([command]) => command).sort()).toEqual(all);
});
