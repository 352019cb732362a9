import { dossier } from '../../../domain/dossier/entity';
import { AN, BINH, BODIES, CHAIR, Story, at, pinned } from './support';

const given = (): Story => new Story(pinned('1.004873'), '2026-11-25 09:00');

describe('claim and release', () => {
  test('of two officers the first has it, the second is told who', () => {
    const story = given().does('2026-11-25 09:10', 'claim', {}, { by: AN });
    expect(story.state).toMatchObject({ status: 'inProcess', step: { claimedBy: { name: 'An' } } });
    expect(story.refusal('2026-11-25 09:10', 'claim', {}, { by: BINH })).toBe('alreadyClaimed');
    const refused = dossier.refusal(
      story.state,
      { type: 'claim' },
      { version: 2, dues: {}, relations: [] },
      at('2026-11-25 09:10'),
    );
    expect(refused).toEqual({ reason: 'alreadyClaimed', values: { holder: 'An' } });
  });

  test('the claimer is first in line for reminders', () => {
    const story = given().does('2026-11-25 09:10', 'claim', {}, { by: AN });
    expect(story.clock('legal')?.assignee).toBe(AN.positionId);
    expect(story.clock('step:S1')?.assignee).toBe(AN.positionId);
  });

  test.each(['release', 'completeStep', 'handOver'])('%s is refused to anybody but the claimer', (type) => {
    const story = given().does('2026-11-25 09:10', 'claim', {}, { by: AN });
    expect(story.refusal('2026-11-25 09:20', type, {}, { by: BINH })).toBe('claimedByAnother');
    expect(story.refusal('2026-11-25 09:20', type, {}, { by: AN })).toBeNull();
  });

  test.each(['requestSupplement', 'requestPayment', 'pause'] as const)(
    'nor does anybody else wait for somebody in the claimer’s place: %s',
    (type) => {
      const story = given().does('2026-11-25 09:10', 'claim', {}, { by: AN });
      expect(story.refusal('2026-11-25 09:20', type, BODIES[type], { by: BINH })).toBe('claimedByAnother');
    },
  );

  test("the dated substitute works in the claimer's post", () => {
    const story = given().does('2026-11-25 09:10', 'claim', {}, { by: AN });
    const substitute = { ...BINH, positionId: AN.positionId, onBehalfOf: 'An' };
    expect(story.refusal('2026-11-25 09:20', 'completeStep', {}, { by: substitute })).toBeNull();
  });

  test('released, it is open to the other; the next step is open to all', () => {
    const story = given()
      .does('2026-11-25 09:10', 'claim', {}, { by: AN })
      .does('2026-11-25 09:20', 'release', {}, { by: AN });
    expect(story.refusal('2026-11-25 09:25', 'release', {}, { by: AN })).toBe('notClaimed');
    story
      .does('2026-11-25 09:30', 'claim', {}, { by: BINH })
      .does('2026-11-25 09:40', 'completeStep', {}, { by: BINH });
    expect(story.state.step).toMatchObject({ id: 'S2', claimedBy: null });
    expect(story.refusal('2026-11-25 09:45', 'claim', {}, { by: AN })).toBeNull();
  });

  test('without the name of who asks, only the rules without names apply', () => {
    const story = given().does('2026-11-25 09:10', 'claim', {}, { by: AN });
    expect(story.refusal('2026-11-25 09:20', 'completeStep', {}, { by: BINH, named: false })).toBeNull();
    expect(story.refusal('2026-11-25 09:20', 'claim', {}, { by: BINH, named: false })).toBe('alreadyClaimed');
  });
});

describe('hand-over and recall', () => {
  const handed = (): Story =>
    given()
      .does('2026-11-25 09:10', 'claim', {}, { by: AN })
      .does('2026-11-25 09:20', 'handOver', { toPositionId: BINH.positionId, note: 'Nhờ xử lý' }, { by: AN });

  test('waits for the receiver, who alone may take it', () => {
    const story = handed();
    expect(story.state.step).toMatchObject({
      claimedBy: null,
      handOver: { toPositionId: BINH.positionId, note: 'Nhờ xử lý' },
    });
    expect(story.refusal('2026-11-25 09:30', 'claim', {}, { by: CHAIR })).toBe('handedToAnother');
    expect(story.refusal('2026-11-25 09:30', 'completeStep', {}, { by: AN })).toBe('handedToAnother');
    story.does('2026-11-25 09:30', 'claim', {}, { by: BINH });
    expect(story.state.step).toMatchObject({ claimedBy: { name: 'Bình' }, handOver: null });
  });

  test('recalled within the window, it is back with the giver', () => {
    const story = handed().does('2026-11-25 09:50', 'recall', {}, { by: AN });
    expect(story.state.step).toMatchObject({ claimedBy: { name: 'An' }, handOver: null });
  });

  test('not after the window, not by another, not once claimed', () => {
    expect(handed().refusal('2026-11-25 09:51', 'recall', {}, { by: AN })).toBe('recallWindowOver');
    expect(handed().refusal('2026-11-25 09:30', 'recall', {}, { by: BINH })).toBe('handedOverByAnother');
    const claimed = handed().does('2026-11-25 09:25', 'claim', {}, { by: BINH });
    expect(claimed.refusal('2026-11-25 09:30', 'recall', {}, { by: AN })).toBe('nothingToRecall');
  });

  test('without a receiver it is open to all', () => {
    const story = given().does('2026-11-25 09:10', 'handOver', { note: 'Hết ca' });
    expect(story.state).toMatchObject({ status: 'inProcess', step: { handOver: { toPositionId: null } } });
    expect(story.refusal('2026-11-25 09:15', 'claim', {}, { by: BINH })).toBeNull();
  });
});

describe('signing', () => {
  test('only with authority for this procedure on this day, and once', () => {
    const story = given().works('2026-11-25 09:10');
    expect(story.refusal('2026-11-25 10:00', 'sign', BODIES.sign, { by: AN, maySign: false })).toBe(
      'noSigningAuthority',
    );
    story.does('2026-11-25 10:00', 'sign', BODIES.sign, { by: CHAIR });
    expect(story.refusal('2026-11-25 10:05', 'sign', BODIES.sign, { by: CHAIR })).toBe('alreadySigned');
  });
});
