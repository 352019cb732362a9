import { leavesAt, nextDigest } from '../../../domain/escalation/leaving';
import { ESCALATION, RULES, SCIENCE, at, clock } from '../request/support';

const calendar = RULES.calendarFor(SCIENCE);
const leaves = (firedAt: string, ladder = {}, action = 'remind', rules = ESCALATION): string | null =>
  clock(leavesAt(at(firedAt), ladder, action, rules, calendar));

test.each([
  ['a minute before a digest', '2026-11-25 13:29', '2026-11-25 13:30'],
  ['too late for it by the grace of a minute', '2026-11-25 13:30', '2026-11-25 16:30'],
  ['at eight, when rungs stand', '2026-11-25 08:00', '2026-11-25 08:05'],
  ['after work', '2026-11-25 18:00', '2026-11-26 08:05'],
  ['on a holiday', '2026-11-24 09:00', '2026-11-25 08:05'],
  ['on Friday evening', '2026-11-27 17:00', '2026-11-30 08:05'],
  ['at Tết', '2027-02-05 09:00', '2027-02-12 08:05'],
])('a notice fired %s leaves with the next digest of an open day', (_, firedAt, leavesOn) => {
  expect(leaves(firedAt)).toBe(leavesOn);
});

test('an urgent one leaves at once, whatever the hour', () => {
  const urgent = { anyHour: true, noticeGraceSeconds: 0 };
  expect(leaves('2026-11-24 02:00', urgent, 'urgent-call')).toBe('2026-11-24 02:00');
  // Of the same ladder what is not called urgent waits for the day.
  expect(leaves('2026-11-24 02:00', urgent, 'remind')).toBe('2026-11-25 08:05');
});

test.each([
  ['in the hours of an open day: after the grace', '2026-11-25 09:10', '2026-11-25 09:11'],
  ['in the lunch break too', '2026-11-25 12:00', '2026-11-25 12:01'],
  ['at the last minute', '2026-11-25 16:59', '2026-11-25 17:00'],
  ['a minute later: next morning, when offices open', '2026-11-25 17:00', '2026-11-26 07:30'],
  ['at night', '2026-11-25 03:00', '2026-11-25 07:30'],
  ['on a holiday', '2026-11-24 10:00', '2026-11-25 07:30'],
])('an action that leaves by itself, by a ladder of the day, %s', (_, firedAt, leavesOn) => {
  const rules = { ...ESCALATION, digest: { ...ESCALATION.digest, immediately: ['warn'] } };
  expect(leaves(firedAt, {}, 'warn', rules)).toBe(leavesOn);
});

test('a digest hour itself is one', () => {
  expect(clock(nextDigest(at('2026-11-25 16:30'), ESCALATION, calendar))).toBe('2026-11-25 16:30');
  expect(clock(nextDigest(at('2026-11-25 16:30') + 1, ESCALATION, calendar))).toBe('2026-11-26 08:05');
});
