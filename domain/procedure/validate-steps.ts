/** The steps: each with a term, a unit and a post, on ways that begin at the first and come to an end, within the law. */
import type { Term } from '../time/types';
import { numberWords } from '../time/words';
import type { CaseDefinition, ProcedureDefinition, StepDefinition } from './definition';
import {
  TOLERANCE,
  checkOnce,
  checkTerm,
  checkUnit,
  complaint,
  days,
  nominalSum,
  nominalWorkingDays,
  type Complaint,
  type KnownPosts,
} from './complaints';
import { allocationOf, nextSteps } from './procedure';

type Ways = ReadonlyMap<string, readonly string[]>;

/** Every way is tried only up to this many steps; the published ones have at most seven. */
const MANY_STEPS = 12;

export function checkSteps(steps: readonly StepDefinition[], path: string, known: KnownPosts): Complaint[] {
  if (steps.length === 0) return [complaint('NO_STEPS', path, 'Thủ tục chưa có bước nào')];
  return [
    ...steps.flatMap((step, index) => {
      const at = `${path}[${index}]`;
      return [
        ...checkTerm(step.internalTime, `${at}.internalTime`),
        ...checkUnit(step, at, known),
        ...checkPost(step, at, known),
        ...(steps.findIndex((one) => one.id === step.id) < index
          ? [complaint('DUPLICATE_STEP', at, `Mã bước ${step.id} bị trùng`)]
          : []),
      ];
    }),
    ...checkWays(steps, path),
  ];
}

function checkPost(step: StepDefinition, path: string, known: KnownPosts): Complaint[] {
  const said = step.positionLevel && known.positionLevels.includes(step.positionLevel);
  if (said && (known.hasPost?.(step) ?? true)) return [];
  return [
    complaint(
      'STEP_WITHOUT_POST',
      `${path}.positionLevel`,
      said
        ? `Không xã, phường nào có chức vụ ${step.positionLevel} trở lên ở đơn vị của bước ${step.id}`
        : `Bước ${step.id} chưa có chức vụ chịu trách nhiệm`,
    ),
  ];
}

/** Every step can be reached from the first, and from every step the end can be reached. */
function checkWays(steps: readonly StepDefinition[], path: string): Complaint[] {
  const ways = waysOf(steps);
  const entry = steps[0]?.id ?? '';
  const reached = reach([entry], ways);
  const branching = steps.some((step) => step.next);
  return steps.flatMap((step, index) => {
    const at = `${path}[${index}]`;
    const found: Complaint[] = [];
    for (const id of ways.get(step.id) ?? [])
      if (!ways.has(id)) found.push(complaint('UNKNOWN_STEP', `${at}.next`, `Không có bước ${id}`));
    if (branching && !step.next)
      found.push(complaint('MISSING_NEXT', at, `Bước ${step.id} phải ghi next vì các bước khác có ghi`));
    // The result may be recorded before it: whatever came after would be left out.
    if (step.delivery && (ways.get(step.id)?.length ?? 0) > 0)
      found.push(
        complaint(
          'DELIVERY_NOT_LAST',
          `${at}.delivery`,
          `Bước ${step.id} còn bước sau, không thể chỉ là trả kết quả`,
        ),
      );
    if (!reached.has(step.id))
      found.push(complaint('UNREACHABLE_STEP', at, `Không có đường từ ${entry} tới ${step.id}`));
    return [...found, ...checkEnd(step.id, at, ways)];
  });
}

/** A step from which no way ends: it goes round in a circle, or leads to one or into nothing. */
function checkEnd(id: string, path: string, ways: Ways): Complaint[] {
  const onwards = reach(ways.get(id) ?? [], ways);
  const isEnd = (one: string): boolean => ways.get(one)?.length === 0;
  if (isEnd(id) || [...onwards].some(isEnd)) return [];
  return onwards.has(id)
    ? [complaint('CYCLE_WITHOUT_EXIT', path, `Bước ${id} quay vòng mãi, không có lối ra`)]
    : [complaint('DEAD_END', path, `Từ bước ${id} không thể đi tới bước cuối`)];
}

const waysOf = (steps: readonly StepDefinition[]): Ways =>
  new Map(steps.map((step, index) => [step.id, nextSteps(steps, index)]));

function reach(from: readonly string[], ways: Ways): Set<string> {
  const seen = new Set<string>();
  const pending = [...from];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id) || !ways.has(id)) continue;
    seen.add(id);
    pending.push(...(ways.get(id) ?? []));
  }
  return seen;
}

/**
 * All listed steps together may not take longer than the law allows, so that no way through them does, whichever branch
 * is taken and whichever is returned to.
 */
export function checkFit(
  definition: ProcedureDefinition,
  chosen: CaseDefinition | null,
  at: string,
): Complaint[] {
  const legal = nominalWorkingDays(chosen?.legalTime ?? definition.legalTime);
  const steps = chosen?.steps ?? definition.steps;
  const sum = nominalSum(steps.map((step) => step.internalTime));
  if (legal === null || sum === null) return [];
  // A case with nothing of its own repeats what the top level already says.
  if (chosen && !chosen.steps && legal >= (nominalWorkingDays(definition.legalTime) ?? legal)) return [];
  if (sum <= legal + TOLERANCE) return [];
  const longest = steps.some((step) => step.next) ? longestWay(steps) : null;
  const way = longest ? `; đường dài nhất ${longest.ids.join(' → ')} mất ${days(longest.days)}` : '';
  return [
    complaint(
      'STEP_SUM_EXCEEDS_LEGAL_TIME',
      // A case that shortens the term of shared steps is what does not fit.
      chosen && !chosen.steps ? `${at}legalTime` : `${at}steps`,
      `Các bước cộng lại ${days(sum)}, chỉ được ${days(legal)}${way}`,
    ),
  ];
}

/** The way that takes longest, no step twice; null where the steps are too many to try every way. */
function longestWay(steps: readonly StepDefinition[]): { ids: string[]; days: number } | null {
  if (steps.length > MANY_STEPS) return null;
  const ways = waysOf(steps);
  const terms = (ids: readonly string[]) =>
    steps.filter(({ id }) => ids.includes(id)).map(({ internalTime }) => internalTime);
  let longest = { ids: [] as string[], days: -1 };
  const walk = (id: string, ids: string[]): void => {
    const here = [...ids, id];
    const total = nominalSum(terms(here)) ?? 0;
    if (total > longest.days) longest = { ids: here, days: total };
    for (const next of ways.get(id) ?? []) if (ways.has(next) && !here.includes(next)) walk(next, here);
  };
  walk(steps[0]?.id ?? '', []);
  return longest;
}

/** The zone's extra time is given out to steps that exist, in their own unit, and not more of it than there is. */
export function checkZone(
  definition: ProcedureDefinition,
  chosen: CaseDefinition | null,
  at: string,
  known: KnownPosts,
): Complaint[] {
  const zone = definition.zoneExtension;
  if (!zone)
    return chosen?.zoneStepAllocation
      ? [
          complaint(
            'NEVER_READ',
            `${at}zoneStepAllocation`,
            'Thủ tục không có thời gian cộng thêm để phân bổ',
          ),
        ]
      : [];
  const found = [
    ...(chosen ? [] : [...checkZones(zone.zones, known), ...checkZoneTerm(zone)]),
    ...checkTogether(chosen?.legalTime ?? definition.legalTime, zone, `${at}legalTime`),
  ];
  const own = chosen?.zoneStepAllocation;
  if (chosen && !own) return found;
  const path = own ? `${at}zoneStepAllocation` : 'zoneExtension.stepAllocation';
  const steps = chosen?.steps ?? definition.steps;
  const allocation = allocationOf(definition, chosen);
  for (const [id, amount] of Object.entries(allocation)) {
    const step = steps.find((one) => one.id === id);
    if (!step) found.push(complaint('UNKNOWN_STEP', path, `Không có bước ${id}`));
    else if (step.internalTime.unit !== zone.unit)
      found.push(
        complaint('ZONE_ALLOCATION_UNIT', `${path}.${id}`, `Bước ${id} không tính theo ${String(zone.unit)}`),
      );
    if (!(amount > 0 && Number.isFinite(amount)))
      found.push(complaint('BAD_AMOUNT', `${path}.${id}`, `Phần cộng thêm không hợp lệ: ${String(amount)}`));
    else if (step)
      found.push(...checkTogether(step.internalTime, { unit: zone.unit, amount }, `${path}.${id}`));
  }
  const more = Object.values(allocation).reduce((total, one) => total + one, 0);
  if (more > zone.amount + TOLERANCE)
    found.push(
      complaint(
        'ZONE_ALLOCATION_EXCEEDS_EXTENSION',
        path,
        `Phân bổ ${days(more)}, chỉ được cộng thêm ${days(zone.amount)}`,
      ),
    );
  return found;
}

/** A zone that no commune can be of adds no time to anybody. */
function checkZones(zones: readonly string[], known: KnownPosts): Complaint[] {
  if (zones.length === 0)
    return [complaint('UNKNOWN_ZONE', 'zoneExtension.zones', 'Chưa ghi địa bàn nào được cộng thêm')];
  return [
    ...checkOnce(zones, 'zoneExtension.zones'),
    ...zones.flatMap((zone, index) =>
      known.zones.includes(zone)
        ? []
        : [complaint('UNKNOWN_ZONE', `zoneExtension.zones[${index}]`, `Không có địa bàn "${zone}"`)],
    ),
  ];
}

/** "The same day" is no extra time: counted after the term it would be another day. */
const checkZoneTerm = (zone: Term): Complaint[] =>
  zone.unit === 'SAME_DAY'
    ? [complaint('EXTENSION_WITHOUT_AMOUNT', 'zoneExtension.amount', 'Cộng thêm phải ghi thêm bao lâu')]
    : checkTerm(zone, 'zoneExtension');

/** A term and what is added to it are counted as one: half a calendar day more is a term that no clock counts. */
function checkTogether(term: Term, more: Term, path: string): Complaint[] {
  if (term.unit !== more.unit || more.amount === 0) return [];
  const together = { ...term, amount: term.amount + more.amount };
  if (checkTerm(term, '').length > 0 || checkTerm(together, '').length === 0) return [];
  return [
    complaint(
      'BAD_AMOUNT',
      path,
      `Cộng thêm thành ${numberWords(together.amount)} ${term.unit}: không tính được`,
    ),
  ];
}
