/**
 * Loads the demo province Gia Lai, once: organisation, who may log in, calendars, procedures, routing table, ladders.
 * The demo's meetings are not rows but cases; they go through the API (see `seed/demo-meetings.ts`).
 *
 * As a script: `DATABASE_URL=… node -r @swc-node/register prisma/seed/load-demo.ts`
 */
import { organisationOf } from '../../domain/organisation/model';
import type { OrganisationData } from '../../domain/organisation/types';
import type { ProcedureDefinition } from '../../domain/procedure/definition';
import { validateProcedure } from '../../domain/procedure/validate';
import { validateRouting } from '../../domain/routing/validate';
import { publishable } from '../../domain/escalation/validate';
import { layersFromNational } from '../../domain/time/layers';
import { dateOf } from '../../domain/time/plain-date';
import { validateLayer } from '../../domain/time/validate-layer';
import { createPool, inTransaction, type Client, type Pool } from '../../database/pool';
import { settingsOrExit } from '../../settings/environment';
import calendarFile from './calendar-vn.json';
import demoUsersFile from './demo-users.json';
import escalationFile from './escalation.json';
import organisationFile from './organisation.json';
import proceduresFile from './procedures.json';
import routingFile from './routing.json';

/** A user of the demo's issuer: login subject, the position whose holder logs in, and what that is in words. */
export interface DemoUser {
  user: string;
  positionId: string | null;
  role: 'official' | 'admin' | 'citizen';
  label: string;
}

export const DEMO_USERS: readonly DemoUser[] = demoUsersFile as DemoUser[];

export interface LoadDemoOptions {
  /** Told what was loaded, one Vietnamese line. Default: nobody. */
  log?: (line: string) => void;
}

export interface LoadedDemo {
  /** False when the organisation was there already: nothing was touched. */
  loaded: boolean;
  /** Rows written by table. */
  rows: Record<string, number>;
}

/** Any number; two loaders that start together take turns (`pg_advisory_xact_lock`). */
const LOADER_LOCK = 7_215_001;

type Row = Record<string, unknown>;

/** Columns of a table with their types as `jsonb_to_recordset` needs them; arrays and bodies travel as JSON. */
const TABLES = {
  unit:
    'id text, name text, short_name text, kind text, parent_id text, area_unit_id text, section_key text, code text, ' +
    'zone text, scope text, effective_from date, effective_to date, seq integer',
  position: 'id text, unit_id text, title text, level text, can_sign boolean, oversees text[], seq integer',
  person: 'id text, name text',
  holder: 'position_id text, person_id text, from_on date, to_on date',
  substitution:
    'id text, position_id text, absent_person_id text, substitute_person_id text, from_on date, to_on date, ' +
    'reason text, can_sign boolean',
  login: 'subject text, person_id text, role text',
  calendar_layer: 'id text, version integer, published_on date, body jsonb',
  procedure_version: 'code text, version integer, effective_from date, effective_to date, body jsonb',
  routing_rule: 'id text, version integer, seq integer, body jsonb',
  escalation_rules: 'version integer, body jsonb',
} as const;
type Table = keyof typeof TABLES;

/** What the file says of a unit or a position beyond the fields every row has. */
interface Optional {
  shortName?: string;
  areaUnitId?: string;
  sectionKey?: string;
  code?: string;
  zone?: string;
  scope?: string;
  effectiveFrom?: string | null;
  effectiveTo?: string;
  canSign?: boolean;
  oversees?: string[];
  to?: string;
}

/** Rows of the demo province, tables in the order their references need. Pure. */
export function demoRows(): Record<Table, Row[]> {
  const units = organisationFile.units.filter((u: Optional) => u.scope !== 'reference');
  const known = new Set(units.map((u) => u.id));
  const positions = organisationFile.positions.filter((p) => known.has(p.unitId));
  const holders = organisationFile.holders as (Optional & {
    positionId: string;
    personId: string;
    from: string;
  })[];
  return {
    unit: units.map((u: (typeof units)[number] & Optional, seq) => ({
      id: u.id,
      name: u.name,
      short_name: u.shortName,
      kind: u.kind,
      parent_id: u.parentId,
      area_unit_id: u.areaUnitId,
      section_key: u.sectionKey,
      code: u.code,
      zone: u.zone,
      scope: u.scope,
      effective_from: u.effectiveFrom,
      effective_to: u.effectiveTo,
      seq,
    })),
    position: positions.map((p: (typeof positions)[number] & Optional, seq) => ({
      id: p.id,
      unit_id: p.unitId,
      title: p.title,
      level: p.level,
      can_sign: p.canSign ?? false,
      oversees: p.oversees ?? [],
      seq,
    })),
    person: organisationFile.people.map(({ id, name }) => ({ id, name })),
    holder: holders.map((h) => ({
      position_id: h.positionId,
      person_id: h.personId,
      from_on: h.from,
      to_on: h.to,
    })),
    substitution: organisationFile.substitutions.map((s) => ({
      id: s.id,
      position_id: s.positionId,
      absent_person_id: s.absentPersonId,
      substitute_person_id: s.substitutePersonId,
      from_on: s.from,
      to_on: s.to,
      reason: s.reason,
      can_sign: s.canSign,
    })),
    login: DEMO_USERS.map((u) => ({
      subject: u.user,
      role: u.role,
      // The holder, also while someone stands in for them: who is away can still act.
      person_id: u.positionId ? holders.find((h) => h.positionId === u.positionId && !h.to)?.personId : null,
    })),
    calendar_layer: layersFromNational(calendarFile).map((layer) => ({
      id: layer.id,
      version: layer.version,
      published_on: layer.publishedOn,
      body: layer,
    })),
    procedure_version: proceduresFile.procedures.map(
      (p: (typeof proceduresFile.procedures)[number] & Optional) => ({
        code: p.code,
        version: p.version,
        effective_from: p.effectiveFrom,
        effective_to: p.effectiveTo,
        body: p,
      }),
    ),
    routing_rule: routingFile.rows.map((row, seq) => ({ id: row.id, version: row.version, seq, body: row })),
    escalation_rules: [{ version: 1, body: publishable(escalationFile) }],
  };
}

/** What the demo publishes passes the same checks as what an administrator does. @throws Error naming every fault */
function refuseFaults(now: number): void {
  const organisation = organisationOf(organisationFile as unknown as OrganisationData);
  const faults = [
    ...layersFromNational(calendarFile).flatMap((layer) => validateLayer(layer)),
    ...(proceduresFile.procedures as unknown as ProcedureDefinition[]).flatMap((one) =>
      validateProcedure(one),
    ),
    ...validateRouting(routingFile.rows, { today: dateOf(now), organisation }),
  ];
  if (faults.length > 0)
    throw new Error(faults.map(({ code, path, detail }) => `${code} ${path}: ${detail}`).join('\n'));
}

/** `position` is a word of SQL; the names are ours, so quoting is all they need. */
async function insert(client: Client, table: Table, rows: readonly Row[]): Promise<number> {
  const columns = TABLES[table]
    .split(', ')
    .map((column) => `"${column.split(' ')[0]}"`)
    .join(', ');
  const result = await client.query(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_to_recordset($1::jsonb) AS row (${TABLES[table]})`,
    [JSON.stringify(rows)],
  );
  return result.rowCount ?? 0;
}

/** Loads everything in one transaction; with an organisation already there it does nothing, so it may run at every start. */
export async function loadDemo(pool: Pool, opts: LoadDemoOptions = {}): Promise<LoadedDemo> {
  const result = await inTransaction(pool, async (client): Promise<LoadedDemo> => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOADER_LOCK]);
    const present = await client.query('SELECT 1 FROM unit LIMIT 1');
    if (present.rowCount !== 0) return { loaded: false, rows: {} };
    refuseFaults(Date.now());
    const rows: Record<string, number> = {};
    for (const [table, content] of Object.entries(demoRows()) as [Table, Row[]][]) {
      rows[table] = await insert(client, table, content);
    }
    return { loaded: true, rows };
  });
  const { unit, position, login } = result.rows;
  opts.log?.(
    result.loaded
      ? `Đã nạp tỉnh mẫu Gia Lai: ${unit} đơn vị, ${position} chức vụ, ${login} người dùng mẫu.`
      : 'Đã có dữ liệu tổ chức: không nạp tỉnh mẫu.',
  );
  return result;
}

/** Run as a script. */
async function main(): Promise<void> {
  const pool = createPool(settingsOrExit('loadDemo').DATABASE_URL, 1);
  try {
    await loadDemo(pool, { log: (line) => process.stdout.write(`${line}\n`) });
  } finally {
    await pool.end();
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
