import {
  FINANCE,
  QUY_NHON,
  SCIENCE,
  type Story,
  WARD_A,
  WARD_B,
  at,
  clock,
  routed,
  unrouted,
} from './support';

describe('a recommendation that a rule routed', () => {
  test('is accepted, answered, confirmed by the ward and closed', () => {
    const story = routed();
    expect(story.state).toMatchObject({ status: 'assigned', version: 1, triageSince: null });
    story.does('2026-11-23 08:00', 'accept');
    expect(story.state).toMatchObject({
      status: 'inProgress',
      assignments: [{ unitId: SCIENCE, status: 'accepted' }],
    });
    story.does('2026-12-01 10:00', 'respond');
    expect(story.state.status).toBe('responded');
    story.does('2026-12-03 10:00', 'confirm');
    expect(story.state).toMatchObject({
      status: 'closed',
      outcome: 'solved',
      closedWhy: 'answered',
      version: 4,
      closedAt: at('2026-12-03 10:00'),
      assignments: [{ status: 'done', doneAt: at('2026-12-01 10:00') }],
    });
    expect(story.events.map((event) => event.type)).toEqual([
      'submitted',
      'accepted',
      'responded',
      'confirmed',
    ]);
    expect(story.refusal('2026-12-04 08:00', 'note')).toBe('closed');
  });

  test('may be answered without being accepted first: the answer accepts it', () => {
    const story = routed().does('2026-11-23 08:00', 'respond');
    expect(story.duty(SCIENCE)).toMatchObject({ status: 'responded', acceptedAt: at('2026-11-23 08:00') });
  });
});

describe('wrong remit', () => {
  test('no rule matched: the provincial office assigns it from triage', () => {
    const story = unrouted();
    expect(story.state).toMatchObject({ status: 'triage', triageSince: at('2026-11-20 09:00') });
    story.does('2026-11-23 09:00', 'assign', { leadUnitId: FINANCE, supportingUnitIds: [SCIENCE] });
    expect(story.state).toMatchObject({
      status: 'assigned',
      triageEndedAt: at('2026-11-23 09:00'),
      routing: { by: 'person' },
      assignments: [
        { unitId: FINANCE, role: 'lead', round: 1 },
        { unitId: SCIENCE, role: 'supporting', round: 1 },
      ],
    });
  });

  test('a department sends it back while it may; it is counted, and triage begins anew', () => {
    const story = unrouted()
      .does('2026-11-23 09:00', 'assign', { leadUnitId: FINANCE })
      .does('2026-11-25 17:00', 'return');
    expect(story.state).toMatchObject({ status: 'triage', returns: 1, triageRound: 2, triageEndedAt: null });
    expect(story.state.triageSince).toBe(at('2026-11-25 17:00'));
  });

  test('a minute after its time to accept it can only ask to be relieved', () => {
    // Assigned on Friday the 20th: Monday, then Wednesday, for Tuesday the 24th is a holiday.
    const story = routed();
    expect(story.due(`acknowledgement:${SCIENCE}`)).toBe('2026-11-25 17:00');
    expect(story.refusal('2026-11-25 17:00', 'return')).toBeNull();
    expect(story.refusal('2026-11-25 17:01', 'return')).toBe('pastAcknowledgement');
  });

  test('the same unit given it back has a new round, of acceptance and of answer', () => {
    const story = routed()
      .does('2026-11-23 09:00', 'return')
      .does('2026-11-25 09:00', 'assign', { leadUnitId: SCIENCE });
    expect(story.duty(SCIENCE).round).toBe(2);
    expect(story.clock(`acknowledgement:${SCIENCE}`)).toMatchObject({ round: 2, state: 'running' });
    expect(story.clock(`response:${SCIENCE}`).round).toBe(2);
    expect(story.due(`acknowledgement:${SCIENCE}`)).toBe('2026-11-27 17:00');
  });

  test('a unit given an overdue case still has the usual time to say that it is not theirs', () => {
    const story = routed().does('2026-12-16 09:00', 'assign', { leadUnitId: FINANCE });
    expect(story.due(`acknowledgement:${FINANCE}`)).toBe('2026-12-18 17:00');
    expect(story.refusal('2026-12-17 09:00', 'return', { unitId: FINANCE })).toBeNull();
  });

  test('an added supporter gives the lead no new round and restarts nothing', () => {
    const story = routed();
    const before = story.rungs(`response:${SCIENCE}`);
    story.does('2026-11-25 09:00', 'assign', { leadUnitId: SCIENCE, supportingUnitIds: [FINANCE] });
    expect(story.duty(SCIENCE)).toMatchObject({ round: 1, assignedAt: at('2026-11-20 09:00') });
    expect(story.rungs(`response:${SCIENCE}`)).toEqual(before);
    expect(story.duty(FINANCE).role).toBe('supporting');
  });

  test('a new lead takes over; supporters stay unless others are named', () => {
    const story = routed({ supportingUnitIds: [WARD_A] }).does('2026-11-25 09:00', 'assign');
    expect(story.duty(FINANCE).role).toBe('lead');
    expect(story.duty(WARD_A).role).toBe('supporting');
    expect(story.state.assignments[0]).toMatchObject({
      unitId: SCIENCE,
      status: 'returned',
      returnReason: 'reassigned',
    });
    expect(story.state.returns).toBe(0);
    story.does('2026-11-26 09:00', 'assign', { leadUnitId: FINANCE, supportingUnitIds: [WARD_B] });
    expect(story.state.assignments.map((duty) => [duty.unitId, duty.status])).toContainEqual([
      WARD_A,
      'returned',
    ]);
  });

  test('nobody takes an answer away from the ward by assigning it to someone else', () => {
    const story = routed().does('2026-11-25 09:00', 'requestInformation');
    expect(story.refusal('2026-11-26 09:00', 'assign')).toBe('notInThisStatus');
    expect(story.refusal('2026-11-26 09:00', 'return')).toBe('notInThisDutyStatus');
  });
});

describe('the ward disputes', () => {
  test('the department works on it again, and its second answer may be confirmed', () => {
    const story = routed().does('2026-11-25 09:00', 'respond').does('2026-11-27 09:00', 'dispute');
    expect(story.state).toMatchObject({
      status: 'rework',
      assignments: [{ status: 'accepted', answers: [{ disputeReason: 'Chưa nhận được máy' }] }],
    });
    story.does('2026-12-02 09:00', 'respond').does('2026-12-03 09:00', 'confirm');
    expect(story.state.status).toBe('closed');
    expect(clock(story.duty(SCIENCE).doneAt)).toBe('2026-12-02 09:00');
  });
});

describe('silence of the ward', () => {
  // Answered on Friday 27 November: five working days of the ward end on Friday 4 December at 24:00.
  const answered = (): Story => routed().does('2026-11-27 09:00', 'respond');

  test('is recorded as silence, and only then the provincial office decides', () => {
    const story = answered();
    expect(story.due(`confirmation:${QUY_NHON}`)).toBe('2026-12-05 00:00');
    expect(story.refusal('2026-12-04 23:59', 'confirm', { wardId: null, relations: ['office'] })).toBe(
      'wardStillHasTime',
    );
    expect(story.refusal('2026-12-04 23:59', 'dispute', { wardId: null, relations: ['office'] })).toBe(
      'wardStillHasTime',
    );
    story.wakes('2026-12-05 00:11');
    expect(story.state).toMatchObject({ status: 'responded', silentSince: at('2026-12-05 00:11') });
    story.does('2026-12-07 08:00', 'confirm', { wardId: null, relations: ['office'] });
    expect(story.state).toMatchObject({ status: 'closed', silentSince: null });
  });

  test('never counts as consent: the case stays open, however long', () => {
    const story = answered().wakes('2026-12-05 00:11').wakes('2027-06-01 08:00');
    expect(story.state.status).toBe('responded');
  });

  test('may still be broken by the ward itself', () => {
    const story = answered().wakes('2026-12-05 00:11').does('2026-12-07 08:00', 'dispute');
    expect(story.state).toMatchObject({ status: 'rework', silentSince: null });
  });

  test('only who asked confirms, and without naming a ward nobody does', () => {
    expect(answered().refusal('2026-11-30 08:00', 'confirm', { wardId: WARD_A })).toBe('notAsker');
    expect(answered().refusal('2026-11-30 08:00', 'confirm', { wardId: null })).toBe('wardStillHasTime');
    expect(answered().refusal('2026-11-30 08:00', 'dispute', { wardId: WARD_A })).toBe('notAsker');
  });
});

describe('a need of three wards', () => {
  const three = (): Story =>
    routed({ wardIds: [QUY_NHON, WARD_A, WARD_B] }).does('2026-11-27 09:00', 'respond');

  test('is closed when the last of them has confirmed, each for itself', () => {
    const story = three().does('2026-11-30 09:00', 'confirm', { wardId: WARD_A });
    expect(story.state.status).toBe('responded');
    expect(story.clock(`confirmation:${WARD_A}`).state).toBe('done');
    expect(story.clock(`confirmation:${WARD_B}`).state).toBe('running');
    expect(story.refusal('2026-11-30 10:00', 'confirm', { wardId: WARD_A })).toBe('alreadyConfirmed');
    story.does('2026-12-01 09:00', 'confirm', { wardId: QUY_NHON });
    expect(story.state.status).toBe('responded');
    story.does('2026-12-01 10:00', 'confirm', { wardId: WARD_B });
    expect(story.state.status).toBe('closed');
  });

  test('one that disputes sends the answer back for all', () => {
    const story = three()
      .does('2026-11-30 09:00', 'confirm', { wardId: WARD_A })
      .does('2026-12-01 09:00', 'dispute', { wardId: WARD_B });
    expect(story.state.status).toBe('rework');
    story.does('2026-12-02 09:00', 'respond').does('2026-12-03 09:00', 'confirm', { wardId: WARD_B });
    expect(story.state.status).toBe('responded');
  });

  test('some stay silent: the provincial office confirms for those', () => {
    const story = three()
      .does('2026-11-30 09:00', 'confirm', { wardId: WARD_A })
      .wakes('2026-12-05 00:15')
      .does('2026-12-07 09:00', 'confirm', { wardId: null, relations: ['office'] });
    expect(story.state.status).toBe('closed');
    expect(story.state.late).toHaveProperty(`confirmation:${QUY_NHON}#1`);
    expect(story.state.late).not.toHaveProperty(`confirmation:${WARD_A}#1`);
  });
});
