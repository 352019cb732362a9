/** What opens cases: single items and meetings. */
import { mayEnter } from '../../domain/access/entering';
import { mayUseCases } from '../../domain/access/member';
import type { MeetingCase } from '../../workflows/messages';
import { dateOf } from '../../domain/time/plain-date';
import { Checker } from './checks';
import { noBusiness, forbidden } from '../http/problems';
import { openDossier } from './dossier';
import { actorOf } from '../login/identity';
import { commandIdOf, uuidOf } from '../http/ids';
import { openCase, openMeeting } from './open';
import { openDirective, openRecommendation } from './request';
import { route, type Route } from '../http/route';
import { NewDossier } from './schemas-dossier';
import { MeetingAnswer, NewDirective, NewMeeting, NewRecommendation } from './schemas-request';
import { Directive, Dossier, Recommendation } from '../cases/schemas-states';

export const openingRoutes: Route[] = [
  route(
    {
      method: 'post',
      path: '/meetings',
      tag: 'meetings',
      summary: 'Nhập một cuộc họp với các kiến nghị và chỉ đạo',
      description:
        'Tất cả hoặc không gì cả: một mục sai thì 422 nêu đường dẫn của mục, và không có gì được lập.',
      body: NewMeeting,
      returns: MeetingAnswer,
      status: 201,
      idempotent: true,
    },
    async ({ body, identity, key, bodyHash, receivedAt, language }, deps) => {
      if (!mayUseCases(identity)) throw noBusiness();
      const rules = await deps.rules();
      if (!mayEnter(identity, 'meeting', [], rules.organisation))
        throw forbidden({
          vi: 'Văn phòng UBND tỉnh nhập các cuộc họp.',
          en: 'The provincial office enters meetings.',
        });
      return openMeeting({ identity, key, bodyHash, receivedAt, language }, deps, async (id) => {
        const check = new Checker(rules, receivedAt);
        if (body.chairPositionId !== undefined) check.position(body.chairPositionId, 'chairPositionId');
        check.heldOn(body.heldOn);
        const where = { meetingId: id, countsFrom: body.heldOn };
        const recommendations = (body.recommendations ?? []).map((item, index) =>
          openRecommendation(item, where, check.at(`recommendations[${index}]`), identity),
        );
        const directives = (body.directives ?? []).map((item, index) =>
          openDirective(item, where, check.at(`directives[${index}]`), identity),
        );
        check.end();
        const cases = [...recommendations, ...directives].map(({ data, entered }, index): MeetingCase => {
          const caseId = uuidOf('meeting-item', id, String(index));
          const commandId = commandIdOf(identity.subject, caseId, key);
          const opened = {
            type: 'submitted',
            at: receivedAt,
            by: actorOf(identity, entered),
            data: { ...data },
            commandId,
            bodyHash,
          };
          return { kind: data.kind, id: caseId, opened };
        });
        return {
          id,
          title: body.title,
          heldOn: body.heldOn,
          chairPositionId: body.chairPositionId ?? null,
          createdBy: identity.subject,
          createdAt: receivedAt,
          bodyHash,
          cases,
        };
      });
    },
  ),
  route(
    {
      method: 'post',
      path: '/recommendations',
      tag: 'recommendations',
      summary: 'Nhập một kiến nghị',
      body: NewRecommendation,
      returns: Recommendation,
      status: 201,
      idempotent: true,
    },
    async ({ body, identity, key, bodyHash, receivedAt, language }, deps) => {
      if (!mayUseCases(identity)) throw noBusiness();
      return openCase('recommendation', { identity, key, bodyHash, receivedAt, language }, deps, async () => {
        const check = new Checker(await deps.rules(), receivedAt);
        if (body.heldOn !== undefined) check.heldOn(body.heldOn);
        const where = { meetingId: null, countsFrom: body.heldOn ?? dateOf(receivedAt) };
        const { data, entered } = openRecommendation(body, where, check, identity);
        check.end();
        return { type: 'submitted', data: { ...data }, by: actorOf(identity, entered) };
      });
    },
  ),
  route(
    {
      method: 'post',
      path: '/directives',
      tag: 'directives',
      summary: 'Nhập một chỉ đạo, nhiệm vụ',
      body: NewDirective,
      returns: Directive,
      status: 201,
      idempotent: true,
    },
    async ({ body, identity, key, bodyHash, receivedAt, language }, deps) => {
      if (!mayUseCases(identity)) throw noBusiness();
      return openCase('directive', { identity, key, bodyHash, receivedAt, language }, deps, async () => {
        const check = new Checker(await deps.rules(), receivedAt);
        if (body.heldOn !== undefined) check.heldOn(body.heldOn);
        const where = { meetingId: null, countsFrom: body.heldOn ?? dateOf(receivedAt) };
        const { data, entered } = openDirective(body, where, check, identity);
        check.end();
        return { type: 'submitted', data: { ...data }, by: actorOf(identity, entered) };
      });
    },
  ),
  route(
    {
      method: 'post',
      path: '/dossiers',
      tag: 'dossiers',
      summary: 'Nhận một hồ sơ',
      body: NewDossier,
      returns: Dossier,
      status: 201,
      idempotent: true,
    },
    async ({ body, identity, key, bodyHash, receivedAt, language }, deps) => {
      if (!mayUseCases(identity)) throw noBusiness();
      return openCase('dossier', { identity, key, bodyHash, receivedAt, language }, deps, async () => {
        const check = new Checker(await deps.rules(), receivedAt);
        const { opening, entered } = openDossier(body, check, identity, receivedAt);
        return { ...opening, by: actorOf(identity, entered) };
      });
    },
  ),
];
