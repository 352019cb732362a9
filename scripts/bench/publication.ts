/** A calendar published under 20,000 open cases: the preview, the job that moves them, commands meanwhile, and the undo. */
import { randomUUID } from 'node:crypto';
import { settle } from '../../activities';
import { useDeps } from '../../activities/context';
import type { CaseEvent } from '../../domain/case/case';
import type { ProcedureDefinition } from '../../domain/procedure/definition';
import { addDays, dateOf } from '../../domain/time/plain-date';
import type { CalendarLayer } from '../../domain/time/types';
import proceduresFile from '../../prisma/seed/procedures.json';
import { rulesStore } from '../../database/rules';
import { AGENDAS_QUEUE, agendaWorkflowId, lookSignal } from '../../workflows/messages';
import { actorOf, command, open, openedBy } from './dossiers';
import { officeAt, ONE_STEP } from './fixtures';
import { noEngine } from './herd-cases';
import { expectStatus } from './http';
import { waitFor, type Bench } from './setup';
import { figure, inFlight, percentile, table, timed } from './stats';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Dossiers with workflows, to which officers send commands while the job runs. */
const REAL = 40;
const SENDERS = 4;

export async function publication(bench: Bench, size: number): Promise<string> {
  const real = await Promise.all(
    Array.from({ length: REAL }, (_, index) => open(bench, officeAt(index), ONE_STEP)),
  );
  await writeCases(bench, size);
  await agendasAsleep(bench);
  const admin = bench.tokens.get('admin') ?? '';
  const closed = await nextWorkingDay(bench);

  const calm = await sending(bench, real, () => new Promise((resolve) => setTimeout(resolve, 5_000)));
  expectStatus(await bench.api.post('/calendars', admin, await draft(bench, closed)), 201);
  const previewed: number[] = [];
  const preview = await timed(previewed, () => bench.api.post('/calendars/vn/preview', admin, {}));
  const seen = expectStatus(preview, 200) as { cases: number; moved: number };

  const job = async (path: string): Promise<{ ms: number; waiting: number[]; body: JobBody }> => {
    const answer = expectStatus(await bench.api.post(path, admin, {}), 202) as { job: { id: string } };
    const begun = performance.now();
    let body: JobBody | undefined;
    const isDone = async (): Promise<boolean> => {
      body = (await bench.api.get(`/jobs/${answer.job.id}`, admin)).body as unknown as JobBody;
      return body.state === 'done';
    };
    const waiting = await sending(bench, real, () => waitFor('the job', isDone, 300_000, 100));
    return { ms: performance.now() - begun, waiting, body: body as JobBody };
  };
  const published = await job('/calendars/vn/publish');
  const undone = await job(`/jobs/${published.body.id}/undo`);
  const row = (what: string, ms: number, limit: string, commands: number[], words: string): string[] => [
    what,
    `${figure(ms / 1000)} s`,
    limit,
    commands.length > 0
      ? `${figure(percentile(commands, 0.5))} / ${figure(percentile(commands, 0.99))}`
      : '–',
    words,
  ];
  return table(
    ['', 'time', 'limit', 'commands meanwhile p50 / p99, ms', ''],
    [
      row('nothing published', 5_000, '–', calm, ''),
      row('preview', previewed[0] ?? NaN, '5 s', [], `${seen.moved} of ${seen.cases} open cases would move`),
      row('job', published.ms, '60 s', published.waiting, words(published.body)),
      row('undo', undone.ms, '60 s', undone.waiting, words(undone.body)),
    ],
  );
}

interface JobBody {
  id: string;
  state: string;
  counts: { done: number; moved: number; failed: number; behind: number };
}

const words = ({ counts: { done, moved, failed, behind } }: JobBody): string =>
  `${done} derived anew, ${moved} moved, ${failed} failed, ${behind} behind`;

/** Officers sending one note after the other until `work` is over; what each took, in ms. */
async function sending(bench: Bench, ids: readonly string[], work: () => Promise<void>): Promise<number[]> {
  const took: number[] = [];
  let isOver = false;
  const lane = async (first: number): Promise<void> => {
    for (let index = first; !isOver; index += SENDERS) {
      const at = index % ids.length;
      const note = { type: 'note', text: 'Đã kiểm tra thành phần hồ sơ.' };
      expectStatus(await timed(took, () => command(bench, officeAt(at), ids[at] ?? '', note)), 200);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const lanes = Array.from({ length: SENDERS }, (_, lane_) => lane(lane_));
  await work().finally(() => (isOver = true));
  await Promise.all(lanes);
  return took;
}

/** Written by `settle` itself, like the herd's: dossiers of the demo's procedures received in the last two weeks. */
async function writeCases(bench: Bench, size: number): Promise<void> {
  useDeps({ pool: bench.pool, rules: rulesStore(bench.pool), temporal: noEngine });
  const procedures = (proceduresFile.procedures as unknown as ProcedureDefinition[]).filter(
    ({ legalTime }) => legalTime.unit === 'WORKING_DAY' && legalTime.amount >= 3,
  );
  const now = Date.now();
  await inFlight(8, size, async (index) => {
    const procedure = { ...(procedures[index % procedures.length] as ProcedureDefinition) };
    const receivedAt = now - (index % 14) * DAY_MS - HOUR_MS;
    const event: CaseEvent = openedBy(officeAt(index), procedure, receivedAt, receivedAt);
    event.data = { ...event.data, title: `Bench: ${procedure.name}` };
    await settle({
      kind: 'dossier',
      id: randomUUID(),
      version: 1,
      event: { ...event, by: actorOf(officeAt(index)) },
    });
  });
}

/** In an office at work the agenda has told what is past and sleeps until the next rung; so it shall be here. */
async function agendasAsleep(bench: Bench): Promise<void> {
  const { rows } = await bench.pool.query<{ office: string }>(
    `SELECT DISTINCT office FROM rung WHERE state = 'armed'`,
  );
  await inFlight(8, rows.length, async (index) => {
    const office = rows[index]?.office ?? '';
    await bench.temporal.workflow.signalWithStart('agenda', {
      workflowId: agendaWorkflowId(office),
      taskQueue: AGENDAS_QUEUE,
      args: [office],
      signal: lookSignal,
    });
  });
  const areAsleep = async (): Promise<boolean> => {
    const { rows: awake } = await bench.pool.query(
      `SELECT 1 FROM rung r LEFT JOIN agenda a USING (office)
       WHERE r.state = 'armed' AND (r.at <= now() OR a.office IS NULL) LIMIT 1`,
    );
    return awake.length === 0;
  };
  await waitFor('the agendas to tell what is past', areAsleep, 300_000, 500);
}

async function newest(bench: Bench): Promise<CalendarLayer> {
  const { rows } = await bench.pool.query<{ body: CalendarLayer }>(
    `SELECT body FROM calendar_layer WHERE id = 'vn' ORDER BY version DESC LIMIT 1`,
  );
  return rows[0]?.body as CalendarLayer;
}

/** Closing it moves whatever is due on it or later: nearly everything that is open. */
async function nextWorkingDay(bench: Bench): Promise<string> {
  const calendar = (await rulesStore(bench.pool).current()).calendarFor('gl-ubnd-tinh');
  return calendar.nextOpen(addDays(dateOf(Date.now()), 1));
}

async function draft(bench: Bench, closed: string): Promise<object> {
  const { id, name, level, weekly, covers, days } = await newest(bench);
  const storm = { date: closed, kind: 'closed', name: 'Bench: nghỉ tránh bão' };
  return { id, name, level, weekly, covers, days: [...days, storm] };
}
