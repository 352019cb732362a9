/**
 * From the topic of a recommendation to the department that leads it, by the versioned keyword table.
 * The rules of matching are those of `matching` in `prisma/seed/routing.json`. The result is a suggestion:
 * a person may always override it.
 */
import type { PlainDate } from '../time/types';

/** One version of one row of the table. */
export interface RoutingRow {
  id: string;
  version: number;
  effectiveFrom?: PlainDate | null;
  effectiveTo?: PlainDate | null;
  /** The highest priority among the matching rows decides. */
  priority: number;
  keywords: readonly string[];
  /** Only cases of this category match. */
  category?: string | null;
  lead: string;
  supporting: readonly string[];
}

export interface RoutingCase {
  /** Title and summary, see `routingText`. */
  text: string;
  category: string;
  /** Day of the case: rows in force that day count. */
  on: PlainDate;
}

/** A row that matched, and the phrase it was found by (as the table writes it). */
export interface RoutingMatch {
  ruleId: string;
  ruleVersion: number;
  lead: string;
  keyword: string;
}

export type Suggestion =
  | { lead: string; supporting: string[]; ruleId: string; ruleVersion: number; keyword: string }
  | { triage: 'ambiguous' | 'noMatch'; candidates: RoutingMatch[] };

/** What the table is searched in: the title, then the summary. */
export const routingText = (title: string, summary?: string | null): string =>
  summary ? `${title} ${summary}` : title;

/** NFC, lower case, single spaces, nothing invisible: how texts and keywords are compared. */
export const normalise = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();

/**
 * True when the phrase stands in the text as a whole: no letter or digit, in the Unicode sense, before or after it.
 * (`\b` knows ASCII only and would cut "máy in" out of "máy ín".) Both arguments are normalised already.
 */
export function hasPhrase(text: string, phrase: string): boolean {
  if (phrase === '') return false;
  const literal = phrase.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'u').test(text);
}

/** Rows in force on a day. Of one id only the newest version in force: a version replaces the one before it. */
function rowsInForce(rows: readonly RoutingRow[], on: PlainDate): RoutingRow[] {
  const inForce = rows.filter(
    (r) => (!r.effectiveFrom || r.effectiveFrom <= on) && (!r.effectiveTo || on <= r.effectiveTo),
  );
  return inForce.filter((r) => !inForce.some((other) => other.id === r.id && other.version > r.version));
}

/** Suggests who leads and who supports, or says why a person must decide. */
export function routeByRules(subject: RoutingCase, rows: readonly RoutingRow[]): Suggestion {
  const text = normalise(subject.text);
  const matches: { row: RoutingRow; keyword: string }[] = [];
  for (const row of rowsInForce(rows, subject.on)) {
    if (row.category && row.category !== subject.category) continue;
    const keyword = row.keywords.find((k) => hasPhrase(text, normalise(k)));
    if (keyword !== undefined) matches.push({ row, keyword });
  }
  const highest = Math.max(...matches.map((m) => m.row.priority));
  const deciding = matches.filter((m) => m.row.priority === highest);
  const first = deciding[0];
  if (!first) return { triage: 'noMatch', candidates: [] };
  if (deciding.some((m) => m.row.lead !== first.row.lead)) {
    return {
      triage: 'ambiguous',
      candidates: deciding.map(({ row, keyword }) => ({
        ruleId: row.id,
        ruleVersion: row.version,
        lead: row.lead,
        keyword,
      })),
    };
  }
  const supporting = new Set(deciding.flatMap((m) => m.row.supporting));
  supporting.delete(first.row.lead);
  return {
    lead: first.row.lead,
    supporting: [...supporting],
    ruleId: first.row.id,
    ruleVersion: first.row.version,
    keyword: first.keyword,
  };
}
