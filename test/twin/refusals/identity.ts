import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const unmodelled = (row: string, reason: string): RowCoverage => ({ row, status: 'not-modelled', reason });

/** What becomes of every row of IAM and STS. */
export const coverage: readonly RowCoverage[] = [
  unmodelled('IAM-01', 'what IAM is told is visible at once in the twin'),
  tested('IAM-02'),
  tested('IAM-03'),
  tested('IAM-04'),
  tested('IAM-05'),
  unmodelled('IAM-06', 'every region is activated for STS'),
  unmodelled('IAM-07', "there is no global endpoint of STS: a request is its region's"),
  tested('IAM-08'),
  unmodelled('IAM-09', 'nobody logs in to the twin'),
];
