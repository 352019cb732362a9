/** Lateness in SQL and in the domain: the same answer for random facts and for random cases, at and around every due instant. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { derive } from '../../domain/case/derive';
import { figuresOf } from '../../domain/case/figures';
import { dateOf, dateOfDay, dueDayOf } from '../../domain/time/plain-date';
import { timelinessOf, type LatenessFacts, type Timeliness } from '../../domain/time/timeliness';
import type { Instant } from '../../domain/time/types';
import { soonUntilDays, timelinessSql } from '../../database/lateness';
import type { Rules } from '../../database/rules';
import { settled, startBench, type Bench } from '../activities/support';
import { moved, suspending } from '../activities/recompute-support';
import { FINANCE, QUY_NHON, SCIENCE, Story, WARD_A, at, clock } from '../domain/request/support';
import { Dice, SEED } from '../support/dice';

let bench: Bench;
let rules: Rules;
beforeAll(async () => {
  bench = await startBench();
  rules = await bench.rules.current();
});
afterAll(() => bench.stop());

const province = () => rules.calendarFor(rules.organisation.provinceUnit.id);
const date = (instant: Instant | null | undefined): Date | null =>
  instant === null || instant === undefined ? null : new Date(instant);

const HOUR = 3_600_000;
/** Instants around the due one: the same, a millisecond and an hour to either side, days and weeks away. */
const near = fc
  .tuple(fc.constantFrom(-20, -3, -2, -1, 0, 0, 0, 1, 2, 9), fc.constantFrom(-HOUR, -1, 0, 1, HOUR))
  .map(([days, ms]) => days * 24 * HOUR + ms);
const DUE_AT = [
  at('2026-11-20 17:00'),
  at('2026-11-23 00:00'),
  at('2026-12-01 11:30'),
  at('2026-12-31 17:00'),
];

const facts = fc
  .record({
    due: fc.option(fc.constantFrom(...DUE_AT), { nil: null, freq: 9 }),
    now: near,
    doneAt: fc.option(near, { freq: 3, nil: null }),
    stoppedAt: fc.option(near, { freq: 3, nil: null }),
    standsFrom: fc.option(near, { freq: 3, nil: null }),
    answeredAt: fc.option(near, { freq: 3, nil: null }),
  })
  .map(({ due, now, ...offsets }) => {
    const from = due ?? at('2026-11-20 17:00');
    const instant = (offset: number | null): Instant | null => (offset === null ? null : from + offset);
    const asked = from + now;
    // Facts have happened by now, or are not known yet.
    const past = (offset: number | null): Instant | null =>
      offset === null ? null : Math.min(from + offset, asked);
    return {
      now: asked,
      dueAt: due,
      doneAt: past(offsets.doneAt),
      stoppedAt: past(offsets.stoppedAt),
      // A suspension that is announced begins later; derived, it lies before the due instant.
      standsFrom: instant(offsets.standsFrom),
      answeredAt: past(offsets.answeredAt),
    };
  });

interface Asked extends LatenessFacts {
  now: Instant;
}

async function inSql(asked: Asked[]): Promise<Timeliness[]> {
  const rows = asked.map((one, nr) => ({
    nr,
    now: date(one.now),
    soon_until: soonUntilDays(province(), one.now),
    due_on: one.dueAt === null || one.dueAt === undefined ? null : dateOfDay(dueDayOf(one.dueAt)),
    due_at: date(one.dueAt),
    done_at: date(one.doneAt),
    stopped_at: date(one.stoppedAt),
    stands_from: date(one.standsFrom),
    answered_at: date(one.answeredAt),
  }));
  const found = await bench.rows<{ t: Timeliness }>(
    `SELECT ${timelinessSql('x', { now: 'x.now', soonUntil: 'x.soon_until' })} AS t
     FROM jsonb_to_recordset($1::jsonb) AS x (nr integer, now timestamptz, soon_until date[], due_on date, due_at timestamptz,
       done_at timestamptz, closed_at timestamptz, stopped_at timestamptz, stands_from timestamptz, answered_at timestamptz)
     ORDER BY nr`,
    [JSON.stringify(rows)],
  );
  return found.map(({ t }) => t);
}

test('random facts: running, paused, suspended, answered, done or without a date', async () => {
  const asked = fc.sample(facts, { numRuns: 600, seed: SEED });
  const wanted = asked.map((one) => timelinessOf({ ...one, calendar: province() }));
  const answers = await inSql(asked);
  expect(answers.map((t, nr) => ({ ...asked[nr], t }))).toEqual(wanted.map((t, nr) => ({ ...asked[nr], t })));
  expect(new Set(wanted).size).toBe(6);
});

/** A life of random commands, hours and days apart, as far as the rules allow them. */
function randomStory(die: Dice): Story {
  const kind = die.pick(['recommendation', 'recommendation', 'directive'] as const);
  const story = new Story(
    '2026-11-20 09:00',
    {
      kind,
      category: kind === 'directive' ? null : 'equipment',
      wardIds: kind === 'directive' ? [] : [QUY_NHON],
      leadUnitIds: die.pick([
        [SCIENCE],
        [SCIENCE],
        kind === 'directive' ? [SCIENCE, FINANCE] : [FINANCE],
        [],
      ]),
      supportingUnitIds: kind === 'directive' ? [] : die.pick([[], [WARD_A]]),
      deadline: die.pick([
        { kind: 'default' as const },
        { kind: 'default' as const },
        { kind: 'none' as const },
        { kind: 'leader' as const, dueOn: '2026-12-01', setBy: 'gl-chu-tich', setAt: at('2026-11-20 09:00') },
      ]),
    },
    randomUUID(),
  );
  let now = story.state.at;
  for (let step = die.int(0, 7); step > 0 && story.allowed.length > 0; step -= 1) {
    now += die.pick([1, 20, 50, 120]) * HOUR;
    const when = clock(now) ?? '';
    story.wakes(when);
    const offered = story.allowed.filter((one) => !ENDINGS.includes(one) || die.chance(0.2));
    const isAsked = offered.includes('requestInformation') && die.chance(0.2);
    const type = isAsked ? 'requestInformation' : die.pick(offered);
    const told = {
      unitId: die.pick([SCIENCE, ...story.state.assignments.map(({ unitId }) => unitId)]),
      ...(kind === 'directive' ? { wardId: null } : {}),
    };
    const outcome = die.pick(['solved', 'solved', 'planned'] as const);
    const more =
      type === 'respond' ? { outcome, ...(outcome === 'planned' ? { promisedOn: '2027-02-01' } : {}) } : {};
    if (type && story.refusal(when, type, { ...told, ...more }) === null)
      story.does(when, type, { ...told, ...more });
  }
  return story;
}
const ENDINGS = ['split', 'merge', 'forward', 'withdraw'];

test('what was near on earlier days is counted as the calendar counts it', () => {
  for (const now of ['2026-11-27 10:00', '2026-11-24 10:00', '2027-02-14 10:00'].map(at))
    for (const [ago, until] of soonUntilDays(province(), now).entries())
      expect([ago, until]).toEqual([ago, province().addWorkingDays(dateOf(now - ago * 24 * HOUR), 2)]);
});

test('random cases, each part as it is stored: running, held, paused, suspended, limited, done, without a date', async () => {
  const die = new Dice(SEED);
  const begun = (leadUnitIds = [SCIENCE]): Story =>
    new Story('2026-11-20 09:00', { leadUnitIds }, randomUUID());
  const stories = [
    ...Array.from({ length: 25 }, () => randomStory(die)),
    begun().does('2026-11-25 09:00', 'respond'),
    begun().does('2026-12-14 17:01', 'respond'),
    begun().does('2026-11-25 09:00', 'requestInformation'),
    begun([FINANCE]),
    begun().does('2026-11-25 09:00', 'withdraw'),
    begun().does('2026-12-15 09:00', 'respond').does('2026-12-16 09:00', 'confirm'),
  ];
  for (const story of stories) await settled(bench, story);
  await moved(bench, '2027-01-05 09:00', suspending('bao', { unitIds: [FINANCE], from: '2026-12-03 08:00' }));
  rules = await bench.rules.current();
  const wanted = new Map<string, Timeliness>();
  const asked: unknown[] = [];
  const states = new Set<string>();
  for (const { state } of stories) {
    const derived = derive(state, rules);
    for (const one of derived.clocks) states.add(one.standsFrom !== null ? 'suspended' : one.state);
    for (const { part, ...figure } of figuresOf(state, derived))
      for (const off of [-30 * 24 * HOUR, -1, 0, 1, 30 * 24 * HOUR]) {
        const now = Math.max(state.at, (figure.dueAt ?? state.at) + off);
        const doneAt = figure.doneAt ?? figure.closedAt;
        wanted.set(
          `${state.id} ${part} ${now}`,
          timelinessOf({ ...figure, doneAt, now, calendar: province() }),
        );
        asked.push({
          id: state.id,
          part,
          now: new Date(now),
          soon_until: soonUntilDays(province(), now),
          ms: now,
        });
      }
  }
  const found = await bench.rows<{ key: string; t: Timeliness }>(
    `SELECT a.id || ' ' || a.part || ' ' || a.ms AS key, ${timelinessSql('f', { now: 'a.now', soonUntil: 'a.soon_until' })} AS t
     FROM jsonb_to_recordset($1::jsonb) AS a (id uuid, part text, now timestamptz, soon_until date[], ms bigint)
     JOIN figure f ON f.case_id = a.id AND f.part = a.part AND f.until IS NULL
     UNION ALL
     SELECT a.id || '  ' || a.ms, ${timelinessSql('c', { now: 'a.now', soonUntil: 'a.soon_until' })}
     FROM jsonb_to_recordset($1::jsonb) AS a (id uuid, part text, now timestamptz, soon_until date[], ms bigint)
     JOIN cases c ON c.id = a.id WHERE a.part = ''`,
    [JSON.stringify(asked)],
  );
  expect(found.filter(({ key, t }) => wanted.get(key) !== t)).toEqual([]);
  expect(new Set(found.map(({ key }) => key))).toEqual(new Set(wanted.keys()));
  expect([...states].sort()).toEqual(['cancelled', 'done', 'held', 'paused', 'running', 'suspended']);
  expect(new Set(wanted.values()).size).toBe(6);
});
