/** The sentences of a refusal, as people read them: whole, in words, and never with a code or an id inside. */
import type { CaseKind } from '../../domain/case/case';
import { refusalWords, type Words } from '../../domain/case/refusal-text';
import type { Refusal } from '../../domain/case/refusals';

/** `camelCase` and `SCREAMING_CASE` words, ids like `gl-so-tai-chinh`, placeholders, numbers of instants. */
const CODE =
  /\p{Ll}\p{Lu}|[A-Z]{2,}_[A-Z]|[a-z]+(-[a-z0-9]+){2,}|[0-9a-f]{8}-|[{}]|undefined|null|NaN|\d{11,}/u;
/** Every unit and every position has the same name here. */
const ORGANISATION = {
  unit: () => ({ name: 'Sở Tài chính' }),
  position: () => ({ title: 'Trưởng phòng Tư pháp' }),
};

export const isInWords = (text: string): boolean => text.length > 10 && !CODE.test(text);

export function said(refusal: Refusal, kind: CaseKind = 'recommendation'): Words {
  const words = refusalWords(refusal, { kind, organisation: ORGANISATION });
  for (const text of [words.vi, words.en])
    if (!isInWords(text)) throw new Error(`${refusal.reason} is not said in words: ${text}`);
  return words;
}
