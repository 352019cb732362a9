import { mayUseCases } from '../../domain/access';
import { noBusiness } from '../commands/gateway';
import { dossierBoard, escalationBoard, requestBoard } from './dashboard';
import { route, type Route } from '../http/route';
import { Dashboard, DashboardQuery } from './schemas';
import { iso, ViewContext } from '../cases/view-context';

export const boardRoutes: Route[] = [
  route(
    {
      method: 'get',
      path: '/dashboard',
      tag: 'board',
      summary: 'Bảng của lãnh đạo',
      description:
        'Việc gì đang chậm, ở ai. Người gọi chỉ thấy phần của mình; mỗi con số có href đến danh sách chứng minh.',
      query: DashboardQuery,
      returns: Dashboard,
    },
    async ({ query, identity }, deps) => {
      if (!mayUseCases(identity)) throw noBusiness();
      const view = new ViewContext(await deps.rules(), identity, deps.now());
      const [recommendations, directives, dossiers, escalations] = await Promise.all([
        requestBoard(deps.pool, 'recommendation', query, view),
        requestBoard(deps.pool, 'directive', query, view),
        dossierBoard(deps.pool, query, view),
        escalationBoard(deps.pool, view),
      ]);
      return { asOf: iso(view.now), recommendations, directives, dossiers, escalations };
    },
  ),
];
