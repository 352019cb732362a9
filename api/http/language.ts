/** Words for people: Vietnamese unless the caller prefers English. Codes are never translated. */
import type { Request } from 'express';

export type Language = 'vi' | 'en';
export type Words = string | { vi: string; en: string };

/** The language of `Accept-Language`, Vietnamese when nothing is said. */
export const languageOf = (req: Request): Language =>
  req.acceptsLanguages('vi', 'en') === 'en' ? 'en' : 'vi';

export const say = (words: Words, language: Language): string =>
  typeof words === 'string' ? words : words[language];
