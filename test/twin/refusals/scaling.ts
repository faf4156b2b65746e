import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const unmodelled = (row: string, reason: string): RowCoverage => ({ row, status: 'not-modelled', reason });
const REFRESH = 'instance refresh is not modelled: a new launch template reaches new instances only';

/** What becomes of every row of Auto Scaling. */
export const coverage: readonly RowCoverage[] = [
  unmodelled('ASG-01', REFRESH),
  unmodelled('ASG-02', REFRESH),
  unmodelled('ASG-03', REFRESH),
  unmodelled('ASG-04', REFRESH),
  unmodelled('ASG-05', REFRESH),
  unmodelled('ASG-06', REFRESH),
  unmodelled('ASG-07', REFRESH),
  tested('ASG-08'),
  tested('ASG-09'),
  unmodelled('ASG-10', 'the twin does not balance zones again once instances run'),
  tested('ASG-11'),
  tested('ASG-12'),
  tested('ASG-13'),
  tested('ASG-14'),
  tested('ASG-15'),
  tested('ASG-16'),
  tested('ASG-17'),
  tested('ASG-18'),
  unmodelled('ASG-19', 'lifecycle hooks are refused as not modelled'),
  unmodelled('ASG-20', 'warm pools are refused as not modelled'),
];
