import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const noInstances = (row: string): RowCoverage => ({
  row,
  status: 'not-reachable',
  reason: 'the twin has no RDS instances outside of Aurora clusters',
});

/** What becomes of every row of RDS and Aurora. */
export const coverage: readonly RowCoverage[] = [
  tested('RDS-01'),
  tested('RDS-02'),
  tested('RDS-03'),
  tested('RDS-04'),
  tested('RDS-05'),
  tested('RDS-06'),
  tested('RDS-07'),
  tested('RDS-08'),
  noInstances('RDS-09'),
  noInstances('RDS-10'),
  noInstances('RDS-11'),
  noInstances('RDS-12'),
  noInstances('RDS-13'),
  tested('RDS-14'),
  noInstances('RDS-15'),
  tested('RDS-16'),
  tested('RDS-17'),
  tested('RDS-18'),
  { row: 'RDS-19', status: 'not-modelled', reason: 'the twin throttles nothing unless a fault says so' },
  tested('RDS-20'),
];
