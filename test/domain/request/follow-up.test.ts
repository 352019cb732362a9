import { FINANCE, SCIENCE, type Story, at, directive, routed } from './support';

const PROMISE = `promise:${SCIENCE}`;
const planned = (promisedOn: string): Record<string, unknown> => ({
  outcome: 'planned',
  text: 'Sẽ cấp trong quý I',
  promisedOn,
});

/** Promised on 27 November for 15 January, confirmed on 30 November. */
const promised = (): Story =>
  routed().does('2026-11-27 09:00', 'respond', planned('2027-01-15')).does('2026-11-30 09:00', 'confirm');

describe('an answer that promises', () => {
  test('names the day, and a day to come', () => {
    expect(routed().refusal('2026-11-27 09:00', 'respond', { outcome: 'planned', text: 'Sẽ làm' })).toBe(
      'promisedOnMissing',
    );
    expect(routed().refusal('2026-11-27 09:00', 'respond', planned('2026-11-26'))).toBe('pastDate');
    expect(
      routed().refusal('2026-11-27 09:00', 'respond', {
        outcome: 'solved',
        text: 'Xong',
        evidence: undefined,
      }),
    ).toBe('evidenceMissing');
  });

  test('is followed up: the answer was in time, the promise is chased like a duty', () => {
    const story = promised();
    expect(story.state).toMatchObject({ status: 'followUp', closedAt: null, outcome: null });
    expect(story.clock(`response:${SCIENCE}`)).toMatchObject({
      state: 'done',
      endedAt: at('2026-11-27 09:00'),
      main: false,
    });
    expect(story.clock(PROMISE)).toMatchObject({
      state: 'running',
      main: true,
      dueKind: 'promise',
      round: 1,
    });
    expect(story.due(PROMISE)).toBe('2027-01-15 17:00');
    expect(story.rungs(PROMISE)).toEqual([
      'K1 2027-01-12 08:00 armed',
      'K2 2027-01-14 08:00 armed',
      'K3 2027-01-15 08:00 armed',
      'K4 2027-01-20 08:00 armed',
      'K5 2027-01-26 08:00 armed',
    ]);
  });

  test('that is kept closes the case, done when the final answer came', () => {
    const story = promised().does('2027-01-15 17:00', 'respond');
    expect(story.state.status).toBe('responded');
    expect(story.clock(PROMISE).state).toBe('held');
    expect(story.derived.wakeAt).not.toBe(story.clock(PROMISE).due?.dueAt);
    story.does('2027-01-18 09:00', 'confirm');
    expect(story.state).toMatchObject({ status: 'closed', outcome: 'solved', slippages: 0 });
    expect(story.clock(PROMISE)).toMatchObject({ state: 'done', endedAt: at('2027-01-15 17:00') });
    expect(story.derived.main?.id).toBe(PROMISE);
  });

  test('whose day passes has slipped, once', () => {
    const story = promised().wakes('2027-01-15 17:10');
    expect(story.state).toMatchObject({ status: 'followUp', slippages: 1 });
    expect(story.wakes('2027-01-20 08:00').state.slippages).toBe(1);
  });

  test('put off by a later promise has slipped too, and the later one counts when the ward agrees', () => {
    const story = promised().does('2027-01-10 09:00', 'respond', planned('2027-03-31'));
    // Until the ward has agreed the first promise stands and is chased.
    expect(story.clock(PROMISE)).toMatchObject({ state: 'running', round: 1, due: { dueOn: '2027-01-15' } });
    story.does('2027-01-11 09:00', 'confirm');
    expect(story.state).toMatchObject({ status: 'followUp', slippages: 1 });
    expect(story.clock(PROMISE)).toMatchObject({ round: 2, due: { dueOn: '2027-03-31' } });
    story.does('2027-03-30 09:00', 'respond').does('2027-03-31 09:00', 'confirm');
    expect(story.state).toMatchObject({ status: 'closed', slippages: 1 });
  });

  test('that passed and is then put off has slipped once, not twice', () => {
    const story = promised()
      .wakes('2027-01-15 17:10')
      .does('2027-01-18 09:00', 'respond', planned('2027-03-31'))
      .does('2027-01-19 09:00', 'confirm');
    expect(story.state.slippages).toBe(1);
  });

  test('is disputed at its end: the department works on, the promise goes on being chased', () => {
    const story = promised().does('2027-01-14 09:00', 'respond').does('2027-01-18 09:00', 'dispute');
    expect(story.state.status).toBe('rework');
    expect(story.clock(PROMISE).state).toBe('running');
    story.wakes('2027-01-18 09:00');
    expect(story.state.slippages).toBe(1);
    story.does('2027-01-20 09:00', 'respond').does('2027-01-21 09:00', 'confirm');
    expect(story.state.status).toBe('closed');
    expect(story.clock(PROMISE).endedAt).toBe(at('2027-01-20 09:00'));
  });
});

describe('an answer "being solved"', () => {
  const ongoing = (): Story =>
    routed()
      .does('2026-11-27 09:00', 'respond', { outcome: 'inProgress', text: 'Đang mở thầu' })
      .does('2026-11-30 09:00', 'confirm');

  test('is followed up after the default term of its category, which nobody promised', () => {
    const story = ongoing();
    expect(story.clock(PROMISE)).toMatchObject({ dueKind: 'default', due: { dueOn: '2026-12-21' } });
    story.wakes('2026-12-21 17:11');
    expect(story.state).toMatchObject({ status: 'followUp', slippages: 0 });
    expect(story.state.late).toHaveProperty(`${PROMISE}#1`);
  });

  test('takes progress and amounts delivered along the way', () => {
    const story = ongoing().does('2026-12-10 09:00', 'reportProgress', {
      text: 'Đã giao 3 máy',
      delivered: { equipment: [{ name: 'máy quét', quantity: 3 }] },
    });
    expect(story.state).toMatchObject({
      delivered: { equipment: [{ name: 'máy quét', quantity: 3 }] },
      progress: [{ unitId: SCIENCE, text: 'Đã giao 3 máy', at: at('2026-12-10 09:00') }],
    });
  });
});

test('a directive: the unit that promised may give its final answer while another’s awaits confirmation', () => {
  const story = directive()
    .does('2026-11-27 09:00', 'respond', { unitId: SCIENCE, ...planned('2027-01-15') })
    .does('2026-11-30 09:00', 'confirm', { unitId: SCIENCE })
    .does('2026-12-01 09:00', 'respond', { unitId: FINANCE });
  expect(story.state.status).toBe('responded');
  story.does('2026-12-02 09:00', 'respond', { unitId: SCIENCE });
  story.does('2026-12-03 09:00', 'confirm', { unitId: SCIENCE });
  expect(story.state.status).toBe('responded');
  story.does('2026-12-03 10:00', 'confirm', { unitId: FINANCE });
  expect(story.state.status).toBe('closed');
});
