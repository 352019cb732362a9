import { chase, deliver } from '../../activities';
import { SCIENCE } from '../support/cases';
import { at, settled, startBench, story, type Bench } from './support';

const DIRECTOR = 'Giám đốc Sở Khoa học và Công nghệ Trần Mẫu Hai Mươi Bốn';

interface Line {
  level: number;
  unacknowledged: { level: number; firedAt: number; by: string }[];
}

describe('a leader who gives no instruction', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  /** Due on Thursday 26 November: K2 (director) fires on the 25th, K3 on the 26th, K4 (vice-chair) on 1 December. */
  const lateCase = async (): Promise<void> => {
    const deadline = {
      kind: 'leader',
      dueOn: '2026-11-26',
      setBy: 'gl-chu-tich',
      setAt: at('2026-11-20 09:00'),
    } as const;
    await settled(bench, story({ deadline }).does('2026-11-20 09:10', 'accept', { unitId: SCIENCE }));
    for (const day of ['2026-11-25', '2026-11-26', '2026-12-01'])
      await chase({ office: SCIENCE, now: at(`${day} 08:00`) });
  };
  const lastLine = async (level: number): Promise<Line | undefined> => {
    const rows = await bench.rows<{ items: Line[] }>('SELECT items FROM notification ORDER BY at');
    return rows.flatMap((row) => row.items).find((line) => line.level === level);
  };

  it('is named to the next level once the working day to give one has passed', async () => {
    await lateCase();
    await deliver({ now: at('2026-12-01 13:30') });
    expect((await lastLine(4))?.unacknowledged).toEqual([
      { level: 2, firedAt: at('2026-11-25 08:00'), by: DIRECTOR },
      { level: 3, firedAt: at('2026-11-26 08:00'), by: DIRECTOR },
    ]);
  });

  it('is not named when the instruction was given', async () => {
    await lateCase();
    await bench.owner.query(
      `UPDATE rung SET acknowledged_at = now(), instruction = 'làm ngay' WHERE level IN (2, 3)`,
    );
    await deliver({ now: at('2026-12-01 13:30') });
    expect((await lastLine(4))?.unacknowledged).toEqual([]);
  });

  it('is not named before that day has passed', async () => {
    await lateCase();
    await deliver({ now: at('2026-11-26 13:30') });
    expect((await lastLine(3))?.unacknowledged).toEqual([]);
  });
});
