import { DEMO_USERS as ISSUER_USERS } from '../../../api/login/demo-issuer';
import { demoRows, DEMO_USERS } from '../../../prisma/seed/load-demo';
import { demoMeetings, type MeetingBody } from '../../../prisma/seed/demo-meetings';
import { resolveCalendar } from '../../../domain/time/calendar';
import { layersFromNational } from '../../../domain/time/layers';
import { routeByRules, routingText } from '../../../domain/routing/route';
import calendarFile from '../../../prisma/seed/calendar-vn.json';
import routing from '../../../prisma/seed/routing.json';
import { demo } from './demo';

const org = demo();
const calendar = resolveCalendar(layersFromNational(calendarFile));

describe('the demo meetings as bodies of POST /meetings', () => {
  const [ward, province] = demoMeetings('2026-11-24', { original: true }) as [MeetingBody, MeetingBody];

  it('are the two of Gia Lai, split into 5 and 17 items, with 4 directives each', () => {
    expect(demoMeetings('2026-11-24', { original: true })).toHaveLength(2);
    expect([ward.recommendations.length, ward.directives.length]).toEqual([5, 4]);
    expect([province.recommendations.length, province.directives.length]).toEqual([17, 4]);
    expect([ward.heldOn, province.heldOn]).toEqual(['2025-07-16', '2025-09-24']);
  });

  it('carry the fields of the API and no date nobody set', () => {
    const allowed = {
      meeting: ['title', 'heldOn', 'chairPositionId', 'recommendations', 'directives'],
      recommendation: [
        ...['title', 'summary', 'fromUnitId', 'fromGroup', 'category', 'leadUnitId', 'supportingUnitIds'],
        'deadlinePhrase',
      ],
      directive: ['title', 'toUnitIds', 'toGroup', 'bindingness', 'deadlinePhrase'],
    };
    for (const meeting of [ward, province]) {
      expect(Object.keys(meeting).filter((k) => !allowed.meeting.includes(k))).toEqual([]);
      for (const r of meeting.recommendations) {
        expect(Object.keys(r).filter((k) => !allowed.recommendation.includes(k))).toEqual([]);
        expect([r.fromUnitId, r.fromGroup].filter(Boolean)).toHaveLength(1);
        const named = [r.leadUnitId, r.fromUnitId, ...r.supportingUnitIds].filter(Boolean);
        expect(named.filter((id) => org.unit(String(id))?.scope !== undefined)).toEqual([]);
        expect(r.supportingUnitIds).not.toContain(r.leadUnitId);
      }
      for (const d of meeting.directives) {
        expect(Object.keys(d).filter((k) => !allowed.directive.includes(k))).toEqual([]);
        expect([d.toUnitIds, d.toGroup].filter(Boolean)).toHaveLength(1);
      }
    }
  });

  it('keep vague words, item categories and who is addressed', () => {
    expect(ward.recommendations[0]).toEqual({
      title: 'Chế độ cho lực lượng không chuyên trách',
      summary: expect.stringContaining('Phường mong tỉnh chốt sớm'),
      fromUnitId: 'gl-phuong-quy-nhon',
      category: 'policy',
      leadUnitId: 'gl-so-noi-vu',
      supportingUnitIds: ['gl-so-tai-chinh'],
      deadlinePhrase: 'sớm',
    });
    expect(province.recommendations.slice(0, 2).map((r) => r.category)).toEqual(['policy', 'funding']);
    expect(province.recommendations.every((r) => r.fromGroup === 'all-communes')).toBe(true);
    expect(ward.directives.map((d) => [d.bindingness, d.toGroup ?? d.toUnitIds, d.deadlinePhrase])).toEqual([
      ['order', 'departments-concerned', undefined],
      ['request', ['gl-phuong-quy-nhon'], undefined],
      ['request', ['gl-phuong-quy-nhon'], 'trước mắt'],
      ['request', ['gl-phuong-quy-nhon'], undefined],
    ]);
    expect(province.directives.map((d) => [d.bindingness, d.toGroup])).toEqual([
      ['proposal', 'all-communes'],
      ['proposal', 'all-communes'],
      ['proposal', 'departments-concerned'],
      ['proposal', 'departments-concerned'],
    ]);
    expect([ward.chairPositionId, province.chairPositionId]).toEqual(['gl-pct-kinh-te', undefined]);
  });

  it('leave the one item two departments fit to a person', () => {
    const open = [...ward.recommendations, ...province.recommendations].filter((r) => !r.leadUnitId);
    expect(open.map((r) => r.title)).toEqual(['Cấp nước cho khu Hải Minh']);
    const subject = { text: routingText(open[0]?.title ?? '', open[0]?.summary), category: 'infrastructure' };
    expect(routeByRules({ ...subject, on: '2026-11-24' }, routing.rows)).toMatchObject({
      triage: 'ambiguous',
    });
  });

  // 24/11/2026 and 27/12/2026 are closed days, 31/12/2026 is the last day before a holiday.
  it.each(['2026-11-23', '2026-11-24', '2026-12-27', '2026-12-31', '2027-03-01'])(
    'moved near %s: 15-day items late, 20-day items due soon, the rest not due',
    (today) => {
      const [near, far] = demoMeetings(today, { original: false }) as [MeetingBody, MeetingBody];
      expect(calendar.isOpen(near.heldOn) && calendar.isOpen(far.heldOn)).toBe(true);
      const due = (meeting: MeetingBody, days: number) => calendar.addWorkingDays(meeting.heldOn, days);
      expect(due(far, 15) < today).toBe(true);
      expect(due(far, 20)).toBe(calendar.addWorkingDays(today, 1));
      expect(due(far, 30) > due(far, 20)).toBe(true);
      expect(due(near, 15)).toBe(calendar.addWorkingDays(today, 2));
    },
  );
});

describe('the rows of the demo province', () => {
  const rows = demoRows();

  it('leave out units of another city and keep every reference whole', () => {
    const ids = new Set(rows.unit.map((u) => u['id']));
    expect(rows.unit).toHaveLength(37);
    expect([...ids].some((id) => String(id).startsWith('dn-'))).toBe(false);
    for (const unit of rows.unit) {
      const named = [unit['parent_id'], unit['area_unit_id']].filter(Boolean);
      expect(named.filter((id) => !ids.has(id))).toEqual([]);
    }
    expect(rows.position).toHaveLength(95);
    expect(rows.position.every((p) => ids.has(p['unit_id']))).toBe(true);
    expect(rows.holder).toHaveLength(95);
  });

  it('log in every demo user of the API contract as the holder of their position', () => {
    const users =
      'admin chair vice-chair chief-of-office office interior finance science construction agriculture culture ' +
      'education health justice industry finance-director science-director ward ward-chair counter officer ward-b citizen';
    expect(DEMO_USERS.map((u) => u.user).sort()).toEqual(users.split(' ').sort());
    for (const login of rows.login) {
      const user = DEMO_USERS.find((u) => u.user === login['subject']);
      const personId = login['person_id'] as string | null;
      const held = personId === null ? [] : org.positionsHeldBy(personId, '2026-11-24');
      expect(held).toEqual(user?.positionId ? expect.arrayContaining([{ positionId: user.positionId }]) : []);
      expect(personId === null).toBe(!user?.positionId);
    }
    expect(rows.login.find((l) => l['subject'] === 'finance')?.['person_id']).toBe('person-013');
  });

  it('agree with the demo issuer on who can log in', () => {
    const known = (users: readonly { user: string; positionId: string | null; role: string }[]) =>
      users.map(({ user, positionId, role }) => `${user} ${positionId} ${role}`).sort();
    expect(known(ISSUER_USERS)).toEqual(known(DEMO_USERS));
  });

  it('hold every published version of the rules', () => {
    expect(rows.calendar_layer.map((l) => `${l['id']}@${l['version']}`)).toEqual(
      expect.arrayContaining(['vn@1', 'vn@5', 'oc-xa-minh-hoa-a@1']),
    );
    expect(rows.procedure_version).toHaveLength(25);
    expect(rows.routing_rule).toHaveLength(routing.rows.length);
    expect(rows.escalation_rules).toHaveLength(1);
  });
});
