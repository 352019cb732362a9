/** The activity that writes a case; idempotent by (case id, version). */
import { settle as settleIn } from '../database/settle';
import type { SettleInput, SettleResult } from '../workflows/messages';
import { activityDeps } from './context';
import { faultPoint } from './faults';
import { wakeAgenda } from './wake';

export const settle = (input: SettleInput): Promise<SettleResult> =>
  settleIn({ ...activityDeps(), wakeAgenda, committed: () => faultPoint('settle:committed') }, input);
