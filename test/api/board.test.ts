/** The leader's board against worlds written by hand: what each figure must be, and that its list has as many rows. */
import { randomUUID } from 'node:crypto';
import type { CaseEvent, CaseKind } from '../../domain/case/case';
import type { SubmittedData } from '../../domain/request/state';
import { rulesStore } from '../../database/rules';
import { settle } from '../../database/settle';
import { BODIES, Story as Dossier, pinned } from '../domain/dossier/support';
import { FINANCE, OFFICE, QUY_NHON, SCIENCE, Story as Request, at } from '../domain/request/support';
import { startHarness, type Harness } from './harness';

/** Friday; Tuesday 24 November is a holiday and lies ahead. */
const NOW = at('2026-11-20 10:00');
const LAST_DAY = '2026-11-13';

let api: Harness;
let now = NOW;
beforeAll(async () => {
  api = await startHarness({ now: () => now });
});
afterAll(() => api.stop());

interface Life {
  kind: CaseKind;
  id: string;
  events: readonly CaseEvent[];
  settled: number;
}

/** Settles what has happened until then and was not settled yet. */
async function settledUntil(lives: readonly Life[], until: number): Promise<void> {
  const rules = rulesStore(api.pool);
  for (const life of lives)
    for (
      let event = life.events[life.settled];
      event && event.at <= until;
      event = life.events[life.settled]
    ) {
      life.settled += 1;
      await settle(
        { pool: api.pool, rules, wakeAgenda: () => Promise.resolve() },
        { kind: life.kind, id: life.id, version: life.settled, event },
      );
    }
}

const rowsOf = async (href: string): Promise<Record<string, unknown>[]> => {
  const { status, body } = await api.as('chair').get(`${href}&limit=200`);
  expect([href, status]).toEqual([href, 200]);
  return body.items as Record<string, unknown>[];
};

async function boardOf(query: string) {
  const { status, body } = await api.as('chair').get(`/api/v1/dashboard${query}`);
  expect([query, status]).toEqual([query, 200]);
  return body;
}

/** How many rows the list behind each figure has. */
async function lengthsOf(href: Record<string, string>): Promise<Record<string, number>> {
  const lengths = Object.entries(href).map(async ([figure, link]) => [figure, (await rowsOf(link)).length]);
  return Object.fromEntries(await Promise.all(lengths)) as Record<string, number>;
}

describe('the board of dossiers', () => {
  /** Three working days, counted from the day after receipt; a supplement makes the clock stand. */
  const dossier = (receivedAt: string, happened: (one: Dossier) => Dossier = (one) => one): Life => ({
    kind: 'dossier',
    id: randomUUID(),
    settled: 0,
    events: happened(new Dossier(pinned('1.009141'), receivedAt)).events,
  });
  const online = (receivedAt: string, happened: (one: Dossier) => Dossier): Life => ({
    kind: 'dossier',
    id: randomUUID(),
    settled: 0,
    events: happened(new Dossier(pinned('1.009141'), receivedAt, { channel: 'online' })).events,
  });
  const done = (one: Dossier, when: string): Dossier =>
    one.works(`${when.slice(0, 10)} 08:00`).does(when, 'finish', BODIES.finish);

  // Received                     what happened                                         on 13 November      on 20 November
  const world: Life[] = [
    dossier('2026-11-02 09:00', (one) => done(one, '2026-11-04 09:00')), //             early               early
    dossier('2026-11-02 09:00', (one) => done(one, '2026-11-05 17:00')), //             on the day          on the day
    dossier('2026-11-02 09:00', (one) => done(one, '2026-11-06 09:00')), //             late                late
    dossier('2026-11-03 09:00', (one) =>
      done(one, '2026-11-09 09:00') //                                                  late, reopened and done in time
        .does('2026-11-10 09:00', 'reopen', { reason: 'Khiếu nại', clock: 'restart' })
        .does('2026-11-11 09:00', 'finish', BODIES.finish),
    ), //                                                                               late                late
    dossier('2026-10-29 09:00', (one) => done(one, '2026-11-16 09:00')), //             overdue             late
    dossier('2026-11-12 09:00', (one) => done(one, '2026-11-16 09:00')), //             in time             early
    dossier('2026-11-11 09:00', (one) =>
      one
        .does('2026-11-12 10:00', 'requestSupplement', BODIES.requestSupplement)
        .does('2026-11-17 09:00', 'withdraw', BODIES.withdraw),
    ), //                                                                               supplement          withdrawn
    dossier('2026-11-11 09:00', (one) =>
      one
        .does('2026-11-12 10:00', 'requestPayment', BODIES.requestPayment)
        .does('2026-11-17 09:00', 'stop', BODIES.stop),
    ), //                                                                               financial           stopped
    dossier('2026-11-02 09:00', (one) => one.does('2026-11-03 09:00', 'withdraw', BODIES.withdraw)), // withdrawn, both
    dossier('2026-11-02 09:00', (one) => one.does('2026-11-05 09:00', 'stop', BODIES.stop)), // stopped, both
    online('2026-11-10 09:00', (one) => one.does('2026-11-16 09:00', 'accept')), //     without a date      overdue
    online('2026-11-03 09:00', (one) => one.does('2026-11-04 09:00', 'refuse', BODIES.refuse)), // refused, both
    dossier('2026-10-20 09:00', (one) => done(one, '2026-10-22 09:00')), //             of the period before
    dossier('2026-11-18 09:00'), //                                                     not yet there       in time
    dossier('2026-11-02 09:00', (one) =>
      // Asked for by a date that lay ahead then and was moved since.
      one.does('2026-11-09 09:00', 'requestSupplement', BODIES.requestSupplement, {
        legalDue: at('2026-11-11 17:00'),
      }),
    ), //                                                                               supplement, and late
    dossier('2026-11-02 09:00', (one) =>
      done(one, '2026-11-04 09:00') //                                                  early, reopened without a date
        .does('2026-11-05 09:00', 'reopen', { reason: 'Khiếu nại', clock: 'none' })
        .does('2026-11-17 09:00', 'finish', BODIES.finish),
    ), //                                                                               without a date      early
    dossier('2026-11-02 09:00', (one) =>
      done(one, '2026-11-03 09:00').does('2026-11-04 09:00', 'deliver', BODIES.deliver),
    ), //                                                                               early               early
  ];

  const THEN = {
    received: 14,
    carriedOver: 1,
    early: 2,
    onTime: 1,
    late: 2,
    finishedNoDeadline: 0,
    inProcessOnTime: 1,
    inProcessOverdue: 1,
    inProcessNoDeadline: 2,
    supplement: 2,
    financial: 1,
    stopped: 1,
    withdrawn: 2,
  };
  const THEN_RATES = [
    { numerator: 3, denominator: 5, ratio: 0.6 },
    // Fifteen, two of which were withdrawn or refused.
    { numerator: 5, denominator: 13, ratio: 0.384615 },
    // Of these two have no date.
    { numerator: 3, denominator: 11, ratio: 0.272727 },
  ];
  const TODAY = {
    received: 15,
    carriedOver: 1,
    early: 4,
    onTime: 1,
    late: 3,
    finishedNoDeadline: 0,
    inProcessOnTime: 1,
    inProcessOverdue: 1,
    inProcessNoDeadline: 0,
    supplement: 1,
    financial: 0,
    stopped: 2,
    withdrawn: 3,
  };

  const flat = (board: Record<string, Record<string, number>>) => ({
    received: board.received,
    carriedOver: board.carriedOver,
    early: board.finished?.early,
    onTime: board.finished?.onTime,
    late: board.finished?.late,
    finishedNoDeadline: board.finished?.noDeadline,
    inProcessOnTime: board.inProcess?.onTime,
    inProcessOverdue: board.inProcess?.overdue,
    inProcessNoDeadline: board.inProcess?.noDeadline,
    supplement: board.supplement,
    financial: board.financial,
    stopped: board.stopped,
    withdrawn: board.withdrawn,
  });
  const PAST = `?from=2026-11-02&to=${LAST_DAY}`;
  let onThatDay: unknown;

  beforeAll(async () => {
    now = at(`${LAST_DAY} 23:59`);
    await settledUntil(world, now);
    onThatDay = (await boardOf(PAST)).dossiers;
    await settledUntil(world, NOW);
    now = NOW;
  });

  test('on the last day of a period each figure is what the counter would count', async () => {
    const { dossiers } = await boardOf(PAST);
    expect(flat(dossiers)).toEqual(THEN);
    const rates = [dossiers.onTimeOfResolved, dossiers.resolvedOfReceived, dossiers.onTimeOfReceived];
    expect(rates).toEqual(THEN_RATES);
  });

  test('what happened afterwards changes nothing of a past period', async () => {
    expect((await boardOf(PAST)).dossiers).toEqual(onThatDay);
  });

  test('each figure of a past period has as many rows in its list', async () => {
    expect(await lengthsOf((await boardOf(PAST)).dossiers.href)).toEqual(THEN);
  });

  test('today each figure is what has happened since, and a late finish stays late', async () => {
    const { dossiers } = await boardOf('?from=2026-11-02');
    expect(flat(dossiers)).toEqual(TODAY);
    expect(await lengthsOf(dossiers.href)).toEqual(TODAY);
  });

  test('the commune has the same figures, with lists of its own', async () => {
    const { dossiers } = await boardOf(PAST);
    expect(dossiers.byUnit).toHaveLength(1);
    expect(flat(dossiers.byUnit[0])).toEqual(THEN);
    expect(await lengthsOf(dossiers.byUnit[0].href)).toEqual(THEN);
  });

  test('what stopped after its due date stays among the overdue', async () => {
    const items = await rowsOf('/api/v1/dossiers?status=supplement&timeliness=overdue');
    expect(items.map(({ timeliness }) => timeliness)).toEqual(['overdue']);
  });

  test('a list of a past day pages like any other', async () => {
    const pages: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await api
        .as('chair')
        .get(`/api/v1/dossiers?asOf=${LAST_DAY}&to=${LAST_DAY}&limit=4${next}`);
      pages.push(...(body.items as { id: string }[]).map(({ id }) => id));
      cursor = body.nextCursor as string | null;
    }
    expect(new Set(pages).size).toBe(16);
    expect(pages).toHaveLength(16);
  });

  test('a last day alone means from the first day of its year', async () => {
    expect((await boardOf('?to=2025-06-30')).dossiers).toMatchObject({
      from: '2025-01-01',
      to: '2025-06-30',
      received: 0,
    });
    expect((await boardOf('?to=2026-11-13')).dossiers).toMatchObject({
      from: '2026-01-01',
      received: 16,
      carriedOver: 0,
    });
  });

  test.each(['?from=2026-11-14&to=2026-11-13', '?from=2026-11-21'])(
    'a period that begins after its end is refused: %s',
    async (query) => {
      const { status, body } = await api.as('chair').get(`/api/v1/dashboard${query}`);
      expect([status, body.errors[0].path]).toEqual([422, 'from']);
    },
  );
});

describe('the boards of recommendations and directives', () => {
  const until = (dueOn: string): Partial<SubmittedData> => ({
    deadline: { kind: 'leader', dueOn, setBy: 'gl-chu-tich', setAt: at('2026-11-02 09:00') },
  });
  const DUE_10 = until('2026-11-10');
  const life = (data: Partial<SubmittedData>, happened: (one: Request) => Request): Life => ({
    kind: data.kind ?? 'recommendation',
    id: randomUUID(),
    settled: 0,
    events: happened(new Request('2026-11-02 09:00', data)).events,
  });
  const led = (unitId: string, data: Partial<SubmittedData>, happened: (one: Request) => Request): Life =>
    life({ leadUnitIds: [unitId], ...data }, happened);
  const answered = (one: Request, when: string, confirmed: string): Request =>
    one.does(when, 'respond').does(confirmed, 'confirm');

  // Whose, due                   what happened                                       on 13 November        on 20 November
  const recommendations: Life[] = [
    led(SCIENCE, DUE_10, (one) => answered(one, '2026-11-09 09:00', '2026-11-12 09:00')), // on time, both
    led(FINANCE, DUE_10, (one) => answered(one, '2026-11-11 09:00', '2026-11-12 09:00')), // late, both
    led(SCIENCE, DUE_10, (one) => answered(one, '2026-11-16 09:00', '2026-11-17 09:00')), // overdue            late
    led(SCIENCE, DUE_10, (one) => answered(one, '2026-11-09 09:00', '2026-11-17 09:00')), // answered in time   on time
    led(SCIENCE, { ...until('2026-11-17'), supportingUnitIds: [FINANCE] }, (one) =>
      one.does('2026-11-12 09:00', 'contribute', { unitId: FINANCE }),
    ), //                                                                             due soon              overdue
    led(FINANCE, { deadline: { kind: 'none' } }, (one) => one), //                    without a date, both
    led(SCIENCE, DUE_10, (one) => one.does('2026-11-16 09:00', 'split')), //          overdue               in no rate
    led(FINANCE, DUE_10, (one) => one.does('2026-11-05 09:00', 'withdraw')), //       in no rate, both
    led(SCIENCE, DUE_10, (one) =>
      one.does('2026-11-03 09:00', 'return').does('2026-11-16 09:00', 'assign', { leadUnitId: FINANCE }),
    ), //                                                                             the office's, overdue finance's, overdue
  ];
  const directives: Life[] = [
    life(
      {
        kind: 'directive',
        category: null,
        wardIds: [],
        bindingness: 'order',
        leadUnitIds: [SCIENCE, FINANCE],
        ...DUE_10,
      },
      (one) =>
        one
          .does('2026-11-09 09:00', 'respond', { unitId: SCIENCE })
          .does('2026-11-16 09:00', 'respond', { unitId: FINANCE })
          .does('2026-11-17 09:00', 'confirm', { unitId: FINANCE })
          .does('2026-11-18 09:00', 'confirm', { unitId: SCIENCE }),
    ),
  ];
  const PAST = `?from=2026-11-01&to=${LAST_DAY}`;
  let onThatDay: unknown;

  beforeAll(async () => {
    const all = [...recommendations, ...directives];
    now = at(`${LAST_DAY} 23:59`);
    await settledUntil(all, now);
    const board = await boardOf(PAST);
    onThatDay = [board.recommendations, board.directives];
    await settledUntil(all, NOW);
    now = NOW;
  });

  interface Figures {
    open: number;
    overdue: number;
    dueSoon: number;
    noDeadline: number;
    worstDaysLate?: number;
    onTime?: { numerator: number; denominator: number };
    href: Record<string, string>;
  }
  /** `open overdue dueSoon noDeadline | worst | on time of done`. */
  const line = ({ open, overdue, dueSoon, noDeadline, worstDaysLate, onTime }: Figures): string =>
    [
      [open, overdue, dueSoon, noDeadline].join(' '),
      ...(onTime ? [worstDaysLate, `${onTime.numerator}/${onTime.denominator}`] : []),
    ].join(' | ');
  /** The same as counted in the lists that the figures link to. */
  const listed = async (figures: Figures): Promise<string> => {
    const lengths = (await lengthsOf(figures.href)) as unknown as Figures & {
      onTime: number;
      resolved: number;
    };
    const { onTime, resolved, ...others } = lengths;
    return line({
      ...others,
      worstDaysLate: figures.worstDaysLate,
      ...(figures.onTime ? { onTime: { numerator: onTime, denominator: resolved } } : {}),
    } as Figures);
  };
  const byUnit = (groups: (Figures & { unit: { id: string } })[]): [string, Figures][] =>
    groups.map((group) => [group.unit.id, group]);

  test.each([
    [
      PAST,
      '6 3 2 1',
      { [SCIENCE]: '4 2 2 0 | 3 | 1/1', [FINANCE]: '1 0 0 1 | 0 | 1/2', [OFFICE]: '1 1 0 0 | 3 | 0/0' },
      '6 3 2 1 | 3 | 1/2',
    ],
    [
      '',
      '3 2 0 1',
      { [SCIENCE]: '1 1 0 0 | 3 | 2/3', [FINANCE]: '2 1 0 1 | 10 | 1/2' },
      '3 2 0 1 | 10 | 2/4',
    ],
  ])(
    'recommendations %s: each unit by its own duty, and every figure as its list',
    async (query, all, departments, ward) => {
      const { recommendations: board } = await boardOf(query);
      const groups = byUnit(board.byDepartment);
      expect(line(board)).toBe(all);
      expect(Object.fromEntries(groups.map(([id, group]) => [id, line(group)]))).toEqual(departments);
      expect(byUnit(board.byWard).map(([id, group]) => [id, line(group)])).toEqual([[QUY_NHON, ward]]);
      expect(line(board.byCategory[0])).toBe(ward);
      for (const group of [
        board,
        board.byWard[0],
        board.byCategory[0],
        ...groups.map(([, one]) => one),
      ] as Figures[])
        expect(await listed(group)).toBe(line(group));
    },
  );

  test.each([
    [PAST, '1 1 0 0', { [SCIENCE]: '1 0 1 0 | 0 | 0/0', [FINANCE]: '1 1 0 0 | 3 | 0/0' }],
    ['', '0 0 0 0', { [SCIENCE]: '0 0 0 0 | 0 | 1/1', [FINANCE]: '0 0 0 0 | 0 | 0/1' }],
  ])(
    'directives %s: the late unit behind a punctual first one, under its own name',
    async (query, all, departments) => {
      const { directives: board } = await boardOf(query);
      const groups = byUnit(board.byDepartment);
      expect(line(board)).toBe(all);
      expect(Object.fromEntries(groups.map(([id, group]) => [id, line(group)]))).toEqual(departments);
      for (const group of [board, ...groups.map(([, one]) => one)] as Figures[])
        expect(await listed(group)).toBe(line(group));
    },
  );

  test('a directive is late as soon as one of its units is, and was late when one of them was', async () => {
    const id = directives[0]?.id ?? '';
    const { body } = await api.as('chair').get(`/api/v1/directives/${id}`);
    expect(body).toMatchObject({ status: 'closed', timeliness: 'doneLate', dueOn: '2026-11-10' });
  });

  test('what happened afterwards changes nothing of a past day', async () => {
    const board = await boardOf(PAST);
    expect([board.recommendations, board.directives]).toEqual(onThatDay);
  });
});
