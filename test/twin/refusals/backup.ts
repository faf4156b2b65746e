import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const oneAccount = (row: string): RowCoverage => ({ row, status: 'not-reachable', reason: 'a world has one account' });
const noRestore = (row: string): RowCoverage => ({
  row,
  status: 'not-reachable',
  reason: 'the twin does not serve restores',
});

/** What becomes of every row of AWS Backup. */
export const coverage: readonly RowCoverage[] = [
  tested('BKP-01'),
  tested('BKP-02'),
  tested('BKP-03'),
  tested('BKP-04'),
  tested('BKP-05'),
  { row: 'BKP-06', status: 'not-modelled', reason: 'the twin does not evaluate the rights of a backup role' },
  oneAccount('BKP-07'),
  oneAccount('BKP-08'),
  oneAccount('BKP-09'),
  { row: 'BKP-10', status: 'not-modelled', reason: 'copies do not look at keys yet' },
  { row: 'BKP-11', status: 'not-modelled', reason: 'points never move to the cold tier' },
  { row: 'BKP-12', status: 'not-modelled', reason: 'the twin has no option groups' },
  noRestore('BKP-13'),
  noRestore('BKP-14'),
  tested('BKP-15'),
  {
    row: 'BKP-16',
    status: 'not-modelled',
    reason: 'a job starts at once: there is no queue that a window could run out in',
  },
  noRestore('BKP-17'),
  { row: 'BKP-18', status: 'not-reachable', reason: 'accounts are never closed in the twin' },
];
