import { dueOf } from '../../../domain/time/due';
import { explain } from '../../../domain/time/explain';
import { fromIso } from '../../../domain/time/plain-date';
import { standsSince } from '../../../domain/time/remaining';
import type { Ledger } from '../../../domain/time/types';
import { CALENDAR } from '../dossier/support';

const at = (text: string): number => fromIso(`${text}:00+07:00`);
const ledger: Ledger = {
  startAt: at('2026-11-02T09:00'),
  startReason: 'tiếp nhận',
  term: { unit: 'WORKING_DAY', amount: 3 },
  extensions: [],
  pauses: [{ from: at('2026-11-03T10:00'), to: null, reason: 'SUPPLEMENT' }],
  suspensions: [],
  restarts: [],
  owner: 'office',
};

test('reasons without asOf end in the date that stands, and say that the clock stands', () => {
  const lines = explain(ledger, CALENDAR);
  expect(lines.at(-1)).toMatchObject({ kind: 'result', on: dueOf(ledger, CALENDAR).dueOn });
  expect(lines.find(({ kind }) => kind === 'pause')?.text).toContain('Đồng hồ đang đứng');
});

test('since when a clock stands: its earliest open stop', () => {
  expect(standsSince(ledger)).toBe(at('2026-11-03T10:00'));
  const restarts = [{ requestedAt: at('2026-11-02T15:00'), reacceptedAt: null }];
  expect(standsSince({ ...ledger, restarts })).toBe(at('2026-11-02T15:00'));
  expect(standsSince({ ...ledger, pauses: [] })).toBeNull();
});
