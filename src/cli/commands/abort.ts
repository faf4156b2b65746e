import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { abortRun } from '../../runner/decide.ts';
import { Journal } from '../../runner/journal/journal.ts';
import type { CommandRun } from '../command.ts';
import { journalPath } from '../last-failover.ts';
import { findRun, personHere } from '../run-session.ts';

/** Ends a run where it stands, and says what undoing the steps that were done would take. */
export const run: CommandRun = async (invocation) => {
  const name = invocation.positionals['RUN'] ?? '';
  const reason = invocation.value('reason');
  if (reason === undefined || reason.trim() === '') {
    throw new EvenkeelError({
      code: 'usage',
      message: 'an abort is journaled with its reason',
      found: 'no --reason',
      allowed: '--reason "why"',
      next: `evenkeel abort ${name} --reason "…"`,
    });
  }
  const journal = await Journal.open(journalPath(invocation));
  try {
    const { lastMs } = findRun(journal, name);
    const { undo } = abortRun(journal, name, { by: personHere(), reason }, lastMs);
    const lines = undo.map(({ step, undo: how }) => `  ${step}: ${how}`);
    invocation.output.result({ kind: 'aborted', version: 1, run: name, reason, undo }, () =>
      [
        `${name} is aborted where it stood.`,
        ...(lines.length > 0 ? ['To undo what it did:', ...lines] : ['It had changed nothing.']),
      ].join('\n'),
    );
    return ExitCode.done;
  } finally {
    journal.close();
  }
};
