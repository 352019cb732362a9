import { FINANCE, QUY_NHON, SCIENCE } from '../support/cases';
import { startTimeSkippingEngine, type Engine } from '../support/engine';
import { Year } from './year';
import { Book } from './year-book';
import { theWholeYear } from './year-invariants';
import { Publications } from './year-publications';
import { FLOOD, STORM, live, type Lived } from './year-stories';

const RESPONSE = `response:${SCIENCE}`;
const CONFIRMATION = `confirmation:${QUY_NHON}`;
const PROMISE = `promise:${SCIENCE}`;
/** The answer of the finance department, which the storm and the flood touch. */
const ANSWER = `response:${FINANCE}`;

describe('a year and a quarter, from December 2025 to March 2027, its calendars published on their days', () => {
  let engine: Engine;
  let year: Year;
  let publications: Publications;
  let lived: Lived;
  let book: Book;

  beforeAll(async () => {
    engine = await startTimeSkippingEngine();
    year = await Year.begin(engine);
    publications = await Publications.begin(year);
    lived = await live(year, publications);
    book = new Book(year, lived, publications);
  }, 120_000);
  afterAll(() => engine?.stop());

  describe('25 December 2025: Friday 2 January is closed, Saturday 10 January is worked', () => {
    it('moves the date of a case that is open, and its rungs climb to the new one', async () => {
      expect([lived.seen.newYearBefore, lived.seen.newYearAfter]).toEqual([
        '2026-01-06 17:00',
        '2026-01-07 17:00',
      ]);
      expect(await book.fired('newYear', RESPONSE)).toEqual([
        'K1 2025-12-31 08:00',
        'K2 2026-01-06 08:00',
        'K3 2026-01-07 08:00',
        'K4 2026-01-10 08:00',
        'K5 2026-01-15 08:00',
      ]);
      expect(await book.facts('newYear')).toEqual([`2026-01-07 ${RESPONSE}`]);
    });

    it('leaves the date of what was finished before, of a closed case and of one that goes on', async () => {
      expect(await book.due('finished', RESPONSE)).toBe('2026-01-06 17:00 vn@2');
      expect(await book.due('kept', RESPONSE)).toBe('2026-01-06 17:00 vn@2');
      expect(await book.due('kept', PROMISE)).toBe('2026-03-06 17:00 vn@3');
    });

    it('adds no day where the lost Friday is made good by the Saturday', async () => {
      expect(await book.due('madeGood', RESPONSE)).toBe('2026-01-15 17:00 vn@3');
    });

    it('is recorded for each open case, moved or not', async () => {
      expect(await book.moved('vn@3')).toEqual({
        newYear: [`${RESPONSE}: 2026-01-06 17:00 → 2026-01-07 17:00`],
        kept: [],
        madeGood: [],
      });
    });
  });

  it('8 May 2026: a dossier whose last day becomes a holiday is due on the day after', async () => {
    expect([lived.seen.cultureBefore, lived.seen.cultureAfter]).toEqual([
      '2026-11-24 17:00',
      '2026-11-25 17:00',
    ]);
    expect(await book.moved('vn@4')).toEqual({
      culture: ['legal: 2026-11-24 17:00 → 2026-11-25 17:00'],
      newYear: [],
      tet: [],
    });
    expect(await book.fired('culture', 'legal')).toEqual([
      'E1 2026-11-20 08:00',
      'E2 2026-11-23 08:00',
      'E3 2026-11-25 15:00',
      'E4 2026-11-26 08:00',
      'E5 2026-11-30 08:00',
      'E6 2026-12-02 08:00',
    ]);
  });

  it('1 October 2026: the provisional Tết of 2027 moves a date, and where a leader set the date its rungs alone', async () => {
    const late = ['culture', 'newYear', 'tet', 'extended', 'paused', 'storm', 'stormEdge', 'stormLate'];
    expect(await book.moved('vn@5')).toEqual({
      longWork: ['legal: 2027-01-05 17:00 → 2027-01-06 17:00'],
      promised: [],
      ...Object.fromEntries(late.map((story) => [story, []])),
    });
    expect(lived.seen.longWorkAfter).toBe('2027-01-06 17:00');
    const after = ['K3 2027-02-12 08:00', 'K4 2027-02-17 08:00', 'K5 2027-02-23 08:00'];
    const rungs = ['K1 2027-02-02 08:00', 'K2 2027-02-04 08:00', ...after];
    expect(lived.seen.promisedBefore).toEqual(['K1 2027-02-09 08:00', 'K2 2027-02-11 08:00', ...after]);
    expect(lived.seen.promisedAfter).toEqual(rungs);
    expect(await book.fired('promised', PROMISE)).toEqual(rungs);
    expect(await book.facts('promised')).toEqual([`2027-02-12 ${PROMISE}`]);
    expect(await book.due('promised', RESPONSE)).toBe('2026-10-12 17:00 vn@4');
  });

  it('a storm told ahead, 21 September to noon of the 23rd, moves what it touches by what it takes', async () => {
    expect(await book.moved(`${STORM}@1`)).toEqual({
      storm: [`${ANSWER}: 2026-09-28 17:00 → 2026-10-01 11:30`],
      stormEdge: [`${ANSWER}: 2026-09-21 17:00 → 2026-09-24 11:30`],
      stormLate: [],
    });
    expect(await book.fired('storm', ANSWER)).toEqual([
      'K1 2026-09-28 08:00',
      'K2 2026-09-30 08:00',
      'K3 2026-10-01 08:00',
      'K4 2026-10-06 08:00',
      'K5 2026-10-12 08:00',
    ]);
    // Reminded on the 16th of the 21st. The warning falls into the morning of the 23rd and waits for the next one.
    expect(await book.fired('stormEdge', ANSWER)).toEqual([
      'K1 2026-09-16 08:00',
      'K2 2026-09-24 08:00',
      'K3 2026-09-24 08:00',
      'K4 2026-09-29 08:00',
      'K5 2026-10-05 08:00',
    ]);
    // Late before the storm: the date stays, the second call is silent until after it.
    expect(await book.fired('stormLate', ANSWER)).toEqual([
      'K1 2026-09-15 08:00',
      'K2 2026-09-17 08:00',
      'K3 2026-09-18 08:00',
      'K4 2026-09-25 08:00',
      'K5 2026-10-01 08:00',
    ]);
  });

  describe('a flood from Friday noon, 6 November, told on Monday afternoon and lifted on Sunday the 15th', () => {
    const late = { storm: [], stormEdge: [], stormLate: [] };

    it('stops every date of its department until further notice', async () => {
      expect(await book.moved(`${FLOOD}@1`)).toEqual({
        flood: [`${ANSWER}: 2026-11-12 17:00 → stands`],
        floodLate: [`${ANSWER}: 2026-11-06 17:00 → stands`],
        ...late,
      });
      expect(lived.seen.floodStands).toBe('stands from 2026-11-06 12:00');
      expect(lived.seen.floodHeld).toEqual(['K2 held', 'K3 held', 'K4 held', 'K5 held']);
      expect(lived.seen.floodLateHeld).toEqual(['K4 held', 'K5 held']);
    });

    it('lifted, gives every date back with the five days and the afternoon that were lost', async () => {
      expect(await book.moved(`${FLOOD}@2`)).toEqual({
        flood: [`${ANSWER}: stands → 2026-11-20 11:00`],
        floodLate: [`${ANSWER}: stands → 2026-11-16 11:00`],
        during: [
          `acknowledgement:${FINANCE}: stands → 2026-11-17 17:00`,
          `${ANSWER}: stands → 2026-12-07 17:00`,
        ],
        ...late,
      });
      expect(await book.due('during', ANSWER)).toBe('2026-12-07 17:00 vn@5');
    });

    it('recalls a reminder of its first day, which comes again when its time has come', async () => {
      expect(await book.fired('flood', ANSWER)).toEqual([
        'K1 2026-11-17 08:00',
        'K2 2026-11-19 08:00',
        'K3 2026-11-20 08:00',
        'K4 2026-11-26 08:00',
        'K5 2026-12-02 08:00',
      ]);
      expect(await book.facts('flood')).toEqual([`2026-11-20 ${ANSWER}`]);
    });

    it('makes a case that had been late not late, until it is at its new date', async () => {
      expect(await book.fired('floodLate', ANSWER)).toEqual([
        'K1 2026-11-03 08:00',
        'K2 2026-11-05 08:00',
        'K3 2026-11-16 08:00',
        'K4 2026-11-19 08:00',
        'K5 2026-11-26 08:00',
      ]);
      expect(await book.facts('floodLate')).toEqual([`2026-11-06 ${ANSWER}`, `2026-11-16 ${ANSWER}`]);
    });
  });

  it('keeps silent during Tết: the reminder comes before it, the warning on the first day after it', async () => {
    expect(await book.fired('tet', RESPONSE)).toEqual([
      'K1 2026-02-12 08:00',
      'K2 2026-02-23 08:00',
      'K3 2026-02-24 08:00',
      'K4 2026-02-27 08:00',
      'K5 2026-03-05 08:00',
    ]);
  });

  it('records the silence of the ward as silence, and leaves the decision to the provincial office', async () => {
    expect(await book.fired('silent', CONFIRMATION)).toEqual([
      'C1 2026-03-23 08:00',
      'C2 2026-03-24 08:00',
      'C3 2026-03-27 08:00',
    ]);
    // The ward's own clock ends at 24:00 of 24 March.
    expect(await book.facts('silent')).toEqual([`2026-03-25 ${CONFIRMATION}`]);
    expect(await book.fired('silent', RESPONSE)).toEqual([]);
    const { rows } = await engine.pool.query('SELECT status FROM cases WHERE id = $1', [book.idOf('silent')]);
    expect(rows).toEqual([{ status: 'closed' }]);
  });

  it('takes the rungs of the old date back when an extension is granted, and climbs to the new date', async () => {
    const first = (await book.rungs('extended', RESPONSE)).filter(({ round }) => round === 1);
    expect(first.map(({ rung_id, state }) => `${rung_id} ${state}`)).toEqual([
      'K1 fired',
      'K2 cancelled',
      'K3 cancelled',
      'K4 cancelled',
      'K5 cancelled',
    ]);
    expect(await book.fired('extended', RESPONSE, 1)).toEqual(['K1 2026-05-26 08:00']);
    expect(await book.fired('extended', RESPONSE, 2)).toEqual([
      'K1 2026-06-16 08:00',
      'K2 2026-06-18 08:00',
      'K3 2026-06-19 08:00',
      'K4 2026-06-24 08:00',
      'K5 2026-06-30 08:00',
    ]);
    expect(await book.facts('extended')).toEqual([`2026-06-19 ${RESPONSE}`]);
  });

  it('chases the ward while the department waits for it, and the department from where it stopped', async () => {
    expect(await book.fired('paused', `information:${QUY_NHON}`)).toEqual([
      'I1 2026-07-21 08:00',
      'I2 2026-07-22 08:00',
      'I3 2026-07-24 08:00',
    ]);
    // 20 working days and an hour later than 27 July; Saturday 22 August is worked, 31 August to 2 September are not.
    expect(await book.fired('paused', RESPONSE)).toEqual([
      'K1 2026-08-20 08:00',
      'K2 2026-08-22 08:00',
      'K3 2026-08-24 08:00',
      'K4 2026-08-27 08:00',
      'K5 2026-09-07 08:00',
    ]);
    expect(await book.facts('paused')).toEqual([
      `2026-07-23 information:${QUY_NHON}`,
      `2026-08-24 ${RESPONSE}`,
    ]);
  });

  theWholeYear(() => ({ engine, year, lived, book, publications }));
});
