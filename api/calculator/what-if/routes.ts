/** What would be late under other terms or another calendar: asked before anyone publishes them. */
import type { z } from 'zod';
import { mayUseCases } from '../../../domain/access/member';
import type { CaseKind } from '../../../domain/case/case';
import { addDays } from '../../../domain/time/plain-date';
import type { CalendarDay, CalendarLayer } from '../../../domain/time/types';
import { readDraft } from '../../../database/drafts';
import type { Rules } from '../../../database/rules';
import { checkLength } from '../calculation';
import { noBusiness, invalid, type FieldError } from '../../http/problems';
import type { Deps } from '../../deps';
import { route, type Route } from '../../http/route';
import { WhatIf, WhatIfInput } from './schemas';
import { withDays, withDraft, type CalendarFor } from '../supposed-calendar';
import { ViewContext } from '../../cases/view-context';
import { whatIfView } from './view';
import { tallyOf, type Supposed } from './what-if';

type Input = z.output<typeof WhatIfInput>;

const EXAMPLES = 5;
/** Longest period, in days: three years and a leap day. */
const LONGEST_PERIOD_DAYS = 3 * 365 + 1;
/** No procedure's term is longer, in calendar days; counted for every case, a longer one would take minutes. */
const LONGEST_TERM_DAYS = 2 * 366;

export const whatIfRoutes: Route[] = [
  route(
    {
      method: 'post',
      path: '/deadlines/what-if',
      tag: 'deadlines',
      summary: 'Nếu thời hạn hoặc lịch khác đi thì bao nhiêu việc chậm',
      description:
        'Chỉ đọc: đếm lại từ sổ của từng thời hạn, giữ nguyên các lần dừng, gia hạn và ngày xong. Chậm được tính như ' +
        'danh sách và bảng. Người gọi chỉ đếm vụ việc mình được xem; người quản trị đếm tất cả nhưng không thấy nội dung.',
      body: WhatIfInput,
      returns: WhatIf,
    },
    async ({ body, identity }, deps) => {
      if (identity.role !== 'admin' && !mayUseCases(identity)) throw noBusiness();
      const rules = await deps.rules();
      const kind = kindOf(body);
      refuseBadScope(body, kind, rules);
      const change = await supposed(body, rules, deps);
      const view = new ViewContext(rules, identity, deps.now());
      const tally = await tallyOf(deps.pool, { ...body, kind }, change, body.examples ?? EXAMPLES, view);
      return whatIfView(tally, deps.pool, view);
    },
  ),
];

/** A procedure or a step means dossiers, a category means recommendations. */
const kindOf = ({ kind, procedure, category, change }: Input): CaseKind | undefined =>
  kind ?? (procedure || change.step ? 'dossier' : category ? 'recommendation' : undefined);

function refuseBadScope(body: Input, kind: CaseKind | undefined, rules: Rules): void {
  const { period, unit, procedure, category, change } = body;
  const errors: FieldError[] = [];
  const refuse = (path: string, message: string): void => void errors.push({ path, message });
  if (period.to < period.from) refuse('period.to', 'Trước ngày đầu kỳ (before the first day).');
  else if (period.to > addDays(period.from, LONGEST_PERIOD_DAYS - 1))
    refuse('period.to', 'Kỳ dài nhất 3 năm (three years at most).');
  if (unit && !rules.organisation.unit(unit)) refuse('unit', `Không có đơn vị "${unit}" (unknown unit).`);
  if (procedure && kind !== 'dossier') refuse('procedure', 'Chỉ hồ sơ có thủ tục (dossiers only).');
  if (category && kind !== 'recommendation')
    refuse('category', 'Chỉ kiến nghị có loại (recommendations only).');
  const versions = rules.procedures.filter(({ code }) => code === procedure);
  if (procedure && versions.length === 0)
    refuse('procedure', `Không có thủ tục "${procedure}" (unknown procedure).`);
  if (change.term && !kind)
    refuse('kind', 'Thời hạn khác thì phải nói cho loại vụ việc nào (a term needs a kind).');
  if ((change.term || change.step) && kind === 'dossier' && !procedure)
    refuse('procedure', 'Thời hạn khác thì phải nói cho thủ tục nào (a term needs a procedure).');
  if (change.step) {
    const { id } = change.step;
    const steps = versions.flatMap((one) => [one, ...(one.cases ?? [])]).flatMap((one) => one.steps ?? []);
    if (kind !== 'dossier') refuse('change.step', 'Chỉ hồ sơ có bước (dossiers only).');
    else if (versions.length > 0 && !steps.some((step) => step.id === id))
      refuse('change.step.id', `Thủ tục không có bước "${id}" (no such step).`);
  }
  if (errors.length > 0) throw invalid(errors);
}

async function supposed({ change }: Input, rules: Rules, deps: Deps): Promise<Supposed> {
  const { term, step, calendar } = change;
  checkLength([['change.term.amount', term]], LONGEST_TERM_DAYS);
  checkLength([['change.step.term.amount', step?.term]], LONGEST_TERM_DAYS);
  return {
    ...(term ? { term } : {}),
    ...(step ? { stepTerm: step.term, stepClock: `step:${step.id}` } : {}),
    ...(calendar ? { calendarFor: await calendarOf(calendar, rules, deps) } : {}),
  };
}

async function calendarOf(
  { days = [], draft }: NonNullable<Input['change']['calendar']>,
  rules: Rules,
  deps: Deps,
): Promise<CalendarFor> {
  if (draft === undefined) return withDays(days as CalendarDay[], rules);
  const at = draft.lastIndexOf('@');
  const [id, version] = [draft.slice(0, at), Number(draft.slice(at + 1))];
  const found = await readDraft<CalendarLayer>(deps.pool, 'calendar', id, version);
  if (!found)
    throw invalid([
      { path: 'change.calendar.draft', message: `Không có dự thảo lịch "${draft}" (no such draft).` },
    ]);
  return withDraft(found.body, rules);
}
