/** A new round of the legal clock owes only what still lies ahead; its calendar is that of the deciding unit. */
import { derive } from '../../../domain/case/derive';
import type { CalendarLayer } from '../../../domain/time/types';
import { layersFromNational } from '../../../domain/time/layers';
import { resolveCalendar } from '../../../domain/time/calendar';
import calendarFile from '../../../prisma/seed/calendar-vn.json';
import { RULES } from '../request/support';
import { COMMUNE, Story, clock, pinned } from './support';

const rungs = (story: Story): string[] =>
  derive(story.state, RULES)
    .rungs.filter(({ clockId }) => clockId === 'legal')
    .map(({ rungId, at }) => `${rungId} ${clock(at)}`);

test('an extension granted on the last day does not warn of what passed before it', () => {
  const story = new Story(pinned('1.009141'), '2026-12-01 09:00');
  story.does('2026-12-04 14:00', 'extend', { newDueOn: '2026-12-07', reason: 'Chờ xác minh' });
  expect(rungs(story)).toEqual([
    'E3 2026-12-07 15:00',
    'E4 2026-12-08 08:00',
    'E5 2026-12-10 08:00',
    'E6 2026-12-14 08:00',
  ]);
});

test('counting anew does not owe the rungs of the days before the re-acceptance', () => {
  const story = new Story(pinned('1.000894'), '2026-12-01 09:00');
  story.does('2026-12-01 10:00', 'completeStep');
  story.does('2026-12-02 10:00', 'requestSupplement', { items: ['Giấy tờ'], reason: 'Thiếu' });
  story.does('2026-12-08 14:00', 'receiveSupplement', { documents: [] });
  expect(rungs(story)[0]).toBe('E3 2026-12-09 15:00');
});

test('the return date does not move with the section that holds the dossier', () => {
  const section: CalendarLayer = {
    id: 'oc-section',
    version: 1,
    name: 'Nghỉ riêng của phòng',
    level: 'unit',
    unitId: `${COMMUNE}-kinh-te`,
    purpose: 'processing',
    publishedOn: '2026-01-01',
    days: [{ date: '2026-12-02', kind: 'closed', name: 'Phòng nghỉ' }],
  };
  const layers = [...layersFromNational(calendarFile), section];
  const rules = { ...RULES, calendarFor: (unitId: string) => resolveCalendar(layers, { unitId }) };
  const story = new Story(pinned('1.009141'), '2026-12-01 09:00');
  const due = (): string | null => clock(derive(story.state, rules).main?.due?.dueAt);
  expect(due()).toBe('2026-12-04 17:00');
  story.does('2026-12-01 10:00', 'completeStep');
  expect(story.clock('legal')?.unitId).toBe(`${COMMUNE}-kinh-te`);
  expect(due()).toBe('2026-12-04 17:00');
});
