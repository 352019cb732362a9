/** The three kinds of case: one loop, three sets of rules. */
import { dossier as dossierRules } from '../domain/dossier';
import { request as requestRules } from '../domain/request';
import { runEntity } from './entity';
import type { CaseInput } from './messages';

export async function recommendation(input: CaseInput): Promise<void> {
  await runEntity(requestRules, input);
}

export async function directive(input: CaseInput): Promise<void> {
  await runEntity(requestRules, input);
}

export async function dossier(input: CaseInput): Promise<void> {
  await runEntity(dossierRules, input);
}
