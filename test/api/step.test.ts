/** The step of a dossier over HTTP: a double click completes one, and what was handed over and claimed can be finished. */
import { type Harness, startHarness } from './harness';

let api: Harness;
beforeAll(async () => {
  api = await startHarness();
}, 60_000);
afterAll(() => api.stop());

interface Answer {
  status: number;
  body: {
    reason?: string;
    by?: { type: string; person: string; at: string };
    step: { id: string; assignee?: { name: string } };
  };
}

/** A dossier that the counter has passed on to the office of the commune (S2; S3 is its work too). */
async function atOffice(): Promise<{
  counter: (body: object) => Promise<Answer>;
  officer: (body: object) => Promise<Answer>;
  leader: (body: object) => Promise<Answer>;
  read: () => Promise<Answer>;
}> {
  const opened = await api.as('counter').post('/api/v1/dossiers', {
    procedureCode: '1.001193',
    receivingUnitId: 'gl-phuong-quy-nhon',
    channel: 'inPerson',
    applicant: { name: 'Nguyễn Mẫu', kind: 'citizen' },
    documents: [],
  });
  const path = `/api/v1/dossiers/${(opened.body as { id: string }).id}`;
  const give = (user: string) => async (body: object) => {
    const { status, body: answer } = await api.as(user).post(`${path}/commands`, body);
    return { status, body: answer as Answer['body'] };
  };
  const counter = give('counter');
  expect((await counter({ type: 'completeStep', stepId: 'S1' })).status).toBe(200);
  return {
    counter,
    officer: give('officer'),
    leader: give('ward-chair'),
    read: async () => (await api.as('officer').get(path)) as Answer,
  };
}

describe('a double click', () => {
  test('that names its step completes it once, and says who did and when', async () => {
    const { officer, read } = await atOffice();
    const first = await officer({ type: 'completeStep', stepId: 'S2' });
    const second = await officer({ type: 'completeStep', stepId: 'S2' });
    expect([first.status, second.status, second.body.reason]).toEqual([200, 409, 'stepAlreadyLeft']);
    expect(second.body.by).toMatchObject({ type: 'stepCompleted', person: expect.any(String) });
    expect(second.body.by?.at).toMatch(/\+07:00$/);
    expect((await read()).body.step.id).toBe('S3');
  });

  test('is told so by the rules, not for want of a right, when the next step is somebody else’s', async () => {
    const { counter } = await atOffice();
    const again = await counter({ type: 'completeStep', stepId: 'S1' });
    expect([again.status, again.body.reason]).toEqual([409, 'stepAlreadyLeft']);
    expect((await counter({ type: 'completeStep', stepId: 'S2' })).status).toBe(403);
  });

  test('that names no step means the one both clicks saw: of two at once only one completes a step', async () => {
    const { officer, read } = await atOffice();
    const send = api.engine.send.bind(api.engine);
    let arrived = 0;
    let open: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      open = resolve;
    });
    api.engine.send = async (...message) => {
      arrived += 1;
      if (arrived >= 2) open();
      await both;
      return send(...message);
    };
    const answers = await Promise.all([officer({ type: 'completeStep' }), officer({ type: 'completeStep' })]);
    api.engine.send = send;
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.reason).toBe('stepAlreadyLeft');
    expect((await read()).body.step.id).toBe('S3');
  });

  test('a step that the procedure does not have is an error of the sender', async () => {
    const { officer } = await atOffice();
    expect((await officer({ type: 'completeStep', stepId: 'S99' })).status).toBe(422);
  });
});

describe('handed to a post of another office', () => {
  const toCounter = { type: 'handOver', toPositionId: 'gl-phuong-quy-nhon-tiep-nhan' };

  test('its officer claims the step and completes it', async () => {
    const { officer, counter } = await atOffice();
    await officer(toCounter);
    expect((await counter({ type: 'claim' })).status).toBe(200);
    const refused = await officer({ type: 'completeStep', stepId: 'S2' });
    expect([refused.status, refused.body.reason]).toEqual([409, 'claimedByAnother']);
    const done = await counter({ type: 'completeStep', stepId: 'S2' });
    expect([done.status, done.body.step.id]).toEqual([200, 'S3']);
  });

  test('a leader of the commune takes it back, and its own office goes on', async () => {
    const { officer, counter, leader } = await atOffice();
    await officer(toCounter);
    await counter({ type: 'claim' });
    expect((await leader({ type: 'completeStep', stepId: 'S2' })).status).toBe(403);
    expect((await leader({ type: 'release' })).status).toBe(200);
    expect((await counter({ type: 'completeStep', stepId: 'S2' })).status).toBe(403);
    expect((await officer({ type: 'completeStep', stepId: 'S2' })).status).toBe(200);
  });
});
