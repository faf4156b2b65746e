import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { abortRun, type Consequences, consequencesOf } from '../../runner/decide.ts';
import type { RunHistory } from '../../runner/journal/history.ts';
import { Journal } from '../../runner/journal/journal.ts';
import { undoRun } from '../../runner/run.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { endRun } from '../end-run.ts';
import { journalPath } from '../last-failover.ts';
import { findRun, openSession, personHere } from '../run-session.ts';
import { loadRunbook } from '../runbooks.ts';

/**
 * Ends a run where it stands, or, with `--undo`, takes back what its steps did, last first. Without a reason it says what either comes
 * to, and changes nothing.
 */
export const run: CommandRun = async (invocation) => {
  const name = invocation.positionals['RUN'] ?? '';
  const reason = invocation.value('reason')?.trim() ?? '';
  const journal = await Journal.open(journalPath(invocation));
  try {
    const history = findRun(journal, name);
    const { lastMs, header } = history;
    if (reason === '') throw noReason(invocation, name, consequencesOf(journal, name));
    if (!invocation.flag('undo')) {
      leave(invocation, name, reason, abortRun(journal, name, { by: personHere(), reason }, lastMs));
      return ExitCode.done;
    }
    return await takeBack(invocation, { name, reason, history, ...header });
  } finally {
    journal.close();
  }
};

function leave({ output }: Invocation, run: string, reason: string, consequences: Consequences): void {
  const { undo, underWay } = consequences;
  output.result({ kind: 'aborted', version: 1, run, reason, undo, underWay }, () =>
    [`${run} is aborted where it stood.`, ...consequenceLines(consequences)].join('\n'),
  );
}

async function takeBack(
  invocation: Invocation,
  of: { name: string; reason: string; history: RunHistory; runbook: string; system: string; environment: string },
): Promise<ExitCode> {
  const runbook = await loadRunbook(invocation.root, of.runbook, invocation.value('runbooks'));
  const session = await openSession({ ...invocation, environmentName: of.environment }, of.system, of.history);
  try {
    const decision = { by: personHere(), reason: of.reason };
    const result = await undoRun(of.name, session.options(runbook), decision);
    return await endRun(invocation, session, runbook, result);
  } finally {
    session.close();
  }
}

/** Said before anything is done: whoever has read it gives the reason. */
function noReason({ output }: Invocation, name: string, consequences: Consequences): EvenkeelError {
  output.progress([output.bold(`If ${name} ends where it stands:`), ...consequenceLines(consequences)].join('\n'));
  return new EvenkeelError({
    code: 'usage',
    message: 'an abort is journaled with its reason; nothing has been done yet',
    found: 'no --reason',
    allowed: '--reason "why" to leave everything as it is, or --undo --reason "why" to take it back',
    next: `evenkeel abort ${name} ${consequences.noReturn ? '' : '--undo '}--reason "…"`,
  });
}

function consequenceLines({ undo, underWay, noReturn }: Consequences): string[] {
  if (undo.length === 0) return ['It had changed nothing.'];
  return [
    ...(underWay.length > 0 ? [`AWS goes on by itself with what had begun: ${underWay.join(', ')}`] : []),
    ...(noReturn ? [`There is no way back since ${noReturn.step}: ${noReturn.why}`] : []),
    noReturn ? 'What was done, last first:' : 'To undo what it did, last first:',
    ...undo.map(({ step, undo: how }) => `  ${step}: ${how}`),
  ];
}
