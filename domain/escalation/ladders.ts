/** The ladders that clocks climb: which there are, and how high each may go. */
import type { EscalationRules, Ladder } from './rules';

interface LadderRule {
  /** What its clocks measure, as the published data say it. */
  appliesTo: string;
  /**
   * May call the vice-chair and the chair of the province: only the answer and the promise of a recommendation, and
   * directives (`rules.throughProvince`). All others end at the chief of office at most.
   */
  throughProvince: boolean;
}

/** A clock names its ladder by this id; a published ladder under another id would be climbed by none. */
export const LADDERS: Readonly<Record<string, LadderRule>> = {
  'LD-DOSSIER': { appliesTo: 'dossier', throughProvince: false },
  'LD-DOSSIER-STEP': { appliesTo: 'dossier-step', throughProvince: false },
  'LD-RECOMMENDATION': { appliesTo: 'recommendation-item', throughProvince: true },
  'LD-NO-OWNER': { appliesTo: 'recommendation-item-unassigned', throughProvince: false },
  'LD-WARD-INFORMATION': { appliesTo: 'information-request', throughProvince: false },
  'LD-WARD-CONFIRMATION': { appliesTo: 'answer-awaiting-confirmation', throughProvince: false },
  'LD-DIRECTIVE': { appliesTo: 'directive-assignment', throughProvince: true },
  'LD-URGENT': { appliesTo: 'any', throughProvince: true },
  'LD-ACKNOWLEDGEMENT': { appliesTo: 'acknowledgement', throughProvince: false },
  'LD-CONTRIBUTION': { appliesTo: 'contribution', throughProvince: false },
};

/** @throws when nobody published it: silence would be worse */
export function ladderOf(id: string, escalation: Pick<EscalationRules, 'ladders'>): Ladder {
  const ladder = escalation.ladders.find((one) => one.id === id);
  if (!ladder) throw new Error(`unknown ladder ${id}`);
  return ladder;
}
