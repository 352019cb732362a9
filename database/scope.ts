/** Which open cases a job or a preview concerns, as a condition on `cases c`. */

export interface Scope {
  /** Units whose calendar counts for one of its clocks; with everything below them, already listed. */
  unitIds?: string[];
  ids?: string[];
  kind?: 'dossier' | 'recommendation' | 'directive';
  procedure?: string;
}

/** The condition; its values are pushed on `values`. */
export function scopeSql(scope: Scope, values: unknown[]): string {
  const bind = (value: unknown): string => `$${values.push(value)}`;
  return [
    'c.closed_at IS NULL',
    scope.unitIds &&
      `EXISTS (SELECT 1 FROM clock k WHERE k.case_id = c.id AND coalesce(k.calendar_unit_id, k.unit_id) = ANY(${bind(scope.unitIds)}::text[]))`,
    scope.ids && `c.id = ANY(${bind(scope.ids)}::uuid[])`,
    scope.kind && `c.kind = ${bind(scope.kind)}`,
    scope.procedure && `c.procedure_code = ${bind(scope.procedure)}`,
  ]
    .filter(Boolean)
    .join(' AND ');
}
