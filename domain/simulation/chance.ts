/** Chance without a process: the same seed and keys always draw the same number. */

/** A number in [0, 1) that follows from the seed and the keys alone (a mix of multiplications and shifts). */
export function draw(seed: number, ...keys: number[]): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  for (const key of keys) {
    hash = Math.imul(hash ^ (key + 0x7f4a7c15), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return (hash >>> 0) / 2 ** 32;
}
