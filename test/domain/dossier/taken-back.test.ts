import { dossier } from '../../../domain/dossier/entity';
import { BODIES, Story, at, clock, pinned } from './support';

/** Received 25 November, due 30 November 17:00; finished on 26 November 17:00, two working days before. */
const finished = (): Story =>
  new Story(pinned('1.004873'), '2026-11-25 09:00')
    .works('2026-11-25 09:05')
    .does('2026-11-25 10:00', 'sign', BODIES.sign)
    .does('2026-11-26 17:00', 'finish', BODIES.finish);

const reopened = (choice: string): Story =>
  finished().does('2026-12-03 07:30', 'reopen', { reason: 'Giải quyết khiếu nại', clock: choice });

describe('correct', () => {
  const corrected = (): Story => finished().does('2026-12-01 08:00', 'correct', { reason: 'Sai họ tên' });

  test('takes the result back to the step that recorded it and keeps it on record', () => {
    const { state } = corrected();
    expect(state).toMatchObject({
      status: 'inProcess',
      result: null,
      step: { id: 'S5', round: 1 },
    });
    expect(state.corrections).toEqual([
      expect.objectContaining({
        kind: 'corrected',
        reason: 'Sai họ tên',
        result: expect.objectContaining({ resultNo: 'KQ-01', at: at('2026-11-26 17:00') }),
      }),
    ]);
  });

  test("the office's own error buys no time: the clock counts as if it had never stopped", () => {
    const story = corrected();
    expect(clock(story.dueAt('legal'))).toBe('2026-11-30 17:00');
    expect(story.clock('legal')).toMatchObject({ state: 'running', round: 0 });
    story.does('2026-12-01 09:00', 'finish', { result: 'granted', resultNo: 'KQ-02' });
    expect(story.clock('legal')).toMatchObject({ state: 'done', endedAt: at('2026-12-01 09:00') });
  });
});

describe('reopen', () => {
  test('continue: the stretch since the finish does not count', () => {
    const story = reopened('continue');
    expect(story.state).toMatchObject({ status: 'inProcess', round: 0 });
    expect(story.state.pauses).toEqual([
      expect.objectContaining({
        reason: 'FINISHED',
        from: at('2026-11-26 17:00'),
        to: at('2026-12-03 07:30'),
      }),
    ]);
    // Two working days were left: 3 and 4 December.
    expect(clock(story.dueAt('legal'))).toBe('2026-12-04 17:00');
  });

  test('continue after a late finish: it stays late', () => {
    const story = new Story(pinned('1.004873'), '2026-11-25 09:00')
      .works('2026-11-25 09:05')
      .reaches('2026-11-30 17:00', 'deadlinePassed', 'legal')
      .does('2026-12-01 09:00', 'finish', BODIES.finish)
      .does('2026-12-02 09:00', 'reopen', { reason: 'x', clock: 'continue' });
    expect(clock(story.dueAt('legal'))).toBe('2026-11-30 17:00');
    expect(story.state.late).toHaveProperty(['legal#0']);
  });

  test('restart: counting starts anew in a new round', () => {
    const story = reopened('restart');
    expect(story.clock('legal')).toMatchObject({ round: 1, state: 'running' });
    expect(clock(story.dueAt('legal'))).toBe('2026-12-08 17:00');
    expect(story.due('legal')?.originalDueOn).toBe('2026-11-30');
  });

  test('none: no date, on purpose, and nothing to extend', () => {
    const story = reopened('none');
    expect(story.clock('legal')).toMatchObject({
      dueKind: 'none',
      ledger: null,
      ladder: null,
      round: 1,
      main: true,
    });
    expect(story.refusal('2026-12-03 08:00', 'extend', BODIES.extend)).toBe('noDeadline');
    expect(story.refusal('2026-12-03 08:00', 'pause', BODIES.pause)).toBeNull();
    expect(story.clock('step:S5')).toMatchObject({ state: 'running', round: 1 });
  });

  test('restart after none gives a date again', () => {
    const story = reopened('none').does('2026-12-03 08:00', 'finish', BODIES.finish);
    story.does('2026-12-03 09:00', 'reopen', { reason: 'x', clock: 'restart' });
    expect(clock(story.dueAt('legal'))).toBe('2026-12-08 17:00');
  });

  test('the clock must be said', () => {
    expect(finished().refusal('2026-12-03 07:30', 'reopen', { reason: 'x', clock: 'maybe' })).toBe(
      'badValue',
    );
    expect(finished().refusal('2026-12-03 07:30', 'finish', BODIES.finish)).toBe('notInThisStatus');
  });

  test('once the result is handed over nothing is taken back', () => {
    const story = finished().does('2026-11-27 08:00', 'deliver', BODIES.deliver);
    expect(story.refusal('2026-11-27 09:00', 'reopen', BODIES.reopen)).toBe('closed');
    expect(dossier.allowed(story.state)).toEqual([]);
  });
});

test('finish says granted or rejected', () => {
  const story = new Story(pinned('1.004873'), '2026-11-25 09:00').works('2026-11-25 09:05');
  expect(story.refusal('2026-11-25 10:00', 'finish', { result: 'perhaps', resultNo: '1' })).toBe('badValue');
});
