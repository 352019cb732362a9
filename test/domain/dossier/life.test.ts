import { dossier } from '../../../domain/dossier/entity';
import { remainingSteps, validSignature } from '../../../domain/dossier/state';
import { BODIES, CHAIR, COMMUNE, Story, at, clock, pinned } from './support';

describe('Đăng ký kết hôn (1.000894), one working day', () => {
  const given = (): Story => new Story(pinned('1.000894'), '2026-11-25 09:00');

  test('handed in at the counter it is received, with the clock running and a return date', () => {
    const story = given();
    expect(story.state).toMatchObject({
      status: 'received',
      version: 1,
      title: 'Đăng ký kết hôn',
      step: { id: 'S1', claimedBy: null },
      acceptedAt: at('2026-11-25 09:00'),
    });
    expect(story.clock('legal')).toMatchObject({
      state: 'running',
      main: true,
      dueKind: 'law',
      ladder: 'LD-DOSSIER',
      unitId: `${COMMUNE}-ttpvhcc`,
      round: 0,
      onDue: 'deadlinePassed',
    });
    expect(clock(story.dueAt('legal'))).toBe('2026-11-26 17:00');
  });

  test('goes from step to step, is finished before the hand-over step, and delivered', () => {
    const story = given();
    for (const minute of ['05', '10', '15', '20'])
      story.does(`2026-11-25 09:${minute}`, 'completeStep', { note: 'xong' });
    expect(story.state.step?.id).toBe('S5');
    expect(dossier.allowed(story.state)).toEqual(expect.arrayContaining(['finish', 'completeStep']));
    story
      .does('2026-11-26 17:00', 'finish', BODIES.finish)
      .does('2026-11-27 08:00', 'deliver', BODIES.deliver);
    expect(story.state).toMatchObject({
      status: 'returned',
      result: { outcome: 'granted', resultNo: 'KQ-01' },
      delivery: { to: 'Nguyễn Thị Mẫu', by: 'tại quầy' },
      version: 7,
    });
    expect(story.clock('legal')).toMatchObject({ state: 'done', endedAt: at('2026-11-26 17:00') });
    expect(story.state.history.map((visit) => [visit.id, visit.outcome, visit.note ?? null])).toEqual([
      ['S1', 'completed', 'xong'],
      ['S2', 'completed', 'xong'],
      ['S3', 'completed', 'xong'],
      ['S4', 'completed', 'xong'],
      ['S5', 'finished', null],
    ]);
    expect(story.events.map((event) => event.type)).toEqual([
      'received',
      'stepCompleted',
      'stepCompleted',
      'stepCompleted',
      'stepCompleted',
      'finished',
      'delivered',
    ]);
  });

  test('completed to its last step it points to finish', () => {
    const story = given();
    for (const minute of ['05', '10', '15', '20', '25'])
      story.does(`2026-11-25 09:${minute}`, 'completeStep');
    expect(story.state.step?.id).toBe('S6');
    expect(story.refusal('2026-11-25 09:30', 'completeStep')).toBe('lastStep');
    expect(dossier.allowed(story.state)).not.toContain('completeStep');
    expect(story.refusal('2026-11-25 09:30', 'finish', BODIES.finish)).toBeNull();
  });

  test('cannot be finished while working steps remain, and names them', () => {
    const story = given().does('2026-11-25 09:05', 'completeStep');
    expect(story.refusal('2026-11-25 09:10', 'finish', BODIES.finish)).toBe('stepsRemain');
    expect(remainingSteps(story.state).map((step) => step.id)).toEqual(['S3', 'S4', 'S5']);
    expect(dossier.allowed(story.state)).not.toContain('finish');
  });

  test('the step clock belongs to the unit of the step and is capped by the legal one', () => {
    const story = given().does('2026-11-25 09:05', 'completeStep');
    expect(story.clock('step:S1')).toMatchObject({ state: 'done', endedAt: at('2026-11-25 09:05') });
    expect(story.clock('step:S2')).toMatchObject({
      state: 'running',
      kind: 'step',
      unitId: `${COMMUNE}-van-phong`,
      ladder: 'LD-DOSSIER-STEP',
      capByMain: true,
      main: false,
      assignee: `${COMMUNE}-van-phong:officer`,
    });
    expect(story.clock('legal')?.unitId).toBe(`${COMMUNE}-van-phong`);
  });

  test('returned to an earlier step, the step is visited in another round and the legal clock goes on', () => {
    const story = given().does('2026-11-25 09:05', 'completeStep').does('2026-11-25 09:10', 'completeStep');
    const due = story.dueAt('legal');
    story.does('2026-11-25 09:30', 'returnToStep', { stepId: 'S2', reason: 'Sai số liệu' });
    expect(story.state.step).toMatchObject({ id: 'S2', round: 1, since: at('2026-11-25 09:30') });
    expect(story.state.history[2]).toMatchObject({ id: 'S3', outcome: 'returned', reason: 'Sai số liệu' });
    expect(story.dueAt('legal')).toBe(due);
    expect(story.clock('step:S2')).toMatchObject({ state: 'running', round: 1 });
    expect(story.refusal('2026-11-25 09:40', 'returnToStep', { stepId: 'S3', reason: 'x' })).toBe(
      'notEarlierStep',
    );
    expect(story.refusal('2026-11-25 09:40', 'returnToStep', { stepId: 'S2', reason: 'x' })).toBe(
      'notEarlierStep',
    );
  });

  test('handed in online it has no clock until it is accepted', () => {
    const story = new Story(pinned('1.000894'), '2026-11-24 20:00', { channel: 'online', code: 'TAM-1' });
    expect(story.clocks()).toEqual([]);
    story.does('2026-11-25 08:00', 'accept', { code: 'H21-261125-0001' });
    expect(story.state).toMatchObject({
      status: 'received',
      code: 'H21-261125-0001',
      acceptedAt: at('2026-11-25 08:00'),
    });
    expect(clock(story.dueAt('legal'))).toBe('2026-11-26 17:00');
  });

  test('refused at the door it never had a clock', () => {
    const story = new Story(pinned('1.000894'), '2026-11-24 20:00', { channel: 'post' });
    story.does('2026-11-25 08:00', 'refuse', { reason: 'Không đúng thẩm quyền', missing: ['Tờ khai'] });
    expect(story.state.end).toMatchObject({ type: 'refused', missing: ['Tờ khai'] });
    expect(story.clocks()).toEqual([]);
  });
});

describe('Đăng ký khai sinh (1.001193), the same day', () => {
  test.each([
    ['2026-11-25 15:00', '2026-11-25 17:00'],
    ['2026-11-25 15:01', '2026-11-26 17:00'],
    ['2026-11-27 16:00', '2026-11-30 17:00'],
  ])('received at %s it is due at %s', (received, due) => {
    expect(clock(new Story(pinned('1.001193'), received).dueAt('legal'))).toBe(due);
  });

  test('entered later than received, the clock counts from the receipt', () => {
    const story = new Story(pinned('1.001193'), '2026-11-25 16:10', { receivedAt: at('2026-11-25 14:50') });
    expect(clock(story.dueAt('legal'))).toBe('2026-11-25 17:00');
    const ahead = new Story(pinned('1.001193'), '2026-11-25 16:10', { receivedAt: at('2026-11-25 18:00') });
    expect(ahead.state.acceptedAt).toBe(at('2026-11-25 16:10'));
  });

  test('an internal term in hours runs through the lunch break', () => {
    const story = new Story(pinned('1.001193'), '2026-11-25 10:00').does('2026-11-25 10:30', 'completeStep');
    expect(clock(story.dueAt('step:S2'))).toBe('2026-11-25 14:30');
  });

  test('signed, finished and delivered within the day', () => {
    const story = new Story(pinned('1.001193'), '2026-11-25 08:00').works('2026-11-25 08:10');
    story
      .does('2026-11-25 10:00', 'sign', BODIES.sign, { by: CHAIR })
      .does('2026-11-25 10:30', 'finish', BODIES.finish)
      .does('2026-11-25 11:00', 'deliver', BODIES.deliver);
    expect(validSignature(story.state)).toMatchObject({ decisionNo: '15/QĐ-UBND', by: { name: 'Chung' } });
    expect(dossier.isClosed(story.state)).toBe(true);
  });

  test('an online form left unanswered for a day counts as confirmed, as a fact of its own', () => {
    const story = new Story(pinned('1.001193'), '2026-11-25 08:00', { channel: 'online' });
    story.does('2026-11-25 08:10', 'accept').does('2026-11-25 08:30', 'completeStep');
    expect(story.clock('silence')).toMatchObject({
      state: 'running',
      onDue: 'silenceConsented',
      kind: 'confirmation',
    });
    story.reaches('2026-11-27 00:00', 'silenceConsented', 'silence');
    expect(story.state.consents).toEqual([
      { subject: 'applicant', about: expect.stringContaining('hộ tịch điện tử'), at: at('2026-11-27 00:00') },
    ]);
    expect(story.state.status).toBe('inProcess');
    expect(story.clock('silence')).toMatchObject({ state: 'done' });
  });

  test('an answer ends the wait when the step is completed; at the counter nobody is asked', () => {
    const online = new Story(pinned('1.001193'), '2026-11-25 08:00', { channel: 'online' });
    online
      .does('2026-11-25 08:10', 'accept')
      .does('2026-11-25 08:30', 'completeStep')
      .does('2026-11-25 09:00', 'completeStep');
    expect(online.clock('silence')).toMatchObject({ state: 'done', endedAt: at('2026-11-25 09:00') });
    const counter = new Story(pinned('1.001193'), '2026-11-25 08:00').does(
      '2026-11-25 08:30',
      'completeStep',
    );
    expect(counter.clock('silence')).toBeUndefined();
  });
});

describe('Giao đất (1.115354) in a mountainous commune, with excluded periods', () => {
  const given = (zone?: string): Story => new Story(pinned('1.115354', undefined, zone), '2026-11-25 09:00');

  test('the zone adds ten working days to the law and to the steps named', () => {
    const mountain = given('mountainous');
    expect(clock(given().dueAt('legal'))).toBe('2026-12-07 11:15');
    expect(clock(mountain.dueAt('legal'))).toBe('2026-12-21 11:15');
    expect(mountain.state.procedure.steps.map((step) => step.term.amount)).toEqual([
      0.5, 8.5, 5.5, 0.5, 1, 1, 0.5,
    ]);
    expect(mountain.clock('legal')?.ledger?.zoneExtension).toEqual({
      unit: 'WORKING_DAY',
      amount: 10,
      zone: 'mountainous',
    });
  });

  test('a step outside the tree is chased with the commune', () => {
    const story = given().does('2026-11-25 10:00', 'completeStep').does('2026-11-26 10:00', 'completeStep');
    expect(story.state.step?.id).toBe('S3');
    expect(story.clock('step:S3')).toMatchObject({ unitId: COMMUNE });
    expect(story.clock('legal')?.unitId).toBe(COMMUNE);
  });

  test('two pauses move the date by the working time they take, and it may be finished before the hand-over step', () => {
    const story = given();
    story
      .does('2026-11-26 07:30', 'pause', { reason: 'CADASTRAL_SURVEY', evidence: 'Phiếu đo đạc 7' })
      .does('2026-11-30 07:30', 'resume')
      .does('2026-12-01 07:30', 'pause', { reason: 'PUBLIC_POSTING', evidence: 'Thông báo 9' })
      .does('2026-12-02 07:30', 'resume');
    // Two working days (26 and 27 November; 28 and 29 are a weekend) and one more (1 December).
    expect(clock(story.dueAt('legal'))).toBe('2026-12-10 11:15');
    expect(story.clock('legal')?.ledger?.pauses.map((pause) => pause.reason)).toEqual([
      'CADASTRAL_SURVEY',
      'PUBLIC_POSTING',
    ]);
    story
      .works('2026-12-02 08:00')
      .does('2026-12-09 08:00', 'finish', { result: 'rejected', resultNo: 'TB-3' });
    expect(story.state).toMatchObject({ status: 'finished', result: { outcome: 'rejected' } });
    expect(story.state.history.at(-1)?.id).toBe('S6');
  });
});
