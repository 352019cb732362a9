/** A signature covers what was signed (design §5): by hand, for a procedure signed at S4 and finished at S5. */
import { validSignature } from '../../../domain/dossier/state';
import { BODIES, CHAIR, Story, at, pinned } from './support';

/** At S4, the step of the vice-chair. */
const atSigning = (): Story =>
  new Story(pinned('1.004873'), '2026-11-25 09:00')
    .does('2026-11-25 09:05', 'completeStep')
    .does('2026-11-25 09:10', 'completeStep')
    .does('2026-11-25 09:15', 'completeStep');
const signed = (): Story => atSigning().does('2026-11-25 10:00', 'sign', BODIES.sign, { by: CHAIR });
const signedAndOn = (): Story => signed().does('2026-11-25 10:30', 'completeStep', {}, { by: CHAIR });

const back = (stepId: string) => ({ stepId, reason: 'Sai nội dung' });

describe('a signature is void, and stays on record,', () => {
  test.each<[string, () => Story, string, string, Record<string, unknown>]>([
    ['when the dossier returns to a step before it', signed, 'returnedToStep', 'returnToStep', back('S3')],
    [
      'when it returns from a later step to the signing step',
      signedAndOn,
      'returnedToStep',
      'returnToStep',
      back('S4'),
    ],
    [
      'when it returns from a later step to the first',
      signedAndOn,
      'returnedToStep',
      'returnToStep',
      back('S1'),
    ],
    [
      'when papers come that the signer has not seen',
      () => signedAndOn().does('2026-11-25 10:40', 'requestSupplement', BODIES.requestSupplement),
      'supplementReceived',
      'receiveSupplement',
      BODIES.receiveSupplement ?? {},
    ],
    [
      'when the result is corrected',
      () => signedAndOn().does('2026-11-25 10:40', 'finish', BODIES.finish),
      'corrected',
      'correct',
      { reason: 'Sai họ tên' },
    ],
    [
      'when the dossier is reopened',
      () => signedAndOn().does('2026-11-25 10:40', 'finish', BODIES.finish),
      'reopened',
      'reopen',
      { reason: 'Giải quyết khiếu nại', clock: 'continue' },
    ],
  ])('%s', (_when, given, why, type, fields) => {
    const story = given().does('2026-11-25 11:00', type, fields);
    expect(validSignature(story.state)).toBeNull();
    expect(story.state.signatures).toEqual([
      expect.objectContaining({
        decisionNo: '15/QĐ-UBND',
        at: at('2026-11-25 10:00'),
        by: expect.objectContaining({ name: 'Chung' }),
        voided: { why, at: at('2026-11-25 11:00'), by: expect.objectContaining({ name: 'An' }) },
      }),
    ]);
    expect(story.refusal('2026-11-25 11:10', 'sign', { decisionNo: '16/QĐ-UBND' }, { by: CHAIR })).toBeNull();
  });
});

describe('a signature holds', () => {
  test('for the steps after it, and a second is refused meanwhile', () => {
    const story = signedAndOn();
    expect(validSignature(story.state)).toMatchObject({ decisionNo: '15/QĐ-UBND', stepId: 'S4' });
    expect(story.refusal('2026-11-25 11:00', 'sign', BODIES.sign, { by: CHAIR })).toBe('alreadySigned');
  });

  test('when the dossier returns to a step after the one at which it was signed', () => {
    const story = atSigning()
      .does('2026-11-25 09:30', 'returnToStep', back('S2'))
      .does('2026-11-25 09:40', 'sign', BODIES.sign, { by: CHAIR })
      .does('2026-11-25 09:50', 'completeStep')
      .does('2026-11-25 10:00', 'completeStep')
      .does('2026-11-25 10:10', 'returnToStep', back('S3'));
    expect(validSignature(story.state)).toMatchObject({ stepId: 'S2' });
  });

  test('while papers are only asked for, a pause runs, or a note is made', () => {
    const story = signedAndOn()
      .does('2026-11-25 10:40', 'pause', BODIES.pause)
      .does('2026-11-25 10:50', 'resume');
    story.does('2026-11-25 10:55', 'note', BODIES.note);
    story.does('2026-11-25 11:00', 'requestSupplement', BODIES.requestSupplement);
    expect(validSignature(story.state)).not.toBeNull();
  });
});

test('signed anew, both signatures are on record and the newer holds', () => {
  const story = signed()
    .does('2026-11-25 11:00', 'returnToStep', back('S3'))
    .does('2026-11-25 11:10', 'completeStep')
    .does('2026-11-25 11:20', 'sign', { decisionNo: '16/QĐ-UBND' }, { by: CHAIR });
  expect(story.state.signatures?.map(({ decisionNo, voided }) => [decisionNo, voided?.why])).toEqual([
    ['15/QĐ-UBND', 'returnedToStep'],
    ['16/QĐ-UBND', undefined],
  ]);
  expect(validSignature(story.state)?.decisionNo).toBe('16/QĐ-UBND');
  expect(story.refusal('2026-11-25 11:30', 'sign', BODIES.sign, { by: CHAIR })).toBe('alreadySigned');
});
