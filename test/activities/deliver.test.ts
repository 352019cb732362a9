import { chase, deliver } from '../../activities';
import type { SubmittedData } from '../../domain/request/state';
import { FINANCE, SCIENCE } from '../support/cases';
import type { Story } from '../domain/request/support';
import { at, hold, isWaiting, settled, startBench, story, type Bench } from './support';

const CONSTRUCTION = 'gl-so-xay-dung';
/** Vice-chair in charge of finance and construction. */
const VICE_CHAIR = 'gl-pct-kinh-te';
const due = (dueOn: string, more: Partial<SubmittedData> = {}): Partial<SubmittedData> => ({
  deadline: { kind: 'leader', dueOn, setBy: 'gl-chu-tich', setAt: at('2026-11-20 09:00') },
  ...more,
});

interface Letter {
  person_id: string;
  kind: string;
  title: string;
  items: { caseId: string; level: number; clockId: string; dueAt: number }[];
}

describe('what leaves', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  const opened = async (data: Partial<SubmittedData>): Promise<Story> => {
    const lead = data.leadUnitIds?.[0] ?? SCIENCE;
    return settled(bench, story(data).does('2026-11-20 09:10', 'accept', { unitId: lead }));
  };
  const holder = async (positionId: string): Promise<string> =>
    (await bench.rules.current()).organisation.holderOn(positionId, '2026-12-01')?.personId ?? '';
  const letters = (person?: string): Promise<Letter[]> =>
    bench.rows(
      'SELECT person_id, kind, title, items FROM notification WHERE $1::text IS NULL OR person_id = $1 ORDER BY at',
      [person ?? null],
    );

  it('is one letter per person, merged over all offices, overdue first and then by date', async () => {
    const later = await opened(due('2026-11-27', { leadUnitIds: [FINANCE] }));
    const first = await opened(due('2026-11-26', { leadUnitIds: [CONSTRUCTION] }));
    for (const office of [FINANCE, CONSTRUCTION]) await chase({ office, now: at('2026-12-02 08:00') });
    await deliver({ now: at('2026-12-02 13:30') });
    const own = await letters(await holder(VICE_CHAIR));
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({ kind: 'escalation', title: '2 việc đã quá hạn' });
    expect(own[0]?.items.map((item) => [item.caseId, item.level])).toEqual([
      [first.id, 4],
      [later.id, 4],
    ]);
  });

  it('names of several rungs of one clock only the highest', async () => {
    const one = await opened(due('2026-11-26'));
    await chase({ office: SCIENCE, now: at('2026-12-01 09:00') });
    await deliver({ now: at('2026-12-01 13:30') });
    const officer = await letters('person-026');
    // The officer had K1's reminder and K2's copy.
    expect(officer.map((letter) => letter.items.map((item) => item.level))).toEqual([[2]]);
    expect(officer[0]?.items[0]).toMatchObject({ caseId: one.id, dueAt: at('2026-11-26 17:00') });
    expect(await bench.rows('SELECT DISTINCT outcome FROM outbox')).toEqual([{ outcome: 'sent' }]);
  });

  it('says to each reader what the matter is, who owes it, who asked, how late it is and what is expected', async () => {
    const one = await opened(due('2026-11-26'));
    for (const day of ['2026-11-25', '2026-11-26', '2026-12-01'])
      await chase({ office: SCIENCE, now: at(`${day} 08:00`) });
    await deliver({ now: at('2026-12-01 08:05') });
    const [{ code } = { code: '' }] = await bench.rows<{ code: string }>('SELECT code FROM cases');
    const line = {
      caseKind: 'recommendation',
      caseId: one.id,
      code,
      title: 'Trang bị máy quét cho bộ phận một cửa',
      clock: 'response',
      clockId: `response:${SCIENCE}`,
      level: 4,
      dueAt: at('2026-11-26 17:00'),
      unit: 'Sở Khoa học và Công nghệ',
      askedBy: 'Phường Quy Nhơn',
      lateness: 'quá hạn 3 ngày làm việc',
      href: `/api/v1/recommendations/${one.id}`,
    };
    const linesOf = async (position: string): Promise<object[]> =>
      (await letters(await holder(position))).flatMap(({ items }) => items);
    const rungOf = async (rung: string): Promise<string> =>
      (
        await bench.rows<{ id: string }>('SELECT id FROM rung WHERE rung_id = $1 AND clock_id = $2', [
          rung,
          `response:${SCIENCE}`,
        ])
      )[0]?.id ?? '';
    const by = 'Giám đốc Sở Khoa học và Công nghệ Trần Mẫu Hai Mươi Bốn';
    const unacknowledged = [
      { level: 2, firedAt: at('2026-11-25 08:00'), by },
      { level: 3, firedAt: at('2026-11-26 08:00'), by },
    ];
    // The vice-chair is called and asked for an instruction.
    expect(await linesOf('gl-pct-van-xa')).toEqual([
      {
        ...line,
        escalationId: await rungOf('K4'),
        requiresAcknowledgement: true,
        unacknowledged,
        expected: 'chỉ đạo đơn vị xử lý ngay; ghi ý kiến chỉ đạo (văn bản đôn đốc lần 2)',
      },
    ]);
    // The chief of office has a copy and is asked for nothing.
    expect(await linesOf('gl-van-phong-ubnd-chanh-van-phong')).toEqual([
      {
        ...line,
        escalationId: await rungOf('K4'),
        requiresAcknowledgement: false,
        unacknowledged,
        expected: 'để biết',
      },
    ]);
    // The director has a copy too, and owes an instruction on the call before it.
    expect(await linesOf('gl-so-khoa-hoc-cong-nghe-giam-doc')).toMatchObject([
      {
        ...line,
        escalationId: await rungOf('K3'),
        requiresAcknowledgement: true,
        expected: 'chỉ đạo xử lý ngay; ghi ý kiến chỉ đạo (văn bản đôn đốc lần 1)',
      },
    ]);
    // The officers had the reminder, or a copy; nobody else hears of it.
    expect(await bench.rows('SELECT count(DISTINCT person_id)::integer AS n FROM notification')).toEqual([
      { n: 5 },
    ]);
  });

  it('is one line for a directive to several units, however many of them are late', async () => {
    const data: Partial<SubmittedData> = {
      kind: 'directive',
      category: null,
      wardIds: [],
      bindingness: 'order',
    };
    const one = story({ ...due('2026-11-26', data), leadUnitIds: [FINANCE, CONSTRUCTION, SCIENCE] });
    for (const unitId of [FINANCE, CONSTRUCTION, SCIENCE]) one.does('2026-11-20 09:10', 'accept', { unitId });
    await settled(bench, one.does('2026-11-23 09:00', 'respond', { unitId: SCIENCE }));
    for (const office of [FINANCE, CONSTRUCTION]) await chase({ office, now: at('2026-12-01 08:00') });
    await deliver({ now: at('2026-12-01 08:05') });
    const own = await letters(await holder(VICE_CHAIR));
    expect(own).toMatchObject([
      {
        title: '1 việc đã quá hạn',
        items: [
          {
            caseId: one.id,
            askedBy: 'Chủ tịch UBND tỉnh',
            lateness: '2/3 đơn vị quá hạn (quá hạn 3 ngày làm việc)',
            expected: 'chỉ đạo đơn vị xử lý ngay; ghi ý kiến chỉ đạo',
            requiresAcknowledgement: true,
          },
        ],
      },
    ]);
  });

  it('waits while an answer is with the ward, and leaves after all when the ward disputes it', async () => {
    const one = await opened(due('2026-11-26'));
    await chase({ office: SCIENCE, now: at('2026-11-26 08:00') });
    await settled(bench, one.does('2026-11-26 08:02', 'respond'));
    expect(await deliver({ now: at('2026-11-26 08:05') })).toEqual({
      nextAt: at('2026-11-26 13:30'),
      more: false,
    });
    expect(await letters()).toEqual([]);
    await settled(bench, one.does('2026-11-26 10:00', 'dispute'));
    await deliver({ now: at('2026-11-26 13:30') });
    expect((await letters('person-026')).map(({ items }) => items.map(({ level }) => level))).toEqual([[2]]);
  });

  it('tells of a leader’s date while a question to the ward is open: its own clock runs', async () => {
    const one = await opened(due('2026-11-26'));
    await settled(bench, one.does('2026-11-23 09:00', 'requestInformation'));
    const [clock] = await bench.rows<{ state: string }>('SELECT state FROM clock WHERE clock_id = $1', [
      `response:${SCIENCE}`,
    ]);
    await chase({ office: SCIENCE, now: at('2026-11-26 08:00') });
    await deliver({ now: at('2026-11-26 08:05') });
    expect([clock?.state, (await letters('person-026')).length > 0]).toEqual(['running', true]);
  });

  it('is nothing when nothing stands any more', async () => {
    const one = await opened(due('2026-11-26'));
    await chase({ office: SCIENCE, now: at('2026-11-26 08:00') });
    // Late in the morning the work is done and the ward agrees; the letter would have left at half past one.
    await settled(bench, one.does('2026-11-26 10:00', 'respond').does('2026-11-26 11:00', 'confirm'));
    await deliver({ now: at('2026-11-26 13:30') });
    expect(await letters()).toEqual([]);
    expect(await bench.rows('SELECT DISTINCT outcome FROM outbox')).toEqual([{ outcome: 'nothing stands' }]);
  });

  it('is nothing for a date that has been put off since', async () => {
    const one = await opened(due('2026-11-26'));
    await chase({ office: SCIENCE, now: at('2026-11-26 08:00') });
    await settled(bench, one.does('2026-11-26 09:00', 'setDueDate', { dueOn: '2026-12-18' }));
    await deliver({ now: at('2026-11-26 13:30') });
    expect(await letters()).toEqual([]);
  });

  it('waits for the next digest hour of an open day', async () => {
    await opened(due('2026-11-27'));
    const sendAt = async (firedAt: string): Promise<number[]> => {
      await bench.pool.query(`UPDATE rung SET state = 'armed' WHERE rung_id = 'K1'`);
      await bench.pool.query('DELETE FROM outbox');
      await chase({ office: SCIENCE, now: at(firedAt) });
      const rows = await bench.rows<{ send_at: Date }>('SELECT DISTINCT send_at FROM outbox ORDER BY 1');
      return rows.map((row) => row.send_at.getTime());
    };
    await bench.pool.query(`UPDATE rung SET state = 'cancelled' WHERE rung_id <> 'K1'`);
    // K1 of 27 November: three working days before is Monday the 23rd, for the 24th is a holiday.
    expect(await sendAt('2026-11-23 13:28:59')).toEqual([at('2026-11-23 13:30')]);
    // A grace of one minute: fired at 13:29:01 it misses the letter of half past one.
    expect(await sendAt('2026-11-23 13:29:01')).toEqual([at('2026-11-23 16:30')]);
    expect(await sendAt('2026-11-27 17:00')).toEqual([at('2026-11-30 08:05')]);
    expect(await sendAt('2026-11-23 17:00')).toEqual([at('2026-11-25 08:05')]);
    // Fired on the holiday itself, after an outage.
    expect(await sendAt('2026-11-24 09:00')).toEqual([at('2026-11-25 08:05')]);
    expect(await sendAt('2026-11-28 09:00')).toEqual([at('2026-11-30 08:05')]);
  });

  it('is urgent at once, at night and on a holiday', async () => {
    await opened({
      ladder: 'urgent',
      deadline: {
        kind: 'leader',
        dueAt: at('2026-11-24 02:00'),
        setBy: 'gl-chu-tich',
        setAt: at('2026-11-20 09:00'),
      },
    });
    await chase({ office: SCIENCE, now: at('2026-11-24 02:00') });
    // The reminder of the day before the due day leaves by day.
    const nextAt = at('2026-11-25 08:05');
    expect(await deliver({ now: at('2026-11-24 02:00') })).toEqual({ nextAt, more: false });
    expect((await letters('person-026')).map((letter) => letter.kind)).toEqual(['escalation']);
  });

  it('leaves not before its time, and tells when that is', async () => {
    await opened(due('2026-11-26'));
    await chase({ office: SCIENCE, now: at('2026-11-26 08:00') });
    expect(await deliver({ now: at('2026-11-26 08:05') - 1 })).toEqual({
      nextAt: at('2026-11-26 08:05'),
      more: false,
    });
    expect(await letters()).toEqual([]);
    expect(await bench.rows(`SELECT sleeps_until FROM agenda WHERE office = '@postman'`)).toEqual([
      { sleeps_until: new Date(at('2026-11-26 08:05')) },
    ]);
  });

  it('by four postmen at once, and once more, leaves once', async () => {
    for (let made = 0; made < 5; made += 1) await opened(due('2026-11-26'));
    await chase({ office: SCIENCE, now: at('2026-12-01 09:00') });
    const now = at('2026-12-01 13:30');
    await bench.pool.query(`INSERT INTO agenda VALUES ('@postman', '-infinity') ON CONFLICT DO NOTHING`);
    const held = await hold(bench, `SELECT 1 FROM agenda WHERE office = '@postman' FOR UPDATE`, []);
    const delivering = Promise.all([1, 2, 3, 4].map(() => deliver({ now })));
    await isWaiting(bench, 4);
    await held.release();
    await delivering;
    await deliver({ now });
    const told = await bench.rows<{ person_id: string; n: number }>(
      `SELECT person_id, count(*)::integer AS n FROM notification, jsonb_array_elements(items) GROUP BY 1`,
    );
    expect(told.find((row) => row.person_id === 'person-026')?.n).toBe(5);
    expect(told.filter((row) => row.n !== 5)).toEqual([]);
    const attempts = await bench.rows('SELECT DISTINCT attempts, outcome FROM outbox');
    expect(attempts).toEqual([{ attempts: 1, outcome: 'sent' }]);
  });
});
