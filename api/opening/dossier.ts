/** From what was handed in to the facts that open a dossier: the procedure version of the day, its steps' posts. */
import { mayEnter } from '../../domain/access/entering';
import type { MemberPosition } from '../../domain/access/member';
import { versionInForce, procedureFor, resolveUnits } from '../../domain/procedure/procedure';
import { openingOf } from '../../domain/dossier/events';
import type { ProcedureDefinition } from '../../domain/procedure/definition';
import { postOf } from '../../domain/procedure/posts';
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
  const definition = versionInForce(check.rules.procedures, input.procedureCode, dateOf(handedIn));
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
    postOf(rule, input.receivingUnitId, check.organisation),
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
