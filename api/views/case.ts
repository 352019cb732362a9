import type { CaseRow } from '../cases';
import type { ViewContext } from './context';
import { dossierView } from './dossier';
import { requestView } from './request';

/** A case as the caller sees it. */
export const caseView = (row: CaseRow, view: ViewContext): object =>
  row.kind === 'dossier' ? dossierView(row, view) : requestView(row, view);
