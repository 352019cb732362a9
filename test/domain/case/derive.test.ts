import { derive, reachedAt } from '../../../domain/case/derive';
import { layersFromNational } from '../../../domain/time/layers';
import { resolveCalendar } from '../../../domain/time/calendar';
import type { CalendarLayer } from '../../../domain/time/types';
import calendarFile from '../../../prisma/seed/calendar-vn.json';
import { ESCALATION, FINANCE, RULES, SCIENCE, at, clock, directive, routed } from '../request/support';

const RESPONSE = `response:${SCIENCE}`;

/** As published, with one more closed day. */
function withHoliday(date: string): typeof RULES {
  const layers = layersFromNational(calendarFile);
  const newest = layers.filter((layer) => layer.id === 'vn').at(-1);
  const version: CalendarLayer = {
    ...(newest as CalendarLayer),
    version: 6,
    days: [...(newest?.days ?? []), { date, kind: 'closed', name: 'Bão số 14' }],
  };
  return {
    ...RULES,
    calendarFor: (unitId) => resolveCalendar([...layers, version], { unitId }),
  };
}

describe('dates follow from facts, calendars and rules', () => {
  test('a new holiday moves the due instant and the rungs, keeps the round, and names its calendar', () => {
    const story = routed().does('2026-11-23 09:00', 'accept');
    const derived = derive(story.state, withHoliday('2026-12-10'));
    expect(derived.main).toMatchObject({
      round: 1,
      due: { dueOn: '2026-12-15' },
      calendarVersions: ['vn@6'],
    });
    expect(derived.rungs.map((rung) => `${rung.rungId} ${clock(rung.at)}`)).toEqual([
      'K1 2026-12-09 08:00',
      'K2 2026-12-14 08:00',
      'K3 2026-12-15 08:00',
      'K4 2026-12-18 08:00',
      'K5 2026-12-24 08:00',
    ]);
    expect(derived.wakeAt).toBe((story.derived.wakeAt ?? 0) + 24 * 3_600_000);
  });

  test('a timer that was set by the old calendar reaches nothing by the new one', () => {
    const story = routed().does('2026-11-23 09:00', 'accept');
    const rules = withHoliday('2026-12-10');
    const at17 = at('2026-12-14 17:11');
    expect(reachedAt(story.state, story.derived, RULES, at17)).toHaveLength(1);
    expect(reachedAt(story.state, derive(story.state, rules), rules, at17)).toEqual([]);
  });

  test('of several duties the case has the date of the earliest still open', () => {
    const story = directive().does('2026-11-25 09:00', 'setDueDate', {
      unitId: FINANCE,
      dueOn: '2026-12-01',
    });
    expect(story.derived.main?.id).toBe(`response:${FINANCE}`);
    story
      .does('2026-11-26 09:00', 'respond', { unitId: FINANCE })
      .does('2026-11-27 09:00', 'confirm', { unitId: FINANCE });
    expect(story.derived.main?.id).toBe(RESPONSE);
    story
      .does('2026-11-30 09:00', 'respond', { unitId: SCIENCE })
      .does('2026-12-01 09:00', 'confirm', { unitId: SCIENCE });
    expect(story.derived.main).toMatchObject({
      id: RESPONSE,
      state: 'done',
      endedAt: at('2026-11-30 09:00'),
    });
  });

  test('after an outage everything reached is told together, and nothing twice', () => {
    const story = routed({ supportingUnitIds: [FINANCE] });
    const reached = reachedAt(story.state, story.derived, RULES, at('2027-02-01 08:00'));
    expect(reached.map((one) => one.clockId).sort()).toEqual([
      `acknowledgement:${SCIENCE}`,
      `acknowledgement:${FINANCE}`,
      `contribution:${FINANCE}`,
      RESPONSE,
    ]);
    story.wakes('2027-02-01 08:00');
    expect(reachedAt(story.state, story.derived, RULES, at('2027-02-01 08:01'))).toEqual([]);
  });

  test('a ladder nobody published is an error, not silence', () => {
    const rules = { ...RULES, escalation: { ...ESCALATION, ladders: [] } };
    expect(() => derive(routed().state, rules)).toThrow('unknown ladder');
  });
});
