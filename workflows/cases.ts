import { dossier as dossierRules } from '../domain/dossier/entity';
import { request as requestRules } from '../domain/request/entity';
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
