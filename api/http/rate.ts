/** Half up to six digits, from the exact quotient; null over nothing. */
export const rate = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  ratio: denominator === 0 ? null : Math.round((numerator * 1_000_000) / denominator) / 1_000_000,
});
