import type { RowCoverage } from '../../support/refusal-rows.ts';

/** Rows of operations that the twin serves, about something that it does not have. */
export const coverage: readonly RowCoverage[] = [
  { row: 'BG-08', status: 'not-modelled', reason: 'blue/green deployments are not modelled' },
  { row: 'BG-09', status: 'not-modelled', reason: 'blue/green deployments are not modelled' },
  { row: 'BG-13', status: 'not-modelled', reason: 'blue/green deployments are not modelled' },
];
