/** Written by hand from the organisation of the demo province: who may ask, lead, be given a task, set a date. */
import { mayAsk, mayBeAddressed, mayLead, maySetDates } from '../../../domain/organisation/eligible';
import { demo } from './demo';

const org = demo();
const today = '2026-11-24';

const OK = null;
const UNKNOWN = 'unknown';
const ENDED = 'notInForce';
const KIND = 'wrongKind';

describe('a unit on 24 November 2026', () => {
  it.each([
    //                                                          asks     leads    is given a task
    ['a commune', 'gl-phuong-quy-nhon', OK, KIND, OK],
    ['a section of a commune', 'gl-phuong-quy-nhon-kinh-te', KIND, KIND, KIND],
    ['a service centre of a commune', 'gl-phuong-quy-nhon-ttpvhcc', KIND, KIND, KIND],
    ['the police of a commune', 'gl-phuong-quy-nhon-cong-an', KIND, KIND, KIND],
    ['a department', 'gl-so-tai-chinh', KIND, OK, OK],
    ['the provincial office', 'gl-van-phong-ubnd', KIND, OK, OK],
    ['the inspectorate', 'gl-thanh-tra-tinh', KIND, OK, OK],
    ['the provincial police', 'gl-cong-an-tinh', KIND, OK, OK],
    ['the service centre of the province', 'gl-ttpvhcc-tinh', KIND, KIND, KIND],
    ["the province's People's Committee", 'gl-ubnd-tinh', KIND, KIND, KIND],
    ['a ward that was merged away', 'gl-phuong-tran-phu-cu', ENDED, ENDED, ENDED],
    ['a commune of another province', 'dn-phuong-an-hai', UNKNOWN, UNKNOWN, UNKNOWN],
    ['a department of another province', 'dn-so-tai-chinh', UNKNOWN, UNKNOWN, UNKNOWN],
    ['a unit nobody knows', 'gl-xyz', UNKNOWN, UNKNOWN, UNKNOWN],
  ])('%s', (_who, id, asks, leads, isAddressed) => {
    expect([mayAsk(id, today, org), mayLead(id, today, org), mayBeAddressed(id, today, org)]).toEqual([
      asks,
      leads,
      isAddressed,
    ]);
  });

  it('before the merger of 1 July 2025 the former ward asked, and no department was there to lead', () => {
    expect(mayAsk('gl-phuong-tran-phu-cu', '2025-06-30', org)).toBeNull();
    expect(mayAsk('gl-phuong-quy-nhon', '2025-06-30', org)).toBe(ENDED);
    expect(mayLead('gl-so-tai-chinh', '2025-06-30', org)).toBe(ENDED);
    expect(mayLead('gl-so-tai-chinh', '2025-07-01', org)).toBeNull();
  });
});

it.each([
  ['gl-chu-tich', true],
  ['gl-pct-kinh-te', true],
  ['gl-so-tai-chinh-giam-doc', true],
  ['gl-van-phong-ubnd-chanh-van-phong', true],
  ['gl-phuong-quy-nhon-chu-tich', true],
  ['gl-phuong-quy-nhon-pct-1', true],
  ['gl-so-tai-chinh-pho-giam-doc', false],
  ['gl-van-phong-ubnd-pho-chanh-van-phong', false],
  ['gl-van-phong-ubnd-truong-phong-kstthc', false],
  ['gl-van-phong-ubnd-chuyen-vien', false],
  ['gl-phuong-quy-nhon-truong-phong-kinh-te', false],
  ['gl-phuong-quy-nhon-van-thu', false],
])('%s sets dates: %s', (id, expected) => {
  const position = org.position(id);
  if (!position) throw new Error(`no position ${id}`);
  expect(maySetDates(position)).toBe(expected);
});
