/** Days without work, where somebody names a date: an extension is refused with the next working day, a leader's date is taken as said with a warning. */
import { randomUUID } from 'node:crypto';
import { startHarness, type Harness } from './harness';

let api: Harness;
beforeAll(async () => {
  api = await startHarness();
});
afterAll(() => api.stop());

const SUNDAY = '2099-03-15';
const MONDAY = '2099-03-16';
const WARNING = {
  code: 'closedDay',
  dueOn: SUNDAY,
  nextOpenOn: MONDAY,
  text: 'Chủ nhật 15/03/2099 là ngày nghỉ; hạn vẫn giữ đúng như lãnh đạo đã ấn định. Ngày làm việc kế tiếp là Thứ Hai 16/03/2099.',
};
const need = {
  title: 'Xin kinh phí sửa mái trụ sở',
  category: 'funding',
  fromUnitId: 'gl-phuong-quy-nhon',
  leadUnitId: 'gl-so-tai-chinh',
};
const opened = async (more: object = {}) =>
  api.as('office').post('/api/v1/recommendations', { ...need, ...more });
const commands = (id: string): string => `/api/v1/recommendations/${id}/commands`;

describe('an extension', () => {
  const ask = (newDueOn: string) => ({ type: 'requestExtension', newDueOn, reason: 'Chờ phân bổ.' });

  it('asked for to a Sunday is refused, and Monday is named in words', async () => {
    const { body: state } = await opened();
    const { status, body } = await api.as('finance').post(commands(state.id as string), ask(SUNDAY));
    expect([status, body.reason]).toEqual([409, 'closedDay']);
    expect(body.detail).toContain('Thứ Hai 16/03/2099');
    expect((await api.as('finance').post(commands(state.id as string), ask(MONDAY))).status).toBe(200);
  });

  it('decided for a Sunday is refused; for Monday it is due at the close of Monday', async () => {
    const { body: state } = await opened();
    const id = state.id as string;
    await api.as('finance').post(commands(id), ask('2099-04-15'));
    const decide = (newDueOn: string) => ({ type: 'decideExtension', granted: true, newDueOn });
    const { status, body } = await api.as('office').post(commands(id), decide(SUNDAY));
    expect([status, body.reason]).toEqual([409, 'closedDay']);
    const granted = await api.as('office').post(commands(id), decide(MONDAY));
    expect([granted.status, granted.body.dueAt]).toEqual([200, '2099-03-16T17:00:00+07:00']);
  });

  it('of a dossier to a Sunday is refused in the words of the caller’s language', async () => {
    const dossier = await api.as('counter').post('/api/v1/dossiers', {
      procedureCode: '1.001193',
      receivingUnitId: 'gl-phuong-quy-nhon',
      channel: 'inPerson',
      applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
      documents: [{ name: 'Tờ khai', kind: 'original' }],
    });
    const extend = { type: 'extend', newDueOn: SUNDAY, reason: 'Chờ xác minh.' };
    const { status, body } = await api
      .as('ward-chair')
      .post(`/api/v1/dossiers/${dossier.body.id}/commands`, extend, { 'Accept-Language': 'en' });
    expect([status, body.reason]).toEqual([409, 'closedDay']);
    expect(body.detail).toContain('Monday 16/03/2099');
  });
});

describe('a leader’s date', () => {
  const set = { type: 'setDueDate', dueOn: SUNDAY, setBy: 'gl-chu-tich', reason: 'Theo kết luận họp.' };

  it('on a Sunday is set, to the end of that day, and the answer warns; so does the same answer asked for again', async () => {
    const { body: state } = await opened();
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await api.as('office').post(commands(state.id as string), set, key);
    expect(first.body).toMatchObject({
      dueOn: SUNDAY,
      dueAt: '2099-03-16T00:00:00+07:00',
      warnings: [WARNING],
    });
    const again = await api.as('office').post(commands(state.id as string), set, key);
    expect(again.body).toEqual(first.body);
    const read = await api.as('office').get(`/api/v1/recommendations/${state.id}`);
    expect(read.body).not.toHaveProperty('warnings');
  });

  it.each([
    ['on a Monday', { dueOn: MONDAY }],
    ['at an hour of a Monday', { dueAt: '2099-03-16T10:00:00+07:00' }],
    ['at 24:00 of a Friday', { dueAt: '2099-03-14T00:00:00+07:00' }],
  ])('%s warns of nothing', async (_what, when) => {
    const { status, body } = await opened({ ...when, setBy: 'gl-chu-tich' });
    expect(status).toBe(201);
    expect(body).not.toHaveProperty('warnings');
  });

  it.each([
    ['a day', { dueOn: SUNDAY }],
    ['an hour', { dueAt: '2099-03-15T10:00:00+07:00' }],
  ])('at the intake, as %s', async (_what, when) => {
    const { status, body } = await opened({ ...when, setBy: 'gl-chu-tich' });
    expect([status, body.dueOn, body.warnings]).toEqual([201, SUNDAY, [WARNING]]);
  });

  it('with an assignment, in English when asked', async () => {
    const { body: state } = await opened({ leadUnitId: undefined, title: 'Việc khác', category: 'other' });
    const assign = { type: 'assign', leadUnitId: 'gl-so-y-te', dueOn: SUNDAY, setBy: 'gl-chu-tich' };
    const { status, body } = await api
      .as('office')
      .post(commands(state.id as string), assign, { 'Accept-Language': 'en' });
    expect([status, body.warnings[0].text]).toEqual([
      200,
      '15/03/2099 is not a working day; the date stands as the leader set it. The next working day is 16/03/2099.',
    ]);
  });

  it('of a directive to all communes is warned of once', async () => {
    const { status, body } = await api.as('office').post('/api/v1/directives', {
      title: 'Báo cáo',
      toGroup: 'all-communes',
      bindingness: 'order',
      dueOn: SUNDAY,
      setBy: 'gl-chu-tich',
    });
    expect([status, body.warnings]).toEqual([201, [WARNING]]);
  });

  it('in a meeting is warned of with the item, also when the meeting is sent again', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const meeting = {
      title: 'Họp',
      heldOn: '2026-11-20',
      recommendations: [need, { ...need, title: 'Xin thêm máy', dueOn: SUNDAY, setBy: 'gl-chu-tich' }],
      directives: [
        {
          title: 'Báo cáo',
          toUnitIds: ['gl-so-y-te'],
          bindingness: 'order',
          dueOn: SUNDAY,
          setBy: 'gl-chu-tich',
        },
      ],
    };
    const first = await api.as('office').post('/api/v1/meetings', meeting, key);
    expect([first.status, first.body.warnings]).toEqual([
      201,
      [
        { ...WARNING, path: 'recommendations[1]' },
        { ...WARNING, path: 'directives[0]' },
      ],
    ]);
    expect((await api.as('office').post('/api/v1/meetings', meeting, key)).body).toEqual(first.body);
  });
});
