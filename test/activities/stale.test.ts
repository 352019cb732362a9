import { chase } from '../../activities';
import { SCIENCE } from '../support/cases';
import { at, settled, startBench, story, type Bench } from './support';

describe('a calendar published after rungs were derived', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench?.stop());

  const publishHoliday = (date: string): Promise<unknown> =>
    bench.owner.query(
      `INSERT INTO calendar_layer (id, version, published_on, body)
       SELECT id, 6, '2026-11-21', jsonb_set(jsonb_set(body, '{version}', '6'), '{days}', (body -> 'days') ||
         jsonb_build_array(jsonb_build_object('date', $1::text, 'kind', 'closed', 'name', 'Nghỉ bão')))
       FROM calendar_layer WHERE id = 'vn' AND version = 5`,
      [date],
    );
  const rungs = () =>
    bench.rows<{ rung_id: string; state: string; at: Date }>(
      `SELECT rung_id, state, at FROM rung WHERE clock_id LIKE 'response%' ORDER BY level`,
    );

  it('never lets one fire at its old instant: it moves and fires at the new one', async () => {
    await settled(bench, story().does('2026-11-20 09:10', 'accept', { unitId: SCIENCE }));
    const first = (await rungs())[0];
    expect(first).toMatchObject({ rung_id: 'K1', state: 'armed', at: new Date(at('2026-12-09 08:00')) });

    await publishHoliday('2026-12-02');
    expect(await chase({ office: SCIENCE, now: at('2026-12-09 08:00') })).toMatchObject({ fired: 0 });
    expect((await rungs())[0]).toMatchObject({ state: 'armed', at: new Date(at('2026-12-10 08:00')) });

    expect(await chase({ office: SCIENCE, now: at('2026-12-10 08:00') })).toMatchObject({ fired: 1 });
    expect((await rungs())[0]).toMatchObject({ rung_id: 'K1', state: 'fired' });
  });

  it('lets those fire that did not move', async () => {
    await settled(bench, story().does('2026-11-20 09:10', 'accept', { unitId: SCIENCE }));
    await publishHoliday('2027-06-01');
    expect(await chase({ office: SCIENCE, now: at('2026-12-09 08:00') })).toMatchObject({ fired: 1 });
  });
});
