/** What activities work with: connections, rules, and a client to signal with. Set once when a worker starts. */
import type { Client as TemporalClient } from '@temporalio/client';
import type { Pool } from '../database/pool';
import type { RulesStore } from '../database/rules';

export interface ActivityDeps {
  pool: Pool;
  rules: RulesStore;
  temporal: TemporalClient;
}

let deps: ActivityDeps | null = null;

export function useDeps(value: ActivityDeps): void {
  deps = value;
}

export function activityDeps(): ActivityDeps {
  if (!deps) throw new Error('activities were not given their connections');
  return deps;
}
