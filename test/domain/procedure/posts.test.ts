/** Where a step leads in a commune, by hand from the organisation of the demo province. */
import { postOf } from '../../../domain/procedure/posts';
import { demo, demoData } from '../organisation/demo';

const WARD = 'gl-phuong-quy-nhon';

it.each([
  ['the counter', { unitKind: 'service-centre' }, `${WARD}-ttpvhcc`, `${WARD}-tiep-nhan`],
  [
    'an officer of the economy section',
    { unitKind: 'commune-section', sectionKey: 'economy', positionLevel: 'officer' },
    `${WARD}-kinh-te`,
    `${WARD}-dia-chinh-xay-dung`,
  ],
  [
    'its head',
    { unitKind: 'commune-section', sectionKey: 'economy', positionLevel: 'head' },
    `${WARD}-kinh-te`,
    `${WARD}-truong-phong-kinh-te`,
  ],
  ['a vice-chair', { unitKind: 'commune', positionLevel: 'vice-chair' }, WARD, `${WARD}-pct-1`],
  ['the chair', { unitKind: 'commune', positionLevel: 'chair' }, WARD, `${WARD}-chu-tich`],
  [
    'the head of the police, who report to the province and serve the ward',
    { unitKind: 'police', positionLevel: 'head' },
    `${WARD}-cong-an`,
    `${WARD}-truong-cong-an`,
  ],
  [
    'a level the unit lacks: the next higher one',
    { unitKind: 'commune-section', sectionKey: 'office', positionLevel: 'head' },
    `${WARD}-van-phong`,
    `${WARD}-chanh-van-phong`,
  ],
  [
    'a level above all of the unit: the unit, and no post',
    { unitKind: 'commune-section', sectionKey: 'economy', positionLevel: 'chair' },
    `${WARD}-kinh-te`,
    null,
  ],
  ['a section the ward does not have', { unitKind: 'commune-section', sectionKey: 'mining' }, null, null],
  ['a body outside the tree', { unitKind: 'external', externalName: 'Cơ quan thuế' }, null, null],
])('%s', (_who, rule, unitId, positionId) => {
  expect(postOf(rule, WARD, demo())).toEqual({ unitId, positionId });
});

it('in the unit of the dossier’s own commune, not of its neighbour', () => {
  expect(postOf({ unitKind: 'service-centre' }, 'gl-xa-minh-hoa-a', demo())).toEqual({
    unitId: 'gl-xa-minh-hoa-a-ttpvhcc',
    positionId: 'gl-xa-minh-hoa-a-tiep-nhan',
  });
});

it('the officer before the head, in whatever order the posts are listed', () => {
  const reversed = demo({ positions: [...demoData.positions].reverse() });
  const rule = { unitKind: 'commune-section', sectionKey: 'culture-social', positionLevel: 'officer' };
  expect(postOf(rule, WARD, reversed).positionId).toBe(`${WARD}-bao-tro-xa-hoi`);
});
