import { figuresOf } from '../../../domain/case/figures';
import { derive } from '../../../domain/case/derive';
import { Story, at, pinned, BODIES } from '../dossier/support';
import { RULES } from '../request/support';

/** Received 25 November 09:00, due 30 November 17:00, finished a day late, opened again. */
const reopened = (): Story =>
  new Story(pinned('1.004873'), '2026-11-25 09:00')
    .works('2026-11-25 09:05')
    .does('2026-12-01 09:00', 'finish', BODIES.finish)
    .does('2026-12-02 09:00', 'reopen', { reason: 'Khiếu nại', clock: 'restart' });

const whole = ({ state }: Story) => figuresOf(state, derive(state, RULES))[0];

describe('what a figure counts of a dossier', () => {
  it('whose first finish was late, opened again and withdrawn, is measured by that finish and in no rate', () => {
    const story = reopened().does('2026-12-02 10:00', 'withdraw', { reason: 'Không cần nữa' });
    expect(whole(story)).toMatchObject({
      status: 'withdrawn',
      doneAt: at('2026-12-01 09:00'),
      dueAt: at('2026-11-30 17:00'),
      rated: false,
    });
  });

  it('opened again is at work under its new date until it ends', () => {
    expect(whole(reopened())).toMatchObject({ status: 'inProcess', doneAt: null, rated: false });
  });
});
