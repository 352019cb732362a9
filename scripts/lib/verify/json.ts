/** Comparing values the way they are stored: as JSON, where `undefined` members and the order of keys mean nothing. */

/** What JSON keeps of a value. */
export const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;

/** The first place where two values differ, e.g. `assignments[0].status: "done" ≠ "accepted"`; null when they are equal. */
export function difference(left: unknown, right: unknown, path = ''): string | null {
  if (Object.is(left, right)) return null;
  if (!isTree(left) || !isTree(right) || Array.isArray(left) !== Array.isArray(right))
    return `${path || 'value'}: ${short(left)} ≠ ${short(right)}`;
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  for (const key of keys) {
    const step = Array.isArray(left) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    const found = difference(left[key], right[key], step);
    if (found) return found;
  }
  return null;
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object';

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** The JSON object in a text, or null. */
export function parse(body: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(body) as unknown;
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
