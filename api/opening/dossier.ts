/** From what was handed in to the facts that open a dossier: the procedure version of the day, its steps' posts. */
import { mayEnter, type MemberPosition } from '../../domain/access';
import { inForce, procedureFor, resolveUnits } from '../../domain/procedure/procedure';
import { openingOf } from '../../domain/dossier/events';
import type { ProcedureDefinition, UnitRule } from '../../domain/procedure/definition';
import type { Organisation } from '../../domain/organisation/model';
import { rankOf } from '../../domain/organisation/types';
import { dateOf, fromIso } from '../../domain/time/plain-date';
import type { Instant } from '../../domain/time/types';
import type { Checker } from './checks';
import type { Identity } from '../login/identity';
import { forbidden } from '../http/problems';
import type { DossierInput } from './schemas-dossier';

/** Clocks of counters may be ahead by this much, in ms. */
const AHEAD_MS = 5 * 60_000;

export function openDossier(
  input: DossierInput,
  check: Checker,
  identity: Identity,
  receivedAt: Instant,
): { opening: ReturnType<typeof openingOf>; entered: MemberPosition } {
  const entered = mayEnter(identity, 'dossier', [input.receivingUnitId], check.organisation);
  if (!entered)
    throw forbidden({
      vi: 'Chỉ công chức Trung tâm Phục vụ hành chính công của xã, phường tiếp nhận nhập hồ sơ.',
      en: 'Only clerks of the receiving commune’s service centre enter dossiers.',
    });
  check.commune(input.receivingUnitId, 'receivingUnitId');
  const said = input.receivedAt === undefined ? receivedAt : fromIso(input.receivedAt);
  // A clock that is ahead takes no dossier into tomorrow, nor into the version of tomorrow.
  const handedIn = Math.min(said, receivedAt);
  if (said > receivedAt + AHEAD_MS) check.add('receivedAt', 'Thời điểm nộp ở tương lai (in the future).');
  const definition = inForce(check.rules.procedures, input.procedureCode, dateOf(handedIn));
  if (!definition)
    check.add(
      'procedureCode',
      `Không có thủ tục "${input.procedureCode}" đang có hiệu lực (no such procedure in force).`,
    );
  const caseId = input.procedureCase;
  if (definition && caseId !== undefined && !definition.cases?.some((one) => one.id === caseId))
    check.add('procedureCase', `Thủ tục không có trường hợp "${caseId}" (no such case).`);
  check.end();
  const zone = check.organisation.unit(input.receivingUnitId)?.zone ?? null;
  const procedure = resolveUnits(procedureFor(definition as ProcedureDefinition, caseId, zone), (rule) =>
    resolvePost(rule, input.receivingUnitId, check.organisation),
  );
  return {
    entered,
    opening: openingOf({
      procedure,
      receivingUnitId: input.receivingUnitId,
      channel: input.channel,
      applicant: input.applicant,
      receivedAt: handedIn,
      documents: input.documents,
      title: procedure.name,
      ...(input.onBehalfOf ? { onBehalfOf: input.onBehalfOf } : {}),
      confidential: procedure.confidential,
    }),
  };
}

/** Unit and post of a step in the dossier's commune; the next higher level where the unit lacks the one asked for. */
export function resolvePost(
  rule: UnitRule & { positionLevel?: string },
  communeId: string,
  organisation: Organisation,
): { unitId: string | null; positionId: string | null } {
  const unit = organisation.units.find((one) => {
    if (rule.unitKind === 'commune') return one.id === communeId;
    if (rule.unitKind === 'police') return one.kind === 'police' && one.areaUnitId === communeId;
    if (one.parentId !== communeId || one.kind !== rule.unitKind) return false;
    return rule.unitKind !== 'commune-section' || one.sectionKey === rule.sectionKey;
  });
  if (!unit) return { unitId: null, positionId: null };
  const wanted = rankOf(rule.positionLevel ?? 'officer');
  const posts = organisation.positionsOf(unit.id).filter((post) => rankOf(post.level) >= wanted);
  const post = posts.reduce<(typeof posts)[number] | undefined>(
    (best, one) => (best && rankOf(best.level) <= rankOf(one.level) ? best : one),
    undefined,
  );
  return { unitId: unit.id, positionId: post?.id ?? null };
}
