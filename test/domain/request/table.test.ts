import { REQUEST_COMMANDS } from '../../../domain/request/matrix';
import { REQUEST_STATUSES } from '../../../domain/request/state';
import { FINANCE, SCIENCE, type Story, directive, routed, unrouted } from './support';

/** Written by hand from the rules, not from the code. `.` accepted; a letter = the reason below. */
const REASONS: Record<string, string> = {
  S: 'notInThisStatus',
  D: 'notInThisDutyStatus',
  C: 'closed',
  L: 'leadDoesNotContribute',
  N: 'notLead',
  X: 'noExtensionRequested',
  P: 'answerPending',
};

/** Commands about the whole matter; with a unit they mean one part of it. */
const FOR_ALL = ['setDueDate', 'withdraw'];
const NOON = '2026-11-25 12:00';

const RECOMMENDATION = `
                    triage assigned inProgress waitingWard responded rework followUp
assign              .      .        .          S           P         .      .
split               .      .        S          S           S         S      S
accept              S      .        D          D           D         D      D
return              S      .        D          D           D         D      D
requestInformation  S      .        .          S           S         .      S
provideInformation  S      S        S          .           S         S      S
contribute          S      L        L          D           D         L      S
respond             S      .        .          S           D         .      .
confirm             S      D        D          S           .         D      D
dispute             S      D        D          S           .         D      D
requestExtension    S      .        .          S           S         .      S
decideExtension     S      X        X          S           S         X      S
setDueDate          .      .        .          .           .         .      .
merge               .      .        .          .           S         .      S
forward             .      .        .          .           S         .      S
withdraw            .      .        .          .           .         .      .
reportProgress      S      .        .          .           S         .      .
note                .      .        .          .           .         .      .
`;

const DIRECTIVE = `
                    triage assigned inProgress responded rework followUp
assign              .      .        .          .         .      .
split               S      S        S          S         S      S
accept              S      .        D          D         D      D
return              S      .        D          D         D      D
requestInformation  S      S        S          S         S      S
provideInformation  S      S        S          S         S      S
contribute          S      S        S          S         S      S
respond             S      .        .          D         .      .
confirm             S      D        D          .         D      D
dispute             S      D        D          .         D      D
requestExtension    S      .        .          S         .      S
decideExtension     S      X        X          S         X      S
setDueDate          .      .        .          .         .      .
merge               S      S        S          S         S      S
forward             S      S        S          S         S      S
withdraw            .      .        .          .         .      .
reportProgress      S      S        S          S         S      S
note                .      .        .          .         .      .
`;

/** What a supporter may do with its own duty, while the lead works. */
const SUPPORTER = `
                    assigned accepted done
accept              .        D        D
return              .        D        D
requestInformation  N        N        D
contribute          .        .        D
respond             N        N        N
requestExtension    N        N        D
setDueDate          .        .        D
reportProgress      .        .        .
`;

interface Cell {
  status: string;
  command: string;
  expected: string | null;
}

function cells(table: string): Cell[] {
  const [head = '', ...rows] = table.split('\n').filter((line) => line.trim() !== '');
  const statuses = head.trim().split(/\s+/);
  return rows.flatMap((row) => {
    const [command = '', ...marks] = row.trim().split(/\s+/);
    return marks.map((mark, index) => ({
      status: statuses[index] ?? '',
      command,
      expected: mark === '.' ? null : (REASONS[mark] ?? mark),
    }));
  });
}

const PLANNED = { outcome: 'planned', text: 'Sẽ làm', promisedOn: '2027-01-15' };

const inStatus = (open: (data?: object) => Story): Record<string, () => Story> => ({
  triage: () => open({ leadUnitIds: [] }),
  assigned: () => open(),
  inProgress: () => open().does('2026-11-23 09:00', 'accept'),
  waitingWard: () => open().does('2026-11-23 09:00', 'requestInformation'),
  responded: () => open().does('2026-11-23 09:00', 'respond'),
  rework: () => open().does('2026-11-23 09:00', 'respond').does('2026-11-25 09:00', 'dispute'),
  followUp: () => open().does('2026-11-23 09:00', 'respond', PLANNED).does('2026-11-25 09:00', 'confirm'),
});

describe('a recommendation', () => {
  const given = inStatus((data = {}) => routed(data));
  const own = { unitId: SCIENCE };

  test.each(cells(RECOMMENDATION))('in $status, $command: $expected', ({ status, command, expected }) => {
    const story = given[status]?.();
    expect(story?.state.status).toBe(status);
    expect(story?.refusal(NOON, command, FOR_ALL.includes(command) ? {} : own)).toBe(expected);
    // The buttons a person sees come from the same rules: what is accepted is among them.
    expect(offered(expected)).toContain(allowed(story).includes(command));
  });

  const ended: Record<string, () => Story> = {
    closed: () => routed().does('2026-11-23 09:00', 'respond').does('2026-11-25 09:00', 'confirm'),
    withdrawn: () => routed().does('2026-11-23 09:00', 'withdraw'),
    merged: () => routed().does('2026-11-23 09:00', 'merge'),
    forwarded: () => unrouted().does('2026-11-23 09:00', 'forward'),
  };
  test.each(Object.keys(ended))('that is %s takes no command any more', (status) => {
    const story = ended[status]?.();
    expect(story?.state).toMatchObject({ status, closedAt: expect.any(Number) });
    expect(REQUEST_COMMANDS.map((command) => story?.refusal(NOON, command, own))).toEqual(
      REQUEST_COMMANDS.map(() => 'closed'),
    );
    expect(allowed(story)).toEqual([]);
  });

  test('the tables name every status and every command', () => {
    const named = new Set(cells(RECOMMENDATION).map((cell) => cell.status));
    const never = 'submitted'; // the first event leads on to triage or to a department
    expect([...named, ...Object.keys(ended), never].sort()).toEqual([...REQUEST_STATUSES].sort());
    for (const table of [RECOMMENDATION, DIRECTIVE])
      expect([...new Set(cells(table).map((cell) => cell.command))].sort()).toEqual(
        [...REQUEST_COMMANDS].sort(),
      );
  });
});

describe('a directive', () => {
  const given = inStatus((data = {}) => directive({ leadUnitIds: [SCIENCE], ...data }));

  test.each(cells(DIRECTIVE))('in $status, $command: $expected', ({ status, command, expected }) => {
    const story = given[status]?.();
    expect(story?.state.status).toBe(status);
    expect(story?.refusal(NOON, command, FOR_ALL.includes(command) ? {} : { unitId: SCIENCE })).toBe(
      expected,
    );
    expect(offered(expected)).toContain(allowed(story).includes(command));
  });
});

describe('a supporter', () => {
  const open = (): Story =>
    routed({ supportingUnitIds: [FINANCE] }).does('2026-11-23 08:00', 'accept', { unitId: SCIENCE });
  const given: Record<string, () => Story> = {
    assigned: open,
    accepted: () => open().does('2026-11-23 09:00', 'accept', { unitId: FINANCE }),
    done: () => open().does('2026-11-23 09:00', 'contribute', { unitId: FINANCE }),
  };
  test.each(cells(SUPPORTER))(
    'whose duty is $status, $command: $expected',
    ({ status, command, expected }) => {
      const story = given[status]?.();
      expect(story?.duty(FINANCE).status).toBe(status);
      expect(story?.refusal('2026-11-25 12:00', command, { unitId: FINANCE })).toBe(expected);
    },
  );
});

test('who has no duty in the case gives none of its commands', () => {
  for (const command of ['accept', 'return', 'respond', 'requestExtension', 'contribute', 'reportProgress'])
    expect(routed().refusal('2026-11-23 12:00', command, { unitId: FINANCE })).toBe('noSuchDuty');
});

/** Whether a command is offered: what is accepted is; what the status rules out is not; else the moment decides. */
function offered(expected: string | null): boolean[] {
  if (expected === null) return [true];
  return expected === 'notInThisStatus' || expected === 'notInThisDutyStatus' ? [false] : [true, false];
}

const allowed = (story: Story | undefined): string[] => (story ? story.allowed : []);
