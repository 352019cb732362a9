/** What the rules refuse, told as a problem: in words, with who did the last thing and when, and what may be done instead. */
import { refusalWords } from '../../domain/case/refusal-text';
import type { Refusal } from '../../domain/case/refusals';
import type { CaseState } from '../../domain/case/case';
import { CommandRefused, type RefusalDetails, VersionMismatch } from '../../workflows/messages';
import type { CaseRow } from '../cases/rows';
import { iso, type ViewContext } from '../cases/view-context';
import { Problem, type ProblemExtra } from '../http/problems';
import { availableCommands } from '../cases/available';

/** Refused here, by the case as PostgreSQL has it. */
export function refused(row: CaseRow, refusal: Refusal, view: ViewContext): Problem {
  return new Problem(409, refusal.reason, wordsOf(row, refusal, view), {
    by: lastOf(refusal.by ?? row.state.last, view),
    availableCommands: availableCommands(row, view.identity, view.rules, view.now),
  });
}

/** Refused by the workflow, which may be ahead of what was read. */
export function refusedByWorkflow(
  type: string,
  details: RefusalDetails,
  row: CaseRow,
  view: ViewContext,
): Problem {
  const words = wordsOf(row, details, view);
  const by = lastOf(details.by ?? details.last, view);
  if (type === VersionMismatch) return new Problem(412, details.reason, words, { by });
  if (type !== CommandRefused) return new Problem(503, details.reason, words, { retryAfter: 1 });
  const isRead = row.version === details.version;
  return new Problem(409, details.reason, words, {
    by,
    availableCommands: isRead ? availableCommands(row, view.identity, view.rules, view.now) : details.allowed,
  });
}

const wordsOf = ({ kind }: CaseRow, refusal: Refusal, { rules }: ViewContext) =>
  refusalWords(refusal, { kind, organisation: rules.organisation });

/** Null: an instant was reached by itself. */
const lastOf = ({ type, at, by }: CaseState['last'], view: ViewContext): ProblemExtra['by'] => ({
  type,
  person: by?.name ?? null,
  position: by?.positionId ? view.position(by.positionId) : null,
  at: iso(at),
});
