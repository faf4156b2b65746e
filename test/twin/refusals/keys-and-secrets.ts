import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const noReplicas = (row: string): RowCoverage => ({
  row,
  status: 'not-reachable',
  reason: 'the twin does not replicate keys of several regions',
});

/** What becomes of every row of KMS and Secrets Manager. */
export const coverage: readonly RowCoverage[] = [
  tested('KMS-01'),
  tested('KMS-02'),
  { row: 'KMS-03', status: 'not-reachable', reason: 'the twin does no cryptography: it serves neither operation' },
  noReplicas('KMS-04'),
  tested('KMS-05'),
  noReplicas('KMS-06'),
  noReplicas('KMS-07'),
  noReplicas('KMS-08'),
  noReplicas('KMS-09'),
  noReplicas('KMS-10'),
  tested('KMS-11'),
  noReplicas('KMS-12'),
  tested('SEC-01'),
  tested('SEC-02'),
  tested('SEC-03'),
  tested('SEC-04'),
  tested('SEC-05'),
];
