/** Every endpoint under /api/v1. */
import type { Route } from '../route';
import { DirectiveCommand, RecommendationCommand } from '../schemas/request-commands';
import { DossierCommand } from '../schemas/dossier-input';
import { Directive, Dossier, Recommendation } from '../schemas/states';
import { boardRoutes } from './board';
import { calendarRoutes } from './calendars';
import { caseRoutes } from './cases';
import { commandRoutes } from './commands';
import { deadlineRoutes } from './deadlines';
import { escalationRoutes } from './escalations';
import { jobRoutes } from './jobs';
import { openingRoutes } from './openings';
import { procedureRoutes } from './procedures';
import { ruleRoutes } from './rules';
import { suspensionRoutes } from './suspensions';

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
