import { createHash, randomUUID } from 'node:crypto';
import { chase, meetingSettled, recordMeeting, wakeUp } from '../../activities';
import { SCIENCE } from '../support/cases';
import type { MeetingInput } from '../../workflows/messages';
import { at, inParallel, settled, startBench, story, type Bench } from './support';

interface AuditRow {
  unit_id: string;
  seq: string;
  what: string;
  body: string;
  hash: Buffer;
}

/** The chain of every unit, computed anew from what is written. */
function brokenAt(rows: AuditRow[]): string[] {
  const heads = new Map<string, { seq: number; hash: Buffer }>();
  return rows.flatMap((row) => {
    const head = heads.get(row.unit_id) ?? { seq: 0, hash: Buffer.alloc(0) };
    const text = `${row.unit_id}|${row.seq}|${row.what}|${row.body}`;
    const hash = createHash('sha256').update(head.hash).update(text, 'utf8').digest();
    heads.set(row.unit_id, { seq: Number(row.seq), hash: row.hash });
    const isWhole = Number(row.seq) === head.seq + 1 && hash.equals(row.hash);
    return isWhole ? [] : [`${row.unit_id} ${row.seq}`];
  });
}

describe('records', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  const audit = (): Promise<AuditRow[]> => bench.rows('SELECT * FROM audit ORDER BY unit_id, seq');

  describe('the audit chain', () => {
    it('verifies over many cases settled and chased at once, and its heads are the last rows', async () => {
      const wards = ['gl-phuong-quy-nhon', 'gl-xa-minh-hoa-a', 'gl-xa-minh-hoa-b'];
      const many = Array.from({ length: 24 }, (_, index) =>
        story({ wardIds: [wards[index % 3] ?? ''] })
          .does('2026-11-20 09:10', 'accept')
          .does('2026-11-23 09:00', 'note', { text: 'Ông Nguyễn Văn A — "đã gọi"\n\\ 🇻🇳' }),
      );
      await inParallel(many, 8, (one) => settled(bench, one));
      await Promise.all([1, 2].map(() => chase({ office: SCIENCE, now: at('2027-02-01 09:00') })));
      const rows = await audit();
      expect(rows).toHaveLength(24 * 3 + 24 * 5);
      expect(brokenAt(rows)).toEqual([]);
      const heads = await bench.rows<{ unit_id: string; seq: string; hash: Buffer }>(
        'SELECT * FROM audit_head',
      );
      for (const head of heads) {
        const last = rows.filter((row) => row.unit_id === head.unit_id).at(-1);
        expect([head.seq, head.hash]).toEqual([last?.seq, last?.hash]);
      }
    });

    it('holds what was commanded: by whom, when, with what', async () => {
      const one = story().does('2026-11-20 09:10', 'accept');
      Object.assign(one.events[1]!, { commandId: `${one.id}-key`, bodyHash: 'hash' });
      await settled(bench, one);
      const [row] = await bench.rows<{ body: string; by: object; unit_id: string }>(
        `SELECT * FROM audit WHERE what = 'accepted'`,
      );
      expect(row?.unit_id).toBe('gl-phuong-quy-nhon');
      expect(JSON.parse(row?.body ?? '')).toMatchObject({
        id: one.id,
        version: 2,
        type: 'accepted',
        at: at('2026-11-20 09:10'),
        by: { name: SCIENCE },
        data: { unitId: SCIENCE },
        commandId: `${one.id}-key`,
      });
    });

    it('shows what was changed, removed or put in another order by somebody who could', async () => {
      await settled(bench, story().does('2026-11-20 09:10', 'accept').does('2026-11-23 09:00', 'note'));
      const rows = await audit();
      expect(brokenAt(rows)).toEqual([]);
      expect(brokenAt(rows.map((row, i) => (i === 1 ? { ...row, body: `${row.body} ` } : row)))).not.toEqual(
        [],
      );
      expect(brokenAt(rows.map((row, i) => (i === 1 ? { ...row, what: 'returned' } : row)))).not.toEqual([]);
      expect(brokenAt(rows.filter((_, i) => i !== 1))).not.toEqual([]);
      expect(brokenAt([rows[0]!, rows[2]!, rows[1]!])).not.toEqual([]);
    });

    it.each([
      ['UPDATE audit SET what = what', /permission denied/],
      ['DELETE FROM audit', /permission denied/],
      [
        `INSERT INTO audit (unit_id, seq, at, what, body, hash) VALUES ('x', 1, now(), 'x', 'x', '')`,
        /permission denied/,
      ],
      [`UPDATE audit_head SET seq = 0`, /permission denied/],
      ['TRUNCATE audit', /permission denied/],
      ['ALTER TABLE audit DISABLE TRIGGER audit_append_only', /must be owner/],
      ['DROP TRIGGER audit_append_only ON audit', /must be owner/],
      [`SET session_replication_role = 'replica'`, /permission denied/],
    ])('is not to be changed by the application: %s', async (sql, message) => {
      await settled(bench, story());
      await expect(bench.pool.query(sql)).rejects.toThrow(message);
    });

    it('is not to be changed row by row by the schema’s owner either', async () => {
      await settled(bench, story());
      await expect(bench.owner.query('DELETE FROM audit')).rejects.toThrow(/never changed/);
    });
  });

  describe('waking up', () => {
    const input = (id: string, version: number, now: string) =>
      ({ kind: 'recommendation', id, version, now: at(now) }) as const;

    it('tells what has truly been reached, and twice tells the same: it writes nothing', async () => {
      const one = await settled(bench, story().does('2026-11-20 09:10', 'accept'));
      const due = at('2026-12-14 17:00');
      const wakeAt = one.derived.wakeAt ?? 0;
      expect(await wakeUp(input(one.id, 2, '2026-12-14 16:59'))).toEqual({
        version: 2,
        reached: [],
        nextAt: wakeAt,
      });
      const first = await wakeUp(input(one.id, 2, '2026-12-14 17:11'));
      expect(first.reached).toEqual([
        { type: 'deadlinePassed', clockId: `response:${SCIENCE}`, round: 1, dueAt: due },
      ]);
      expect(await wakeUp(input(one.id, 2, '2026-12-14 17:11'))).toEqual(first);
      expect(await bench.rows('SELECT max(version) FROM event WHERE case_id = $1', [one.id])).toEqual([
        { max: 2 },
      ]);
    });

    it('names the version it judged when the case has gone on meanwhile', async () => {
      const one = await settled(bench, story().does('2026-11-20 09:10', 'accept'));
      expect((await wakeUp(input(one.id, 1, '2026-12-14 17:11'))).version).toBe(2);
    });

    it('waits for what is not settled yet', async () => {
      const one = await settled(bench, story());
      await expect(wakeUp(input(one.id, 2, '2026-12-14 17:11'))).rejects.toThrow(
        'version 2 is not settled yet',
      );
      await expect(wakeUp(input(randomUUID(), 1, '2026-12-14 17:11'))).rejects.toThrow('not settled yet');
    });

    it('goes by the calendar as it is published by then', async () => {
      const one = await settled(bench, story().does('2026-11-20 09:10', 'accept'));
      expect((await wakeUp(input(one.id, 2, '2026-12-14 17:11'))).reached).toHaveLength(1);
      await bench.owner.query(
        `INSERT INTO calendar_layer SELECT id, 6, '2026-12-01', jsonb_set(jsonb_set(body, '{version}', '6'), '{days}',
           body -> 'days' || '[{"date": "2026-12-10", "kind": "closed", "name": "Bão số 14"}]')
         FROM calendar_layer WHERE id = 'vn' AND version = 5`,
      );
      const answer = await wakeUp(input(one.id, 2, '2026-12-14 17:11'));
      expect(answer.reached).toEqual([]);
      expect(answer.nextAt).toBe((one.derived.wakeAt ?? 0) + 24 * 3_600_000);
    });
  });

  describe('a meeting', () => {
    const meeting = (ids: string[]): MeetingInput => ({
      id: randomUUID(),
      title: 'Họp giao ban tháng 11',
      heldOn: '2026-11-20',
      chairPositionId: 'gl-chu-tich',
      createdBy: 'office',
      createdAt: at('2026-11-20 09:00'),
      bodyHash: 'hash',
      cases: ids.map((id) => ({ kind: 'recommendation', id, opened: story().events[0]! })),
    });

    it('recorded twice is one, and the first stands', async () => {
      const input = meeting([randomUUID()]);
      await recordMeeting(input);
      await recordMeeting({ ...input, title: 'Tên khác' });
      expect(await bench.rows('SELECT title, cases FROM meeting')).toEqual([
        { title: 'Họp giao ban tháng 11', cases: { recommendations: [input.cases[0]?.id], directives: [] } },
      ]);
    });

    it('is settled when the last of its cases is, and settled once', async () => {
      const [first, second] = [story(), story()];
      const input = meeting([first.id, second.id]);
      await recordMeeting(input);
      await settled(bench, first);
      await expect(meetingSettled({ id: input.id })).rejects.toThrow('1 cases are not settled yet');
      await settled(bench, second);
      await meetingSettled({ id: input.id });
      const rows = await bench.rows<{ settled_at: Date }>('SELECT settled_at FROM meeting');
      await meetingSettled({ id: input.id });
      expect(rows[0]?.settled_at).toBeInstanceOf(Date);
      expect(await bench.rows('SELECT settled_at FROM meeting')).toEqual(rows);
    });
  });
});
