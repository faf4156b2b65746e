import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });

/** What becomes of every row of Elastic Load Balancing. */
export const coverage: readonly RowCoverage[] = [
  tested('ELB-01'),
  tested('ELB-02'),
  tested('ELB-03'),
  {
    row: 'ELB-04',
    status: 'not-modelled',
    reason: "a balancer's name stands for all its zones in the twin: none leaves DNS by itself",
  },
  tested('ELB-05'),
  tested('ELB-06'),
  tested('ELB-07'),
  tested('ELB-13'),
  tested('ELB-08'),
  tested('ELB-09'),
  tested('ELB-10'),
  tested('ELB-11'),
  tested('ELB-12'),
];
