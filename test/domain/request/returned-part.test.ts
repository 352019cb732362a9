/** A part of a directive that its unit sent back is decided by the giver before the directive can close. */
import { FINANCE, OFFICE, SCIENCE, type Story, at, directive } from './support';

const HEALTH = 'gl-so-y-te';

/** Science sent its part back on Monday the 23rd, finance has done its own. */
const halfDone = (): Story =>
  directive()
    .does('2026-11-23 09:00', 'return', { unitId: SCIENCE })
    .does('2026-11-23 10:00', 'respond', { unitId: FINANCE })
    .does('2026-11-25 09:00', 'confirm', { unitId: FINANCE });

describe('a part that a unit sent back', () => {
  test('keeps the directive open when all the others are done', () => {
    expect(halfDone().state).toMatchObject({ status: 'triage', closedAt: null, returns: 1 });
  });

  test('is chased in the office from the hour it came back, also while the others go on', () => {
    const story = directive().does('2026-11-23 09:00', 'return', { unitId: SCIENCE });
    expect(story.state.status).toBe('assigned');
    expect(story.clocks).toMatchObject({
      triage: 'running 2026-11-27 17:00',
      response: 'running 2026-12-21 17:00',
      [`response:${FINANCE}`]: 'running 2026-12-21 17:00',
    });
    expect(story.clock('triage')).toMatchObject({ unitId: OFFICE, ladder: 'LD-NO-OWNER', round: 1 });
    expect(story.rungs('triage')[0]).toBe('T1 2026-11-27 08:00 armed');
    // What is done by the others does not put it off.
    expect(halfDone().clocks).toMatchObject({
      triage: 'running 2026-11-27 17:00',
      response: 'running 2026-12-21 17:00',
    });
  });

  test('leaves the directive undone in every list: its date is that of the part that waits', () => {
    expect(halfDone().derived.main).toMatchObject({ id: 'response', state: 'running' });
  });

  test('given to another unit is that one’s, with its own date; then the directive closes with it', () => {
    const story = directive()
      .does('2026-11-20 10:00', 'setDueDate', { unitId: SCIENCE, dueOn: '2026-12-02' })
      .does('2026-11-23 09:00', 'return', { unitId: SCIENCE })
      .does('2026-11-23 10:00', 'respond', { unitId: FINANCE })
      .does('2026-11-25 09:00', 'confirm', { unitId: FINANCE });
    expect(story.due('response')).toBe('2026-12-02 17:00');
    story.does('2026-11-25 10:00', 'assign', { leadUnitId: HEALTH });
    expect(story.state).toMatchObject({ status: 'assigned', triageEndedAt: at('2026-11-25 10:00') });
    expect(story.due(`response:${HEALTH}`)).toBe('2026-12-02 17:00');
    story
      .does('2026-11-26 09:00', 'respond', { unitId: HEALTH })
      .does('2026-11-27 09:00', 'confirm', { unitId: HEALTH });
    expect(story.state).toMatchObject({ status: 'closed', closedWhy: 'answered' });
  });

  test('is not lost to a unit that has its part already: done or at work, it is refused by name', () => {
    expect(halfDone().refusal('2026-11-25 10:00', 'assign', { leadUnitId: FINANCE })).toBe('hasItsPart');
    const atWork = directive().does('2026-11-23 09:00', 'return', { unitId: SCIENCE });
    expect(atWork.refusal('2026-11-23 10:00', 'assign', { leadUnitId: FINANCE })).toBe('hasItsPart');
    expect(atWork.refusal('2026-11-23 10:00', 'assign', { leadUnitId: SCIENCE })).toBeNull();
    expect(directive().refusal('2026-11-23 10:00', 'assign', { leadUnitId: FINANCE })).toBeNull();
  });

  test('what is said of the time of one unit that joins is not for the next', () => {
    const LEADER = { dueOn: '2026-12-03', setBy: 'gl-pct-kinh-te' };
    const story = directive().does('2026-11-23 09:00', 'assign', { leadUnitId: HEALTH, ...LEADER });
    const before = story.due(`response:${FINANCE}`);
    expect(story.due(`response:${HEALTH}`)).toBe('2026-12-03 17:00');
    story.does('2026-11-23 10:00', 'assign', { leadUnitId: 'gl-so-tu-phap', noDeadline: true });
    story.does('2026-11-23 11:00', 'assign', { leadUnitId: 'gl-so-noi-vu' });
    expect(story.due('response:gl-so-noi-vu')).toBe(before);
  });

  test('given again to the unit that sent it back is that unit’s own part, not another’s', () => {
    const story = directive({ leadUnitIds: [HEALTH, SCIENCE, FINANCE] })
      .does('2026-11-23 09:00', 'return', { unitId: HEALTH })
      .does('2026-11-23 10:00', 'return', { unitId: SCIENCE })
      .does('2026-11-23 11:00', 'assign', { leadUnitId: SCIENCE });
    expect(
      story.state.assignments.map(({ unitId, status, decidedAt }) => [unitId, status, decidedAt]),
    ).toEqual([
      [HEALTH, 'returned', undefined],
      [SCIENCE, 'returned', at('2026-11-23 11:00')],
      [FINANCE, 'assigned', undefined],
      [SCIENCE, 'assigned', undefined],
    ]);
    expect(story.clock('triage')).toMatchObject({ state: 'running', round: 1 });
  });

  test('of two the one that waits longest is decided first; the other has a round of its own', () => {
    const story = directive({ leadUnitIds: [HEALTH, SCIENCE, FINANCE] })
      .does('2026-11-23 09:00', 'return', { unitId: HEALTH })
      .does('2026-11-25 09:00', 'return', { unitId: SCIENCE });
    expect(story.clock('triage').round).toBe(1);
    expect(story.due('triage')).toBe('2026-11-27 17:00');
    story.does('2026-11-26 09:00', 'assign', { leadUnitId: 'gl-so-noi-vu' });
    expect(story.clock('triage')).toMatchObject({ state: 'running', round: 2 });
    expect(story.due('triage')).toBe('2026-11-30 17:00');
  });

  test('may be withdrawn alone: with it the directive closes as the others have answered', () => {
    const story = halfDone();
    expect(story.refusal('2026-11-26 09:00', 'withdraw', { unitId: FINANCE })).toBe('notInThisDutyStatus');
    expect(story.refusal('2026-11-26 09:00', 'withdraw', { unitId: HEALTH })).toBe('noSuchDuty');
    story.does('2026-11-26 09:00', 'withdraw', { unitId: SCIENCE });
    expect(story.state).toMatchObject({ status: 'closed', closedWhy: 'answered', outcome: 'solved' });
    expect(story.derived).toMatchObject({ rungs: [], wakeAt: null });
  });

  test('withdrawn one after the other, the last one ends the directive as withdrawn', () => {
    const story = directive()
      .does('2026-11-23 09:00', 'return', { unitId: SCIENCE })
      .does('2026-11-23 10:00', 'return', { unitId: FINANCE })
      .does('2026-11-25 09:00', 'withdraw', { unitId: SCIENCE });
    expect(story.state.status).toBe('triage');
    story.does('2026-11-25 10:00', 'withdraw', { unitId: FINANCE });
    expect(story.state).toMatchObject({ status: 'withdrawn', closedAt: at('2026-11-25 10:00') });
  });

  test('waits beside a promise that is followed up, and can be decided then', () => {
    const story = directive()
      .does('2026-11-23 09:00', 'return', { unitId: SCIENCE })
      .does('2026-11-23 10:00', 'respond', {
        unitId: FINANCE,
        outcome: 'planned',
        text: 'Sẽ làm',
        promisedOn: '2027-01-15',
      })
      .does('2026-11-25 09:00', 'confirm', { unitId: FINANCE });
    expect(story.state.status).toBe('followUp');
    expect(story.clock('triage').state).toBe('running');
    story.does('2026-11-26 09:00', 'assign', { leadUnitId: HEALTH });
    expect(story.state.status).toBe('assigned');
    expect(story.clock(`promise:${FINANCE}`).state).toBe('running');
  });

  test('takes a leader’s date, for itself or with all who still owe something', () => {
    const own = halfDone().does('2026-11-26 09:00', 'setDueDate', { unitId: SCIENCE, dueOn: '2026-12-08' });
    const all = halfDone().does('2026-11-26 09:00', 'setDueDate', { dueOn: '2026-12-08' });
    for (const story of [own, all]) {
      expect(story.clock('response')).toMatchObject({ dueKind: 'leader', round: 2 });
      expect(story.due('response')).toBe('2026-12-08 17:00');
      story.does('2026-11-26 10:00', 'assign', { leadUnitId: HEALTH });
      expect(story.due(`response:${HEALTH}`)).toBe('2026-12-08 17:00');
    }
  });
});
