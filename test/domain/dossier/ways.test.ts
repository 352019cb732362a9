import { remainingSteps } from '../../../domain/dossier/state';
import { BODIES, Story, pinned } from './support';

describe('a procedure with a single step', () => {
  test('may be finished as soon as it is received', () => {
    const procedure = pinned('1.000894');
    const only = { ...procedure, steps: procedure.steps.slice(1, 2).map((step) => ({ ...step, next: [] })) };
    const story = new Story(only, '2026-11-25 09:00').does('2026-11-25 09:10', 'finish', BODIES.finish);
    expect(story.state.status).toBe('finished');
  });
});

describe('steps that branch', () => {
  const branching = () => {
    const procedure = pinned('1.000894');
    const [s1, s2, s3, s4] = procedure.steps;
    if (!s1 || !s2 || !s3 || !s4) throw new Error('steps');
    const steps = [
      { ...s1, next: ['S2', 'S3'] },
      { ...s2, next: ['S4'] },
      { ...s3, next: ['S4'] },
      { ...s4, next: [] },
    ];
    return new Story({ ...procedure, steps }, '2026-11-25 09:00');
  };

  test('the officer names the way', () => {
    expect(branching().refusal('2026-11-25 09:10', 'completeStep')).toBe('chooseNextStep');
    expect(branching().does('2026-11-25 09:10', 'completeStep', { result: 'S3' }).state.step?.id).toBe('S3');
  });

  test('going back never skips ahead along the other branch', () => {
    const story = branching().does('2026-11-25 09:10', 'completeStep', { result: 'S3' });
    story.does('2026-11-25 09:20', 'returnToStep', { stepId: 'S1', reason: 'x' });
    story.does('2026-11-25 09:30', 'completeStep', { result: 'S2' });
    expect(story.refusal('2026-11-25 09:40', 'returnToStep', { stepId: 'S3', reason: 'x' })).toBe(
      'notEarlierStep',
    );
  });

  test('in a loop the step itself is not an earlier step', () => {
    const procedure = pinned('1.000894');
    const [s1, s2, s3] = procedure.steps;
    if (!s1 || !s2 || !s3) throw new Error('steps');
    const steps = [
      { ...s1, next: ['S2'] },
      { ...s2, next: ['S1', 'S3'] },
      { ...s3, next: [] },
    ];
    const story = new Story({ ...procedure, steps }, '2026-11-25 09:00').does(
      '2026-11-25 09:05',
      'completeStep',
    );
    story.does('2026-11-25 09:10', 'completeStep', { result: 'S1' });
    expect(story.refusal('2026-11-25 09:15', 'returnToStep', { stepId: 'S1', reason: 'x' })).toBe(
      'notEarlierStep',
    );
    expect(remainingSteps(story.state).map((step) => step.id)).toEqual(['S2', 'S3']);
  });
});
