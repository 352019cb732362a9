/**
 * The published rules as one immutable value. Every reader asks PostgreSQL for the version first, so a publish
 * reaches every process with its next transaction; only the value of a version is kept.
 */
import type { DerivationRules } from '../domain/derive';
import type { ProcedureDefinition } from '../domain/dossier/definition';
import { organisationOf, type Organisation } from '../domain/organisation';
import type { RoutingRow } from '../domain/routing';
import type { EscalationRules } from '../domain/rules';
import { resolveCalendar, type Calendar, type CalendarLayer, type PlainDate } from '../domain/time';
import type { Pool, Client } from './pool';

export interface Login {
  subject: string;
  personId: string | null;
  role: 'official' | 'admin' | 'citizen';
}

export interface Rules extends DerivationRules {
  version: number;
  organisation: Organisation;
  escalation: EscalationRules;
  escalationVersion: number;
  routing: RoutingRow[];
  procedures: ProcedureDefinition[];
  layers: CalendarLayer[];
  logins: Map<string, Login>;
  /** The calendar of a unit (or of its commune); `asOf` = as it was published on that day. */
  calendarFor(unitId: string, options?: { asOf?: PlainDate; purpose?: 'processing' | 'reception' }): Calendar;
}

type Queryable = Pick<Pool | Client, 'query'>;

export interface RulesStore {
  /** Rules as of the newest publish visible to this connection. */
  current(client?: Queryable): Promise<Rules>;
}

export function rulesStore(pool: Pool): RulesStore {
  let kept: Rules | null = null;
  return {
    async current(client = pool) {
      const { rows } = await client.query<{ version: string }>('SELECT version FROM rules_version');
      const version = Number(rows[0]?.version ?? 0);
      if (kept?.version !== version) kept = await readRules(client, version);
      return kept;
    },
  };
}

async function readRules(client: Queryable, version: number): Promise<Rules> {
  const all = async <T>(sql: string): Promise<T[]> => (await client.query(sql)).rows as T[];
  const organisation = organisationOf({
    units: await all(
      `SELECT id, name, short_name AS "shortName", kind, parent_id AS "parentId", area_unit_id AS "areaUnitId",
              section_key AS "sectionKey", code, zone, scope, effective_from::text AS "effectiveFrom",
              effective_to::text AS "effectiveTo" FROM unit ORDER BY seq`,
    ),
    positions: await all(
      `SELECT id, unit_id AS "unitId", title, level, can_sign AS "canSign", oversees FROM position ORDER BY seq`,
    ),
    people: await all('SELECT id, name FROM person ORDER BY id'),
    holders: await all(
      `SELECT position_id AS "positionId", person_id AS "personId", from_on::text AS "from", to_on::text AS "to"
       FROM holder ORDER BY position_id, from_on`,
    ),
    substitutions: await all(
      `SELECT id, position_id AS "positionId", absent_person_id AS "absentPersonId",
              substitute_person_id AS "substitutePersonId", from_on::text AS "from", to_on::text AS "to", reason,
              can_sign AS "canSign" FROM substitution ORDER BY id`,
    ),
  });
  const layers = await all<{ body: CalendarLayer }>('SELECT body FROM calendar_layer ORDER BY id, version');
  const escalation = await all<{ version: number; body: EscalationRules }>(
    'SELECT version, body FROM escalation_rules ORDER BY version DESC LIMIT 1',
  );
  if (!escalation[0]) throw new Error('no escalation rules are published; load the demo or publish them');
  const procedures = await all<{ body: ProcedureDefinition }>(
    'SELECT body FROM procedure_version ORDER BY code, version',
  );
  const routing = await all<{ body: RoutingRow }>('SELECT body FROM routing_rule ORDER BY seq, version');
  const logins = await all<Login>('SELECT subject, person_id AS "personId", role FROM login');
  return {
    version,
    organisation,
    escalation: escalation[0].body,
    escalationVersion: escalation[0].version,
    routing: routing.map((row) => row.body),
    procedures: procedures.map((row) => row.body),
    layers: layers.map((row) => row.body),
    logins: new Map(logins.map((login) => [login.subject, login])),
    calendarFor: calendars(
      organisation,
      layers.map((row) => row.body),
    ),
  };
}

/** Calendars of one version of the rules, each resolved once. */
function calendars(organisation: Organisation, layers: CalendarLayer[]): Rules['calendarFor'] {
  const resolved = new Map<string, Calendar>();
  const owners = new Set(layers.map((layer) => layer.unitId));
  return (unitId, { asOf, purpose = 'processing' } = {}) => {
    // From the wider to the narrower unit: a section has its commune's hours unless it has its own.
    const units = organisation
      .chainOf(unitId)
      .map((unit) => unit.id)
      .filter((id) => owners.has(id))
      .reverse();
    const key = `${units.join(',')}|${asOf ?? ''}|${purpose}`;
    let calendar = resolved.get(key);
    if (!calendar) {
      calendar = resolveCalendar(layers, { asOf, unitId: units, purpose });
      resolved.set(key, calendar);
    }
    return calendar;
  };
}
