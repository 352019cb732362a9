/** What `GET …/deadline` tells beside the dates: who stopped a clock, how often it was extended, whose time went by. */
import { startHarness, type Harness } from './harness';

const DAY = 86_400_000;
let api: Harness;
beforeEach(async () => {
  api = await startHarness();
});
afterEach(() => api.stop());

interface ClockView {
  id: string;
  ledger: {
    pauses: { openedBy?: string; closedBy?: string; evidence?: string }[];
    extensions: object[];
    extensionCount: number;
    maxExtensions?: number;
    calendarVersions: string[];
  };
  calendarVersions: string[];
  elapsed: { workingMinutes: number };
  attribution: { party: string; workingMinutes: number }[];
}

async function dossier() {
  const { body } = await api.as('counter').post('/api/v1/dossiers', {
    procedureCode: '1.004873',
    receivingUnitId: 'gl-phuong-quy-nhon',
    channel: 'inPerson',
    applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
    documents: [],
  });
  const path = `/api/v1/dossiers/${(body as { id: string }).id}`;
  return {
    give: async (user: string, command: object) => {
      const { status, body: answer } = await api.as(user).post(`${path}/commands`, command);
      if (status !== 200) throw new Error(JSON.stringify(answer));
    },
    clock: async (id: string): Promise<ClockView> => {
      const { body: view } = await api.as('officer').get(`${path}/deadline`);
      const clock = (view as { clocks: ClockView[] }).clocks.find((one) => one.id === id);
      if (!clock) throw new Error(JSON.stringify(view));
      return clock;
    },
  };
}

const parties = ({ attribution }: ClockView): Record<string, number> =>
  Object.fromEntries(attribution.map(({ party, workingMinutes }) => [party, workingMinutes]));

it('a pause names who began and who ended it, and what it rests on', async () => {
  const { give, clock } = await dossier();
  await give('counter', { type: 'completeStep' });
  await give('officer', { type: 'pause', reason: 'VERIFICATION', evidence: 'Công văn 12/UBND' });
  const open = await clock('legal');
  expect(open.ledger.pauses).toMatchObject([{ openedBy: expect.any(String), evidence: 'Công văn 12/UBND' }]);
  expect(open.ledger.pauses[0]).not.toHaveProperty('closedBy');
  await give('officer', { type: 'resume' });
  expect((await clock('legal')).ledger.pauses).toMatchObject([{ closedBy: expect.any(String) }]);
});

it('a ledger tells how often its date was extended, how often it may be, and by which calendars it counts', async () => {
  const { clock } = await dossier();
  const legal = await clock('legal');
  expect(legal.ledger).toMatchObject({ extensionCount: 0, maxExtensions: 1, extensions: [] });
  expect(legal.ledger.calendarVersions).toEqual(legal.calendarVersions);
  expect((await clock('step:S1')).ledger).not.toHaveProperty('maxExtensions');
});

it('every working minute since the start is one party’s: the holder’s, or the one waited for', async () => {
  const { give, clock } = await dossier();
  api.engine.aheadMs += DAY;
  await give('counter', { type: 'completeStep' });
  api.engine.aheadMs += DAY;
  await give('officer', { type: 'requestSupplement', items: ['Giấy tờ'], reason: 'Thiếu giấy tờ' });
  api.engine.aheadMs += 30 * DAY;
  const legal = await clock('legal');
  const { citizen = 0, ...held } = parties(legal);
  // A month holds two working weeks at least, Tết included.
  expect(citizen).toBeGreaterThan(10 * 450);
  const sum = Object.values(held).reduce((total, minutes) => total + minutes, 0);
  expect(Math.abs(sum - legal.elapsed.workingMinutes)).toBeLessThan(2);
});

it('a matter without a date has its clock, with no ledger and nothing counted', async () => {
  const { body } = await api.as('office').post('/api/v1/recommendations', {
    title: 'Xin kinh phí',
    category: 'funding',
    fromUnitId: 'gl-phuong-quy-nhon',
    leadUnitId: 'gl-so-tai-chinh',
    noDeadline: true,
  });
  const { status, body: view } = await api.as('finance').get(`/api/v1/recommendations/${body.id}/deadline`);
  expect(status).toBe(200);
  expect(view.clocks.find(({ kind }: { kind: string }) => kind === 'response')).toMatchObject({
    id: 'response:gl-so-tai-chinh',
    dueKind: 'none',
    ledger: null,
    dueOn: null,
    dueAt: null,
    timeliness: 'noDeadline',
    elapsed: null,
    remaining: null,
    explanation: [],
    attribution: [],
  });
});
