/** The parts of a joined procedure: known agencies, an order without circles, and together within the dossier's term. */
import type { Term } from '../time/types';
import type { ChildDefinition, ProcedureDefinition } from './definition';
import {
  TOLERANCE,
  checkIds,
  checkTerm,
  checkUnit,
  complaint,
  days,
  nominalSum,
  type Complaint,
  type KnownPosts,
} from './complaints';
import { shortestTerm } from './validate-rules';

export function checkChildren(definition: ProcedureDefinition, known: KnownPosts): Complaint[] {
  const children = definition.children ?? [];
  const found = [
    ...checkIds(children, 'children'),
    ...children.flatMap((child, index) => [
      ...checkTerm(child.clock, `children[${index}].clock`),
      ...checkUnit(child.agency, `children[${index}].agency`, known),
      ...(child.procedureCode === null || (known.procedureCodes?.includes(child.procedureCode) ?? true)
        ? []
        : [
            complaint(
              'UNKNOWN_PROCEDURE',
              `children[${index}].procedureCode`,
              `Chưa công bố thủ tục ${child.procedureCode}`,
            ),
          ]),
      ...child.startsAfter
        .filter((id) => !children.some((one) => one.id === id))
        .map((id) =>
          complaint('UNKNOWN_CHILD', `children[${index}].startsAfter`, `Không có phần việc ${id}`),
        ),
    ]),
  ];
  const circles = children.flatMap((child, index) =>
    comesAfter(child, child.id, children)
      ? [complaint('CYCLIC_CHILDREN', `children[${index}].startsAfter`, `${child.id} chờ chính mình`)]
      : [],
  );
  return circles.length > 0 ? [...found, ...circles] : [...found, ...checkLongest(definition, children)];
}

/** Whether a part waits, itself or through others, for the part of that id. */
function comesAfter(child: ChildDefinition, id: string, children: readonly ChildDefinition[]): boolean {
  const seen = new Set<string>();
  const pending = [...child.startsAfter];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    if (one === id) return true;
    if (seen.has(one)) continue;
    seen.add(one);
    pending.push(...(children.find((other) => other.id === one)?.startsAfter ?? []));
  }
  return false;
}

/** Parts that run side by side cost the longest of them; parts that wait for each other add up. */
function checkLongest(definition: ProcedureDefinition, children: readonly ChildDefinition[]): Complaint[] {
  const known = new Map<string, Term[]>();
  const length = (terms: readonly Term[]): number => nominalSum(terms) ?? 0;
  const until = (child: ChildDefinition): Term[] => {
    const done = known.get(child.id);
    if (done !== undefined) return done;
    const before = children.filter((one) => child.startsAfter.includes(one.id)).map(until);
    const longest = before.reduce((most, one) => (length(one) > length(most) ? one : most), []);
    const terms = [...longest, child.clock];
    known.set(child.id, terms);
    return terms;
  };
  const longest = Math.max(0, ...children.map((child) => length(until(child))));
  const legal = shortestTerm(definition);
  if (longest <= legal + TOLERANCE) return [];
  return [
    complaint(
      'CHILDREN_EXCEED_LEGAL_TIME',
      'children',
      `Các phần việc nối nhau mất ${days(longest)}, cả hồ sơ chỉ được ${days(legal)}`,
    ),
  ];
}
