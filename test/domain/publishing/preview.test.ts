import type { DerivedClock } from '../../../domain/case/derive';
import { addCase, newPreview, type Preview } from '../../../domain/publishing/preview';
import { at, directive, FINANCE, routed, SCIENCE, type Story } from '../request/support';

const NOW = at('2026-12-10 09:00');
const RESPONSE = `response:${SCIENCE}`;

/** The clocks with dates in place of those that are given; null = it stands until further notice. */
const dated = (one: Story, dates: Record<string, string | null>): DerivedClock[] =>
  one.derived.clocks.map((clock) => {
    const to = dates[clock.id];
    if (to === undefined || !clock.due) return clock;
    if (to === null) return { ...clock, standsFrom: at('2026-12-01 08:00') };
    return { ...clock, due: { ...clock.due, dueAt: at(to) } };
  });

function previewed(
  one: Story,
  before: Record<string, string | null>,
  after: Record<string, string | null>,
): Preview {
  const preview = newPreview(NOW);
  addCase(preview, {
    id: 'case',
    kind: one.state.kind,
    code: 'KN-2026-000001',
    unitId: SCIENCE,
    procedure: null,
    before: dated(one, before),
    after: dated(one, after),
  });
  return preview;
}
const named = ({ becomingLate, noLongerLate }: Preview): [string[], string[]] => [
  becomingLate.map(({ clockId }) => clockId),
  noLongerLate.map(({ clockId }) => clockId),
];

/** Asked on 1 December, nobody has answered. */
const asked = (): Story => routed().does('2026-12-01 09:00', 'requestInformation');
/** Answered on 8 December; the ward has not confirmed. */
const answered = (): Story => routed().does('2026-12-08 09:00', 'respond');

describe('a preview names the cases that become late, or stop being late, as boards will show them', () => {
  test.each<[string, () => Story, string | null, string | null, 'late' | 'in time' | 'the same']>([
    ['a date moved before now', routed, '2026-12-14 17:00', '2026-12-09 17:00', 'late'],
    ['a date moved to this very instant', routed, '2026-12-14 17:00', '2026-12-10 09:00', 'the same'],
    ['a date moved within the future', routed, '2026-12-14 17:00', '2026-12-11 17:00', 'the same'],
    ['a date moved from before now to after', routed, '2026-12-09 17:00', '2026-12-11 17:00', 'in time'],
    ['a late one that stands now', routed, '2026-12-09 17:00', null, 'in time'],
    ['an answer given before the new date', answered, '2026-12-14 17:00', '2026-12-09 17:00', 'the same'],
    ['an answer given after the new date', answered, '2026-12-14 17:00', '2026-12-07 17:00', 'late'],
    ['a late answer whose date moves behind it', answered, '2026-12-07 17:00', '2026-12-08 17:00', 'in time'],
    ['a question asked before the new date', asked, '2026-12-14 17:00', '2026-12-09 17:00', 'the same'],
    ['a question asked after the new date', asked, '2026-12-14 17:00', '2026-11-30 17:00', 'late'],
  ])('%s', (_, story, before, after, becomes) => {
    const preview = previewed(story(), { [RESPONSE]: before }, { [RESPONSE]: after });
    expect(named(preview)).toEqual([
      becomes === 'late' ? [RESPONSE] : [],
      becomes === 'in time' ? [RESPONSE] : [],
    ]);
    expect([preview.becomingLateCount, preview.noLongerLateCount]).toEqual([
      becomes === 'late' ? 1 : 0,
      becomes === 'in time' ? 1 : 0,
    ]);
  });

  test('the dates before and after are named', () => {
    const moved = { [RESPONSE]: '2026-12-09 17:00' };
    expect(previewed(routed(), { [RESPONSE]: '2026-12-14 17:00' }, moved).becomingLate).toEqual([
      expect.objectContaining({ from: at('2026-12-14 17:00'), to: at('2026-12-09 17:00') }),
    ]);
  });

  test('a directive becomes late with its second unit too, and once only', () => {
    const second = `response:${FINANCE}`;
    const before = { [RESPONSE]: '2026-12-14 17:00', [second]: '2026-12-14 17:00' };
    expect(named(previewed(directive(), before, { ...before, [second]: '2026-12-09 17:00' }))).toEqual([
      [second],
      [],
    ]);
    const one = { ...before, [RESPONSE]: '2026-12-09 17:00' };
    expect(named(previewed(directive(), one, { ...one, [second]: '2026-12-09 17:00' }))).toEqual([[], []]);
  });

  test('what has ended becomes nothing', () => {
    const one = answered().does('2026-12-09 09:00', 'confirm');
    expect(named(previewed(one, {}, { [RESPONSE]: '2026-12-01 17:00' }))).toEqual([[], []]);
  });
});
