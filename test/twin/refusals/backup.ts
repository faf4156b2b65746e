import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const oneAccount = (row: string): RowCoverage => ({ row, status: 'not-reachable', reason: 'a world has one account' });
/** What becomes of every row of AWS Backup. */
export const coverage: readonly RowCoverage[] = [
  tested('BKP-01'),
  tested('BKP-02'),
  tested('BKP-03'),
  tested('BKP-04'),
  tested('BKP-05'),
  tested('BKP-06'),
  oneAccount('BKP-07'),
  oneAccount('BKP-08'),
  oneAccount('BKP-09'),
  tested('BKP-10'),
  { row: 'BKP-11', status: 'not-modelled', reason: 'Aurora points never move to the cold tier' },
  { row: 'BKP-12', status: 'not-modelled', reason: 'the twin has no option groups' },
  oneAccount('BKP-13'),
  tested('BKP-14'),
  tested('BKP-15'),
  tested('BKP-16'),
  tested('BKP-17'),
  { row: 'BKP-18', status: 'not-reachable', reason: 'accounts are never closed in the twin' },
  tested('BKP-19'),
  tested('BKP-20'),
];
