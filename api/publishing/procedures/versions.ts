/** Which version of a procedure is meant. */
import type { ProcedureDefinition } from '../../../domain/procedure/definition';
import { versionInForce } from '../../../domain/procedure/procedure';
import type { PlainDate } from '../../../domain/time/types';
import { readDraft } from '../../../database/drafts';
import type { Pool } from '../../../database/pool';
import type { Rules } from '../../../database/rules';
import { notFound } from '../../http/problems';

export interface Version {
  definition: ProcedureDefinition;
  status: 'published' | 'draft';
}

/** The version asked for, published or waiting. Without a number: the draft, else `fallback`. Null = there is none. */
export async function findVersion(
  pool: Pool,
  rules: Rules,
  code: string,
  version: number | undefined,
  fallback: (published: ProcedureDefinition[]) => ProcedureDefinition | undefined = () => undefined,
): Promise<Version | null> {
  const published = publishedVersions(rules, code);
  const found = published.find((one) => one.version === version);
  if (found) return { definition: found, status: 'published' };
  const draft = await readDraft<ProcedureDefinition>(pool, 'procedure', code, version);
  if (draft) return { definition: draft.body, status: 'draft' };
  const other = version === undefined ? fallback(published) : undefined;
  return other ? { definition: other, status: 'published' } : null;
}

export const publishedVersions = ({ procedures }: Rules, code: string): ProcedureDefinition[] =>
  procedures.filter((one) => one.code === code).sort((a, b) => a.version - b.version);

/** What counts today; where nothing does, what was published last. */
export const currentVersion = (
  published: readonly ProcedureDefinition[],
  code: string,
  today: PlainDate,
): ProcedureDefinition | undefined =>
  versionInForce(published, code, today) ?? published[published.length - 1];

export const noSuchVersion = () =>
  notFound({
    vi: 'Thủ tục này không có phiên bản hay dự thảo đó.',
    en: 'This procedure has no such version or draft.',
  });
