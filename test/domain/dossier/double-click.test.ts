import { dossier } from '../../../domain/dossier/entity';
import { said } from '../../support/said';
import { AN, BINH, BODIES, Story, at, pinned } from './support';

/** Step S1 completed by An at 09:10, so that the dossier lies at S2. */
const moved = (): Story =>
  new Story(pinned('1.004873'), '2026-11-25 09:00').does('2026-11-25 09:10', 'completeStep', {
    stepId: 'S1',
  });

describe('a double click on "complete the step"', () => {
  test('completes one step: the second names a step the dossier has left, and hears who moved it and when', () => {
    const story = moved().does('2026-11-25 09:15', 'note', BODIES.note, { by: BINH });
    const refusal = dossier.refusal(
      story.state,
      { type: 'completeStep', stepId: 'S1' },
      story.context(),
      at('2026-11-25 09:20'),
    );
    expect(refusal).toMatchObject({
      reason: 'stepAlreadyLeft',
      by: {
        type: 'stepCompleted',
        at: at('2026-11-25 09:10'),
        by: { name: AN.name, positionId: AN.positionId },
      },
    });
    expect(refusal && said(refusal, 'dossier').vi).toBe(
      'Hồ sơ không còn ở bước "Kiểm tra thành phần và tiếp nhận": An đã chuyển sang bước "Thẩm tra, gửi xác minh nơi cư trú cũ khi cần" lúc 09:10 Thứ Tư 25/11/2026.',
    );
  });

  test('the step where the dossier lies is completed, named or not', () => {
    expect(moved().refusal('2026-11-25 09:20', 'completeStep', { stepId: 'S2' })).toBeNull();
    expect(moved().refusal('2026-11-25 09:20', 'completeStep')).toBeNull();
  });

  test('so does one that names a step still to come', () => {
    expect(moved().refusal('2026-11-25 09:20', 'completeStep', { stepId: 'S3' })).toBe('stepAlreadyLeft');
  });

  test('sent back meanwhile, the later step is one the dossier has left', () => {
    const story = moved().does('2026-11-25 09:20', 'returnToStep', { stepId: 'S1', reason: 'Thiếu chữ ký' });
    expect(story.refusal('2026-11-25 09:21', 'completeStep', { stepId: 'S2' })).toBe('stepAlreadyLeft');
    expect(story.refusal('2026-11-25 09:21', 'completeStep', { stepId: 'S1' })).toBeNull();
  });

  test('at the last step it is told of the step left, not of the last one', () => {
    const story = moved()
      .works('2026-11-25 09:20')
      .does('2026-11-25 10:00', 'completeStep', { stepId: 'S5' });
    expect(story.refusal('2026-11-25 10:01', 'completeStep', { stepId: 'S5' })).toBe('stepAlreadyLeft');
    expect(story.refusal('2026-11-25 10:01', 'completeStep', { stepId: 'S6' })).toBe('lastStep');
  });
});
