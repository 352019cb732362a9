/**
 * The published rules as one immutable value. Every reader asks PostgreSQL for the version first, so a publish
 * reaches every process with its next transaction; only the value of a version is kept.
 */
import type { DerivationRules } from '../domain/case/derive';
import type { ProcedureDefinition } from '../domain/procedure/definition';
import { organisationOf, type Organisation } from '../domain/organisation/model';
import type { OrganisationData } from '../domain/organisation/types';
import type { RoutingRow } from '../domain/routing/route';
import type { EscalationRules } from '../domain/escalation/rules';
import { suspensionsInForce, touches, type Suspension } from '../domain/time/suspension';
import { resolveCalendar, type Calendar } from '../domain/time/calendar';
import { startOfDay } from '../domain/time/plain-date';
import type { CalendarLayer, Instant, PlainDate } from '../domain/time/types';
import { plainDate, plainDateOrNull, prismaOver } from '../prisma/client';
import type { PrismaClient } from '../prisma/generated/client';
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
  /** Every published version of every mass suspension. */
  suspensions: Suspension[];
  logins: Map<string, Login>;
  /** The calendar of a unit (or of its commune); `asOf`, `at` = as it was published on that day, at that instant. */
  calendarFor(unitId: string, options?: CalendarOptions): Calendar;
  /** The calendar a stored date was derived from, by its layer versions (`vn@5`). */
  calendarOf(versions: readonly string[]): Calendar;
}

export interface CalendarOptions {
  asOf?: PlainDate;
  at?: Instant;
  purpose?: 'processing' | 'reception';
}

type Queryable = Pick<Pool | Client, 'query'>;

export interface RulesStore {
  /** Rules as of the newest publish visible to this connection. */
  current(client?: Queryable): Promise<Rules>;
}

/** Nothing is published yet: no date can be computed, so no command be accepted. */
export class RulesMissing extends Error {
  constructor() {
    super(
      'no rules are published yet: load an organisation, calendars, procedures, routing and ladders first',
    );
  }
}

export function rulesStore(pool: Pool): RulesStore {
  const prisma = prismaOver(pool);
  let kept: Rules | null = null;
  return {
    async current(client = pool) {
      const { rows } = await client.query<{ version: string }>({
        name: 'rules.version',
        text: 'SELECT version FROM rules_version',
      });
      const version = Number(rows[0]?.version ?? 0);
      if (kept?.version !== version) kept = await readRules(prisma, version);
      return kept;
    },
  };
}

/** A publish between reading the version and the rules is seen at the next call: the version differs again. */
async function readRules(prisma: PrismaClient, version: number): Promise<Rules> {
  const escalation = await prisma.escalationRules.findFirst({ orderBy: { version: 'desc' } });
  if (!escalation) throw new RulesMissing();
  const [organisation, layers, suspended, procedures, routing, logins] = await Promise.all([
    readOrganisation(prisma),
    prisma.calendarLayer.findMany({ orderBy: [{ id: 'asc' }, { version: 'asc' }] }),
    prisma.suspension.findMany({ orderBy: [{ id: 'asc' }, { version: 'asc' }] }),
    prisma.procedureVersion.findMany({ orderBy: [{ code: 'asc' }, { version: 'asc' }] }),
    prisma.routingRule.findMany({ orderBy: [{ seq: 'asc' }, { version: 'asc' }] }),
    prisma.login.findMany(),
  ]);
  const calendarLayers = layers.map(({ body, publishedAt }): CalendarLayer => ({
    ...(body as unknown as CalendarLayer),
    ...(publishedAt ? { publishedAt: publishedAt.getTime() } : {}),
  }));
  const suspensions = suspended.map(({ body, publishedAt }): Suspension => ({
    ...(body as unknown as Suspension),
    publishedAt: publishedAt.getTime(),
  }));
  return {
    version,
    organisation,
    escalation: escalation.body as unknown as EscalationRules,
    escalationVersion: escalation.version,
    routing: bodies<RoutingRow>(routing),
    procedures: bodies<ProcedureDefinition>(procedures),
    layers: calendarLayers,
    logins: new Map(logins.map((login) => [login.subject, login as Login])),
    suspensions,
    calendarFor: calendars(organisation, calendarLayers),
    suspensionsFor: suspensionsByUnit(organisation, suspensions),
    calendarOf: calendarsByVersion(calendarLayers),
  };
}

/** The rules as they would be with one more layer or suspension published. */
export function asIf(rules: Rules, more: { layer?: CalendarLayer; suspension?: Suspension }): Rules {
  const layers = [...rules.layers, ...(more.layer ? [more.layer] : [])];
  const suspensions = [...rules.suspensions, ...(more.suspension ? [more.suspension] : [])];
  return {
    ...rules,
    layers,
    suspensions,
    calendarFor: calendars(rules.organisation, layers),
    suspensionsFor: suspensionsByUnit(rules.organisation, suspensions),
    calendarOf: calendarsByVersion(layers),
  };
}

/** Published bodies were validated when they were published. */
const bodies = <T>(rows: readonly { body: unknown }[]): T[] => rows.map((row) => row.body as T);

async function readOrganisation(prisma: PrismaClient): Promise<Organisation> {
  const [units, positions, people, holders, substitutions] = await Promise.all([
    prisma.unit.findMany({ orderBy: { seq: 'asc' } }),
    prisma.position.findMany({ orderBy: { seq: 'asc' } }),
    prisma.person.findMany({ orderBy: { id: 'asc' } }),
    prisma.holder.findMany({ orderBy: [{ positionId: 'asc' }, { fromOn: 'asc' }] }),
    prisma.substitution.findMany({ orderBy: { id: 'asc' } }),
  ]);
  const data = {
    units: units.map(({ effectiveFrom, effectiveTo, ...unit }) => ({
      ...unit,
      effectiveFrom: plainDateOrNull(effectiveFrom),
      effectiveTo: plainDateOrNull(effectiveTo),
    })),
    positions,
    people,
    holders: holders.map(({ positionId, personId, fromOn, toOn }) => ({
      positionId,
      personId,
      from: plainDate(fromOn),
      to: plainDateOrNull(toOn),
    })),
    substitutions: substitutions.map(({ fromOn, toOn, ...substitution }) => ({
      ...substitution,
      from: plainDate(fromOn),
      to: plainDate(toOn),
    })),
  };
  return organisationOf(data as unknown as OrganisationData);
}

/**
 * Calendars of one version of the rules, each resolved once: for a place, one for each publication that concerns it,
 * whatever else was published in between.
 */
function calendars(organisation: Organisation, layers: CalendarLayer[]): Rules['calendarFor'] {
  const resolved = new Map<string, Calendar>();
  const owners = new Set(layers.map((layer) => layer.unitId));
  const layersOf = once((units: readonly string[]) => {
    const own = layers.filter(({ level, unitId }) => level !== 'unit' || units.includes(unitId ?? ''));
    const published = own.map(({ publishedAt, publishedOn }) => publishedAt ?? startOfDay(publishedOn));
    return { own, edition: editions(published) };
  });
  return (unitId, { asOf, at, purpose = 'processing' } = {}) => {
    // From the wider to the narrower unit: a section has its commune's hours unless it has its own.
    const units = organisation
      .chainOf(unitId)
      .map((unit) => unit.id)
      .filter((id) => owners.has(id))
      .reverse();
    const { own, edition } = layersOf(units.join(), units);
    const key = `${units.join(',')}|${asOf ?? ''}|${edition(at)}|${purpose}`;
    let calendar = resolved.get(key);
    if (!calendar) {
      calendar = resolveCalendar(own, { asOf, at, unitId: units, purpose });
      resolved.set(key, calendar);
    }
    return calendar;
  };
}

/** How many publications an instant has seen: between two of them nothing changes. Without an instant: all. */
function editions(published: readonly Instant[]): (at?: Instant) => number {
  const instants = [...new Set(published)].sort((a, b) => a - b);
  return (at = Infinity) => instants.findLastIndex((one) => one <= at) + 1;
}

/** Suspensions by unit, in the edition of an instant. Most provinces at most times have none. */
function suspensionsByUnit(organisation: Organisation, suspensions: Suspension[]): Rules['suspensionsFor'] {
  if (suspensions.length === 0) return () => [];
  const found = new Map<string, Suspension[]>();
  const placeOf = once((unitId: string) => {
    const chain = organisation.chainOf(unitId);
    const zone = organisation.communeOf(unitId)?.zone ?? undefined;
    const place = { units: chain.map(({ id }) => id), zone };
    const ids = new Set(suspensions.filter((one) => touches(one, place)).map(({ id }) => id));
    // Every version of them: one that names other units takes the place of those before it all the same.
    const versions = suspensions.filter(({ id }) => ids.has(id));
    return { place, versions, edition: editions(versions.map(({ publishedAt }) => publishedAt)) };
  });
  return (unitId, { at } = {}) => {
    const { place, versions, edition } = placeOf(unitId, unitId);
    const key = `${unitId}|${edition(at)}`;
    let touching = found.get(key);
    if (!touching) {
      touching = suspensionsInForce(versions, at).filter((one) => touches(one, place));
      found.set(key, touching);
    }
    return touching;
  };
}

/** Makes a value once for each key. */
function once<T, A>(make: (of: A) => T): (key: string, of: A) => T {
  const values = new Map<string, T>();
  return (key, of) => {
    const known = values.get(key) ?? make(of);
    values.set(key, known);
    return known;
  };
}

/** Calendars by the layer versions they are made of. */
function calendarsByVersion(layers: CalendarLayer[]): Rules['calendarOf'] {
  const resolved = new Map<string, Calendar>();
  const byKey = new Map(layers.map((layer) => [`${layer.id}@${layer.version}`, layer]));
  return (versions) => {
    const key = versions.join(',');
    let calendar = resolved.get(key);
    if (!calendar) {
      const chosen = versions.flatMap((one) => byKey.get(one) ?? []);
      calendar = resolveCalendar(chosen, { unitId: chosen.flatMap(({ unitId }) => unitId ?? []) });
      resolved.set(key, calendar);
    }
    return calendar;
  };
}
