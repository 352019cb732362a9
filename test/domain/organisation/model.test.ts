import { demo } from './demo';

const org = demo();

describe('who holds a position on a day', () => {
  it('lets the dated substitute replace the absent holder, first and last day included', () => {
    const on = (day: string) => org.holderOn('gl-so-tai-chinh-chuyen-vien', day);
    const substituted = { personId: 'person-036', onBehalfOf: 'person-013', substitutionId: 'sub-02' };
    expect(on('2026-11-15')).toEqual({ personId: 'person-013' });
    expect(on('2026-11-16')).toEqual(substituted);
    expect(on('2026-11-27')).toEqual(substituted);
    expect(on('2026-11-28')).toEqual({ personId: 'person-013' });
  });

  it('changes holders without a gap, and has none before the first', () => {
    const on = (day: string) => org.holderOn('gl-so-xay-dung-giam-doc', day)?.personId;
    expect(['2025-06-30', '2025-07-01', '2026-02-28', '2026-03-01'].map(on)).toEqual([
      undefined,
      'person-020',
      'person-020',
      'person-021',
    ]);
  });

  it('finds a post nobody holds vacant', () => {
    expect(org.holderOn('gl-xa-minh-hoa-b-pho-giam-doc-ttpvhcc', '2026-11-24')).toBeNull();
    expect(org.holderOn('no-such-post', '2026-11-24')).toBeNull();
  });

  it('lets a dated substitute answer for a post that fell vacant meanwhile', () => {
    const ended = demo({
      holders: org.positions.map((p) => ({
        positionId: p.id,
        personId: 'person-013',
        from: '2025-07-01',
        to: '2026-11-19',
      })),
    });
    expect(ended.holderOn('gl-so-tai-chinh-chuyen-vien', '2026-11-20')).toMatchObject({
      personId: 'person-036',
    });
    expect(ended.holderOn('gl-so-tai-chinh-chuyen-vien', '2026-11-28')).toBeNull();
  });

  it('takes who is on leave as away from their other posts too', () => {
    expect(org.holderOn('gl-phuong-quy-nhon-giam-doc-ttpvhcc', '2026-08-10')).toEqual({
      personId: 'person-051',
      absent: true,
    });
    expect(org.holderOn('gl-phuong-quy-nhon-giam-doc-ttpvhcc', '2026-08-22')).toEqual({
      personId: 'person-051',
    });
  });

  it('passes over a substitute who is away as well', () => {
    const doubled = demo({
      substitutions: [
        {
          id: 's1',
          positionId: 'gl-so-y-te-giam-doc',
          absentPersonId: 'person-033',
          substitutePersonId: 'person-034',
          from: '2026-01-01',
          to: '2026-01-10',
          reason: 'Nghỉ phép',
        },
        {
          id: 's2',
          positionId: 'gl-so-y-te-pho-giam-doc',
          absentPersonId: 'person-034',
          substitutePersonId: 'person-035',
          from: '2026-01-05',
          to: '2026-01-05',
          reason: 'Nghỉ ốm',
        },
      ],
    });
    expect(doubled.holderOn('gl-so-y-te-giam-doc', '2026-01-04')).toMatchObject({ personId: 'person-034' });
    expect(doubled.holderOn('gl-so-y-te-giam-doc', '2026-01-05')).toEqual({
      personId: 'person-033',
      absent: true,
    });
  });
});

describe('what a person may act in', () => {
  it('adds substituted positions to own ones, and leaves the absent their own', () => {
    expect(org.positionsHeldBy('person-036', '2026-11-24')).toEqual([
      { positionId: 'gl-so-tai-chinh-chuyen-vien-2' },
      { positionId: 'gl-so-tai-chinh-chuyen-vien', onBehalfOf: 'person-013' },
    ]);
    expect(org.positionsHeldBy('person-036', '2026-11-28')).toEqual([
      { positionId: 'gl-so-tai-chinh-chuyen-vien-2' },
    ]);
    expect(org.positionsHeldBy('person-013', '2026-11-24')).toEqual([
      { positionId: 'gl-so-tai-chinh-chuyen-vien' },
    ]);
    expect(org.positionsHeldBy('person-020', '2026-03-01')).toEqual([]);
  });

  it('names the units of all posts once', () => {
    expect(org.unitsOf('person-051', '2026-11-24')).toEqual([
      'gl-phuong-quy-nhon',
      'gl-phuong-quy-nhon-ttpvhcc',
    ]);
    expect(org.unitsOf('person-036', '2026-11-24')).toEqual(['gl-so-tai-chinh']);
  });

  it('lets a substitute sign only when the substitution says so', () => {
    const signs = (position: string, person: string, on: string) => org.maySign(position, person, on);
    expect(signs('gl-phuong-quy-nhon-pct-2', 'person-050', '2026-08-21')).toBe(true);
    expect(signs('gl-phuong-quy-nhon-pct-2', 'person-050', '2026-08-22')).toBe(false);
    expect(signs('gl-phuong-quy-nhon-pct-2', 'person-051', '2026-08-21')).toBe(true);
    expect(signs('gl-so-tai-chinh-chuyen-vien', 'person-036', '2026-11-20')).toBe(false);
    expect(signs('gl-phuong-quy-nhon-chanh-van-phong', 'person-052', '2026-11-20')).toBe(false);
  });
});

describe('the tree of units', () => {
  it('finds the commune of sections, service centre and area police, and none for departments', () => {
    const commune = (id: string) => org.communeOf(id)?.id ?? null;
    for (const part of ['', '-van-phong', '-kinh-te', '-van-hoa-xa-hoi', '-ttpvhcc', '-cong-an']) {
      expect(commune(`gl-phuong-quy-nhon${part}`)).toBe('gl-phuong-quy-nhon');
    }
    expect(
      ['gl-so-y-te', 'gl-ttpvhcc-tinh', 'gl-cong-an-tinh', 'gl-ubnd-tinh', 'nowhere'].map(commune),
    ).toEqual(Array(5).fill(null));
  });

  it('knows what lies within what, by line of command and by area', () => {
    expect(org.isWithin('gl-phuong-quy-nhon-cong-an', 'gl-phuong-quy-nhon')).toBe(true);
    expect(org.isWithin('gl-phuong-quy-nhon-cong-an', 'gl-cong-an-tinh')).toBe(true);
    expect(org.isWithin('gl-phuong-quy-nhon', 'gl-phuong-quy-nhon-cong-an')).toBe(false);
    expect(org.isWithin('gl-so-y-te', 'gl-so-y-te')).toBe(true);
    expect(org.isWithin('gl-so-y-te', 'gl-so-noi-vu')).toBe(false);
  });

  it('lists the communes in force, without those of another city', () => {
    const now = ['gl-phuong-quy-nhon', 'gl-xa-minh-hoa-a', 'gl-xa-minh-hoa-b'];
    expect(org.allCommunes('2025-07-01').map((u) => u.id)).toEqual(now);
    expect(org.allCommunes('2025-06-30').map((u) => u.id)).toEqual([
      'gl-phuong-tran-phu-cu',
      'gl-phuong-thi-nai-cu',
      'gl-phuong-hai-cang-cu',
      'gl-phuong-dong-da-cu',
    ]);
  });

  it('knows the province and its office', () => {
    expect(org.provinceUnit.id).toBe('gl-ubnd-tinh');
    expect(org.provincialOffice.id).toBe('gl-van-phong-ubnd');
    expect(() => demo({ units: [] }).provinceUnit).toThrow('province');
  });
});
