import { isLate, lateAfter, timelinessOf, type LatenessFacts } from '../../../domain/time/timeliness';
import { CALENDAR, at } from '../dossier/support';

/** Thursday. */
const DUE = at('2026-11-12 17:00');

describe('where a duty stands that is due on Thursday 12 November at 17:00', () => {
  test.each<[string, string, LatenessFacts]>([
    // Two working days are left, the due day counted.
    ['notDue', '2026-11-09 09:00', {}],
    ['dueSoon', '2026-11-10 00:00', {}],
    ['dueSoon', '2026-11-12 17:00', {}],
    ['overdue', '2026-11-12 17:01', {}],
    ['doneOnTime', '2026-11-30 09:00', { doneAt: DUE }],
    ['doneLate', '2026-11-30 09:00', { doneAt: DUE + 1 }],
    ['noDeadline', '2026-11-30 09:00', { dueAt: null }],
    ['noDeadline', '2026-11-30 09:00', { dueAt: null, doneAt: DUE }],
    // What stopped in time does not become late; what stopped later stays late.
    ['dueSoon', '2026-11-30 09:00', { stoppedAt: DUE }],
    ['overdue', '2026-11-30 09:00', { stoppedAt: DUE + 1 }],
    ['dueSoon', '2026-11-30 09:00', { standsFrom: at('2026-11-12 08:00') }],
    ['notDue', '2026-11-09 09:00', { standsFrom: at('2026-11-12 08:00') }],
    // While an answer waits, as on the day of the answer.
    ['notDue', '2026-11-30 09:00', { answeredAt: at('2026-11-09 09:00') }],
    ['dueSoon', '2026-11-30 09:00', { answeredAt: DUE }],
    ['overdue', '2026-11-30 09:00', { answeredAt: DUE + 1 }],
  ])('%s at %s, %j', (timeliness, now, facts) => {
    const asked = { dueAt: DUE, ...facts };
    expect(timelinessOf({ ...asked, now: at(now), calendar: CALENDAR })).toBe(timeliness);
    expect(isLate(asked, at(now))).toBe(timeliness === 'overdue' || timeliness === 'doneLate');
  });

  test('after which instant it is late by itself', () => {
    expect(lateAfter({ dueAt: DUE })).toBe(DUE);
    expect(lateAfter({})).toBe(Infinity);
    expect(lateAfter({ dueAt: DUE, answeredAt: DUE })).toBe(Infinity);
    expect(lateAfter({ dueAt: DUE, stoppedAt: DUE + 1 })).toBe(DUE);
  });
});
