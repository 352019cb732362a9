/** From a token's subject to a person and the positions held or substituted today. */
import type { Actor } from '../../domain/case/case';
import type { Capacity } from '../../domain/access/capacities';
import type { Member, MemberPosition } from '../../domain/access/member';
import { dateOf } from '../../domain/time/plain-date';
import type { Instant } from '../../domain/time/types';
import type { Rules } from '../../database/rules';
import { Problem } from '../http/problems';

export interface Identity extends Member {
  subject: string;
  name: string;
  positions: MemberPosition[];
  /** Units worked in today, exactly these. */
  unitIds: string[];
}

/** Who calls a public route. */
export const NOBODY: Identity = {
  subject: '',
  personId: null,
  name: '',
  role: 'citizen',
  positions: [],
  unitIds: [],
};

export function identityOf(subject: string, { logins, organisation }: Rules, now: Instant): Identity {
  const login = logins.get(subject);
  if (!login)
    throw new Problem(403, 'unknownSubject', {
      vi: 'Tài khoản này chưa được khai báo trong hệ thống.',
      en: 'This account is not registered here.',
    });
  const today = dateOf(now);
  const positions = login.personId === null ? [] : organisation.positionsHeldBy(login.personId, today);
  const held = positions.flatMap(({ positionId, onBehalfOf }): MemberPosition[] => {
    const position = organisation.position(positionId);
    if (!position) return [];
    const { unitId, level } = position;
    return [onBehalfOf ? { positionId, unitId, level, onBehalfOf } : { positionId, unitId, level }];
  });
  return {
    subject,
    personId: login.personId,
    name: (login.personId && organisation.person(login.personId)?.name) || subject,
    role: login.role,
    positions: held,
    unitIds: [...new Set(held.map((position) => position.unitId))],
  };
}

/** Official acts name the position used; a substitute's acts name for whom. */
export function actorOf(
  { subject, personId, name }: Identity,
  used: Pick<Capacity, 'positionId' | 'onBehalfOf'> | null,
): Actor {
  return {
    subject,
    personId,
    name,
    positionId: used?.positionId ?? null,
    ...(used?.onBehalfOf ? { onBehalfOf: used.onBehalfOf } : {}),
  };
}
