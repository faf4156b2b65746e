import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const unmodelled = (row: string, reason: string): RowCoverage => ({ row, status: 'not-modelled', reason });
const IMAGES = 'of images the twin knows their ids only: no snapshots, no names, no volumes';

/** What becomes of every row of EC2 and of its networks. */
export const coverage: readonly RowCoverage[] = [
  tested('EC2-01'),
  tested('EC2-02'),
  tested('EC2-03'),
  tested('EC2-04'),
  tested('EC2-05'),
  unmodelled('EC2-06', 'what EC2 answers is never stale in the twin'),
  tested('EC2-07'),
  tested('EC2-08'),
  tested('EC2-09'),
  tested('EC2-10'),
  tested('EC2-11'),
  unmodelled('EC2-12', IMAGES),
  unmodelled('EC2-13', IMAGES),
  unmodelled('EC2-14', IMAGES),
  unmodelled('EC2-15', IMAGES),
  unmodelled('EC2-16', 'the twin does not compare the time of a signature with its own, which is virtual'),
  tested('NET-01'),
  tested('NET-02'),
  tested('NET-03'),
  tested('NET-04'),
  tested('NET-05'),
  tested('NET-06'),
  tested('NET-07'),
  { row: 'NET-08', status: 'not-reachable', reason: 'a world has one account, to which alone its addresses are given' },
  tested('NET-09'),
  tested('NET-10'),
  tested('NET-11'),
  tested('NET-12'),
];
