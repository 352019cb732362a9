import { attribute, inWholeMinutes, stopsOf, type Claim, type Share } from '../../../domain/time/attribution';
import { Dice, SEED } from '../../support/dice';
import { MINH_HOA_A, VN, at, days, ledger, pause } from './support';

const MINUTE = 60_000;
const FROM = at('2026-03-09 07:30');
const claim = (party: string, from: string, to: string | null): Claim => ({
  party,
  from: at(from),
  to: to === null ? null : at(to),
});
const minutes = (shares: Share[]) => Object.fromEntries(shares.map((one) => [one.party, one.workingMinutes]));
const told = (until: string, stops: Claim[], held: Claim[] = []) =>
  minutes(attribute({ calendar: VN, from: FROM, until: at(until), owner: 'unit', stops, held }));

test.each<[string, string, Claim[], Claim[], Record<string, number>]>([
  ['nothing waited for: all of it is the unit’s', '2026-03-10 17:00', [], [], { unit: 900 }],
  [
    'a wait is not',
    '2026-03-10 17:00',
    [claim('citizen', '2026-03-10', '2026-03-11')],
    [],
    { unit: 450, citizen: 450 },
  ],
  [
    'one that still goes on',
    '2026-03-10 09:30',
    [claim('outside', '2026-03-10', null)],
    [],
    { unit: 450, outside: 120 },
  ],
  ['one that begins later', '2026-03-09 17:00', [claim('citizen', '2026-03-10', null)], [], { unit: 450 }],
  [
    'the applicant before others, a suspension before both',
    '2026-03-09 17:00',
    [
      claim('outside', '2026-03-09 07:30', '2026-03-09 11:30'),
      claim('citizen', '2026-03-09 09:30', '2026-03-09 14:30'),
      claim('suspended', '2026-03-09 11:00', '2026-03-09 11:30'),
    ],
    [],
    { unit: 150, outside: 120, citizen: 150, suspended: 30 },
  ],
  [
    'who held it, outside what was waited for',
    '2026-03-10 17:00',
    [claim('citizen', '2026-03-09 10:30', '2026-03-09 14:30')],
    [
      claim('desk', '2026-03-09 07:30', '2026-03-09 09:30'),
      claim('section', '2026-03-09 09:30', '2026-03-10 09:30'),
      claim('unit', '2026-03-10 09:30', null),
    ],
    { unit: 330, desk: 120, section: 60 + 150 + 120, citizen: 120 },
  ],
  ['before it began: nothing', '2026-03-01', [claim('citizen', '2026-02-01', null)], [], { unit: 0 }],
])('%s', (_what, until, stops, held, expected) => {
  expect(told(until, stops, held)).toEqual(expected);
});

test('what a ledger waited for', () => {
  const clock = ledger('2026-03-09 09:00', days(5), {
    pauses: [pause('2026-03-10', '2026-03-11', 'SUPPLEMENT'), pause('2026-03-12', null, 'SURVEY')],
    suspensions: [pause('2026-03-10', '2026-03-11', 'Bão')],
    restarts: [{ requestedAt: at('2026-03-09 10:00'), reacceptedAt: null }],
  });
  const stops = stopsOf(clock, (reason) => (reason === 'SUPPLEMENT' ? 'citizen' : 'outside'));
  expect(stops.map(({ party, to }) => [party, to === null])).toEqual([
    ['suspended', false],
    ['citizen', false],
    ['outside', true],
    ['citizen', true],
  ]);
});

/** By hand: each working minute looks for its claim. */
function minuteByMinute(from: number, until: number, stops: Claim[], held: Claim[], calendar = VN) {
  const rank = ({ party }: Claim) => (party === 'suspended' ? 0 : party === 'citizen' ? 1 : 2);
  const first: string[] = [...new Set(stops.map(({ party }) => party))];
  const order = [...stops].sort(
    (a, b) => rank(a) - rank(b) || first.indexOf(a.party) - first.indexOf(b.party),
  );
  const sums: Record<string, number> = { unit: 0 };
  for (let minute = from; minute < until; minute += MINUTE) {
    if (calendar.workingMinutesBetween(minute, minute + MINUTE) === 0) continue;
    const has = ({ from: start, to }: Claim) => start <= minute && minute < (to ?? until);
    const party = (order.find(has) ?? held.find(has))?.party ?? 'unit';
    sums[party] = (sums[party] ?? 0) + 1;
  }
  return sums;
}

test(`every working minute is given to exactly one party (SEED=${SEED})`, () => {
  const dice = new Dice(SEED + 2);
  for (let index = 0; index < 300; index += 1) {
    const calendar = dice.pick([VN, MINH_HOA_A]);
    const from = FROM + dice.int(0, 3 * 1_440) * MINUTE;
    const until = from + dice.int(0, 5 * 1_440) * MINUTE;
    const stops = Array.from({ length: dice.int(0, 5) }, (): Claim => {
      const start = from + dice.int(-1_440, 6 * 1_440) * MINUTE;
      const to = dice.chance(0.2) ? null : start + dice.int(0, 3 * 1_440) * MINUTE;
      return { party: dice.pick(['outside', 'ward', 'citizen', 'suspended']), from: start, to };
    });
    const cuts = Array.from({ length: dice.int(0, 3) }, () => from + dice.int(0, 4 * 1_440) * MINUTE).sort();
    const held = cuts.map((start, cut): Claim => ({
      party: dice.pick(['desk', 'section', 'unit']),
      from: start,
      to: cuts[cut + 1] ?? null,
    }));
    const shares = attribute({ calendar, from, until, owner: 'unit', stops, held });
    const expected = minuteByMinute(from, until, stops, held, calendar);
    const total = shares.reduce((sum, { workingMinutes }) => sum + workingMinutes, 0);
    expect([minutes(shares), total]).toEqual([expected, calendar.workingMinutesBetween(from, until)]);
  }
});

test('whole minutes still add up', () => {
  const shares = [0.4, 0.4, 0.4, 10.3].map((workingMinutes, index) => ({
    party: `${index}`,
    workingMinutes,
  }));
  expect(inWholeMinutes(shares).map(({ workingMinutes }) => workingMinutes)).toEqual([0, 1, 0, 11]);
  expect(inWholeMinutes([{ party: 'unit', workingMinutes: 0 }])).toEqual([
    { party: 'unit', workingMinutes: 0 },
  ]);
});
