import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const unmodelled = (row: string, reason: string): RowCoverage => ({ row, status: 'not-modelled', reason });

/** What becomes of every row of Auto Scaling. */
export const coverage: readonly RowCoverage[] = [
  tested('ASG-01'),
  tested('ASG-02'),
  unmodelled('ASG-03', 'no instance of the twin is in standby: EnterStandby is refused as not modelled'),
  tested('ASG-04'),
  tested('ASG-05'),
  tested('ASG-06'),
  tested('ASG-07'),
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
