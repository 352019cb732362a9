import { accepted, admit, eventTime, objection, type CommandMessage } from '../../../domain/case/admit';
import type { CaseEvent, CaseState, Entity } from '../../../domain/case/case';
import { refuse } from '../../../domain/case/refusals';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NINE = Date.UTC(2026, 10, 2, 2);

/** A case that counts: it refuses the word "no" and notes everything else. */
const counter: Entity<CaseState> = {
  refusal: (_state, command, _context, now) =>
    command.type === 'no' || now > NINE + MINUTE ? refuse('caseFull') : null,
  outcome: (state, command) => ({ type: `${command.type}d`, data: { after: state.version } }),
  expire: () => ({ type: 'reached', data: {} }),
  evolve: (state, event, id) => ({
    schema: 1,
    kind: 'directive',
    id,
    version: (state?.version ?? 0) + 1,
    at: event.at,
    status: 'open',
    title: 'Việc thử',
    late: {},
    last: { type: event.type, at: event.at, by: null },
  }),
  isClosed: () => false,
  allowed: () => [],
};

const opened: CaseEvent = { type: 'submitted', at: NINE - MINUTE, by: null, data: {} };
const state = counter.evolve(null, opened, 'case');
const actor = { subject: 'office', personId: null, name: 'Văn phòng', positionId: null };
const message = (more: Partial<CommandMessage> = {}): CommandMessage => ({
  commandId: 'c',
  command: { type: 'note' },
  actor,
  receivedAt: NINE,
  context: { version: 1, dues: {}, relations: [] },
  bodyHash: 'h',
  ...more,
});

describe('how a case takes a command', () => {
  it('is told which version it was meant for, before anything else is judged', () => {
    const stale = { version: 0, dues: {}, relations: [] };
    const table: [Partial<CommandMessage>, string | undefined][] = [
      [{}, undefined],
      [{ ifMatch: 1 }, undefined],
      [{ ifMatch: 2 }, 'versionMismatch'],
      [{ ifMatch: 2, context: stale, command: { type: 'no' } }, 'versionMismatch'],
      [{ context: stale }, 'staleContext'],
      [{ context: stale, command: { type: 'no' } }, 'staleContext'],
      [{ command: { type: 'no' } }, 'rules'],
    ];
    for (const [more, because] of table)
      expect([more, objection(counter, state, opened, message(more), NINE)?.because]).toEqual([
        more,
        because,
      ]);
  });

  it('judges a command by the time it was received, not by the time it got through', () => {
    const received = message({ receivedAt: NINE + MINUTE });
    expect(objection(counter, state, opened, received, NINE + 3 * MINUTE)).toBeNull();
    expect(objection(counter, state, opened, received, NINE + 7 * MINUTE)?.because).toBe('rules');
  });

  it('dates an event when it was received: not before the last one, not after now, five minutes back at most', () => {
    const at = (received: number, last: number, now: number): number => eventTime(received, last, now);
    expect(at(NINE, NINE - MINUTE, NINE + SECOND)).toBe(NINE);
    expect(at(NINE, NINE + SECOND, NINE + MINUTE)).toBe(NINE + SECOND);
    expect(at(NINE + MINUTE, NINE - MINUTE, NINE)).toBe(NINE);
    expect(at(NINE - 60 * MINUTE, NINE - 60 * MINUTE, NINE)).toBe(NINE - 5 * MINUTE);
    // A clock behind the case's last event never makes time run backwards.
    expect(at(NINE, NINE + MINUTE, NINE)).toBe(NINE + MINUTE);
  });

  it('takes it whole or not at all', () => {
    const taken = admit(counter, state, opened, message(), NINE);
    const event = { type: 'noted', at: NINE, by: actor, data: { after: 1 }, commandId: 'c', bodyHash: 'h' };
    expect(taken).toEqual({ objection: null, event, state: counter.evolve(state, event, 'case') });
    expect(accepted(counter, state, message(), NINE)).toEqual(event);
    expect(admit(counter, state, opened, message({ ifMatch: 9 }), NINE)).toEqual({
      objection: { because: 'versionMismatch', refusal: { reason: 'versionMismatch' } },
    });
  });
});
