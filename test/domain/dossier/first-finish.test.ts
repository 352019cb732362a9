import { firstFinishTimeliness } from '../../../domain/dossier/state';
import { BODIES, Story, at, pinned } from './support';

/** Received 25 November 09:00, due 30 November 17:00. */
const finished = (when: string): Story =>
  new Story(pinned('1.004873'), '2026-11-25 09:00')
    .works('2026-11-25 09:05')
    .does(when, 'finish', BODIES.finish);

const firstOf = ({ state }: Story) =>
  state.firstFinish && [state.firstFinish.at, firstFinishTimeliness(state.firstFinish)];

describe('what the first finish was', () => {
  test.each([
    ['2026-11-27 09:00', 'doneOnTime'],
    ['2026-11-30 17:00', 'doneOnTime'],
    ['2026-11-30 17:01', 'doneLate'],
  ])('finished on %s it is %s, and the date it was measured against is kept', (when, timeliness) => {
    const { state } = finished(when);
    expect(state.firstFinish).toEqual({ at: at(when), dueAt: at('2026-11-30 17:00') });
    expect(firstFinishTimeliness(state.firstFinish!)).toBe(timeliness);
  });

  test('there is none before a result', () => {
    expect(new Story(pinned('1.004873'), '2026-11-25 09:00').state.firstFinish).toBeUndefined();
  });

  test.each([
    ['correct', {}],
    ['reopen', { clock: 'continue' }],
    ['reopen', { clock: 'restart' }],
    ['reopen', { clock: 'none' }],
  ])('a late finish stays late after %s %j and another finish within a new date', (type, fields) => {
    const story = finished('2026-12-01 09:00')
      .does('2026-12-02 09:00', type, { reason: 'Giải quyết khiếu nại', ...fields })
      .does('2026-12-02 10:00', 'finish', { result: 'granted', resultNo: 'KQ-02' });
    expect(firstOf(story)).toEqual([at('2026-12-01 09:00'), 'doneLate']);
  });

  test('a finish in time stays in time when the corrected one comes late', () => {
    const story = finished('2026-11-30 16:00')
      .does('2026-12-02 09:00', 'correct', { reason: 'Sai họ tên' })
      .does('2026-12-09 10:00', 'finish', { result: 'granted', resultNo: 'KQ-02' });
    expect(firstOf(story)).toEqual([at('2026-11-30 16:00'), 'doneOnTime']);
  });

  test('without a date it is neither in time nor late', () => {
    const story = new Story(pinned('1.004873'), '2026-11-25 09:00')
      .works('2026-11-25 09:05')
      .does('2026-11-27 09:00', 'finish', BODIES.finish, { legalDue: null });
    expect(firstOf(story)).toEqual([at('2026-11-27 09:00'), 'noDeadline']);
  });

  test('a result recorded before its date was kept says nothing, also when it is given again', () => {
    const story = new Story(pinned('1.004873'), '2026-11-25 09:00').works('2026-11-25 09:05');
    story.append({
      type: 'finished',
      at: at('2026-12-01 09:00'),
      by: null,
      data: { result: 'granted', resultNo: 'KQ-01' },
    });
    story
      .does('2026-12-02 09:00', 'reopen', BODIES.reopen)
      .does('2026-12-02 10:00', 'finish', { result: 'granted', resultNo: 'KQ-02' });
    expect(story.state.firstFinish).toBeUndefined();
  });
});
