import { COMMANDS, isFinal } from '../../../domain/dossier/matrix';
import { dossier } from '../../../domain/dossier/entity';
import { STATUS_CODES, type Status } from '../../../domain/dossier/state';
import { BODIES, Story, pinned } from './support';

const OPEN = '2026-11-25 09:00';
const NEXT = '2026-11-25 10:00';

const story = (channel: 'inPerson' | 'online' = 'inPerson'): Story =>
  new Story(pinned('1.004873'), OPEN, { channel });
const working = (): Story =>
  story().does('2026-11-25 09:10', 'claim').does('2026-11-25 09:20', 'completeStep');
const finished = (): Story =>
  story().works('2026-11-25 09:05').does('2026-11-25 09:50', 'finish', BODIES.finish);

/** How a dossier comes into each status, and what may then be asked of it; written by hand from the design. */
const CASES: Record<Status, { given: () => Story; allowed: string; code: number }> = {
  registered: { given: () => story('online'), allowed: 'accept refuse withdraw note', code: 1 },
  received: {
    given: () => story(),
    allowed:
      'claim handOver completeStep requestSupplement requestPayment recordPayment pause resume extend finish withdraw stop recordChild note',
    code: 2,
  },
  notAccepted: { given: () => story('online').does(NEXT, 'refuse', BODIES.refuse), allowed: '', code: 3 },
  inProcess: {
    given: working,
    allowed:
      'claim release handOver recall completeStep returnToStep requestSupplement requestPayment recordPayment pause resume extend sign finish withdraw stop recordChild note',
    code: 4,
  },
  supplement: {
    given: () => working().does(NEXT, 'requestSupplement', BODIES.requestSupplement),
    allowed: 'receiveSupplement withdraw stop recordChild note',
    code: 5,
  },
  financial: {
    given: () => working().does(NEXT, 'requestPayment', BODIES.requestPayment),
    allowed: 'recordPayment withdraw stop recordChild note',
    code: 6,
  },
  withdrawn: { given: () => working().does(NEXT, 'withdraw', BODIES.withdraw), allowed: '', code: 7 },
  stopped: { given: () => working().does(NEXT, 'stop', BODIES.stop), allowed: '', code: 8 },
  finished: { given: finished, allowed: 'deliver correct reopen note', code: 9 },
  returned: { given: () => finished().does(NEXT, 'deliver', BODIES.deliver), allowed: '', code: 10 },
};

describe.each(Object.keys(CASES) as Status[])('a dossier that is %s', (status) => {
  const { given, allowed, code } = CASES[status];
  const possible = allowed.split(' ').filter(Boolean);
  const impossible = COMMANDS.filter((type) => !possible.includes(type));

  test(`carries the national code ${code}`, () => {
    const { state } = given();
    expect([state.status, state.statusCode, STATUS_CODES[status]]).toEqual([status, code, code]);
  });

  test.each(impossible)('refuses %s', (type) => {
    const expected = possible.length === 0 ? 'closed' : 'notInThisStatus';
    expect(given().refusal('2026-11-25 10:30', type, BODIES[type])).toBe(expected);
  });

  if (possible.length > 0)
    test.each(possible)('does not refuse %s because of its status', (type) => {
      expect(['notInThisStatus', 'closed']).not.toContain(
        given().refusal('2026-11-25 10:30', type, BODIES[type]),
      );
    });

  test('offers exactly the commands that are not refused', () => {
    const { state } = given();
    const offered = dossier.allowed(state);
    const accepted = COMMANDS.filter(
      (type) => given().refusal('2026-11-25 10:30', type, BODIES[type]) === null,
    );
    expect(accepted.filter((type) => !offered.includes(type))).toEqual([]);
    expect(possible).toEqual(expect.arrayContaining(offered));
  });

  test('is closed exactly when nothing more can happen', () => {
    const { state } = given();
    expect(dossier.isClosed(state)).toBe(possible.length === 0);
    expect(isFinal(status)).toBe(possible.length === 0);
  });
});

describe('ways between statuses', () => {
  test.each([
    ['registered', 'accept', 'received'],
    ['registered', 'refuse', 'notAccepted'],
    ['registered', 'withdraw', 'withdrawn'],
    ['received', 'claim', 'inProcess'],
    ['received', 'handOver', 'inProcess'],
    ['received', 'completeStep', 'inProcess'],
    ['received', 'requestSupplement', 'supplement'],
    ['received', 'requestPayment', 'financial'],
    ['received', 'withdraw', 'withdrawn'],
    ['received', 'stop', 'stopped'],
    ['received', 'pause', 'received'],
    ['inProcess', 'completeStep', 'inProcess'],
    ['inProcess', 'returnToStep', 'inProcess'],
    ['inProcess', 'sign', 'inProcess'],
    ['supplement', 'receiveSupplement', 'inProcess'],
    ['supplement', 'withdraw', 'withdrawn'],
    ['supplement', 'stop', 'stopped'],
    ['financial', 'recordPayment', 'inProcess'],
    ['financial', 'withdraw', 'withdrawn'],
    ['financial', 'stop', 'stopped'],
    ['finished', 'deliver', 'returned'],
    ['finished', 'correct', 'inProcess'],
    ['finished', 'reopen', 'inProcess'],
  ] as [Status, string, Status][])('%s, %s → %s', (from, type, to) => {
    const { state } = CASES[from].given().does('2026-11-25 10:30', type, BODIES[type]);
    expect([state.status, state.statusCode]).toEqual([to, STATUS_CODES[to]]);
  });

  test('an unknown command is refused by name', () => {
    expect(story().refusal(NEXT, 'abolish')).toBe('unknownCommand');
    expect(story().refusal(NEXT, 'toString')).toBe('unknownCommand');
  });

  test.each([
    ['inProcess', 'requestSupplement', { items: [], reason: 'x' }],
    ['inProcess', 'pause', { reason: 'VERIFICATION', evidence: ' ' }],
    ['inProcess', 'stop', {}],
    ['finished', 'reopen', { reason: 'x' }],
  ] as [Status, string, Record<string, unknown>][])(
    '%s: %s without its reasons is refused',
    (from, type, body) => {
      expect(CASES[from].given().refusal(NEXT, type, body)).toBe('missingField');
    },
  );
});
