import {
  FINANCE,
  QUY_NHON,
  SCIENCE,
  type Story,
  WARD_A,
  at,
  clock,
  directive,
  routed,
  type Told,
} from './support';

const RESPONSE = `response:${SCIENCE}`;

describe('waiting for the ward', () => {
  test("stops the department's clock and starts the ward's; the answer moves the date by the days waited", () => {
    const story = routed();
    expect(story.due(RESPONSE)).toBe('2026-12-14 17:00');
    story.does('2026-11-25 07:30', 'requestInformation');
    expect(story.state).toMatchObject({ status: 'waitingWard', assignments: [{ status: 'waitingWard' }] });
    expect(story.clock(RESPONSE).state).toBe('paused');
    // The ward's own five working days end at 24:00 of Wednesday 2 December.
    expect(story.due(`information:${QUY_NHON}`)).toBe('2026-12-03 00:00');
    story.does('2026-11-27 07:30', 'provideInformation');
    expect(story.state).toMatchObject({ status: 'inProgress', assignments: [{ status: 'accepted' }] });
    expect(story.clock(RESPONSE).state).toBe('running');
    expect(story.due(RESPONSE)).toBe('2026-12-16 17:00');
    expect(story.clock(`information:${QUY_NHON}`)).toMatchObject({
      state: 'done',
      endedAt: at('2026-11-27 07:30'),
    });
  });

  test('is for the department twice, and a third time only for the provincial office', () => {
    const story = routed();
    for (const day of ['25', '26']) {
      story.does(`2026-11-${day} 08:00`, 'requestInformation');
      story.does(`2026-11-${day} 16:00`, 'provideInformation');
    }
    expect(story.refusal('2026-11-27 08:00', 'requestInformation')).toBe('tooManyRounds');
    story.does('2026-11-27 08:00', 'requestInformation', { relations: ['office'] });
    expect(story.clock(`information:${QUY_NHON}`)).toMatchObject({ round: 3, state: 'running' });
  });

  test('is not possible once the answer is overdue: a late clock cannot be stopped', () => {
    expect(routed().refusal('2026-12-14 17:00', 'requestInformation')).toBeNull();
    expect(routed().refusal('2026-12-14 17:01', 'requestInformation')).toBe('pastDue');
  });

  test('before a leader sets a date does not move that date', () => {
    const story = routed()
      .does('2026-11-25 07:30', 'requestInformation')
      .does('2026-11-27 07:30', 'provideInformation')
      .does('2026-11-30 09:00', 'setDueDate', { dueOn: '2026-12-18' });
    expect(story.due(RESPONSE)).toBe('2026-12-18 17:00');
  });

  test('after a leader set a date neither stops nor moves that date', () => {
    const story = routed()
      .does('2026-11-23 09:00', 'setDueDate', { dueOn: '2026-12-17' })
      .does('2026-11-25 07:30', 'requestInformation');
    expect(story.state.status).toBe('waitingWard');
    expect(story.clock(RESPONSE)).toMatchObject({ state: 'running', due: { dueOn: '2026-12-17' } });
    story.does('2026-11-26 07:30', 'provideInformation');
    expect(story.due(RESPONSE)).toBe('2026-12-17 17:00');
  });
});

describe('more time', () => {
  const asked = (): Story =>
    routed().does('2026-12-10 09:00', 'requestExtension', { newDueOn: '2026-12-25' });

  test('is asked for before the due instant, for a later day, one request at a time', () => {
    expect(routed().refusal('2026-12-14 17:00', 'requestExtension')).toBeNull();
    expect(routed().refusal('2026-12-14 17:01', 'requestExtension')).toBe('pastDue');
    expect(routed().refusal('2026-12-10 09:00', 'requestExtension', { newDueOn: '2026-12-14' })).toBe(
      'notLater',
    );
    expect(asked().refusal('2026-12-10 10:00', 'requestExtension')).toBe('extensionPending');
    expect(routed({ deadline: { kind: 'none' } }).refusal('2026-12-10 09:00', 'requestExtension')).toBe(
      'noDeadline',
    );
  });

  test('granted, it moves the date, begins a new round and keeps the first date on record', () => {
    const story = asked();
    expect(story.due(RESPONSE)).toBe('2026-12-14 17:00');
    story.does('2026-12-11 09:00', 'decideExtension');
    expect(story.clock(RESPONSE)).toMatchObject({
      round: 2,
      due: { dueOn: '2026-12-25', originalDueOn: '2026-12-14' },
    });
    expect(story.duty(SCIENCE).extensions).toEqual([
      {
        newDueOn: '2026-12-25',
        reason: 'Chờ đấu thầu',
        decidedAt: at('2026-12-11 09:00'),
        by: 'office',
      },
    ]);
  });

  test('refused by the office, it changes nothing', () => {
    const story = asked().does('2026-12-11 09:00', 'decideExtension', {
      granted: false,
      reason: 'Đủ thời gian',
    });
    expect(story.clock(RESPONSE)).toMatchObject({ round: 1, due: { dueOn: '2026-12-14' } });
    expect(story.duty(SCIENCE).extensionRequest).toBeUndefined();
    expect(story.refusal('2026-12-11 10:00', 'decideExtension')).toBe('noExtensionRequested');
  });

  test('is granted for a day later than now due, and still to come', () => {
    const office = { granted: true };
    expect(
      asked().refusal('2026-12-11 09:00', 'decideExtension', { ...office, newDueOn: '2026-12-14' }),
    ).toBe('notLater');
    expect(asked().refusal('2026-12-28 09:00', 'decideExtension', office)).toBe('pastDate');
    expect(asked().refusal('2026-12-18 09:00', 'decideExtension', office)).toBeNull();
  });

  test('asked for in time may be granted after the due instant; what was late stays on record', () => {
    const story = asked().wakes('2026-12-14 17:11').does('2026-12-15 09:00', 'decideExtension');
    expect(story.state.late).toEqual(expect.objectContaining({ [`${RESPONSE}#1`]: at('2026-12-14 17:11') }));
    expect(story.clock(RESPONSE)).toMatchObject({ round: 2, lateAt: null, due: { dueOn: '2026-12-25' } });
  });

  test('is granted twice and no more', () => {
    const story = routed();
    for (const [on, newDueOn] of [
      ['2026-12-10', '2026-12-21'],
      ['2026-12-11', '2026-12-25'],
    ])
      story.does(`${on} 09:00`, 'requestExtension', { newDueOn }).does(`${on} 10:00`, 'decideExtension');
    expect(story.duty(SCIENCE).round).toBe(3);
    expect(story.refusal('2026-12-14 09:00', 'requestExtension', { newDueOn: '2027-01-15' })).toBe(
      'tooManyExtensions',
    );
  });

  test('is granted as often as is published', () => {
    const once = routed();
    once.maxExtensions = 1;
    once
      .does('2026-12-10 09:00', 'requestExtension', { newDueOn: '2026-12-21' })
      .does('2026-12-10 10:00', 'decideExtension');
    const again = { newDueOn: '2027-01-15' };
    expect(once.refusal('2026-12-11 09:00', 'requestExtension', again)).toBe('tooManyExtensions');
    once.maxExtensions = 2;
    expect(once.refusal('2026-12-11 09:00', 'requestExtension', again)).toBeNull();
    const never = routed();
    never.maxExtensions = 0;
    expect(never.refusal('2026-12-10 09:00', 'requestExtension', again)).toBe('tooManyExtensions');
  });

  test('is counted for each unit: what the one before was granted does not use up what the next may ask', () => {
    const story = routed();
    story.maxExtensions = 1;
    story
      .does('2026-12-10 09:00', 'requestExtension', { newDueOn: '2026-12-21' })
      .does('2026-12-10 10:00', 'decideExtension')
      .does('2026-12-11 09:00', 'assign', { leadUnitId: FINANCE });
    expect(
      story.refusal('2026-12-14 09:00', 'requestExtension', { unitId: FINANCE, newDueOn: '2026-12-25' }),
    ).toBeNull();
  });

  test('is for the lead to ask, not for a supporter', () => {
    const story = routed({ supportingUnitIds: [FINANCE] });
    expect(story.refusal('2026-11-25 09:00', 'requestExtension', { unitId: FINANCE })).toBe('notLead');
  });
});

describe("a leader's date", () => {
  test('takes the place of the default term and of what had been granted, and begins a new round', () => {
    const story = routed()
      .does('2026-12-10 09:00', 'requestExtension')
      .does('2026-12-10 10:00', 'decideExtension')
      .does('2026-12-10 11:00', 'setDueDate', { dueOn: '2026-12-18' });
    expect(story.clock(RESPONSE)).toMatchObject({
      dueKind: 'leader',
      round: 3,
      due: { dueOn: '2026-12-18' },
      ledger: { setBy: 'gl-chu-tich' },
    });
  });

  test('given with an assignment to the unit that has it counts too, also after an extension', () => {
    const story = routed()
      .does('2026-12-10 09:00', 'requestExtension')
      .does('2026-12-10 10:00', 'decideExtension')
      .does('2026-12-10 11:00', 'assign', { leadUnitId: SCIENCE, dueOn: '2026-12-18', setBy: 'gl-chu-tich' });
    expect(story.clock(RESPONSE)).toMatchObject({ round: 3, due: { dueOn: '2026-12-18' } });
  });

  test('lies ahead; today is still possible, an instant gone by is not', () => {
    expect(routed().refusal('2026-11-25 16:00', 'setDueDate', { dueOn: '2026-11-24' })).toBe('pastDate');
    expect(routed().refusal('2026-11-25 16:00', 'setDueDate', { dueOn: '2026-11-25' })).toBeNull();
    const instant = (text: string): Told => ({ dueOn: undefined, dueAt: at(text) });
    expect(routed().refusal('2026-11-25 16:00', 'setDueDate', instant('2026-11-25 16:00'))).toBe('pastDate');
    expect(routed().refusal('2026-11-25 16:00', 'setDueDate', instant('2026-11-25 16:01'))).toBeNull();
  });

  test('for one unit of a directive leaves the others; for none in particular it is for all who owe an answer', () => {
    const one = directive().does('2026-11-25 09:00', 'setDueDate', { unitId: FINANCE });
    expect([one.due(RESPONSE), one.due(`response:${FINANCE}`)]).toEqual([
      '2026-12-21 17:00',
      '2026-12-18 17:00',
    ]);
    const all = directive().does('2026-11-25 09:00', 'setDueDate');
    expect([all.due(RESPONSE), all.due(`response:${FINANCE}`)]).toEqual([
      '2026-12-18 17:00',
      '2026-12-18 17:00',
    ]);
  });

  test('does not restart the time to accept the duty', () => {
    const story = routed().wakes('2026-11-25 17:11').does('2026-11-26 09:00', 'setDueDate');
    expect(story.clock(`acknowledgement:${SCIENCE}`)).toMatchObject({ round: 1, state: 'running' });
    expect(story.state.late).toHaveProperty(`acknowledgement:${SCIENCE}#1`);
    expect(story.clock(`acknowledgement:${SCIENCE}`).lateAt).toBe(at('2026-11-25 17:11'));
  });

  test('of a supporter is its own, not the date of the case', () => {
    const story = routed({ supportingUnitIds: [WARD_A] }).does('2026-11-25 09:00', 'setDueDate', {
      unitId: WARD_A,
      dueOn: '2026-12-01',
    });
    expect(story.due(`contribution:${WARD_A}`)).toBe('2026-12-01 17:00');
    expect(clock(story.derived.main?.due?.dueAt)).toBe('2026-12-14 17:00');
  });

  test('none on purpose: no date, nothing is chased for the answer, and it is not overdue ever', () => {
    const story = routed({ deadline: { kind: 'none' } }).does('2026-11-23 09:00', 'accept');
    expect(story.derived.main).toMatchObject({ dueKind: 'none', due: null });
    expect(story.derived).toMatchObject({ rungs: [], wakeAt: null });
    expect(story.wakes('2028-01-03 08:00').state.version).toBe(2);
  });

  test('none on purpose can be given when it is assigned, and taken back by a date', () => {
    const story = routed().does('2026-11-23 09:00', 'assign', { leadUnitId: SCIENCE, noDeadline: true });
    expect(story.clock(RESPONSE)).toMatchObject({ dueKind: 'none', due: null });
    story.does('2026-11-25 09:00', 'setDueDate');
    expect(story.clock(RESPONSE)).toMatchObject({ dueKind: 'leader', due: { dueOn: '2026-12-18' } });
  });
});
