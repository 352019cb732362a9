/**
 * Why something is not possible now, as a code and the values its words need. The words stand in `refusal-words.ts`
 * and are made where they leave (`refusal-text.ts`): a workflow carries codes only.
 */
import type { REFUSALS } from './refusal-words';

/** A stable code for programs; each has its words in both languages. */
export type RefusalCode = keyof typeof REFUSALS;

/** What may stand in a sentence, by the kind its placeholder names: `{due:instant}`; `{max}` is a text. Plain JSON. */
export interface ValueKinds {
  /** A number, or a name that is said as it is. */
  text: string | number;
  names: readonly string[];
  /** Milliseconds since 1970. */
  instant: number;
  /** `YYYY-MM-DD` */
  date: string;
  /** `YYYY-MM-DD`, said with its weekday. */
  day: string;
  /** Codes that have words of their own: of the case, of a duty, of a command, of a field, of a reason to pause. */
  status: string;
  dutyStatus: string;
  command: string;
  fields: readonly string[];
  pauseReasons: readonly string[];
  /** Ids, said by name. */
  unit: string;
  position: string;
}
export type ValueKind = keyof ValueKinds;

type PlaceholdersIn<Text extends string> = Text extends `${string}{${infer Placeholder}}${infer Rest}`
  ? Placeholder | PlaceholdersIn<Rest>
  : never;
type NameIn<Placeholder extends string> = Placeholder extends `${infer Name}:${string}` ? Name : Placeholder;
type KindIn<Placeholder extends string> = Placeholder extends `${string}:${infer Kind}` ? Kind : 'text';
type Said<Kind extends string> = Kind extends ValueKind ? ValueKinds[Kind] : never;

/** The values that the words of a code name, in either language. */
export type ValuesOf<Code extends RefusalCode> = {
  [Placeholder in PlaceholdersIn<(typeof REFUSALS)[Code]['vi' | 'en']> as NameIn<Placeholder>]: Said<
    KindIn<Placeholder>
  >;
};

export interface Refusal {
  reason: RefusalCode;
  values?: Readonly<Record<string, ValueKinds[ValueKind]>>;
  /** What stands in the way, where it is not the last thing that happened: by whom and when. */
  by?: { type: string; at: number; by: { name: string; positionId: string | null } | null };
}

/** A refusal; the compiler asks for the values that its words name. */
export function refuse<Code extends RefusalCode>(
  reason: Code,
  ...[values]: [keyof ValuesOf<Code>] extends [never] ? [] : [values: ValuesOf<Code>]
): Refusal {
  return values ? { reason, values } : { reason };
}
