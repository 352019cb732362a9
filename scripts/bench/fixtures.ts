/** What the bench adds to the demo province: 200 communes with a service centre each, and one-step procedures. */
import type { ProcedureDefinition } from '../../domain/procedure/definition';
import type { CalendarLayer } from '../../domain/time/types';
import type { EscalationRules } from '../../domain/escalation/rules';
import { inTransaction, type Client, type Pool } from '../../database/pool';

/** Offices with an agenda of their own. */
export const OFFICES = 200;
const PROVINCE = 'gl-ubnd-tinh';

export interface Office {
  commune: string;
  centre: string;
  /** Login subject and position of its officer, who receives, decides and hands over. */
  subject: string;
  positionId: string;
  personId: string;
}

export const offices: readonly Office[] = Array.from({ length: OFFICES }, (_, index) => {
  const commune = `bench-xa-${String(index + 1).padStart(3, '0')}`;
  return {
    commune,
    centre: `${commune}-ttpvhcc`,
    subject: `${commune}-can-bo`,
    positionId: `${commune}-can-bo`,
    personId: `${commune}-can-bo`,
  };
});

export const officeAt = (index: number): Office => offices[index % OFFICES] as Office;

/** One working step at the service centre; five working days, as in the lifecycle runs. */
export const ONE_STEP: ProcedureDefinition = {
  code: 'BENCH.1',
  version: 1,
  name: 'Bench: thủ tục một bước',
  level: 'commune',
  effectiveFrom: '2025-07-01',
  legalTime: { unit: 'WORKING_DAY', amount: 5 },
  steps: [
    {
      id: 'S1',
      name: 'Giải quyết',
      unitKind: 'service-centre',
      positionLevel: 'officer',
      internalTime: { unit: 'WORKING_DAY', amount: 5 },
    },
  ],
};

/** The same with one hour, so that the due instant can be put at any second by the instant of receipt. */
export const ONE_HOUR: ProcedureDefinition = {
  ...ONE_STEP,
  code: 'BENCH.2',
  name: 'Bench: thủ tục một giờ',
  legalTime: { unit: 'HOUR', amount: 1 },
  steps: ONE_STEP.steps.map((step) => ({ ...step, internalTime: { unit: 'HOUR', amount: 1 } })),
};

/** Loads it once; a second run changes nothing. */
export async function loadFixtures(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query(`SELECT 1 FROM unit WHERE id = 'bench-xa-001'`);
    if (rows.length > 0) return;
    await insert(
      client,
      'unit',
      'id text, name text, kind text, parent_id text, code text, effective_from date, seq integer',
      [
        ...offices.flatMap(({ commune, centre }, index) => [
          { ...unit(commune, 'commune', PROVINCE, index), code: `B.${String(index + 1).padStart(3, '0')}` },
          unit(centre, 'service-centre', commune, index),
        ]),
      ],
    );
    const posts = offices.flatMap(({ commune, centre, positionId }) => [
      { id: `${commune}-chu-tich`, unit_id: commune, title: 'Chủ tịch', level: 'chair' },
      { id: positionId, unit_id: centre, title: 'Công chức', level: 'officer' },
      { id: `${commune}-giam-doc`, unit_id: centre, title: 'Giám đốc', level: 'director' },
    ]);
    await insert(
      client,
      'position',
      'id text, unit_id text, title text, level text, seq integer',
      posts.map((post, index) => ({ ...post, seq: 100_000 + index })),
    );
    const people = posts.map(({ id }) => ({ id, name: `Người giữ ${id}` }));
    await insert(client, 'person', 'id text, name text', people);
    await insert(
      client,
      'holder',
      'position_id text, person_id text, from_on date',
      posts.map(({ id }) => ({ position_id: id, person_id: id, from_on: '2025-07-01' })),
    );
    await insert(
      client,
      'login',
      'subject text, person_id text, role text',
      offices.map(({ subject, personId }) => ({ subject, person_id: personId, role: 'official' })),
    );
    await insert(
      client,
      'procedure_version',
      'code text, version integer, effective_from date, body jsonb',
      [ONE_STEP, ONE_HOUR].map((body) => ({
        code: body.code,
        version: 1,
        effective_from: body.effectiveFrom,
        body,
      })),
    );
  });
}

const unit = (id: string, kind: string, parent: string, index: number): Record<string, unknown> => ({
  id,
  name: id,
  kind,
  parent_id: parent,
  effective_from: '2025-07-01',
  seq: 100_000 + index,
});

/** `columns` as `jsonb_to_recordset` needs them. */
async function insert(client: Client, name: string, columns: string, rows: readonly object[]): Promise<void> {
  const names = columns
    .split(', ')
    .map((column) => `"${column.split(' ')[0]}"`)
    .join(', ');
  await client.query(
    `INSERT INTO "${name}" (${names}) SELECT ${names} FROM jsonb_to_recordset($1::jsonb) AS row (${columns})`,
    [JSON.stringify(rows)],
  );
}

/** The next digests after an instant: as many whole minutes as the herd is watched for. */
const DIGESTS = 4;
/** A notice of the herd leaves with the first whole minute after this grace, in seconds; in production it is 60. */
const GRACE_SECONDS = 30;

/**
 * Rules under which one rung of each dossier stands exactly at its due instant: a ladder with a single step at 0
 * minutes, offices that are open day and night, a digest each minute after the herd. Published as the next version.
 */
export async function publishHerdRules(pool: Pool, dueAt: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ version: number; body: EscalationRules }>(
      'SELECT version, body FROM escalation_rules ORDER BY version DESC LIMIT 1',
    );
    const before = rows[0];
    if (!before) throw new Error('no escalation rules are published');
    const step = before.body.ladders.find((ladder) => ladder.id === 'LD-DOSSIER')?.steps[0];
    if (!step) throw new Error('the demo has no ladder LD-DOSSIER');
    const atOnce = {
      ...step,
      offsetWorkingDays: undefined,
      atTime: undefined,
      alsoNotify: undefined,
      offsetMinutes: 0,
    };
    const body: EscalationRules = {
      ...before.body,
      ladders: before.body.ladders
        .filter((ladder) => ladder.id !== 'LD-DOSSIER-STEP')
        .map((ladder) => (ladder.id === 'LD-DOSSIER' ? { ...ladder, steps: [atOnce] } : ladder)),
      digest: {
        ...before.body.digest,
        at: Array.from({ length: DIGESTS }, (_, index) => hour(dueAt, index + 1)),
      },
      noticeGraceSeconds: GRACE_SECONDS,
    };
    await client.query('INSERT INTO escalation_rules (version, body) VALUES ($1, $2)', [
      before.version + 1,
      body,
    ]);
    await client.query(
      'INSERT INTO calendar_layer (id, version, published_on, body) VALUES ($1, $2, $3, $4)',
      ['bench-day-and-night', before.version, local(dueAt).slice(0, 10), dayAndNight(dueAt, before.version)],
    );
  });
}

/** Local time (+07:00) as ISO text without offset. */
const local = (at: number): string => new Date(at + 7 * 3_600_000).toISOString();
const hour = (at: number, minutesLater: number): string => local(at + minutesLater * 60_000).slice(11, 16);

function dayAndNight(around: number, version: number): CalendarLayer {
  const always: [string, string][] = [['00:00', '24:00']];
  const days = [-1, 0, 1].map((offset) => local(around + offset * 86_400_000).slice(0, 10));
  return {
    id: 'bench-day-and-night',
    version,
    name: 'Bench: ngày đêm',
    level: 'unit',
    unitId: PROVINCE,
    purpose: 'processing',
    publishedOn: local(around).slice(0, 10),
    weekly: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((weekday) => [String(weekday), always])),
    days: days.map((date) => ({ date, kind: 'open' as const, name: 'Bench', intervals: always })),
  };
}
