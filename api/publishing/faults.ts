import { invalid, type FieldError } from '../http/problems';

/** What the rules of a kind say is wrong with a draft. */
interface Fault {
  code: string;
  path: string;
  detail: string;
}

/** The code stands in brackets after the sentence, so that programs find it and people may pass over it. */
export const errorsOf = (faults: readonly Fault[]): FieldError[] =>
  faults.map(({ code, path, detail }) => ({ path, message: `${detail} (${code})` }));

/** @throws 422 naming every fault */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw invalid(errorsOf(faults));
}
