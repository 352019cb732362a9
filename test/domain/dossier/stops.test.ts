import { dossier } from '../../../domain/dossier/entity';
import { BODIES, Story, at, clock, pinned } from './support';

const OPEN = '2026-11-25 09:00';
/** PAUSE policy, three working days: due 30 November. */
const pausing = (): Story => new Story(pinned('1.009141'), OPEN).does('2026-11-25 10:00', 'completeStep');
/** RESTART policy, three working days: due 30 November. */
const restarting = (): Story => new Story(pinned('1.004873'), OPEN).does('2026-11-25 10:00', 'completeStep');

describe('supplement under PAUSE', () => {
  const asked = (): Story =>
    pausing().does('2026-11-26 07:30', 'requestSupplement', BODIES.requestSupplement);

  test('stops the clock of the office and starts that of the applicant, to midnight', () => {
    const story = asked();
    expect(story.state).toMatchObject({ status: 'supplement', step: { id: 'S2' } });
    expect(story.clock('legal')).toMatchObject({ state: 'paused', round: 0 });
    expect(story.clock('step:S2')).toMatchObject({ state: 'paused' });
    expect(story.clock('supplement')).toMatchObject({
      state: 'running',
      kind: 'supplement',
      ledger: { owner: 'person', term: { unit: 'DAY', amount: 30 } },
      onDue: 'supplementLapsed',
      ladder: null,
      round: 0,
    });
    // Thirty days end on Saturday 26 December and roll to Monday, 24:00.
    expect(clock(story.dueAt('supplement'))).toBe('2026-12-29 00:00');
  });

  test('received, the clock goes on where it stood and the round stays', () => {
    const story = asked().does('2026-12-01 07:30', 'receiveSupplement', BODIES.receiveSupplement);
    expect(story.state).toMatchObject({ status: 'inProcess', round: 0, step: { id: 'S2', round: 0 } });
    expect(story.state.documents).toHaveLength(2);
    expect(story.clock('legal')?.state).toBe('running');
    // Three working days were waited: 26, 27 and 30 November.
    expect(clock(story.dueAt('legal'))).toBe('2026-12-03 17:00');
    expect(story.clock('supplement')).toMatchObject({ state: 'done', endedAt: at('2026-12-01 07:30') });
  });

  test('a second round is another round of the applicant, a third is refused', () => {
    const story = asked()
      .does('2026-11-26 08:30', 'receiveSupplement', BODIES.receiveSupplement)
      .does('2026-11-26 09:30', 'requestSupplement', BODIES.requestSupplement);
    expect(story.clock('supplement')).toMatchObject({ state: 'running', round: 1 });
    story.does('2026-11-26 10:30', 'receiveSupplement', BODIES.receiveSupplement);
    expect(story.refusal('2026-11-26 10:40', 'requestSupplement', BODIES.requestSupplement)).toBe(
      'supplementRoundsUsed',
    );
    expect(dossier.allowed(story.state)).not.toContain('requestSupplement');
  });

  test('not received, it lapses and the dossier is stopped', () => {
    const story = asked().reaches('2026-12-29 00:00', 'supplementLapsed', 'supplement');
    expect(story.state).toMatchObject({
      status: 'stopped',
      statusCode: 8,
      end: { type: 'supplementLapsed', reason: expect.stringContaining('bổ sung') },
      late: { 'supplement#0': at('2026-12-29 00:00') },
    });
    expect(story.state.pauses[0]?.to).toBe(at('2026-12-29 00:00'));
    expect(story.clock('legal')).toMatchObject({ state: 'cancelled', endedAt: at('2026-12-29 00:00') });
    expect(story.clock('step:S2')).toMatchObject({ state: 'cancelled' });
    expect(dossier.isClosed(story.state)).toBe(true);
  });

  test('a lapse that comes after the papers changes nothing', () => {
    const story = asked().does('2026-11-26 08:30', 'receiveSupplement', BODIES.receiveSupplement);
    const { status, late, end } = story.reaches('2026-12-29 00:00', 'supplementLapsed', 'supplement').state;
    expect({ status, late, end }).toEqual({ status: 'inProcess', late: {}, end: null });
  });
});

describe('supplement under RESTART', () => {
  const asked = (): Story =>
    restarting().does('2026-11-26 08:00', 'requestSupplement', BODIES.requestSupplement);

  test('the clock stands until re-acceptance', () => {
    expect(asked().clock('legal')).toMatchObject({
      state: 'paused',
      ledger: { restarts: [{ requestedAt: at('2026-11-26 08:00'), reacceptedAt: null }], pauses: [] },
    });
  });

  test('re-accepted, counting starts anew in a new round, and the first date stays on record', () => {
    const story = asked().does('2026-12-01 09:00', 'receiveSupplement', BODIES.receiveSupplement);
    expect(story.state.round).toBe(1);
    expect(clock(story.dueAt('legal'))).toBe('2026-12-04 17:00');
    expect(story.due('legal')?.originalDueOn).toBe('2026-11-30');
    expect(story.state.step).toMatchObject({
      clockFrom: at('2026-12-01 09:00'),
      since: at('2026-11-25 10:00'),
      round: 1,
    });
    expect(story.clock('step:S2')?.ledger).toMatchObject({ startAt: at('2026-12-01 09:00'), pauses: [] });
  });

  test('a date granted before the restart does not outlive it', () => {
    const story = restarting().does('2026-11-25 11:00', 'extend', { newDueOn: '2026-12-15', reason: 'Chờ' });
    story.does('2026-11-26 08:00', 'requestSupplement', BODIES.requestSupplement);
    story.does('2026-11-27 09:00', 'receiveSupplement', BODIES.receiveSupplement);
    expect(story.state.round).toBe(2);
    expect(clock(story.dueAt('legal'))).toBe('2026-12-02 17:00');
  });
});

describe('financial obligation', () => {
  const asked = (): Story =>
    restarting().does('2026-11-26 07:30', 'requestPayment', { amount: 500000, kind: 'tax' });

  test('pauses the clock until the receipt', () => {
    const story = asked();
    expect(story.state.status).toBe('financial');
    expect(story.clock('legal')?.state).toBe('paused');
    expect(story.clock('payment')).toMatchObject({
      state: 'running',
      kind: 'supplement',
      onDue: 'paymentLapsed',
    });
    story.does('2026-11-27 07:30', 'recordPayment', { receiptNo: 'BL-9' });
    expect(story.state.payments).toEqual([
      expect.objectContaining({
        amount: 500000,
        kind: 'tax',
        paidAt: at('2026-11-27 07:30'),
        receiptNo: 'BL-9',
      }),
    ]);
    expect(clock(story.dueAt('legal'))).toBe('2026-12-01 17:00');
    expect(story.clock('payment')?.state).toBe('done');
  });

  test('not paid, it lapses and the dossier is stopped', () => {
    const story = asked().reaches('2026-12-29 00:00', 'paymentLapsed', 'payment');
    expect(story.state).toMatchObject({ status: 'stopped', end: { type: 'paymentLapsed' } });
  });

  test('money paid at the counter needs no request and stops no clock', () => {
    const story = restarting().does('2026-11-25 11:00', 'recordPayment', { receiptNo: 'BL-1' });
    expect(story.state).toMatchObject({
      status: 'inProcess',
      payments: [{ kind: 'counter', receiptNo: 'BL-1' }],
    });
    expect(story.clock('legal')?.state).toBe('running');
    expect(story.clock('payment')).toBeUndefined();
  });
});

describe('pause', () => {
  test('only for the reasons of the procedure, or those open to all', () => {
    const story = restarting();
    const body = (reason: string) => ({ reason, evidence: 'CV 1' });
    expect(story.refusal('2026-11-25 11:00', 'pause', body('CADASTRAL_SURVEY'))).toBe(
      'pauseReasonNotAllowed',
    );
    expect(story.refusal('2026-11-25 11:00', 'pause', body('VERIFICATION'))).toBeNull();
    const land = new Story(pinned('1.115354'), OPEN);
    expect(land.refusal('2026-11-25 11:00', 'pause', body('CADASTRAL_SURVEY'))).toBeNull();
  });

  test('while it stands work waits, and nothing pauses twice', () => {
    const story = restarting().does('2026-11-25 11:00', 'pause', BODIES.pause);
    for (const type of [
      'completeStep',
      'returnToStep',
      'requestSupplement',
      'requestPayment',
      'extend',
      'sign',
      'finish',
    ])
      expect(story.refusal('2026-11-25 11:10', type, BODIES[type])).toBe('paused');
    expect(story.refusal('2026-11-25 11:10', 'pause', BODIES.pause)).toBe('alreadyPaused');
    expect(story.clock('legal')?.state).toBe('paused');
    expect(dossier.allowed(story.state)).toEqual(
      expect.arrayContaining(['resume', 'withdraw', 'stop', 'note', 'claim', 'handOver']),
    );
    story.does('2026-11-26 11:00', 'resume');
    expect(story.refusal('2026-11-26 11:10', 'resume')).toBe('notPaused');
  });

  test('a clock past its due instant cannot be stopped any more', () => {
    const story = restarting();
    for (const type of ['pause', 'requestSupplement', 'requestPayment']) {
      expect(story.refusal('2026-11-30 17:00', type, BODIES[type])).toBeNull();
      expect(story.refusal('2026-11-30 17:01', type, BODIES[type])).toBe('pastDue');
      expect(story.refusal('2026-12-02 09:00', type, BODIES[type])).toBe('pastDue');
    }
  });

  test('a step that begins after a pause does not carry it', () => {
    const story = restarting()
      .does('2026-11-25 11:00', 'pause', BODIES.pause)
      .does('2026-11-26 11:00', 'resume')
      .does('2026-11-26 14:00', 'completeStep');
    expect(story.clock('step:S3')?.ledger?.pauses).toEqual([]);
    expect(story.clock('step:S2')?.ledger?.pauses).toHaveLength(1);
    expect(story.clock('legal')?.ledger?.pauses).toHaveLength(1);
  });

  test('stopped while paused, the pause ends with the dossier', () => {
    const story = restarting()
      .does('2026-11-25 11:00', 'pause', BODIES.pause)
      .does('2026-11-26 09:00', 'stop', BODIES.stop);
    expect(story.state.pauses).toEqual([expect.objectContaining({ to: at('2026-11-26 09:00') })]);
  });
});

describe('extension of the return date', () => {
  test('moves the date in a new round, once', () => {
    const story = restarting().does('2026-11-27 09:00', 'extend', {
      newDueOn: '2026-12-04',
      reason: 'Chờ xác minh',
    });
    expect(clock(story.dueAt('legal'))).toBe('2026-12-04 17:00');
    expect(story.due('legal')?.originalDueOn).toBe('2026-11-30');
    expect(story.clock('legal')).toMatchObject({
      round: 1,
      ledger: { extensions: [{ dueOn: '2026-12-04' }] },
    });
    expect(story.refusal('2026-11-27 10:00', 'extend', { newDueOn: '2026-12-08', reason: 'x' })).toBe(
      'tooManyExtensions',
    );
    expect(dossier.allowed(story.state)).not.toContain('extend');
  });

  test('not after the due instant, to a later day, from a date there is', () => {
    const story = restarting();
    const to = (newDueOn: string) => ({ newDueOn, reason: 'x' });
    expect(story.refusal('2026-11-30 17:00', 'extend', to('2026-12-04'))).toBeNull();
    expect(story.refusal('2026-11-30 17:01', 'extend', to('2026-12-04'))).toBe('pastDue');
    expect(story.refusal('2026-11-27 09:00', 'extend', to('2026-11-30'))).toBe('notLater');
    expect(story.refusal('2026-11-27 09:00', 'extend', to('2026-11-28'))).toBe('notLater');
    expect(story.refusal('2026-11-27 09:00', 'extend', to('2026-12-01'))).toBeNull();
    expect(story.refusal('2026-11-27 09:00', 'extend', to('2026-12-01'), { legalDue: null })).toBe(
      'noDeadline',
    );
  });
});

describe('a deadline that is reached', () => {
  test('becomes a fact of its round and changes no status', () => {
    const story = restarting().reaches('2026-11-30 17:00', 'deadlinePassed', 'legal');
    expect(story.state).toMatchObject({ status: 'inProcess', late: { 'legal#0': at('2026-11-30 17:00') } });
    expect(story.clock('legal')?.state).toBe('running');
    story.reaches('2026-11-30 17:00', 'deadlinePassed', 'step:S2', 0);
    expect(Object.keys(story.state.late)).toEqual(['legal#0', 'step:S2#0']);
  });
});
