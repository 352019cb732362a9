/** The calculator and its reverse over HTTP: what is asked badly is told where, and nothing is slow or an error of ours. */
import vectorFile from '../fixtures/deadline-vectors.json';
import { startHarness, type Harness } from './harness';

let api: Harness;
beforeAll(async () => {
  api = await startHarness();
});
afterAll(() => api.stop());

const CALCULATE = '/api/v1/deadlines/calculate';
const LATEST = '/api/v1/deadlines/latest-start';
const days = (amount: number, more: object = {}) => ({
  unit: 'WORKING_DAY',
  amount,
  receivedAt: '2026-08-24T09:00:00+07:00',
  ...more,
});
const calculate = (body: object) => api.as('ward').post(CALCULATE, body);
const pathsOf = ({ body }: { body: { errors?: { path: string }[] } }) => body.errors?.map(({ path }) => path);

type Vector = Record<string, unknown> & { id: string; expectedDueOn: string; originalDueOn?: string };

describe('calculate', () => {
  it.each(vectorFile.vectors as Vector[])('$id', async (vector) => {
    const { unit, amount, receivedAt, cutoff, pauses, extensions, supplements, zone, zoneExtension } = vector;
    const question = {
      unit,
      amount,
      receivedAt,
      cutoff,
      pauses,
      extensions,
      supplements,
      zone,
      zoneExtension,
    };
    const { status, body } = await calculate(question);
    expect([status, body.dueOn, body.dueAt, body.originalDueOn]).toEqual([
      200,
      vector.expectedDueOn,
      vector.expectedDueAt,
      vector.originalDueOn ?? vector.expectedDueOn,
    ]);
  });

  it.each<[string, object, string[]]>([
    ['0 working days', days(0), ['amount']],
    ['fewer than none', days(-1), ['amount']],
    ['a thousand million days', days(1e9), ['amount']],
    ['more than a term may be', days(10_001), ['amount']],
    ['an amount in words', days('5' as never), ['amount']],
    ['no amount', { unit: 'DAY', receivedAt: '2026-08-24T09:00:00+07:00' }, ['amount']],
    ['half a calendar day', days(1.5, { unit: 'DAY' }), ['amount']],
    ['half a month', days(0.5, { unit: 'MONTH' }), ['amount']],
    ['a day of "same day"', days(1, { unit: 'SAME_DAY' }), ['amount']],
    ['eight hundred years of months', days(10_000, { unit: 'MONTH' }), ['amount']],
    ['an unknown unit', days(1, { unit: 'WEEK' }), ['unit']],
    ['a start in 1990', days(5, { receivedAt: '1990-01-02T09:00:00+07:00' }), ['receivedAt']],
    ['a start without a zone', days(5, { receivedAt: '2026-08-24T09:00:00' }), ['receivedAt']],
    ['a start at an offset nobody has', days(5, { receivedAt: '2026-08-24T09:00:00+23:59' }), ['receivedAt']],
    ['a day that does not exist', days(5, { receivedAt: '2026-02-30T09:00:00+07:00' }), ['receivedAt']],
    ['an unknown calendar', days(5, { calendar: 'xx' }), ['calendar']],
    ['a day before the first publication', days(5, { asOf: '2020-01-01' }), ['asOf']],
    ['a cutoff at 24:00', days(0, { unit: 'SAME_DAY', cutoff: '24:00' }), ['cutoff']],
    ['an unknown field', days(5, { cutOff: '15:00' }), ['cutOff']],
    [
      'pauses and suspensions that end before they start, all told at once',
      days(5, {
        pauses: [
          { from: '2026-08-25T09:00:00+07:00', to: '2026-08-26T09:00:00+07:00', reason: 'A' },
          { from: '2026-08-26T09:00:00+07:00', to: '2026-08-25T09:00:00+07:00', reason: 'B' },
        ],
        suspensions: [
          { from: '2026-08-26T09:00:00+07:00', to: '2026-08-25T09:00:00+07:00', legalBasis: 'CĐ 1' },
        ],
      }),
      ['pauses[1].to', 'suspensions[0].to'],
    ],
    [
      'a supplement handed in before it was asked for, another asked for before reception',
      days(5, {
        supplements: [
          {
            policy: 'PAUSE',
            requestedAt: '2026-08-27T09:00:00+07:00',
            reacceptedAt: '2026-08-26T09:00:00+07:00',
          },
          {
            policy: 'RESTART',
            requestedAt: '2026-08-20T09:00:00+07:00',
            reacceptedAt: '2026-08-26T09:00:00+07:00',
          },
        ],
      }),
      ['supplements[0].reacceptedAt', 'supplements[1].requestedAt'],
    ],
    [
      'extensions that together last more than a century',
      days(5, {
        extensions: Array.from({ length: 100 }, () => ({ unit: 'DAY', amount: 10_000, reason: 'x' })),
      }),
      ['extensions[3].amount'],
    ],
    [
      'a hundred pauses that each last a lifetime',
      days(5, {
        pauses: Array.from({ length: 100 }, () => ({
          from: '2000-01-02T00:00:00+07:00',
          to: '2099-01-01T00:00:00+07:00',
          reason: 'x',
        })),
      }),
      ['pauses'],
    ],
    ['a date after 2099', days(5, { receivedAt: '2099-12-30T09:00:00+07:00' }), ['amount']],
    [
      'a pause of seventy years',
      days(5, {
        pauses: [{ from: '2026-08-25T00:00:00+07:00', to: '2099-12-31T00:00:00+07:00', reason: 'x' }],
      }),
      ['amount'],
    ],
    ['a start that is 1999 here', days(5, { receivedAt: '2000-01-01T00:00:00+14:00' }), ['receivedAt']],
  ])('422 for %s', async (_what, body, paths) => {
    const begun = Date.now();
    const answer = await calculate(body);
    expect([answer.status, pathsOf(answer)]).toEqual([422, paths]);
    expect(Date.now() - begun).toBeLessThan(1_000);
  });

  it('NaN is no JSON: 400', async () => {
    const answer = await api
      .as('ward')
      .post(CALCULATE)
      .set('Content-Type', 'application/json')
      .send('{"unit": "DAY", "amount": NaN, "receivedAt": "2026-08-24T09:00:00+07:00"}');
    expect([answer.status, answer.body.reason]).toEqual([400, 'malformedJson']);
  });

  // Four working days from Monday 24/08/2026: Friday 28/08 17:00.
  const extended = (...decided: (string | undefined)[]) =>
    days(4, {
      extensions: decided.map((decidedAt) => ({ unit: 'WORKING_DAY', amount: 2, reason: 'x', decidedAt })),
    });
  it.each<[string, object, string[] | undefined]>([
    ['at the due instant', extended('2026-08-28T17:00:00+07:00'), undefined],
    ['a second after it', extended('2026-08-28T17:00:01+07:00'), ['extensions[0].decidedAt']],
    // With the first two days more it is due on Thursday 03/09 … 04/09/2026, after the holidays.
    [
      'within what the one before had given',
      extended('2026-08-27T09:00:00+07:00', '2026-09-04T09:00:00+07:00'),
      undefined,
    ],
    [
      'listed before the one it needs',
      extended('2026-09-04T09:00:00+07:00', '2026-08-27T09:00:00+07:00'),
      undefined,
    ],
    [
      'on top of one that came too late',
      extended('2026-08-29T09:00:00+07:00', '2026-08-30T09:00:00+07:00'),
      ['extensions[0].decidedAt', 'extensions[1].decidedAt'],
    ],
    ['on a day nobody names', extended(undefined), undefined],
  ])('an extension decided %s', async (_when, body, paths) => {
    const answer = await calculate(body);
    expect([answer.status, pathsOf(answer)]).toEqual([paths ? 422 : 200, paths]);
  });

  it('an extension of time that a pause had moved on is in time; a pause that began afterwards does not help', async () => {
    const extension = { unit: 'WORKING_DAY', amount: 1, reason: 'x', decidedAt: '2026-08-31T09:00:00+07:00' };
    const pause = (from: string, to: string) => ({
      pauses: [{ from, to, reason: 'x' }],
      extensions: [extension],
    });
    const before = pause('2026-08-25T07:30:00+07:00', '2026-08-26T07:30:00+07:00');
    expect((await calculate(days(4, before))).status).toBe(200);
    const after = pause('2026-08-31T10:00:00+07:00', '2026-09-10T07:30:00+07:00');
    expect(pathsOf(await calculate(days(4, after)))).toEqual(['extensions[0].decidedAt']);
  });

  // After 28/08/2026 the next working day is 03/09: 31/08 was moved to Saturday 22/08 for the holidays.
  it('counts overlapping pauses and suspensions once, and none outside the case', async () => {
    const stretch = (from: string, to: string) => ({
      from: `${from}T07:30:00+07:00`,
      to: `${to}T07:30:00+07:00`,
    });
    const once = { pauses: [{ ...stretch('2026-08-25', '2026-08-26'), reason: 'a' }] };
    const twice = {
      pauses: [
        { ...stretch('2026-08-25', '2026-08-26'), reason: 'a' },
        { ...stretch('2026-08-25', '2026-08-26'), reason: 'b' },
        { ...stretch('2026-01-05', '2026-01-06'), reason: 'before' },
        { ...stretch('2026-12-01', '2026-12-02'), reason: 'after' },
        { ...stretch('2026-08-27', '2026-08-27'), reason: 'of no length' },
      ],
      suspensions: [{ ...stretch('2026-08-25', '2026-08-26'), legalBasis: 'Công điện 1' }],
    };
    const [plain, first, second] = await Promise.all([
      calculate(days(4)),
      calculate(days(4, once)),
      calculate(days(4, twice)),
    ]);
    expect([plain.body.dueAt, first.body.dueAt, second.body.dueAt]).toEqual([
      '2026-08-28T17:00:00+07:00',
      '2026-09-03T17:00:00+07:00',
      '2026-09-03T17:00:00+07:00',
    ]);
    expect(second.body.explanation.map(({ text }: { text: string }) => text).join()).toContain(
      'Tạm dừng hàng loạt',
    );
  });

  it.each([
    ['2099', days(5, { receivedAt: '2099-12-01T09:00:00+07:00' })],
    ['forty years of working days', days(10_000)],
  ])('%s is answered, provisional, and quickly', async (_what, body) => {
    const begun = Date.now();
    const answer = await calculate(body);
    expect([answer.status, answer.body.provisional]).toEqual([200, true]);
    expect(Date.now() - begun).toBeLessThan(1_000);
  });

  it('counts by the calendar as it was known on a day, and by a unit’s own', async () => {
    const known = await calculate(days(5, { receivedAt: '2026-11-20T09:00:00+07:00', asOf: '2025-12-20' }));
    const today = await calculate(days(5, { receivedAt: '2026-11-20T09:00:00+07:00' }));
    expect([known.body.dueOn, today.body.dueOn]).toEqual(['2026-11-27', '2026-11-30']);
    const unit = await calculate(days(5, { calendar: 'gl-xa-minh-hoa-a' }));
    expect(unit.body.calendarVersions[0]).toBe('vn@5');
    expect(unit.body.calendarVersions).toHaveLength(2);
  });
});

describe('latest start', () => {
  const latest = (body: object) => api.as('ward').post(LATEST, body);

  it.each<[string, object, [string, string, string]]>([
    // Due Friday 28/08/2026: the day before four working days, 24/08, is the last day of receipt.
    [
      '4 working days',
      { unit: 'WORKING_DAY', amount: 4, dueOn: '2026-08-28' },
      ['2026-08-24T17:00:00+07:00', '2026-08-24', '2026-08-28T17:00:00+07:00'],
    ],
    [
      'the same by instant',
      { unit: 'WORKING_DAY', amount: 4, dueAt: '2026-08-28T17:00:00+07:00' },
      ['2026-08-24T17:00:00+07:00', '2026-08-24', '2026-08-28T17:00:00+07:00'],
    ],
    // At noon the day is not over, so a day less is left: since Saturday 22/08, a make-up day.
    [
      'an instant at noon',
      { unit: 'WORKING_DAY', amount: 4, dueAt: '2026-08-28T12:00:00+07:00' },
      ['2026-08-22T17:00:00+07:00', '2026-08-22', '2026-08-27T17:00:00+07:00'],
    ],
    [
      '3 working hours',
      { unit: 'HOUR', amount: 3, dueAt: '2026-08-28T10:00:00+07:00' },
      ['2026-08-27T16:30:00+07:00', '2026-08-27', '2026-08-28T10:00:00+07:00'],
    ],
    [
      'the same day',
      { unit: 'SAME_DAY', amount: 0, dueOn: '2026-08-28', cutoff: '14:00' },
      ['2026-08-28T14:00:00+07:00', '2026-08-28', '2026-08-28T17:00:00+07:00'],
    ],
    [
      '10 calendar days',
      { unit: 'DAY', amount: 10, dueOn: '2026-08-28' },
      ['2026-08-18T17:00:00+07:00', '2026-08-18', '2026-08-28T17:00:00+07:00'],
    ],
  ])('%s', async (_what, body, expected) => {
    const { status, body: found } = await latest(body);
    expect([status, found.latestStartAt, found.latestStartOn, found.dueAt]).toEqual([200, ...expected]);
    expect(found.calendarVersions).toEqual(['vn@5']);
    expect(found.explanation.at(-1)).toMatchObject({ kind: 'result', on: found.dueOn });
  });

  it('a due day that is closed is reached the working day before', async () => {
    const { body } = await latest({ unit: 'WORKING_DAY', amount: 1, dueOn: '2026-08-30' });
    expect([body.latestStartOn, body.dueOn]).toEqual(['2026-08-27', '2026-08-28']);
  });

  it('goes by the calendar as it was known: 24/11/2026 became a holiday later', async () => {
    const question = { unit: 'WORKING_DAY', amount: 1, dueOn: '2026-11-25' };
    const [known, today] = await Promise.all([latest({ ...question, asOf: '2025-12-20' }), latest(question)]);
    expect([known.body.latestStartOn, today.body.latestStartOn]).toEqual(['2026-11-24', '2026-11-23']);
  });

  it.each<[string, object, string[]]>([
    ['neither instant nor day', { unit: 'DAY', amount: 1 }, ['dueAt']],
    ['both', { unit: 'DAY', amount: 1, dueOn: '2026-08-28', dueAt: '2026-08-28T17:00:00+07:00' }, ['dueOn']],
    ['no time at all', { unit: 'DAY', amount: 0, dueOn: '2026-08-28' }, ['amount']],
    [
      'a start before the year 2000',
      { unit: 'WORKING_DAY', amount: 10_000, dueOn: '2026-08-28' },
      ['amount'],
    ],
    ['eight hundred years', { unit: 'MONTH', amount: 10_000, dueOn: '2026-08-28' }, ['amount']],
    ['an unknown calendar', { unit: 'DAY', amount: 1, dueOn: '2026-08-28', calendar: 'xx' }, ['calendar']],
    [
      'a day before the first publication',
      { unit: 'DAY', amount: 1, dueOn: '2026-08-28', asOf: '2020-01-01' },
      ['asOf'],
    ],
  ])('422 for %s', async (_what, body, paths) => {
    const answer = await latest(body);
    expect([answer.status, pathsOf(answer)]).toEqual([422, paths]);
  });
});
