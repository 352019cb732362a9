import type { z } from 'zod';
import type { CaseKind } from '../../domain/case/case';

/** How a kind of case is named outside. */
export interface CaseFamily {
  kind: CaseKind;
  /** `recommendations` … */
  plural: string;
  /** In Vietnamese, for summaries. */
  name: string;
  state: z.ZodType;
}
