/** What is wrong with the routing table, all at once: a row that decides nothing, or for a unit that cannot lead, is refused. */
import { CATEGORIES } from '../request/state';
import { isProvincialAgency } from '../organisation/eligible';
import type { Organisation } from '../organisation/model';
import { isDate } from '../time/plain-date';
import type { PlainDate } from '../time/types';
import { hasPhrase, normalise, type RoutingRow } from './route';

export type RoutingComplaintCode =
  | 'UNKNOWN_FIELD'
  | 'NO_ID'
  | 'BAD_VERSION'
  | 'DUPLICATE_ROW'
  | 'BAD_DATE'
  | 'EFFECTIVE_RANGE'
  | 'BAD_PRIORITY'
  | 'NO_KEYWORDS'
  | 'EMPTY_KEYWORD'
  | 'DUPLICATE_KEYWORD'
  | 'UNKNOWN_CATEGORY'
  | 'UNKNOWN_UNIT'
  | 'CANNOT_LEAD'
  | 'UNIT_NOT_IN_FORCE'
  | 'DUPLICATE_UNIT'
  | 'LEAD_SUPPORTS'
  | 'NEVER_DECIDES';

export interface RoutingComplaint {
  code: RoutingComplaintCode;
  /** Where in the table, e.g. `rows[3].keywords[0]`. */
  path: string;
  /** For people, in Vietnamese. */
  detail: string;
}

/** What the table is judged by: rows in force on this day or later need units that work then; older ones stay. */
export interface RoutingCheck {
  today: PlainDate;
  organisation: Pick<Organisation, 'unit' | 'provinceUnit' | 'isInForce'>;
}

/** Fields that decide, and remarks of whoever wrote the row: how sure, by which paper, why. Remarks change nothing. */
const FIELDS: readonly string[] = [
  ...[
    'id',
    'version',
    'effectiveFrom',
    'effectiveTo',
    'priority',
    'keywords',
    'category',
    'lead',
    'supporting',
  ],
  ...['certainty', 'basis', 'note'],
];

/** Every fault of the table; an empty list means that it may be published. */
export function validateRouting(rows: readonly RoutingRow[], check: RoutingCheck): RoutingComplaint[] {
  return rows.flatMap((row, index) => {
    const path = `rows[${index}]`;
    const own = [
      ...fieldComplaints(row, path),
      ...identityComplaints(rows, index, path),
      ...periodComplaints(row, path),
      ...keywordComplaints(row, path),
      ...unitComplaints(row, path, check),
    ];
    return own.length > 0 ? own : coverComplaints(rows, index, path, check);
  });
}

const complaint = (code: RoutingComplaintCode, path: string, detail: string): RoutingComplaint => ({
  code,
  path,
  detail,
});

function fieldComplaints(row: RoutingRow, path: string): RoutingComplaint[] {
  const unknown = Object.keys(row).filter((field) => !FIELDS.includes(field));
  const found = unknown.map((field) =>
    complaint('UNKNOWN_FIELD', `${path}.${field}`, `Không quy tắc nào đọc trường "${field}"`),
  );
  if (!Number.isSafeInteger(row.priority))
    found.push(
      complaint('BAD_PRIORITY', `${path}.priority`, `Mức ưu tiên phải là số nguyên: ${String(row.priority)}`),
    );
  const { category } = row;
  if (category !== undefined && category !== null && !(CATEGORIES as readonly string[]).includes(category))
    found.push(
      complaint(
        'UNKNOWN_CATEGORY',
        `${path}.category`,
        `Không có loại kiến nghị "${category}", nên dòng này không bao giờ khớp`,
      ),
    );
  return found;
}

/** A version of a row takes the place of the one before it; of the same number there is one. */
function identityComplaints(rows: readonly RoutingRow[], index: number, path: string): RoutingComplaint[] {
  const { id, version } = rows[index] as RoutingRow;
  if (typeof id !== 'string' || id.trim() === '')
    return [complaint('NO_ID', `${path}.id`, 'Dòng chưa có mã, quyết định không nói được theo dòng nào')];
  if (!Number.isSafeInteger(version) || version < 1)
    return [complaint('BAD_VERSION', `${path}.version`, `Phiên bản không hợp lệ: ${String(version)}`)];
  return rows.findIndex((one) => one.id === id && one.version === version) < index
    ? [complaint('DUPLICATE_ROW', path, 'Mã và phiên bản của dòng này đã có ở trên')]
    : [];
}

function periodComplaints({ effectiveFrom, effectiveTo }: RoutingRow, path: string): RoutingComplaint[] {
  const bad = Object.entries({ effectiveFrom, effectiveTo }).flatMap(([field, date]) =>
    !date || isDate(date) ? [] : [complaint('BAD_DATE', `${path}.${field}`, `Không có ngày ${date}`)],
  );
  if (bad.length > 0 || !effectiveFrom || !effectiveTo || effectiveFrom <= effectiveTo) return bad;
  return [
    complaint(
      'EFFECTIVE_RANGE',
      `${path}.effectiveTo`,
      'Hết hiệu lực trước khi có hiệu lực, nên không ngày nào tính',
    ),
  ];
}

/** A keyword is compared as the text is: without capitals and invisible characters. One without a letter or digit finds nothing. */
function keywordComplaints({ keywords }: RoutingRow, path: string): RoutingComplaint[] {
  if (keywords.length === 0)
    return [complaint('NO_KEYWORDS', `${path}.keywords`, 'Dòng không có từ khóa nào nên không bao giờ khớp')];
  const folded = keywords.map(normalise);
  return folded.flatMap((keyword, index) => {
    const at = `${path}.keywords[${index}]`;
    if (!/[\p{L}\p{N}]/u.test(keyword))
      return [complaint('EMPTY_KEYWORD', at, 'Từ khóa trống: không có chữ hay số nào')];
    return folded.indexOf(keyword) < index
      ? [complaint('DUPLICATE_KEYWORD', at, `Từ khóa "${keyword}" đã có trong dòng này`)]
      : [];
  });
}

/** Lead and supporting units are agencies of the province that work while the row counts. */
function unitComplaints(row: RoutingRow, path: string, check: RoutingCheck): RoutingComplaint[] {
  const { lead, supporting } = row;
  return [
    ...oneUnit(lead, row, `${path}.lead`, check),
    ...supporting.flatMap((id, index) => {
      const at = `${path}.supporting[${index}]`;
      const name = check.organisation.unit(id)?.name ?? id;
      if (id === lead)
        return [complaint('LEAD_SUPPORTS', at, `${name} đã chủ trì, không đồng thời phối hợp`)];
      return supporting.indexOf(id) < index
        ? [complaint('DUPLICATE_UNIT', at, `${name} được nêu hai lần`)]
        : oneUnit(id, row, at, check);
    }),
  ];
}

function oneUnit(
  id: string,
  row: RoutingRow,
  path: string,
  { organisation, today }: RoutingCheck,
): RoutingComplaint[] {
  const name = organisation.unit(id)?.name;
  if (name === undefined) return [complaint('UNKNOWN_UNIT', path, `Không có đơn vị "${id}"`)];
  if (!isProvincialAgency(id, organisation))
    return [complaint('CANNOT_LEAD', path, `${name} không phải cơ quan cấp tỉnh nên không được phân công`)];
  const [first, last] = span(row);
  if (last < today) return [];
  const from = first > today ? first : today;
  const ends = last === FOREVER ? [from] : [from, last];
  return ends.every((day) => organisation.isInForce(id, day))
    ? []
    : [complaint('UNIT_NOT_IN_FORCE', path, `${name} không hoạt động suốt thời gian dòng này có hiệu lực`)];
}

/** Whether a row of higher priority is there whenever this one matches, or newer versions of its own leave it no day. */
function coverComplaints(
  rows: readonly RoutingRow[],
  index: number,
  path: string,
  { organisation }: RoutingCheck,
): RoutingComplaint[] {
  const row = rows[index] as RoutingRow;
  const newer = rows.find((one) => one.id === row.id && one.version > row.version && lastsAsLong(one, row));
  if (newer)
    return [
      complaint('NEVER_DECIDES', path, `Phiên bản ${newer.version} của dòng này thay thế mọi ngày của nó`),
    ];
  const above = rows.find(
    (one) =>
      one.priority > row.priority &&
      isUnreplaced(one, rows) &&
      lastsAsLong(one, row) &&
      (!one.category || one.category === row.category) &&
      row.keywords.every((keyword) => matches(one, keyword)),
  );
  if (!above) return [];
  const other = `"${above.keywords.join('", "')}" (${organisation.unit(above.lead)?.name ?? above.lead})`;
  return [complaint('NEVER_DECIDES', path, `Mỗi khi dòng này khớp thì dòng ${other} ưu tiên hơn cũng khớp`)];
}

/** Whatever text holds this phrase, the row matches it. */
const matches = (row: RoutingRow, phrase: string): boolean =>
  row.keywords.some((keyword) => hasPhrase(normalise(phrase), normalise(keyword)));

const isUnreplaced = (row: RoutingRow, rows: readonly RoutingRow[]): boolean =>
  !rows.some((one) => one.id === row.id && one.version > row.version);

const FOREVER = '9999-12-31';
const span = ({ effectiveFrom, effectiveTo }: RoutingRow): [first: PlainDate, last: PlainDate] => [
  effectiveFrom || '0000-01-01',
  effectiveTo || FOREVER,
];

function lastsAsLong(one: RoutingRow, row: RoutingRow): boolean {
  const [[from, to], [first, last]] = [span(one), span(row)];
  return from <= first && last <= to;
}
