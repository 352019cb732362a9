/** Tests of what holds for every case of the year, whatever its story. */
import { verify, type Fault } from '../../scripts/lib/verify';
import { checkDeadlines } from '../../scripts/lib/verify/deadlines';
import { FINANCE, QUY_NHON, SCIENCE } from '../support/cases';
import type { Engine } from '../support/engine';
import { eventsOf } from './support';
import { isOpenInFile, type Year } from './year';
import type { Book } from './year-book';
import {
  firedInSilence,
  firedTwice,
  firedWrongly,
  firingsOf,
  storedAgainstDerived,
  wrongVersions,
} from './year-checks';
import type { Publications } from './year-publications';
import { FLOOD, STORM, type Lived } from './year-stories';

export interface Whole {
  engine: Engine;
  year: Year;
  lived: Lived;
  book: Book;
  publications: Publications;
}

/** Rungs of the stories that stand as fired: every one of them is named by a test of its story, or here. */
const NAMED_HERE = [
  // The one step of the dossiers is late from its first days on.
  'culture step:S2/P1 2026-04-28 08:00',
  'culture step:S2/P2 2026-04-29 08:00',
  'longWork step:S2/P1 2026-09-22 08:00',
  'longWork step:S2/P2 2026-09-23 08:00',
  'longWork legal/E1 2027-01-04 08:00',
  'longWork legal/E2 2027-01-05 08:00',
  'longWork legal/E3 2027-01-06 15:00',
  'longWork legal/E4 2027-01-07 08:00',
  'longWork legal/E5 2027-01-11 08:00',
  'longWork legal/E6 2027-01-13 08:00',
];
const NAMED_BY_STORIES = 63;

/** Told of the reminder before the flood recalled it, and of the first call to a case that was then late no more. */
const TOLD_AGAIN = [`flood response:${FINANCE}/K1`, `floodLate response:${FINANCE}/K3`];

export function theWholeYear(of: () => Whole): void {
  it('does every job of a publication to its end, for every case, and leaves none behind', async () => {
    const { engine, publications } = of();
    const { rows } = await engine.pool.query(
      `SELECT state, result -> 'failed' AS failed, result -> 'behind' AS behind, (looked = total) AS whole FROM job`,
    );
    expect(rows).toEqual(rows.map(() => ({ state: 'done', failed: 0, behind: 0, whole: true })));
    const names = ['vn@3', 'vn@4', `${STORM}@1`, 'vn@5', `${FLOOD}@1`, `${FLOOD}@2`];
    expect(Object.keys(publications.jobs)).toEqual(names);
    expect(rows).toHaveLength(names.length);
  });

  it('fires no rung before its instant under the rules in force then, none in silence, none late', async () => {
    const { engine, year, book } = of();
    expect(await firedWrongly(engine)).toEqual([]);
    expect(await firedInSilence(engine)).toEqual([]);
    const firings = await firingsOf(engine.pool);
    for (const { at, rungId } of firings) {
      const [date = '', hour] = year.words(at).split(' ');
      expect([date, isOpenInFile(date), hour]).toEqual([date, true, rungId === 'E3' ? '15:00' : '08:00']);
    }
    const named = firings.map(
      ({ caseId, clockId, rungId, at }) => `${book.storyOf(caseId)} ${clockId}/${rungId} ${year.words(at)}`,
    );
    expect(NAMED_HERE.filter((one) => !named.includes(one))).toEqual([]);
    const { rows } = await engine.pool.query<{ at: Date; fired_at: Date; state: string }>(
      `SELECT at, fired_at, state FROM rung WHERE fired_at IS NOT NULL OR state IN ('armed', 'held', 'withdrawn')`,
    );
    expect(rows).toHaveLength(NAMED_HERE.length + NAMED_BY_STORIES);
    for (const row of rows) {
      const lag = row.fired_at.getTime() - row.at.getTime();
      expect([row.state, lag >= 0, lag < 10_000]).toEqual(['fired', true, true]);
    }
  });

  it('fires each rung once, and once more only where a publication had recalled it', async () => {
    const { engine, book, publications } = of();
    const { again, faults } = await firedTwice(engine, Object.values(publications.at));
    expect(faults).toEqual([]);
    const names = again.map(({ caseId, clockId, rungId }) => `${book.storyOf(caseId)} ${clockId}/${rungId}`);
    expect(names.sort()).toEqual(TOLD_AGAIN);
  });

  it('tells nobody the same escalation twice, unless it took it back in between, at the hours of the digest', async () => {
    const { engine, year, book, publications } = of();
    const { again } = await firedTwice(engine, Object.values(publications.at));
    const told = new Map<string, string[]>();
    for (const { at, person_id, kind, items } of await book.notices()) {
      for (const { escalationId } of items) {
        const key = `${escalationId} ${person_id}`;
        if (escalationId) told.set(key, [...(told.get(key) ?? []), kind]);
      }
      if (kind !== 'escalation') continue;
      const [date = '', hour = ''] = year.words(at).split(' ');
      expect([date, isOpenInFile(date), ['08:05', '13:30', '16:30'].includes(hour)]).toEqual([
        date,
        true,
        true,
      ]);
    }
    const more = [...told].filter(([, kinds]) => kinds.length > 1);
    for (const [, kinds] of more) expect(kinds).toEqual(['escalation', 'correction', 'escalation']);
    const rungs = new Set(more.map(([key]) => key.split(' ')[0]));
    expect([...rungs].sort()).toEqual(again.map(({ rung }) => rung).sort());
  });

  it('tells of each moved date once: its officer, and the ward or the applicant it was promised to', async () => {
    const { book } = of();
    const roles = {
      [await book.officerOf('newYear', `response:${SCIENCE}`)]: 'science',
      [await book.officerOf('storm', `response:${FINANCE}`)]: 'finance',
      [await book.officerOf('silent', `confirmation:${QUY_NHON}`)]: 'ward',
    };
    expect((await book.toldOfMoves(roles)).map((one) => one.join(' | ')).sort()).toEqual([
      '2025-12-25 13:30 | science | newYear',
      '2025-12-25 13:30 | ward | newYear',
      '2026-05-08 13:30 | applicant of culture | culture',
      '2026-05-08 13:30 | ward | culture',
      '2026-09-17 13:30 | finance | storm,stormEdge',
      '2026-09-17 13:30 | ward | storm,stormEdge',
      '2026-10-01 13:30 | applicant of longWork | longWork',
      '2026-10-01 13:30 | ward | longWork',
      '2026-11-09 16:30 | finance | flood,floodLate',
      '2026-11-09 16:30 | ward | flood,floodLate',
      // At once: their time runs again.
      '2026-11-15 16:00 | finance | during,flood,floodLate',
      '2026-11-15 16:00 | ward | during,flood,floodLate',
    ]);
  });

  it('stores the dates that follow from the rules in force, after each publication and at the end', async () => {
    const { engine, publications } = of();
    expect(publications.leftBehind).toEqual([]);
    expect(await storedAgainstDerived(engine)).toEqual([]);
    const later = [3, 4, 5].map((version) => ({ version, at: publications.at[`vn@${version}`] ?? NaN }));
    expect(await wrongVersions(engine.pool, [{ version: 2, at: 0 }, ...later])).toEqual([]);
  });

  it('records a passed deadline within ten minutes after its instant, never before', async () => {
    const { engine, lived } = of();
    for (const id of Object.values(lived.ids))
      for (const event of await eventsOf(engine.pool, id)) {
        if (event.type !== 'deadlinePassed') continue;
        const lag = event.at - Number(event.data.dueAt);
        expect(lag).toBeGreaterThanOrEqual(0);
        expect(lag).toBeLessThan(10 * 60_000 + 5_000);
      }
  });

  it('is found whole: no fault, no date that does not follow from its ledger', async () => {
    const { engine, year, publications } = of();
    const { pool, rules, client } = engine;
    const faults = await verify({ pool, rules, now: await year.now(), temporal: client });
    // What a publication recalled was rightly told twice, as the tests above say exactly.
    const { again } = await firedTwice(engine, Object.values(publications.at));
    const isRecalled = ({ code, where, detail }: Fault): boolean =>
      again.some(
        ({ caseId, rung }) =>
          (code === 'firedTwice' && where.endsWith(caseId)) ||
          (code === 'toldTwice' && detail.endsWith(rung)),
      );
    expect(faults.filter((fault) => !isRecalled(fault))).toEqual([]);
    const { faults: dates, clocks } = await checkDeadlines(pool, rules);
    expect(dates).toEqual([]);
    expect(clocks).toBeGreaterThan(40);
  });
}
