import { dueOf } from '../../../domain/time/due';
import { explain } from '../../../domain/time/explain';
import { fromIso, toIso } from '../../../domain/time/plain-date';
import { resolveCalendar } from '../../../domain/time/calendar';
import type { Ledger, Term } from '../../../domain/time/types';
import calendarFile from '../../fixtures/calendar-vn.json';
import vectorFile from '../../fixtures/deadline-vectors.json';
import { LAYERS, VN } from './support';

interface Vector {
  id: string;
  unit: string;
  amount: number;
  cutoff?: string;
  receivedAt: string;
  pauses?: { from: string; to: string; reason: string }[];
  extensions?: { decidedAt: string; unit: string; amount: number; reason: string }[];
  supplements?: { policy: string; requestedAt: string; reacceptedAt: string }[];
  zone?: string;
  zoneExtension?: { unit: string; amount: number };
  expectedDueOn: string;
  expectedDueAt: string;
  originalDueOn?: string;
  nominalDueOn?: string;
  why: string;
}

const vectors: Vector[] = vectorFile.vectors;

function term({ unit, amount, cutoff }: { unit: string; amount: number; cutoff?: string }): Term {
  return { unit: unit as Term['unit'], amount, cutoff };
}

function ledgerOf(vector: Vector): Ledger {
  return {
    startAt: fromIso(vector.receivedAt),
    startReason: 'Tiếp nhận hồ sơ',
    term: term(vector),
    zoneExtension: vector.zoneExtension && { ...term(vector.zoneExtension), zone: vector.zone ?? '' },
    extensions: (vector.extensions ?? []).map((extension) => ({
      term: term(extension),
      reason: extension.reason,
      decidedAt: fromIso(extension.decidedAt),
    })),
    pauses: (vector.pauses ?? []).map(({ from, to, reason }) => ({
      from: fromIso(from),
      to: fromIso(to),
      reason,
    })),
    suspensions: [],
    restarts: (vector.supplements ?? []).map(({ requestedAt, reacceptedAt }) => ({
      requestedAt: fromIso(requestedAt),
      reacceptedAt: fromIso(reacceptedAt),
    })),
    owner: 'office',
  };
}

test('the file holds the twenty vectors this suite was written for', () => {
  expect(vectors.map(({ id }) => id)).toHaveLength(20);
});

test.each(vectors)('$id $unit $amount from $receivedAt is due $expectedDueAt', (vector) => {
  const due = dueOf(ledgerOf(vector), VN);
  expect({ on: due.dueOn, at: toIso(due.dueAt) }).toEqual({
    on: vector.expectedDueOn,
    at: vector.expectedDueAt,
  });
  expect(vector.nominalDueOn ? due.nominalDueOn : undefined).toBe(vector.nominalDueOn);
  expect(due.originalDueOn).toBe(vector.originalDueOn ?? vector.expectedDueOn);
});

test.each(vectors)('$id explains itself and ends on the same day', (vector) => {
  const lines = explain(ledgerOf(vector), VN);
  expect(lines[0]).toMatchObject({ kind: 'start', on: vector.receivedAt.slice(0, 10) });
  expect(lines.at(-1)).toMatchObject({ kind: 'result', on: vector.expectedDueOn });
  expect(lines.filter(({ kind }) => kind === 'result')).toHaveLength(1);
});

describe('skipped days are named', () => {
  const linesOf = (id: string) => {
    const vector = vectors.find((candidate) => candidate.id === id);
    if (!vector) throw new Error(`no vector ${id}`);
    return explain(ledgerOf(vector), VN).map(({ kind, on, from, to, name }) => ({
      kind,
      on,
      from,
      to,
      name,
    }));
  };

  test('DV-01 passes two weekends and Tết', () => {
    expect(linesOf('DV-01')).toEqual([
      { kind: 'start', on: '2026-02-12', name: 'Tiếp nhận hồ sơ' },
      { kind: 'skip', from: '2026-02-14', to: '2026-02-15', name: 'Thứ Bảy, Chủ nhật' },
      { kind: 'skip', from: '2026-02-16', to: '2026-02-20', name: 'Tết Nguyên đán' },
      { kind: 'skip', from: '2026-02-21', to: '2026-02-22', name: 'Thứ Bảy, Chủ nhật' },
      { kind: 'result', on: '2026-02-24', name: 'Hạn' },
    ]);
  });

  test('DV-02 notes the make-up Saturday it ends on', () => {
    expect(linesOf('DV-02')).toContainEqual({
      kind: 'partial',
      on: '2026-01-10',
      name: 'Làm bù cho ngày 02/01/2026',
    });
  });

  test('DV-09 does not list closed days it counts, only those it rolls over', () => {
    expect(linesOf('DV-09')).toEqual([
      { kind: 'start', on: '2026-03-04', name: 'Tiếp nhận hồ sơ' },
      { kind: 'skip', from: '2026-03-14', to: '2026-03-15', name: 'Thứ Bảy, Chủ nhật' },
      { kind: 'roll', from: '2026-03-14', to: '2026-03-16', name: 'Thứ Bảy' },
      { kind: 'result', on: '2026-03-16', name: 'Hạn' },
    ]);
  });

  test('DV-16 shows the pause by its days', () => {
    expect(linesOf('DV-16')).toEqual([
      { kind: 'start', on: '2026-03-02', name: 'Tiếp nhận hồ sơ' },
      { kind: 'pause', from: '2026-03-06', to: '2026-03-09', name: 'CITIZEN_FINANCIAL_OBLIGATION' },
      { kind: 'skip', from: '2026-03-07', to: '2026-03-08', name: 'Thứ Bảy, Chủ nhật' },
      { kind: 'result', on: '2026-03-13', name: 'Hạn' },
    ]);
  });

  test('DV-18 shows the National Day break, the extension and the original date', () => {
    expect(linesOf('DV-18')).toEqual([
      { kind: 'start', on: '2026-08-24', name: 'Tiếp nhận hồ sơ' },
      { kind: 'skip', from: '2026-08-29', to: '2026-08-30', name: 'Thứ Bảy, Chủ nhật' },
      { kind: 'skip', on: '2026-08-31', name: 'Nghỉ hoán đổi dịp Quốc khánh' },
      { kind: 'skip', on: '2026-09-01', name: 'Quốc khánh (ngày liền kề)' },
      { kind: 'skip', on: '2026-09-02', name: 'Quốc khánh' },
      { kind: 'extension', on: '2026-08-26', name: 'VERIFICATION' },
      { kind: 'result', on: '2026-09-04', name: 'Hạn' },
    ]);
    const vector = vectors.find(({ id }) => id === 'DV-18') as Vector;
    const extension = explain(ledgerOf(vector), VN).find(({ kind }) => kind === 'extension');
    expect(extension?.text).toContain('Hạn gốc 28/08/2026');
  });

  test('DV-19 shows the supplement round and the new start', () => {
    expect(linesOf('DV-19')).toEqual([
      { kind: 'start', on: '2026-05-04', name: 'Tiếp nhận hồ sơ' },
      { kind: 'start', on: '2026-05-13', name: 'Tiếp nhận lại' },
      { kind: 'pause', from: '2026-05-07', to: '2026-05-13', name: 'Chờ bổ sung hồ sơ' },
      { kind: 'skip', from: '2026-05-16', to: '2026-05-17', name: 'Thứ Bảy, Chủ nhật' },
      { kind: 'result', on: '2026-05-20', name: 'Hạn' },
    ]);
  });

  test('DV-20 shows the zone and three weekends', () => {
    const lines = linesOf('DV-20');
    expect(lines[1]).toEqual({ kind: 'extension', on: '2026-06-01', name: 'Địa bàn miền núi' });
    expect(lines.filter(({ kind }) => kind === 'skip').map(({ from }) => from)).toEqual([
      '2026-06-06',
      '2026-06-13',
      '2026-06-20',
    ]);
  });
});

describe('the same case under two published versions', () => {
  const rows = calendarFile.replayExamples.flatMap((example) =>
    Object.entries(example.dueOnByVersion).map(([version, dueOn]) => ({
      ...example,
      version: Number(version),
      dueOn,
    })),
  );

  test.each(rows)('$id under version $version is due $dueOn', (row) => {
    const published = calendarFile.versions.find(({ version }) => version === row.version)?.publishedOn ?? '';
    const calendar = resolveCalendar(LAYERS, { asOf: published });
    expect(calendar.versions).toEqual([`vn@${row.version}`]);
    const ledger = ledgerOf({ ...row, expectedDueOn: '', expectedDueAt: '' });
    expect(dueOf(ledger, calendar).dueOn).toBe(row.dueOn);
  });
});

test.each(Object.entries(calendarFile.checks.workingDays))('%s has %d working days', (year, expected) => {
  let open = 0;
  for (
    let date = `${year}-01-01`;
    date.startsWith(year);
    date = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
  )
    if (VN.isOpen(date)) open += 1;
  expect(open).toBe(expected);
});
