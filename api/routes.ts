/** Every endpoint under /api/v1. */
import type { Route } from './http/route';
import { DirectiveCommand, RecommendationCommand } from './commands/schemas-request';
import { DossierCommand } from './opening/schemas-dossier';
import { Directive, Dossier, Recommendation } from './cases/schemas-states';
import { boardRoutes } from './board/routes';
import { calendarRoutes } from './publishing/calendars/routes';
import type { CaseFamily } from './cases/family';
import { caseRoutes } from './cases/routes';
import { commandRoute, commandRoutes } from './commands/routes';
import { deadlineRoutes } from './calculator/routes';
import { escalationRoutes } from './escalations/routes';
import { jobRoutes } from './publishing/jobs/routes';
import { openingRoutes } from './opening/routes';
import { procedureRoutes } from './publishing/procedures/routes';
import { ruleRoutes } from './publishing/routes';
import { suspensionRoutes } from './publishing/suspensions/routes';

const RECOMMENDATIONS: CaseFamily = {
  kind: 'recommendation',
  plural: 'recommendations',
  name: 'kiến nghị',
  state: Recommendation,
};
const DIRECTIVES: CaseFamily = {
  kind: 'directive',
  plural: 'directives',
  name: 'chỉ đạo',
  state: Directive,
};
const DOSSIERS: CaseFamily = { kind: 'dossier', plural: 'dossiers', name: 'hồ sơ', state: Dossier };

export const apiRoutes: Route[] = [
  ...openingRoutes,
  ...[RECOMMENDATIONS, DIRECTIVES, DOSSIERS].flatMap(caseRoutes),
  commandRoute(RECOMMENDATIONS, RecommendationCommand),
  commandRoute(DIRECTIVES, DirectiveCommand),
  commandRoute(DOSSIERS, DossierCommand),
  ...commandRoutes,
  ...escalationRoutes,
  ...deadlineRoutes,
  ...boardRoutes,
  ...ruleRoutes,
  ...procedureRoutes,
  ...calendarRoutes,
  ...suspensionRoutes,
  ...jobRoutes,
];
