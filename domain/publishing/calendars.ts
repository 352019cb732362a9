/** What may be published as a calendar: sound in itself, and read beside what is published already. */
import type { Organisation } from '../organisation/model';
import { complaint, isUsable, type LayerComplaint } from '../time/layer-complaint';
import { dateOf } from '../time/plain-date';
import type { CalendarDay, CalendarLayer, Instant, PlainDate } from '../time/types';
import { validateLayer } from '../time/validate-layer';
import { dateWords } from '../time/words';

/** What is published, and the days that open cases count over. */
export interface Published {
  layers: readonly CalendarLayer[];
  organisation: Pick<Organisation, 'unit' | 'isInForce'>;
  now: Instant;
  /** From the earliest start to the latest date of a clock that still runs; none runs: absent. */
  counted?: { from: PlainDate; to: PlainDate };
}

/** Every fault of the draft; an empty list means that it may be published. */
export function validateCalendar(layer: CalendarLayer, published: Published): LayerComplaint[] {
  const { layers, counted } = published;
  const previous = newest(layers.filter(({ id }) => id === layer.id));
  return [
    ...validateLayer(layer, { needs: counted && withinCover(counted, layers), previous }),
    ...identityComplaints(layer, previous),
    ...unitComplaints(layer, published),
    ...unreadDays(layer, previous),
    ...besideComplaints(layer, layers),
  ];
}

/** Cases that reach beyond every calendar are counted provisionally as it is; no draft has to mend that. */
function withinCover(
  { from, to }: { from: PlainDate; to: PlainDate },
  layers: readonly CalendarLayer[],
): { from: PlainDate; to: PlainDate } {
  const covers = layers.flatMap((layer) => layer.covers ?? []);
  const first = covers.map((one) => one.from).sort()[0] ?? from;
  const last =
    covers
      .map((one) => one.provisionalTo ?? one.to)
      .sort()
      .at(-1) ?? to;
  return { from: from < first ? first : from, to: to > last ? last : to };
}

/** The highest version of each layer. */
const newest = (versions: readonly CalendarLayer[]): CalendarLayer | undefined =>
  [...versions].sort((a, b) => b.version - a.version)[0];

/** A version takes the place of the one before it, so it speaks of the same place and purpose. */
function identityComplaints(layer: CalendarLayer, previous?: CalendarLayer): LayerComplaint[] {
  if (!previous) return [];
  return [
    ...(previous.level === layer.level && previous.unitId === layer.unitId
      ? []
      : [complaint('OTHER_LAYER', 'level', 'Lịch đã công bố thuộc cấp hoặc đơn vị khác')]),
    ...(previous.purpose === layer.purpose
      ? []
      : [complaint('OTHER_PURPOSE', 'purpose', 'Lịch đã công bố có mục đích khác')]),
  ];
}

function unitComplaints({ unitId }: CalendarLayer, { organisation, now }: Published): LayerComplaint[] {
  if (unitId === undefined) return [];
  const unit = organisation.unit(unitId);
  if (!unit || unit.scope === 'reference')
    return [complaint('UNKNOWN_UNIT', 'unitId', `Không có đơn vị "${unitId}" trong tỉnh`)];
  return organisation.isInForce(unitId, dateOf(now))
    ? []
    : [complaint('UNKNOWN_UNIT', 'unitId', `${unit.name} không còn hoạt động`)];
}

/** Days before the draft takes effect stay with the version in use; one that differs from it would be read by nobody. */
function unreadDays({ days, effectiveFrom }: CalendarLayer, previous?: CalendarLayer): LayerComplaint[] {
  if (effectiveFrom === undefined || !isUsable(effectiveFrom)) return [];
  const known = new Map((previous?.days ?? []).map((day) => [day.date, said(day)]));
  return days.flatMap((day, index) =>
    day.date >= effectiveFrom || known.get(day.date) === said(day)
      ? []
      : [
          complaint(
            'BEFORE_EFFECTIVE',
            `days[${index}]`,
            `${dateWords(day.date)} trước ngày lịch có hiệu lực (${dateWords(effectiveFrom)}) nên không ai tính theo`,
          ),
        ],
  );
}

const said = ({ kind, name, intervals }: CalendarDay): string => JSON.stringify([kind, name, intervals]);

/** Of two layers of one place and purpose only one could be read where both speak: one of them says it. */
function besideComplaints(layer: CalendarLayer, layers: readonly CalendarLayer[]): LayerComplaint[] {
  const others = layers.filter(
    ({ id, level, unitId, purpose }) =>
      id !== layer.id && level === layer.level && unitId === layer.unitId && purpose === layer.purpose,
  );
  const beside = [...new Set(others.map(({ id }) => id))].flatMap(
    (id) => newest(others.filter((one) => one.id === id)) ?? [],
  );
  const national = beside.find(({ level }) => level === 'national');
  if (national)
    return [
      complaint(
        'SECOND_LAYER',
        'id',
        `Lịch quốc gia đã có là "${national.name}"; xin lập phiên bản mới của lịch đó`,
      ),
    ];
  return beside.flatMap(({ name, weekly, days }) => [
    ...(weekly && layer.weekly
      ? [complaint('SECOND_LAYER', 'weekly', `Giờ làm trong tuần ở đây đã có trong lịch "${name}"`)]
      : []),
    ...layer.days.flatMap(({ date }, index) =>
      days.some((day) => day.date === date)
        ? [complaint('SECOND_LAYER', `days[${index}].date`, `${dateWords(date)} đã có trong lịch "${name}"`)]
        : [],
    ),
  ]);
}
