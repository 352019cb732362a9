/** A second lead, or the same unit a second time: clocks stay one of each, and their rounds go on. */
import { FINANCE, QUY_NHON, SCIENCE, directive, routed, type Story } from './support';

const CONFIRMATION = `confirmation:${QUY_NHON}`;
const INFORMATION = `information:${QUY_NHON}`;

const ids = (story: Story): string[] => story.derived.clocks.map((clock) => clock.id);
const round = (story: Story, id: string): number => story.clock(id).round;

/** Science answers, the ward disputes, finance takes over and answers too. */
const answeredTwice = (): Story =>
  routed()
    .does('2026-11-23 09:00', 'respond')
    .does('2026-11-25 09:00', 'dispute')
    .does('2026-11-25 10:00', 'assign', { leadUnitId: FINANCE })
    .does('2026-11-26 11:00', 'respond');

test('the answer of another lead begins a further round of the one confirmation', () => {
  const story = answeredTwice();
  expect(ids(story)).toEqual([...new Set(ids(story))]);
  expect(story.due(CONFIRMATION)).toBe('2026-12-04 00:00');
  expect(round(story, CONFIRMATION)).toBe(2);
});

test('silence about the second answer is heard though the first one met silence as well', () => {
  const story = routed()
    .does('2026-11-23 09:00', 'respond')
    .wakes('2026-12-02 00:00')
    .does('2026-12-02 09:00', 'dispute')
    .does('2026-12-02 10:00', 'assign', { leadUnitId: FINANCE })
    .does('2026-12-03 09:00', 'respond');
  expect(story.state.silentSince).toBeNull();
  expect(story.clock(CONFIRMATION).lateAt).toBeNull();
  story.wakes('2026-12-11 00:10');
  expect(story.state.silentSince).not.toBeNull();
});

test('a question of the second lead is a further round of the one information clock', () => {
  const story = routed()
    .does('2026-11-23 09:00', 'accept')
    .does('2026-11-23 10:00', 'requestInformation')
    .does('2026-11-25 09:00', 'provideInformation')
    .does('2026-11-25 10:00', 'assign', { leadUnitId: FINANCE })
    .does('2026-11-25 11:00', 'requestInformation');
  expect(ids(story)).toEqual([...new Set(ids(story))]);
  expect(story.clock(INFORMATION)).toMatchObject({ round: 2, state: 'running' });
});

test('a unit that has the duty again goes on counting its answers and its promises', () => {
  const promise = { outcome: 'planned', promisedOn: '2026-12-08', text: 'Sẽ mua' };
  const story = routed()
    .does('2026-11-23 09:00', 'respond', promise)
    .does('2026-11-25 09:00', 'confirm')
    .does('2026-12-07 09:00', 'respond')
    .does('2026-12-07 10:00', 'dispute')
    .does('2026-12-07 11:00', 'assign', { leadUnitId: FINANCE })
    .does('2026-12-07 12:00', 'assign', { leadUnitId: SCIENCE })
    .does('2026-12-08 09:00', 'respond', { ...promise, promisedOn: '2026-12-22' })
    .does('2026-12-08 10:00', 'confirm');
  expect(ids(story)).toEqual([...new Set(ids(story))]);
  expect(round(story, CONFIRMATION)).toBe(3);
  // Its own promise, the same one taken over again, and the later one in its place.
  expect(round(story, `promise:${SCIENCE}`)).toBe(3);
  expect(round(story, `promise:${FINANCE}`)).toBe(1);
});

test('the date of one unit of a directive is not that of a unit that joins later', () => {
  const story = directive()
    .does('2026-11-20 10:00', 'setDueDate', { unitId: SCIENCE, dueOn: '2026-12-02' })
    .does('2026-11-20 11:00', 'return', { unitId: FINANCE })
    .does('2026-11-20 12:00', 'assign', { leadUnitId: 'gl-so-y-te' });
  expect(story.clock(`response:${SCIENCE}`)).toMatchObject({ dueKind: 'leader' });
  expect(story.clock('response:gl-so-y-te')).toMatchObject({ dueKind: 'default' });
  expect(story.due('response:gl-so-y-te')).toBe('2026-12-21 17:00');
});

test('a date set on a Sunday ends at 24:00, and the Monday after it is later', () => {
  const story = routed().does('2026-11-23 09:00', 'setDueDate', { dueOn: '2026-12-13' });
  expect(story.due(`response:${SCIENCE}`)).toBe('2026-12-14 00:00');
  expect(story.refusal('2026-11-23 10:00', 'requestExtension', { newDueOn: '2026-12-13' })).toBe('notLater');
  expect(story.refusal('2026-11-23 10:00', 'requestExtension', { newDueOn: '2026-12-14' })).toBeNull();
});
