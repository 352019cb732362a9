/**
 * Who may do what, written by hand from the contract (never from the matrix): each row is one command in one situation
 * and names everyone who may give it. Everyone else in the cast may not.
 */
import { capacitiesOf, relationsOf } from '../../../domain/access/capacities';
import { capacitiesFor, isOwnAnswer, maySign } from '../../../domain/access/commands';
import { mayEnter, ownCommune } from '../../../domain/access/entering';
import type { Member } from '../../../domain/access/member';
import { maySee, seenUnits } from '../../../domain/access/visibility';
import { procedureFor, resolveUnits } from '../../../domain/procedure/procedure';
import type { DossierState } from '../../../domain/dossier/state';
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import { dossier } from '../../../domain/dossier/entity';
import { request } from '../../../domain/request/entity';
import type { RequestState } from '../../../domain/request/state';
import { organisationOf } from '../../../domain/organisation/model';
import type { OrganisationData } from '../../../domain/organisation/types';
import organisationFile from '../../../prisma/seed/organisation.json';
import procedures from '../../../prisma/seed/procedures.json';
import { recommendationData } from '../../support/cases';

const org = organisationOf(organisationFile as unknown as OrganisationData);
const today = '2026-11-24';

const POSTS = {
  chair: 'gl-chu-tich',
  viceChair: 'gl-pct-kinh-te',
  office: 'gl-van-phong-ubnd-chuyen-vien',
  finance: 'gl-so-tai-chinh-chuyen-vien',
  financeDirector: 'gl-so-tai-chinh-giam-doc',
  science: 'gl-so-khoa-hoc-cong-nghe-chuyen-vien',
  health: 'gl-so-y-te-chuyen-vien',
  ward: 'gl-phuong-quy-nhon-van-thu',
  wardChair: 'gl-phuong-quy-nhon-chu-tich',
  wardVice: 'gl-phuong-quy-nhon-pct-1',
  counter: 'gl-phuong-quy-nhon-tiep-nhan',
  officer: 'gl-phuong-quy-nhon-ho-tich',
  builder: 'gl-phuong-quy-nhon-dia-chinh-xay-dung',
  wardB: 'gl-xa-minh-hoa-a-van-thu',
  counterB: 'gl-xa-minh-hoa-a-tiep-nhan',
  police: 'gl-phuong-quy-nhon-dang-ky-cu-tru',
} as const;
type Who = keyof typeof POSTS | 'admin' | 'citizen' | 'idle';

function member(who: Who): Member {
  if (who === 'admin' || who === 'citizen') return { role: who, personId: null, positions: [] };
  if (who === 'idle') return { role: 'official', personId: 'person-idle', positions: [] };
  const position = org.position(POSTS[who]);
  if (!position) throw new Error(who);
  const personId = org.holderOn(position.id, '2026-07-01')?.personId ?? null;
  return {
    role: 'official',
    personId,
    positions: [{ positionId: position.id, unitId: position.unitId, level: position.level }],
  };
}
const CAST: Who[] = [...(Object.keys(POSTS) as Who[]), 'admin', 'citizen', 'idle'];

const FINANCE = 'gl-so-tai-chinh';
const SCIENCE = 'gl-so-khoa-hoc-cong-nghe';

/** Asked by Quy Nhơn, led by finance, supported by science. */
const recommendation = (change: Partial<RequestState> = {}): RequestState => {
  const data = { ...recommendationData(), leadUnitIds: [FINANCE], supportingUnitIds: [SCIENCE] };
  return {
    ...request.evolve(null, { type: 'submitted', at: 1, by: null, data: { ...data } }, 'r'),
    ...change,
  };
};
const directive = (unitIds: string[]): RequestState => {
  const data = {
    ...recommendationData(),
    kind: 'directive',
    wardIds: [],
    category: null,
    leadUnitIds: unitIds,
    supportingUnitIds: [],
  };
  return request.evolve(null, { type: 'submitted', at: 1, by: null, data: { ...data } }, 'd');
};

const UNIT_OF: Record<string, string> = {
  'service-centre': 'gl-phuong-quy-nhon-ttpvhcc',
  'commune-section': 'gl-phuong-quy-nhon-van-phong',
  commune: 'gl-phuong-quy-nhon',
  police: 'gl-phuong-quy-nhon-cong-an',
};
const POST_OF: Record<string, string> = {
  'service-centre': POSTS.counter,
  'commune-section': POSTS.officer,
  commune: POSTS.wardVice,
};
/** A birth at Quy Nhơn (joined: with residence and insurance), standing at one of its steps. */
const birth = (stepId: string, code = '1.001193'): DossierState => {
  const definition = (procedures.procedures as unknown as ProcedureDefinition[]).find(
    (one) => one.code === code,
  );
  if (!definition) throw new Error('no procedure');
  const procedure = resolveUnits(procedureFor(definition), ({ unitKind }) => ({
    unitId: UNIT_OF[unitKind] ?? null,
    positionId: POST_OF[unitKind] ?? null,
  }));
  const opening = {
    procedure,
    receivingUnitId: 'gl-phuong-quy-nhon',
    channel: 'inPerson',
    applicant: { name: 'Mẫu', kind: 'citizen' },
    receivedAt: 1,
    documents: [],
  };
  const state = dossier.evolve(null, { type: 'received', at: 1, by: null, data: opening }, 'h');
  return { ...state, step: state.step && { ...state.step, id: stepId } };
};

const may = (who: Who, command: string, state: RequestState | DossierState, childId?: string): boolean =>
  capacitiesFor(command, capacitiesOf(member(who), state, org), state, childId).length > 0;

const ofMany = recommendation({ wardIds: ['gl-phuong-quy-nhon', 'gl-xa-minh-hoa-a'] });
const toFinanceAndWard = directive([FINANCE, 'gl-phuong-quy-nhon']);
const WARD: Who[] = ['ward', 'wardChair', 'wardVice', 'officer', 'builder'];
const LEAD: Who[] = ['finance', 'financeDirector'];

describe('recommendations', () => {
  const table: [command: string, situation: string, state: RequestState, allowed: Who[]][] = [
    ['assign', 'assigned', recommendation(), ['office']],
    ['split', 'assigned', recommendation(), ['office']],
    ['merge', 'assigned', recommendation(), ['office']],
    ['forward', 'assigned', recommendation(), ['office']],
    ['decideExtension', 'assigned', recommendation(), ['office']],
    ['setDueDate', 'assigned', recommendation(), ['office']],
    ['accept', 'assigned', recommendation(), [...LEAD, 'science']],
    ['return', 'assigned', recommendation(), [...LEAD, 'science']],
    ['respond', 'assigned', recommendation(), LEAD],
    ['requestExtension', 'assigned', recommendation(), LEAD],
    ['reportProgress', 'assigned', recommendation(), LEAD],
    ['requestInformation', 'assigned', recommendation(), [...LEAD, 'office']],
    ['contribute', 'assigned', recommendation(), ['science']],
    ['provideInformation', 'waiting for the ward', recommendation(), WARD],
    // That the office waits until the ward is silent is a rule of the moment (wardStillHasTime), not a right.
    ['confirm', 'answered', recommendation(), [...WARD, 'office']],
    ['dispute', 'answered', recommendation(), [...WARD, 'office']],
    ['withdraw', 'of one ward', recommendation(), [...WARD, 'office']],
    ['withdraw', 'of several wards', ofMany, ['office']],
    ['note', 'any', recommendation(), ['office', 'chair', 'viceChair', ...LEAD, 'science', ...WARD]],
  ];
  it.each(table)('%s, %s', (command, _situation, state, allowed) => {
    expect(CAST.filter((who) => may(who, command, state))).toEqual(
      CAST.filter((who) => allowed.includes(who)),
    );
  });

  it('are seen by askers, units with a duty, the provincial office and the leaders', () => {
    expect(CAST.filter((who) => maySee(member(who), recommendation(), org))).toEqual([
      'chair',
      'viceChair',
      'office',
      'finance',
      'financeDirector',
      'science',
      'ward',
      'wardChair',
      'wardVice',
      'officer',
      'builder',
    ]);
  });

  it('are entered by a ward for itself, by the provincial office for any ward', () => {
    const enters = (who: Who, ...wards: string[]): boolean =>
      mayEnter(member(who), 'recommendation', wards, org) !== null;
    expect(CAST.filter((who) => enters(who, 'gl-phuong-quy-nhon'))).toEqual(['office', ...WARD]);
    expect(CAST.filter((who) => enters(who, 'gl-phuong-quy-nhon', 'gl-xa-minh-hoa-a'))).toEqual(['office']);
    expect(ownCommune(member('wardB'), org)).toBe('gl-xa-minh-hoa-a');
    expect(ownCommune(member('finance'), org)).toBeNull();
  });

  it('a returned duty gives nothing any more', () => {
    const state = recommendation();
    const returned = {
      ...state,
      assignments: state.assignments.map((duty) => ({ ...duty, status: 'returned' as const })),
    };
    expect(may('finance', 'accept', returned)).toBe(false);
    expect(maySee(member('finance'), returned, org)).toBe(true);
  });

  it('the author of an answer does not confirm it', () => {
    const answered = recommendation();
    const author = member('ward').personId;
    const duty = {
      ...answered.assignments[0],
      status: 'responded',
      answers: [{ byPerson: author, confirmations: [] }],
    };
    const state = { ...answered, assignments: [duty] } as unknown as RequestState;
    expect(isOwnAnswer(member('ward'), { type: 'confirm' }, state)).toBe(true);
    expect(isOwnAnswer(member('wardChair'), { type: 'confirm' }, state)).toBe(false);
  });
});

describe('directives', () => {
  const duty: Who[] = [...LEAD, ...WARD];
  it.each<[string, Who[]]>([
    ['assign', ['office']],
    ['accept', duty],
    ['return', duty],
    ['respond', duty],
    ['requestExtension', duty],
    ['decideExtension', ['office']],
    ['setDueDate', ['office']],
    ['confirm', ['office']],
    ['dispute', ['office']],
    ['withdraw', ['office']],
    ['note', ['office', 'chair', 'viceChair', ...duty]],
    ['contribute', []],
    ['merge', []],
  ])('%s', (command, allowed) => {
    expect(CAST.filter((who) => may(who, command, toFinanceAndWard))).toEqual(
      CAST.filter((who) => allowed.includes(who)),
    );
  });

  it('and meetings are entered by the provincial office alone', () => {
    for (const kind of ['directive', 'meeting'] as const)
      expect(CAST.filter((who) => mayEnter(member(who), kind, [], org))).toEqual(['office']);
  });
});

describe('dossiers', () => {
  const table: [command: string, stepId: string, allowed: Who[]][] = [
    ['accept', 'S1', ['counter']],
    ['refuse', 'S1', ['counter']],
    ['receiveSupplement', 'S2', ['counter']],
    ['recordPayment', 'S2', ['counter']],
    ['deliver', 'S6', ['counter']],
    ['withdraw', 'S2', ['counter']],
    ['claim', 'S1', ['counter']],
    ['completeStep', 'S1', ['counter']],
    ['claim', 'S2', ['ward', 'officer']],
    ['completeStep', 'S2', ['ward', 'officer']],
    ['requestSupplement', 'S2', ['ward', 'officer']],
    ['pause', 'S2', ['ward', 'officer']],
    ['completeStep', 'S4', ['wardChair', 'wardVice']],
    ['sign', 'S4', ['wardChair', 'wardVice']],
    ['extend', 'S2', ['ward', 'officer', 'wardChair', 'wardVice']],
    ['stop', 'S2', ['ward', 'officer', 'wardChair', 'wardVice']],
    ['note', 'S2', ['chair', 'viceChair', 'office', 'ward', 'wardChair', 'wardVice', 'counter', 'officer']],
  ];
  it.each(table)('%s at %s', (command, stepId, allowed) => {
    expect(CAST.filter((who) => may(who, command, birth(stepId)))).toEqual(
      CAST.filter((who) => allowed.includes(who)),
    );
  });

  it.each<[part: string, Who[]]>([
    ['C1', ['ward', 'counter', 'officer']],
    ['C2', ['counter', 'police']],
    ['C3', ['counter']],
  ])('the answer for part %s comes from its agency or the counter', (childId, allowed) => {
    const state = birth('S1', '2.000986');
    expect(CAST.filter((who) => may(who, 'recordChild', state, childId))).toEqual(allowed);
  });

  it('an agency sees the dossier of its part and notes; it does not correct or reopen it', () => {
    const state = birth('S3', '2.000986');
    const can = (command: string): boolean => may('police', command, state);
    expect(maySee(member('police'), state, org)).toBe(true);
    expect(['note', 'correct', 'reopen', 'completeStep', 'finish'].map(can)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(maySee(member('police'), birth('S3'), org)).toBe(false);
  });

  it('are seen in the receiving commune by the units at work and its leaders; above it by office and leaders', () => {
    expect(CAST.filter((who) => maySee(member(who), birth('S2'), org))).toEqual([
      'chair',
      'viceChair',
      'office',
      'ward',
      'wardChair',
      'wardVice',
      'counter',
      'officer',
    ]);
  });

  it('are entered at the counter of the receiving commune', () => {
    const enters = (commune: string): Who[] =>
      CAST.filter((who) => mayEnter(member(who), 'dossier', [commune], org));
    expect(enters('gl-phuong-quy-nhon')).toEqual(['counter']);
    expect(enters('gl-xa-minh-hoa-a')).toEqual(['counterB']);
  });

  it('are signed only by whom the position lets sign', () => {
    const signs = (who: Who, position: string): boolean =>
      maySign(member(who), position, birth('S4'), org, today);
    expect(signs('wardChair', POSTS.wardChair)).toBe(true);
    expect(signs('officer', POSTS.officer)).toBe(false);
    expect(signs('officer', POSTS.wardChair)).toBe(false);
  });

  it('a recalled hand-over belongs to who handed over', () => {
    const state = birth('S2');
    const holder = { personId: member('officer').personId, positionId: POSTS.officer, name: 'x' };
    const handOver = { by: holder, toPositionId: POSTS.ward, at: 2, previous: null };
    const handed = { ...state, step: state.step && { ...state.step, handOver } };
    expect(relationsOf(member('officer'), handed, org)).toContain('handedOver');
    expect(relationsOf(member('ward'), handed, org)).not.toContain('handedOver');
  });
});

describe('lists', () => {
  it.each<[Who, 'recommendation' | 'dossier', 'all' | string[]]>([
    ['chair', 'recommendation', 'all'],
    ['office', 'dossier', 'all'],
    ['finance', 'recommendation', [FINANCE]],
    ['ward', 'recommendation', ['gl-phuong-quy-nhon']],
    ['ward', 'dossier', ['gl-phuong-quy-nhon-van-phong']],
    ['counter', 'dossier', ['gl-phuong-quy-nhon-ttpvhcc', 'gl-phuong-quy-nhon']],
    ['wardChair', 'dossier', ['gl-phuong-quy-nhon', 'gl-phuong-quy-nhon']],
    ['admin', 'recommendation', []],
    ['citizen', 'dossier', []],
    ['idle', 'recommendation', []],
  ])('%s sees of each %s the units %j', (who, kind, units) => {
    const expected = units === 'all' ? 'all' : [...new Set(units)];
    expect(seenUnits(member(who), kind, org)).toEqual(expected);
  });
});

it('a dated substitute acts for the absent holder, on the days of the substitution', () => {
  const held = (on: string) =>
    org.positionsHeldBy('person-036', on).filter((one) => one.onBehalfOf !== undefined);
  const positions = held(today).map(({ positionId, onBehalfOf }) => ({
    positionId,
    unitId: org.position(positionId)?.unitId ?? '',
    level: org.position(positionId)?.level ?? '',
    onBehalfOf,
  }));
  const substitute: Member = { role: 'official', personId: 'person-036', positions };
  const [used] = capacitiesFor('accept', capacitiesOf(substitute, recommendation(), org), recommendation());
  expect(used).toMatchObject({ positionId: POSTS.finance, onBehalfOf: 'person-013' });
  expect(held('2026-12-01')).toEqual([]);
});
