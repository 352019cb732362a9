/** Tables of statuses, written by hand: a row is a call in a situation, a column somebody who makes it. */
import { randomUUID } from 'node:crypto';
import type { Harness } from './harness';

/** Who stands in the columns: users of the demo province. */
export const ROLES = [
  'ward',
  'ward-chair',
  'ward-b',
  'finance',
  'science',
  'finance-director',
  'office',
  'chair',
  'counter',
  'officer',
  'admin',
  'citizen',
] as const;
export type Role = (typeof ROLES)[number];

export type Row = [call: string, situation: string, expected: Record<string, number>];

/**
 * Reads a table, leaving out lines that begin with #: a line of column heads, then lines `call | situation | status status …`. A line with a column too few
 * or too many is a mistake of the table.
 */
export function rows(text: string): Row[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const cells = (line: string): string[] => line.trim().split(/\s+/);
  const heads = cells((lines[0] ?? '').split('|')[2] ?? '');
  return lines.slice(1).map((line) => {
    const [call = '', situation = '', statuses = ''] = line.split('|').map((part) => part.trim());
    const numbers = cells(statuses).map(Number);
    if (numbers.length !== heads.length)
      throw new Error(`the row "${line}" has not one status for each head`);
    return [
      call,
      situation,
      Object.fromEntries(heads.map((head, index) => [head, numbers[index] as number])),
    ];
  });
}

/** A kind of case, how each of its situations comes about, and what each command says. */
export interface Commands {
  plural: 'recommendations' | 'directives' | 'dossiers';
  situations: Record<string, () => Promise<string>>;
  bodies: Record<string, (id: string) => object>;
}

export interface Given {
  status: number;
  body: Record<string, unknown>;
}

export function commandsOf(api: () => Harness, { plural, situations, bodies }: Commands) {
  const address = (id: string): string => `/api/v1/${plural}/${id}`;
  const bodyOf = (command: string, id: string): object => {
    const fields = bodies[command];
    if (!fields) throw new Error(`nothing is said of the command ${command}`);
    return { type: command, ...fields(id) };
  };
  const inSituation = async (situation: string): Promise<string> => {
    const make = situations[situation];
    if (!make) throw new Error(`nobody knows how "${situation}" comes about`);
    return make();
  };
  const send = async (role: string, id: string, body: object, key: string = randomUUID()): Promise<Given> => {
    const answer = await api()
      .as(role)
      .post(`${address(id)}/commands`, body, { 'Idempotency-Key': key });
    return { status: answer.status, body: answer.body as Record<string, unknown> };
  };
  /** How many events the case has: its version. Read as the chair, who sees every case. */
  const eventsOf = async (id: string): Promise<number> => {
    const { body } = await api().as('chair').get(address(id));
    return (body as { version: number }).version;
  };
  return {
    inSituation,
    send,
    eventsOf,
    bodyOf,
    /** The statuses of one command by everybody: first those who are refused, all on one case; then each of the others on a case of their own. */
    async byEverybody(command: string, situation: string, expected: Record<string, number>) {
      const got: Record<string, number> = {};
      const refused = Object.keys(expected).filter((role) => expected[role] !== 200);
      const id = await inSituation(situation);
      const before = await eventsOf(id);
      for (const role of refused) got[role] = (await send(role, id, bodyOf(command, id))).status;
      const added = (await eventsOf(id)) - before;
      for (const role of Object.keys(expected).filter((one) => expected[one] === 200)) {
        const own = await inSituation(situation);
        got[role] = (await send(role, own, bodyOf(command, own))).status;
      }
      return { got, added };
    },
    /** One command sent four times: with a key, with the key again, with the key and another body, with another key. */
    async twice(command: string, situation: string, role: string, otherBody: object) {
      const id = await inSituation(situation);
      const before = await eventsOf(id);
      const key = randomUUID();
      const body = bodyOf(command, id);
      const first = await send(role, id, body, key);
      const again = await send(role, id, body, key);
      const other = await send(role, id, { ...body, ...otherBody }, key);
      const added = (await eventsOf(id)) - before;
      const afresh = await send(role, id, body);
      return { first, again, other, added, afresh };
    },
  };
}

export type Commanded = ReturnType<typeof commandsOf>;

/** Who may give a command, and that the refused leave no trace. */
export function testWhoMay(given: Commanded, table: readonly Row[]): void {
  test.each(table as Row[])('%s, %s: who may', async (command, situation, expected) => {
    const { got, added } = await given.byEverybody(command, situation, expected);
    expect(got).toEqual(expected);
    expect(added).toBe(0);
  });
}

/** What everybody hears of every command to a case that has ended. */
export function testEnded(given: Commanded, table: readonly Row[], commands: readonly string[]): void {
  test.each(table as Row[])('%s command, %s: who hears what', async (_any, situation, expected) => {
    const id = await given.inSituation(situation);
    const before = await given.eventsOf(id);
    for (const command of commands) {
      const got: Record<string, number> = {};
      for (const role of Object.keys(expected))
        got[role] = (await given.send(role, id, given.bodyOf(command, id))).status;
      expect([command, got]).toEqual([command, expected]);
    }
    expect(await given.eventsOf(id)).toBe(before);
  });
}

/** `other`: another body under the same key; `afresh`, `why`: status and reason of the same command under a new key. */
export type Twice = [
  command: string,
  situation: string,
  role: string,
  other: object,
  afresh: number,
  why: string | undefined,
];

/**
 * A click that was doubled: the same key is the same act; another body under the key is a mistake of the sender; a new
 * key is a new act, which the rules allow or not.
 */
export function testTwice(given: Commanded, table: readonly Twice[]): void {
  test.each(table as Twice[])(
    '%s, %s, by %s, sent twice',
    async (command, situation, role, body, status, why) => {
      const { first, again, other, added, afresh } = await given.twice(command, situation, role, body);
      expect(first.status).toBe(200);
      expect(again).toEqual(first);
      expect([other.status, other.body.reason]).toEqual([422, 'idempotencyKeyReused']);
      expect(added).toBe(1);
      expect([afresh.status, afresh.body.reason]).toEqual([status, why]);
    },
  );
}
