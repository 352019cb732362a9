/** Every endpoint under /api/v1. */
import type { Route } from './http/route';
import { DirectiveCommand, RecommendationCommand } from './commands/schemas-request';
import { DossierCommand } from './opening/schemas-dossier';
import { Directive, Dossier, Recommendation } from './cases/schemas-states';
import { boardRoutes } from './board/routes';
import { calendarRoutes } from './publishing/calendars/routes';
import { caseRoutes } from './cases/routes';
import { commandRoutes } from './commands/routes';
import { deadlineRoutes } from './calculator/routes';
import { escalationRoutes } from './escalations/routes';
import { jobRoutes } from './publishing/jobs/routes';
import { openingRoutes } from './opening/routes';
import { procedureRoutes } from './publishing/procedures/routes';
import { ruleRoutes } from './publishing/routes';
import { suspensionRoutes } from './publishing/suspensions/routes';

export const apiRoutes: Route[] = [
  ...openingRoutes,
  ...caseRoutes({
    kind: 'recommendation',
    plural: 'recommendations',
    tag: 'recommendations',
    name: 'kiến nghị',
    state: Recommendation,
    command: RecommendationCommand,
  }),
  ...caseRoutes({
    kind: 'directive',
    plural: 'directives',
    tag: 'directives',
    name: 'chỉ đạo',
    state: Directive,
    command: DirectiveCommand,
  }),
  ...caseRoutes({
    kind: 'dossier',
    plural: 'dossiers',
    tag: 'dossiers',
    name: 'hồ sơ',
    state: Dossier,
    command: DossierCommand,
  }),
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
