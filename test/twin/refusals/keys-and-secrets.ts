import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const onePrimary = (row: string): RowCoverage => ({
  row,
  status: 'not-reachable',
  reason: 'in the twin the primary of a multi-Region key stays where it was made',
});

/** What becomes of every row of KMS and Secrets Manager. */
export const coverage: readonly RowCoverage[] = [
  tested('KMS-01'),
  tested('KMS-02'),
  { row: 'KMS-03', status: 'not-reachable', reason: 'the twin does no cryptography: it serves neither operation' },
  tested('KMS-04'),
  tested('KMS-05'),
  tested('KMS-06'),
  tested('KMS-07'),
  { row: 'KMS-08', status: 'not-reachable', reason: 'the twin does no cryptography: it does not serve the operation' },
  onePrimary('KMS-09'),
  onePrimary('KMS-10'),
  tested('KMS-11'),
  tested('KMS-12'),
  tested('SEC-01'),
  tested('SEC-02'),
  tested('SEC-03'),
  tested('SEC-04'),
  tested('SEC-05'),
];
