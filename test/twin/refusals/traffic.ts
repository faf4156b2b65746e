import type { RowCoverage } from '../../support/refusal-rows.ts';

const tested = (row: string): RowCoverage => ({ row, status: 'tested' });
const notReachable = (row: string, reason: string): RowCoverage => ({ row, status: 'not-reachable', reason });
const notModelled = (row: string, reason: string): RowCoverage => ({ row, status: 'not-modelled', reason });

const NO_GLOBAL_TABLES = 'the twin has tables of one region only';
const NO_TRANSACTIONS = 'the twin does not serve TransactWriteItems';
const NO_RATES = 'provisioning takes no virtual time, so that rates a second have no meaning there';

/** What becomes of every row of Route 53, ACM, DynamoDB and CloudWatch. */
export const coverage: readonly RowCoverage[] = [
  tested('R53-01'),
  tested('R53-02'),
  tested('R53-03'),
  tested('R53-04'),
  tested('R53-05'),
  tested('R53-06'),
  tested('R53-07'),
  tested('R53-08'),
  tested('R53-09'),
  tested('R53-10'),
  tested('R53-11'),
  notModelled('R53-12', 'endpoint checks are kept, but nobody asks the endpoint: their status is an error'),
  notModelled('R53-13', 'endpoint checks are kept, but nobody asks the endpoint: their status is an error'),
  tested('R53-14'),
  tested('R53-15'),
  notReachable('R53-16', 'a call of the twin is one transaction: no batch is still in work when the next arrives'),
  notModelled('R53-17', NO_RATES),
  tested('R53-18'),
  tested('R53-19'),
  tested('R53-20'),
  tested('R53-21'),
  tested('R53-22'),
  tested('R53-23'),
  tested('R53-24'),
  tested('R53-25'),
  tested('R53-26'),
  tested('ACM-01'),
  tested('ACM-02'),
  tested('ACM-03'),
  notReachable('ACM-04', 'the twin does not serve CloudFront'),
  tested('DDB-01'),
  notReachable('DDB-02', NO_GLOBAL_TABLES),
  notReachable('DDB-03', NO_GLOBAL_TABLES),
  notReachable('DDB-04', NO_TRANSACTIONS),
  notReachable('DDB-05', NO_TRANSACTIONS),
  notReachable('DDB-06', NO_GLOBAL_TABLES),
  notReachable('DDB-07', NO_GLOBAL_TABLES),
  notReachable('DDB-08', NO_GLOBAL_TABLES),
  notReachable('DDB-09', NO_TRANSACTIONS),
  notReachable('DDB-10', NO_TRANSACTIONS),
  tested('CW-01'),
  tested('CW-02'),
  notModelled('CW-03', NO_RATES),
  tested('CW-04'),
];
