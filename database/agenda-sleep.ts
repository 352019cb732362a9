/** Until when agendas sleep, and who sleeps too long. */
import type { Instant } from '../domain/time/types';
import type { Client } from './pool';

/**
 * Offices whose agenda sleeps past their earliest instant given here. Locks the rows they sleep by, so that an
 * agenda about to fall asleep either sees this transaction's rungs or is found here and signalled after commit.
 */
export async function oversleeping(client: Client, earliest: Map<string, Instant>): Promise<string[]> {
  if (earliest.size === 0) return [];
  const { rows } = await client.query<{ office: string; sleeps: string }>(
    {
      name: 'agenda.sleeps',
      text: `SELECT office, extract(epoch FROM sleeps_until) * 1000 AS sleeps
     FROM agenda WHERE office = ANY($1) ORDER BY office FOR SHARE`,
    },
    [[...earliest.keys()]],
  );
  const sleeps = new Map(rows.map((row) => [row.office, Number(row.sleeps)]));
  return [...earliest]
    .filter(([office, at]) => at < (sleeps.get(office) ?? Infinity))
    .map(([office]) => office);
}
