import { mayUseCases } from '../../domain/access/member';
import { noBusiness, invalid } from '../http/problems';
import { dossierBoard, firstDayOf } from './dossiers';
import { escalationBoard } from './escalations';
import { requestBoard } from './requests';
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
        'Việc gì đang chậm, ở ai. Người gọi chỉ thấy phần của mình; mỗi con số có href đến danh sách chứng minh. ' +
        'Có to: số liệu là của cuối ngày đó, về sau không đổi (figures of the end of that day).',
      query: DashboardQuery,
      returns: Dashboard,
    },
    async ({ query, identity }, deps) => {
      if (!mayUseCases(identity)) throw noBusiness();
      const view = new ViewContext(await deps.rules(), identity, deps.now());
      if (firstDayOf(query, view) > (query.to ?? view.today()))
        throw invalid([{ path: 'from', message: 'Ngày đầu kỳ sau ngày cuối kỳ (after the last day).' }]);
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
