/** What became of a command whose sender does not know. */
import { z } from 'zod';
import { findByKeyPrefix, findRecorded } from '../cases/rows';
import { pendingCommands } from './aftermath';
import { iso } from '../cases/view-context';
import { keyPrefixOf } from '../http/ids';
import { findMeeting, meetingIdOf } from '../opening/open';
import { notFound } from '../http/problems';
import { route, type Route } from '../http/route';
import { CommandFate } from '../cases/schemas';

const KeyParams = z.strictObject({
  key: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'Idempotency-Key đã gửi, hoặc mã trong Location', examples: ['a1b2c3'] }),
});

export const commandRoutes: Route[] = [
  route(
    {
      method: 'get',
      path: '/commands/{key}',
      tag: 'commands',
      summary: 'Một lệnh đã ra sao',
      params: KeyParams,
      returns: CommandFate,
    },
    async ({ params: { key }, identity }, deps) => {
      const { subject } = identity;
      const meeting = await findMeeting(deps, meetingIdOf(subject, key));
      if (meeting) return { key, status: meeting.settled ? 'done' : 'pending', meeting: { id: meeting.id } };
      const recorded = /^[0-9a-f]{64}$/.test(key)
        ? await findRecorded(deps.pool, key)
        : await findByKeyPrefix(deps.pool, keyPrefixOf(subject, key));
      if (recorded && recorded.subject === subject) {
        const { caseId, kind, version, type, at } = recorded;
        return {
          key,
          status: 'done',
          case: { kind, id: caseId, href: `/api/v1/${kind}s/${caseId}` },
          version,
          type,
          at: iso(at),
        };
      }
      const pending = pendingCommands.get(key);
      if (pending && pending.subject === subject) {
        const { kind, id } = pending;
        return { key, status: 'pending', case: { kind, id, href: `/api/v1/${kind}s/${id}` } };
      }
      throw notFound({
        vi: 'Chưa có lệnh nào được ghi với khóa này. Lệnh có thể bị từ chối, chưa tới, hoặc vẫn đang chờ; xin gửi lại với cùng khóa để biết.',
        en: 'No command is recorded under this key: it was refused, never arrived, or is still under way. Repeat it with the same key to know.',
      });
    },
  ),
];
