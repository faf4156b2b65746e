import { refusalCoverage } from '../test/support/refusal-coverage.ts';

/** Prints the refusals table row by row: tested, not reachable, not modelled, with the reason. */
const rows = await refusalCoverage();
for (const { row, operation, status, reason } of rows) {
  process.stdout.write(`${row.padEnd(8)} ${status.padEnd(14)} ${operation}${reason ? `: ${reason}` : ''}\n`);
}
const count = (wanted: string) => rows.filter(({ status }) => status === wanted).length;
process.stdout.write(
  `\n${rows.length} rows: ${count('tested')} tested, ${count('not-reachable')} not reachable, ${count('not-modelled')} not modelled\n`,
);
