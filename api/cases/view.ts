import type { CaseRow } from './rows';
import type { ViewContext } from './view-context';
import { dossierView } from './view-dossier';
import { requestView } from './view-request';

/** A case as the caller sees it. */
export const caseView = (row: CaseRow, view: ViewContext): object =>
  row.kind === 'dossier' ? dossierView(row, view) : requestView(row, view);
