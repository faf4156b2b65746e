import { ExitCode } from '../../lib/errors.ts';
import type { CommandRun } from '../command.ts';
import { backendOf, refuseWhatIsToCome, selectedStacks, subjectOf } from '../estate.ts';
import { openPersistentTwin } from '../persistent-twin.ts';
import { isEmpty, updateStacks } from '../update.ts';
import { updateDocument, updateText } from '../update-text.ts';

/** What `up` would change. Reads every resource first, so that an empty preview means something. */
export const run: CommandRun = async (invocation) => {
  refuseWhatIsToCome(invocation);
  const { output } = invocation;
  const subject = subjectOf(invocation, invocation.positionals['SYSTEM'] ?? '');
  const stacks = selectedStacks(subject, invocation.values('stack'));
  const backend = backendOf(invocation);
  const persistent = await openPersistentTwin(invocation, subject);
  try {
    const results = await updateStacks({
      root: invocation.root,
      stacks,
      config: subject.config,
      backend,
      provider: persistent.twin.provider,
      mode: 'preview',
      readFirst: true,
      onStack: (result) => output.progress(`${result.stack}: read and compared`),
    });
    output.result(updateDocument(subject, results), () => updateText(results, output, 'preview'));
    return invocation.flag('expect-no-changes') && !isEmpty(results) ? ExitCode.answerIsNo : ExitCode.done;
  } finally {
    persistent.close();
  }
};
