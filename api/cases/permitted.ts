/** What those hear who may not know of a case. */
import { mayUseCases } from '../../domain/access/member';
import { isConfidential } from '../../domain/access/visibility';
import type { CaseKind } from '../../domain/case/case';
import { forbidden, noBusiness, notFound, type Problem } from '../http/problems';
import type { Identity } from '../login/identity';

/** Those without business here learn nothing, not even whether a case exists. */
export const unknownCase = (identity: Identity): Problem =>
  mayUseCases(identity) ? notFound() : noBusiness();

export function foreign(kind: CaseKind, identity: Identity): Problem {
  if (!mayUseCases(identity)) return noBusiness();
  return isConfidential(kind)
    ? notFound()
    : forbidden({
        vi: 'Vụ việc này không thuộc đơn vị đang đăng nhập.',
        en: 'This case is not your unit’s.',
      });
}
