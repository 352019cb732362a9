/** A new date on a day without work is refused where it is entered; what the calendar closes later, the clock moves on. */
import { refusalWords } from '../../../domain/case/refusal-text';
import type { CommandContext } from '../../../domain/case/case';
import { dossier } from '../../../domain/dossier/entity';
import { request } from '../../../domain/request/entity';
import { fromIso } from '../../../domain/time/plain-date';
import { recommendationData, SCIENCE } from '../../support/cases';
import { pinned, Story } from '../dossier/support';

const NOW = fromIso('2026-11-24T09:00:00+07:00');
const DUE = fromIso('2026-12-09T17:00:00+07:00');
const SUNDAY = '2026-12-13';
const MONDAY = '2026-12-14';

/** As the API sends it: the calendar's first working day on or after the date that the command names. */
const context = (clock: string, nextOpenOn?: string): CommandContext => ({
  version: 2,
  dues: { [clock]: DUE },
  maxExtensions: 2,
  relations: [],
  ...(nextOpenOn === undefined ? {} : { nextOpenOn }),
});
const led = request.evolve(
  null,
  { type: 'submitted', at: NOW - 60_000, by: null, data: { ...recommendationData() } },
  'r',
);
const asked = (newDueOn: string) =>
  request.evolve(
    led,
    {
      type: 'extensionRequested',
      at: NOW - 30_000,
      by: null,
      data: { unitId: SCIENCE, newDueOn, reason: 'Chờ số liệu.' },
    },
    'r',
  );
const ofRequest = (state: typeof led, command: object, nextOpenOn?: string): string | undefined =>
  request.refusal(
    state,
    { type: '', unitId: SCIENCE, ...command },
    context(`response:${SCIENCE}`, nextOpenOn),
    NOW,
  )?.reason;

test.each<[what: string, newDueOn: string, nextOpenOn: string, expected: string | undefined]>([
  ['a Sunday', SUNDAY, MONDAY, 'closedDay'],
  ['a Monday', MONDAY, MONDAY, undefined],
  ['a Sunday before the present due date', '2026-12-06', '2026-12-07', 'notLater'],
])('an extension asked for to %s', (_what, newDueOn, nextOpenOn, expected) => {
  expect(ofRequest(led, { type: 'requestExtension', newDueOn, reason: 'x' }, nextOpenOn)).toBe(expected);
});

test.each<[what: string, said: object, nextOpenOn: string | undefined, expected: string | undefined]>([
  ['to a Sunday instead', { granted: true, newDueOn: SUNDAY }, MONDAY, 'closedDay'],
  ['to a Monday instead', { granted: true, newDueOn: MONDAY }, MONDAY, undefined],
  ['as asked for, though the day has been closed since', { granted: true }, undefined, undefined],
  ['not at all, whatever day is named', { granted: false, newDueOn: SUNDAY }, MONDAY, undefined],
])('an extension granted %s', (_what, said, nextOpenOn, expected) => {
  expect(ofRequest(asked('2026-12-16'), { type: 'decideExtension', ...said }, nextOpenOn)).toBe(expected);
});

test('a leader’s date on a Sunday is taken as said', () => {
  const command = { type: 'setDueDate', dueOn: SUNDAY, setBy: 'gl-chu-tich', reason: 'x' };
  expect(ofRequest(led, command, MONDAY)).toBeUndefined();
});

test('the refusal names the day and the next working day in both languages', () => {
  const refusal = request.refusal(
    led,
    { type: 'requestExtension', unitId: SCIENCE, newDueOn: SUNDAY, reason: 'x' },
    context(`response:${SCIENCE}`, MONDAY),
    NOW,
  );
  const naming = {
    kind: 'recommendation' as const,
    organisation: { unit: () => undefined, position: () => undefined },
  };
  expect(refusal && refusalWords(refusal, naming)).toEqual({
    vi: 'Chủ nhật 13/12/2026 là ngày nghỉ nên không lấy làm hạn mới được. Ngày làm việc kế tiếp là Thứ Hai 14/12/2026.',
    en: 'Sunday 13/12/2026 is not a working day, so it cannot be the new due date. The next working day is Monday 14/12/2026.',
  });
});

test.each<[what: string, newDueOn: string, nextOpenOn: string, expected: string | undefined]>([
  ['a Sunday', SUNDAY, MONDAY, 'closedDay'],
  ['a Monday', MONDAY, MONDAY, undefined],
  ['a day before the return date', '2026-11-29', '2026-11-30', 'notLater'],
])('the return date of a dossier moved to %s', (_what, newDueOn, nextOpenOn, expected) => {
  const story = new Story(pinned('1.009141'), '2026-11-24 08:00');
  const judged = context('legal', nextOpenOn);
  const command = { type: 'extend', newDueOn, reason: 'Chờ xác minh.' };
  expect(dossier.refusal(story.state, command, judged, NOW)?.reason).toBe(expected);
});
