/** From what was sent to a suspension that may be published, and who may do so. */
import { maySuspend } from '../../../domain/access/member';
import { validateSuspension } from '../../../domain/publishing/suspensions';
import { fromIso } from '../../../domain/time/plain-date';
import type { Suspension } from '../../../domain/time/suspension';
import type { Instant } from '../../../domain/time/types';
import type { Rules } from '../../../database/rules';
import type { z } from 'zod';
import { forbidden } from '../../http/problems';
import type { Identity } from '../../login/identity';
import { refuseFaults } from '../faults';
import type { SuspensionInput } from './schemas';

/** @throws 422 naming every fault */
export function suspensionOf(
  { unitIds, zone, from, to, name, legalBasis, reason }: z.output<typeof SuspensionInput>,
  id: string,
  { organisation }: Rules,
  now: Instant,
): Suspension {
  const suspension: Suspension = {
    id,
    version: 0,
    name,
    unitIds: [...new Set(unitIds)],
    ...(zone === undefined ? {} : { zone }),
    from: fromIso(from),
    to: to === null ? null : fromIso(to),
    legalBasis,
    reason,
    publishedAt: now,
  };
  refuseFaults(validateSuspension(suspension, organisation, now));
  return suspension;
}

export function mustSuspend(identity: Identity, { organisation }: Rules): void {
  if (!maySuspend(identity, organisation))
    throw forbidden({
      vi: 'Chỉ Văn phòng UBND tỉnh hoặc quản trị viên tạm dừng thời hạn hàng loạt và xem dự thảo.',
      en: 'Only the provincial office or the administrator suspends deadlines and reads such drafts.',
    });
}
