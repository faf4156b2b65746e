import { isoInstant } from '../../lib/clock.ts';
import { ExitCode } from '../../lib/errors.ts';
import { Journal } from '../../runner/journal/journal.ts';
import type { CommandRun } from '../command.ts';
import { journalPath } from '../last-failover.ts';
import { keptDocument } from '../run-session.ts';

/** The runs of this state folder, oldest first. */
export const run: CommandRun = async (invocation) => {
  const journal = await Journal.open(journalPath(invocation));
  try {
    const runs = journal.runs().map((row) => ({
      run: row.run,
      runbook: row.runbook,
      system: row.system,
      environment: row.environment,
      target: row.target,
      outcome: keptDocument(invocation, row.run)?.outcome ?? row.outcome,
      startedAt: isoInstant(row.startedMs),
      plan: row.planHash,
    }));
    invocation.output.result({ kind: 'runs', version: 1, runs }, () =>
      runs.length === 0
        ? 'No runs yet.'
        : runs
            .map((row) => `${row.run.padEnd(20)} ${row.system.padEnd(12)} ${row.outcome.padEnd(12)} ${row.startedAt}`)
            .join('\n'),
    );
    return ExitCode.done;
  } finally {
    journal.close();
  }
};
