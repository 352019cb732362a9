/** Every endpoint under /api/v1. */
import type { Route } from '../route';
import { DirectiveCommand, RecommendationCommand } from '../schemas/request-commands';
import { DossierCommand } from '../schemas/dossier-input';
import { Directive, Dossier, Recommendation } from '../schemas/states';
import { caseRoutes } from './cases';
import { commandRoutes } from './commands';
import { openingRoutes } from './openings';

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
  ...caseRoutes({ kind: 'directive', plural: 'directives', tag: 'directives', name: 'chỉ đạo', state: Directive, command: DirectiveCommand }),
  ...caseRoutes({ kind: 'dossier', plural: 'dossiers', tag: 'dossiers', name: 'hồ sơ', state: Dossier, command: DossierCommand }),
  ...commandRoutes,
];
