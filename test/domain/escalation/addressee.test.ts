import { addresseeOf, type CaseUnits } from '../../../domain/escalation/addressee';
import type { AddresseeRule } from '../../../domain/escalation/rules';
import escalation from '../../../prisma/seed/escalation.json';
import { demo, demoData } from '../organisation/demo';

const org = demo();
const TODAY = '2026-12-01';
const QN = 'gl-phuong-quy-nhon';

const to = (
  unit: string,
  role: string,
  where: Partial<CaseUnits> & { assignedUnitId: string },
  on = TODAY,
  of = org,
) => addresseeOf({ unit, role } as AddresseeRule, where, of, on);
const post = (...args: Parameters<typeof to>) => to(...args)?.positionId;

/** The organisation without holders of some positions. */
const without = (...positions: string[]) =>
  demo({ holders: demoData.holders.filter((h) => !positions.includes(h.positionId)) });

describe('the post a rule means', () => {
  it.each([
    ['assigned-unit', 'officer', 'gl-so-y-te', 'gl-so-y-te-chuyen-vien'],
    ['assigned-unit', 'director', 'gl-so-y-te', 'gl-so-y-te-giam-doc'],
    ['assigned-unit', 'leader', 'gl-so-y-te', 'gl-so-y-te-giam-doc'],
    ['assigned-unit', 'leader', QN, `${QN}-chu-tich`],
    ['assigned-unit', 'leader', 'gl-van-phong-ubnd', 'gl-van-phong-ubnd-chanh-van-phong'],
    ['assigned-unit', 'leader', 'gl-thanh-tra-tinh', 'gl-thanh-tra-tinh-chanh-thanh-tra'],
    ['assigned-unit', 'leader', `${QN}-cong-an`, `${QN}-truong-cong-an`],
    ['assigned-unit', 'leader', `${QN}-kinh-te`, `${QN}-truong-phong-kinh-te`],
    ['assigned-unit', 'officer', QN, `${QN}-ho-tich`],
    ['assigned-unit', 'head', `${QN}-kinh-te`, `${QN}-truong-phong-kinh-te`],
    ['dossier-commune', 'chief-of-office', `${QN}-ttpvhcc`, `${QN}-chanh-van-phong`],
    ['dossier-commune', 'vice-chair', `${QN}-kinh-te`, `${QN}-pct-1`],
    ['dossier-commune', 'vice-chair', `${QN}-van-hoa-xa-hoi`, `${QN}-pct-2`],
    ['dossier-commune', 'vice-chair', `${QN}-cong-an`, `${QN}-pct-2`],
    ['dossier-commune', 'chair', `${QN}-cong-an`, `${QN}-chu-tich`],
    ['asking-commune', 'officer', QN, `${QN}-ho-tich`],
    ['asking-commune', 'chief-of-office', QN, `${QN}-chanh-van-phong`],
    ['provincial-office', 'head', 'gl-so-y-te', 'gl-van-phong-ubnd-truong-phong-kstthc'],
    ['province', 'chair', 'gl-so-y-te', 'gl-chu-tich'],
  ])('%s %s of %s is %s', (unit, role, assignedUnitId, expected) => {
    expect(to(unit, role, { assignedUnitId })).toMatchObject({ positionId: expected, hops: [] });
  });

  it("takes the province's vice-chair in charge of the unit, of its commune, or of what it reports to", () => {
    const inCharge = (assignedUnitId: string) => post('province', 'vice-chair', { assignedUnitId });
    expect(inCharge('gl-so-tai-chinh')).toBe('gl-pct-kinh-te');
    expect(inCharge('gl-so-khoa-hoc-cong-nghe')).toBe('gl-pct-van-xa');
    expect(inCharge(`${QN}-ttpvhcc`)).toBe('gl-pct-kinh-te');
    expect(inCharge(`${QN}-cong-an`)).toBe('gl-pct-kinh-te');
    expect(inCharge('gl-xa-minh-hoa-b')).toBe('gl-pct-noi-chinh');
    expect(inCharge('gl-cong-an-tinh')).toBe('gl-pct-noi-chinh');
  });

  it('goes to the chair when no vice-chair is in charge, or the one in charge is away', () => {
    const none = to('province', 'vice-chair', { assignedUnitId: 'gl-ubnd-tinh' });
    expect(none).toMatchObject({ positionId: 'gl-chu-tich', hops: [{ positionId: null }] });
    const vacant = to(
      'province',
      'vice-chair',
      { assignedUnitId: 'gl-so-y-te' },
      TODAY,
      without('gl-pct-van-xa'),
    );
    expect(vacant).toMatchObject({ positionId: 'gl-chu-tich', hops: [{ positionId: 'gl-pct-van-xa' }] });
  });

  it('prefers the assignee, then the author, then the first in file order', () => {
    const where = { assignedUnitId: 'gl-so-tai-chinh' };
    const second = 'gl-so-tai-chinh-chuyen-vien-2';
    expect(post('assigned-unit', 'officer', where)).toBe('gl-so-tai-chinh-chuyen-vien');
    expect(post('assigned-unit', 'officer', { ...where, authorPositionId: second })).toBe(second);
    expect(
      post('assigned-unit', 'officer', {
        ...where,
        authorPositionId: second,
        assigneePositionId: 'gl-so-tai-chinh-chuyen-vien',
      }),
    ).toBe('gl-so-tai-chinh-chuyen-vien');
    expect(post('asking-commune', 'officer', { assignedUnitId: QN, authorPositionId: `${QN}-van-thu` })).toBe(
      `${QN}-van-thu`,
    );
    expect(post('assigned-unit', 'officer', { ...where, authorPositionId: `${QN}-van-thu` })).toBe(
      'gl-so-tai-chinh-chuyen-vien',
    );
  });

  it('reminds the leader of a commune who holds a signature', () => {
    const signing = { assignedUnitId: QN, assigneePositionId: `${QN}-pct-2` };
    expect(to('assigned-unit', 'officer', signing)).toMatchObject({ positionId: `${QN}-pct-2`, hops: [] });
    expect(post('assigned-unit', 'chair', signing)).toBe(`${QN}-chu-tich`);
  });

  it('tells the asking ward from the unit with the duty', () => {
    const where = { assignedUnitId: 'gl-so-y-te', askingCommuneId: 'gl-xa-minh-hoa-a' };
    expect(post('asking-commune', 'chair', where)).toBe('gl-xa-minh-hoa-a-chu-tich');
    expect(post('dossier-commune', 'chair', { assignedUnitId: 'gl-cong-an-tinh', communeId: QN })).toBe(
      `${QN}-chu-tich`,
    );
  });
});

describe('the way up when nobody is there', () => {
  it('names the substitute as acting for the absent holder, with the dates', () => {
    expect(to('assigned-unit', 'officer', { assignedUnitId: 'gl-so-tai-chinh' }, '2026-11-24')).toEqual({
      positionId: 'gl-so-tai-chinh-chuyen-vien',
      personId: 'person-036',
      onBehalfOf: 'person-013',
      hops: [
        {
          positionId: 'gl-so-tai-chinh-chuyen-vien',
          why: 'Chuyên viên theo dõi kiến nghị: vắng mặt từ 16/11/2026 đến 27/11/2026 (Đi công tác), đã có người thay',
        },
      ],
    });
  });

  it('climbs over the vacant deputy of the service centre of Minh Họa B', () => {
    const found = to('assigned-unit', 'head', { assignedUnitId: 'gl-xa-minh-hoa-b-ttpvhcc' });
    expect(found).toMatchObject({ positionId: 'gl-xa-minh-hoa-b-giam-doc-ttpvhcc', personId: 'person-080' });
    expect(found?.hops).toEqual([
      {
        positionId: null,
        why: 'Trung tâm Phục vụ hành chính công – Xã Minh Họa B không có cấp trưởng phòng',
      },
      {
        positionId: 'gl-xa-minh-hoa-b-pho-giam-doc-ttpvhcc',
        why: 'Phó Giám đốc Trung tâm: chức vụ đang khuyết',
      },
    ]);
    expect(post('assigned-unit', 'head', { assignedUnitId: `${QN}-ttpvhcc` })).toBe(
      `${QN}-pho-giam-doc-ttpvhcc`,
    );
  });

  it('reaches the present director after the change of 28/02/2026', () => {
    const director = (on: string) =>
      to('assigned-unit', 'director', { assignedUnitId: 'gl-so-xay-dung' }, on);
    expect(director('2026-02-28')?.personId).toBe('person-020');
    expect(director('2026-03-01')?.personId).toBe('person-021');
  });

  it('falls to the highest level present when nobody is above', () => {
    const directorless = without('gl-so-y-te-giam-doc');
    expect(
      to('assigned-unit', 'director', { assignedUnitId: 'gl-so-y-te' }, TODAY, directorless),
    ).toMatchObject({
      positionId: 'gl-so-y-te-pho-giam-doc',
      hops: [{ positionId: 'gl-so-y-te-giam-doc' }],
    });
    const officers = without('gl-so-y-te-giam-doc', 'gl-so-y-te-pho-giam-doc');
    expect(post('assigned-unit', 'leader', { assignedUnitId: 'gl-so-y-te' }, TODAY, officers)).toBe(
      'gl-so-y-te-chuyen-vien',
    );
  });

  it('goes up one level at a time', () => {
    const where = { assignedUnitId: 'gl-so-y-te' };
    expect(post('assigned-unit', 'officer', where, TODAY, without('gl-so-y-te-chuyen-vien'))).toBe(
      'gl-so-y-te-pho-giam-doc',
    );
    const office = without('gl-van-phong-ubnd-truong-phong-kstthc');
    expect(post('provincial-office', 'head', where, TODAY, office)).toBe(
      'gl-van-phong-ubnd-pho-chanh-van-phong',
    );
  });

  it('leaves an empty unit for the leaders of its commune, the vice-chair in charge, the chair', () => {
    const centre = demoData.positions.filter((p) => p.unitId === `${QN}-ttpvhcc`).map((p) => p.id);
    const where = { assignedUnitId: `${QN}-ttpvhcc` };
    expect(post('assigned-unit', 'officer', where, TODAY, without(...centre))).toBe(`${QN}-pct-2`);
    const department = demoData.positions.filter((p) => p.unitId === 'gl-so-y-te').map((p) => p.id);
    const health = { assignedUnitId: 'gl-so-y-te' };
    expect(post('assigned-unit', 'officer', health, TODAY, without(...department))).toBe('gl-pct-van-xa');
    const none = to('assigned-unit', 'officer', health, TODAY, without(...department, 'gl-pct-van-xa'));
    expect(none?.positionId).toBe('gl-chu-tich');
    expect(none?.hops.map((h) => h.positionId)).toEqual([
      'gl-so-y-te-chuyen-vien',
      'gl-so-y-te-pho-giam-doc',
      'gl-so-y-te-giam-doc',
      'gl-pct-van-xa',
    ]);
    expect(to('assigned-unit', 'officer', health, TODAY, demo({ holders: [] }))).toBeNull();
  });

  it('keeps the way up of a commune within its line of command', () => {
    const away = without(`${QN}-chanh-van-phong`);
    expect(post('dossier-commune', 'chief-of-office', { assignedUnitId: QN }, TODAY, away)).toBe(
      `${QN}-pct-1`,
    );
    const office = without(`${QN}-ho-tich`);
    expect(post('asking-commune', 'officer', { assignedUnitId: QN }, TODAY, office)).toBe(
      `${QN}-chanh-van-phong`,
    );
  });

  it('sends what a ladder has for a director to the chair of a commune, and says so', () => {
    expect(to('assigned-unit', 'director', { assignedUnitId: QN })).toMatchObject({
      positionId: `${QN}-chu-tich`,
      hops: [{ positionId: null }],
    });
  });

  it('passes over a director on leave whom nobody replaces', () => {
    const found = to('assigned-unit', 'leader', { assignedUnitId: `${QN}-ttpvhcc` }, '2026-08-12');
    expect(found).toMatchObject({ positionId: `${QN}-pho-giam-doc-ttpvhcc` });
    expect(found?.hops[0]?.why).toContain('chưa có người thay');
  });

  it.each([
    ['giver', 'position'],
    ['assigned-unit', 'secretary'],
    ['province', 'officer'],
  ])('never climbs to a leader because it does not understand %s %s', (unit, role) => {
    expect(() => to(unit, role, { assignedUnitId: 'gl-so-y-te' })).toThrow(
      `unknown addressee ${unit}/${role}`,
    );
  });

  it('finds someone even for a unit it does not know', () => {
    expect(post('assigned-unit', 'officer', { assignedUnitId: 'nowhere' })).toBe('gl-chu-tich');
  });
});

describe('every rung of the published ladders', () => {
  const units = org.units.filter((u) => u.scope !== 'reference' && org.isInForce(u.id, TODAY));
  const inCommune = units.filter((u) => org.communeOf(u.id)).map((u) => u.id);
  const provincial = units.filter((u) => !org.communeOf(u.id)).map((u) => u.id);
  const communes = org.allCommunes(TODAY).map((u) => u.id);
  const appliesTo: Record<string, string[]> = {
    'LD-DOSSIER': inCommune,
    'LD-DOSSIER-STEP': inCommune,
    'LD-RECOMMENDATION': [...provincial, ...communes],
    'LD-NO-OWNER': ['gl-van-phong-ubnd'],
    'LD-WARD-INFORMATION': communes,
    'LD-WARD-CONFIRMATION': communes,
    'LD-DIRECTIVE': [...provincial, ...communes],
    'LD-ACKNOWLEDGEMENT': [...provincial, ...communes],
    'LD-CONTRIBUTION': [...provincial, ...communes],
    'LD-URGENT': units.map((u) => u.id),
  };
  const cases = escalation.ladders.flatMap((ladder) =>
    ladder.steps.map((step) => [ladder.id, step.id, step] as const),
  );

  it.each(cases)('%s %s reaches someone for every unit it can apply to', (ladder, _rung, step) => {
    const rules = [
      step.addressee,
      ...('alsoNotify' in step ? (step.alsoNotify ?? []) : []),
    ] as AddresseeRule[];
    const where = appliesTo[ladder] ?? [];
    expect(where).not.toHaveLength(0);
    for (const assignedUnitId of where) {
      for (const rule of rules) {
        for (const on of ['2025-07-01', '2026-08-12', '2026-11-24', TODAY]) {
          const found = addresseeOf(rule, { assignedUnitId }, org, on);
          expect([ladder, assignedUnitId, rule.role, typeof found?.personId]).toEqual([
            ladder,
            assignedUnitId,
            rule.role,
            'string',
          ]);
          expect(org.person(found?.personId ?? '')).toBeDefined();
        }
      }
    }
  });
});
