import { Journal } from '../../runner/journal/journal.ts';
import { resumeRun } from '../../runner/run.ts';
import type { CommandRun } from '../command.ts';
import { endRun } from '../end-run.ts';
import { journalPath } from '../last-failover.ts';
import { findRun, openSession } from '../run-session.ts';
import { loadRunbook } from '../runbooks.ts';

/** Goes on with a run that waited, was interrupted, failed or was killed: at once, whoever had it before. */
export const run: CommandRun = async (invocation) => {
  const name = invocation.positionals['RUN'] ?? '';
  const journal = await Journal.open(journalPath(invocation));
  const history = findRun(journal, name);
  const { header } = history;
  journal.close();
  const runbook = await loadRunbook(invocation.root, header.runbook, invocation.value('runbooks'));
  const session = await openSession({ ...invocation, environmentName: header.environment }, header.system, history);
  try {
    const result = await resumeRun(name, session.options(runbook));
    return await endRun(invocation, session, runbook, result);
  } finally {
    session.close();
  }
};
