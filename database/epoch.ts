/** An instant column as UTC milliseconds, the way the domain counts; null stays null. */
export const ms = (column: string): string => `round(extract(epoch FROM ${column}) * 1000)::float8`;
