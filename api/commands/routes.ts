/** Commands to cases, and what became of one whose sender does not know. */
import { z } from 'zod';
import { mayUseCases } from '../../domain/access/member';
import type { Command } from '../../domain/case/case';
import type { CaseFamily } from '../cases/family';
import { unknownCase } from '../cases/permitted';
import { caseIdOf, findByKeyPrefix, findRecorded } from '../cases/rows';
import { pendingCommands } from '../http/pending';
import { iso } from '../cases/view-context';
import { keyPrefixOf } from '../http/ids';
import { findMeeting, meetingIdOf } from '../opening/open';
import { noBusiness, notFound } from '../http/problems';
import { CaseParams } from '../http/schemas';
import { giveCommand } from './gateway';
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

/** The one way to change a case of this kind. `command`: what may be said to it. */
export const commandRoute = ({ kind, plural, name, state }: CaseFamily, command: z.ZodType): Route =>
  route(
    {
      method: 'post',
      path: `/${plural}/{id}/commands`,
      tag: plural,
      summary: `Ra lệnh trên một ${name}`,
      description:
        'Trả lời 200 với trạng thái mới; 202 khi quá 10 giây. Gửi lại với cùng Idempotency-Key là an toàn.',
      params: CaseParams,
      body: command,
      returns: state,
      idempotent: true,
      conditional: true,
    },
    async ({ params, body, identity, key, bodyHash, ifMatch, receivedAt, language }, deps) => {
      if (!mayUseCases(identity)) throw noBusiness();
      const id = await caseIdOf(deps.pool, kind, params.id);
      if (!id) throw unknownCase(identity);
      return giveCommand(
        { kind, id, body: body as Command, identity, key, bodyHash, ifMatch, receivedAt, language },
        deps,
      );
    },
  );
