import { assign, type Subject } from '../../../domain/routing/assign';
import type { RoutingRow } from '../../../domain/routing/route';

const NAMES: Record<string, string> = { noi: 'Sở Nội vụ', tai: 'Sở Tài chính', cu: 'Sở cũ' };
/** `cu` ended on 30/06/2026; the others work. */
const organisation = {
  unit: (id: string) =>
    NAMES[id] ? { id, name: NAMES[id], kind: 'department' as const, parentId: 'p' } : undefined,
  isInForce: (id: string, on: string) => id in NAMES && (id !== 'cu' || on <= '2026-06-30'),
};
const row = (more: Partial<RoutingRow>): RoutingRow => ({
  id: 'R1',
  version: 2,
  priority: 10,
  keywords: ['biên chế'],
  lead: 'noi',
  supporting: ['tai', 'cu'],
  ...more,
});
const ask = (more: Partial<Subject>, rows = [row({})], on = '2026-06-01', today = '2026-11-28') =>
  assign({ title: 'Xin thêm biên chế', category: 'staffing', ...more }, rows, organisation, { on, today });

describe('who leads a new recommendation', () => {
  it('is the unit that was named, whatever the table says', () => {
    expect(ask({ leadUnitId: 'tai', supportingUnitIds: ['noi'] })).toEqual({
      lead: 'tai',
      supporting: ['noi'],
      routing: { by: 'explicit', reason: 'Người nhập nêu đơn vị chủ trì' },
    });
    expect(ask({ leadUnitId: 'tai' }).supporting).toEqual([]);
  });

  it('else is decided by the row that matches, which is named; only supporting units that work today take part', () => {
    expect(ask({})).toEqual({
      lead: 'noi',
      supporting: ['tai'],
      routing: {
        by: 'rule',
        ruleId: 'R1',
        ruleVersion: 2,
        reason: 'Khớp "biên chế" trong bảng phân công',
      },
    });
  });

  it('supporting units that were named count instead of those of the row, and none supports itself', () => {
    expect(ask({ supportingUnitIds: [] }).supporting).toEqual([]);
    expect(ask({ supportingUnitIds: ['noi', 'tai', 'tai'] }).supporting).toEqual(['tai']);
  });

  it('is nobody yet where the unit of the row has ended: a person decides and sees which row it was', () => {
    expect(ask({}, [row({ lead: 'cu' })])).toEqual({
      lead: null,
      supporting: [],
      routing: {
        by: null,
        ruleId: 'R1',
        ruleVersion: 2,
        reason: 'Khớp "biên chế" nhưng Sở cũ không còn hoạt động; chờ người phân công',
      },
    });
    expect(ask({}, [row({ lead: 'cu' })], '2026-06-01', '2026-06-30').lead).toBe('cu');
  });

  it('is nobody yet where nothing matches or several do; the candidates are told by name', () => {
    expect(ask({ title: 'Xin máy in' })).toEqual({
      lead: null,
      supporting: [],
      routing: { by: null, reason: 'Không dòng nào của bảng phân công khớp; chờ người phân công' },
    });
    const both = [row({}), row({ id: 'R2', lead: 'tai', keywords: ['thêm biên chế'] })];
    expect(ask({ supportingUnitIds: ['tai'] }, both)).toEqual({
      lead: null,
      supporting: [],
      routing: {
        by: null,
        reason:
          'Nhiều đơn vị cùng khớp, chờ người phân công: Sở Nội vụ ("biên chế"); Sở Tài chính ("thêm biên chế")',
      },
    });
  });

  it('follows the rows of the day the matter counts from, and reads the summary too', () => {
    const later = [row({ effectiveFrom: '2026-06-02' })];
    expect(ask({}, later).lead).toBeNull();
    expect(ask({}, later, '2026-06-02').lead).toBe('noi');
    expect(ask({ title: 'Kiến nghị', summary: 'xin thêm biên chế y tế' }).lead).toBe('noi');
  });
});
